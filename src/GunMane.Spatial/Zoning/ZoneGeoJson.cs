using System.Text.Json;
using System.Text.Json.Nodes;
using GunMane.Spatial.Geo;
using GunMane.Spatial.Model;
using NetTopologySuite.Geometries;

namespace GunMane.Spatial.Zoning;

/// <summary>
/// Polygons as RFC 7946 geometry with at most seven decimals. Written as decimal numbers of whole grid steps, so that
/// reading gives back the same doubles and no floating-point noise is written.
/// </summary>
public static class ZoneGeoJson
{
    /// <summary>Writes a Polygon or MultiPolygon on the grid as a geometry object.</summary>
    public static void Write(Utf8JsonWriter json, Geometry geometry)
    {
        var multi = geometry is MultiPolygon;
        json.WriteStartObject();
        json.WriteString("type", multi ? "MultiPolygon" : "Polygon");
        json.WriteStartArray("coordinates");
        foreach (var part in ZoneGrid.Parts(geometry)) WritePolygon(json, part, multi);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>A Polygon or MultiPolygon on the grid as a JSON node.</summary>
    public static JsonNode ToNode(Geometry geometry)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer)) Write(json, geometry);
        return JsonNode.Parse(buffer.ToArray())!;
    }

    /// <summary>Writes a coordinate in degrees, rounded to seven decimals.</summary>
    public static void WriteDegrees(Utf8JsonWriter json, double degrees) =>
        json.WriteNumberValue((decimal)ZoneGrid.Steps(degrees) / (decimal)Crs.GridPerDegree);

    /// <summary>Reads a Polygon or MultiPolygon; nothing is repaired or snapped yet.</summary>
    /// <exception cref="GunManeException">BadInput: not such a geometry; the message says where.</exception>
    public static Geometry Read(JsonElement json, string parameter)
    {
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("coordinates", out var coordinates) || !json.TryGetProperty("type", out var type))
            throw Refuse("GeoJSON の geometry（type と coordinates）が必要です。", "A GeoJSON geometry is needed.", parameter);
        return type.ValueKind == JsonValueKind.String ? type.GetString() switch
        {
            "Polygon" => ReadPolygon(coordinates, $"{parameter}.coordinates"),
            "MultiPolygon" => Crs.StorageFactory.CreateMultiPolygon(
                [.. Items(coordinates, $"{parameter}.coordinates").Select((part, at) => ReadPolygon(part, $"{parameter}.coordinates[{at}]"))]),
            var other => throw Refuse($"区域は Polygon か MultiPolygon です。「{other}」は使えません。", "A zone is a Polygon or MultiPolygon.", $"{parameter}.type"),
        } : throw Refuse("type は文字列です。", "type is a string.", $"{parameter}.type");
    }

    private static void WritePolygon(Utf8JsonWriter json, Polygon part, bool nested)
    {
        if (nested) json.WriteStartArray();
        foreach (var ring in part.Holes.Prepend(part.Shell))
        {
            json.WriteStartArray();
            foreach (var at in ring.Coordinates) WritePosition(json, at);
            json.WriteEndArray();
        }

        if (nested) json.WriteEndArray();
    }

    private static void WritePosition(Utf8JsonWriter json, Coordinate at)
    {
        json.WriteStartArray();
        WriteDegrees(json, at.X);
        WriteDegrees(json, at.Y);
        json.WriteEndArray();
    }

    private static Polygon ReadPolygon(JsonElement rings, string place)
    {
        var read = Items(rings, place).Select((ring, at) => ReadRing(ring, $"{place}[{at}]")).ToArray();
        return read.Length == 0 ? Crs.StorageFactory.CreatePolygon() : Crs.StorageFactory.CreatePolygon(read[0], read[1..]);
    }

    private static LinearRing ReadRing(JsonElement ring, string place)
    {
        var positions = Items(ring, place).Select((at, index) => ReadPosition(at, $"{place}[{index}]")).ToArray();
        if (positions.Length > 0 && positions.Length < 4)
            throw Refuse("輪には最初と同じ点で終わる 4 つ以上の点が必要です。", "A ring has at least four positions, the last like the first.", place);
        if (positions.Length > 0 && !positions[0].Equals2D(positions[^1]))
            throw Refuse("輪が閉じていません。最後の点を最初の点と同じにしてください。", "The ring is not closed: end it at its first position.", place);
        return Crs.StorageFactory.CreateLinearRing(positions);
    }

    private static Coordinate ReadPosition(JsonElement at, string place)
    {
        var ordinates = Items(at, place).Take(2).ToArray();
        if (ordinates.Length == 2 && ordinates[0].ValueKind == JsonValueKind.Number && ordinates[1].ValueKind == JsonValueKind.Number
            && ordinates[0].TryGetDouble(out var x) && ordinates[1].TryGetDouble(out var y)) return new Coordinate(x, y);
        throw Refuse("点は [経度, 緯度] の数値で書いてください。", "A position is [longitude, latitude].", place);
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement array, string place) => array.ValueKind == JsonValueKind.Array
        ? array.EnumerateArray()
        : throw Refuse("配列が必要です。", "An array is needed.", place);

    private static GunManeException Refuse(string ja, string en, string place) => new(Refusal.BadInput, $"{ja}({en})", place);
}
