using GunMane.ModelRegion.Support;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;
using NetTopologySuite.Operation.Polygonize;
using NetTopologySuite.Operation.Union;

namespace GunMane.ModelRegion.Land;

/// <summary>A municipality with its territory in metres.</summary>
public sealed class Municipality(Seat seat, Geometry area)
{
    /// <summary>Design of the town.</summary>
    public Seat Seat { get; } = seat;

    /// <summary>Territory, islands included.</summary>
    public Geometry Area { get; } = area;

    /// <summary>Territory prepared for many tests.</summary>
    public IPreparedGeometry Fast { get; } = PreparedGeometryFactory.Prepare(area);
}

/// <summary>Divides the land: each seat draws the land that is easiest to reach from it, so that borders settle on ridges; one lower course is a border too.</summary>
public sealed class Borders(Terrain terrain, Flow flow, Geometry land)
{
    private const double SmallestPart = 60_000, RiverSnap = 260;
    private readonly Raster raster = terrain.Raster;
    private readonly Noise wiggle = new(77);

    /// <summary>Label of each cell: index of the seat, or -1 for the neighbouring prefectures.</summary>
    public int[] Labels { get; private set; } = [];

    /// <summary>The territories; together they are a valid coverage.</summary>
    public List<Municipality> Draw(List<int> borderStem, LineString borderRiver)
    {
        Labels = Spread(Barrier(borderStem));
        var lines = new List<Geometry> { land.Boundary };
        lines.AddRange(Chain().Select(c => (Geometry)Soften(c, borderRiver)));
        var polygonizer = new Polygonizer();
        polygonizer.Add(UnaryUnionOp.Union(lines));
        var faces = polygonizer.GetPolygons().OfType<Polygon>().Where(f => land.Contains(f.InteriorPoint)).ToList();
        var owners = faces.Select(Owner).ToArray();
        MergeSlivers(faces, owners, lines);
        return [.. Skeleton.Seats.Select((seat, i) => new Municipality(seat, UnaryUnionOp.Union(faces.Where((_, k) => owners[k] == i).Select(f => (Geometry)f).ToList())))];
    }

    private HashSet<int> Barrier(List<int> stem)
    {
        var cells = stem.Take(95).ToList();
        var down = flow.Down[stem[0]];
        var mouth = raster.Centre(down >= 0 ? down : stem[0]);
        for (var k = 0; k < 60; k++)
            cells.Add(raster.CellAt(mouth.X + (k * 8), mouth.Y - (k * Raster.Cell)));
        return [.. cells.SelectMany(c => raster.Disc(raster.Centre(c).X, raster.Centre(c).Y, Raster.Cell * 1.05))];
    }

    private int[] Spread(HashSet<int> barrier)
    {
        var above = flow.AboveStream(terrain.Heights, 6);
        var labels = Enumerable.Repeat(-2, raster.Count).ToArray();
        var queue = new PriorityQueue<(int Cell, int Label), (double, int)>();
        for (var s = 0; s < Skeleton.Seats.Length; s++)
            queue.Enqueue((raster.CellAt(Skeleton.Seats[s].X, Skeleton.Seats[s].Y), s), (6000 - Skeleton.Seats[s].Pull, s));
        foreach (var (x, y) in Skeleton.Outside)
            queue.Enqueue((raster.CellAt(x, y), -1), (4200, 99));
        Span<int> around = stackalloc int[8];
        while (queue.TryDequeue(out var item, out var cost))
        {
            if (labels[item.Cell] != -2)
                continue;
            labels[item.Cell] = item.Label;
            var n = raster.Neighbours(item.Cell, around);
            for (var k = 0; k < n; k++)
            {
                if (labels[around[k]] == -2)
                    queue.Enqueue((around[k], item.Label), (cost.Item1 + Effort(item.Cell, around[k], above, barrier), around[k]));
            }
        }
        return labels;
    }

    private double Effort(int from, int to, double[] above, HashSet<int> barrier)
    {
        var climb = Math.Pow(above[to] / 70, 1.6) + (Math.Abs(terrain.Heights[to] - terrain.Heights[from]) / 12);
        return raster.Step(from, to) * (1 + climb + (barrier.Contains(to) ? 40 : 0));
    }

    private IEnumerable<List<Coordinate>> Chain()
    {
        var chains = new Chains();
        var (w, h) = (raster.Width, raster.Height);
        for (var row = 0; row < h; row++)
        {
            for (var col = 0; col < w; col++)
            {
                var cell = (row * w) + col;
                if (col + 1 < w && Labels[cell] != Labels[cell + 1])
                    chains.Link((row * (w + 1)) + col + 1, ((row + 1) * (w + 1)) + col + 1);
                if (row + 1 < h && Labels[cell] != Labels[cell + w])
                    chains.Link(((row + 1) * (w + 1)) + col, ((row + 1) * (w + 1)) + col + 1);
            }
        }
        return chains.Read().Select(c => c.Select(k => new Coordinate(Raster.Left + (k % (w + 1) * Raster.Cell), Raster.Bottom + (k / (w + 1) * Raster.Cell))).ToList());
    }

    private LineString Soften(List<Coordinate> chain, LineString river)
    {
        var smooth = Lines.Thin(Lines.Relax(chain, 7), 10);
        var even = Lines.Resample(Lines.Of(smooth), 70);
        var moved = even.Select((p, i) => Wiggle(p, Math.Min(i, even.Count - 1 - i))).ToList();
        return Lines.Of(FollowRiver(Lines.Chaikin(moved, 2), river));
    }

    private Coordinate Wiggle(Coordinate p, int fromEnd)
    {
        var size = Math.Min(1, fromEnd / 4.0) * 105;
        return new Coordinate(p.X + (size * wiggle.Fractal(p.X / 520, p.Y / 520, 3)), p.Y + (size * wiggle.Fractal((p.X / 520) + 31, p.Y / 520, 3)));
    }

    /// <summary>Where a border keeps near the border river it becomes the river's own course; at the mouth it leaves it a little inland so as to cross the shore.</summary>
    private static List<Coordinate> FollowRiver(List<Coordinate> border, LineString river)
    {
        var near = Enumerable.Range(1, border.Count - 2).Where(i => river.Distance(Lines.Factory.CreatePoint(border[i])) < RiverSnap).ToList();
        if (near.Count < 12)
            return border;
        var (from, to) = (Lines.Project(river, border[near[0]]), Lines.Project(river, border[near[^1]]));
        if (Math.Abs(from - to) < 1500)
            return border;
        var course = Lines.Slice(river, Math.Max(30, Math.Min(from, to)), Math.Min(river.Length - 30, Math.Max(from, to))).Coordinates;
        return [.. border.Take(near[0]), .. from < to ? course : course.Reverse(), .. border.Skip(near[^1] + 1)];
    }

    private int Owner(Polygon face)
    {
        var p = face.InteriorPoint;
        return Labels[raster.CellAt(p.X, p.Y)];
    }

    /// <summary>Small pieces cut off by a river or a bend go to the neighbour they share most border with.</summary>
    private static void MergeSlivers(List<Polygon> faces, int[] owners, List<Geometry> lines)
    {
        var coast = lines[0];
        for (var i = 0; i < faces.Count; i++)
        {
            if (faces[i].Area > SmallestPart || faces[i].Boundary.Length - faces[i].Boundary.Intersection(coast).Length < 1)
                continue;
            var best = Enumerable.Range(0, faces.Count).Where(k => k != i && faces[k].Area > SmallestPart && faces[k].EnvelopeInternal.Intersects(faces[i].EnvelopeInternal))
                .MaxBy(k => faces[k].Boundary.Intersection(faces[i].Boundary).Length);
            owners[i] = owners[best];
        }
    }
}
