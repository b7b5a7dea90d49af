using GunMane.Spatial.Model;
using static GunMane.Spatial.Metrics.GroupReasons;

namespace GunMane.Spatial.Metrics;

/// <summary>The strongest objection to a group. Each candidate has a severity 0…1; the gravest is told.</summary>
internal static class GroupObjection
{
    private const double WideM = 20_000;
    private const double ManyAssets = 3000;
    private const double LeastAcross = 0.05;
    private const double LeastLonger = 0.05;

    public static Sentence Of(GroupMetrics metrics) =>
        Candidates(metrics).MaxBy(candidate => candidate.Severity).Sentence;

    private static IEnumerable<(double Severity, Sentence Sentence)> Candidates(GroupMetrics metrics)
    {
        yield return (1 - metrics.Belief, new Sentence("evidence",
            Text($"事業者が施設ごとにわかるのは {Named(metrics):P0} で、{metrics.Evidence.TownSectorKind:P0} は発注者と分野からの推定、{metrics.Evidence.None:P0} は不明です。"),
            Text($"Only {Named(metrics):P0} of the assets have firms of their own on record; {metrics.Evidence.TownSectorKind:P0} are inferred from orderer and sector, {metrics.Evidence.None:P0} are unknown.")));
        yield return (metrics.CrossBorder < LeastAcross ? 0.85 : 0, OneSide(metrics.CrossBorder));
        yield return (metrics.CrossBorder < LeastAcross ? 0 : metrics.Evidence.Coverage * (1 - metrics.SharedFirmAssets), new Sentence("no_shared_firm",
            Text($"境の両側で実績のある事業者が関わる施設は {metrics.SharedFirmAssets:P0} にとどまります。"),
            Text($"Firms known on both sides of a border stand behind only {metrics.SharedFirmAssets:P0} of the assets.")));
        yield return (metrics.TermsKnown * (1 - metrics.TermsTogether), new Sentence("terms_apart",
            Text($"契約の終わる時期がそろっていません（同じ時期に終わるのは {metrics.TermsTogether:P0}）。"),
            Text($"The contracts end at different times (only {metrics.TermsTogether:P0} together).")));
        yield return (Math.Min(1, metrics.ExtentM / WideM), new Sentence("wide",
            Text($"端から端まで {metrics.ExtentM / 1000:N1} km あり、移動に時間がかかります。"),
            Text($"It is {metrics.ExtentM / 1000:N1} km from end to end: travel takes time.")));
        yield return (Math.Min(1, metrics.Holding.Assets / ManyAssets), new Sentence("large",
            Text($"施設が {metrics.Holding.Assets:N0} 件あり、ひとつの契約には大きすぎるおそれがあります。"),
            Text($"{metrics.Holding.Assets:N0} assets may be too many for one contract.")));
        foreach (var candidate in OfPatrolAndFirms(metrics)) yield return candidate;
        if (Concentration(metrics) is var share && share > 0)
            yield return (share * 0.8, new Sentence("concentration",
                Text($"発注額の {share:P0} を 1 社が占め、競争が限られるおそれがあります。"),
                Text($"One firm has {share:P0} of the orders: competition may be thin.")));
    }

    private static IEnumerable<(double Severity, Sentence Sentence)> OfPatrolAndFirms(GroupMetrics metrics)
    {
        var (travel, condition) = (metrics.Travel, metrics.Condition);
        yield return (travel.SavedBySide < -LeastLonger ? Math.Min(1, 0.5 - travel.SavedBySide) : 0, new Sentence("travel_longer",
            Text($"まとめて巡回すると移動は {travel.TogetherM / 1000:N1} km で、管理者ごとの合計 {travel.BySideM / 1000:N1} km より長くなります（直線距離）。"),
            Text($"One joint patrol travels {travel.TogetherM / 1000:N1} km, more than the {travel.BySideM / 1000:N1} km of patrols by each side (straight lines).")));
        yield return ((1 - condition.Known) * 0.4, new Sentence("condition_unknown",
            Text($"健全性がわかる施設は {condition.Known:P0} だけで、修繕の量を見込めません。"),
            Text($"The condition is known of only {condition.Known:P0} of the assets: the amount of repair can't be foreseen.")));
        if (metrics.Local is not { } local) yield break;
        yield return (local.Firms switch { 0 => 0.95, 1 => 0.9, 2 => 0.7, _ => 0 }, FewFirms(local.Firms));
        yield return (local.InScarcest switch { 0 => 0.8, 1 => 0.65, _ => 0 }, new Sentence("few_firms_in_sector",
            Text($"{local.Scarcest.JapaneseName()}の実績がある地元の事業者は {LocalFirms.ReachM / 1000:N0} km 以内に {local.InScarcest} 社です。"),
            Text($"{local.InScarcest} local firms within {LocalFirms.ReachM / 1000:N0} km have done {local.Scarcest.Key()} work.")));
        yield return ((local.Hhi ?? 0) * 0.9, new Sentence("market",
            Text($"地元の事業者の受注が偏っています（集中度 HHI {local.Hhi:0.00}。1 は 1 社だけ）。"),
            Text($"Orders are concentrated on few of the local firms (HHI {local.Hhi:0.00}; 1 is a single firm).")));
    }

    private static Sentence OneSide(double across) => across == 0
        ? new("one_side", "ひとつの市区町村・管理者の中だけの群で、広域の連携にはなりません。", "It lies within one municipality and owner: no joining across borders.")
        : new("one_side", Text($"施設の {1 - across:P1} はひとつの市区町村・管理者のもので、広域の連携とは言えません。"), Text($"{1 - across:P1} of the assets are on one side of a border: hardly a joining across it."));

    private static Sentence FewFirms(int firms) => new("few_firms",
        Text($"{LocalFirms.ReachM / 1000:N0} km 以内に、この分野の実績がある地元の事業者は {firms} 社で、競争が成り立たないおそれがあります。"),
        Text($"{firms} local firms within {LocalFirms.ReachM / 1000:N0} km have done such work: competition may fail."));

    private static double Named(GroupMetrics metrics) => metrics.Evidence.Asset + metrics.Evidence.Title + metrics.Evidence.Area;

    private static double Concentration(GroupMetrics metrics) =>
        metrics.Holding.Yen == 0 ? 0 : metrics.Holding.ByContractor.Max(row => (double)row.Yen) / metrics.Holding.Yen;
}
