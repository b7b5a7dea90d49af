using GunMane.Spatial.Import;
using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Model;
using GunMane.Spatial.Runs;
using GunMane.Spatial.Storage;
using GunMane.TestKit;

namespace GunMane.Spatial.Tests.Import;

/// <summary>What is written down with an import, and imports that are run again.</summary>
public sealed class RecordTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const string Parks = "公園名,緯度,経度\n海辺公園,34.85,138.32\n";

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("令和6年4月1日", "2024-04-01")]
    [InlineData("R6.4.1", "2024-04-01")]
    [InlineData("2024-04-01", "2024-04-01")]
    [InlineData("令和5年度", "2024-03-31")]
    public async Task Licence_date_hash_options_and_versions_are_kept(string asOf, string day)
    {
        await using var town = await ImportTown.CreateAsync(database);
        var report = await town.ImportAsync(town.Write("公園.csv", Parks), new ImportOptions(Sector: "park") { AsOf = asOf, Licence = "CC BY 4.0" });
        Assert.Equal(("CC BY 4.0", DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)), (report.Licence, report.AsOf!.Value));
        Assert.Equal(64, report.Hash.Length);
        Assert.Equal("park", (string?)report.Options["sector"]);
        Assert.Equal((ProductVersion.Current, "points-csv/公園"), (report.EngineVersion, report.Ledger));
        Assert.True(report.ProfileVersion > 0);
        Assert.Equal("asOf", Assert.Throws<GunManeException>(() => new ImportOptions { AsOf = "いつか" }.Checked(false)).Parameter);
    }

    [Fact]
    public async Task The_same_file_is_not_read_again_unless_it_is_asked_or_facts_are_gone()
    {
        await using var town = await ImportTown.CreateAsync(database);
        var path = town.Write("公園.csv", Parks + "幽霊公園,,\n");
        var first = await town.ImportAsync(path);
        var same = await town.ImportAsync(path);
        Assert.Equal((first.Id, 2, 1, 1), (same.SameAs!.Value, same.Read, same.Duplicate, same.Quarantined));
        Assert.Equal("幽霊公園,,", Assert.Single(await town.RowsAsync(same, "quarantined")).Raw);
        Assert.Null((await town.ImportAsync(path, new ImportOptions(Sector: "park"))).SameAs);
        Assert.Null((await town.ImportAsync(path, new ImportOptions { Again = true })).SameAs);
        await town.AskAsync("DELETE FROM gunmane.asset WHERE study_area = $1");
        Assert.Equal((1, true), ((await town.ImportAsync(path)).Stored, true));
        await town.UndoAsync(await town.ReportAsync(same.Id));
        Assert.NotNull((await town.ReportAsync(same.Id)).UndoneAt);
    }

    [Fact]
    public async Task What_an_undone_import_brought_is_read_from_the_file_that_repeats_it()
    {
        await using var town = await ImportTown.CreateAsync(database);
        var first = await town.ImportAsync(town.Write("公園.csv", Parks));
        var longer = town.Write("公園.csv", Parks + "山手公園,34.86,138.33\n");
        Assert.Equal((1, 1), ((await town.ImportAsync(longer)).Stored, (await town.ImportAsync(longer)).Duplicate - 1));
        await town.UndoAsync(first);
        Assert.Equal((1, 1), ((await town.ImportAsync(longer)).Stored, int.Parse((await town.AskAsync("SELECT count(*) FROM gunmane.asset WHERE study_area = $1 AND name = '海辺公園'"))[0], System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task A_job_run_again_after_its_worker_died_finds_what_it_has_done()
    {
        await using var town = await ImportTown.CreateAsync(database);
        OfferedFile[] files = [.. Enumerable.Range(0, 3).Select(at => new OfferedFile(town.Write($"公園{at}.csv", Parks.Replace("海辺", $"海辺{at}", StringComparison.Ordinal)), $"公園{at}.csv"))];
        var job = new JobId(Guid.NewGuid());
        Task<ImportOutcome> Run(params OfferedFile[] some) =>
            ImportRun.ImportAsync(database.Database, AccessScope.Local, town.Code, some, new ImportOptions(), job, (_, _) => Task.CompletedTask, Now);
        var killed = await Run(files[0], files[1]);
        var whole = await Run(files);
        Assert.Equal(killed.Imports.Select(report => report.Id), whole.Imports.Take(2).Select(report => report.Id));
        Assert.All(whole.Imports, report => Assert.Equal((1, 0), (report.Stored, report.Duplicate)));
        Assert.Equal(["3|3"], await town.AskAsync("SELECT count(*), (SELECT count(*) FROM gunmane.import WHERE study_area = $1) FROM gunmane.asset WHERE study_area = $1"));
    }
}
