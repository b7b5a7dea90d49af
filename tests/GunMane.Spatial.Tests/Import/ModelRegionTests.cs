using System.Runtime.CompilerServices;
using GunMane.Spatial.Model;
using GunMane.Spatial.Runs;
using GunMane.Spatial.Storage;
using GunMane.TestKit;

namespace GunMane.Spatial.Tests.Import;

/// <summary>The made-up region that comes with the program imports completely.</summary>
public sealed class ModelRegionTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_imports_without_a_single_row_left_out_and_a_second_time_changes_nothing()
    {
        var first = await LoadAsync();
        Assert.All(first, report => Assert.Equal(report.Read, report.Stored));
        var (area, summary) = await LookAsync();
        Assert.True(area.Fictitious);
        Assert.True(summary is { Municipalities: >= 6, Assets: >= 20_000, Contractors: >= 80, Contracts: >= 800, Links: > 0 }, summary.ToString());

        var again = await LoadAsync();
        Assert.All(again, report => Assert.Equal(report.Read, report.Duplicate));
        var (areaAfter, summaryAfter) = await LookAsync();
        Assert.Equal(area, areaAfter);
        Assert.Equal(summary with { Extent = null }, summaryAfter with { Extent = null });
    }

    private Task<IReadOnlyList<ImportReport>> LoadAsync() =>
        ModelRegion.LoadAsync(database.Database, AccessScope.Local, Sample(), (_, _) => Task.CompletedTask, Now);

    private Task<(StudyArea, AreaSummary)> LookAsync() => database.Database.ReadAsync(AccessScope.Local, async session =>
    {
        var area = await AreaStore.FindAsync(session, "model", Now);
        return (area, await AreaStore.SummaryAsync(session, area.Id, Now));
    }, Now);

    private static string Sample([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "data", "sample");
}
