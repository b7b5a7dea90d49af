using System.Text.Json;
using GunMane.Spatial.Geo;
using GunMane.Spatial.Import.Readers;
using NetTopologySuite.Geometries;

namespace GunMane.Spatial.Tests.Import;

/// <summary>A slow, obvious reader of GeoJSON: the whole document as a tree, geometries as objects. The fast one must agree with it.</summary>
internal static class PlainGeoJson
{
    /// <summary>The features of a document as rows; columns are added as they appear.</summary>
    public static IReadOnlyList<SourceRow> Rows(string document, ColumnSet columns)
    {
        using var json = JsonDocument.Parse(document.TrimStart('\uFEFF'));
        return [.. json.RootElement.GetProperty("features").EnumerateArray().Select((feature, at) => Row(at + 1, feature, columns))];
    }

    private static SourceRow Row(long number, JsonElement feature, ColumnSet columns)
    {
        try
        {
            var values = Values(feature, columns);
            var geometry = feature.TryGetProperty("geometry", out var shape) ? Geometry(shape) : null;
            return new SourceRow(number, $"feature {number}", values, geometry, feature.GetRawText());
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            return new SourceRow(number, $"feature {number}", [], null, feature.GetRawText(), e.Message);
        }
    }

    private static string?[] Values(JsonElement feature, ColumnSet columns)
    {
        var values = new Dictionary<int, string?>();
        if (feature.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in properties.EnumerateObject()) values[columns.Add(property.Name)] = Text(property.Value);
        }

        if (feature.TryGetProperty("id", out var id) && Text(id) is { } text && values.GetValueOrDefault(columns.Add("id")) is null) values[columns.Add("id")] = text;

        return [.. Enumerable.Range(0, columns.Names.Count).Select(values.GetValueOrDefault)];
    }

    private static string? Text(JsonElement value)
    {
        var text = value.ValueKind == JsonValueKind.Null ? null : value.ToString();
        return string.IsNullOrWhiteSpace(text) ? null : text;
    }

    private static Geometry? Geometry(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Null) return null;
        var coordinates = json.GetProperty("coordinates");
        var factory = Crs.FileFactory;
        return json.GetProperty("type").GetString() switch
        {
            "Point" => factory.CreatePoint(Position(coordinates)),
            "MultiPoint" => factory.CreateMultiPoint([.. coordinates.EnumerateArray().Select(part => factory.CreatePoint(Position(part)))]),
            "LineString" => Line(coordinates),
            "MultiLineString" => factory.CreateMultiLineString([.. coordinates.EnumerateArray().Select(Line)]),
            "Polygon" => Area(coordinates),
            "MultiPolygon" => factory.CreateMultiPolygon([.. coordinates.EnumerateArray().Select(Area)]),
            _ => throw new FormatException("type"),
        };
    }

    // NetTopologySuite takes an empty line and a ring of three; a file may not.
    private static LineString Line(JsonElement json) => json.GetArrayLength() < 2 ? throw new FormatException("line") : Crs.FileFactory.CreateLineString(Positions(json));

    private static Polygon Area(JsonElement json)
    {
        LinearRing[] rings = [.. json.EnumerateArray().Select(ring => ring.GetArrayLength() < 4 ? throw new FormatException("ring") : Crs.FileFactory.CreateLinearRing(Positions(ring)))];
        return rings.Length == 0 ? throw new FormatException("rings") : Crs.FileFactory.CreatePolygon(rings[0], rings[1..]);
    }

    private static Coordinate[] Positions(JsonElement json) => [.. json.EnumerateArray().Select(Position)];

    private static Coordinate Position(JsonElement json) => json.GetArrayLength() < 2 ? throw new FormatException("position") : new Coordinate(json[0].GetDouble(), json[1].GetDouble());
}
