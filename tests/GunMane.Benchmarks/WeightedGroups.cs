using System.Diagnostics;
using GunMane.Spatial.Clustering;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage.Cluster;
using Npgsql;

namespace GunMane.Benchmarks;

/// <summary>
/// weighted-groups: an edge where two assets lie within eps and within a third of it or with a firm in common, then the connected components;
/// from the table to labels in a table, cold. weighted-groups-resident: the kernel alone on what a snapshot keeps. Rival: ST_DWithin self-join
/// into an edge table, then pgr_connectedComponents. Equal: the same components, and whom the rival does not name is alone in ours.
/// </summary>
internal sealed class WeightedGroups(PrivateCluster cluster, Action<string> say)
{
    private const int Rounds = 3;
    private const int Unmeasured = 3;
    private readonly PointTable table = new(cluster.Administrator);
    private string stages = "";

    /// <summary>Measures one size.</summary>
    public async Task<IReadOnlyList<Measurement>> MeasureAsync(int size, CancellationToken cancellation)
    {
        var towns = PointTowns.Make(size);
        await table.LoadAsync(towns, FirmTerritories.Of(towns.X, towns.Y), cancellation);
        await using var rival = await Sql.OpenAsync(cluster.Administrator, cancellation);
        await RoutingAsync(rival, cancellation);
        await Sql.AtItsBestAsync(rival, cancellation);
        var kept = await table.ReadAsync(true, cancellation);
        for (var round = 0; round < Unmeasured; round++) await ColdAsync(towns.Eps, cancellation);
        List<double> cold = [], resident = [], theirs = [];
        for (var round = 0; round < Rounds; round++)
        {
            var joined = await Sql.TimeAsync(() => EdgesAsync(rival, towns.Eps, cancellation));
            theirs.Add(joined + await Sql.TimeAsync(() => ComponentsAsync(rival, cancellation)));
            cold.Add(await Sql.TimeAsync(() => ColdAsync(towns.Eps, cancellation)));
            resident.Add(Sql.Time(() => Groups(kept, towns.Eps)));
            say(FormattableString.Invariant($"{size:N0} points, eps {towns.Eps} m, round {round + 1}: cold {cold[^1]:0.000} s ({stages}), resident {resident[^1]:0.000} s, ST_DWithin join {joined:0.00} s, pgr_connectedComponents {theirs[^1] - joined:0.00} s"));
        }

        var edges = await Sql.ValueAsync<long>(rival, "SELECT count(*) FROM rival_edges", cancellation);
        var equal = Same(await table.LabelsAsync("ours", size, cancellation), await table.LabelsAsync("rival", size, cancellation));
        say(FormattableString.Invariant($"{edges:N0} edges"));
        const string name = "ST_DWithin + pgr_connectedComponents";
        return
        [
            new("engine", "weighted-groups", "s", size, Measurement.Median(cold), Measurement.Median(theirs), name, equal),
            new("engine", "weighted-groups-resident", "s", size, Measurement.Median(resident), Measurement.Median(theirs), name, equal),
        ];
    }

    private static async Task RoutingAsync(NpgsqlConnection rival, CancellationToken cancellation)
    {
        var major = await Sql.ValueAsync<int>(rival, "SELECT current_setting('server_version_num')::integer / 10000", cancellation);
        if (await Sql.ValueAsync<long>(rival, "SELECT count(*) FROM pg_available_extensions WHERE name = 'pgrouting'", cancellation) == 0)
            throw new GunManeException(Refusal.Environment, $"pgRouting がありません。apt install postgresql-{major}-pgrouting (pgRouting is missing: apt install postgresql-{major}-pgrouting.)");
        await Sql.RunAsync(rival, "CREATE EXTENSION IF NOT EXISTS pgrouting", cancellation);
    }

    // "+ 0" keeps the planner from combining the primary key with the spatial index.
    private static Task EdgesAsync(NpgsqlConnection rival, double eps, CancellationToken cancellation) => Sql.RunAsync(rival, FormattableString.Invariant($"""
        DROP TABLE IF EXISTS rival_edges;
        CREATE UNLOGGED TABLE rival_edges AS
        SELECT a.id AS s, b.id AS t, 1.0::float8 AS c
        FROM points a JOIN points b ON ST_DWithin(a.geom, b.geom, {eps}) AND a.id + 0 < b.id + 0
        WHERE ST_Distance(a.geom, b.geom) <= {eps} / 3.0 OR a.firms && b.firms
        """), cancellation);

    private static Task ComponentsAsync(NpgsqlConnection rival, CancellationToken cancellation) => Sql.RunAsync(rival, """
        DROP TABLE IF EXISTS rival;
        CREATE UNLOGGED TABLE rival AS
        SELECT node AS id, component AS cluster
        FROM pgr_connectedComponents('SELECT row_number() OVER () AS id, s AS source, t AS target, c AS cost FROM rival_edges')
        """, cancellation);

    private async Task ColdAsync(double eps, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var points = await table.ReadAsync(true, cancellation);
        var read = clock.Elapsed.TotalSeconds;
        var labels = Groups(points, eps).Label;
        var kernel = clock.Elapsed.TotalSeconds - read;
        await table.WriteAsync(points.Id, labels, cancellation);
        stages = FormattableString.Invariant($"read {read:0.000}, kernel {kernel:0.000}, write {clock.Elapsed.TotalSeconds - read - kernel:0.000}");
    }

    private static Grouping Groups(PointColumns points, double eps) => SharedFirmGroups.Of(points.X, points.Y, points.FirmStart, points.Firm, eps / 3, eps);

    private static bool Same(int[] ours, int[] theirs)
    {
        var (there, back) = (new Dictionary<int, int>(), new Dictionary<int, int>());
        for (var at = 0; at < ours.Length; at++)
        {
            if (ours[at] < 0 != theirs[at] < 0) return false;
            if (ours[at] < 0) continue;
            if (!there.TryAdd(ours[at], theirs[at]) && there[ours[at]] != theirs[at] || !back.TryAdd(theirs[at], ours[at]) && back[theirs[at]] != ours[at]) return false;
        }

        return true;
    }
}
