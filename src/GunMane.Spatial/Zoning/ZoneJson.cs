using System.Text.Json;
using System.Text.Json.Nodes;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Zoning;

/// <summary>Zones, changes and notes as JSON: the same in the history (<c>zone_edit</c>) and over HTTP.</summary>
public static class ZoneJson
{
    /// <summary>A zone: <c>{id, name, version, geometry}</c>.</summary>
    public static JsonObject Zone(Zone zone) => new()
    {
        ["id"] = zone.Id.Value, ["name"] = zone.Name, ["version"] = zone.Version, ["geometry"] = ZoneGeoJson.ToNode(zone.Geometry),
    };

    /// <summary>A complete change: <c>{zone, name, geometry}</c> or <c>{zone, deleted: true}</c>; with the version where one is given.</summary>
    public static JsonObject Change(ZoneChange change, int? version = null)
    {
        var json = new JsonObject { ["zone"] = change.Zone.Value };
        if (change.Deleted) json["deleted"] = true;
        else (json["name"], json["geometry"]) = (change.Name, ZoneGeoJson.ToNode(change.Geometry!));
        if (version is { } known) json["version"] = known;
        return json;
    }

    /// <summary>Complete changes.</summary>
    public static JsonArray Changes(IEnumerable<ZoneChange> changes) => new([.. changes.Select(change => Change(change))]);

    /// <summary>Warnings and repairs: <c>{warnings, repairs}</c>, each <c>[{ja, en, zone?}]</c>.</summary>
    public static JsonObject Notes(IEnumerable<ZoneNote> warnings, IEnumerable<ZoneNote> repairs) =>
        new() { ["warnings"] = Notes(warnings), ["repairs"] = Notes(repairs) };

    /// <summary>Reads what <see cref="Changes"/> wrote.</summary>
    public static IReadOnlyList<ZoneChange> ReadChanges(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(ReadChange)];
    }

    /// <summary>Reads what <see cref="Notes(IEnumerable{ZoneNote}, IEnumerable{ZoneNote})"/> wrote.</summary>
    public static (IReadOnlyList<ZoneNote> Warnings, IReadOnlyList<ZoneNote> Repairs) ReadNotes(string json)
    {
        using var document = JsonDocument.Parse(json);
        return (ReadNotes(document.RootElement.GetProperty("warnings")), ReadNotes(document.RootElement.GetProperty("repairs")));
    }

    /// <summary>Notes as <c>[{ja, en, zone?}]</c>.</summary>
    public static JsonArray Notes(IEnumerable<ZoneNote> notes) => new([.. notes.Select(note =>
    {
        var json = new JsonObject { ["ja"] = note.Ja, ["en"] = note.En };
        if (note.Zone is { } zone) json["zone"] = zone.Value;
        return (JsonNode)json;
    })]);

    private static ZoneChange ReadChange(JsonElement json)
    {
        var zone = new ZoneId(json.GetProperty("zone").GetGuid());
        return json.TryGetProperty("deleted", out _)
            ? ZoneChange.Delete(zone)
            : new ZoneChange(zone, json.GetProperty("name").GetString(), ZoneGeoJson.Read(json.GetProperty("geometry"), "geometry"));
    }

    private static IReadOnlyList<ZoneNote> ReadNotes(JsonElement notes) => [.. notes.EnumerateArray().Select(note => new ZoneNote(
        note.GetProperty("ja").GetString()!, note.GetProperty("en").GetString()!,
        note.TryGetProperty("zone", out var zone) ? new ZoneId(zone.GetGuid()) : null))];
}
