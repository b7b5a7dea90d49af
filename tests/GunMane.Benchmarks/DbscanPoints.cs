using System.Buffers.Binary;
using System.Diagnostics;
using GunMane.Spatial.Clustering;
using GunMane.Spatial.Storage;
using GunMane.Spatial.Storage.Cluster;
using Npgsql;

namespace GunMane.Benchmarks;

/// <summary>
/// dbscan-points: points in a table → group of each point in a table. Ours, cold: binary COPY out, kernel, binary COPY back;
/// the rival: ST_ClusterDBSCAN over the same Hilbert-ordered heap. Both write an unlogged table, turn by turn.
/// </summary>
internal sealed class DbscanPoints(PrivateCluster cluster, Action<string> say)
{
    private const int MinPoints = 5;
    private const int Rounds = 5;

    /// <summary>Measures one size.</summary>
    public async Task<IReadOnlyList<Measurement>> MeasureAsync(int size, CancellationToken cancellation)
    {
        var towns = PointTowns.Make(size);
        await using var connection = new NpgsqlConnection(cluster.Administrator);
        await connection.OpenAsync(cancellation);
        await LoadAsync(connection, towns, cancellation);
        List<double> ours = [], rival = [];
        for (var round = 0; round < Rounds; round++)
        {
            rival.Add(await TimeAsync(() => RivalAsync(connection, towns.Eps, cancellation)));
            ours.Add(await TimeAsync(() => OursAsync(connection, towns.Eps, cancellation)));
            say(FormattableString.Invariant($"{size:N0} points, eps {towns.Eps} m, round {round + 1}: ours {ours[^1]:0.000} s ({stages}), rival {rival[^1]:0.000} s"));
        }

        var near = new PlainNeighbours(towns.X, towns.Y, towns.Eps);
        var equal = PartitionCheck.Same(await LabelsAsync(connection, "ours", size, cancellation), await LabelsAsync(connection, "rival", size, cancellation), near, MinPoints);
        var kernel = Enumerable.Range(0, Rounds).Select(_ => Time(() => DensityPoints.Of(towns.X, towns.Y, towns.Eps, MinPoints))).ToArray();
        return
        [
            new("engine", "dbscan-points", "s", size, Measurement.Median(ours), Measurement.Median(rival), "ST_ClusterDBSCAN, Hilbert-ordered heap", equal),
            new("engine", "dbscan-points-kernel", "s", size, Measurement.Median(kernel), null, null, null),
        ];
    }

    private string stages = "";

    private static async Task LoadAsync(NpgsqlConnection connection, PointTowns towns, CancellationToken cancellation)
    {
        await RunAsync(connection, "DROP TABLE IF EXISTS raw, points, ours, rival; CREATE UNLOGGED TABLE raw (id integer, x double precision, y double precision)", cancellation);
        await using (var copy = await connection.BeginBinaryImportAsync("COPY raw FROM STDIN (FORMAT BINARY)", cancellation))
        {
            for (var at = 0; at < towns.X.Length; at++)
            {
                await copy.StartRowAsync(cancellation);
                await copy.WriteAsync(at, cancellation);
                await copy.WriteAsync(towns.X[at], cancellation);
                await copy.WriteAsync(towns.Y[at], cancellation);
            }

            await copy.CompleteAsync(cancellation);
        }

        await RunAsync(connection, "CREATE TABLE points AS SELECT id, ST_Point(x, y) AS geom FROM raw ORDER BY ST_Point(x, y)", cancellation);
        foreach (var step in (string[])["DROP TABLE raw", "VACUUM ANALYZE points", "CHECKPOINT"]) await RunAsync(connection, step, cancellation);
    }

    private static Task RivalAsync(NpgsqlConnection connection, double eps, CancellationToken cancellation) => RunAsync(connection,
        FormattableString.Invariant($"DROP TABLE IF EXISTS rival; CREATE UNLOGGED TABLE rival AS SELECT id, ST_ClusterDBSCAN(geom, {eps}, {MinPoints}) OVER () AS cluster FROM points"), cancellation);

    private async Task OursAsync(NpgsqlConnection connection, double eps, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var (ids, x, y) = await ReadAsync(connection, cancellation);
        var read = clock.Elapsed.TotalSeconds;
        var labels = DensityPoints.Of(x, y, eps, MinPoints).Label;
        var kernel = clock.Elapsed.TotalSeconds - read;
        await RunAsync(connection, "DROP TABLE IF EXISTS ours; CREATE UNLOGGED TABLE ours (id integer, cluster integer)", cancellation);
        await WriteAsync(connection, ids, labels, cancellation);
        stages = FormattableString.Invariant($"read {read:0.000}, kernel {kernel:0.000}, write {clock.Elapsed.TotalSeconds - read - kernel:0.000}");
    }

    private static async Task<(int[] Ids, double[] X, double[] Y)> ReadAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        List<int> ids = [];
        List<double> x = [], y = [];
        using var rows = await CopyReader.StartAsync(connection, "COPY (SELECT id, geom::point FROM points) TO STDOUT (FORMAT BINARY)", cancellation);
        while (rows.Next())
        {
            ids.Add(rows.ReadInt32());
            var point = rows.ReadField();
            x.Add(BinaryPrimitives.ReadDoubleBigEndian(point));
            y.Add(BinaryPrimitives.ReadDoubleBigEndian(point[sizeof(double)..]));
        }

        return ([.. ids], [.. x], [.. y]);
    }

    private static async Task WriteAsync(NpgsqlConnection connection, int[] ids, int[] labels, CancellationToken cancellation)
    {
        await using var rows = await CopyWriter.StartAsync(connection, "COPY ours (id, cluster) FROM STDIN (FORMAT BINARY)", cancellation);
        for (var at = 0; at < ids.Length; at++)
        {
            rows.Row(2);
            rows.Write(ids[at]);
            rows.Write(labels[at]);
        }

        await rows.CompleteAsync(cancellation);
    }

    private static async Task<int[]> LabelsAsync(NpgsqlConnection connection, string table, int size, CancellationToken cancellation)
    {
        var labels = new int[size];
        using var rows = await CopyReader.StartAsync(connection, $"COPY (SELECT id, coalesce(cluster, -1) FROM {table}) TO STDOUT (FORMAT BINARY)", cancellation);
        while (rows.Next()) labels[rows.ReadInt32()] = rows.ReadInt32();
        return labels;
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        GC.Collect();
        var clock = Stopwatch.StartNew();
        await work();
        return clock.Elapsed.TotalSeconds;
    }

    private static double Time(Action work)
    {
        var clock = Stopwatch.StartNew();
        work();
        return clock.Elapsed.TotalSeconds;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 600 };
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
