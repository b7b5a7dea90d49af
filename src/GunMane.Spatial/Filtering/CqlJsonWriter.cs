using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using NetTopologySuite.Geometries;

namespace GunMane.Spatial.Filtering;

/// <summary>Writes a filter as CQL2 JSON; reading it again gives an equal filter.</summary>
public static class CqlJsonWriter
{
    // The filter goes into a query string or a body, never into a page: Japanese stays readable.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 4 * CqlLimits.Depth };

    /// <summary>The JSON of a filter.</summary>
    public static string Write(CqlNode node) => ToNode(node).ToJsonString(Readable);

    private static JsonNode ToNode(CqlNode node) => node switch
    {
        CqlCall call => new JsonObject { ["op"] = call.Operator, ["args"] = Nodes(call.Operands) },
        CqlProperty { Name: var name } => new JsonObject { ["property"] = name },
        CqlString { Value: var value } => JsonValue.Create(value),
        CqlNumber { Value: var value } => JsonValue.Create(value),
        CqlBoolean { Value: var value } => JsonValue.Create(value),
        CqlDate => new JsonObject { ["date"] = CqlTime.Write(node) },
        CqlTimestamp => new JsonObject { ["timestamp"] = CqlTime.Write(node) },
        CqlInterval interval => new JsonObject { ["interval"] = new JsonArray(End(interval.From), End(interval.To)) },
        CqlBox box => new JsonObject { ["bbox"] = new JsonArray(box.First1, box.Second1, box.First2, box.Second2) },
        CqlGeometry { Value: var geometry } => Shape(geometry),
        CqlList { Items: var items } => Nodes(items),
        _ => throw new ArgumentOutOfRangeException(nameof(node), node, null),
    };

    private static JsonArray Nodes(IEnumerable<CqlNode> nodes) => new([.. nodes.Select(ToNode)]);

    private static JsonNode End(CqlNode end) => CqlTime.Write(end) is { } time ? JsonValue.Create(time) : ToNode(end);

    private static JsonObject Shape(Geometry geometry) => geometry.GetType() == typeof(GeometryCollection)
        ? new JsonObject { ["type"] = "GeometryCollection", ["geometries"] = Parts(geometry, Shape) }
        : new JsonObject { ["type"] = geometry.GeometryType, ["coordinates"] = Coordinates(geometry) };

    private static JsonArray Coordinates(Geometry geometry) => geometry switch
    {
        Point point => Position(point.Coordinate),
        LineString line => new([.. line.Coordinates.Select(Position)]),
        Polygon polygon => new([Coordinates(polygon.Shell), .. polygon.Holes.Select(Coordinates)]),
        _ => Parts(geometry, Coordinates),
    };

    private static JsonArray Parts(Geometry whole, Func<Geometry, JsonNode> write) =>
        new([.. Enumerable.Range(0, whole.NumGeometries).Select(number => write(whole.GetGeometryN(number)))]);

    private static JsonArray Position(Coordinate at) => new(at.X, at.Y);
}
