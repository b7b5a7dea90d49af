using System.Text.Json;
using GunMane.Spatial.Geo;
using NetTopologySuite.Geometries;

namespace GunMane.Spatial.Import.Readers;

/// <summary>Reads a GeoJSON geometry (RFC 7946 §3.1) as it stands; further ordinates than two are dropped.</summary>
internal static class GeoJsonGeometry
{
    private const int FewestRingPoints = 4;

    /// <summary>The geometry; null for JSON null.</summary>
    /// <exception cref="FormatException">It is no GeoJSON geometry, or of an unknown type.</exception>
    public static Geometry? Read(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Null) return null;
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("type", out var type)) throw new FormatException("no geometry type");
        if (!json.TryGetProperty("coordinates", out var coordinates)) throw new FormatException($"geometry type {type} without coordinates");
        var factory = Crs.FileFactory;
        return type.ToString() switch
        {
            "Point" => factory.CreatePoint(Position(coordinates)),
            "MultiPoint" => factory.CreateMultiPoint(Each(coordinates, part => factory.CreatePoint(Position(part)))),
            "LineString" => Line(coordinates),
            "MultiLineString" => factory.CreateMultiLineString(Each(coordinates, Line)),
            "Polygon" => Area(coordinates),
            "MultiPolygon" => factory.CreateMultiPolygon(Each(coordinates, Area)),
            var other => throw new FormatException($"geometry type {other}"),
        };
    }

    private static LineString Line(JsonElement json)
    {
        var positions = Each(json, Position);
        return positions.Length >= 2 ? Crs.FileFactory.CreateLineString(positions) : throw new FormatException("a line of fewer than two points");
    }

    private static Polygon Area(JsonElement json)
    {
        var rings = Each(json, Ring);
        return rings.Length == 0 ? throw new FormatException("a polygon without rings") : Crs.FileFactory.CreatePolygon(rings[0], rings[1..]);
    }

    private static LinearRing Ring(JsonElement json)
    {
        var positions = Each(json, Position);
        if (positions.Length < FewestRingPoints || !positions[0].Equals2D(positions[^1])) throw new FormatException("a ring that is not closed");
        return Crs.FileFactory.CreateLinearRing(positions);
    }

    private static Coordinate Position(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Array || json.GetArrayLength() < 2) throw new FormatException("a position that is no pair of numbers");
        return json[0].ValueKind == JsonValueKind.Number && json[1].ValueKind == JsonValueKind.Number
            ? new Coordinate(json[0].GetDouble(), json[1].GetDouble())
            : throw new FormatException("a position that is no pair of numbers");
    }

    private static T[] Each<T>(JsonElement json, Func<JsonElement, T> read)
    {
        if (json.ValueKind != JsonValueKind.Array) throw new FormatException("coordinates that are no array");
        var all = new T[json.GetArrayLength()];
        var at = 0;
        foreach (var part in json.EnumerateArray()) all[at++] = read(part);
        return all;
    }
}
