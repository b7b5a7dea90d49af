using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using GunMane.Spatial.Storage;
using Npgsql;

namespace GunMane.Benchmarks;

/// <summary>Columns of a table of points: rows in the order of the heap; the firms of row r are Firm[FirmStart[r]] … Firm[FirmStart[r + 1] − 1], ascending.</summary>
internal sealed record PointColumns(int[] Id, double[] X, double[] Y, int[] FirmStart, int[] Firm);

/// <summary>
/// The table points(id, firms, geom) that both sides work on, in Hilbert order (its heap is the rivals' best setting, and ours), with a GiST
/// index where a rival joins. Read and written as the product does it, by binary COPY; a read of many rows goes through two connections on one snapshot, each a half of the pages; a write likewise.
/// </summary>
internal sealed class PointTable(string connection)
{
    private const int ManyRows = 50_000;

    /// <summary>Makes the table.</summary>
    public async Task LoadAsync(PointTowns towns, int[][]? firms, CancellationToken cancellation)
    {
        await using var own = await Sql.OpenAsync(connection, cancellation);
        await Sql.RunAsync(own, "DROP TABLE IF EXISTS raw, points, ours, rival, rival_edges; CREATE UNLOGGED TABLE raw (id integer, firms integer[], x double precision, y double precision)", cancellation);
        await using (var rows = await CopyWriter.StartAsync(own, "COPY raw FROM STDIN (FORMAT BINARY)", cancellation))
        {
            for (var at = 0; at < towns.X.Length; at++)
            {
                rows.Row(4);
                rows.Write(at);
                rows.Write((IReadOnlyList<int>)(firms?[at] ?? []));
                rows.Write(towns.X[at]);
                rows.Write(towns.Y[at]);
            }

            await rows.CompleteAsync(cancellation);
        }

        await Sql.AtItsBestAsync(own, cancellation);
        await Sql.RunAsync(own, $"CREATE TABLE points AS SELECT id{(firms is null ? "" : ", firms")}, ST_Point(x, y) AS geom FROM raw ORDER BY ST_Point(x, y)", cancellation);
        await Sql.RunAsync(own, "DROP TABLE raw", cancellation);
        if (firms is not null) await Sql.RunAsync(own, "CREATE INDEX ON points USING gist (geom)", cancellation);
        foreach (var step in (string[])["VACUUM ANALYZE points", "CHECKPOINT"]) await Sql.RunAsync(own, step, cancellation);
    }

    /// <summary>Reads ids and places, and firms where the table has them.</summary>
    public async Task<PointColumns> ReadAsync(bool firms, CancellationToken cancellation)
    {
        await using var first = await Sql.OpenAsync(connection, cancellation);
        await Sql.RunAsync(first, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", cancellation);
        var snapshot = await Sql.ValueAsync<string>(first, "SELECT pg_export_snapshot()", cancellation);
        var pages = await Sql.ValueAsync<long>(first, "SELECT pg_relation_size('points') / current_setting('block_size')::bigint", cancellation);
        var rows = await Sql.ValueAsync<long>(first, "SELECT reltuples::bigint FROM pg_class WHERE oid = 'points'::regclass", cancellation);
        var count = Lanes(rows);
        var lanes = await Task.WhenAll(Enumerable.Range(0, count).Select(lane => Task.Run(async () =>
        {
            await using var own = lane == 0 ? null : await Sql.OpenAsync(connection, cancellation);
            if (own is not null) await Sql.RunAsync(own, $"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET TRANSACTION SNAPSHOT '{snapshot}'", cancellation);
            var copy = FormattableString.Invariant($"COPY (SELECT id, geom::point{(firms ? ", firms" : "")} FROM points WHERE ctid >= '({pages * lane / count},0)' AND ctid < '({(lane == count - 1 ? uint.MaxValue - 1 : pages * (lane + 1) / count)},0)') TO STDOUT (FORMAT BINARY)");
            return await LaneAsync(own ?? first, copy, firms, rows / count, cancellation);
        }, cancellation)));
        return Joined(lanes);
    }

    /// <summary>Writes labels into the new table <c>ours</c>: two connections fill it, and it gets its name when it is whole.</summary>
    public async Task WriteAsync(int[] ids, int[] labels, CancellationToken cancellation)
    {
        await using var own = await Sql.OpenAsync(connection, cancellation);
        await Sql.RunAsync(own, "DROP TABLE IF EXISTS filling; CREATE UNLOGGED TABLE filling (id integer, cluster integer)", cancellation);
        var count = Lanes(ids.Length);
        await Task.WhenAll(Enumerable.Range(0, count).Select(lane => Task.Run(() => WriteAsync(ids, labels, (int)((long)ids.Length * lane / count), (int)((long)ids.Length * (lane + 1) / count), cancellation), cancellation)));
        await Sql.RunAsync(own, "DROP TABLE IF EXISTS ours; ALTER TABLE filling RENAME TO ours", cancellation);
    }

    // A second connection costs more than it brings where there is little to carry.
    private static int Lanes(long rows) => rows < ManyRows ? 1 : 2;

    private async Task WriteAsync(int[] ids, int[] labels, int from, int to, CancellationToken cancellation)
    {
        await using var own = await Sql.OpenAsync(connection, cancellation);
        await using var rows = await CopyWriter.StartAsync(own, "COPY filling (id, cluster) FROM STDIN (FORMAT BINARY)", cancellation);
        Rows(rows, ids.AsSpan(from..to), labels.AsSpan(from..to));
        await rows.CompleteAsync(cancellation);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows(CopyWriter rows, ReadOnlySpan<int> ids, ReadOnlySpan<int> labels)
    {
        for (var at = 0; at < ids.Length; at++)
        {
            rows.Row(2);
            rows.Write(ids[at]);
            if (labels[at] < 0) rows.WriteNull();
            else rows.Write(labels[at]);
        }
    }

    /// <summary>Labels of a table by id; −1 for none or where a row is missing.</summary>
    public async Task<int[]> LabelsAsync(string table, int size, CancellationToken cancellation)
    {
        await using var own = await Sql.OpenAsync(connection, cancellation);
        var labels = new int[size];
        Array.Fill(labels, -1);
        using var rows = await CopyReader.StartAsync(own, $"COPY (SELECT id::integer, coalesce(cluster, -1)::integer FROM {table}) TO STDOUT (FORMAT BINARY)", cancellation);
        while (rows.Next()) labels[rows.ReadInt32()] = rows.ReadInt32();
        return labels;
    }

    private sealed class Lane(int rows)
    {
        public List<int> Id { get; } = new(rows);

        public List<double> X { get; } = new(rows);

        public List<double> Y { get; } = new(rows);

        public List<int> FirmStart { get; } = [];

        public List<int> Firm { get; } = [];
    }

    private static async Task<Lane> LaneAsync(NpgsqlConnection own, string copy, bool firms, long rows, CancellationToken cancellation)
    {
        using var reader = await CopyReader.StartAsync(own, copy, cancellation);
        return Rows(reader, firms, new Lane((int)(rows + rows / 16 + 16)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Lane Rows(CopyReader reader, bool firms, Lane read)
    {
        while (reader.Next())
        {
            read.Id.Add(reader.ReadInt32());
            var point = reader.ReadField();
            read.X.Add(BinaryPrimitives.ReadDoubleBigEndian(point));
            read.Y.Add(BinaryPrimitives.ReadDoubleBigEndian(point[sizeof(double)..]));
            if (!firms) continue;
            read.FirmStart.Add(read.Firm.Count);
            Firms(reader.ReadField(), read.Firm);
        }

        return read;
    }

    // Header of one dimension: dimensions, has nulls, type, count, first index; then length and value of each.
    private static void Firms(ReadOnlySpan<byte> array, List<int> into)
    {
        const int header = 20, element = 8;
        for (var at = header + sizeof(int); at < array.Length; at += element) into.Add(BinaryPrimitives.ReadInt32BigEndian(array[at..]));
    }

    private static PointColumns Joined(Lane[] lanes)
    {
        var start = Concatenated(lanes, lane => lane.FirmStart, 1);
        var (at, before) = (0, 0);
        foreach (var lane in lanes)
        {
            for (var row = 0; row < lane.FirmStart.Count; row++) start[at++] += before;
            before += lane.Firm.Count;
        }

        start[^1] = before;
        return new PointColumns(Concatenated(lanes, lane => lane.Id), Concatenated(lanes, lane => lane.X), Concatenated(lanes, lane => lane.Y), start, Concatenated(lanes, lane => lane.Firm));
    }

    private static T[] Concatenated<T>(Lane[] lanes, Func<Lane, List<T>> column, int more = 0)
    {
        var (all, at) = (new T[lanes.Sum(lane => column(lane).Count) + more], 0);
        foreach (var lane in lanes)
        {
            column(lane).CopyTo(all, at);
            at += column(lane).Count;
        }

        return all;
    }
}
