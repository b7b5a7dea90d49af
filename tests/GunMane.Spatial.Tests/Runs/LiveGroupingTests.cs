using System.Text.Json.Nodes;
using GunMane.Spatial.Clustering;
using GunMane.Spatial.Model;
using GunMane.Spatial.Runs;
using GunMane.Spatial.Storage;
using GunMane.TestKit;

namespace GunMane.Spatial.Tests.Runs;

/// <summary>What stays in memory is made anew only where a change touches it.</summary>
public sealed class LiveGroupingTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private readonly TownSeed seed = new(database);

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Orders_and_links_leave_the_pairs_and_another_area_leaves_everything()
    {
        var (here, elsewhere) = (await TownAsync(), await TownAsync());
        var snapshots = new SnapshotCache();
        var live = new LiveGrouping(snapshots);
        var (snapshot, groups) = await NowAsync(here);

        // Another study area, and a zone, are no facts of this one.
        await ChangeAsync(elsewhere, "UPDATE gunmane.asset SET geom_m = ST_Translate(geom_m, 5, 0) WHERE study_area = $1 AND dense_id = 0");
        await seed.RunAsync("INSERT INTO gunmane.scenario (study_area, name, created_by) VALUES ($1, '案', 'test')", here.Value);
        var (same, sameGroups) = await NowAsync(here);
        Assert.Same(snapshot, same);
        Assert.Same(groups, sameGroups);

        // A firm linked to assets: the pairs stay, what is said of them changes.
        var firm = await seed.FirmAsync(here, "架空土木");
        await seed.LinkAsync(here, 0, firm);
        await seed.LinkAsync(here, 1, firm);
        await seed.LinkAsync(here, 2, await seed.FirmAsync(here, "架空造園"));
        await ChangeAsync(here, "SELECT $1");
        var (_, linked) = await NowAsync(here);
        Assert.Same(groups.Graph, linked.Graph);
        Assert.Equal((0, 10_000), (groups.Ties.Common[0], linked.Ties.Common[0]));

        // An asset that moved has other pairs.
        await ChangeAsync(here, "UPDATE gunmane.asset SET geom_m = ST_Translate(geom_m, 500, 0) WHERE study_area = $1 AND dense_id = 2");
        var (_, moved) = await NowAsync(here);
        Assert.NotSame(groups.Graph, moved.Graph);
        Assert.Equal((3, 1), (groups.Graph.Count, moved.Graph.Count));

        async Task<(Spatial.Affinity.Snapshot, LiveGroups)> NowAsync(StudyAreaId area)
        {
            var request = GroupingInputs.Parse(new JsonObject { ["studyArea"] = "any", ["method"] = "density", ["radius"] = 100 });
            var present = await snapshots.GetAsync(database.Database, area, AccessScope.Local, Now);
            return (present, await live.ResidentAsync(present, AccessScope.Local, request, Now));
        }
    }

    [Theory]
    [InlineData("cross")]
    [InlineData("keep")]
    public async Task Edits_touch_the_pairs_around_them_and_give_what_is_made_anew(string borders)
    {
        var area = await seed.AreaAsync();
        await seed.AssetsAsync(area, [.. Enumerable.Range(0, 60).Select(at => new SeedAsset($"POINT ({at % 10 * 40} {at / 10 * 40})", OwnerCode: at % 7 < 5 ? "90001" : "90002"))]);
        long[] firms = [await seed.FirmAsync(area, "架空土木"), await seed.FirmAsync(area, "架空造園"), await seed.FirmAsync(area, "架空建設")];
        foreach (var at in Enumerable.Range(0, 30)) await seed.LinkAsync(area, at, firms[at % 3]);
        var snapshots = new SnapshotCache();
        var live = new LiveGrouping(snapshots);
        foreach (var sql in (string[])
        [
            "SELECT $1",
            "UPDATE gunmane.asset SET geom_m = ST_Translate(geom_m, 55, 13) WHERE study_area = $1 AND dense_id = 11",
            "UPDATE gunmane.asset SET geom_m = ST_Buffer(geom_m, 30) WHERE study_area = $1 AND dense_id = 25",
            "DELETE FROM gunmane.asset WHERE study_area = $1 AND dense_id IN (3, 44)",
            "UPDATE gunmane.asset SET geom_m = ST_MakeLine(geom_m, ST_Translate(geom_m, 90, 90)) WHERE study_area = $1 AND dense_id = 8",
        ])
        {
            await ChangeAsync(area, sql);
            var request = GroupingInputs.Parse(new JsonObject { ["studyArea"] = "any", ["method"] = "density", ["radius"] = 60, ["borders"] = borders });
            var snapshot = await snapshots.GetAsync(database.Database, area, AccessScope.Local, Now);
            var kept = await live.ResidentAsync(snapshot, AccessScope.Local, request, Now);
            var anew = await new LiveGrouping(snapshots).ResidentAsync(snapshot, AccessScope.Local, request, Now);
            Assert.Equal(anew.Graph.Start, kept.Graph.Start);
            Assert.Equal(anew.Graph.Other, kept.Graph.Other);
            Assert.Equal(anew.Graph.DistanceMm, kept.Graph.DistanceMm);
            Assert.Equal(anew.Ties.Common, kept.Ties.Common);
            Assert.Equal(anew.Ties.Trust, kept.Ties.Trust);
        }
    }

    private async Task<StudyAreaId> TownAsync()
    {
        var area = await seed.AreaAsync();
        await seed.AssetsAsync(area, [new("POINT (0 0)"), new("POINT (20 0)"), new("POINT (40 0)")]);
        return area;
    }

    private async Task ChangeAsync(StudyAreaId area, string sql)
    {
        await seed.RunAsync(sql, area.Value);
        await database.Database.WriteAsync(AccessScope.Local, session => AreaStore.RaiseVersionAsync(session, area, Now), Now);
    }
}
