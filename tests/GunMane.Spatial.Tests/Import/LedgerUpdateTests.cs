using CsCheck;
using GunMane.Spatial.Import;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using GunMane.TestKit;

namespace GunMane.Spatial.Tests.Import;

/// <summary>A newer file of a ledger: compared first, applied as a whole, taken back as a whole.</summary>
public sealed class LedgerUpdateTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const string Header = "ID,公園名,緯度,経度,面積\n";
    private static readonly ImportOptions Numbered = new("yaizu-park-list");

    [Fact]
    public async Task The_comparison_tells_field_by_field_and_stores_nothing()
    {
        await using var town = await ImportTown.CreateAsync(database);
        await town.ImportAsync(town.Write("list.csv", Header + "1,海辺公園,34.85,138.32,100\n2,山手公園,34.86,138.33,200\n3,川公園,34.87,138.34,300\n"), Numbered);
        var (before, area) = (await town.ContentAsync(), await town.AreaAsync());
        var newer = town.Write("list.csv", Header + "1,海辺公園,34.85,138.32,100\n2,山手中央公園,34.861,138.33,250\n4,新公園,34.88,138.35,1\n5,場所なし公園,,,1\n");
        var preview = await town.ImportAsync(newer, Numbered with { Update = true, Preview = true });
        var found = preview.Comparison!;
        Assert.Equal((3, 1, 1, 1, 1), (found.Stored, found.Added, found.Changed, found.Removed, found.Unchanged));
        var changed = Assert.Single(found.Differences, one => one.Kind == "changed");
        Assert.Equal(["area 200→250", "name \"山手公園\"→\"山手中央公園\""], changed.Fields.Select(one => $"{one!["field"]} {one["before"]!.ToJsonString(Relaxed)}→{one["after"]!.ToJsonString(Relaxed)}"));
        Assert.InRange(changed.MovedM!.Value, 110, 112);
        Assert.Equal("川公園", Assert.Single(found.Differences, one => one.Kind == "removed").Name);
        Assert.Equal("新公園", Assert.Single(found.Differences, one => one.Kind == "added").Name);
        Assert.Equal(before, await town.ContentAsync());
        Assert.Equal(area, await town.AreaAsync());
        Assert.Equal(["1"], await town.AskAsync("SELECT count(*) FROM gunmane.import WHERE study_area = $1"));
    }

    [Fact]
    public async Task Applied_it_keeps_ids_and_links_and_undone_it_was_never_there()
    {
        await using var town = await ImportTown.CreateAsync(database, fictitious: true);
        await town.ImportAsync(town.Write("assets.geojson", Assets(("A-1", "渚橋", 1.0, "(株)見本"), ("A-2", "潮見橋", 1.1, "(株)見本"), ("A-3", "旧橋", 1.2, "(株)見本"))), new ImportOptions("model-assets"));
        await town.ImportAsync(town.Write("contracts.csv", "契約番号,発注者コード,件名,結果,契約額,開札日,商号,対象施設番号\nC1,90101,橋梁点検,落札,1000,2024-04-03,試験(有),A-1;A-3\n"), new ImportOptions("model-contracts"));
        var before = await town.ContentAsync();
        var newer = town.Write("assets.geojson", Assets(("A-1", "新渚橋", 1.0, "架空建設(株)"), ("A-2", "潮見橋", 1.1, "(株)見本"), ("A-4", "若葉橋", 1.3, "(株)見本")));
        var report = await town.ImportAsync(newer, new ImportOptions("model-assets") { Update = true, RemoveMissing = true });
        Assert.Equal((3, 2, 1, 1, 1), (report.Read, report.Stored, report.Duplicate, report.Changed, report.Removed));
        Assert.Equal(["A-1|0|新渚橋", "A-2|1|潮見橋", "A-4|3|若葉橋"], await town.AskAsync("SELECT ledger_number, dense_id, name FROM gunmane.asset WHERE study_area = $1 ORDER BY 1"));
        Assert.Equal(["A-1"], await town.AskAsync("SELECT a.ledger_number FROM gunmane.contract_asset l JOIN gunmane.asset a ON a.study_area = l.study_area AND a.dense_id = l.dense_id WHERE l.study_area = $1"));
        Assert.Equal(["A-1|built|架空建設(株)", "A-1|inspects|試験(有)", "A-2|built|(株)見本", "A-4|built|(株)見本"], await town.AskAsync(
            "SELECT a.ledger_number, x.role, f.name FROM gunmane.asset_contractor x JOIN gunmane.contractor f ON f.id = x.contractor JOIN gunmane.asset a ON a.study_area = x.study_area AND a.dense_id = x.dense_id WHERE x.study_area = $1 ORDER BY 1, 2"));
        await town.UndoAsync(report);
        Assert.Equal(before, await town.ContentAsync());
    }

    [Fact]
    public async Task Orders_change_with_their_links_and_the_firms_that_follow_from_them()
    {
        await using var town = await ImportTown.CreateAsync(database, fictitious: true);
        const string header = "契約番号,発注者コード,件名,結果,契約額,開札日,商号,対象施設番号\n";
        var options = new ImportOptions("model-contracts");
        await town.ImportAsync(town.Write("assets.geojson", Assets(("A-1", "渚橋", 1.0, ""), ("A-2", "潮見橋", 1.1, ""))), new ImportOptions("model-assets"));
        await town.ImportAsync(town.Write("other.csv", header + "D1,90101,橋梁点検,落札,5,2023-04-03,(株)見本,A-1\n"), options);
        await town.ImportAsync(town.Write("contracts.csv", header + "C1,90101,橋梁点検,落札,1000,2024-04-03,(株)見本,A-1\nC2,90101,橋梁設計,落札,7,2024-04-03,(株)見本,A-1\n"), options);
        var before = await town.ContentAsync();
        var report = await town.ImportAsync(town.Write("contracts.csv", header + "C1,90101,橋梁点検,落札,2000,2024-04-03,試験(有),A-2\n"), options with { Update = true, RemoveMissing = true });
        Assert.Equal((1, 1, 1), (report.Stored, report.Changed, report.Removed));
        Assert.Equal(["C1|2000|A-2", "D1|5|A-1"], await town.AskAsync(
            "SELECT c.contract_number, c.yen, a.ledger_number FROM gunmane.contract_asset l JOIN gunmane.contract c ON c.id = l.contract JOIN gunmane.asset a ON a.study_area = l.study_area AND a.dense_id = l.dense_id WHERE l.study_area = $1 ORDER BY 1"));
        Assert.Equal(["A-1|inspects|(株)見本|2023-04-03", "A-2|inspects|試験(有)|2024-04-03"], await town.AskAsync(
            "SELECT a.ledger_number, x.role, f.name, x.since::text FROM gunmane.asset_contractor x JOIN gunmane.contractor f ON f.id = x.contractor JOIN gunmane.asset a ON a.study_area = x.study_area AND a.dense_id = x.dense_id WHERE x.study_area = $1 ORDER BY 1"));
        await town.UndoAsync(report);
        Assert.Equal(before, await town.ContentAsync());
    }

    [Fact]
    public async Task A_ledger_without_numbers_is_compared_by_names_and_the_rest_stays_unless_asked()
    {
        await using var town = await ImportTown.CreateAsync(database);
        const string header = "公園名,緯度,経度,面積\n";
        await town.ImportAsync(town.Write("公園.csv", header + "海辺公園,34.85,138.32,100\n山手公園,34.86,138.33,200\n双子公園,34.87,138.34,1\n双子公園,34.88,138.34,1\n"));
        var (ids, before) = (await town.AskAsync("SELECT id FROM gunmane.asset WHERE study_area = $1 AND name = '山手公園'"), await town.ContentAsync());
        var report = await town.ImportAsync(town.Write("公園.csv", header + "海辺公園,34.85,138.32,100\n山手公園,34.86,138.33,250\n双子公園,34.87,138.34,1\n"), new ImportOptions { Update = true });
        Assert.Equal((3, 1, 2, 1, 0), (report.Read, report.Stored, report.Duplicate, report.Changed, report.Removed));
        Assert.Equal(1, report.Comparison!.Removed);
        Assert.Contains(report.Notes, note => note.Ja.Contains("1 件は残しています", StringComparison.Ordinal));
        Assert.Equal(["4"], await town.AskAsync("SELECT count(*) FROM gunmane.asset WHERE study_area = $1"));
        Assert.Equal(ids, await town.AskAsync("SELECT id FROM gunmane.asset WHERE study_area = $1 AND area_m2 = 250"));
        await town.UndoAsync(report);
        Assert.Equal(before, await town.ContentAsync());
    }

    [Fact]
    public async Task Newer_boundaries_replace_old_ones_and_assets_are_located_anew()
    {
        await using var town = await ImportTown.CreateAsync(database);
        await town.ImportAsync(town.Write("N03-old.geojson", ImportTown.Collection(ContainerTests.Boundary("22424", "吉田町", 138.2), ContainerTests.Boundary("22429", "川根町", 138.3))));
        await town.ImportAsync(town.Write("公園.csv", "公園名,緯度,経度\n海辺公園,34.85,138.22\n山手公園,34.85,138.35\n"));
        var before = await town.ContentAsync();
        var report = await town.ImportAsync(town.Write("N03-new.geojson", ImportTown.Collection(ContainerTests.Boundary("22424", "吉田町", 138.3))), new ImportOptions { Update = true, RemoveMissing = true });
        Assert.Equal((1, 1), (report.Changed, report.Removed));
        Assert.Equal(["海辺公園|", "山手公園|22424"], await town.AskAsync("SELECT name, municipality FROM gunmane.asset WHERE study_area = $1 ORDER BY ST_X(geom)"));
        await town.UndoAsync(report);
        Assert.Equal(before, await town.ContentAsync());
    }

    [Fact]
    public async Task What_cannot_be_updated_says_why()
    {
        await using var town = await ImportTown.CreateAsync(database);
        var path = town.Write("list.csv", Header + "1,海辺公園,34.85,138.32,100\n");
        var refused = await town.RefusedAsync(path, Numbered with { Update = true });
        Assert.Contains("更新する台帳「yaizu-park-list/", refused.Reason.Ja, StringComparison.Ordinal);
        var first = await town.ImportAsync(path, Numbered);
        var renamed = town.Write("公園一覧2025.csv", Header + "1,海辺中央公園,34.85,138.32,100\n");
        Assert.Equal("yaizu-park-list/22212/list", first.Ledger);
        var seen = (await town.AreaAsync()).DataVersion;
        Assert.Equal(Refusal.Conflict, (await Assert.ThrowsAsync<GunManeException>(() => town.ImportAsync(renamed, Numbered with { Update = true, Ledger = first.Ledger, SeenVersion = seen - 1 }))).Refusal);
        Assert.Equal(1, (await town.ImportAsync(renamed, Numbered with { Update = true, Ledger = first.Ledger, SeenVersion = seen })).Changed);
        Assert.Equal(["海辺中央公園"], await town.AskAsync("SELECT name FROM gunmane.asset WHERE study_area = $1"));
        // The first edition is no longer what is stored: it is read again and kept out, not taken for the same.
        Assert.Equal(1, (await town.ImportAsync(path, Numbered)).Quarantined);
        Assert.Equal("update", Assert.Throws<GunManeException>(() => new ImportOptions { Preview = true }.Checked(false)).Parameter);
    }

    [Fact]
    public async Task Any_two_editions_of_a_ledger_update_and_undo_to_what_was()
    {
        await using var town = await ImportTown.CreateAsync(database);
        var number = 0;
        var row = Gen.Select(Gen.Int[1, 6], Gen.Int[0, 3], Gen.Int[0, 2], Gen.Bool);
        await Gen.Select(row.Array[1, 8], row.Array[0, 8], Gen.Bool, Gen.Bool).SampleAsync(async (old, fresh, remove, keyed) =>
        {
            var name = $"list{Interlocked.Increment(ref number)}.csv";
            var options = keyed ? Numbered : new ImportOptions("points-csv");
            string Text((int, int, int, bool)[] rows) => Header + string.Concat(rows.Select(one => FormattableString.Invariant($"{one.Item1},公園{(keyed ? one.Item2 : one.Item1)},{(one.Item4 ? "34.85" : "x")},138.3{one.Item3},{one.Item2}\n")));
            var first = await town.ImportAsync(town.Write(name, Text(old)), options);
            if (first.Stored == 0) return;
            var before = await town.ContentAsync();
            var report = await town.ImportAsync(town.Write(name, Text(fresh)), options with { Update = true, RemoveMissing = remove });
            Assert.Equal(report.Comparison!.Changed, report.Changed);
            Assert.Equal(remove ? report.Comparison.Removed : 0, report.Removed);
            await town.UndoAsync(report);
            Assert.Equal(before, await town.ContentAsync());
        }, iter: 20, threads: 1);
    }

    private static readonly System.Text.Json.JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Assets(params (string Number, string Name, double X, string Firm)[] assets) => ImportTown.Collection([.. assets.Select(asset => FormattableString.Invariant(
        $"{{\"type\":\"Feature\",\"properties\":{{\"施設番号\":\"{asset.Number}\",\"名称\":\"{asset.Name}\",\"分野\":\"橋梁\",\"管理者コード\":\"90000\",\"施工業者\":\"{asset.Firm}\"}},\"geometry\":{{\"type\":\"Point\",\"coordinates\":[{asset.X},2]}}}}"))]);
}
