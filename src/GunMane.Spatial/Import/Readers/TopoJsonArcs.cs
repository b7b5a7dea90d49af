using System.Text.Json;
using GunMane.Spatial.Geo;
using NetTopologySuite.Geometries;

namespace GunMane.Spatial.Import.Readers;

/// <summary>
/// The arcs of a topology and the geometries made of them. An arc is decoded when the first geometry asks for it:
/// quantized ones are running sums of differences, scaled and shifted; ~i is arc i walked backwards.
/// </summary>
internal sealed class TopoJsonArcs
{
    private const int FewestRingPoints = 4;
    private const int MostVertices = 20_000_000;

    private readonly List<JsonElement> arcs;
    private readonly double[]?[] decoded;
    private readonly bool quantized;
    private readonly double[] scale = [1, 1];
    private readonly double[] shift = [0, 0];
    private int vertices;

    private TopoJsonArcs(List<JsonElement> arcs, JsonElement? transform)
    {
        (this.arcs, decoded, quantized) = (arcs, new double[]?[arcs.Count], transform is not null);
        if (transform is { } stated) (scale, shift) = (Pair(stated.GetProperty("scale")), Pair(stated.GetProperty("translate")));
    }

    /// <summary>The arcs of a topology.</summary>
    /// <exception cref="FormatException">Its transform or its array of arcs is none.</exception>
    public static TopoJsonArcs Of(JsonElement topology)
    {
        var list = topology.TryGetProperty("arcs", out var arcs) && arcs.ValueKind == JsonValueKind.Array ? arcs.EnumerateArray().ToList() : throw new FormatException("no arcs");
        return new TopoJsonArcs(list, topology.TryGetProperty("transform", out var transform) && transform.ValueKind != JsonValueKind.Null ? transform : null);
    }

    public Point Point(JsonElement position)
    {
        var pair = Pair(position);
        return Crs.FileFactory.CreatePoint(Placed(pair[0], pair[1]));
    }

    public MultiPoint MultiPoint(JsonElement positions) => Crs.FileFactory.CreateMultiPoint(Each(positions, Point));

    public LineString Line(JsonElement indices)
    {
        vertices = 0;
        return LinePart(indices);
    }

    public MultiLineString MultiLine(JsonElement lines)
    {
        vertices = 0;
        return Crs.FileFactory.CreateMultiLineString(Each(lines, LinePart));
    }

    public Polygon Area(JsonElement rings)
    {
        vertices = 0;
        return AreaPart(rings);
    }

    public MultiPolygon MultiArea(JsonElement areas)
    {
        vertices = 0;
        return Crs.FileFactory.CreateMultiPolygon(Each(areas, AreaPart));
    }

    private LineString LinePart(JsonElement indices)
    {
        var line = Stitch(indices);
        return line.Length >= 2 ? Crs.FileFactory.CreateLineString(line) : throw new FormatException("a line of fewer than two points");
    }

    private Polygon AreaPart(JsonElement json)
    {
        var rings = Each(json, Ring);
        return rings.Length == 0 ? throw new FormatException("a polygon without rings") : Crs.FileFactory.CreatePolygon(rings[0], rings[1..]);
    }

    private LinearRing Ring(JsonElement indices)
    {
        var ring = Stitch(indices);
        if (ring.Length < FewestRingPoints || !ring[0].Equals2D(ring[^1])) throw new FormatException("a ring that is not closed");
        return Crs.FileFactory.CreateLinearRing(ring);
    }

    // Where one arc ends the next one begins: the shared point is kept once.
    private Coordinate[] Stitch(JsonElement indices)
    {
        var line = new List<Coordinate>();
        foreach (var index in Each(indices, item => item.GetInt32()))
        {
            var (arc, backwards) = (Arc(index < 0 ? ~index : index), index < 0);
            var count = arc.Length / 2;
            if ((vertices += count) > MostVertices) throw new FormatException($"more than {MostVertices} vertices");
            for (var step = 0; step < count; step++)
            {
                var at = backwards ? count - 1 - step : step;
                var point = new Coordinate(arc[2 * at], arc[2 * at + 1]);
                if (step > 0 || line.Count == 0) line.Add(point);
                else if (!line[^1].Equals2D(point)) throw new FormatException($"arc {index} does not begin where the one before ends");
            }
        }

        return [.. line];
    }

    private double[] Arc(int index)
    {
        if (index >= arcs.Count) throw new FormatException($"there is no arc {index}");
        if (decoded[index] is { } known) return known;
        var pairs = Each(arcs[index], Pair);
        var arc = new double[2 * pairs.Length];
        var (x, y) = (0.0, 0.0);
        for (var at = 0; at < pairs.Length; at++)
        {
            (x, y) = quantized ? (x + pairs[at][0], y + pairs[at][1]) : (pairs[at][0], pairs[at][1]);
            var placed = Placed(x, y);
            (arc[2 * at], arc[2 * at + 1]) = (placed.X, placed.Y);
        }

        return decoded[index] = arc;
    }

    private Coordinate Placed(double x, double y) => quantized ? new Coordinate(x * scale[0] + shift[0], y * scale[1] + shift[1]) : new Coordinate(x, y);

    private static double[] Pair(JsonElement json) => json.ValueKind == JsonValueKind.Array && json.GetArrayLength() >= 2
        ? [json[0].GetDouble(), json[1].GetDouble()]
        : throw new FormatException("a position that is no pair of numbers");

    private static T[] Each<T>(JsonElement json, Func<JsonElement, T> read) =>
        json.ValueKind == JsonValueKind.Array ? [.. json.EnumerateArray().Select(read)] : throw new FormatException("an array is missing");
}
