using GunMane.Spatial.Import;
using GunMane.Spatial.Model;
using GunMane.Spatial.Runs;
using GunMane.Spatial.Storage;
using GunMane.TestKit;
using Npgsql;

namespace GunMane.Spatial.Tests.Import;

/// <summary>志太・榛原 and 中遠 from real public files, which are no part of this project: GUNMANE_REAL_DATA names their folder.</summary>
public sealed class RealDataTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("GUNMANE_REAL_DATA");

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_real_towns_import_and_a_second_time_changes_nothing()
    {
        Assert.SkipUnless(Folder is not null, "GUNMANE_REAL_DATA is not set.");
        await database.Database.WriteAsync(AccessScope.Local, session => AreaStore.CreateAsync(session, "shizuoka", "静岡", "Shizuoka", false, null, "", Now), Now);
        foreach (var (path, options, read) in Files())
        {
            var report = await ImportAsync(path, options);
            Assert.Equal(read, report.Read);
            Assert.Equal(report.Read, report.Stored + report.Repaired + report.Duplicate + report.Quarantined);
        }
    }

    private static IEnumerable<(string Path, ImportOptions Options, long Read)> Files()
    {
        yield return ("yaizu/current/公園一覧/222127_park_info.csv", new("yaizu-park-list"), 142);
    }

    private async Task<ImportReport> ImportAsync(string path, ImportOptions options)
    {
        var outcome = await ImportRun.ImportAsync(database.Database, AccessScope.Local, "shizuoka", [Path.Combine(Folder!, path)], options, (_, _) => Task.CompletedTask, Now);
        Assert.Empty(outcome.Refused);
        return Assert.Single(outcome.Imports);
    }
}
