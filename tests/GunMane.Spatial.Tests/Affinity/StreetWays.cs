using GunMane.Spatial.Affinity.Roads;
using NetTopologySuite.Geometries;
using NetTopologySuite.LinearReferencing;

namespace GunMane.Spatial.Tests.Affinity;

/// <summary>The oracle: every stretch of a street from knot to knot is an edge; all shortest ways by Floyd and Warshall.</summary>
internal sealed class StreetWays
{
    private readonly LineString[] streets;
    private readonly Dictionary<Coordinate, int> knots = [];
    private readonly double[,] way;
    private readonly int mesh;
    private readonly double join;

    public StreetWays(LineString[] streets, int mesh, double join = RoadNetwork.JoinM)
    {
        (this.streets, this.mesh, this.join) = (streets, mesh, join);
        foreach (var knot in streets.SelectMany(street => street.Coordinates)) knots.TryAdd(knot, knots.Count);
        way = new double[knots.Count, knots.Count];
        for (var one = 0; one < knots.Count; one++)
        {
            for (var two = 0; two < knots.Count; two++) way[one, two] = one == two ? 0 : double.PositiveInfinity;
        }

        foreach (var street in streets)
        {
            for (var at = 1; at < street.NumPoints; at++) way[Knot(street, at), Knot(street, at - 1)] = way[Knot(street, at - 1), Knot(street, at)] = mesh;
        }

        for (var over = 0; over < knots.Count; over++)
        {
            for (var one = 0; one < knots.Count; one++)
            {
                for (var two = 0; two < knots.Count; two++) way[one, two] = Math.Min(way[one, two], way[one, over] + way[over, two]);
            }
        }
    }

    /// <summary>Shortest way; infinite where there is none; null where one lies on no road.</summary>
    public double? Between(Coordinate one, Coordinate two)
    {
        var (from, to) = (Places(one), Places(two));
        if (from.Count == 0 || to.Count == 0) return null;
        return from.SelectMany(a => to.Select(b => a.Low == b.Low && a.High == b.High ? Math.Abs(a.After - b.After) : Over(a, b))).Min();
    }

    private double Over((int Low, int High, double After) a, (int Low, int High, double After) b) => new[]
    {
        a.After + way[a.Low, b.Low] + b.After, a.After + way[a.Low, b.High] + mesh - b.After, mesh - a.After + way[a.High, b.Low] + b.After, mesh - a.After + way[a.High, b.High] + mesh - b.After,
    }.Min();

    // On each street that is about as near as the nearest: the stretch, and how far along it.
    private List<(int Low, int High, double After)> Places(Coordinate at)
    {
        var point = GeometryFactory.Default.CreatePoint(at);
        var least = streets.Min(street => street.Distance(point));
        if (least > 100) return [];
        return [.. streets.Where(street => street.Distance(point) <= Math.Min(100, least + join)).Select(street =>
        {
            var along = new LengthIndexedLine(street).Project(at);
            var stretch = Math.Min(street.NumPoints - 2, (int)(along / mesh));
            return (Knot(street, stretch), Knot(street, stretch + 1), along - stretch * mesh);
        })];
    }

    private int Knot(LineString street, int at) => knots[street.GetCoordinateN(at)];
}
