using GunMane.ModelRegion.Support;
using NetTopologySuite.Geometries;

namespace GunMane.ModelRegion.Land;

/// <summary>A river from its source to its mouth or junction. Width and area (km²) are those at the lower end.</summary>
public sealed class River(string name, LineString line, double area, bool prefectural)
{
    /// <summary>Name, e.g. 汐瀬川.</summary>
    public string Name { get; } = name;

    /// <summary>Course in metres, running downstream.</summary>
    public LineString Line { get; set; } = line;

    /// <summary>Drained area in km².</summary>
    public double Area { get; } = area;

    /// <summary>二級河川 kept by the prefecture; the others are the towns'.</summary>
    public bool Prefectural { get; } = prefectural;

    /// <summary>Width of the bed in metres.</summary>
    public double Width => Math.Clamp(6 * Math.Sqrt(Area), 4, 70);
}

/// <summary>Traces rivers along the flow, smooths them, lets them meander where the land is flat and joins tributaries to their stems.</summary>
public sealed class RiverTracer(Terrain terrain, Flow flow, Geometry land, Rng rng)
{
    private const double SourceArea = 0.45, ShortestMetres = 700;
    private readonly Raster raster = terrain.Raster;
    private readonly Dictionary<int, List<int>> upstream = [];
    private readonly List<River> rivers = [];
    private readonly Noise bends = new(19);
    private readonly NameMaker names = new(rng.Fork("river names"));

    /// <summary>All rivers inside the given area.</summary>
    public List<River> Trace(Geometry within)
    {
        LinkUpstream();
        var waiting = new Queue<(int Cell, River? Stem)>(Mouths().Select(m => (m, (River?)null)));
        while (waiting.TryDequeue(out var start))
        {
            var cells = ClimbFrom(start.Cell, out var branches);
            var river = Draw(cells, start.Stem);
            foreach (var branch in branches)
                waiting.Enqueue((branch, river ?? start.Stem));
        }
        return Clip(within);
    }

    /// <summary>Cells of a designed river's stem from the mouth upwards.</summary>
    public List<int> StemCells(Valley valley)
    {
        if (upstream.Count == 0)
            LinkUpstream();
        var middle = Lines.Of(valley.Course.Take(valley.Course.Length / 2).Select(p => new Coordinate(p.X, p.Y)));
        var mouth = Mouths().Where(m => flow.Area[m] > 25).MinBy(m => middle.Distance(Lines.Factory.CreatePoint(raster.Centre(m))));
        return ClimbFrom(mouth, out _);
    }

    private void LinkUpstream()
    {
        if (upstream.Count > 0)
            return;
        for (var i = 0; i < raster.Count; i++)
        {
            if (flow.Down[i] < 0 || flow.Area[i] < SourceArea)
                continue;
            if (!upstream.TryGetValue(flow.Down[i], out var list))
                upstream[flow.Down[i]] = list = [];
            list.Add(i);
        }
    }

    private List<int> Mouths() =>
        [.. Enumerable.Range(0, raster.Count).Where(i => flow.Area[i] >= SourceArea && flow.Down[i] >= 0 && flow.Down[flow.Down[i]] == -1).OrderByDescending(i => flow.Area[i])];

    private List<int> ClimbFrom(int mouth, out List<int> branches)
    {
        branches = [];
        var cells = new List<int> { mouth };
        while (upstream.TryGetValue(cells[^1], out var above))
        {
            var main = above.MaxBy(c => flow.Area[c]);
            branches.AddRange(above.Where(c => c != main));
            cells.Add(main);
        }
        return cells;
    }

    private River? Draw(List<int> upwards, River? stem)
    {
        if (upwards.Count * Raster.Cell < ShortestMetres)
            return null;
        var area = flow.Area[upwards[0]];
        var cells = Enumerable.Reverse(upwards).ToList();
        cells.Add(flow.Down[upwards[0]]);
        var course = Course(cells, area);
        var line = stem is null ? Lines.Of(course) : Join(Lines.Of(course), stem);
        if (line.Length < ShortestMetres * 0.7 || (stem is not null && Hugs(line)))
            return null;
        var river = new River(Name(line, area), line, area, area > 7.5);
        rivers.Add(river);
        return river;
    }

    /// <summary>True for a stream that only runs beside another one: an artefact of flow on even slopes.</summary>
    private bool Hugs(LineString line)
    {
        var points = Lines.Resample(line, 200).Select(Lines.Factory.CreatePoint).ToList();
        var near = rivers.Where(r => r.Line.EnvelopeInternal.Intersects(line.EnvelopeInternal)).Select(r => r.Line).ToList();
        return points.Count(p => near.Any(l => l.IsWithinDistance(p, 170))) > 0.55 * points.Count;
    }

    private List<Coordinate> Course(List<int> cells, double area)
    {
        var points = Lines.Relax(cells.Select(raster.Centre).ToList(), 10);
        var even = Lines.Resample(Lines.Of(points), 45);
        return Lines.Thin(Lines.Chaikin(Meander(even, area), 2), 1.5);
    }

    /// <summary>Moves points sideways in waves whose size grows with the river and shrinks with the gradient.</summary>
    private List<Coordinate> Meander(List<Coordinate> points, double area)
    {
        var line = Lines.Of(points);
        if (line.NumPoints < 4)
            return points;
        var wave = Math.Clamp(60 * Math.Sqrt(area), 180, 620);
        var (p1, p2) = (rng.Between(0, 6), rng.Between(0, 6));
        var result = new List<Coordinate>();
        for (var i = 0; i < points.Count; i++)
        {
            var s = i * line.Length / (points.Count - 1);
            var taper = Math.Min(1, Math.Min(s, line.Length - s) / 500);
            var flat = Math.Clamp(1 - (terrain.SlopeAt(points[i].X, points[i].Y) * 9), 0.1, 1);
            var swing = Math.Sin((s / wave * 2 * Math.PI) + p1) + (0.7 * Math.Sin((s / wave * 0.61 * 2 * Math.PI) + p2));
            var wander = 75 * Math.Max(0.4, flat) * bends.Fractal(points[i].X / 420, points[i].Y / 420, 3);
            result.Add(Lines.PointAt(line, s, taper * ((Math.Min(wave * 0.13, 70) * flat * swing) + wander)));
        }
        return result;
    }

    /// <summary>Ends a tributary on its stem: at the first crossing, or by a short last reach.</summary>
    private static LineString Join(LineString line, River stem)
    {
        var crossings = Lines.Crossings(line, stem.Line).Select(c => Lines.Project(line, c)).Order().ToList();
        if (crossings.Count > 0)
            line = Lines.Slice(line, 0, crossings[0]);
        var end = line.EndPoint.Coordinate;
        var at = Lines.PointAt(stem.Line, Math.Min(stem.Line.Length, Lines.Project(stem.Line, end) + (crossings.Count > 0 ? 0 : 15)));
        stem.Line = Lines.WithVertex(stem.Line, at);
        var trimmed = crossings.Count > 0 ? line.Coordinates[..^1] : line.Coordinates;
        return Lines.Of(trimmed.Append(at));
    }

    private string Name(LineString line, double area)
    {
        var designed = area < 9 ? null : Skeleton.Valleys.Where(v => rivers.All(r => r.Name != v.River))
            .Select(v => (v.River, Gap: v.Axis[1..4].Average(p => line.Distance(Lines.Factory.CreatePoint(new Coordinate(p.X, p.Y))))))
            .Where(v => v.Gap < 1100).OrderBy(v => v.Gap).Select(v => v.River).FirstOrDefault();
        return designed ?? names.River();
    }

    private List<River> Clip(Geometry within)
    {
        var area = land.Intersection(within);
        foreach (var river in rivers)
            river.Line = Lines.Longest(river.Line, area);
        return [.. rivers.Where(r => r.Line.Length > 300)];
    }
}
