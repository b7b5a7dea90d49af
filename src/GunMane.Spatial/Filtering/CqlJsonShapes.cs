using System.Text.Json;
using GunMane.Spatial.Geo;
using NetTopologySuite.Geometries;

namespace GunMane.Spatial.Filtering;

/// <summary>GeoJSON geometries in CQL2 JSON. Heights are dropped: the predicates are plane.</summary>
internal static class CqlJsonShapes
{
    private static GeometryFactory Factory => Crs.FileFactory;

    public static Geometry Read(JsonElement json, string at)
    {
        var type = json.ValueKind == JsonValueKind.Object && json.TryGetProperty("type", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString()! : "";
        var parts = type == "GeometryCollection" ? "geometries" : "coordinates";
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(parts, out var inside)) throw CqlFault.At(at, $"図形には type と {parts} が必要です。", $"A geometry needs type and {parts}.");
        return Build(type, inside, at, $"{at}.{parts}");
    }

    private static Geometry Build(string type, JsonElement inside, string whole, string at) => CqlShapes.Built(whole, () => type switch
    {
        "Point" => Factory.CreatePoint(Position(inside, at)),
        "LineString" => Factory.CreateLineString(Positions(inside, at)),
        "Polygon" => Polygon(inside, at),
        "MultiPoint" => Factory.CreateMultiPointFromCoords(Positions(inside, at)),
        "MultiLineString" => Factory.CreateMultiLineString([.. Items(inside, at, (one, place) => Factory.CreateLineString(Positions(one, place)))]),
        "MultiPolygon" => Factory.CreateMultiPolygon([.. Items(inside, at, Polygon)]),
        "GeometryCollection" => Factory.CreateGeometryCollection([.. Items(inside, at, Member)]),
        _ => throw CqlFault.At(whole, $"図形の種類「{type}」はありません。Point、LineString、Polygon などです。", "There is no such type of geometry."),
    });

    private static Geometry Member(JsonElement json, string at) => Read(json, at) is var geometry && geometry.GetType() != typeof(GeometryCollection)
        ? geometry
        : throw CqlFault.At(at, "GeometryCollection の中の GeometryCollection は使えません。", "No collection within a collection.");

    private static Polygon Polygon(JsonElement json, string at)
    {
        var rings = Items(json, at, (one, place) => Factory.CreateLinearRing(Positions(one, place)));
        return Factory.CreatePolygon(rings[0], [.. rings.Skip(1)]);
    }

    private static Coordinate[] Positions(JsonElement json, string at) => [.. Items(json, at, Position)];

    private static Coordinate Position(JsonElement json, string at) => Numbers(json, at) is [var x, var y, ..] and { Count: <= 3 }
        ? new Coordinate(x, y)
        : throw CqlFault.At(at, "座標は2個か3個の数です。", "A position has two or three numbers.");

    public static List<double> Numbers(JsonElement json, string at) => Items(json, at, Number);

    public static double Number(JsonElement json, string at) => json.ValueKind == JsonValueKind.Number && json.TryGetDouble(out var number) && double.IsFinite(number)
        ? number
        : throw CqlFault.At(at, "数が必要です。", "A number is needed.");

    private static List<T> Items<T>(JsonElement json, string at, Func<JsonElement, string, T> read) => json.ValueKind == JsonValueKind.Array && json.GetArrayLength() > 0
        ? [.. json.EnumerateArray().Select((one, number) => read(one, $"{at}[{number}]"))]
        : throw CqlFault.At(at, "空でない配列が必要です。", "A non-empty array is needed.");
}
