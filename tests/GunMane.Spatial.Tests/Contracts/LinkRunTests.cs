using System.Text.Json.Nodes;
using GunMane.Spatial.Contracts;
using GunMane.Spatial.Model;
using GunMane.Spatial.Runs;
using GunMane.Spatial.Storage;
using GunMane.Spatial.Tests.Import;
using GunMane.TestKit;

namespace GunMane.Spatial.Tests.Contracts;

/// <summary>Links as stored: in whatever order files come, run again, decided by a planner.</summary>
public sealed class LinkRunTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const string Bridges = """
        {"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"施設番号":"B-1","名称":"潮見橋","分野":"橋梁","管理者コード":"90001","路線名":"市道1号浜辺線"},"geometry":{"type":"Point","coordinates":[140.01,31.01]}},
        {"type":"Feature","properties":{"施設番号":"B-2","名称":"新橋","分野":"橋梁","管理者コード":"90001","路線名":"市道1号浜辺線"},"geometry":{"type":"Point","coordinates":[140.02,31.01]}},
        {"type":"Feature","properties":{"施設番号":"B-3","名称":"新橋","分野":"橋梁","管理者コード":"90001","路線名":"市道2号山手線"},"geometry":{"type":"Point","coordinates":[140.03,31.01]}},
        {"type":"Feature","properties":{"施設番号":"R-1","名称":"市道1号浜辺線 第1区間","分野":"道路","管理者コード":"90001","路線名":"市道1号浜辺線"},"geometry":{"type":"LineString","coordinates":[[140.01,31.02],[140.02,31.02]]}},
        {"type":"Feature","properties":{"施設番号":"R-2","名称":"市道1号浜辺線 第2区間","分野":"道路","管理者コード":"90001","路線名":"市道1号浜辺線"},"geometry":{"type":"LineString","coordinates":[[140.02,31.02],[140.05,31.02]]}}
        ]}
        """;

    private const string Orders = """
        契約番号,発注者コード,契約担当課,所管課,件名,結果,契約額,開札日,履行開始日,商号,対象施設番号
        1,90001,契約課,土木課,潮見橋補修工事,落札,1000001,2024-05-01,2024-06-01,(株)見本組,
        2,90001,契約課,土木課,新橋補修工事,落札,2000003,2024-05-02,2024-06-01,(株)見本組,
        3,90001,契約課,土木課,市道1号浜辺線舗装補修工事,落札,4000007,2024-05-03,2024-06-01,(株)架空建設,
        4,90001,契約課,土木課,橋梁定期点検業務委託,落札,500000,2024-05-04,2024-06-01,(株)架空測量,B-1;B-3;B-9
        5,90001,契約課,土木課,潮見橋架替工事,不調,,2024-05-05,,,
        """;

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Links_are_the_same_whichever_file_comes_first(bool assetsFirst)
    {
        await using var town = await ArrangeAsync(assetsFirst);
        Assert.Equal(["1|B-1|name|title|repaired", "3|R-1|line|title|repaired", "3|R-2|line|title|repaired", "4|B-1|number|asset|inspects", "4|B-3|number|asset|inspects"], await LinksAsync(town));
        Assert.Equal(["2|新橋|2"], await town.AskAsync("""
            SELECT c.contract_number, k.mention, count(*) FROM gunmane.link_open k JOIN gunmane.contract c ON c.id = k.contract WHERE k.study_area = $1 GROUP BY 1, 2
            """));
        // A line's yen are spread by length: the second section is three times as long.
        Assert.Equal(["3"], await town.AskAsync("SELECT round((max(weight) / min(weight))::numeric) FROM gunmane.contract_asset WHERE study_area = $1 AND basis = 'line'"));
        await AssertYenAddUpAsync(town);
    }

    [Fact]
    public async Task A_ledger_that_arrives_later_answers_the_numbers_that_were_kept()
    {
        await using var town = await ArrangeAsync(true);
        var late = Bridges.Replace("B-1", "B-9", StringComparison.Ordinal).Replace("潮見橋", "岬橋", StringComparison.Ordinal);
        await town.ImportAsync(town.Write("late.geojson", string.Join('\n', late.Split('\n')[0], late.Split('\n')[1].TrimEnd(','), "]}")), new Spatial.Import.ImportOptions("model-assets"));
        Assert.Contains("4|B-9|number|asset|inspects", await LinksAsync(town));
    }

    [Fact]
    public async Task A_run_without_news_changes_nothing_and_raises_no_version()
    {
        await using var town = await ArrangeAsync(true);
        var before = (await town.AreaAsync()).DataVersion;
        var again = await LinkRun.RunAsync(database.Database, AccessScope.Local, town.Code, Now);
        Assert.Equal((4, 0), (again.Contracts, again.Changed));
        Assert.Equal(before, (await town.AreaAsync()).DataVersion);
    }

    [Fact]
    public async Task What_a_planner_decides_stands_over_later_runs_and_can_be_taken_back()
    {
        await using var town = await ArrangeAsync(true);
        var area = (await town.AreaAsync()).Id;
        var (order, assets) = await QuestionAsync(area);
        var answer = new LinkAnswer(Guid.NewGuid(), order, "新橋", [assets[0]], [assets[1]]);
        await DecideAsync(area, answer);
        // A retry of the same answer is harmless.
        await DecideAsync(area, answer);
        var decided = await LinksAsync(town);
        Assert.Contains("2|B-2|planner|asset|repaired", decided);
        Assert.DoesNotContain(decided, link => link.StartsWith("2|B-3", StringComparison.Ordinal));
        Assert.Equal(0, await OpenAsync(area));
        await LinkRun.RunAsync(database.Database, AccessScope.Local, town.Code, Now);
        Assert.Equal(decided, await LinksAsync(town));
        await AssertYenAddUpAsync(town);

        await database.Database.WriteAsync(AccessScope.Local, session => LinkReview.UndoAsync(session, area, answer.Id, Now), Now);
        Assert.DoesNotContain("2|B-2|planner|asset|repaired", await LinksAsync(town));
        Assert.Equal(1, await OpenAsync(area));
        var twice = await Assert.ThrowsAsync<GunManeException>(() =>
            database.Database.WriteAsync(AccessScope.Local, session => LinkReview.UndoAsync(session, area, answer.Id, Now), Now));
        Assert.Equal(Refusal.Conflict, twice.Refusal);
    }

    [Fact]
    public async Task A_planners_no_takes_a_rules_link_away_but_not_one_that_the_file_states()
    {
        await using var town = await ArrangeAsync(true);
        var area = (await town.AreaAsync()).Id;
        var pairs = await town.AskAsync("SELECT c.public_id, a.id, l.basis FROM gunmane.contract_asset l JOIN gunmane.contract c ON c.id = l.contract JOIN gunmane.asset a ON a.study_area = l.study_area AND a.dense_id = l.dense_id WHERE l.study_area = $1 AND l.basis IN ('name', 'number') ORDER BY l.basis");
        var (named, stated) = (pairs[0].Split('|'), pairs[^1].Split('|'));
        await DecideAsync(area, new LinkAnswer(Guid.NewGuid(), Guid.Parse(named[0]), "", [], [Guid.Parse(named[1])]));
        Assert.DoesNotContain("1|B-1|name|title|repaired", await LinksAsync(town));
        await LinkRun.RunAsync(database.Database, AccessScope.Local, town.Code, Now);
        Assert.DoesNotContain("1|B-1|name|title|repaired", await LinksAsync(town));
        var refused = await Assert.ThrowsAsync<GunManeException>(() => DecideAsync(area, new LinkAnswer(Guid.NewGuid(), Guid.Parse(stated[0]), "", [], [Guid.Parse(stated[1])])));
        Assert.Equal("rejected", refused.Parameter);
    }

    [Fact]
    public async Task The_firm_of_a_linked_order_stands_behind_the_asset_with_its_role()
    {
        await using var town = await ArrangeAsync(true);
        Assert.Equal(["(株)見本組|repaired|title|2024-06-01"], await town.AskAsync("""
            SELECT f.name, x.role, x.evidence, x.since::text FROM gunmane.asset_firm x JOIN gunmane.contractor f ON f.id = x.contractor
            JOIN gunmane.asset a ON a.study_area = x.study_area AND a.dense_id = x.dense_id
            WHERE x.study_area = $1 AND a.ledger_number = 'B-1' AND x.evidence = 'title'
            """));
    }

    private async Task<ImportTown> ArrangeAsync(bool assetsFirst)
    {
        var town = await ImportTown.CreateAsync(database, fictitious: true);
        var assets = (Path: town.Write("bridges.geojson", Bridges), Options: new Spatial.Import.ImportOptions("model-assets"));
        var orders = (Path: town.Write("orders.csv", Orders), Options: new Spatial.Import.ImportOptions("model-contracts"));
        foreach (var (path, options) in assetsFirst ? new[] { assets, orders } : [orders, assets]) await town.ImportAsync(path, options);
        return town;
    }

    private static Task<IReadOnlyList<string>> LinksAsync(ImportTown town) => town.AskAsync("""
        SELECT c.contract_number, a.ledger_number, l.basis, l.evidence, coalesce(l.role, gunmane.order_role(c.work_kind))
        FROM gunmane.contract_asset l JOIN gunmane.contract c ON c.id = l.contract JOIN gunmane.asset a ON a.study_area = l.study_area AND a.dense_id = l.dense_id
        WHERE l.study_area = $1 ORDER BY 1, 2
        """);

    private static async Task AssertYenAddUpAsync(ImportTown town) => Assert.Equal(["t"], await town.AskAsync("""
        SELECT CASE WHEN abs((SELECT sum(yen) FROM gunmane.asset_yen($1)) - (
          SELECT sum(o.yen) FROM gunmane.placed_order o WHERE o.study_area = $1 AND EXISTS (SELECT FROM gunmane.contract_asset l WHERE l.contract = o.id))) < 0.001 THEN 't' ELSE 'f' END
        """));

    private Task<long> OpenAsync(StudyAreaId area) =>
        database.Database.ReadAsync(AccessScope.Local, session => LinkReview.CountOpenAsync(session, area, null, Now), Now);

    private Task<LinkDecision> DecideAsync(StudyAreaId area, LinkAnswer answer) =>
        database.Database.WriteAsync(AccessScope.Local, session => LinkReview.DecideAsync(session, area, answer, Now), Now);

    private async Task<(Guid Order, Guid[] Assets)> QuestionAsync(StudyAreaId area)
    {
        var open = Assert.Single(await database.Database.ReadAsync(AccessScope.Local, session => LinkReview.OpenAsync(session, area, null, 10, 0, Now), Now));
        return (open.Contract, [.. JsonNode.Parse(open.Assets.GetRawText())!.AsArray().OrderBy(asset => (string)asset!["ledgerNumber"]!).Select(asset => Guid.Parse((string)asset!["id"]!))]);
    }
}
