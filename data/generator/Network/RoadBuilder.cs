using GunMane.ModelRegion.Land;
using GunMane.ModelRegion.Support;
using NetTopologySuite.Geometries;

namespace GunMane.ModelRegion.Network;

/// <summary>Finds ways over the terrain and lays roads along them: cheap where flat, off the shore and off the rivers, along roads that are there.</summary>
public sealed class RoadBuilder
{
    private const double MainRiver = 14;
    private readonly Country country;
    private readonly Raster raster;
    private readonly CostPath paths;
    private readonly Noise rough = new(55);
    private readonly double[] ground, wet;
    private readonly byte[] built;

    /// <summary>Prepares the cost of each cell.</summary>
    public RoadBuilder(Country country)
    {
        this.country = country;
        raster = country.Terrain.Raster;
        paths = new CostPath(raster);
        (ground, wet, built) = (new double[raster.Count], new double[raster.Count], new byte[raster.Count]);
        for (var i = 0; i < raster.Count; i++)
            ground[i] = Ground(i);
        foreach (var river in country.Rivers)
            Soak(river);
    }

    /// <summary>Roads laid so far.</summary>
    public List<Road> Roads { get; } = [];

    /// <summary>Distance in metres from a point to the nearest road laid so far.</summary>
    public double Gap(Coordinate point)
    {
        var p = Lines.Factory.CreatePoint(point);
        return Roads.Where(r => r.Line.EnvelopeInternal.Distance(p.EnvelopeInternal) < 3000).Select(r => r.Line.Distance(p)).DefaultIfEmpty(3000).Min();
    }

    /// <summary>Lays a road through the given points in turn; stretches along roads that are there are shared, not doubled.</summary>
    public void Through(RoadClass kind, string route, params Coordinate[] stops)
    {
        var cells = new List<int>();
        for (var i = 1; i < stops.Length; i++)
        {
            var goal = CellOf(stops[i]);
            var leg = paths.Find(CellOf(stops[i - 1]), c => c == goal, Cost);
            cells.AddRange(cells.Count > 0 ? leg.Skip(1) : leg);
        }
        Lay(kind, route, cells);
    }

    /// <summary>Lays a road from a point to the nearest road, if one can be reached within a cost.</summary>
    public bool ToNetwork(Coordinate from, double limit)
    {
        var start = CellOf(from);
        if (built[start] == 2)
            return true;
        var cells = paths.Find(start, c => built[c] == 2, Cost, limit);
        Lay(RoadClass.Arterial, "", cells);
        return cells.Count > 0;
    }

    private int CellOf(Coordinate p) => raster.CellAt(p.X, p.Y);

    private double Ground(int cell)
    {
        if (country.Terrain.Heights[cell] <= 0.5 || NearSea(cell))
            return double.PositiveInfinity;
        var c = raster.Centre(cell);
        return (country.Ours(cell) ? 1 : 5) * (1 + (0.55 * rough.Fractal(c.X / 600, c.Y / 600, 3)));
    }

    private bool NearSea(int cell)
    {
        Span<int> around = stackalloc int[8];
        var n = raster.Neighbours(cell, around);
        for (var k = 0; k < n; k++)
        {
            if (country.Terrain.Heights[around[k]] <= 0)
                return true;
        }
        return false;
    }

    /// <summary>Marks the bed and the banks, so that roads keep off the water and cross it straight.</summary>
    private void Soak(River river)
    {
        var main = river.Width >= MainRiver;
        foreach (var p in Lines.Resample(river.Line, 30))
        {
            foreach (var cell in raster.Disc(p.X, p.Y, main ? 75 + river.Width : 45))
                wet[cell] = Math.Max(wet[cell], main ? 3 : 0.5);
            wet[raster.CellAt(p.X, p.Y)] = main ? 9 : 1.2;
        }
    }

    private double Cost(int from, int to)
    {
        var step = raster.Step(from, to);
        if (built[to] == 2)
            return step * 0.5;
        var grade = Math.Abs(country.Terrain.Heights[to] - country.Terrain.Heights[from]) / step;
        var climb = Math.Min(4.5, Math.Pow(grade / 0.07, 1.6));
        return step * ((ground[to] * (1 + climb)) + wet[to] + (built[to] == 1 ? 2 : 0));
    }

    private void Lay(RoadClass kind, string route, List<int> cells)
    {
        var run = new List<int>();
        foreach (var cell in cells)
        {
            run.Add(cell);
            if (built[cell] != 2)
                continue;
            Finish(kind, route, run);
            run = [cell];
        }
        Finish(kind, route, run);
    }

    private void Finish(RoadClass kind, string route, List<int> run)
    {
        if (run.Count < 3)
            return;
        var points = run.Select(raster.Centre).ToList();
        if (built[run[0]] == 2)
            points[0] = Snap(points[0]);
        if (built[run[^1]] == 2)
            points[^1] = Snap(points[^1]);
        var line = Smooth(points);
        Roads.Add(new Road(kind, route, line, false));
        Mark(line);
        foreach (var cell in run)
            built[cell] = 2;
    }

    /// <summary>As smooth as the coast allows.</summary>
    private LineString Smooth(List<Coordinate> points)
    {
        foreach (var (relax, thin) in new[] { (6, 28.0), (3, 15.0), (1, 5.0) })
        {
            var line = Lines.Of(Lines.Thin(Lines.Chaikin(Lines.Thin(Lines.Relax(points, relax), thin), 3), 0.8));
            if (country.Inside.Covers(line) || !country.Inside.Covers(Lines.Of(points)))
                return line;
        }
        return Lines.Of(points);
    }

    private Coordinate Snap(Coordinate p)
    {
        var point = Lines.Factory.CreatePoint(p);
        var road = Roads.MinBy(r => r.Line.EnvelopeInternal.Distance(point.EnvelopeInternal) > 400 ? 1e9 : r.Line.Distance(point))!;
        var at = Lines.PointAt(road.Line, Lines.Project(road.Line, p));
        road.Line = Lines.WithVertex(road.Line, at);
        return at;
    }

    private void Mark(LineString line)
    {
        foreach (var p in Lines.Resample(line, 25))
        {
            foreach (var near in raster.Disc(p.X, p.Y, 170))
                built[near] = Math.Max(built[near], (byte)1);
            built[raster.CellAt(p.X, p.Y)] = 2;
        }
    }
}
