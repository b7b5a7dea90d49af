using System.Globalization;
using GunMane.Spatial.Model;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Overlay;
using NetTopologySuite.Operation.OverlayNG;

namespace GunMane.Spatial.Zoning;

/// <summary>Kinds of zone edits (区域の操作), as stored and served.</summary>
public static class ZoneOperations
{
    /// <summary>Draw a new zone.</summary>
    public const string Draw = "draw";

    /// <summary>Change the geometry of a zone.</summary>
    public const string Reshape = "reshape";

    /// <summary>Change the name of a zone.</summary>
    public const string Rename = "rename";

    /// <summary>Remove a zone.</summary>
    public const string Delete = "delete";

    /// <summary>Take the outline of a candidate group as a new zone.</summary>
    public const string AcceptGroup = "accept_group";

    /// <summary>Take zones from a file.</summary>
    public const string Import = "import";

    /// <summary>Take back an earlier edit.</summary>
    public const string Undo = "undo";

    /// <summary>Take back an undo.</summary>
    public const string Redo = "redo";

    /// <summary>What a client may post as an edit; import, undo and redo have their own calls.</summary>
    public static IReadOnlyList<string> Postable { get; } = [Draw, Reshape, Rename, Delete, AcceptGroup];
}

/// <summary>What an edit does to a scenario.</summary>
/// <param name="Changes">Every zone touched as it stands afterwards, neighbours that received a node among them.</param>
/// <param name="Inverse">The changes that lead back.</param>
/// <param name="Warnings">What the planner should look at.</param>
/// <param name="Repairs">What had to be repaired in a geometry.</param>
public sealed record EditOutcome(
    IReadOnlyList<ZoneChange> Changes, IReadOnlyList<ZoneChange> Inverse, IReadOnlyList<ZoneNote> Warnings, IReadOnlyList<ZoneNote> Repairs);

/// <summary>Zone edits as pure functions: a state and an edit in, the changes and their inverse out.</summary>
public static class ZoneEdit
{
    /// <summary>Most zones that one edit may name.</summary>
    public const int MostChanges = 1_000;

    private const double WorthMentioningM2 = 1;

    /// <summary>Works out an edit.</summary>
    /// <param name="state">The scenario before.</param>
    /// <param name="operation">One of <see cref="ZoneOperations"/>; draw and accept_group make zones, the others but import change existing ones.</param>
    /// <param name="asked">The changes asked for; names and geometries that are absent stay.</param>
    /// <exception cref="GunManeException">BadInput (what and where), NotFound or Conflict for a zone that isn't or is already there.</exception>
    public static EditOutcome Apply(ScenarioState state, string operation, IReadOnlyList<ZoneChange> asked)
    {
        if (asked.Count is 0 or > MostChanges)
            throw Refuse(Refusal.BadInput, $"変更する区域を 1～{MostChanges} 個指定してください。", $"Name 1 to {MostChanges} zones.", "changes");
        if (asked.DistinctBy(change => change.Zone).Count() != asked.Count)
            throw Refuse(Refusal.BadInput, "同じ区域が 2 度指定されています。", "A zone is named twice.", "changes");
        var repairs = new List<ZoneNote>();
        var after = state;
        for (var at = 0; at < asked.Count; at++)
        {
            var complete = Complete(state, operation, asked[at], $"changes[{at}]", repairs);
            after = Joined(after, complete, asked[at].Geometry is not null);
        }

        var changes = Differences(state, after, asked);
        return new EditOutcome(changes, [.. changes.Select(change => ZoneChange.To(change.Zone, state.Find(change.Zone)))],
            Overlaps(after, asked), repairs);
    }

    /// <summary>Works out how an earlier edit is taken back: its inverse, exactly.</summary>
    /// <param name="state">The scenario now.</param>
    /// <param name="changes">What the earlier edit did.</param>
    /// <param name="inverse">Its inverse.</param>
    /// <param name="moved">The first zone that no longer stands as the edit left it; then the outcome is null.</param>
    public static EditOutcome? TakeBack(ScenarioState state, IReadOnlyList<ZoneChange> changes, IReadOnlyList<ZoneChange> inverse, out ZoneId? moved)
    {
        moved = changes.FirstOrDefault(change => !change.Describes(state.Find(change.Zone)))?.Zone;
        return moved is null ? new EditOutcome(inverse, changes, [], []) : null;
    }

    private static ZoneChange Complete(ScenarioState state, string operation, ZoneChange asked, string place, List<ZoneNote> repairs)
    {
        var present = state.Find(asked.Zone);
        Expect(operation, asked, present, place);
        if (asked.Deleted) return asked;
        var name = asked.Name is null && present is not null ? present.Name : ZoneNames.Accept(asked.Name, $"{place}.name");
        if (asked.Geometry is null)
            return new ZoneChange(asked.Zone, name, present?.Geometry ?? throw Refuse(Refusal.BadInput, "新しい区域には形が必要です。", "A new zone needs a geometry.", $"{place}.geometry"));
        var prepared = ZoneGeometry.Prepare(asked.Geometry, $"{place}.geometry");
        repairs.AddRange(prepared.Repairs.Select(repair => repair with { Zone = asked.Zone }));
        return new ZoneChange(asked.Zone, name, prepared.Geometry);
    }

    private static void Expect(string operation, ZoneChange asked, Zone? present, string place)
    {
        var makes = operation is ZoneOperations.Draw or ZoneOperations.AcceptGroup;
        if (makes && present is not null)
            throw Refuse(Refusal.Conflict, $"区域「{present.Name}」は既にあります。新しい区域には新しい id を付けてください。", "The zone exists already: use a new id.", $"{place}.zone");
        if (present is null && (asked.Deleted || !(makes || operation == ZoneOperations.Import)))
            throw Refuse(Refusal.NotFound, $"区域 {asked.Zone.Value} はこの検討案にありません。", "There is no such zone in this scenario.", $"{place}.zone");
        if (asked.Deleted != (operation == ZoneOperations.Delete))
            throw Refuse(Refusal.BadInput, $"操作 {operation} と deleted が合いません。", "operation and deleted contradict each other.", $"{place}.deleted");
    }

    private static ScenarioState Joined(ScenarioState state, ZoneChange change, bool reshaped)
    {
        if (change.Deleted || !reshaped) return Put(state, change);
        var joined = SharedNodes.Join(change.Geometry!, state.Zones.Values.Where(zone => zone.Id != change.Zone));
        var next = Put(state, change with { Geometry = joined.Geometry });
        foreach (var (zone, geometry) in joined.Neighbours) next = Put(next, new ZoneChange(zone, next.Find(zone)!.Name, geometry));
        return next;
    }

    // The version is raised once per edit, by whoever stores it.
    private static ScenarioState Put(ScenarioState state, ZoneChange change) => state.With([change]) with { Version = state.Version };

    private static List<ZoneChange> Differences(ScenarioState before, ScenarioState after, IReadOnlyList<ZoneChange> asked)
    {
        var named = asked.Select(change => change.Zone).ToHashSet();
        var neighbours = after.Zones.Values.Where(zone => !named.Contains(zone.Id) && !ReferenceEquals(zone, before.Find(zone.Id)));
        return [.. asked.Select(change => change.Zone).Concat(neighbours.Select(zone => zone.Id)).Select(zone => ZoneChange.To(zone, after.Find(zone)))];
    }

    private static List<ZoneNote> Overlaps(ScenarioState after, IReadOnlyList<ZoneChange> asked)
    {
        var notes = new List<ZoneNote>();
        var seen = new HashSet<ZoneId>();
        foreach (var zone in asked.Where(change => !change.Deleted).Select(change => after.Find(change.Zone)!))
        {
            seen.Add(zone.Id);
            if (after.Zones.Values.Any(other => other.Id != zone.Id && other.Name == zone.Name))
                notes.Add(new ZoneNote($"同じ名前の区域「{zone.Name}」がほかにあります。", $"Another zone is named {zone.Name} too.", zone.Id));
            notes.AddRange(after.Zones.Values.Where(other => !seen.Contains(other.Id)).Select(other => Overlap(zone, other)).OfType<ZoneNote>());
        }

        return notes;
    }

    private static ZoneNote? Overlap(Zone zone, Zone other)
    {
        if (!zone.Geometry.EnvelopeInternal.Intersects(other.Geometry.EnvelopeInternal)) return null;
        var squareMetres = ZoneMeasure.AreaM2(OverlayNGRobust.Overlay(zone.Geometry, other.Geometry, SpatialFunction.Intersection));
        if (squareMetres <= WorthMentioningM2) return null;
        var ha = (squareMetres / 10_000).ToString("#,0.####", CultureInfo.InvariantCulture);
        return new ZoneNote($"「{zone.Name}」は「{other.Name}」と {ha} ha 重なっています。", $"{zone.Name} overlaps {other.Name} by {ha} ha.", zone.Id);
    }

    private static GunManeException Refuse(Refusal refusal, string ja, string en, string parameter) => new(refusal, $"{ja}({en})", parameter);
}
