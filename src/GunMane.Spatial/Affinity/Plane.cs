using System.Runtime.CompilerServices;

namespace GunMane.Spatial.Affinity;

/// <summary>Distances and containment in the plane, squared where a root is not needed. Pure and allocation-free.</summary>
internal static class Plane
{
    /// <summary>Squared distance from a point to a segment; the segment may be a single point.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double PointToSegment(double px, double py, double ax, double ay, double bx, double by)
    {
        double dx = bx - ax, dy = by - ay, ex = px - ax, ey = py - ay;
        var length = dx * dx + dy * dy;
        if (length > 0)
        {
            var t = Math.Clamp((ex * dx + ey * dy) / length, 0, 1);
            ex -= t * dx;
            ey -= t * dy;
        }

        return ex * ex + ey * ey;
    }

    /// <summary>
    /// Squared distance between two segments: 0 where they cross, else the least of the four distances of an end to the
    /// other segment. A crossing that rounding hides lies within 1e-9 m of an end and comes out as that distance.
    /// </summary>
    public static double SegmentToSegment(double ax, double ay, double bx, double by, double cx, double cy, double dx, double dy)
    {
        if (Cross(ax, ay, bx, by, cx, cy, dx, dy)) return 0;
        var first = Math.Min(PointToSegment(ax, ay, cx, cy, dx, dy), PointToSegment(bx, by, cx, cy, dx, dy));
        var second = Math.Min(PointToSegment(cx, cy, ax, ay, bx, by), PointToSegment(dx, dy, ax, ay, bx, by));
        return Math.Min(first, second);
    }

    /// <summary>Whether a point lies inside the rings of an asset (even-odd rule over all of them: holes and multi-polygons alike).</summary>
    public static bool Inside(Shapes shapes, int asset, double px, double py)
    {
        var inside = false;
        for (var part = shapes.PartStart[asset]; part < shapes.PartStart[asset + 1]; part++)
        {
            if (shapes.Kinds[part] == PartKind.Ring) inside ^= InsideRing(shapes, part, px, py);
        }

        return inside;
    }

    private static bool InsideRing(Shapes shapes, int part, double px, double py)
    {
        var inside = false;
        var (x, y) = (shapes.X, shapes.Y);
        for (int at = shapes.PointStart[part] + 1, end = shapes.PointStart[part + 1]; at < end; at++)
        {
            if (y[at] > py == y[at - 1] > py) continue;
            if (px < (x[at - 1] - x[at]) * (py - y[at]) / (y[at - 1] - y[at]) + x[at]) inside = !inside;
        }

        return inside;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Cross(double ax, double ay, double bx, double by, double cx, double cy, double dx, double dy)
    {
        var c = Side(ax, ay, bx, by, cx, cy);
        var d = Side(ax, ay, bx, by, dx, dy);
        if (!(c < 0 && d > 0 || c > 0 && d < 0)) return false;
        var a = Side(cx, cy, dx, dy, ax, ay);
        var b = Side(cx, cy, dx, dy, bx, by);
        return a < 0 && b > 0 || a > 0 && b < 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Side(double ax, double ay, double bx, double by, double px, double py) =>
        (bx - ax) * (py - ay) - (by - ay) * (px - ax);
}
