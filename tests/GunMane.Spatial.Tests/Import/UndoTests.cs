using System.Globalization;
using CsCheck;
using GunMane.Spatial.Import;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using GunMane.TestKit;

namespace GunMane.Spatial.Tests.Import;

/// <summary>import ∘ undo = nothing.</summary>
public sealed class UndoTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_whole_story_goes_back_step_by_step_and_can_be_told_again()
    {
        await using var town = await ImportTown.CreateAsync(database);
        var (contents, reports) = (new List<string>(), new List<ImportReport>());
        foreach (var path in Story(town))
        {
            contents.Add(await town.ContentAsync());
            reports.Add(await town.ImportAsync(path));
        }

        var end = await town.ContentAsync();
        Assert.All(reports, report => Assert.True(report.Stored > 0));
        for (var at = reports.Count - 1; at >= 0; at--)
        {
            var version = (await town.AreaAsync()).DataVersion;
            var undone = await town.UndoAsync(reports[at]);
            Assert.Equal("local", undone.UndoneBy);
            Assert.NotNull(undone.UndoneAt);
            Assert.True((await town.AreaAsync()).DataVersion > version);
            Assert.Equal(contents[at], await town.ContentAsync());
        }

        foreach (var path in Story(town)) Assert.True((await town.ImportAsync(path)).Stored > 0);
        Assert.Equal(Lines(end), Lines(await town.ContentAsync()));
    }

    [Fact]
    public async Task What_later_work_rests_on_is_named_and_nothing_happens()
    {
        await using var town = await ImportTown.CreateAsync(database);
        var reports = new List<ImportReport>();
        foreach (var path in Story(town)) reports.Add(await town.ImportAsync(path));
        var before = await town.ContentAsync();
        var refused = await Assert.ThrowsAsync<GunManeException>(() => town.UndoAsync(reports[2]));
        Assert.Equal(Refusal.Conflict, refused.Refusal);
        Assert.Contains("橋.csv", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, await town.ContentAsync());
        var last = await town.UndoAsync(reports[^1]);
        Assert.Contains("取り消し済み", (await Assert.ThrowsAsync<GunManeException>(() => town.UndoAsync(last))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_nothing_rests_on_may_go_first_and_the_rest_still_goes_back_to_nothing()
    {
        await using var town = await ImportTown.CreateAsync(database);
        var (nothing, reports) = (await town.ContentAsync(), new List<ImportReport>());
        foreach (var path in Story(town)) reports.Add(await town.ImportAsync(path));
        foreach (var at in new[] { 0, 4, 3, 2, 1 }) await town.UndoAsync(reports[at]);
        Assert.Equal(nothing, await town.ContentAsync());
    }

    [Fact]
    public async Task Assets_that_a_later_order_names_cannot_go()
    {
        await using var town = await ImportTown.CreateAsync(database, fictitious: true);
        var assets = await town.ImportAsync(town.Write("assets.geojson", Assets("A-1", "A-2")), new ImportOptions("model-assets"));
        var orders = await town.ImportAsync(town.Write("contracts.csv", Orders("C1,90101,橋梁点検,落札,1000,2024-04-03,(株)見本,A-1")), new ImportOptions("model-contracts"));
        var refused = await Assert.ThrowsAsync<GunManeException>(() => town.UndoAsync(assets));
        Assert.Contains($"取り込み {orders.Id}「contracts.csv」", refused.Message, StringComparison.Ordinal);
        Assert.Contains("施設 1 件", refused.Message, StringComparison.Ordinal);
        await town.UndoAsync(orders);
        await town.UndoAsync(assets);
        Assert.Equal(["0"], await town.AskAsync("SELECT count(*) FROM gunmane.asset WHERE study_area = $1"));
        Assert.Equal((2, 0), ((await town.ImportAsync(town.Write("assets.geojson", Assets("A-1", "A-2")), new ImportOptions("model-assets"))).Stored, 0));
    }

    [Fact]
    public async Task A_firm_that_a_later_order_names_stays_and_goes_with_that_order()
    {
        await using var town = await ImportTown.CreateAsync(database, fictitious: true);
        var first = await town.ImportAsync(town.Write("a.csv", Orders("C1,90101,点検,落札,1000,2024-04-03,(株)見本,", "C2,90102,点検,落札,1000,2024-04-03,(有)独り,")), new ImportOptions("model-contracts"));
        var second = await town.ImportAsync(town.Write("b.csv", Orders("C9,90101,清掃,落札,1000,2024-05-03,見本(株),")), new ImportOptions("model-contracts"));
        await town.UndoAsync(first);
        Assert.Equal(["(株)見本"], await town.AskAsync("SELECT name FROM gunmane.contractor WHERE study_area = $1"));
        Assert.Equal(["90101"], await town.AskAsync("SELECT code FROM gunmane.organisation WHERE study_area = $1"));
        await town.UndoAsync(second);
        Assert.Equal(["0|0"], await town.AskAsync("SELECT (SELECT count(*) FROM gunmane.contractor WHERE study_area = $1), (SELECT count(*) FROM gunmane.organisation WHERE study_area = $1)"));
    }

    [Fact]
    public async Task A_firm_that_a_register_completed_is_known_by_as_little_as_before()
    {
        await using var town = await ImportTown.CreateAsync(database, fictitious: true);
        await town.ImportAsync(town.Write("a.csv", Orders("C1,90101,点検,落札,1000,2024-04-03,(株)見本,")), new ImportOptions("model-contracts"));
        var before = await town.ContentAsync();
        var register = await town.ImportAsync(town.Write("firms.csv",
            "事業者番号,商号,商号英字,法人番号,区分,構成員,所在地,経度,緯度,許可業種\nK1,(株)見本,Mihon,7000012050002,会社,,海辺町,1.5,2.5,土木\nK2,試験(有),,,会社,,,,,\n"));
        Assert.NotEqual(before, await town.ContentAsync());
        await town.UndoAsync(register);
        Assert.Equal(before, await town.ContentAsync());
    }

    [Fact]
    public async Task Something_changed_by_hand_afterwards_is_not_overwritten()
    {
        await using var town = await ImportTown.CreateAsync(database);
        await town.ImportAsync(town.Write("公園.csv", "公園名,緯度,経度\n海辺公園,34.85,138.25\n"));
        var boundaries = await town.ImportAsync(town.Write("N03.geojson", Boundaries(("22424", "吉田町", 138.2))));
        await town.AskAsync("UPDATE gunmane.asset SET municipality = '22999' WHERE study_area = $1");
        var refused = await Assert.ThrowsAsync<GunManeException>(() => town.UndoAsync(boundaries));
        Assert.Contains("手作業", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_ledger_and_orders_go_back_to_nothing()
    {
        await using var town = await ImportTown.CreateAsync(database);
        var number = 0;
        var firm = Gen.OneOf("", "(株)見本", "見本株式会社", "試験(有)", "?山組", "甲・乙特定建設工事共同企業体", "-", "不調");
        var orderer = Gen.OneOf("吉田町", "榛原郡吉田町", "静岡県", "静岡県道路公社", "");
        var order = Gen.Select(orderer, firm, Gen.Int[0, 4], Gen.Int[0, 30]).Select((who, firm, title, day) =>
            $"{who},{(day % 2 == 0 ? "土木課" : "")},{(title == 4 ? "" : $"市道{title}号線舗装補修工事")},2024-04-{day:D2},{firm},{(day % 5 == 0 ? "7000012050002" : "")},{day * 1000}");
        var asset = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 3], Gen.OneOf("", "34.85", "34.9", "x", "138.3")).Select((id, name, latitude) => $"{id},公園{name},{latitude},138.2{id},{name}");
        await Gen.Select(asset.Array[0, 8], order.Array[1, 8], asset.Array[0, 8], Gen.Int[0, 5]).SampleAsync(async (assets, orders, more, sequence) =>
        {
            var tag = Interlocked.Increment(ref number).ToString(CultureInfo.InvariantCulture);
            var files = new[]
            {
                town.Write($"parks{tag}.csv", "ID,公園名,緯度,経度,面積\n" + string.Concat(assets.Select(row => row + "\n"))),
                town.Write($"awards{tag}.csv", "発注者,担当課,件名,開札日,落札者,法人番号,落札金額\n" + string.Concat(orders.Select(row => row + "\n"))),
                town.Write($"more{tag}.csv", "ID,公園名,緯度,経度,面積\n" + string.Concat(more.Select(row => row + "\n"))),
            };
            var boundaries = town.Write($"N03{tag}.geojson", Boundaries(("22424", "吉田町", 138.2)));
            string[] told = sequence % 2 == 0 ? [boundaries, .. files] : [.. files, boundaries];
            var (contents, reports) = (new List<string>(), new List<ImportReport>());
            foreach (var path in told)
            {
                contents.Add(await town.ContentAsync());
                reports.Add(await town.ImportAsync(path));
            }

            for (var at = reports.Count - 1; at >= 0; at--)
            {
                await town.UndoAsync(reports[at]);
                Assert.Equal(contents[at], await town.ContentAsync());
            }
        }, iter: 10, threads: 1);
    }

    private static IEnumerable<string> Story(ImportTown town) =>
    [
        town.Write("公園.csv", "公園名,緯度,経度\n海辺公園,34.85,138.25\n"),
        town.Write("awards.csv", "発注者,担当課,件名,開札日,落札者,法人番号,落札金額\n吉田町,吉田町 建設課,海辺公園遊具点検業務,2024-05-01,(株)見本,,100\n静岡県道路公社,,橋梁補修工事,2024-05-01,-,,0\n"),
        town.Write("N03.geojson", Boundaries(("22424", "吉田町", 138.2), ("22100", "静岡市", 138.3))),
        town.Write("more.csv", "発注者,担当課,件名,開札日,落札者,法人番号,落札金額\n吉田町,建設課,海辺公園除草業務,2024-06-01,見本株式会社,7000012050002,200\n静岡市,土木課,市道清掃,2024-06-01,(有)試験,,5\n"),
        town.Write("橋.csv", "名称,緯度,経度\n潮見橋,34.85,138.26\n渚橋,34.86,138.35\n"),
    ];

    // Ids that the database gives are others the second time.
    private static IReadOnlyList<int> Lines(string content) => [.. content.Split('\n').Select(line => line.Count(letter => letter == ','))];

    private static string Boundaries(params (string Code, string Name, double West)[] towns) =>
        """{"type":"FeatureCollection","features":[""" + string.Join(",\n", towns.Select(town => ContainerTests.Boundary(town.Code, town.Name, town.West))) + "]}";

    private static string Assets(params string[] numbers) => """{"type":"FeatureCollection","features":[""" + string.Join(",\n", numbers.Select((number, at) => FormattableString.Invariant(
        $"{{\"type\":\"Feature\",\"properties\":{{\"施設番号\":\"{number}\",\"名称\":\"橋{at}\",\"分野\":\"橋梁\",\"管理者コード\":\"90000\",\"供用年度\":2000,\"施工業者\":\"(株)見本\"}},\"geometry\":{{\"type\":\"Point\",\"coordinates\":[{1 + at * 0.1},2]}}}}"))) + "]}";

    private static string Orders(params string[] rows) => "契約番号,発注者コード,件名,結果,契約額,開札日,商号,対象施設番号\n" + string.Concat(rows.Select(row => row + "\n"));
}
