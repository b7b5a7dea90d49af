using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using GunMane.Spatial.Model;
using GunMane.Spatial.Runs;
using GunMane.Spatial.Storage;
using GunMane.TestKit;

namespace GunMane.Spatial.Tests.Runs;

public sealed class GroupingRunTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private readonly TownSeed seed = new(database);

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("kernel")]
    [InlineData("postgis")]
    public async Task A_run_is_stored_and_read_back(string engine)
    {
        var (area, code) = await TwoTownsAsync();
        var messages = new List<string>();
        var run = await RunAsync(area, new JsonObject { ["studyArea"] = code, ["method"] = "density", ["radius"] = 50, ["minPoints"] = 3, ["contractorWeight"] = 0.5, ["threshold"] = 0.4, ["minAssets"] = 2, ["engine"] = engine }, messages);
        var detail = await ReadAsync(session => RunStore.FindAsync(session, run, Now));
        Assert.Equal((9, 1, 2, false), (detail.Summary.Assets, detail.Summary.Ungrouped, detail.Summary.Groups, detail.Summary.Stale));
        Assert.NotEmpty(messages);
        var best = detail.Groups[0];
        Assert.Equal((1, 5), (best.Number, best.Assets));
        Assert.Equal(2, best.Towns.Count);
        Assert.Equal(0.4, best.CrossBorder);
        Assert.Equal(["共通建設"], best.SharedFirms.Select(firm => firm.Name));
        Assert.Equal(1_000_000, best.Holding.Yen);
        Assert.Equal(0.8, best.Evidence.Coverage);
        Assert.Equal(3, best.Reasons.Count);
        Assert.Contains("東町と西町", best.Reasons[0].Ja, StringComparison.Ordinal);
        Assert.InRange(best.Bbox[0], 138.19, 138.21);
        Assert.True(detail.Groups[0].Score >= detail.Groups[1].Score);
        var json = detail.ToJson();
        Assert.Equal("Polygon", json["groups"]![0]!["outline"]!["type"]!.GetValue<string>());
        Assert.Equal(engine, json["parameters"]!["engine"]!.GetValue<string>());
    }

    [Fact]
    public async Task Labels_tell_group_none_and_not_looked_at_and_members_agree()
    {
        var (area, code) = await TwoTownsAsync();
        var run = await RunAsync(area, new JsonObject { ["studyArea"] = code, ["method"] = "density", ["radius"] = 50, ["minPoints"] = 2, ["contractorWeight"] = 0.5, ["threshold"] = 0.4, ["minAssets"] = 2, ["sectors"] = new JsonArray("road") });
        var labels = MemoryMarshal.Cast<byte, int>(await ReadAsync(session => RunStore.LabelsAsync(session, run, Now))).ToArray();
        Assert.Equal([1, 1, 1, -1, -1, 2, 2, 2, 0], labels);
        var members = await ReadAsync(async session => await RunStore.MembersAsync(session, run, Now).ToListAsync(Now));
        Assert.Equal(labels.Index().Where(label => label.Item > 0).Select(label => (label.Index, label.Item)), members.Select(member => (member.DenseId, member.Group)).Order());
    }

    [Theory]
    [InlineData(10, 2, "park", "no_neighbours")]
    [InlineData(50, 100, null, "no_agreement")]
    [InlineData(50, 2, "harbour", "no_assets")]
    public async Task A_run_without_groups_says_what_is_missing(int radius, int minAssets, string? sector, string key)
    {
        var (area, code) = await TwoTownsAsync();
        var run = await RunAsync(area, new JsonObject { ["studyArea"] = code, ["radius"] = radius, ["minAssets"] = minAssets, ["sectors"] = sector is null ? null : new JsonArray(sector) });
        var found = (await ReadAsync(session => RunStore.FindAsync(session, run, Now))).Summary;
        Assert.Equal((0, key), (found.Groups, Assert.Single(found.Notes).Key));
    }

    [Fact]
    public async Task A_run_is_stale_after_a_change_and_can_be_removed()
    {
        var (area, code) = await TwoTownsAsync();
        var run = await RunAsync(area, new JsonObject { ["studyArea"] = code });
        await database.Database.WriteAsync(AccessScope.Local, session => AreaStore.RaiseVersionAsync(session, area, Now), Now);
        Assert.True((await ReadAsync(session => RunStore.ListAsync(session, area, Now))).Single().Stale);
        Assert.True(await database.Database.WriteAsync(AccessScope.Local, session => RunStore.DeleteAsync(session, run, Now), Now));
        var missing = await Assert.ThrowsAsync<GunManeException>(() => ReadAsync(session => RunStore.FindAsync(session, run, Now)));
        Assert.Equal(Refusal.NotFound, missing.Refusal);
    }

    [Fact]
    public async Task An_empty_study_area_gives_an_empty_run()
    {
        var area = await seed.AreaAsync();
        var code = await CodeAsync(area);
        var run = await RunAsync(area, new JsonObject { ["studyArea"] = code });
        Assert.Empty((await ReadAsync(session => RunStore.FindAsync(session, run, Now))).Groups);
    }

    [Fact]
    public async Task A_municipality_that_is_not_there_is_refused_by_name()
    {
        var (area, code) = await TwoTownsAsync();
        var refused = await Assert.ThrowsAsync<GunManeException>(() => RunAsync(area, new JsonObject { ["studyArea"] = code, ["municipalities"] = new JsonArray("90009") }));
        Assert.Equal(("municipalities", Refusal.BadInput), (refused.Parameter, refused.Refusal));
    }

    [Fact]
    public async Task A_snapshot_is_read_again_only_when_the_facts_change()
    {
        var (area, _) = await TwoTownsAsync();
        var cache = new SnapshotCache();
        var first = await cache.GetAsync(database.Database, area, AccessScope.Local, Now);
        Assert.Same(first, await cache.GetAsync(database.Database, area, AccessScope.Local, Now));
        await database.Database.WriteAsync(AccessScope.Local, session => AreaStore.RaiseVersionAsync(session, area, Now), Now);
        var second = await cache.GetAsync(database.Database, area, AccessScope.Local, Now);
        Assert.Equal(first.DataVersion + 1, second.DataVersion);
        Assert.NotSame(first, await cache.GetAsync(database.Database, area, new AccessScope("clerk", "90001"), Now));
    }

    [Fact]
    public async Task Lamps_on_two_banks_are_one_group_only_where_a_bridge_is_near()
    {
        var area = await seed.AreaAsync();
        SeedAsset[] banks = [new("LINESTRING (0 0, 3000 0)"), new("LINESTRING (0 50, 3000 50)"), .. Lamps(100), .. Lamps(1900), new("LINESTRING (2000 0, 2000 50)", "bridge"), new("POINT (1000 500)", "lighting"), new("POINT (1010 500)", "lighting")];
        await seed.AssetsAsync(area, banks);
        var inputs = new JsonObject
        {
            ["studyArea"] = await CodeAsync(area), ["method"] = "density", ["radius"] = 300, ["minPoints"] = 2, ["contractorWeight"] = 0, ["threshold"] = 0, ["minAssets"] = 2, ["sectors"] = new JsonArray("lighting"), ["distance"] = "road",
        };
        var run = await RunAsync(area, inputs);
        var labels = await LabelsAsync(run);
        Assert.Equal((labels[2], labels[4], labels[6]), (labels[3], labels[5], labels[8]));
        Assert.Equal(4, labels.Where(label => label > 0).Distinct().Count());
        Assert.NotEqual(labels[2], labels[4]);
        Assert.True(labels[^1] > 0 && labels[^1] == labels[^2]);
        var note = Assert.Single((await ReadAsync(session => RunStore.FindAsync(session, run, Now))).Summary.Notes);
        Assert.Contains("2 件", note.Ja, StringComparison.Ordinal);
        Assert.Contains("4 組", note.Ja, StringComparison.Ordinal);

        inputs["distance"] = "straight";
        labels = await LabelsAsync(await RunAsync(area, inputs));
        Assert.Equal(labels[2], labels[4]);

        // Two lamps on either bank, 50 m across.
        static SeedAsset[] Lamps(int x) => [new($"POINT ({x} 0)", "lighting"), new($"POINT ({x + 10} 0)", "lighting"), new($"POINT ({x} 50)", "lighting"), new($"POINT ({x + 10} 50)", "lighting")];
    }

    [Fact]
    public async Task Without_roads_there_is_no_way_along_them()
    {
        var area = await seed.AreaAsync();
        await seed.AssetsAsync(area, [new("POINT (0 0)"), new("LINESTRING (0 10, 50 10)", "river")]);
        var code = await CodeAsync(area);
        var refused = await Assert.ThrowsAsync<GunManeException>(() => RunAsync(area, new JsonObject { ["studyArea"] = code, ["distance"] = "road" }));
        Assert.Equal(("distance", Refusal.BadInput), (refused.Parameter, refused.Refusal));
    }

    private async Task<int[]> LabelsAsync(RunId run) => MemoryMarshal.Cast<byte, int>(await ReadAsync(session => RunStore.LabelsAsync(session, run, Now))).ToArray();

    /// <summary>Five assets across a border (three roads, two parks) and three roads elsewhere; one asset far from all.</summary>
    private async Task<(StudyAreaId Area, string Code)> TwoTownsAsync()
    {
        var area = await seed.AreaAsync();
        await seed.AssetsAsync(area,
        [
            new("LINESTRING (0 0, 100 0)"), new("LINESTRING (100 0, 200 0)"), new("LINESTRING (200 10, 300 10)", "road", "90002", "90002"),
            new("POINT (150 20)", "park"), new("POLYGON ((210 20, 240 20, 240 40, 210 40, 210 20))", "park", "90002", "90002"),
            new("POINT (5000 0)"), new("POINT (5010 0)"), new("POINT (5020 0)"), new("POINT (9000 9000)"),
        ]);
        var (common, local) = (await seed.FirmAsync(area, "共通建設"), await seed.FirmAsync(area, "地元組"));
        await seed.LinkAsync(area, 0, common);
        await seed.LinkAsync(area, 2, common);
        await seed.LinkAsync(area, 6, local);
        await seed.OrderAsync(area, "90001", "road", common, 1_000_000, new DateOnly(2026, 3, 31), 0, 1);
        await seed.OrderAsync(area, "90002", "park", local, 500_000, new DateOnly(2026, 3, 31));
        return (area, await CodeAsync(area));
    }

    private async Task<string> CodeAsync(StudyAreaId area) =>
        (await seed.RowsAsync("SELECT code FROM gunmane.study_area WHERE id = $1", row => row.GetString(0), area.Value)).Single();

    private async Task<RunId> RunAsync(StudyAreaId area, JsonObject inputs, List<string>? messages = null)
    {
        var handler = new GroupingJobHandler(database.Database, new SnapshotCache());
        var result = await handler.RunAsync(new JobRequest(new JobId(Guid.NewGuid()), area, inputs, AccessScope.Local),
            (_, message) => { messages?.Add(message); return Task.CompletedTask; }, Now);
        return new RunId(Guid.Parse(result["run"]!.GetValue<string>()));
    }

    private Task<T> ReadAsync<T>(Func<Session, Task<T>> work) => database.Database.ReadAsync(AccessScope.Local, work, Now);
}
