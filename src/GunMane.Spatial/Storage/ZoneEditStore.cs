using GunMane.Spatial.Geo;
using GunMane.Spatial.Model;
using GunMane.Spatial.Zoning;
using NetTopologySuite.Geometries;

namespace GunMane.Spatial.Storage;

/// <summary>An edit as a client posts it.</summary>
/// <param name="EditId">Id by the client; a second post of it gets the first answer.</param>
/// <param name="ClientId">Which client, so that it knows its own events.</param>
/// <param name="BaseVersion">Scenario version that the client had before it.</param>
/// <param name="Operation">One of <see cref="ZoneOperations"/>.</param>
/// <param name="Changes">The changes asked for; empty for undo and redo.</param>
public sealed record EditRequest(Guid EditId, string ClientId, int BaseVersion, string Operation, IReadOnlyList<ZoneChange> Changes);

/// <summary>What became of an edit.</summary>
/// <param name="Version">The scenario's version with it.</param>
/// <param name="Changes">Every zone touched, as stored.</param>
/// <param name="Warnings">What the planner should look at.</param>
/// <param name="Repairs">What was repaired.</param>
public sealed record EditAnswer(int Version, IReadOnlyList<ZoneChange> Changes, IReadOnlyList<ZoneNote> Warnings, IReadOnlyList<ZoneNote> Repairs);

/// <summary>A line of a scenario's history.</summary>
public sealed record EditLine(int Version, string Operation, string Actor, DateTimeOffset EditedAt, int? Undoes, IReadOnlyList<Guid> Zones);

/// <summary>
/// Zone edits. An edit locks its scenario's row, so edits of a scenario come one after the other; it is stored with
/// its inverse or not at all, and never changed afterwards.
/// </summary>
public static class ZoneEditStore
{
    private const int LongestClientId = 100;

    /// <summary>Applies an edit and stores it.</summary>
    /// <exception cref="GunManeException">NotFound; BadInput; Stale (412) with <c>base</c> and <c>current</c> if a zone named changed after the base version;
    /// Conflict if a zone is there already, or the edit id was used for another operation.</exception>
    public static Task<EditAnswer> PostAsync(Session session, ScenarioId id, EditRequest request, CancellationToken cancellation) =>
        EditAsync(session, id, request, async open =>
        {
            await RefuseTakenAsync(open, request, cancellation);
            foreach (var change in request.Changes) await RefuseStaleAsync(open, request.BaseVersion, change.Zone, cancellation);
            return (ZoneEdit.Apply(open.State, request.Operation, request.Changes), null);
        }, cancellation);

    /// <summary>Takes back the last edit that stood at the base version; other people's later edits of other zones stay.</summary>
    /// <exception cref="GunManeException">NotFound; BadInput; Conflict if there is nothing to undo or one of its zones changed since (the message says by whom).</exception>
    public static Task<EditAnswer> UndoAsync(Session session, ScenarioId id, EditRequest request, CancellationToken cancellation) =>
        EditAsync(session, id, request with { Operation = ZoneOperations.Undo, Changes = [] },
            open => TakeBackAsync(open, request.BaseVersion, stack => stack.Undo, "元に戻す", "undo", cancellation), cancellation);

    /// <summary>Takes back the last undo that stood at the base version.</summary>
    /// <exception cref="GunManeException">As for undo.</exception>
    public static Task<EditAnswer> RedoAsync(Session session, ScenarioId id, EditRequest request, CancellationToken cancellation) =>
        EditAsync(session, id, request with { Operation = ZoneOperations.Redo, Changes = [] },
            open => TakeBackAsync(open, request.BaseVersion, stack => stack.Redo, "やり直す", "redo", cancellation), cancellation);

    /// <summary>The history of a scenario, newest first.</summary>
    /// <exception cref="GunManeException">There is no such scenario (NotFound).</exception>
    public static async Task<IReadOnlyList<EditLine>> HistoryAsync(Session session, ScenarioId id, CancellationToken cancellation)
    {
        await ScenarioStore.HeadAsync(session, "scenarios.find", id, cancellation);
        return await session.ListAsync("scenarios.history", row => new EditLine(
            row.GetInt32(0), row.GetString(1), row.GetString(2), row.GetFieldValue<DateTimeOffset>(3),
            row.IsDBNull(4) ? null : row.GetInt32(4), row.GetFieldValue<Guid[]>(5)), cancellation, id.Value);
    }

    private static async Task<EditAnswer> EditAsync(Session session, ScenarioId id, EditRequest request,
        Func<OpenScenario, Task<(EditOutcome Outcome, int? Undoes)>> work, CancellationToken cancellation)
    {
        var head = await ScenarioStore.HeadAsync(session, "scenarios.lock", id, cancellation);
        if (await AnsweredAsync(session, id, request, cancellation) is { } first) return first;
        Check(request, head.Version);
        var open = new OpenScenario(session, id, head.AreaId, await ScenarioStore.StateAsync(session, id, head.Version, cancellation));
        var (outcome, undoes) = await work(open);
        var answer = new EditAnswer(head.Version + 1, outcome.Changes,
            [.. outcome.Warnings, .. await PlacesAsync(open, request, outcome, cancellation)], outcome.Repairs);
        await StoreAsync(open, request, answer, outcome.Inverse, undoes, cancellation);
        return answer;
    }

    private static void Check(EditRequest request, int version)
    {
        if (request.EditId == Guid.Empty) throw Refuse("editId に uuid を付けてください。", "editId is a uuid.", "editId");
        if (request.ClientId.Length is 0 or > LongestClientId || request.ClientId.Any(char.IsControl))
            throw Refuse($"clientId は 1～{LongestClientId} 文字です。", $"clientId has 1 to {LongestClientId} characters.", "clientId");
        if (request.BaseVersion < 0 || request.BaseVersion > version)
            throw Refuse($"baseVersion {request.BaseVersion} はまだありません。今の版は {version} です。", $"The present version is {version}.", "baseVersion");
    }

    private static async Task<EditAnswer?> AnsweredAsync(Session session, ScenarioId id, EditRequest request, CancellationToken cancellation)
    {
        var answered = await session.ListAsync("scenarios.answered",
            row => (Version: row.GetInt32(0), Operation: row.GetString(1), Changes: row.GetString(2), Notes: row.GetString(3)), cancellation, id.Value, request.EditId);
        if (answered is not [var first]) return null;
        if (first.Operation != request.Operation)
            throw new GunManeException(Refusal.Conflict,
                $"editId {request.EditId} は別の操作（{first.Operation}）に使われています。(This editId was used for another operation.)", "editId");
        var (warnings, repairs) = ZoneJson.ReadNotes(first.Notes);
        return new EditAnswer(first.Version, ZoneJson.ReadChanges(first.Changes), warnings, repairs);
    }

    private static async Task RefuseTakenAsync(OpenScenario open, EditRequest request, CancellationToken cancellation)
    {
        var made = request.Changes.Select(change => change.Zone).Where(zone => open.State.Find(zone) is null).Select(zone => zone.Value).ToArray();
        if (made.Length == 0) return;
        var taken = await open.Session.ListAsync("scenarios.taken", row => row.GetGuid(0), cancellation, made);
        if (taken.Count > 0) throw Taken(new ZoneId(taken[0]));
    }

    private static async Task RefuseStaleAsync(OpenScenario open, int baseVersion, ZoneId zone, CancellationToken cancellation)
    {
        var last = await LastAsync(open, zone, open.State.Version, cancellation);
        if (last is null || last.Version <= baseVersion) return;
        var known = await LastAsync(open, zone, baseVersion, cancellation);
        var name = open.State.Find(zone)?.Name ?? known?.Change.Name ?? zone.Value.ToString();
        throw new GunManeException(Refusal.Stale,
            $"区域「{name}」は {last.Actor} が版 {last.Version} で変えています。今の形を見て、もう一度行ってください。(Zone {name} was changed by {last.Actor} in version {last.Version}.)", "baseVersion")
        {
            Details = new Dictionary<string, object?>
            {
                ["zone"] = zone.Value,
                ["base"] = known is null ? null : ZoneJson.Change(known.Change, known.Version),
                ["current"] = ZoneJson.Change(last.Change, last.Version),
            },
        };
    }

    private static async Task<(EditOutcome, int?)> TakeBackAsync(
        OpenScenario open, int baseVersion, Func<EditStack, IReadOnlyList<int>> stack, string ja, string en, CancellationToken cancellation)
    {
        var steps = await ScenarioStore.StepsAsync(open.Session, open.Id, cancellation);
        if (stack(EditStack.Of(steps.Where(step => step.Version <= baseVersion))) is not [.., var target])
            throw new GunManeException(Refusal.Conflict, $"{ja}操作がありません。(There is nothing to {en}.)");
        var (changes, inverse) = (await open.Session.ListAsync("scenarios.edit",
            row => (ZoneJson.ReadChanges(row.GetString(0)), ZoneJson.ReadChanges(row.GetString(1))), cancellation, open.Id.Value, target)).Single();
        var outcome = ZoneEdit.TakeBack(open.State, changes, inverse, out var moved);
        if (outcome is not null && stack(EditStack.Of(steps)).Contains(target)) return (outcome, target);
        var blame = await LastAsync(open, moved ?? changes[0].Zone, open.State.Version, cancellation);
        var name = open.State.Find(moved ?? changes[0].Zone)?.Name ?? changes[0].Name ?? "";
        throw new GunManeException(Refusal.Conflict,
            $"{ja}ことができません。区域「{name}」はその後 {blame?.Actor} が版 {blame?.Version} で変えました。(Cannot {en}: zone {name} was changed since by {blame?.Actor} in version {blame?.Version}.)");
    }

    private static async Task<LastEdit?> LastAsync(OpenScenario open, ZoneId zone, int upTo, CancellationToken cancellation) =>
        (await open.Session.ListAsync("scenarios.last_of_zone",
            row => new LastEdit(row.GetInt32(0), row.GetString(1), ZoneJson.ReadChanges($"[{row.GetString(3)}]")[0]),
            cancellation, open.Id.Value, zone.Value, upTo)).SingleOrDefault();

    private static async Task<List<ZoneNote>> PlacesAsync(OpenScenario open, EditRequest request, EditOutcome outcome, CancellationToken cancellation)
    {
        var notes = new List<ZoneNote>();
        var reshaped = request.Changes.Where(change => change.Geometry is not null).Select(change => change.Zone).ToHashSet();
        foreach (var zone in outcome.Changes.Where(change => !change.Deleted && reshaped.Contains(change.Zone)))
        {
            var (inside, holds) = (await open.Session.ListAsync("scenarios.place",
                row => (row.IsDBNull(0) || row.GetBoolean(0), row.GetBoolean(1)), cancellation, open.Area.Value, zone.Geometry)).Single();
            if (!inside) notes.Add(new ZoneNote($"「{zone.Name}」は対象地域の市区町村の外にあります。", $"{zone.Name} lies outside of the study area.", zone.Zone));
            if (!holds) notes.Add(new ZoneNote($"「{zone.Name}」の中に施設がありません。", $"{zone.Name} holds no asset.", zone.Zone));
        }

        return notes;
    }

    private static async Task StoreAsync(OpenScenario open, EditRequest request, EditAnswer answer,
        IReadOnlyList<ZoneChange> inverse, int? undoes, CancellationToken cancellation)
    {
        foreach (var change in answer.Changes)
        {
            var rows = change.Deleted
                ? await open.Session.ExecuteAsync("scenarios.drop_zone", cancellation, open.Id.Value, change.Zone.Value)
                : await open.Session.ExecuteAsync("scenarios.put_zone", cancellation,
                    change.Zone.Value, open.Id.Value, open.Area.Value, change.Name, answer.Version, change.Geometry);
            if (rows == 0) throw Taken(change.Zone);
        }

        await open.Session.ExecuteAsync("scenarios.raise", cancellation, open.Id.Value, answer.Version);
        await open.Session.ExecuteAsync("scenarios.record", cancellation,
            open.Id.Value, answer.Version, request.EditId, request.ClientId, request.BaseVersion, request.Operation,
            ZoneJson.Changes(answer.Changes).ToJsonString(), ZoneJson.Changes(inverse).ToJsonString(),
            ZoneJson.Notes(answer.Warnings, answer.Repairs).ToJsonString(), undoes, open.Session.Scope.Actor, Touched([.. answer.Changes, .. inverse]));
        await ScenarioStore.TellAsync(open.Session, open.Id, open.Area, answer.Version, request.ClientId, request.Operation, cancellation);
    }

    // Null where a change does not tell its zone's shape: it may be anywhere.
    private static Geometry? Touched(IReadOnlyList<ZoneChange> changes)
    {
        if (changes.Any(change => !change.Deleted && change.Geometry is null)) return null;
        var all = new Envelope();
        foreach (var change in changes.Where(change => change.Geometry is not null)) all.ExpandToInclude(change.Geometry!.EnvelopeInternal);
        return all.IsNull ? null : Crs.StorageFactory.ToGeometry(all);
    }

    private static GunManeException Taken(ZoneId zone) => new(Refusal.Conflict,
        $"区域 {zone.Value} は別の検討案にあります。新しい id を付けてください。(This zone id belongs to another scenario.)", "changes");

    private static GunManeException Refuse(string ja, string en, string parameter) => new(Refusal.BadInput, $"{ja}({en})", parameter);

    // A scenario whose row this transaction holds.
    private sealed record OpenScenario(Session Session, ScenarioId Id, StudyAreaId Area, ScenarioState State);

    private sealed record LastEdit(int Version, string Actor, ZoneChange Change);
}
