using GunMane.Spatial.Clustering;
using GunMane.Spatial.Storage.Cluster;

namespace GunMane.Benchmarks;

/// <summary>cost-per-asset: microseconds per asset of dbscan-points, cold (cost-per-asset) and the kernel alone (cost-per-asset-kernel), from ten thousand to ten million.</summary>
internal sealed class CostPerAsset(PrivateCluster cluster, Action<string> say)
{
    private const double Micro = 1e6;
    private const int Many = 1_000_000;
    private readonly PointTable table = new(cluster.Administrator);
    private readonly List<(int Size, double Cold, double Kernel)> figures = [];

    /// <summary>Sizes measured unless told otherwise.</summary>
    public static int[] Sizes { get; } = [10_000, 100_000, Many, 10 * Many];

    /// <summary>Measures one size, and plots all measured so far.</summary>
    /// <param name="size">Number of assets.</param>
    /// <param name="plot">File of the plot; null for none.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<IReadOnlyList<Measurement>> MeasureAsync(int size, string? plot, CancellationToken cancellation)
    {
        var towns = PointTowns.Make(size);
        await table.LoadAsync(towns, null, cancellation);
        var kept = await table.ReadAsync(false, cancellation);
        var rounds = size > Many ? 3 : size == Many ? 5 : 15;
        List<double> cold = [], kernel = [];
        // Compilation is no cost of an asset: the smaller the size, the more rounds until it is done.
        for (var round = 0; round < Math.Max(1, Many / size / 2); round++) await DbscanPoints.ColdAsync(table, towns.Eps, _ => { }, cancellation);
        for (var round = 0; round < rounds; round++)
        {
            cold.Add(await Sql.TimeAsync(() => DbscanPoints.ColdAsync(table, towns.Eps, _ => { }, cancellation)) * Micro / size);
            kernel.Add(Sql.Time(() => DensityPoints.Of(kept.X, kept.Y, towns.Eps, DbscanPoints.MinPoints)) * Micro / size);
        }

        figures.Add((size, Measurement.Median(cold), Measurement.Median(kernel)));
        say(FormattableString.Invariant($"{size:N0} assets, {rounds} rounds: cold {cold.Min():0.000}–{cold.Max():0.000} µs an asset, kernel {kernel.Min():0.000}–{kernel.Max():0.000}"));
        if (plot is not null) await File.WriteAllTextAsync(plot, CostPlot.Draw(figures), cancellation);
        return
        [
            new("engine", "cost-per-asset", "µs", size, Measurement.Median(cold), null, null, null),
            new("engine", "cost-per-asset-kernel", "µs", size, Measurement.Median(kernel), null, null, null),
        ];
    }
}
