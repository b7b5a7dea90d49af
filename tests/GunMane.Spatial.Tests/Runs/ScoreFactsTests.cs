using System.Text.Json.Nodes;
using GunMane.Spatial.Metrics;
using GunMane.Spatial.Model;
using GunMane.Spatial.Runs;
using GunMane.Spatial.Storage;
using GunMane.TestKit;

namespace GunMane.Spatial.Tests.Runs;

/// <summary>What scores read beside the snapshot, and what a stored group tells of it.</summary>
public sealed class ScoreFactsTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private readonly TownSeed seed = new(database);

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_joint_ventures_work_is_its_members_and_joined_firms_are_one()
    {
        var area = await RowAsync();
        var (one, two, venture, spelt) = (await seed.FirmAsync(area, "甲"), await seed.FirmAsync(area, "乙"), await seed.FirmAsync(area, "甲・乙共同企業体"), await seed.FirmAsync(area, "こう"));
        await seed.RunAsync("INSERT INTO gunmane.contractor_member (contractor, member) VALUES ($1, $2), ($1, $3)", venture, one, two);
        await seed.RunAsync("UPDATE gunmane.contractor SET merged_into = $2, geom = ST_Transform(ST_SetSRID(ST_MakePoint(100, 200), 0), (SELECT metres_proj FROM gunmane.study_area WHERE id = $3), gunmane.storage_srid()) WHERE id = $1", spelt, one, area.Value);
        await seed.OrderAsync(area, "90001", "road", venture, 600, new DateOnly(2025, 3, 31));
        await seed.OrderAsync(area, "90001", "road", spelt, 100, new DateOnly(2025, 3, 31), 0);
        await seed.OrderAsync(area, "90000", "park", two, 50, new DateOnly(2025, 3, 31), 3);
        var facts = await FactsAsync(area);
        Assert.Equal([one, two], facts.Firms.Select(firm => firm.Contractor));
        var (first, second) = (facts.Firms[0], facts.Firms[1]);
        Assert.Equal([(Sector.Road, 400.0)], first.Yen.Select(part => (part.Key, part.Value)));
        Assert.Equal((100, 200), (Math.Round(first.Seat!.X, 3), Math.Round(first.Seat.Y, 3)));
        Assert.Equal([(Sector.Road, 300.0), (Sector.Park, 50.0)], second.Yen.OrderBy(part => part.Key).Select(part => (part.Key, part.Value)));
        Assert.Null(second.Seat);
        Assert.Equal(["90001"], second.WorkTowns);
        Assert.Equal([(500.0, 500.0)], second.Works.Select(place => (place.X, place.Y)));
    }

    [Fact]
    public async Task An_address_names_a_town_of_the_area_or_lies_elsewhere()
    {
        var area = await RowAsync();
        foreach (var (name, address) in new[] { ("甲", "架空県東町大字一番"), ("乙", "東京都港区一丁目"), ("丙", "一丁目二番") })
            await seed.RunAsync("UPDATE gunmane.contractor SET address = $2 WHERE id = $1", await seed.FirmAsync(area, name), address);
        Assert.Equal(["90001", LocalFirm.Elsewhere, null], (await FactsAsync(area)).Firms.Select(firm => firm.SeatTown));
    }

    [Fact]
    public async Task A_stored_group_tells_its_condition_travel_firms_and_yen_a_year()
    {
        var area = await RowAsync();
        var firm = await seed.FirmAsync(area, "甲");
        await seed.OrderAsync(area, "90001", "road", firm, 900, new DateOnly(2025, 3, 31), 0, 1, 2);
        await seed.RunAsync("UPDATE gunmane.contract SET fiscal_year = 2023 WHERE study_area = $1", area.Value);
        await seed.OrderAsync(area, "90001", "park", firm, 0, new DateOnly(2025, 3, 31));
        await seed.RunAsync("UPDATE gunmane.asset SET condition_scale = '道路橋定期点検要領', condition_raw = (ARRAY['III', 'Ⅰ', '?'])[dense_id + 1] WHERE study_area = $1 AND dense_id < 3", area.Value);
        await seed.RunAsync("UPDATE gunmane.study_area SET data_version = data_version + 1 WHERE id = $1", area.Value);
        var group = (await GroupAsync(area)).Groups.Single();
        Assert.Equal(new GroupCondition(0.5, 0.5), group.Condition);
        Assert.Equal(new GroupTravelFacts(4, 300, 300, 300, 0, 0), group.Travel);
        Assert.Equal(new GroupLocalFirms(1, 1, "road", 1, 1), group.LocalFirms);
        Assert.Equal(450, group.Holding.YenPerYear);
    }

    [Fact]
    public async Task A_group_stored_before_it_was_measured_is_read_without_the_new_numbers()
    {
        var area = await RowAsync();
        var run = await GroupAsync(area);
        await seed.RunAsync("UPDATE gunmane.candidate_group SET metrics = metrics - 'condition' - 'travel' - 'localFirms' WHERE run = $1", run.Summary.Id);
        var group = (await ReadAsync(new RunId(run.Summary.Id))).Groups.Single();
        Assert.Null(group.Condition);
        Assert.Null(group.Travel);
        Assert.Null(group.LocalFirms);
    }

    // Four assets, 50 m from one to the next.
    private async Task<StudyAreaId> RowAsync()
    {
        var area = await seed.AreaAsync();
        await seed.AssetsAsync(area, [.. Enumerable.Range(0, 4).Select(at => new SeedAsset($"POINT({50 * at} 10)"))]);
        return area;
    }

    private async Task<ScoreFacts> FactsAsync(StudyAreaId area)
    {
        var snapshots = new SnapshotCache();
        return (await snapshots.FactsAsync(database.Database, await snapshots.GetAsync(database.Database, area, AccessScope.Local, Now), AccessScope.Local, Now))!;
    }

    private async Task<RunDetail> GroupAsync(StudyAreaId area)
    {
        var code = (await seed.RowsAsync("SELECT code FROM gunmane.study_area WHERE id = $1", row => row.GetString(0), area.Value)).Single();
        var inputs = new JsonObject { ["studyArea"] = code, ["method"] = "density", ["radius"] = 60, ["minPoints"] = 2, ["contractorWeight"] = 0, ["threshold"] = 0, ["minAssets"] = 2 };
        var run = await new GroupingRun(database.Database, new SnapshotCache()).RunAsync(GroupingInputs.Parse(inputs), area, null, AccessScope.Local, (_, _) => Task.CompletedTask, (_, _) => Task.CompletedTask, Now);
        return await ReadAsync(run);
    }

    private Task<RunDetail> ReadAsync(RunId run) => database.Database.ReadAsync(AccessScope.Local, session => RunStore.FindAsync(session, run, Now), Now);
}
