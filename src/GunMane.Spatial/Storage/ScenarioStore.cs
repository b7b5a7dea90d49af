using System.Collections.Immutable;
using GunMane.Spatial.Model;
using GunMane.Spatial.Zoning;
using NetTopologySuite.Geometries;
using Npgsql;

namespace GunMane.Spatial.Storage;

/// <summary>A scenario in a list.</summary>
public sealed record ScenarioLine(ScenarioId Id, string Name, int Version, int Zones, DateTimeOffset CreatedAt);

/// <summary>A scenario (検討案) with its zones.</summary>
/// <param name="Id">Public id.</param>
/// <param name="AreaId">Its study area.</param>
/// <param name="Area">Code of the study area.</param>
/// <param name="Name">Name, unique in the study area.</param>
/// <param name="State">Its zones at its version.</param>
/// <param name="CanUndo">Whether an edit stands that can be undone.</param>
/// <param name="CanRedo">Whether an undo stands that can be redone.</param>
public sealed record Scenario(ScenarioId Id, StudyAreaId AreaId, string Area, string Name, ScenarioState State, bool CanUndo, bool CanRedo);

/// <summary>
/// Scenarios. Every method runs in the caller's session. What happens to a scenario is told on the channel
/// <c>gunmane_events</c> when the transaction commits; the study area's data version stays, the scenario's own version is the key.
/// </summary>
public static class ScenarioStore
{
    /// <summary>The scenarios of a study area, oldest first.</summary>
    public static Task<IReadOnlyList<ScenarioLine>> ListAsync(Session session, StudyAreaId area, CancellationToken cancellation) =>
        session.ListAsync("scenarios.list", row => new ScenarioLine(
            new ScenarioId(row.GetGuid(0)), row.GetString(1), row.GetInt32(2), row.GetInt32(3), row.GetFieldValue<DateTimeOffset>(4)), cancellation, area.Value);

    /// <summary>Makes an empty scenario.</summary>
    /// <exception cref="GunManeException">The name is taken (Conflict) or none (BadInput).</exception>
    public static async Task<Scenario> CreateAsync(Session session, StudyAreaId area, string? name, CancellationToken cancellation)
    {
        var accepted = ZoneNames.Accept(name, "name");
        var id = await NamedAsync(accepted, () => session.ScalarAsync<Guid>("scenarios.create", cancellation, area.Value, accepted, session.Scope.Actor));
        var made = await FindAsync(session, new ScenarioId(id), cancellation);
        await TellAsync(session, made.Id, area, 0, "", "scenario_create", cancellation);
        return made;
    }

    /// <summary>A scenario with its zones.</summary>
    /// <exception cref="GunManeException">There is none (NotFound).</exception>
    public static async Task<Scenario> FindAsync(Session session, ScenarioId id, CancellationToken cancellation)
    {
        var head = await HeadAsync(session, "scenarios.find", id, cancellation);
        var state = await StateAsync(session, id, head.Version, cancellation);
        var stack = EditStack.Of(await StepsAsync(session, id, cancellation));
        return new Scenario(id, head.AreaId, head.Area, head.Name, state, stack.NextUndo is not null, stack.NextRedo is not null);
    }

    /// <summary>The zones of a scenario as they stood at a version, from its append-only edits; version 0 is the empty scenario that was made.</summary>
    /// <exception cref="GunManeException">There is no such scenario, or it has not come to that version (NotFound).</exception>
    public static async Task<(string Area, string Name, ScenarioState State)> AtVersionAsync(Session session, ScenarioId id, int version, CancellationToken cancellation)
    {
        var head = await HeadAsync(session, "scenarios.find", id, cancellation);
        if (version > head.Version)
            throw new GunManeException(Refusal.NotFound, $"検討案 {id.Value} はまだ第 {head.Version} 版です。(The scenario has come to version {head.Version} only.)", "version");
        var changes = await session.ListAsync("scenarios.at_version", row => (Version: row.GetInt32(0), Change: ZoneJson.ReadChanges(row.GetString(1))[0]), cancellation, id.Value, version);
        return (head.Area, head.Name, new ScenarioState(version, changes.Where(one => !one.Change.Deleted)
            .Select(one => new Zone(one.Change.Zone, one.Change.Name!, one.Version, one.Change.Geometry!)).ToImmutableSortedDictionary(zone => zone.Id.Value, zone => zone)));
    }

    /// <summary>The id of the scenario of a name, or null.</summary>
    public static async Task<ScenarioId?> ByNameAsync(Session session, StudyAreaId area, string name, CancellationToken cancellation) =>
        await session.ScalarAsync<Guid>("scenarios.by_name", cancellation, area.Value, name) is var id && id != default ? new ScenarioId(id) : null;

    /// <summary>A zone of a scenario.</summary>
    /// <exception cref="GunManeException">There is none (NotFound).</exception>
    public static Zone Zone(Scenario scenario, ZoneId id) => scenario.State.Find(id)
        ?? throw new GunManeException(Refusal.NotFound, $"区域 {id.Value} は検討案「{scenario.Name}」にありません。(There is no such zone in this scenario.)", "zone");

    /// <summary>Gives a scenario another name; its version stays.</summary>
    /// <exception cref="GunManeException">NotFound; Conflict if the name is taken; BadInput.</exception>
    public static async Task<Scenario> RenameAsync(Session session, ScenarioId id, string? name, CancellationToken cancellation)
    {
        var accepted = ZoneNames.Accept(name, "name");
        var head = await HeadAsync(session, "scenarios.lock", id, cancellation);
        await NamedAsync(accepted, () => session.ExecuteAsync("scenarios.rename", cancellation, id.Value, accepted));
        await TellAsync(session, id, head.AreaId, head.Version, "", "scenario_rename", cancellation);
        return await FindAsync(session, id, cancellation);
    }

    /// <summary>Removes a scenario with its zones and history.</summary>
    /// <exception cref="GunManeException">There is none (NotFound).</exception>
    public static async Task RemoveAsync(Session session, ScenarioId id, CancellationToken cancellation)
    {
        var head = await HeadAsync(session, "scenarios.lock", id, cancellation);
        await session.ExecuteAsync("scenarios.remove", cancellation, id.Value);
        await TellAsync(session, id, head.AreaId, head.Version, "", "scenario_remove", cancellation);
    }

    /// <summary>What a scenario is, without its zones; <paramref name="query"/> says whether its row is locked.</summary>
    internal static async Task<(StudyAreaId AreaId, string Area, string Name, int Version)> HeadAsync(
        Session session, string query, ScenarioId id, CancellationToken cancellation) =>
        (await session.ListAsync(query, row => (new StudyAreaId(row.GetInt32(0)), row.GetString(1), row.GetString(2), row.GetInt32(3)), cancellation, id.Value))
            is [var head] ? head : throw new GunManeException(Refusal.NotFound, $"検討案 {id.Value} はありません。(There is no such scenario.)", "id");

    /// <summary>The zones of a scenario as they stand.</summary>
    internal static async Task<ScenarioState> StateAsync(Session session, ScenarioId id, int version, CancellationToken cancellation)
    {
        var zones = await session.ListAsync("scenarios.zones", row => new Zone(
            new ZoneId(row.GetGuid(0)), row.GetString(1), row.GetInt32(2), row.GetFieldValue<Geometry>(3)), cancellation, id.Value);
        return new ScenarioState(version, zones.ToImmutableSortedDictionary(zone => zone.Id.Value, zone => zone));
    }

    /// <summary>The history in short, oldest first.</summary>
    internal static Task<IReadOnlyList<EditStep>> StepsAsync(Session session, ScenarioId id, CancellationToken cancellation) =>
        session.ListAsync("scenarios.steps",
            row => new EditStep(row.GetInt32(0), row.GetString(1), row.IsDBNull(2) ? null : row.GetInt32(2)), cancellation, id.Value);

    /// <summary>Tells listeners when the transaction commits.</summary>
    internal static Task TellAsync(
        Session session, ScenarioId id, StudyAreaId area, int version, string clientId, string operation, CancellationToken cancellation) =>
        session.ExecuteAsync("scenarios.tell", cancellation, area.Value, id.Value, version, clientId, operation);

    private static async Task<T> NamedAsync<T>(string name, Func<Task<T>> write)
    {
        try
        {
            return await write();
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw new GunManeException(Refusal.Conflict, $"検討案「{name}」は既にあります。別の名前を付けてください。(The scenario {name} exists already.)", "name");
        }
    }
}
