using System.Text.Json;
using System.Text.Json.Nodes;
using GunMane.MapApi.Http;
using GunMane.Spatial.Geo;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using GunMane.Spatial.Zoning;
using NetTopologySuite.Geometries;

namespace GunMane.MapApi.Features;

/// <summary>What a client sends for a zone: a GeoJSON feature, or a JSON merge patch of one.</summary>
/// <param name="Id">Its id, where it states one.</param>
/// <param name="Scenario">Id of the scenario, where it states one.</param>
/// <param name="Name">Name; null: not stated.</param>
/// <param name="Geometry">Geometry with the axes in the order of <paramref name="Crs"/>; null: not stated.</param>
/// <param name="Crs">The system of the coordinates (Content-Crs; CRS84 where it is not given).</param>
/// <param name="Stated">Read-only properties that it repeats.</param>
internal sealed record ZoneBody(Guid? Id, Guid? Scenario, string? Name, Geometry? Geometry, ServedCrs Crs, IReadOnlyDictionary<string, JsonElement> Stated)
{
    private static readonly string[] ReadOnly = ["study_area", "scenario_name", "version"];
    private static readonly string[] Members = ["scenario", "name", .. ReadOnly];

    /// <summary>Whether what can't be taken is passed over where that is possible (<c>Prefer: handling=lenient</c>), else refused.</summary>
    public bool Lenient { get; init; }

    /// <summary>Unknown properties that were passed over.</summary>
    public IReadOnlyList<string> Unknown { get; init; } = [];

    /// <summary>Reads a whole feature.</summary>
    /// <exception cref="GunManeException">BadInput: a member is missing, unknown, or not what it should be.</exception>
    public static ZoneBody ReadFeature(JsonElement body, HttpRequest request, Handling handling)
    {
        if (body.ValueKind != JsonValueKind.Object || Text(body, "type", "type") != "Feature")
            throw Refuse("GeoJSON の Feature を送ってください。", "A GeoJSON feature is needed.", "type");
        var read = Read(body, request, handling);
        if (read.Name is null) throw Refuse("name（区域の名前）が必要です。", "properties.name is needed.", "properties.name");
        return read.Geometry is null ? throw Refuse("geometry（Polygon か MultiPolygon）が必要です。", "A geometry is needed.", "geometry") : read;
    }

    /// <summary>Reads a merge patch (RFC 7396): of the feature (<c>{properties: {…}, geometry}</c>, as QGIS sends it), or of its schema (<c>{name, geometry}</c>).</summary>
    /// <exception cref="GunManeException">As for features; and a name or geometry is set to null.</exception>
    public static ZoneBody ReadPatch(JsonElement body, HttpRequest request, Handling handling)
    {
        if (body.ValueKind != JsonValueKind.Object) throw Refuse("JSON merge patch（オブジェクト）を送ってください。", "A JSON merge patch is an object.", "body");
        if (body.TryGetProperty("geometry", out var geometry) && geometry.ValueKind == JsonValueKind.Null)
            throw Refuse("区域の形は消せません。", "The geometry can't be unset.", "geometry");
        var isFeature = body.TryGetProperty("properties", out var properties) || body.TryGetProperty("type", out _);
        var holder = isFeature ? properties : body;
        if (holder.ValueKind == JsonValueKind.Object && Members[..2].FirstOrDefault(name => holder.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Null) is { } unset)
            throw Refuse($"{unset} は消せません。", $"{unset} can't be unset.", isFeature ? $"properties.{unset}" : unset);
        if (isFeature) return Read(body, request, handling);
        var flat = JsonSerializer.SerializeToElement(new JsonObject(body.EnumerateObject().Where(member => member.Name is not ("geometry" or "id"))
            .Select(member => KeyValuePair.Create(member.Name, JsonNode.Parse(member.Value.GetRawText())))));
        return Read(body, flat, "", request, handling);
    }

    /// <summary>Refuses read-only properties that differ from the zone, another scenario, and another id.</summary>
    /// <returns>What was passed over; nothing unless lenient.</returns>
    /// <exception cref="GunManeException">BadInput, names the property.</exception>
    public IReadOnlyList<ZoneNote> Check(ZoneFeature stands)
    {
        List<string> passed = [.. Unknown];
        if (Id is { } id && id != stands.Zone.Id.Value) throw Refuse("id は変えられません。", "The id can't be changed.", "id");
        if (Scenario is { } scenario && scenario != stands.Scenario.Value)
            throw Refuse("区域を別の検討案へ移すことはできません。移す先に新しい区域を作ってください。", "A zone can't move to another scenario: add it there.", "properties.scenario");
        foreach (var (name, value) in Stated)
        {
            var text = value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
            var stored = name switch { "study_area" => stands.Area, "scenario_name" => stands.ScenarioName, _ => FormattableString.Invariant($"{stands.Zone.Version}") };
            if (text != stored && Lenient) passed.Add(name);
            else if (text != stored) throw Refuse($"{name} は読み取り専用です（今は {stored}）。", $"{name} is read-only.", $"properties.{name}");
        }

        return [.. passed.Select(PassedOver)];
    }

    /// <summary>Refuses read-only properties of a zone that does not exist yet.</summary>
    /// <returns>What was passed over; nothing unless lenient.</returns>
    /// <exception cref="GunManeException">BadInput, names the property.</exception>
    public IReadOnlyList<ZoneNote> CheckNew()
    {
        if (Stated.Keys.FirstOrDefault() is { } name && !Lenient) throw Refuse($"{name} は読み取り専用です。送らないでください。", $"{name} is read-only.", $"properties.{name}");
        if (Scenario is null) throw Refuse("properties.scenario（検討案の id）が必要です。/api/areas/{code}/scenarios にあります。", "properties.scenario, the id of a scenario, is needed.", "properties.scenario");
        return [.. Unknown.Concat(Stated.Keys).Select(PassedOver)];
    }

    private static ZoneNote PassedOver(string name) => new($"項目「{name}」は使わずに進めました（handling=lenient）。", $"The property {name} was passed over (handling=lenient).");

    private static ZoneBody Read(JsonElement body, HttpRequest request, Handling handling)
    {
        if (!body.TryGetProperty("properties", out var properties)) properties = JsonSerializer.SerializeToElement(new JsonObject());
        if (body.TryGetProperty("crs", out var crs) && crs.ValueKind != JsonValueKind.Null && !crs.GetRawText().Contains("CRS84", StringComparison.Ordinal))
            throw Refuse("GeoJSON の crs は使えません。座標系はヘッダー Content-Crs で示してください。", "Name the system in the header Content-Crs.", "crs");
        if (properties.ValueKind != JsonValueKind.Object) throw Refuse("properties（オブジェクト）が必要です。", "properties is an object.", "properties");
        return Read(body, properties, "properties.", request, handling);
    }

    private static ZoneBody Read(JsonElement body, JsonElement properties, string prefix, HttpRequest request, Handling handling)
    {
        var unknown = properties.EnumerateObject().Select(member => member.Name).Where(name => !Members.Contains(name, StringComparer.Ordinal)).ToList();
        if (unknown.Count > 0 && handling != Handling.Lenient)
            throw Refuse($"項目「{unknown[0]}」はありません。使えるもの: {string.Join(", ", Members)}。", "Unknown property.", prefix + unknown[0]);
        var stated = ReadOnly.Where(name => properties.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null)
            .ToDictionary(name => name, name => properties.GetProperty(name).Clone(), StringComparer.Ordinal);
        var geometry = body.TryGetProperty("geometry", out var drawn) && drawn.ValueKind != JsonValueKind.Null ? ZoneGeoJson.Read(drawn, "geometry") : null;
        return new ZoneBody(Uuid(body, "id", "id"), Uuid(properties, "scenario", prefix + "scenario"), Text(properties, "name", prefix + "name"), geometry, ContentCrs(request), stated)
        {
            Lenient = handling == Handling.Lenient, Unknown = unknown,
        };
    }

    private static ServedCrs ContentCrs(HttpRequest request)
    {
        var header = request.Headers["Content-Crs"].ToString().Trim();
        if (header.Length == 0) return Spatial.Geo.Crs.Served[0];
        return Spatial.Geo.Crs.FindServed(header.TrimStart('<').TrimEnd('>'))
            ?? throw Refuse($"Content-Crs「{header}」は使えません。使えるものはコレクションの crs にあります。", "Not one of the collection's crs.", "Content-Crs");
    }

    private static string? Text(JsonElement json, string name, string place) => !json.TryGetProperty(name, out var text) || text.ValueKind == JsonValueKind.Null ? null
        : text.ValueKind == JsonValueKind.String ? text.GetString() : throw Refuse($"{name} は文字列です。", $"{name} is a string.", place);

    private static Guid? Uuid(JsonElement json, string name, string place) => Text(json, name, place) is not { } text ? null
        : Guid.TryParseExact(text, "D", out var id) && id != Guid.Empty ? id : throw Refuse($"{name} は識別子（uuid）です。", $"{name} is a uuid.", place);

    private static GunManeException Refuse(string ja, string en, string place) => new(Refusal.BadInput, $"{ja}({en})", place);
}
