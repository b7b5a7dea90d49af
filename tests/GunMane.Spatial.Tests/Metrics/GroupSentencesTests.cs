using System.Globalization;
using System.Text.RegularExpressions;
using CsCheck;
using GunMane.Spatial.Metrics;
using GunMane.Spatial.Model;
using NetTopologySuite.Geometries;

namespace GunMane.Spatial.Tests.Metrics;

/// <summary>Sentences are made from the numbers: whatever number is told is one of the metrics, as it is written.</summary>
public sealed partial class GroupSentencesTests
{
    private const double Radius = 137.5;

    // "three months" of TermsTogether, "one firm" of the concentration, "1 is a single firm" of the HHI.
    private static readonly string[] Constants = ["3", "1"];

    private static readonly GroupNames Names = new(code => new BothNames(code == "x" ? "東町" : "西町", code == "x" ? "East" : "West"), id => new BothNames(id == 1 ? "甲" : "乙", id == 1 ? "A" : "B"), id => new BothNames(id == 7 ? "丙建設" : "丁組", id == 7 ? "C" : "D"));

    private static readonly Gen<GroupedAsset> Asset = Gen.Select(
        Gen.Select(Gen.Int[0, 1], Gen.Int[1, 2], Gen.Int[0, 2], Gen.Double[0, 4000], Gen.Double[0, 3_000_000]),
        Gen.Select(Gen.Int[0, 3], Gen.Enum<Evidence>(), Gen.Int[0, 3]), Gen.Select(Gen.Enum<ConditionState>(), Gen.Double[0, 9000], Gen.Double[0, 900]),
        (side, link, state) => new GroupedAsset(
            new HeldAsset(0, true, 1, side.Item1 == 0 ? "x" : "y", side.Item2, (Sector)side.Item3, side.Item4, 0, link.Item1 < 2 ? [new FirmPart(7 + link.Item1, side.Item5)] : []),
            link.Item1 < 2 && link.Item2 != Evidence.None ? [new FirmEvidence(7 + link.Item1, link.Item2, link.Item2.StrengthPercent())] : [],
            link.Item3 == 0 ? null : new TermEnd(link.Item3, 738_000 + 80 * link.Item3)) { Condition = state.Item1, Middle = (state.Item2, state.Item3) });

    private static readonly Gen<LocalFirm> Firm = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 2], Gen.Double[0, 1e8], (sector, place, yen) =>
        new LocalFirm(1, place == 0 ? new Coordinate(0, 0) : null, place == 1 ? "x" : null, [], [], new Dictionary<Sector, double> { [(Sector)sector] = yen }));

    [Fact]
    public void Every_number_in_a_sentence_is_one_of_the_metrics() => Gen.Select(Asset.Array[1, 30], Firm.Array[0, 14], Gen.Int[0, 6]).Sample((assets, firms, years) =>
    {
        var outline = GroupOutline.Of([.. assets.Select(asset => new Coordinate(asset.Middle.X, asset.Middle.Y))], Radius);
        var metrics = GroupMetrics.Of(assets, outline, new ScoreFacts([], firms, years));
        var words = GroupReasons.Of(metrics, GroupScore.Of(metrics), Radius, Names);
        var known = Written(metrics);
        foreach (var sentence in words.Reasons.Append(words.Objection))
        {
            foreach (var text in (string[])[sentence.Ja, sentence.En])
            {
                foreach (var number in Numbers().Matches(text).Select(match => match.Value)) Assert.True(known.Contains(number), $"{number} is none of the metrics: {text}");
            }
        }
    }, iter: 2_000);

    [Fact]
    public void Every_new_number_is_told_somewhere()
    {
        var told = new HashSet<string>();
        Gen.Select(Asset.Array[1, 30], Firm.Array[0, 14], Gen.Int[0, 6]).Sample((assets, firms, years) =>
        {
            var outline = GroupOutline.Of([.. assets.Select(asset => new Coordinate(asset.Middle.X, asset.Middle.Y))], Radius);
            var metrics = GroupMetrics.Of(assets, outline, new ScoreFacts([], firms, years));
            var words = GroupReasons.Of(metrics, GroupScore.Of(metrics), Radius, Names);
            lock (told) told.UnionWith(words.Reasons.Append(words.Objection).Select(sentence => sentence.Key));
        }, iter: 4_000);
        Assert.Superset(new HashSet<string> { "travel", "condition", "local_firms", "few_firms", "few_firms_in_sector", "travel_longer" }, told);
    }

    [Fact]
    public void Without_records_of_firms_grades_or_years_nothing_new_is_told()
    {
        GroupedAsset Plain(int at) => new(new HeldAsset(at, true, 1, "x", 1, Sector.Road, 0, 0, []), [], null) { Middle = (at * 40, 0) };
        var metrics = GroupMetrics.Of([Plain(0), Plain(1), Plain(2)], GroupOutline.Of([new Coordinate(0, 0), new Coordinate(80, 0)], 150));
        Assert.Null(metrics.Local);
        Assert.DoesNotContain(GroupReasons.Of(metrics, GroupScore.Of(metrics), 150, Names).Reasons, reason => reason.Key is "travel" or "condition" or "local_firms");
    }

    private static HashSet<string> Written(GroupMetrics metrics)
    {
        var (holding, travel, evidence) = (metrics.Holding, metrics.Travel, metrics.Evidence);
        double[] shares = [metrics.SharedFirmAssets, metrics.TermsTogether, evidence.Asset + evidence.Title + evidence.Area, evidence.TownSectorKind, evidence.None,
            metrics.Condition.EarlyAction, metrics.Condition.Known, travel.SavedBySide, travel.SavedBySector,
            holding.Yen == 0 ? 0 : holding.ByContractor.Max(row => (double)row.Yen) / holding.Yen];
        double[] kilometres = [metrics.ExtentM, holding.LengthM, travel.TogetherM, travel.BySideM, travel.BySectorM];
        long[] whole = [holding.Assets, metrics.YenPerYear, holding.BySector.Count, .. holding.BySector.Select(row => (long)row.Assets), metrics.SharedFirms.Count - 1, metrics.SharedFirms.Count(firm => firm.Named > 0) - 1,
            .. metrics.SharedFirms.Take(1).SelectMany(firm => (long[])[firm.Named, firm.Municipalities, firm.Owners]), metrics.CommonEnd?.Year ?? 0, metrics.CommonEnd?.Month ?? 0,
            (long)LocalFirms.ReachM / 1000, metrics.Local!.Firms, metrics.Local.InScarcest];
        // By P0, as it rounds the decimals of a share, not those of a hundred times it: 0.965 is 97 %.
        string In(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
        return [.. Constants, In($"{Radius:0.#}"), In($"{metrics.Local.Hhi:0.00}"), .. shares.Select(share => In($"{share:P0}").TrimEnd(' ', '%')),
            .. kilometres.Select(metres => In($"{metres / 1000:N1}")), .. whole.Select(number => In($"{number:N0}")), .. whole.Select(number => In($"{number}"))];
    }

    [GeneratedRegex(@"\d[\d,]*(?:\.\d+)?(?<!,)")]
    private static partial Regex Numbers();
}
