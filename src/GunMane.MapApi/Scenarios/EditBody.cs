using System.Text.Json;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using GunMane.Spatial.Zoning;

namespace GunMane.MapApi.Scenarios;

/// <summary>Reads the bodies of edits; whatever is wrong names its member.</summary>
internal static class EditBody
{
    private static readonly string[] StepMembers = ["editId", "clientId", "baseVersion"];
    private static readonly string[] EditMembers = [.. StepMembers, "operation", "changes"];
    private static readonly string[] ChangeMembers = ["zone", "name", "geometry", "deleted"];

    /// <summary><c>{editId, clientId, baseVersion, operation, changes}</c>.</summary>
    /// <exception cref="GunManeException">BadInput: a member is missing, unknown, or not what it should be.</exception>
    public static EditRequest Read(JsonElement body)
    {
        Expect(body, EditMembers, "body");
        var operation = Text(body, "operation", "operation");
        if (!ZoneOperations.Postable.Contains(operation))
            throw Refuse($"operation「{operation}」はありません。使えるもの: {string.Join(", ", ZoneOperations.Postable)}。", "Unknown operation.", "operation");
        if (!body.TryGetProperty("changes", out var changes) || changes.ValueKind != JsonValueKind.Array)
            throw Refuse("changes（配列）が必要です。", "changes is an array.", "changes");
        return Step(body, operation) with { Changes = [.. changes.EnumerateArray().Select((change, at) => ReadChange(change, $"changes[{at}]"))] };
    }

    /// <summary><c>{editId, clientId, baseVersion}</c> of undo and redo.</summary>
    /// <exception cref="GunManeException">As for edits.</exception>
    public static EditRequest ReadStep(JsonElement body, string operation)
    {
        Expect(body, StepMembers, "body");
        return Step(body, operation);
    }

    private static EditRequest Step(JsonElement body, string operation) =>
        new(Id(body, "editId", "editId"), Text(body, "clientId", "clientId"), Version(body), operation, []);

    private static int Version(JsonElement body) =>
        body.TryGetProperty("baseVersion", out var version) && version.ValueKind == JsonValueKind.Number && version.TryGetInt32(out var number)
            ? number
            : throw Refuse("baseVersion（整数）が必要です。", "baseVersion is a whole number.", "baseVersion");

    private static ZoneChange ReadChange(JsonElement change, string place)
    {
        Expect(change, ChangeMembers, place);
        var zone = new ZoneId(Id(change, "zone", $"{place}.zone"));
        var deleted = change.TryGetProperty("deleted", out var flag) && flag.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw Refuse("deleted は true か false です。", "deleted is true or false.", $"{place}.deleted"),
        };
        if (deleted) return ZoneChange.Delete(zone);
        var name = change.TryGetProperty("name", out var given) && given.ValueKind != JsonValueKind.Null ? Text(change, "name", $"{place}.name") : null;
        var geometry = change.TryGetProperty("geometry", out var drawn) && drawn.ValueKind != JsonValueKind.Null
            ? ZoneGeoJson.Read(drawn, $"{place}.geometry") : null;
        return new ZoneChange(zone, name, geometry);
    }

    private static void Expect(JsonElement json, string[] members, string place)
    {
        if (json.ValueKind != JsonValueKind.Object) throw Refuse("オブジェクトが必要です。", "An object is needed.", place);
        foreach (var member in json.EnumerateObject().Where(member => !members.Contains(member.Name, StringComparer.Ordinal)))
            throw Refuse($"「{member.Name}」は使えません。使えるもの: {string.Join(", ", members)}。", "Unknown member.", place == "body" ? member.Name : $"{place}.{member.Name}");
    }

    private static string Text(JsonElement json, string name, string place) =>
        json.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()!
            : throw Refuse($"{name}（文字列）が必要です。", $"{name} is a string.", place);

    private static Guid Id(JsonElement json, string name, string place) =>
        json.TryGetProperty(name, out var id) && id.ValueKind == JsonValueKind.String && id.TryGetGuid(out var guid) && guid != Guid.Empty
            ? guid
            : throw Refuse($"{name}（uuid）が必要です。", $"{name} is a uuid.", place);

    private static GunManeException Refuse(string ja, string en, string place) => new(Refusal.BadInput, $"{ja}({en})", place);
}
