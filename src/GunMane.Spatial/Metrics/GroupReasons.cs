using System.Globalization;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Metrics;

/// <summary>A sentence about a group, made from its numbers.</summary>
/// <param name="Key">What it is about.</param>
/// <param name="Ja">In Japanese.</param>
/// <param name="En">In English.</param>
public sealed record Sentence(string Key, string Ja, string En);

/// <summary>
/// The three strongest reasons for a group and the strongest objection. Reasons are the parts of the score by what they add, and beside them what
/// the score leaves out (<see cref="GroupStrengths"/>).
/// </summary>
public sealed record GroupReasons(IReadOnlyList<Sentence> Reasons, Sentence Objection)
{
    private const int Told = 3;
    private const double MostHaveLength = 0.5;

    /// <summary>Puts the numbers of a group into words: what speaks most for it, one sentence each.</summary>
    /// <param name="metrics">Its numbers.</param>
    /// <param name="score">Its score.</param>
    /// <param name="radius">Radius of the grouping, metres.</param>
    /// <param name="names">Names of what it holds.</param>
    public static GroupReasons Of(GroupMetrics metrics, GroupScore score, double radius, GroupNames names)
    {
        var reasons = score.Parts.Select(part => (part.Key, part.Gain, Sentence: new Func<Sentence>(() => Reason(part.Key, metrics, radius, names)))).Concat(GroupStrengths.Of(metrics))
            .Where(reason => reason.Gain > 0).OrderByDescending(reason => reason.Gain).ThenBy(reason => reason.Key, StringComparer.Ordinal).Take(Told);
        return new GroupReasons([.. reasons.Select(reason => reason.Sentence())], GroupObjection.Of(metrics));
    }

    private static Sentence Reason(string key, GroupMetrics metrics, double radius, GroupNames names) => key switch
    {
        "border" => Border(metrics, radius, names),
        "firms" => Firms(metrics, names),
        "sectors" => SectorsTogether(metrics),
        "terms" => TermsTogether(metrics),
        "size" => Size(metrics),
        _ => Compact(metrics),
    };

    private static Sentence Border(GroupMetrics metrics, double radius, GroupNames names)
    {
        var towns = metrics.Holding.ByMunicipality.Where(row => row.Key is not null).OrderByDescending(row => row.Assets).Select(row => names.Town(row.Key!)).ToList();
        var owners = metrics.Holding.ByOwner.Where(row => row.Key is not null).OrderByDescending(row => row.Assets).Select(row => names.Owner(row.Key!.Value)).ToList();
        // Who would have to join: the owners; one owner's assets in several towns go by the towns.
        var sides = owners.Count > 1 ? owners : towns;
        var assets = metrics.Holding.Assets;
        return new Sentence("border",
            Text($"{Ja(sides)}の施設 {assets:N0} 件が、境をまたいで {radius:0.#} m 以内の近さで続いています。"),
            Text($"{assets:N0} assets of {En(sides)} follow one another across the border, within {radius:0.#} m."));
    }

    private static Sentence Firms(GroupMetrics metrics, GroupNames names)
    {
        var first = metrics.SharedFirms[0];
        if (first.Named == 0) return InferredFirms(metrics, names);
        var (name, more) = (names.Firm(first.Contractor), metrics.SharedFirms.Count(firm => firm.Named > 0) - 1);
        var across = first.Municipalities > 1 ? (Ja: $"{first.Municipalities} 市区町村", En: $"{first.Municipalities} municipalities") : (Ja: $"{first.Owners} 管理者", En: $"{first.Owners} owners");
        return new Sentence("firms",
            Text($"{name.Ja}は {across.Ja}にまたがる {first.Named:N0} 件に関わり{(more > 0 ? $"、同じような事業者がほかに {more} 社あります" : "ます")}（事業者がわかる施設の {metrics.SharedFirmAssets:P0}）。"),
            Text($"{name.En} stands behind {first.Named:N0} assets in {across.En}{(more > 0 ? $", and {more} more firms work on several sides" : "")} ({metrics.SharedFirmAssets:P0} of the assets whose firms are known)."));
    }

    // Nothing names these assets: the firms have orders of the same orderer in the same sector, no more is known.
    private static Sentence InferredFirms(GroupMetrics metrics, GroupNames names)
    {
        var (name, more) = (names.Firm(metrics.SharedFirms[0].Contractor), metrics.SharedFirms.Count - 1);
        return new Sentence("firms_inferred",
            Text($"同じ発注者・分野の契約を受けている事業者が共通しています（{name.Ja}{(more > 0 ? $" ほか {more} 社" : "")}）。施設ごとの記録はなく、推定です。"),
            Text($"Firms with orders of the same orderers and sectors are in common ({name.En}{(more > 0 ? $" and {more} more" : "")}). This is inferred: no record names the assets."));
    }

    private static Sentence SectorsTogether(GroupMetrics metrics)
    {
        var rows = metrics.Holding.BySector.OrderByDescending(row => row.Assets).Take(3).ToList();
        var count = metrics.Holding.BySector.Count;
        return new Sentence("sectors",
            Text($"{string.Join("・", rows.Select(row => $"{row.Key.JapaneseName()} {row.Assets} 件"))}など {count} 分野をまとめて扱えます。"),
            Text($"{count} sectors can be handled together: {string.Join(", ", rows.Select(row => $"{row.Assets} {row.Key.Key()}"))}."));
    }

    private static Sentence TermsTogether(GroupMetrics metrics) => new("terms",
        Text($"契約の {metrics.TermsTogether:P0} が {metrics.CommonEnd:yyyy 年 M 月}の前後 3 か月に終わり、次の契約をそろえられます。"),
        Text($"{metrics.TermsTogether:P0} of the contracts end within three months of {metrics.CommonEnd:MMMM yyyy}: the next ones can start together."));

    private static Sentence Size(GroupMetrics metrics)
    {
        var (holding, km) = (metrics.Holding, metrics.WithLength >= MostHaveLength ? metrics.Holding.LengthM / 1000 : 0);
        return new Sentence("size",
            Text($"施設 {holding.Assets:N0} 件{(km >= 0.1 ? Text($"、延長 {km:N1} km") : "")}{(metrics.YenPerYear > 0 ? Text($"、年 {metrics.YenPerYear:N0} 円の発注") : "")}がまとまり、ひとつの契約として扱える量です。"),
            Text($"{holding.Assets:N0} assets{(km >= 0.1 ? Text($", {km:N1} km") : "")}{(metrics.YenPerYear > 0 ? Text($", orders of {metrics.YenPerYear:N0} yen a year") : "")} come together: enough for a contract."));
    }

    private static Sentence Compact(GroupMetrics metrics) => new("compactness",
        Text($"全体が差し渡し {metrics.ExtentM / 1000:N1} km に収まり、巡回しやすい形です。"),
        Text($"All of it lies within {metrics.ExtentM / 1000:N1} km: easy to patrol."));

    private static string Ja(List<BothNames> names) =>
        string.Join("と", names.Take(3).Select(name => name.Ja)) + (names.Count > 3 ? $"など {names.Count} 者" : "");

    private static string En(List<BothNames> names) =>
        string.Join(" and ", names.Take(3).Select(name => name.En)) + (names.Count > 3 ? $" ({names.Count} in all)" : "");

    internal static string Text(FormattableString sentence) => sentence.ToString(Style);

    /// <summary>Invariant but for "12%" without a space.</summary>
    private static readonly CultureInfo Style = Percent();

    private static CultureInfo Percent()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.PercentPositivePattern = 1;
        return CultureInfo.ReadOnly(culture);
    }
}
