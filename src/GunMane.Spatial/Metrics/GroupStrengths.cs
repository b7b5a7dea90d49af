using static GunMane.Spatial.Metrics.GroupReasons;

namespace GunMane.Spatial.Metrics;

/// <summary>
/// What speaks for a group beside the parts of its score, told where it is stronger than they are. On the scale of the score's weights:
/// travel saved 20 × min(1, 2 × saved), from 5 % on; early action 15 × known × min(1, 4 × share); able local firms 8 × min(1, firms / 10) × (1 − HHI), from three firms on.
/// It changes no score: a group without firms or grades on record is not worse for it.
/// </summary>
internal static class GroupStrengths
{
    private const double LeastSaved = 0.05;
    private const int LeastFirms = 3;
    private const double ManyFirms = 10;

    public static IEnumerable<(string Key, double Gain, Func<Sentence> Sentence)> Of(GroupMetrics metrics)
    {
        var (travel, condition) = (metrics.Travel, metrics.Condition);
        var saved = Math.Max(travel.SavedBySide, travel.SavedBySector);
        yield return ("travel", saved < LeastSaved ? 0 : 20 * Math.Min(1, 2 * saved), () => Travel(travel));
        yield return ("condition", 15 * condition.Known * Math.Min(1, 4 * condition.EarlyAction), () => new Sentence("condition",
            Text($"健全性がわかる {condition.Known:P0} の施設のうち {condition.EarlyAction:P0} が早めの措置を要し、修繕をまとめて計画できます。"),
            Text($"{condition.EarlyAction:P0} of the {condition.Known:P0} of assets whose condition is known need early action: repairs can be planned together.")));
        if (metrics.Local is not { Firms: >= LeastFirms } local) yield break;
        yield return ("local_firms", 8 * Math.Min(1, local.Firms / ManyFirms) * (1 - (local.Hhi ?? 0.5)), () => new Sentence("local_firms",
            Text($"{LocalFirms.ReachM / 1000:N0} km 以内に、実績のある地元の事業者が {local.Firms} 社あります{(local.Hhi is { } hhi ? Text($"（受注の集中度 HHI {hhi:0.00}。1 は 1 社だけ）") : "")}。"),
            Text($"{local.Firms} able local firms are within {LocalFirms.ReachM / 1000:N0} km{(local.Hhi is { } index ? Text($" (HHI of their orders {index:0.00}; 1 is a single firm)") : "")}.")));
    }

    private static Sentence Travel(GroupTravel travel)
    {
        var bySide = travel.SavedBySide >= travel.SavedBySector;
        var (apart, saved) = bySide ? (travel.BySideM, travel.SavedBySide) : (travel.BySectorM, travel.SavedBySector);
        return new Sentence("travel",
            Text($"{(bySide ? "市区町村・管理者ごと" : "分野ごと")}に巡回すると移動は合わせて {apart / 1000:N1} km、まとめて巡回すると {travel.TogetherM / 1000:N1} km で、{saved:P0} 短くなります（直線距離）。"),
            Text($"Patrols by each {(bySide ? "side" : "sector")} travel {apart / 1000:N1} km in all, one joint patrol {travel.TogetherM / 1000:N1} km: {saved:P0} less (straight lines)."));
    }
}
