using System.Diagnostics;
using GunMane.Spatial.Clustering;
using GunMane.Spatial.Storage.Cluster;
using Npgsql;

namespace GunMane.Benchmarks;

/// <summary>
/// dbscan-points: points in a table → group of each point in a table, cold: binary COPY out, kernel, binary COPY back. dbscan-resident: the
/// kernel on the arrays that a snapshot keeps, labels in memory. Rivals of both: ST_ClusterDBSCAN over the same Hilbert-ordered heap, its
/// labels written to a table of the same kind, and scikit-learn's fit, once with the points in the order of their file and once in Hilbert order;
/// turn by turn, ours compiled before.
/// </summary>
internal sealed class DbscanPoints(PrivateCluster cluster, Action<string> say)
{
    /// <summary>Neighbours, itself counted, that make a core.</summary>
    public const int MinPoints = 5;

    private const int Rounds = 5;
    private const int Unmeasured = 3;
    private readonly PointTable table = new(cluster.Administrator);
    private readonly List<double> cold = [], resident = [], write = [], postgis = [], filed = [], sorted = [];
    private string stages = "";

    /// <summary>Measures one size.</summary>
    public async Task<IReadOnlyList<Measurement>> MeasureAsync(int size, CancellationToken cancellation)
    {
        var towns = PointTowns.Make(size);
        await table.LoadAsync(towns, null, cancellation);
        await using var rival = await Sql.OpenAsync(cluster.Administrator, cancellation);
        await Sql.AtItsBestAsync(rival, cancellation);
        var kept = await table.ReadAsync(false, cancellation);
        using var inFileOrder = new ScikitLearn(towns.X, towns.Y, towns.Eps, MinPoints);
        using var inHilbertOrder = new ScikitLearn(kept.X, kept.Y, towns.Eps, MinPoints);
        Grouping groups = new([], 0);
        for (var round = 0; round < Unmeasured; round++) await ColdAsync(table, towns.Eps, _ => { }, cancellation);
        for (var round = 0; round < Rounds; round++)
        {
            postgis.Add(await Sql.TimeAsync(() => RivalAsync(rival, towns.Eps, cancellation)));
            cold.Add(await Sql.TimeAsync(() => ColdAsync(table, towns.Eps, said => stages = said, cancellation)));
            filed.Add(await inFileOrder.FitAsync(cancellation));
            sorted.Add(await inHilbertOrder.FitAsync(cancellation));
            resident.Add(Sql.Time(() => groups = DensityPoints.Of(kept.X, kept.Y, towns.Eps, MinPoints)));
            write.Add(await Sql.TimeAsync(() => table.WriteAsync(kept.Id, groups.Label, cancellation)));
            say(FormattableString.Invariant($"{size:N0} points, eps {towns.Eps} m, round {round + 1}: cold {cold[^1]:0.000} s ({stages}), resident {resident[^1]:0.000} s, ST_ClusterDBSCAN {postgis[^1]:0.000} s, scikit-learn fit {filed[^1]:0.000} s, in Hilbert order {sorted[^1]:0.000} s"));
        }

        return Told(size, await EqualAsync(towns, kept, (await inFileOrder.LabelsAsync(cancellation), await inHilbertOrder.LabelsAsync(cancellation)), groups.Label, cancellation));
    }

    private async Task<(bool Postgis, bool Filed, bool Sorted, bool Resident)> EqualAsync(PointTowns towns, PointColumns kept, (int[] Filed, int[] Sorted) learned, int[] grouped, CancellationToken cancellation)
    {
        var near = new PlainNeighbours(towns.X, towns.Y, towns.Eps);
        var (ours, theirs) = (await table.LabelsAsync("ours", kept.Id.Length, cancellation), await table.LabelsAsync("rival", kept.Id.Length, cancellation));
        int[] ById(int[] labels)
        {
            var by = new int[labels.Length];
            for (var at = 0; at < labels.Length; at++) by[kept.Id[at]] = labels[at];
            return by;
        }

        bool Same(int[] one, int[] other) => PartitionCheck.Same(one, other, near, MinPoints);
        return (Same(ours, theirs), Same(ours, learned.Filed), Same(ours, ById(learned.Sorted)), Same(ById(grouped), theirs));
    }

    private IReadOnlyList<Measurement> Told(int size, (bool Postgis, bool Filed, bool Sorted, bool Resident) equal)
    {
        (List<double>, string, bool)[] rivals = [(postgis, "ST_ClusterDBSCAN, Hilbert-ordered heap", equal.Postgis), (filed, "scikit-learn, fit alone, points in the order of the file", equal.Filed),
            (sorted, "scikit-learn, fit alone, points in Hilbert order", equal.Sorted)];
        (string, IEnumerable<double>, bool)[] ours = [("dbscan-points", cold, true), ("dbscan-resident", resident, equal.Resident), ("dbscan-resident-written", resident.Zip(write, (kernel, written) => kernel + written), equal.Resident)];
        return [.. from own in ours from rival in rivals
            select new Measurement("engine", own.Item1, "s", size, Measurement.Median(own.Item2), Measurement.Median(rival.Item1), rival.Item2, own.Item3 && rival.Item3)];
    }

    /// <summary>The rival.</summary>
    public static Task RivalAsync(NpgsqlConnection connection, double eps, CancellationToken cancellation) => Sql.RunAsync(connection,
        FormattableString.Invariant($"DROP TABLE IF EXISTS rival; CREATE UNLOGGED TABLE rival AS SELECT id, ST_ClusterDBSCAN(geom, {eps}, {MinPoints}) OVER () AS cluster FROM points"), cancellation);

    /// <summary>Reads, groups and writes.</summary>
    /// <param name="table">The points.</param>
    /// <param name="eps">Radius, metres.</param>
    /// <param name="stages">Told the seconds of each stage.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task ColdAsync(PointTable table, double eps, Action<string> stages, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var points = await table.ReadAsync(false, cancellation);
        var read = clock.Elapsed.TotalSeconds;
        var labels = DensityPoints.Of(points.X, points.Y, eps, MinPoints).Label;
        var kernel = clock.Elapsed.TotalSeconds - read;
        await table.WriteAsync(points.Id, labels, cancellation);
        stages(FormattableString.Invariant($"read {read:0.000}, kernel {kernel:0.000}, write {clock.Elapsed.TotalSeconds - read - kernel:0.000}"));
    }
}
