using GunMane.ModelRegion.Land;

namespace GunMane.ModelRegion.Trade;

/// <summary>Says in figures why a planted bundle belongs together.</summary>
public static class Reasons
{
    private static readonly Dictionary<string, string> Kinds = new()
    {
        ["horizontal"] = "水平連携",
        ["vertical"] = "垂直連携",
        ["multi-sector"] = "多分野連携",
        ["process"] = "プロセス連携",
    };

    /// <summary>One sentence.</summary>
    public static string Why(Bundle bundle, IReadOnlyList<Contract> contracts)
    {
        var own = contracts.Where(c => c.Firm is not null && bundle.Firms.Contains(c.Firm) && c.Assets.Any(a => a.Bundle == bundle.Spec.Id)).ToList();
        var owners = string.Join("、", bundle.Assets.GroupBy(a => a.Owner).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{Owner(g.Key)}{g.Count()}施設"));
        var sectors = string.Join("、", bundle.Assets.GroupBy(a => a.Sector).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{g.Key} {g.Count()}"));
        var kinds = own.Select(c => c.Kind).Distinct().Count();
        return $"{Kinds[bundle.Spec.Kind]}: {owners}（{sectors}）が互いに{BundlePlanter.Gap:0} m以内でつながり、同じ{bundle.Firms.Count}者が{own.Select(c => c.Orderer).Distinct().Count()}発注者のこれらを対象とする契約{own.Count}件（業務種別{kinds}）を担い、各施設の最後の契約が{bundle.Spec.TermEnds:yyyy-MM-dd}までの1か月以内にそろって満了する。";
    }

    private static string Owner(string code) => code == Skeleton.PrefectureOrganisation ? Skeleton.Prefecture : Skeleton.Seat(code).Name;
}
