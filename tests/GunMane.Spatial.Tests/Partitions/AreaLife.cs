using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GunMane.Spatial.Geo;
using GunMane.Spatial.Import;
using GunMane.Spatial.Model;
using GunMane.Spatial.Runs;
using GunMane.Spatial.Storage;
using GunMane.Spatial.Tests.Import;
using GunMane.TestKit;

namespace GunMane.Spatial.Tests.Partitions;

/// <summary>
/// The life of a study area on the border of two prefectures (22 in the west, 23 in the east; a third, 24, comes later): imports,
/// links, newer ledgers that move assets and orders over the border, grouping, undo. Told as text, so that two lives can be compared.
/// </summary>
internal sealed partial class AreaLife(TestDatabase database, ImportTown town, Func<int, Task> between)
{
    private const string Header = "契約番号,発注者コード,件名,結果,契約額,開札日,商号,対象施設番号\n";

    private readonly List<string> told = [];

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    private static ImportOptions Assets => new("model-assets");

    private static ImportOptions Orders => new("model-contracts");

    /// <summary>What is compared of every table; ids that are drawn at random are left out.</summary>
    private static readonly string[] Tables =
        ["asset", "contract", "asset_contractor", "asset_municipality", "contract_asset", "contract_number", "link_candidate", "contractor", "contractor_member", "organisation", "department", "municipality"];

    public static async Task<IReadOnlyList<string>> TellAsync(TestDatabase database, Func<ImportTown, int, Task> between)
    {
        await using var town = await ImportTown.CreateAsync(database);
        var life = new AreaLife(database, town, step => between(town, step));
        await life.LiveAsync();
        return life.told;
    }

    private async Task LiveAsync()
    {
        List<ImportReport> imports = [];
        foreach (var (step, (name, text, options)) in Files().Index())
        {
            await between(step);
            imports.Add(await town.ImportAsync(town.Write(name, text), options));
            await TellAsync($"after import {step}");
            if (step is 2 or 3 or 5) await LinkAsync();
        }

        await AskAsync();
        foreach (var import in imports.AsEnumerable().Reverse())
        {
            await town.UndoAsync(import);
            await TellAsync($"without import {import.Id}");
        }

        Assert.Equal(["0|0|0"], await town.AskAsync("SELECT (SELECT count(*) FROM gunmane.asset WHERE study_area = $1), (SELECT count(*) FROM gunmane.contract WHERE study_area = $1), (SELECT count(*) FROM gunmane.contract_asset WHERE study_area = $1)"));
    }

    // Boundaries, a ledger, orders; a newer ledger in which A-1 lies in the other prefecture and A-3 is gone; newer orders, C1 given by
    // the other prefecture's town; the boundary of a third prefecture around A-4.
    private static IEnumerable<(string Name, string Text, ImportOptions Options)> Files()
    {
        yield return ("N03.geojson", ImportTown.Collection(ContainerTests.Boundary("22901", "海辺市", 138.3), ContainerTests.Boundary("23901", "川辺市", 138.4)), new ImportOptions("n03"));
        yield return ("assets.geojson", Ledger(Point("A-1", "渚橋", 138.35), Point("A-2", "潮見橋", 138.45), Across("A-3", "県境線"), Point("A-4", "岬橋", 138.55), Across("A-6", "境川線"), Point("A-7", "渚歩道橋", 138.3505)), Assets);
        yield return ("orders.csv", Header + "C1,22901,橋梁定期点検,落札,1000003,2024-04-03,(株)見本組,A-1;A-2;A-9\nC2,23901,県境線舗装補修工事,落札,2000001,2024-05-03,(株)架空建設,A-3\nC3,22901,渚橋補修工事,落札,500000,2024-06-03,(株)架空建設,\n", Orders);
        yield return ("assets.geojson", Ledger(Point("A-1", "渚橋", 138.46), Point("A-2", "新潮見橋", 138.45), Point("A-4", "岬橋", 138.55), Across("A-6", "境川線"), Point("A-7", "渚歩道橋", 138.3505), Point("A-5", "若葉橋", 138.36)), Assets with { Update = true, RemoveMissing = true });
        yield return ("orders.csv", Header + "C1,23901,橋梁定期点検,落札,1100003,2024-04-03,(株)見本組,A-1;A-2;A-9\nC3,22901,渚橋補修工事,落札,500000,2024-06-03,(株)架空建設,\n", Orders with { Update = true, RemoveMissing = true });
        yield return ("N03b.geojson", ImportTown.Collection(ContainerTests.Boundary("24901", "岬市", 138.5)), new ImportOptions("n03"));
    }

    private static string Ledger(params string[] features) => ImportTown.Collection(features);

    private static string Point(string number, string name, double x) => FormattableString.Invariant(
        $"{{\"type\":\"Feature\",\"properties\":{{\"施設番号\":\"{number}\",\"名称\":\"{name}\",\"分野\":\"橋梁\",\"管理者コード\":\"22901\",\"施工業者\":\"(株)見本組\"}},\"geometry\":{{\"type\":\"Point\",\"coordinates\":[{x},34.85]}}}}");

    private static string Across(string number, string name) =>
        $"{{\"type\":\"Feature\",\"properties\":{{\"施設番号\":\"{number}\",\"名称\":\"{name}\",\"分野\":\"道路\",\"管理者コード\":\"22901\",\"路線名\":\"{name}\",\"施工業者\":\"(株)架空建設\"}},\"geometry\":{{\"type\":\"LineString\",\"coordinates\":[[138.39,34.85],[138.42,34.85]]}}}}";

    private async Task LinkAsync()
    {
        var outcome = await LinkRun.RunAsync(database.Database, AccessScope.Local, town.Code, Now);
        told.Add($"links: {outcome.Contracts} orders, {outcome.Changed} changed");
        await TellAsync("after links");
    }

    private async Task TellAsync(string when)
    {
        told.Add(when);
        foreach (var table in Tables)
        {
            told.Add(table);
            var of = table == "contractor_member" ? "contractor IN (SELECT id FROM gunmane.contractor WHERE study_area = $1)" : "study_area = $1";
            told.AddRange((await town.AskAsync($"SELECT t::text FROM gunmane.{table} t WHERE {of}")).Select(Masked).Order(StringComparer.Ordinal));
        }

        told.Add("import_change");
        told.AddRange((await town.AskAsync("SELECT import_id, table_name, key, before, after FROM gunmane.import_change WHERE study_area = $1")).Select(Masked).Order(StringComparer.Ordinal));
    }

    // What is asked of the facts: snapshot, tiles, groups of both engines, pairs.
    private async Task AskAsync()
    {
        var area = (await town.AreaAsync()).Id;
        var snapshot = await database.Database.SnapshotAsync(AccessScope.Local, session => SnapshotReader.ReadAsync(session, area, Now), Now);
        Assert.Equal(6, snapshot.Count);
        told.Add(Masked(JsonSerializer.Serialize(snapshot)));
        told.AddRange(await town.AskAsync("SELECT p::text FROM gunmane.near_pairs($1, 5000) p ORDER BY 1"));
        told.AddRange(await town.AskAsync("SELECT l::text FROM gunmane.asset_links($1) l ORDER BY 1"));
        foreach (var engine in new[] { "kernel", "postgis" }) await GroupAsync(area, engine);
        foreach (var zoom in new[] { 8, 10, 12, 14 }) await TilesAsync(zoom);
    }

    private async Task GroupAsync(StudyAreaId area, string engine)
    {
        var handler = new GroupingJobHandler(database.Database, new SnapshotCache());
        var inputs = new JsonObject { ["studyArea"] = town.Code, ["method"] = "density", ["radius"] = 3000, ["minPoints"] = 2, ["contractorWeight"] = 0.3, ["threshold"] = 0.1, ["minAssets"] = 2, ["engine"] = engine };
        var result = await handler.RunAsync(new JobRequest(new JobId(Guid.NewGuid()), area, inputs, AccessScope.Local), (_, _) => Task.CompletedTask, Now);
        var run = new RunId(Guid.Parse(result["run"]!.GetValue<string>()));
        var found = await database.Database.ReadAsync(AccessScope.Local, session => RunStore.FindAsync(session, run, Now), Now);
        Assert.NotEmpty(found.Groups);
        told.Add(Masked(found.ToJson()["groups"]!.ToJsonString()));
        told.AddRange((await town.AskAsync($"SELECT g::text FROM gunmane.group_municipalities('{run.Value}') g WHERE $1 > 0 ORDER BY 1")).Select(Masked));
    }

    private async Task TilesAsync(int zoom)
    {
        var side = 1 << zoom;
        var row = (int)(side * (1 - Math.Asinh(Math.Tan(34.85 * Math.PI / 180)) / Math.PI) / 2);
        var drawn = 0;
        for (var column = (int)(side * (138.3 + 180) / 360); column <= (int)(side * (138.6 + 180) / 360); column++)
        {
            var tile = await database.Database.ReadAsync(AccessScope.Local, async session =>
                await TileStore.ReadAsync(session, await TileStore.OfAreaAsync(session, "assets", town.Code, Now), TileAddress.At(zoom, column, row), Now), Now);
            if (tile.Length > 0) drawn++;
            told.Add($"tile {zoom}/{column}/{row} {Convert.ToHexString(SHA256.HashData(tile))}");
        }

        Assert.True(drawn > 0);
    }

    // Random ids, and the code of the study area where it is part of a text.
    private string Masked(string text) => Uuid().Replace(text, "#").Replace(town.Code, "town", StringComparison.Ordinal);

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Uuid();
}
