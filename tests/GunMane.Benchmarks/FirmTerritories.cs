using GunMane.Spatial.Affinity;
using GunMane.Spatial.Model;

namespace GunMane.Benchmarks;

/// <summary>Made-up firms with offices among the assets: each asset has one to four of the sixteen nearest, the nearer the likelier.</summary>
internal static class FirmTerritories
{
    private const int Firms = 800;
    private const int Near = 16;
    private const double Falling = 0.75;
    private static readonly double[] Many = [0.45, 0.75, 0.92, 1];

    /// <summary>Firms of every point, ascending and each once. Seeded: the same points give the same firms.</summary>
    public static int[][] Of(double[] x, double[] y)
    {
        var random = new Random(42);
        var offices = Enumerable.Range(0, Firms).Select(_ => random.Next(x.Length)).Select(at => (X: x[at] + 4_000 * (random.NextDouble() - 0.5), Y: y[at] + 4_000 * (random.NextDouble() - 0.5))).ToArray();
        var cells = new Dictionary<(int, int), int[]>();
        var firms = new int[x.Length][];
        for (var at = 0; at < x.Length; at++)
        {
            var cell = ((int)(x[at] / 2_000), (int)(y[at] / 2_000));
            if (!cells.TryGetValue(cell, out var near)) cells.Add(cell, near = [.. Enumerable.Range(0, Firms).OrderBy(firm => Squared(offices[firm], 2_000 * (cell.Item1 + 0.5), 2_000 * (cell.Item2 + 0.5))).Take(Near)]);
            var wanted = 1 + Array.FindIndex(Many, random.NextDouble() is var drawn ? share => drawn < share : _ => true);
            var chosen = new SortedSet<int>();
            while (chosen.Count < wanted)
            {
                var rank = 0;
                while (rank < Near - 1 && random.NextDouble() < Falling) rank++;
                chosen.Add(near[rank]);
            }

            firms[at] = [.. chosen];
        }

        return firms;
    }

    /// <summary>The same as the engine holds them.</summary>
    public static FirmSets Sets(int[][] firms)
    {
        var builder = new FirmSetsBuilder(firms.Length, Firms);
        for (var at = 0; at < firms.Length; at++)
        {
            foreach (var firm in firms[at]) builder.Link(at, firm, Evidence.Asset, Evidence.Asset.StrengthPercent());
        }

        return builder.Build(new int[firms.Length], new Sector[firms.Length]);
    }

    private static double Squared((double X, double Y) office, double x, double y) => (office.X - x) * (office.X - x) + (office.Y - y) * (office.Y - y);
}
