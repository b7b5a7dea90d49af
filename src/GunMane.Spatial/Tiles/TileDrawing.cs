using System.Runtime.InteropServices;
using NetTopologySuite.Algorithm.Locate;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;
using NetTopologySuite.Operation.OverlayNG;
using NetTopologySuite.Operation.Polygonize;

namespace GunMane.Spatial.Tiles;

/// <summary>
/// Draws geometries in the units of one tile as Mapbox Vector Tile 2.1 commands, by the steps of ST_AsMVTGeom: simplified (<see cref="Simplifier"/>),
/// snapped to whole units, cut to the <see cref="TileFrame"/>. Not thread-safe.
/// </summary>
internal sealed class TileDrawing
{
    private static readonly PrecisionModel WholeUnits = new(1);
    private static readonly GeometryFactory Factory = new(WholeUnits);
    private static readonly Geometry Frame = Factory.ToGeometry(new Envelope(TileFrame.Least, TileFrame.Most, TileFrame.Least, TileFrame.Most));
    private readonly Simplifier simplifier = new();
    private readonly List<double> fineX = [];
    private readonly List<double> fineY = [];
    private readonly List<(int X, int Y)> whole = [];
    private readonly RingList rings = new();
    private readonly FrameCut cut = new();
    private readonly List<(int X, int Y)> spare = [];
    private TileShapes shapes = new([0], [], [0], [], []);
    private int zoom;
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
        (shapes, zoom) = (of, tile.Zoom);
        scale = (double)World.Extent * (1L << tile.Zoom);
        (west, north) = ((double)World.Extent * tile.Column, (double)World.Extent * tile.Row);
    }

    /// <summary>Draws one point, given as shares of the world; false if it is outside.</summary>
    public bool Point(double x, double y)
    {
        Start();
        var at = Snap(x, y);
        if (!TileFrame.Holds(at)) return false;
        Command(1, 1);
        Go(at);
        return true;
    }

    /// <summary>Where a point given as shares of the world lies in the tile; false if it is outside.</summary>
    public bool TryPlace(double x, double y, out (int X, int Y) at) => TileFrame.Holds(at = Snap(x, y));

    /// <summary>Draws an asset; false if nothing of it is to be seen.</summary>
    public bool Asset(int asset, TilePart drawn)
    {
        Start();
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
    private static int Whole(double units) => (int)Math.Round(double.MinNative(double.MaxNative(units, -1e9), 1e9));

    private bool IsNear(int asset)
    {
        double left = double.PositiveInfinity, right = double.NegativeInfinity, top = left, bottom = right;
        for (var point = shapes.FirstPoint(asset); point < shapes.EndPoint(asset); point++)
        {
            (left, right) = (Math.Min(left, shapes.X[point]), Math.Max(right, shapes.X[point]));
            (top, bottom) = (Math.Min(top, shapes.Y[point]), Math.Max(bottom, shapes.Y[point]));
        }

        var (least, most) = (Snap(left, top), Snap(right, bottom));
        return TileFrame.Of([least, most]) != Side.Outside;
    }

    private void Points(int asset)
    {
        whole.Clear();
        for (var point = shapes.FirstPoint(asset); point < shapes.EndPoint(asset); point++)
        {
            var at = Snap(shapes.X[point], shapes.Y[point]);
            if (TileFrame.Holds(at) && !whole.Contains(at)) whole.Add(at);
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
            var points = Simplify(part, isRing: false);
            switch (TileFrame.Of(points))
            {
                case Side.Inside: Path(points, isRing: false); break;
                case Side.Across: Cut(points); break;
            }
        }
    }

    // Segment by segment; what comes back in is another line.
    private void Cut(ReadOnlySpan<(int X, int Y)> points)
    {
        spare.Clear();
        for (var at = 1; at < points.Length; at++)
        {
            if (!TileFrame.Clip(points[at - 1], points[at], out var from, out var to)) continue;
            if (spare.Count == 0 || spare[^1] != from)
            {
                Path(CollectionsMarshal.AsSpan(spare), isRing: false);
                spare.Clear();
                spare.Add(from);
            }

            if (to != from) spare.Add(to);
        }

        Path(CollectionsMarshal.AsSpan(spare), isRing: false);
    }

    private void Polygons(int asset)
    {
        if (TryDraw(asset)) return;
        Commands.Clear();
        (atX, atY) = (0, 0);
        if (IsNear(asset)) Overlay(asset);
    }

    // Rings that are sound in whole units are drawn without an overlay.
    private bool TryDraw(int asset)
    {
        rings.Clear();
        var (isAcross, shell, points) = (false, -1, 0);
        for (var part = shapes.PartStart[asset]; part < shapes.PartStart[asset + 1]; part++)
        {
            var isHole = shapes.Kinds[part] == TilePart.Hole;
            if (shapes.Kinds[part] < TilePart.Shell || (isHole && shell < 0)) continue;
            if (!isHole) shell = -1;
            var side = TileFrame.Of(Simplify(part, isRing: true));
            if (whole.Count < 4 || side == Side.Outside) continue;
            isAcross |= side == Side.Across;
            if ((points += whole.Count) > WholeRings.MostPoints || !TryRing(isHole, shell)) return false;
            if (!isHole) shell = rings.Count - 1;
        }

        if (!rings.AreApart()) return false;
        if (isAcross && !cut.TryCut(rings)) return false;
        Draw(rings);
        return true;
    }

    // The ring simplified last, turned as the format asks.
    private bool TryRing(bool isHole, int shell)
    {
        var ring = rings.Next();
        ring.AddRange(CollectionsMarshal.AsSpan(whole)[..^1]);
        if (!WholeRings.IsSimple(CollectionsMarshal.AsSpan(ring))) return false;
        if (isHole && !WholeRings.Holds(CollectionsMarshal.AsSpan(rings[shell]), ring[0])) return false;
        if (WholeRings.IsClockwise(CollectionsMarshal.AsSpan(ring)) == isHole) ring.Reverse();
        return true;
    }

    // Each outer ring, then its holes.
    private void Draw(RingList drawn)
    {
        for (var ring = 0; ring < drawn.Count; ring++)
        {
            var shell = CollectionsMarshal.AsSpan(drawn[ring]);
            if (!WholeRings.IsClockwise(shell)) continue;
            Path(shell, isRing: true);
            for (var hole = 0; hole < drawn.Count; hole++)
            {
                var inner = CollectionsMarshal.AsSpan(drawn[hole]);
                if (hole != ring && !WholeRings.IsClockwise(inner) && WholeRings.Holds(shell, inner[0])) Path(inner, isRing: true);
            }
        }
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
        var points = Simplify(part, isRing: true);
        return points.Length < 4 ? null : Factory.CreateLinearRing(Array.ConvertAll(points.ToArray(), at => new Coordinate(at.X, at.Y)));
    }

    // Whole units can make rings touch or cross: what is drawn is mended, as the format asks.
    private static Geometry Inside(Geometry drawn)
    {
        if (!drawn.IsValid) drawn = Mended(drawn);
        return Frame.EnvelopeInternal.Covers(drawn.EnvelopeInternal) && IsWhole(drawn) ? drawn : OverlayNG.Overlay(drawn, Frame, OverlayNG.INTERSECTION, WholeUnits);
    }

    // Rings that cross wildly the fixer gives up: then the faces between their lines that lie inside by the even-odd rule.
    private static Geometry Mended(Geometry drawn)
    {
        try
        {
            return GeometryFixer.Fix(drawn);
        }
        catch (TopologyException)
        {
            var faces = new Polygonizer(extractOnlyPolygonal: true);
            faces.Add(UnaryUnionNG.Union((Geometry)Factory.CreateMultiLineString([.. LinearComponentExtracter.GetLines(drawn).Cast<LineString>()]), WholeUnits));
            var inside = new SimplePointInAreaLocator(drawn);
            return OverlayNGRobust.Union([.. faces.GetPolygons().Where(face => inside.Locate(face.InteriorPoint.Coordinate) == Location.Interior)], Factory);
        }
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
        if (WholeRings.IsClockwise(CollectionsMarshal.AsSpan(whole)) != clockwise) whole.Reverse();
        Path(CollectionsMarshal.AsSpan(whole), isRing: true);
    }

    // The points of a part in whole units, valid until the next call; a line of no length and a ring without area leave too few.
    private ReadOnlySpan<(int X, int Y)> Simplify(int part, bool isRing)
    {
        if (shapes.Levels.Parts[part] <= zoom) Known(part);
        else Anew(part, isRing);
        if (isRing && whole.Count > 1 && whole[0] != whole[^1]) whole.Add(whole[0]);
        return CollectionsMarshal.AsSpan(whole);
    }

    private void Known(int part)
    {
        var points = shapes.PointStart[part]..shapes.PointStart[part + 1];
        var x = shapes.X.AsSpan(points);
        var y = shapes.Y.AsSpan(points);
        var level = shapes.Levels.Points.AsSpan(points);
        CollectionsMarshal.SetCount(whole, x.Length);
        var to = CollectionsMarshal.AsSpan(whole);
        var count = 0;
        for (var point = 0; point < x.Length; point++)
        {
            if (level[point] > zoom) continue;
            var at = Snap(x[point], y[point]);
            if (count == 0 || to[count - 1] != at) to[count++] = at;
        }

        CollectionsMarshal.SetCount(whole, count);
    }

    private void Anew(int part, bool isRing)
    {
        fineX.Clear();
        fineY.Clear();
        whole.Clear();
        int first = shapes.PointStart[part], last = shapes.PointStart[part + 1] - 1;
        for (var point = first; point <= last; point++)
        {
            var at = (X: (shapes.X[point] * scale) - west, Y: (shapes.Y[point] * scale) - north);
            // While points run short none is dropped: a ring keeps what makes it one.
            if (fineX.Count > 0 && last - point >= Simplifier.FewestPoints(isRing) && Simplifier.Squared(at.X - fineX[^1], at.Y - fineY[^1]) <= Simplifier.Near * Simplifier.Near) continue;
            fineX.Add(at.X);
            fineY.Add(at.Y);
        }

        var weights = simplifier.Weigh(CollectionsMarshal.AsSpan(fineX), CollectionsMarshal.AsSpan(fineY), isRing);
        var tolerance = Simplifier.Tolerance(isRing);
        for (var point = 0; point < weights.Length; point++)
        {
            var at = (Whole(fineX[point]), Whole(fineY[point]));
            if (weights[point] > tolerance * tolerance && (whole.Count == 0 || whole[^1] != at)) whole.Add(at);
        }
    }

    private void Path(ReadOnlySpan<(int X, int Y)> points, bool isRing)
    {
        if (points.Length < (isRing ? 3 : 2)) return;
        var to = Commands.Room(MvtBuffer.LongestVarint * ((2 * points.Length) + 3));
        var at = MvtBuffer.Varint(to, 0, (1 << 3) | 1);
        at = Go(to, at, points[0]);
        at = MvtBuffer.Varint(to, at, (uint)((points.Length - 1) << 3) | 2);
        foreach (var point in points[1..]) at = Go(to, at, point);
        if (isRing) at = MvtBuffer.Varint(to, at, (1 << 3) | 7);
        Commands.Advance(at);
    }

    private int Go(Span<byte> to, int at, (int X, int Y) point)
    {
        at = MvtBuffer.Varint(to, at, MvtBuffer.Zigzag(point.X - atX));
        at = MvtBuffer.Varint(to, at, MvtBuffer.Zigzag(point.Y - atY));
        (atX, atY) = point;
        return at;
    }

    private void Command(int command, int count) => Commands.Varint((uint)((count << 3) | command));

    private void Go((int X, int Y) to)
    {
        Commands.Signed(to.X - atX);
        Commands.Signed(to.Y - atY);
        (atX, atY) = to;
    }
}
