using GunMane.Spatial.Affinity;

namespace GunMane.Benchmarks;

/// <summary>Made-up assets, half points, half lines of three points, as densely as a town's ledger.</summary>
internal static class MixedShapes
{
    private const double Side = 40_000;

    /// <summary>Makes them, scaled from the point towns to a region of 40 km.</summary>
    public static Shapes Make(int size)
    {
        var towns = PointTowns.Make(size);
        var random = new Random(7);
        List<int> partStart = [0], pointStart = [0];
        List<PartKind> kinds = [];
        List<double> x = [], y = [];
        var scale = Side / towns.X.Max();
        for (var at = 0; at < size; at++)
        {
            for (var point = at % 2 == 0 ? 2 : 0; point < 3; point++)
            {
                x.Add(towns.X[at] * scale + point * (random.NextDouble() - 0.5) * 60);
                y.Add(towns.Y[at] * scale + point * (random.NextDouble() - 0.5) * 60);
            }

            kinds.Add(at % 2 == 0 ? PartKind.Point : PartKind.Line);
            partStart.Add(kinds.Count);
            pointStart.Add(x.Count);
        }

        return new Shapes([.. partStart], [.. kinds], [.. pointStart], [.. x], [.. y]);
    }
}
