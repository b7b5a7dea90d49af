using GunMane.Spatial.Affinity;

namespace GunMane.Benchmarks;

/// <summary>Made-up assets, half points, half lines of three points some tens of metres long.</summary>
internal static class MixedShapes
{
    private const double Side = 40_000;

    /// <summary>Makes them, scaled from the point towns to a region of 40 km.</summary>
    public static Shapes Make(int size)
    {
        var towns = PointTowns.Make(size);
        var scale = Side / towns.X.Max();
        return Of(Array.ConvertAll(towns.X, x => x * scale), Array.ConvertAll(towns.Y, y => y * scale));
    }

    /// <summary>Makes them at the scale of the point towns, numbered as imports number them, and says the radius at which the points alone have twelve neighbours, metres.</summary>
    public static (Shapes Shapes, double Eps) AlongCurve(int size)
    {
        var towns = PointTowns.Make(size);
        var (x, y) = PointShapes.AlongCurve(towns.X, towns.Y);
        return (Of(x, y), towns.Eps);
    }

    private static Shapes Of(double[] east, double[] north)
    {
        var random = new Random(7);
        List<int> partStart = [0], pointStart = [0];
        List<PartKind> kinds = [];
        List<double> x = [], y = [];
        for (var at = 0; at < east.Length; at++)
        {
            for (var point = at % 2 == 0 ? 2 : 0; point < 3; point++)
            {
                x.Add(east[at] + point * (random.NextDouble() - 0.5) * 60);
                y.Add(north[at] + point * (random.NextDouble() - 0.5) * 60);
            }

            kinds.Add(at % 2 == 0 ? PartKind.Point : PartKind.Line);
            partStart.Add(kinds.Count);
            pointStart.Add(x.Count);
        }

        return new Shapes([.. partStart], [.. kinds], [.. pointStart], [.. x], [.. y]);
    }
}
