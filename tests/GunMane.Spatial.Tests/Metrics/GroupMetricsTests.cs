using GunMane.Spatial.Metrics;
using GunMane.Spatial.Model;
using NetTopologySuite.Geometries;

namespace GunMane.Spatial.Tests.Metrics;

public sealed class GroupMetricsTests
{
    private static readonly GroupNames Names = new(
        code => new BothNames(code == "90001" ? "東町" : "西町", code), id => new BothNames($"管理者{id}", $"owner {id}"), id => new BothNames($"事業者{id}", $"firm {id}"));

    [Fact]
    public void Shares_are_of_assets_and_add_up()
    {
        var metrics = Measure(
            Asset(0, "90001", 1, Sector.Road, (7, Evidence.Asset)), Asset(1, "90001", 1, Sector.Road, (7, Evidence.Title)),
            Asset(2, "90002", 2, Sector.Park, (7, Evidence.Area), (8, Evidence.Asset)), Asset(3, "90002", 2, Sector.Road), Asset(4, "90001", 1, Sector.Road, (9, Evidence.TownSectorKind)));
        Assert.Equal(0.4, metrics.CrossBorder, 9);
        Assert.Equal(0.2, metrics.CrossSector, 9);
        var evidence = metrics.Evidence;
        Assert.Equal(new EvidenceShares(0.8, 0.4, 0.2, 0, 0.2, 0.2), evidence with { Coverage = Math.Round(evidence.Coverage, 9) });
        Assert.Equal([new SharedFirm(7, 3, 3, 2, 2, 2.4)], metrics.SharedFirms.Select(firm => firm with { Strength = Math.Round(firm.Strength, 9) }));
        Assert.Equal(0.75, metrics.SharedFirmAssets, 9);
        Assert.Equal((1 + 0.8 + 1 + 0 + 0.3) / 5, metrics.Belief, 9);
    }

    [Fact]
    public void What_a_town_owns_is_on_its_side_wherever_it_lies()
    {
        GroupedAsset[] roads = [Asset(0, "90001", 1, Sector.Road, (7, Evidence.Asset)), Asset(1, "90002", 1, Sector.Road, (7, Evidence.Asset))];
        Assert.Equal(0.5, Measure(roads).CrossBorder, 9);
        var own = Measure(Array.ConvertAll(roads, road => road with { OwnTown = "90001" }));
        Assert.Equal(0, own.CrossBorder);
        Assert.Empty(own.SharedFirms);
        Assert.Equal("one_side", GroupReasons.Of(own, GroupScore.Of(own), 150, Names).Objection.Key);
    }

    [Fact]
    public void A_sliver_beyond_the_border_is_told_as_one_side_and_a_patrol_that_is_hardly_longer_is_no_objection()
    {
        GroupedAsset[] Sides(int beyond) => [.. Enumerable.Range(0, 100).Select(at =>
            Asset(at, at < beyond ? "90002" : "90001", 1, Sector.Road, (at, Evidence.Asset)) with { Middle = (at * 100, at < beyond ? 300 : 0), Condition = ConditionState.Sound })];
        string Objection(int beyond) => GroupReasons.Of(Measure(Sides(beyond)), GroupScore.Of(Measure(Sides(beyond))), 150, Names).Objection is var told ? $"{told.Key}: {told.Ja}" : "";
        Assert.Equal("one_side: 施設の 98.0% はひとつの市区町村・管理者のもので、広域の連携とは言えません。", Objection(2));
        Assert.StartsWith("no_shared_firm", Objection(40), StringComparison.Ordinal);
    }

    [Fact]
    public void The_scarcest_trade_is_none_of_a_few_assets_beside_the_work_and_not_other()
    {
        var outline = GroupOutline.Of([new Coordinate(0, 0), new Coordinate(100, 0)], 150);
        LocalFirm paver = new(7, new Coordinate(50, 0), "90001", [], [], new Dictionary<Sector, double> { [Sector.Road] = 1 });
        GroupedAsset[] roads = [.. Enumerable.Range(0, 30).Select(at => Asset(at, "90001", 1, Sector.Road))];
        LocalFirms Local(params Sector[] beside) =>
            GroupMetrics.Of([.. roads, .. beside.Select((sector, at) => Asset(30 + at, "90001", 1, sector))], outline, new ScoreFacts([], [paver], 1)).Local!;
        Assert.Equal(Sector.Road, Local(Sector.River).Scarcest);
        Assert.Equal(Sector.Road, Local([.. Enumerable.Repeat(Sector.Other, 10)]).Scarcest);
        Assert.Equal((Sector.River, 0), (Local(Sector.River, Sector.River).Scarcest, Local(Sector.River, Sector.River).InScarcest));
    }

    [Fact]
    public void Kilometres_are_told_only_where_most_assets_have_a_length()
    {
        GroupedAsset Line(int at) => Asset(at, "90001", 1, Sector.Sewer) is var asset ? asset with { Held = asset.Held with { LengthM = 1000 } } : throw new InvalidOperationException();
        string Told(int lines)
        {
            var metrics = Measure([.. Enumerable.Range(0, lines).Select(Line), .. Enumerable.Range(lines, 10 - lines).Select(at => Asset(at, "90001", 1, Sector.Sewer))]);
            return GroupReasons.Of(metrics, GroupScore.Of(metrics), 150, Names).Reasons.Single(reason => reason.Key == "size").Ja;
        }

        Assert.DoesNotContain("km", Told(4), StringComparison.Ordinal);
        Assert.Contains("延長 5.0 km", Told(5), StringComparison.Ordinal);
    }

    [Fact]
    public void Terms_are_together_within_a_quarter_of_the_most_common_end()
    {
        var metrics = Measure(Ending(0, 1, 1000), Ending(1, 2, 1000), Ending(2, 3, 1092), Ending(3, 4, 1093), Ending(4, 1, 1000), Asset(5, "90001", 1, Sector.Road));
        Assert.Equal(0.75, metrics.TermsTogether, 9);
        Assert.Equal(5.0 / 6, metrics.TermsKnown, 9);
        Assert.Equal(DateOnly.FromDayNumber(1000), metrics.CommonEnd);
    }

    [Fact]
    public void What_is_not_known_neither_helps_nor_harms()
    {
        var unknown = Enumerable.Range(0, 8).Select(at => Asset(at, "90001", 1, Sector.Road)).ToArray();
        var score = GroupScore.Of(Measure(unknown));
        Assert.All(score.Parts.Where(part => part.Key is "firms" or "terms"), part => Assert.Equal(0, part.Weight));
        Assert.InRange(score.Score, 0, 100);
    }

    [Fact]
    public void An_even_pair_of_towns_with_a_shared_firm_scores_above_one_town()
    {
        GroupedAsset[] Towns(string second) => [.. Enumerable.Range(0, 10).Select(at => Asset(at, at % 2 == 0 ? "90001" : second, 1, Sector.Road, (7, Evidence.Asset)))];
        Assert.True(GroupScore.Of(Measure(Towns("90002"))).Score > GroupScore.Of(Measure(Towns("90001"))).Score + 30);
    }

    [Fact]
    public void Reasons_are_made_from_the_numbers_and_the_gravest_objection_is_told()
    {
        var metrics = Measure(Asset(0, "90001", 1, Sector.Road, (7, Evidence.Asset)), Asset(1, "90002", 1, Sector.Park, (7, Evidence.Asset)));
        var words = GroupReasons.Of(metrics, GroupScore.Of(metrics), 150, Names);
        Assert.Equal(["border", "firms", "sectors"], words.Reasons.Select(reason => reason.Key).Order(StringComparer.Ordinal));
        Assert.Contains(words.Reasons, reason => reason.Ja == "東町と西町の施設 2 件が、境をまたいで 150 m 以内の近さで続いています。");
        Assert.Contains(words.Reasons, reason => reason.En.StartsWith("firm 7 stands behind 2 assets in 2 municipalities", StringComparison.Ordinal));
        var blind = Measure(Asset(0, "90001", 1, Sector.Road), Asset(1, "90002", 1, Sector.Road));
        Assert.Equal("evidence", GroupReasons.Of(blind, GroupScore.Of(blind), 150, Names).Objection.Key);
    }

    [Fact]
    public void A_firm_that_is_only_inferred_is_told_as_an_inference()
    {
        var metrics = Measure(Asset(0, "90001", 1, Sector.Road, (7, Evidence.TownSectorKind)), Asset(1, "90002", 1, Sector.Road, (7, Evidence.TownSectorKind)));
        Assert.Equal(0, metrics.SharedFirms[0].Named);
        var words = GroupReasons.Of(metrics, GroupScore.Of(metrics), 150, Names);
        Assert.DoesNotContain(words.Reasons, reason => reason.Key == "firms");
        Assert.Contains("推定", words.Reasons.Single(reason => reason.Key == "firms_inferred").Ja, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(500)]
    public void An_outline_is_a_polygon_round_all_points(int count)
    {
        var points = Enumerable.Range(0, count).Select(at => new Coordinate(at * 40, at % 7 * 20)).ToList();
        var outline = GroupOutline.Of(points, 150);
        Assert.IsType<Polygon>(outline.Shape);
        Assert.All(points, point => Assert.True(outline.Shape.IsWithinDistance(new Point(point), 30)));
        Assert.InRange(outline.Compactness, 0.0001, 1);
        Assert.InRange(outline.ExtentM, (count - 1) * 40, (count - 1) * 40 + 200);
    }

    private static GroupMetrics Measure(params GroupedAsset[] assets) => GroupMetrics.Of(assets, GroupOutline.Of([new Coordinate(0, 0), new Coordinate(100, 0)], 150));

    private static GroupedAsset Ending(int id, long contract, int day) => Asset(id, "90001", 1, Sector.Road) with { LastTerm = new TermEnd(contract, day) };

    private static GroupedAsset Asset(int id, string town, int owner, Sector sector, params (long Firm, Evidence Rung)[] firms) => new(
        new HeldAsset(id, true, 1, town, owner, sector, 0, 0, [.. firms.Where(firm => firm.Rung > Evidence.TownSectorKind).Select(firm => new FirmPart(firm.Firm, 0))]),
        [.. firms.Select(firm => new FirmEvidence(firm.Firm, firm.Rung, firm.Rung.StrengthPercent()))], null);
}
