using System.Text.Json;
using GunMane.Spatial.Model;
using GunMane.Spatial.Zoning;
using NetTopologySuite.Geometries;

namespace GunMane.Spatial.Export;

/// <summary>A zone as a file has it.</summary>
/// <param name="Id">Its id, if the file has a usable one.</param>
/// <param name="Name">Its name; 区域 1, 区域 2 … where the file has none.</param>
/// <param name="Geometry">As read, not yet checked.</param>
public sealed record FileZone(ZoneId? Id, string Name, Geometry Geometry);

/// <summary>
/// The zones of a GeoJSON file: one that <see cref="ScenarioExport"/> wrote (also after QGIS or GDAL rewrote it), or any
/// FeatureCollection of polygons that says nowhere what its features are.
/// </summary>
/// <param name="Scenario">Name of the scenario that the file names, or null.</param>
/// <param name="StudyArea">Code of the study area that the file names, or null.</param>
/// <param name="Zones">At least one zone.</param>
public sealed record ZoneFile(string? Scenario, string? StudyArea, IReadOnlyList<FileZone> Zones)
{
    private const string Parameter = "file";

    /// <summary>Reads a file completely.</summary>
    /// <exception cref="GunManeException">BadInput: not GeoJSON, or without a zone; the message says where.</exception>
    public static async Task<ZoneFile> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(stream, cancellationToken: cancellation);
            return Read(document.RootElement);
        }
        catch (JsonException e)
        {
            throw Refuse($"{e.LineNumber + 1} 行目で JSON として読めません。GeoJSON のファイルを選んでください。", $"Not JSON at line {e.LineNumber + 1}.");
        }
    }

    private static ZoneFile Read(JsonElement root)
    {
        if (Text(root, "type") != "FeatureCollection" || !root.TryGetProperty("features", out var features) || features.ValueKind != JsonValueKind.Array)
            throw Refuse("GeoJSON の FeatureCollection ではありません。", "Not a GeoJSON FeatureCollection.");
        var marked = features.EnumerateArray().Any(feature => FeatureType(feature) is not null);
        var zones = features.EnumerateArray()
            .Select((feature, at) => (Feature: feature, Place: $"features[{at}]"))
            .Where(item => marked ? FeatureType(item.Feature) == "zone" : IsPolygon(item.Feature))
            .Select((item, at) => ReadZone(item.Feature, item.Place, at + 1)).ToArray();
        if (zones.Length == 0)
            throw Refuse("区域がありません。featureType が zone の面か、面だけのファイルが必要です。", "No zone: a polygon with featureType \"zone\" is needed.");
        var about = Member(root, "gunmane");
        return new ZoneFile(Text(Member(about, "scenario"), "name"), Text(Member(about, "studyArea"), "code"), zones);
    }

    private static FileZone ReadZone(JsonElement feature, string place, int number)
    {
        var properties = Member(feature, "properties");
        var id = Guid.TryParse(Text(properties, "id") ?? Text(feature, "id"), out var known) && known != Guid.Empty ? new ZoneId(known) : (ZoneId?)null;
        var name = Text(properties, "name") is { } given && given.Trim().Length > 0 ? given : $"区域 {number}";
        return new FileZone(id, ZoneNames.Accept(name, $"{place}.properties.name"), ZoneGeoJson.Read(Member(feature, "geometry"), $"{place}.geometry"));
    }

    private static bool IsPolygon(JsonElement feature) => Text(Member(feature, "geometry"), "type") is "Polygon" or "MultiPolygon";

    private static string? FeatureType(JsonElement feature) => Text(Member(feature, "properties"), "featureType");

    private static JsonElement Member(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var member) ? member : default;

    private static string? Text(JsonElement json, string name) =>
        Member(json, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static GunManeException Refuse(string ja, string en) => new(Refusal.BadInput, $"{ja}({en})", Parameter);
}
