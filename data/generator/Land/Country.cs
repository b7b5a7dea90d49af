using GunMane.ModelRegion.Support;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;
using NetTopologySuite.Operation.Union;

namespace GunMane.ModelRegion.Land;

/// <summary>The land as it is before anybody builds on it: heights, coast, rivers and municipalities.</summary>
public sealed class Country
{
    private readonly Borders borders;

    /// <summary>Builds the country from a seed.</summary>
    public Country(Rng rng, int seed)
    {
        Terrain = new Terrain(new Raster(), seed);
        var flow = new Flow(Terrain);
        var land = Coast.Land(Terrain);
        borders = new Borders(Terrain, flow, land);
        var tracer = new RiverTracer(Terrain, flow, land, rng.Fork("rivers"));
        var stem = tracer.StemCells(Skeleton.Valleys.First(v => v.River == Skeleton.BorderRiver));
        var all = tracer.Trace(land);
        var borderRiver = all.First(r => r.Name == Skeleton.BorderRiver).Line;
        Towns = borders.Draw(stem, borderRiver);
        Prefecture = UnaryUnionOp.Union(Towns.Select(t => t.Area).ToList());
        Inside = PreparedGeometryFactory.Prepare(Prefecture);
        Rivers = Keep(all);
    }

    /// <summary>Heights.</summary>
    public Terrain Terrain { get; }

    /// <summary>Municipalities in the order of the design.</summary>
    public List<Municipality> Towns { get; }

    /// <summary>Union of the municipalities.</summary>
    public Geometry Prefecture { get; }

    /// <summary>The same, prepared.</summary>
    public IPreparedGeometry Inside { get; }

    /// <summary>Rivers inside the prefecture.</summary>
    public List<River> Rivers { get; }

    /// <summary>True where the cell belongs to the prefecture.</summary>
    public bool Ours(int cell) => borders.Labels[cell] >= 0;

    /// <summary>The municipality at a point, null on the sea and outside.</summary>
    public Municipality? TownAt(Coordinate point)
    {
        var p = Lines.Factory.CreatePoint(point);
        return Towns.FirstOrDefault(t => t.Area.EnvelopeInternal.Contains(point) && t.Fast.Intersects(p));
    }

    /// <summary>Pieces of a line by municipality; what lies at sea or abroad is left out.</summary>
    public IEnumerable<(Municipality Town, LineString Piece)> Split(LineString line, double longerThan)
    {
        foreach (var town in Towns.Where(t => t.Area.EnvelopeInternal.Intersects(line.EnvelopeInternal)))
        {
            if (town.Fast.Contains(line))
            {
                yield return (town, line);
                yield break;
            }
            foreach (var piece in town.Fast.Intersects(line) ? Lines.Parts(line.Intersection(town.Area), longerThan) : [])
                yield return (town, piece);
        }
    }

    private List<River> Keep(List<River> all)
    {
        foreach (var river in all)
            river.Line = Lines.Longest(river.Line, Prefecture);
        var kept = all.Where(r => r.Line.Length > 300).ToList();
        while (kept.RemoveAll(r => !Ends(r, kept)) > 0)
        {
        }
        return kept;
    }

    /// <summary>True for a river that ends on the rim (sea or border) or in another river: clipping may have taken its stem away.</summary>
    private bool Ends(River river, List<River> rivers)
    {
        var mouth = river.Line.EndPoint;
        return Prefecture.Boundary.IsWithinDistance(mouth, 50) || rivers.Any(r => r != river && r.Line.IsWithinDistance(mouth, 0.4));
    }
}
