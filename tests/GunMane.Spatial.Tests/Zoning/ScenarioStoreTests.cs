using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using GunMane.Spatial.Zoning;
using GunMane.TestKit;
using NetTopologySuite.Geometries;
using Npgsql;

namespace GunMane.Spatial.Tests.Zoning;

/// <summary>Scenarios and their history in PostGIS, with two planners at work.</summary>
public sealed class ScenarioStoreTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private static readonly AccessScope Aoki = new("青木", "");
    private static readonly AccessScope Baba = new("馬場", "");
    private static readonly Geometry West = Box(139.02, 35.02, 139.05, 35.05);
    private static readonly Geometry East = Box(139.05, 35.03, 139.08, 35.06);
    private static readonly Geometry Wide = Box(139.01, 35.02, 139.045, 35.05);

    private StudyAreaId area;
    private ScenarioId scenario;

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        area = await SmallRegion.AddAsync(database.Administrator, $"r{Guid.NewGuid():N}", 60, Now);
        scenario = await database.Database.WriteAsync(Aoki, async session => (await ScenarioStore.CreateAsync(session, area, " 第一案　", Now)).Id, Now);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_drawn_zone_is_stored_and_read_back_exactly()
    {
        var zone = NewZone();
        var drawn = Shapes.Ring((139.0212345678, 35.0298765432), (139.05, 35.03), (139.04, 35.06));
        var answer = await PostAsync(Aoki, 0, "draw", new ZoneChange(zone, "西", drawn));
        var found = await FindAsync();
        Assert.Equal((1, 1, "第一案"), (answer.Version, found.State.Version, found.Name));
        Assert.True(answer.Changes[0].Describes(found.State.Find(zone)));
        Assert.Equal((139.0212346, 35.0298765), (found.State.Find(zone)!.Geometry.Coordinates[0].X, found.State.Find(zone)!.Geometry.Coordinates[0].Y));
        Assert.True(found.CanUndo);
        Assert.False(found.CanRedo);
    }

    [Fact]
    public async Task Neighbours_share_nodes_in_the_database_too()
    {
        var (west, east) = (NewZone(), NewZone());
        await PostAsync(Aoki, 0, "draw", new ZoneChange(west, "西", West));
        var answer = await PostAsync(Aoki, 1, "draw", new ZoneChange(east, "東", East));
        Assert.Equal([east, west], answer.Changes.Select(change => change.Zone));
        var state = (await FindAsync()).State;
        Assert.Contains(new Coordinate(139.05, 35.03), state.Find(west)!.Geometry.Coordinates);
        Assert.Contains(new Coordinate(139.05, 35.05), state.Find(east)!.Geometry.Coordinates);
        Assert.Equal(2, state.Find(west)!.Version);
    }

    [Fact]
    public async Task A_stale_edit_gets_both_versions_and_changes_nothing()
    {
        var zone = NewZone();
        await PostAsync(Aoki, 0, "draw", new ZoneChange(zone, "西", West));
        await PostAsync(Baba, 1, "reshape", new ZoneChange(zone, null, Wide));
        var error = await Assert.ThrowsAsync<GunManeException>(() => PostAsync(Aoki, 1, "reshape", new ZoneChange(zone, null, East)));
        Assert.Equal(Refusal.Stale, error.Refusal);
        Assert.Contains("馬場", error.Message, StringComparison.Ordinal);
        Assert.Equal(ZoneGeoJson.ToNode(ZoneGeometry.Prepare(West).Geometry).ToJsonString(), Geometry(error.Details["base"]));
        Assert.Equal(ZoneGeoJson.ToNode(ZoneGeometry.Prepare(Wide).Geometry).ToJsonString(), Geometry(error.Details["current"]));
        Assert.Equal(2, (await FindAsync()).State.Version);

        static string? Geometry(object? json) => ((System.Text.Json.Nodes.JsonObject?)json)?["geometry"]?.ToJsonString();
    }

    [Fact]
    public async Task An_edit_of_a_zone_that_someone_removed_says_so()
    {
        var zone = NewZone();
        await PostAsync(Aoki, 0, "draw", new ZoneChange(zone, "西", West));
        await PostAsync(Baba, 1, "delete", ZoneChange.Delete(zone));
        var error = await Assert.ThrowsAsync<GunManeException>(() => PostAsync(Aoki, 1, "rename", new ZoneChange(zone, "新", null)));
        Assert.Equal(Refusal.Stale, error.Refusal);
        Assert.True((bool)((System.Text.Json.Nodes.JsonObject)error.Details["current"]!)["deleted"]!);
    }

    [Fact]
    public async Task Edits_of_different_zones_do_not_disturb_each_other()
    {
        var (west, far) = (NewZone(), NewZone());
        await PostAsync(Aoki, 0, "draw", new ZoneChange(west, "西", West));
        await PostAsync(Baba, 0, "draw", new ZoneChange(far, "遠", Box(139.12, 35.02, 139.15, 35.05)));
        await PostAsync(Aoki, 1, "reshape", new ZoneChange(west, null, Wide));
        Assert.Equal(3, (await FindAsync()).State.Version);
    }

    [Fact]
    public async Task A_retry_by_edit_id_gets_the_first_answer()
    {
        var request = new EditRequest(Guid.NewGuid(), "c1", 0, "draw", [new ZoneChange(NewZone(), "海", Box(140.5, 35.02, 140.6, 35.05))]);
        var first = await PostAsync(Aoki, request);
        var second = await PostAsync(Aoki, request);
        Assert.Equal(first.Version, second.Version);
        Assert.Equal(first.Warnings, second.Warnings);
        Assert.True(first.Changes[0].Geometry!.EqualsExact(second.Changes[0].Geometry!));
        Assert.Equal(["outside of the study area", "holds no asset"], first.Warnings.Select(note => note.En.Contains("outside", StringComparison.Ordinal) ? "outside of the study area" : "holds no asset"));
        Assert.Equal(1, (await FindAsync()).State.Version);
        await RefusedAsync(Refusal.Conflict, () => PostAsync(Aoki, request with { Operation = "rename" }));
    }

    [Fact]
    public async Task Simultaneous_edits_come_one_after_the_other()
    {
        var zones = Enumerable.Range(0, 8).Select(at => (Id: NewZone(), Shape: Box(139.02 + at * 0.01, 35.02, 139.03 + at * 0.01, 35.03))).ToArray();
        await Task.WhenAll(zones.Select(zone => PostAsync(Aoki, 0, "draw", new ZoneChange(zone.Id, "区域", zone.Shape))));
        var found = await FindAsync();
        Assert.Equal((8, 8), (found.State.Version, found.State.Zones.Count));
    }

    [Fact]
    public async Task Undo_and_redo_lead_back_and_forth_exactly()
    {
        var (west, east) = (NewZone(), NewZone());
        await PostAsync(Aoki, 0, "draw", new ZoneChange(west, "西", West));
        await PostAsync(Aoki, 1, "draw", new ZoneChange(east, "東", East));
        var both = (await FindAsync()).State;
        await UndoAsync(Aoki, 2);
        var one = await FindAsync();
        Assert.Null(one.State.Find(east));
        Assert.Equal(5, one.State.Find(west)!.Geometry.NumPoints);
        await UndoAsync(Aoki, 3);
        var none = await FindAsync();
        Assert.Empty(none.State.Zones);
        Assert.Equal((false, true), (none.CanUndo, none.CanRedo));
        await RedoAsync(Aoki, 4);
        await RedoAsync(Aoki, 5);
        var again = await FindAsync();
        Assert.All(both.Zones.Values, zone => Assert.True(ZoneChange.To(zone.Id, zone).Describes(again.State.Find(zone.Id))));
        await RefusedAsync(Refusal.Conflict, () => RedoAsync(Aoki, 6));
        Assert.Equal(["redo", "redo", "undo", "undo", "draw", "draw"], (await HistoryAsync()).Select(edit => edit.Operation));
        Assert.Equal([3, 4, 1, 2, null, null], (await HistoryAsync()).Select(edit => edit.Undoes));
    }

    [Fact]
    public async Task Undo_is_refused_when_the_zone_moved_on_and_says_who()
    {
        var (west, far) = (NewZone(), NewZone());
        await PostAsync(Aoki, 0, "draw", new ZoneChange(west, "西", West));
        await PostAsync(Baba, 1, "rename", new ZoneChange(west, "馬場案", null));
        var error = await RefusedAsync(Refusal.Conflict, () => UndoAsync(Aoki, 1));
        Assert.Contains("馬場", error.Message, StringComparison.Ordinal);
        Assert.Contains("版 2", error.Message, StringComparison.Ordinal);
        await PostAsync(Aoki, 2, "draw", new ZoneChange(far, "遠", Box(139.12, 35.02, 139.15, 35.05)));
        await PostAsync(Baba, 3, "rename", new ZoneChange(west, "馬場案2", null));
        await UndoAsync(Aoki, 3);
        var state = (await FindAsync()).State;
        Assert.Null(state.Find(far));
        Assert.Equal("馬場案2", state.Find(west)!.Name);
    }

    [Fact]
    public async Task An_undo_that_was_done_already_is_refused()
    {
        await PostAsync(Aoki, 0, "draw", new ZoneChange(NewZone(), "西", West));
        await UndoAsync(Aoki, 1);
        await RefusedAsync(Refusal.Conflict, () => UndoAsync(Baba, 1));
        await RefusedAsync(Refusal.Conflict, () => UndoAsync(Aoki, 2));
    }

    [Fact]
    public async Task Undoing_a_removal_fails_where_the_id_was_taken_since()
    {
        var zone = NewZone();
        await PostAsync(Aoki, 0, "draw", new ZoneChange(zone, "西", West));
        await PostAsync(Aoki, 1, "delete", ZoneChange.Delete(zone));
        var first = scenario;
        scenario = await database.Database.WriteAsync(Aoki, async session => (await ScenarioStore.CreateAsync(session, area, "第二案", Now)).Id, Now);
        await PostAsync(Aoki, 0, "draw", new ZoneChange(zone, "西", West));
        await RefusedAsync(Refusal.Conflict, () => PostAsync(Aoki, 1, "draw", new ZoneChange(zone, "西", West)));
        scenario = first;
        await RefusedAsync(Refusal.Conflict, () => UndoAsync(Aoki, 2));
        Assert.Equal(2, (await FindAsync()).State.Version);
    }

    [Fact]
    public async Task A_bad_version_client_or_edit_id_is_refused_by_name()
    {
        var change = new ZoneChange(NewZone(), "西", West);
        Assert.Equal("baseVersion", (await RefusedAsync(Refusal.BadInput, () => PostAsync(Aoki, 1, "draw", change))).Parameter);
        Assert.Equal("clientId", (await RefusedAsync(Refusal.BadInput, () => PostAsync(Aoki, new EditRequest(Guid.NewGuid(), "", 0, "draw", [change])))).Parameter);
        Assert.Equal("editId", (await RefusedAsync(Refusal.BadInput, () => PostAsync(Aoki, new EditRequest(Guid.Empty, "c", 0, "draw", [change])))).Parameter);
        Assert.Equal("changes", (await RefusedAsync(Refusal.BadInput, () => PostAsync(Aoki, new EditRequest(Guid.NewGuid(), "c", 0, "draw", [])))).Parameter);
    }

    [Fact]
    public async Task Names_are_trimmed_unique_and_short()
    {
        await RefusedAsync(Refusal.Conflict, () => database.Database.WriteAsync(Aoki, session => ScenarioStore.CreateAsync(session, area, "第一案", Now), Now));
        await RefusedAsync(Refusal.BadInput, () => database.Database.WriteAsync(Aoki, session => ScenarioStore.CreateAsync(session, area, new string('案', 201), Now), Now));
        await RefusedAsync(Refusal.BadInput, () => database.Database.WriteAsync(Aoki, session => ScenarioStore.RenameAsync(session, scenario, " ", Now), Now));
        var longest = string.Concat(Enumerable.Repeat("𠮷", 200));
        Assert.Equal(longest, (await database.Database.WriteAsync(Aoki, session => ScenarioStore.RenameAsync(session, scenario, longest, Now), Now)).Name);
    }

    [Fact]
    public async Task A_removed_scenario_takes_its_zones_and_history_along_though_history_cannot_be_rewritten()
    {
        await PostAsync(Aoki, 0, "draw", new ZoneChange(NewZone(), "西", West));
        var denied = await Assert.ThrowsAsync<PostgresException>(() => database.Database.WriteAsync(Aoki, async session =>
        {
            await using var command = new NpgsqlCommand("DELETE FROM gunmane.zone_edit", session.Connection);
            return await command.ExecuteNonQueryAsync(Now);
        }, Now));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, denied.SqlState);
        await database.Database.WriteAsync(Aoki, session => ScenarioStore.RemoveAsync(session, scenario, Now), Now);
        await RefusedAsync(Refusal.NotFound, () => HistoryAsync());
        Assert.DoesNotContain(await database.Database.ReadAsync(Aoki, session => ScenarioStore.ListAsync(session, area, Now), Now), line => line.Id == scenario);
    }

    [Fact]
    public async Task Listeners_hear_of_an_edit_and_facts_keep_their_version()
    {
        await using var connection = await database.Database.ListenAsync(Now);
        await using (var listen = new NpgsqlCommand("LISTEN gunmane_events", connection)) await listen.ExecuteNonQueryAsync(Now);
        var heard = new TaskCompletionSource<string>();
        connection.Notification += (_, notice) => { if (notice.Payload.Contains(scenario.Value.ToString(), StringComparison.Ordinal)) heard.TrySetResult(notice.Payload); };
        await PostAsync(Aoki, 0, "draw", new ZoneChange(NewZone(), "西", West));
        while (!heard.Task.IsCompleted) await connection.WaitAsync(Now);
        using var json = System.Text.Json.JsonDocument.Parse(await heard.Task);
        Assert.Equal("scenario", json.RootElement.GetProperty("event").GetString());
        Assert.Equal(("c1", 1, "draw"), (json.RootElement.GetProperty("data").GetProperty("clientId").GetString(),
            json.RootElement.GetProperty("data").GetProperty("version").GetInt32(), json.RootElement.GetProperty("data").GetProperty("operation").GetString()));
        Assert.Equal(7, await database.Database.ReadAsync(Aoki, session => session.ScalarAsync<long>("areas.version", Now, area.Value), Now));
    }

    private Task<EditAnswer> PostAsync(AccessScope who, int version, string operation, params ZoneChange[] changes) =>
        PostAsync(who, new EditRequest(Guid.NewGuid(), "c1", version, operation, changes));

    private Task<EditAnswer> PostAsync(AccessScope who, EditRequest request)
    {
        var id = scenario;
        return database.Database.WriteAsync(who, session => ZoneEditStore.PostAsync(session, id, request, Now), Now);
    }

    private Task<EditAnswer> UndoAsync(AccessScope who, int version) =>
        database.Database.WriteAsync(who, session => ZoneEditStore.UndoAsync(session, scenario, Step(version), Now), Now);

    private Task<EditAnswer> RedoAsync(AccessScope who, int version) =>
        database.Database.WriteAsync(who, session => ZoneEditStore.RedoAsync(session, scenario, Step(version), Now), Now);

    private Task<Scenario> FindAsync() => database.Database.ReadAsync(Aoki, session => ScenarioStore.FindAsync(session, scenario, Now), Now);

    private Task<IReadOnlyList<EditLine>> HistoryAsync() =>
        database.Database.ReadAsync(Aoki, session => ZoneEditStore.HistoryAsync(session, scenario, Now), Now);

    private static async Task<GunManeException> RefusedAsync<T>(Refusal refusal, Func<Task<T>> work)
    {
        var error = await Assert.ThrowsAsync<GunManeException>(work);
        Assert.Equal(refusal, error.Refusal);
        return error;
    }

    private static EditRequest Step(int version) => new(Guid.NewGuid(), "c1", version, "", []);

    private static ZoneId NewZone() => new(Guid.NewGuid());

    private static Polygon Box(double west, double south, double east, double north) => Shapes.Ring((west, south), (east, south), (east, north), (west, north));
}
