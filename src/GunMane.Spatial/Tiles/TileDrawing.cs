using System.Runtime.InteropServices;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;
using NetTopologySuite.Operation.OverlayNG;

namespace GunMane.Spatial.Tiles;

/// <summary>
/// Draws geometries in the units of one tile as Mapbox Vector Tile 2.1 commands, by the steps of ST_AsMVTGeom: points closer than half a
/// unit are dropped, rings simplified (Douglas and Peucker 1973) by half a unit and lines by a tenth, snapped to whole units, cut 64 units outside the tile.
/// Not thread-safe.
/// </summary>
internal sealed class TileDrawing
{
    private const double Tolerance = 0.5;
    private const double LineTolerance = 0.1;
    private const int LinePoints = 2;
    private const int RingPoints = 4;
    private const int Least = -World.Buffer;
    private const int Most = World.Extent + World.Buffer;
    private static readonly PrecisionModel WholeUnits = new(1);
    private static readonly GeometryFactory Factory = new(WholeUnits);
    private static readonly Geometry Frame = Factory.ToGeometry(new Envelope(Least, Most, Least, Most));
    private readonly List<(double X, double Y)> fine = [];
    private readonly List<(int X, int Y)> whole = [];
    private readonly List<(int X, int Y)> shell = [];
    private readonly List<(int X, int Y)> hole = [];
    private readonly List<(int X, int Y)> spare = [];
    private readonly List<bool> kept = [];
    private readonly Stack<(int From, int To)> open = new();
    private TileShapes shapes = new([0], [], [0], [], []);
    private double scale;
    private double west;
    private double north;
    private int atX;
    private int atY;

    /// <summary>The commands of the geometry drawn last.</summary>
    public MvtBuffer Commands { get; } = new();

    /// <summary>Turns to another tile of these shapes.</summary>
    public void Turn(TileShapes of, Geo.TileAddress tile)
    {
        shapes = of;
        scale = (double)World.Extent * (1L << tile.Zoom);
        (west, north) = ((double)World.Extent * tile.Column, (double)World.Extent * tile.Row);
    }

    /// <summary>Draws one point, given as shares of the world; false if it is outside.</summary>
    public bool Point(double x, double y)
    {
        Start();
        var at = Snap(x, y);
        if (!IsIn(at)) return false;
        Command(1, 1);
        Go(at);
        return true;
    }

    /// <summary>Where a point given as shares of the world lies in the tile; false if it is outside.</summary>
    public bool TryPlace(double x, double y, out (int X, int Y) at) => IsIn(at = Snap(x, y));

    /// <summary>Draws an asset; false if nothing of it is to be seen.</summary>
    public bool Asset(int asset, TilePart drawn)
    {
        Start();
        if (!IsNear(asset)) return false;
        switch (drawn)
        {
            case TilePart.Point: Points(asset); break;
            case TilePart.Line: Lines(asset); break;
            default: Polygons(asset); break;
        }

        return Commands.Length > 0;
    }

    private void Start()
    {
        Commands.Clear();
        (atX, atY) = (0, 0);
    }

    private (int X, int Y) Snap(double x, double y) => (Whole((x * scale) - west), Whole((y * scale) - north));

    // Far outside a tile of a deep zoom lie more units than an integer has; there they are all the same.
    private static int Whole(double units) => (int)Math.Round(Math.Clamp(units, -1e9, 1e9));

    private static bool IsIn((int X, int Y) at) => at is { X: >= Least and <= Most, Y: >= Least and <= Most };

    private bool IsNear(int asset)
    {
        double left = double.PositiveInfinity, right = double.NegativeInfinity, top = left, bottom = right;
        for (var point = shapes.FirstPoint(asset); point < shapes.EndPoint(asset); point++)
        {
            (left, right) = (Math.Min(left, shapes.X[point]), Math.Max(right, shapes.X[point]));
            (top, bottom) = (Math.Min(top, shapes.Y[point]), Math.Max(bottom, shapes.Y[point]));
        }

        var (least, most) = (Snap(left, top), Snap(right, bottom));
        return least.X <= Most && most.X >= Least && least.Y <= Most && most.Y >= Least;
    }

    private void Points(int asset)
    {
        whole.Clear();
        for (var point = shapes.FirstPoint(asset); point < shapes.EndPoint(asset); point++)
        {
            var at = Snap(shapes.X[point], shapes.Y[point]);
            if (IsIn(at) && !whole.Contains(at)) whole.Add(at);
        }

        if (whole.Count == 0) return;
        Command(1, whole.Count);
        foreach (var at in whole) Go(at);
    }

    private void Lines(int asset)
    {
        for (var part = shapes.PartStart[asset]; part < shapes.PartStart[asset + 1]; part++)
        {
            if (shapes.Kinds[part] != TilePart.Line) continue;
            Simplify(part, isRing: false);
            if (whole.TrueForAll(IsIn)) Path(CollectionsMarshal.AsSpan(whole), isRing: false);
            else Cut();
        }
    }

    // Liang and Barsky 1984, segment by segment; what comes back in is another line.
    private void Cut()
    {
        List<(int X, int Y)> inside = [];
        for (var at = 1; at < whole.Count; at++)
        {
            if (!Clip(whole[at - 1], whole[at], out var from, out var to)) continue;
            if (inside.Count == 0 || inside[^1] != from)
            {
                Path(CollectionsMarshal.AsSpan(inside), isRing: false);
                inside.Clear();
                inside.Add(from);
            }

            if (to != from) inside.Add(to);
        }

        Path(CollectionsMarshal.AsSpan(inside), isRing: false);
    }

    private static bool Clip((int X, int Y) a, (int X, int Y) b, out (int X, int Y) from, out (int X, int Y) to)
    {
        (from, to) = (a, b);
        double enter = 0, leave = 1, dx = (double)b.X - a.X, dy = (double)b.Y - a.Y;
        if (!Narrow(-dx, a.X - Least, ref enter, ref leave) || !Narrow(dx, Most - a.X, ref enter, ref leave)
            || !Narrow(-dy, a.Y - Least, ref enter, ref leave) || !Narrow(dy, Most - a.Y, ref enter, ref leave)) return false;
        if (enter > 0) from = ((int)Math.Round(a.X + (enter * dx)), (int)Math.Round(a.Y + (enter * dy)));
        if (leave < 1) to = ((int)Math.Round(a.X + (leave * dx)), (int)Math.Round(a.Y + (leave * dy)));
        return true;
    }

    private static bool Narrow(double direction, double distance, ref double enter, ref double leave)
    {
        if (direction == 0) return distance >= 0;
        var share = distance / direction;
        if (direction < 0) enter = Math.Max(enter, share);
        else leave = Math.Min(leave, share);
        return enter <= leave;
    }

    private void Polygons(int asset)
    {
        if (!TryDraw(asset)) Overlay(asset);
    }

    // One shell, with one hole at most, whose rings are sound in whole units: drawn as it is, a convex shell also where it leaves the tile.
    private bool TryDraw(int asset)
    {
        var (first, end) = (shapes.PartStart[asset], shapes.PartStart[asset + 1]);
        if (end - first > 2 || shapes.Kinds[first] != TilePart.Shell || (end - first == 2 && shapes.Kinds[first + 1] != TilePart.Hole)) return false;
        if (!TryRing(first, shell)) return false;
        hole.Clear();
        if (end - first == 2)
        {
            if (!TryRing(first + 1, hole) || !hole.TrueForAll(IsIn)) return false;
            if (WholeRings.Meet(CollectionsMarshal.AsSpan(shell), CollectionsMarshal.AsSpan(hole)) || !WholeRings.Holds(CollectionsMarshal.AsSpan(shell), hole[0])) return false;
        }

        if (!shell.TrueForAll(IsIn) && !TryCut()) return false;
        Draw(shell, clockwise: true);
        if (hole.Count > 0) Draw(hole, clockwise: false);
        return true;
    }

    private bool TryRing(int part, List<(int X, int Y)> ring)
    {
        ring.Clear();
        if (shapes.PointStart[part + 1] - shapes.PointStart[part] > 4 * WholeRings.MostPoints) return false;
        Simplify(part, isRing: true);
        if (whole.Count is < 4 or > WholeRings.MostPoints + 1) return false;
        ring.AddRange(CollectionsMarshal.AsSpan(whole)[..^1]);
        return WholeRings.IsSimple(CollectionsMarshal.AsSpan(ring));
    }

    private bool TryCut()
    {
        if (!WholeRings.IsConvex(CollectionsMarshal.AsSpan(shell))) return false;
        WholeRings.Cut(shell, spare, Least, Most);
        if (!WholeRings.IsSimple(CollectionsMarshal.AsSpan(shell))) return false;
        return hole.Count == 0 || !WholeRings.Meet(CollectionsMarshal.AsSpan(shell), CollectionsMarshal.AsSpan(hole));
    }

    private void Draw(List<(int X, int Y)> ring, bool clockwise)
    {
        if (Area(ring) > 0 != clockwise) ring.Reverse();
        Path(CollectionsMarshal.AsSpan(ring), isRing: true);
    }

    // Twice the area, by the surveyor's formula: positive where an outer ring must be, y being downwards.
    private static long Area(List<(int X, int Y)> ring)
    {
        var (area, before) = (0L, ring[^1]);
        foreach (var at in ring)
        {
            area += ((long)before.X * at.Y) - ((long)at.X * before.Y);
            before = at;
        }

        return area;
    }

    private void Overlay(int asset)
    {
        List<Polygon> polygons = [];
        List<LinearRing> holes = [];
        LinearRing? shell = null;
        for (var part = shapes.PartStart[asset]; part < shapes.PartStart[asset + 1]; part++)
        {
            if (shapes.Kinds[part] < TilePart.Shell) continue;
            var ring = Ring(part);
            if (shapes.Kinds[part] == TilePart.Hole)
            {
                if (ring is not null) holes.Add(ring);
                continue;
            }

            if (shell is not null) polygons.Add(Factory.CreatePolygon(shell, [.. holes]));
            (shell, holes) = (ring, []);
        }

        if (shell is not null) polygons.Add(Factory.CreatePolygon(shell, [.. holes]));
        if (polygons.Count > 0) Draw(Inside(polygons.Count == 1 ? polygons[0] : Factory.CreateMultiPolygon([.. polygons])));
    }

    private LinearRing? Ring(int part)
    {
        Simplify(part, isRing: true);
        return whole.Count < 4 ? null : Factory.CreateLinearRing([.. whole.Select(at => new Coordinate(at.X, at.Y))]);
    }

    // Whole units can make rings touch or cross: what is drawn is mended, as the format asks.
    private static Geometry Inside(Geometry drawn)
    {
        if (!drawn.IsValid) drawn = GeometryFixer.Fix(drawn);
        return Frame.EnvelopeInternal.Covers(drawn.EnvelopeInternal) && IsWhole(drawn) ? drawn : OverlayNG.Overlay(drawn, Frame, OverlayNG.INTERSECTION, WholeUnits);
    }

    private static bool IsWhole(Geometry drawn) => Array.TrueForAll(drawn.Coordinates, at => at.X == Math.Round(at.X) && at.Y == Math.Round(at.Y));

    private void Draw(Geometry drawn)
    {
        for (var at = 0; at < drawn.NumGeometries; at++)
        {
            if (drawn.GetGeometryN(at) is not Polygon { IsEmpty: false } polygon) continue;
            Draw(polygon.Shell, clockwise: true);
            foreach (var hole in polygon.Holes) Draw(hole, clockwise: false);
        }
    }

    private void Draw(LinearRing ring, bool clockwise)
    {
        whole.Clear();
        foreach (var at in ring.Coordinates.AsSpan(1)) whole.Add(((int)at.X, (int)at.Y));
        Draw(whole, clockwise);
    }

    // The points of a part in whole units, into "whole"; a line of no length and a ring without area leave too few.
    private void Simplify(int part, bool isRing)
    {
        fine.Clear();
        whole.Clear();
        int first = shapes.PointStart[part], last = shapes.PointStart[part + 1] - 1;
        for (var point = first; point <= last; point++)
        {
            var at = (X: (shapes.X[point] * scale) - west, Y: (shapes.Y[point] * scale) - north);
            // While points run short none is dropped: a ring keeps what makes it one.
            var near = fine.Count > 0 && last - point >= (isRing ? RingPoints : LinePoints) && Squared(at.X - fine[^1].X, at.Y - fine[^1].Y) <= Tolerance * Tolerance;
            if (!near) fine.Add(at);
        }

        Peucker(isRing ? RingPoints : LinePoints, isRing ? Tolerance : LineTolerance);
        for (var point = 0; point < fine.Count; point++)
        {
            var at = (Whole(fine[point].X), Whole(fine[point].Y));
            if (kept[point] && (whole.Count == 0 || whole[^1] != at)) whole.Add(at);
        }

        if (isRing && whole.Count > 1 && whole[0] != whole[^1]) whole.Add(whole[0]);
    }

    private void Peucker(int least, double tolerance)
    {
        kept.Clear();
        var count = 2;
        for (var point = 0; point < fine.Count; point++) kept.Add(point == 0 || point == fine.Count - 1);
        open.Push((0, fine.Count - 1));
        while (open.TryPop(out var stretch))
        {
            var (farthest, distance) = (0, count < least ? -1 : tolerance * tolerance);
            for (var point = stretch.From + 1; point < stretch.To; point++)
            {
                var off = Off(fine[point], fine[stretch.From], fine[stretch.To]);
                if (off > distance) (farthest, distance) = (point, off);
            }

            if (farthest == 0) continue;
            kept[farthest] = true;
            count++;
            open.Push((farthest, stretch.To));
            open.Push((stretch.From, farthest));
        }
    }

    // Squared distance of a point from a segment.
    private static double Off((double X, double Y) at, (double X, double Y) from, (double X, double Y) to)
    {
        double dx = to.X - from.X, dy = to.Y - from.Y, length = Squared(dx, dy);
        var share = length == 0 ? 0 : Math.Clamp((((at.X - from.X) * dx) + ((at.Y - from.Y) * dy)) / length, 0, 1);
        return Squared(at.X - from.X - (share * dx), at.Y - from.Y - (share * dy));
    }

    private static double Squared(double dx, double dy) => (dx * dx) + (dy * dy);

    private void Path(ReadOnlySpan<(int X, int Y)> points, bool isRing)
    {
        if (points.Length < (isRing ? 3 : 2)) return;
        Command(1, 1);
        Go(points[0]);
        Command(2, points.Length - 1);
        foreach (var at in points[1..]) Go(at);
        if (isRing) Command(7, 1);
    }

    private void Command(int command, int count) => Commands.Varint((uint)((count << 3) | command));

    private void Go((int X, int Y) to)
    {
        Commands.Signed(to.X - atX);
        Commands.Signed(to.Y - atY);
        (atX, atY) = to;
    }
}
