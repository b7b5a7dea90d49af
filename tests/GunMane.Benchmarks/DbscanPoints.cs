using System.Diagnostics;
using GunMane.Spatial.Clustering;
using GunMane.Spatial.Storage.Cluster;
using Npgsql;

namespace GunMane.Benchmarks;

/// <summary>
/// dbscan-points: points in a table → group of each point in a table, cold: binary COPY out, kernel, binary COPY back. dbscan-resident: the
/// kernel on the arrays that a snapshot keeps, labels in memory. Rivals of both: ST_ClusterDBSCAN over the same Hilbert-ordered heap, its
/// labels written to a table of the same kind, and scikit-learn's fit; turn by turn.
/// </summary>
internal sealed class DbscanPoints(PrivateCluster cluster, Action<string> say)
{
    /// <summary>Neighbours, itself counted, that make a core.</summary>
    public const int MinPoints = 5;

    private const int Rounds = 5;
    private readonly PointTable table = new(cluster.Administrator);
    private readonly List<double> cold = [], resident = [], write = [], postgis = [], scikit = [];
    private string stages = "";

    /// <summary>Measures one size.</summary>
    public async Task<IReadOnlyList<Measurement>> MeasureAsync(int size, CancellationToken cancellation)
    {
        var towns = PointTowns.Make(size);
        await table.LoadAsync(towns, null, cancellation);
        await using var rival = await Sql.OpenAsync(cluster.Administrator, cancellation);
        await Sql.AtItsBestAsync(rival, cancellation);
        var kept = await table.ReadAsync(false, cancellation);
        using var learn = new ScikitLearn(kept.X, kept.Y, towns.Eps, MinPoints);
        Grouping groups = new([], 0);
        for (var round = 0; round < Rounds; round++)
        {
            postgis.Add(await Sql.TimeAsync(() => RivalAsync(rival, towns.Eps, cancellation)));
            cold.Add(await Sql.TimeAsync(() => ColdAsync(table, towns.Eps, said => stages = said, cancellation)));
            scikit.Add(await learn.FitAsync(cancellation));
            resident.Add(Sql.Time(() => groups = DensityPoints.Of(kept.X, kept.Y, towns.Eps, MinPoints)));
            write.Add(await Sql.TimeAsync(() => table.WriteAsync(kept.Id, groups.Label, cancellation)));
            say(FormattableString.Invariant($"{size:N0} points, eps {towns.Eps} m, round {round + 1}: cold {cold[^1]:0.000} s ({stages}), resident {resident[^1]:0.000} s, ST_ClusterDBSCAN {postgis[^1]:0.000} s, scikit-learn fit {scikit[^1]:0.000} s"));
        }

        return Told(size, await EqualAsync(towns, kept, await learn.LabelsAsync(cancellation), groups.Label, cancellation));
    }

    private async Task<(bool Postgis, bool Scikit, bool Resident)> EqualAsync(PointTowns towns, PointColumns kept, int[] learned, int[] grouped, CancellationToken cancellation)
    {
        var near = new PlainNeighbours(towns.X, towns.Y, towns.Eps);
        var (ours, theirs) = (await table.LabelsAsync("ours", kept.Id.Length, cancellation), await table.LabelsAsync("rival", kept.Id.Length, cancellation));
        int[] ById(int[] labels)
        {
            var by = new int[labels.Length];
            for (var at = 0; at < labels.Length; at++) by[kept.Id[at]] = labels[at];
            return by;
        }

        return (PartitionCheck.Same(ours, theirs, near, MinPoints), PartitionCheck.Same(ours, ById(learned), near, MinPoints), PartitionCheck.Same(ById(grouped), theirs, near, MinPoints));
    }

    private IReadOnlyList<Measurement> Told(int size, (bool Postgis, bool Scikit, bool Resident) equal)
    {
        const string database = "ST_ClusterDBSCAN, Hilbert-ordered heap", learn = "scikit-learn, fit alone";
        double Of(List<double> figures) => Measurement.Median(figures);
        return
        [
            new("engine", "dbscan-points", "s", size, Of(cold), Of(postgis), database, equal.Postgis),
            new("engine", "dbscan-points", "s", size, Of(cold), Of(scikit), learn, equal.Scikit),
            new("engine", "dbscan-resident", "s", size, Of(resident), Of(postgis), database, equal.Resident),
            new("engine", "dbscan-resident", "s", size, Of(resident), Of(scikit), learn, equal.Resident && equal.Scikit),
            new("engine", "dbscan-resident-written", "s", size, Measurement.Median(resident.Zip(write, (kernel, written) => kernel + written)), Of(postgis), database, equal.Resident),
        ];
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
