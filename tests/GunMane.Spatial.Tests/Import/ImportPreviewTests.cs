using GunMane.Spatial.Import;
using GunMane.Spatial.Import.Profiles;
using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using GunMane.TestKit;

namespace GunMane.Spatial.Tests.Import;

/// <summary>A preview is the import, taken back.</summary>
public sealed class ImportPreviewTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    // Four rows to store (one repaired), one twice, one without a place, one in the sea far away, one with another row's number.
    private const string Walls = """
        壁No,なまえ,たかさ,できた年,きた,ひがし,つくった人
        W-1,一番擁壁,3.5,S60,34.85123,138.25123,㈱見本組
        W-2,二番擁壁,2.5,H3,34.86123,138.26123,㈱見本組
        W-3,三番擁壁,2.0,1999,３４.８７１,138.27123,例示土木(有)
        W-4,四番擁壁,1.0,,34.88123,138.28123,
        W-4,四番擁壁,1.0,,34.88123,138.28123,
        W-5,五番擁壁,1.0,2001,,138.29123,
        W-6,六番擁壁,1.0,2001,30.5123,130.5123,
        W-1,別の擁壁,9.0,2001,34.85123,138.21123,
        """;

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_the_preview_says_is_what_the_import_does_and_the_preview_leaves_nothing()
    {
        await using var town = await ImportTown.CreateAsync(database);
        await town.ImportAsync(town.Write("N03.geojson", $"{{\"type\":\"FeatureCollection\",\"features\":[{ContainerTests.Boundary("22424", "吉田町", 138.2)}]}}"));
        var path = town.Write("よう壁.csv", Walls);
        var options = new ImportOptions { Document = WallsProfile(path) };
        var before = await town.AskAsync("SELECT (SELECT count(*) FROM gunmane.import), (SELECT count(*) FROM gunmane.asset), (SELECT count(*) FROM gunmane.contractor), data_version, next_dense_id FROM gunmane.study_area WHERE id = $1");

        var preview = await PreviewAsync(town, path, options);
        Assert.Equal(before, await town.AskAsync("SELECT (SELECT count(*) FROM gunmane.import), (SELECT count(*) FROM gunmane.asset), (SELECT count(*) FROM gunmane.contractor), data_version, next_dense_id FROM gunmane.study_area WHERE id = $1"));
        Assert.Empty(await town.AskAsync("SELECT 1 FROM gunmane.import_profile WHERE study_area = $1"));

        var report = await town.ImportAsync(path, options);
        Assert.Equal((8L, 3L, 1L, 1L, 3L), (report.Read, report.Stored, report.Repaired, report.Duplicate, report.Quarantined));
        Assert.Equal(report with { Id = 0, ImportedAt = default }, preview.Report with { ImportedAt = default, Notes = report.Notes, Options = report.Options, Columns = report.Columns });
        Assert.Equal(report.Columns, preview.Report.Columns);
        Assert.Equal(report.Options.ToJsonString(), preview.Report.Options.ToJsonString());
        Assert.Equal(report.Notes, preview.Report.Notes);
        foreach (var state in ImportStore.States)
            Assert.Equal((await town.RowsAsync(report, state)).Select(Told), preview.Problems.Where(row => row.State == state).Select(Told));
        var stored = await town.AskAsync("SELECT a.name, coalesce(m.name, ''), a.built_year FROM gunmane.asset a LEFT JOIN gunmane.municipality m ON m.study_area = a.study_area AND m.code = a.municipality WHERE a.study_area = $1 ORDER BY a.ledger_number");
        Assert.Equal(stored, preview.Rows.Select(row => $"{row["values"]!["name"]}|{row["values"]!["municipality"]}|{row["values"]!["builtYear"]}"));
        Assert.Equal(["1 stored", "2 stored", "3 repaired", "4 stored", "5 duplicate", "7 quarantined", "8 quarantined"],
            preview.Features.Select(feature => $"{feature["properties"]!["row"]} {feature["properties"]!["state"]}"));
        Assert.Equal(("吉田町", 4L), preview.Towns.Select(one => (one.Name, one.Rows)).Single());
        Assert.Equal("slope", (string?)preview.Features[0]["properties"]!["sector"]);
    }

    [Fact]
    public async Task An_own_profile_gets_a_new_version_only_when_it_says_something_new()
    {
        await using var town = await ImportTown.CreateAsync(database);
        var path = town.Write("よう壁.csv", Walls);
        var profile = WallsProfile(path);
        await town.ImportAsync(path, new ImportOptions { Document = profile });
        await town.ImportAsync(path, new ImportOptions { Document = profile with { Version = 7 } });
        await town.ImportAsync(path, new ImportOptions { Document = profile with { Title = "改めた" } });
        Assert.Equal(["1", "1", "2"], await town.AskAsync($"SELECT profile_version FROM gunmane.import WHERE study_area = $1 AND profile = '{profile.Name}' ORDER BY id"));
        Assert.Equal(["1|1", "2|2"], await town.AskAsync("SELECT version, document->>'version' FROM gunmane.import_profile WHERE study_area = $1 ORDER BY version"));
        // By its name, the newest one is meant.
        var again = await town.ImportAsync(path, new ImportOptions(profile.Name));
        Assert.Equal(profile.Name, again.Profile);
        Assert.Equal(["2"], await town.AskAsync($"SELECT profile_version FROM gunmane.import WHERE id = {again.Id}"));
    }

    [Fact]
    public async Task A_study_area_goes_with_its_own_profiles_and_the_firms_of_its_ledgers()
    {
        await using var town = await ImportTown.CreateAsync(database);
        var path = town.Write("よう壁.csv", Walls);
        await town.ImportAsync(path, new ImportOptions { Document = WallsProfile(path) });
        var id = (await town.AreaAsync()).Id.Value;
        Assert.True(await database.Database.WriteAsync(AccessScope.Local, session => AreaStore.RemoveAsync(session, town.Code, Now), Now));
        Assert.Equal(["0|0|0"], await town.AskAsync($"SELECT (SELECT count(*) FROM gunmane.import WHERE study_area = {id}), (SELECT count(*) FROM gunmane.asset_contractor WHERE study_area = {id}), (SELECT count(*) FROM gunmane.import_profile WHERE study_area = {id})"));
    }

    [Fact]
    public async Task A_shipped_name_is_refused_for_an_own_profile()
    {
        await using var town = await ImportTown.CreateAsync(database);
        var path = town.Write("よう壁.csv", Walls);
        var refusal = await Assert.ThrowsAsync<GunManeException>(() => town.ImportAsync(path, new ImportOptions { Document = WallsProfile(path) with { Name = "awards" } }));
        Assert.Equal("profile", refusal.Parameter);
    }

    [Theory]
    [InlineData("orders.csv", "件名,発注者,落札者,契約金額,開札日\n見本橋修繕工事,見本市,㈱見本組,1000000,R5.4.1\n例示公園清掃業務,見本市,例示土木(有),x,R5.4.2\n", "見本橋修繕工事")]
    [InlineData("firms.csv", "商号,所在地,許可業種,業者番号\n㈱見本組,見本市1,土木,1\n例示土木(有),見本市2,舗装,2\n", "㈱見本組")]
    [InlineData("town.geojson", """{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"団体コード":"22424","市区町村名":"吉田町"},"geometry":{"type":"Polygon","coordinates":[[[138.2,34.8],[138.3,34.8],[138.3,34.9],[138.2,34.8]]]}}]}""", "吉田町")]
    public async Task Every_kind_can_be_previewed(string name, string text, string first)
    {
        await using var town = await ImportTown.CreateAsync(database);
        var path = town.Write(name, text);
        var suggestion = Suggest(path);
        var preview = await PreviewAsync(town, path, new ImportOptions { Document = suggestion.Profile });
        var values = preview.Rows[0]["values"]!.AsObject();
        Assert.Equal(first, (string?)(values["title"] ?? values["name"]));
        Assert.Equal(preview.Report.Stored + preview.Report.Repaired, preview.Rows.Count);
        Assert.Equal(preview.Report.Read, preview.Report.Stored + preview.Report.Repaired + preview.Report.Duplicate + preview.Report.Quarantined);
        Assert.Equal(0, (await town.SummaryAsync()).Contracts + (await town.SummaryAsync()).Contractors + (await town.SummaryAsync()).Municipalities);
    }

    private static (long, string, string, string, string) Told(ImportRow row) => (row.RowNumber, row.Reason, row.Place, row.Detail, row.Raw);

    private static SourceProfile WallsProfile(string path)
    {
        var found = Suggest(path);
        Assert.Equal("slope", found.Sector.Value);
        // What odd headers hide, a person says with clicks.
        return found.Profile with
        {
            Fields = new Dictionary<string, string[]> { ["name"] = ["なまえ"], ["latitude"] = ["きた"], ["longitude"] = ["ひがし"], ["ledgerNumber"] = ["壁No"], ["builtYear"] = ["できた年"] },
            Key = ["壁No"], Firms = [new FirmColumns(["つくった人"], "built", ["できた年"])],
        };
    }

    private static Suggestion Suggest(string path)
    {
        var file = Assert.Single(FileSet.DataSets([new OfferedFile(path, Path.GetFileName(path))], ""));
        return FileSuggestion.Of(FileSuggestion.Read(file, new ImportOptions(), Now), new ImportOptions(), null, []);
    }

    private Task<PreviewResult> PreviewAsync(ImportTown town, string path, ImportOptions options) =>
        ImportPreview.RunAsync(database.Database, AccessScope.Local, town.Code, Assert.Single(FileSet.DataSets([new OfferedFile(path, Path.GetFileName(path))], "")), options, Now);
}
