using NetTopologySuite.Geometries;
using NetTopologySuite.LinearReferencing;
using NetTopologySuite.Simplify;

namespace GunMane.ModelRegion.Support;

/// <summary>Pure helpers on polylines in metres.</summary>
public static class Lines
{
    /// <summary>One factory for every geometry, so that all share a precision model.</summary>
    public static readonly GeometryFactory Factory = new();

    /// <summary>A line string of the points, repeated points left out.</summary>
    public static LineString Of(IEnumerable<Coordinate> points)
    {
        var list = new CoordinateList();
        foreach (var p in points)
            list.Add(new Coordinate(p.X, p.Y), false);
        return Factory.CreateLineString(list.Count > 1 ? list.ToCoordinateArray() : []);
    }

    /// <summary>Weighted moving average (1-2-1), ends fixed.</summary>
    public static List<Coordinate> Relax(IReadOnlyList<Coordinate> points, int passes)
    {
        var list = points.Select(p => p.Copy()).ToList();
        for (var pass = 0; pass < passes; pass++)
        {
            var before = list.Select(p => p.Copy()).ToList();
            for (var i = 1; i < list.Count - 1; i++)
                list[i] = new Coordinate((before[i - 1].X + (2 * before[i].X) + before[i + 1].X) / 4, (before[i - 1].Y + (2 * before[i].Y) + before[i + 1].Y) / 4);
        }
        return list;
    }

    /// <summary>Corner cutting (Chaikin 1974), ends fixed.</summary>
    public static List<Coordinate> Chaikin(IReadOnlyList<Coordinate> points, int passes)
    {
        var list = points.ToList();
        for (var pass = 0; pass < passes && list.Count > 2; pass++)
        {
            var next = new List<Coordinate> { list[0] };
            for (var i = 0; i < list.Count - 1; i++)
            {
                next.Add(Between(list[i], list[i + 1], 0.25));
                next.Add(Between(list[i], list[i + 1], 0.75));
            }
            next.Add(list[^1]);
            list = next;
        }
        return list;
    }

    /// <summary>Douglas–Peucker, tolerance in metres.</summary>
    public static List<Coordinate> Thin(IReadOnlyList<Coordinate> points, double tolerance) =>
        points.Count < 3 ? [.. points] : [.. DouglasPeuckerLineSimplifier.Simplify([.. points], tolerance, true)];

    /// <summary>Points every <paramref name="step"/> metres along the line, ends included.</summary>
    public static List<Coordinate> Resample(LineString line, double step)
    {
        var index = new LengthIndexedLine(line);
        var n = Math.Max(1, (int)Math.Round(line.Length / step));
        var inner = Enumerable.Range(1, n - 1).Select(i => index.ExtractPoint(line.Length * i / n));
        return [line.StartPoint.Coordinate, .. inner, line.EndPoint.Coordinate];
    }

    /// <summary>Part of a line between two distances in metres.</summary>
    public static LineString Slice(LineString line, double from, double to) =>
        (LineString)new LengthIndexedLine(line).ExtractLine(Math.Max(0, from), Math.Min(line.Length, to));

    /// <summary>Point at a distance along the line, moved sideways (left positive), both in metres.</summary>
    public static Coordinate PointAt(LineString line, double distance, double aside = 0) =>
        new LengthIndexedLine(line).ExtractPoint(Math.Clamp(distance, 0, line.Length), aside);

    /// <summary>Distance along the line of the place nearest to a point.</summary>
    public static double Project(LineString line, Coordinate point) => new LengthIndexedLine(line).Project(point);

    /// <summary>Line moved sideways (left positive) by metres, point by point.</summary>
    public static LineString Beside(LineString line, double aside)
    {
        var index = new LengthIndexedLine(line);
        var n = Math.Max(1, (int)Math.Round(line.Length / 20));
        return Of(Enumerable.Range(0, n + 1).Select(i => index.ExtractPoint(line.Length * i / n, aside)));
    }

    /// <summary>The line with a further vertex at the place nearest to the point, which takes the point's exact coordinates.</summary>
    public static LineString WithVertex(LineString line, Coordinate point)
    {
        var at = Project(line, point);
        var coords = line.Coordinates;
        if (coords.Any(c => c.Equals2D(point)))
            return line;
        var result = new List<Coordinate>();
        double run = 0;
        var placed = false;
        for (var i = 0; i < coords.Length; i++)
        {
            if (i > 0)
                run += coords[i].Distance(coords[i - 1]);
            if (!placed && i > 0 && run > at)
            {
                result.Add(point);
                placed = true;
            }
            result.Add(coords[i]);
        }
        return Of(result);
    }

    /// <summary>Point on the way from a to b.</summary>
    public static Coordinate Between(Coordinate a, Coordinate b, double t) => new(a.X + ((b.X - a.X) * t), a.Y + ((b.Y - a.Y) * t));

    /// <summary>The longest part of a line inside an area, in the direction of the line; empty if there is none.</summary>
    public static LineString Longest(LineString line, Geometry area)
    {
        var part = Parts(line.Intersection(area)).MaxBy(l => l.Length);
        if (part is null)
            return Factory.CreateLineString([]);
        return Project(line, part.StartPoint.Coordinate) <= Project(line, part.EndPoint.Coordinate) ? part : (LineString)part.Reverse();
    }

    /// <summary>All line strings in a geometry longer than a limit in metres.</summary>
    public static IEnumerable<LineString> Parts(Geometry geometry, double longerThan = 0) =>
        Enumerable.Range(0, geometry.NumGeometries).Select(geometry.GetGeometryN).OfType<LineString>().Where(l => l.Length > longerThan);

    /// <summary>Points where two geometries cross (touching parts count by their ends).</summary>
    public static IEnumerable<Coordinate> Crossings(Geometry a, Geometry b) =>
        a.EnvelopeInternal.Intersects(b.EnvelopeInternal) ? a.Intersection(b).Coordinates : [];
}
