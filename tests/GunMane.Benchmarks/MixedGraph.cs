using GunMane.Spatial.Affinity;
using GunMane.Spatial.Storage;
using GunMane.Spatial.Storage.Cluster;
using Npgsql;

namespace GunMane.Benchmarks;

/// <summary>
/// mixed-graph: all pairs of assets, half of them lines of three points, whose geometries lie within the radius at which points alone have twelve
/// neighbours: the pair graph with its distances, from the arrays of a snapshot. Rival: the ST_DWithin self-join over a Hilbert-ordered heap with
/// a GiST index, which only counts its pairs: no distances, nothing written. mixed-graph-distances: the rival works out the distances too.
/// Equal: number of pairs and two order-free sums over (a, b, millimetres), the rival's by the rule of <see cref="ProximityPairs"/>.
/// </summary>
internal sealed class MixedGraph(PrivateCluster cluster, Action<string> say)
{
    private const int Rounds = 3;
    private const long Modulus = 2_147_483_647;

    /// <summary>Measures one size.</summary>
    public async Task<IReadOnlyList<Measurement>> MeasureAsync(int size, CancellationToken cancellation)
    {
        var (shapes, eps) = MixedShapes.AlongCurve(size);
        var radiusMm = (int)Math.Round(eps * 1000);
        await LoadAsync(shapes, cancellation);
        await using var rival = await Sql.OpenAsync(cluster.Administrator, cancellation);
        await Sql.AtItsBestAsync(rival, cancellation);
        List<double> ours = [], counted = [], told = [];
        (long Pairs, long One, long Other) theirs = default;
        var graph = new PairGraph([0], [], [], radiusMm);
        for (var round = 0; round < Rounds; round++)
        {
            counted.Add(await Sql.TimeAsync(() => Sql.ValueAsync<long>(rival, Count(eps), cancellation)));
            ours.Add(Sql.Time(() => graph = ProximityPairs.Find(shapes, null, radiusMm, cancellation)));
            told.Add(await Sql.TimeAsync(async () => theirs = await SumsAsync(rival, eps, radiusMm, cancellation)));
            say(FormattableString.Invariant($"{size:N0} assets, radius {eps} m, {graph.Count:N0} pairs, round {round + 1}: ours {ours[^1]:0.000} s, ST_DWithin counted {counted[^1]:0.00} s, with distances {told[^1]:0.00} s"));
        }

        var equal = theirs == Sums(graph);
        return
        [
            new("engine", "mixed-graph", "s", size, Measurement.Median(ours), Measurement.Median(counted), "ST_DWithin self-join, pairs only counted", equal),
            new("engine", "mixed-graph-distances", "s", size, Measurement.Median(ours), Measurement.Median(told), "ST_DWithin self-join with ST_Distance, summed", equal),
        ];
    }

    private async Task LoadAsync(Shapes shapes, CancellationToken cancellation)
    {
        await using var own = await Sql.OpenAsync(cluster.Administrator, cancellation);
        await Sql.RunAsync(own, "DROP TABLE IF EXISTS raw, mixed; CREATE UNLOGGED TABLE raw (id integer, geom geometry)", cancellation);
        await using (var rows = await CopyWriter.StartAsync(own, "COPY raw FROM STDIN (FORMAT BINARY)", cancellation))
        {
            for (var asset = 0; asset < shapes.Count; asset++)
            {
                rows.Row(2);
                rows.Write(asset);
                rows.Write(WellKnown(shapes, asset));
            }

            await rows.CompleteAsync(cancellation);
        }

        await Sql.AtItsBestAsync(own, cancellation);
        foreach (var step in (string[])["CREATE TABLE mixed AS SELECT id, geom FROM raw ORDER BY geom", "DROP TABLE raw", "CREATE INDEX ON mixed USING gist (geom)", "VACUUM ANALYZE mixed", "CHECKPOINT"])
            await Sql.RunAsync(own, step, cancellation);
    }

    // Well-known binary of a point or a line.
    private static byte[] WellKnown(Shapes shapes, int asset)
    {
        int first = shapes.FirstPoint(asset), end = shapes.EndPoint(asset);
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write((byte)1);
        writer.Write(end - first == 1 ? 1 : 2);
        if (end - first > 1) writer.Write(end - first);
        for (var at = first; at < end; at++)
        {
            writer.Write(shapes.X[at]);
            writer.Write(shapes.Y[at]);
        }

        return bytes.ToArray();
    }

    private static string Count(double eps) => FormattableString.Invariant($"SELECT count(*) FROM mixed a JOIN mixed b ON ST_DWithin(a.geom, b.geom, {eps}) AND a.id + 0 < b.id + 0");

    private static async Task<(long Pairs, long One, long Other)> SumsAsync(NpgsqlConnection rival, double eps, int radiusMm, CancellationToken cancellation)
    {
        // Distances are cut to millimetres by the rule of ProximityPairs.
        var sql = FormattableString.Invariant($"""
            SELECT count(*), sum((a * 7919::bigint + b * 104729::bigint + mm * 15485863) % {Modulus})::bigint, sum((a * 1299709::bigint + b) % {Modulus} * (mm + 1) % {Modulus})::bigint
            FROM (SELECT a.id AS a, b.id AS b, floor(ST_Distance(a.geom, b.geom) * 1000 + 0.3183::float8)::bigint AS mm
              FROM mixed a JOIN mixed b ON ST_DWithin(a.geom, b.geom, {eps} + 0.001) AND a.id + 0 < b.id + 0) p
            WHERE mm <= {radiusMm}
            """);
        await using var command = new NpgsqlCommand(sql, rival) { CommandTimeout = 3600 };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
    }

    private static (long Pairs, long One, long Other) Sums(PairGraph graph)
    {
        long one = 0, other = 0;
        for (var a = 0; a < graph.Assets; a++)
        {
            for (var at = graph.Start[a]; at < graph.Start[a + 1]; at++)
            {
                long b = graph.Other[at], mm = graph.DistanceMm[at];
                one += (a * 7919L + b * 104729L + mm * 15485863) % Modulus;
                other += (a * 1299709L + b) % Modulus * (mm + 1) % Modulus;
            }
        }

        return (graph.Count, one, other);
    }
}
