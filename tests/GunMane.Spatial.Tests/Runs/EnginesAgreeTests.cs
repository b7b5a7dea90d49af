using CsCheck;
using GunMane.Spatial.Affinity;
using GunMane.Spatial.Clustering;
using GunMane.Spatial.Model;
using GunMane.TestKit;

namespace GunMane.Spatial.Tests.Runs;

/// <summary>The kernel and the SQL functions are each other's oracle.</summary>
public sealed class EnginesAgreeTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private readonly TownSeed seed = new(database);

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Same_pairs_same_affinities_same_groups() =>
        await Gen.Select(RandomTown.Some(40), OneOf(10.0, 30.0, 60.0, 150.0), Gen.Int[2, 5], OneOf(0.0, 0.3, 0.5, 1.0), OneOf(0.0, 0.25, 0.4, 0.6, 0.9))
            .SampleAsync(async (town, radius, minPoints, weight, threshold) =>
            {
                var area = await town.StoreAsync(seed);
                var snapshot = await seed.SnapshotAsync(area);
                var graph = ProximityPairs.Find(snapshot.Shapes, null, (int)(radius * 1000), Now);
                var affinity = PairAffinity.Of(graph, snapshot.Firms, snapshot.Weights, weight, Now);
                Assert.Equal(Pairs(graph, affinity), await SqlPairsAsync(area, radius, weight));
                var groups = DensityGroups.Of(graph, affinity, PairAffinity.ToMillionths(threshold), minPoints);
                Assert.Equal(groups.Label, await SqlGroupsAsync(area, radius, minPoints, weight, threshold));
            }, iter: 60, threads: 1);

    [Fact]
    public async Task Whatever_else_is_weighed_both_engines_weigh_it_alike() =>
        await Gen.Select(RandomTown.Some(40), OneOf(30.0, 60.0, 150.0), Gen.Int[0, 3].Array[6], OneOf(0.0, 0.3, 0.5, 0.7), OneOf(0.0, 0.35, 1.0)).SampleAsync(async (town, radius, twentieths, threshold, yenWeight) =>
        {
            var area = await town.StoreAsync(seed);
            await seed.RowsAsync("UPDATE gunmane.asset SET inspection_due = 2025 + dense_id % 4 WHERE study_area = $1 AND dense_id % 5 <> 0 RETURNING dense_id", row => row.GetInt32(0), area.Value);
            await VariedOrdersAsync(area);
            var snapshot = await seed.SnapshotAsync(area);
            var weights = new AffinityWeights(twentieths[0] * 0.05, twentieths[1] * 0.05, twentieths[2] * 0.05, twentieths[3] * 0.05, twentieths[4] * 0.05, 92, twentieths[5] * 0.05);
            var graph = ProximityPairs.Find(snapshot.Shapes, null, (int)(radius * 1000), Now);
            var affinity = PairAffinity.Of(graph, PairTies.Of(graph, snapshot.Firms, snapshot.WeightsOf((int)Math.Round(yenWeight * 100)), Now), snapshot.Traits(), weights, graph.RadiusMm, Now);
            Assert.Equal(Pairs(graph, affinity), await seed.RowsAsync("SELECT a, b, distance_mm, affinity FROM gunmane.affinity_pairs($1, $2, $3, NULL, NULL, $4, $5, $6, $7, $8, $9, $10) ORDER BY a, b",
                row => (row.GetInt32(0), row.GetInt32(1), row.GetInt32(2), row.GetInt32(3)), area.Value, radius, weights.Firms, weights.Sector, weights.Terms, weights.Inspection, weights.Border, weights.TermDays, weights.WorkKind, yenWeight));
            Assert.Equal(DensityGroups.Of(graph, affinity, PairAffinity.ToMillionths(threshold), 3).Label, await seed.RowsAsync(
                "SELECT group_number - 1 FROM gunmane.density_groups($1, $2, 3, $3, $4, NULL, NULL, $5, $6, $7, $8, $9, $10, $11) ORDER BY dense_id", row => row.GetInt32(0),
                area.Value, radius, weights.Firms, threshold, weights.Sector, weights.Terms, weights.Inspection, weights.Border, weights.TermDays, weights.WorkKind, yenWeight));
        }, iter: 40, threads: 1);

    [Fact]
    public async Task Sectors_are_kindred_in_both_engines()
    {
        var rows = await seed.RowsAsync("SELECT one, other, gunmane.sector_kinship(one, other) > 0 FROM unnest($1::text[]) one, unnest($1::text[]) other", row => (row.GetString(0), row.GetString(1), row.GetBoolean(2)), (object)Sectors.Keys.ToArray());
        Assert.Equal(144, rows.Count);
        Assert.All(rows, row => Assert.Equal(AssetTraits.AreKindred(Of(row.Item1), Of(row.Item2)), row.Item3));

        static Sector Of(string key) => Sectors.TryParse(key, out var sector) ? sector : throw new ArgumentException(key);
    }

    [Fact]
    public async Task Work_kinds_are_kindred_in_both_engines()
    {
        var rows = await seed.RowsAsync("SELECT one, other, gunmane.work_kind_kinship(one, other) FROM generate_series(1, 511, 5) one, generate_series(1, 511, 3) other", row => (row.GetInt32(0), row.GetInt32(1), row.GetDouble(2)));
        Assert.All(rows, row => Assert.Equal(AssetTraits.WorkKinship(row.Item1, row.Item2) * 0.5, row.Item3));
        var bits = await seed.RowsAsync("SELECT gunmane.work_kind_bit(kind) FROM unnest($1::text[]) kind", row => row.GetInt32(0), (object)WorkKinds.Keys.ToArray());
        Assert.Equal(Enumerable.Range(0, WorkKinds.Keys.Count).Select(kind => 1 << kind), bits);
    }

    [Fact]
    public async Task With_nearness_alone_the_cores_and_their_groups_are_those_of_ST_ClusterDBSCAN() =>
        await Gen.Select(RandomTown.Some(40), OneOf(10.0, 40.0, 100.0), Gen.Int[2, 5]).SampleAsync(async (town, radius, minPoints) =>
        {
            var area = await town.StoreAsync(seed);
            var snapshot = await seed.SnapshotAsync(area);
            var graph = ProximityPairs.Find(snapshot.Shapes, null, (int)(radius * 1000), Now);
            var ours = DensityGroups.Of(graph, PairAffinity.Of(graph, snapshot.Firms, snapshot.Weights, 0, Now), 0, minPoints).Label;
            var theirs = await seed.RowsAsync(
                "SELECT coalesce(ST_ClusterDBSCAN(geom_m, $2, $3) OVER (), -1), (SELECT count(*) >= $3 FROM gunmane.asset b WHERE b.study_area = $1 AND ST_DWithin(a.geom_m, b.geom_m, $2)) FROM gunmane.asset a WHERE study_area = $1 ORDER BY dense_id",
                row => (Group: row.GetInt32(0), Core: row.GetBoolean(1)), area.Value, radius, minPoints);
            var cores = Enumerable.Range(0, ours.Length).Where(at => theirs[at].Core).ToList();
            Assert.Equal(cores.Select(at => cores.First(other => theirs[other].Group == theirs[at].Group)), cores.Select(at => cores.First(other => ours[other] == ours[at])));
            Assert.Equal(theirs.Select(row => row.Group < 0), ours.Select(label => label < 0));
        }, iter: 40, threads: 1);

    [Fact]
    public async Task The_snapshot_knows_the_same_firms_as_the_function() =>
        await RandomTown.Some(25).SampleAsync(async town =>
        {
            var area = await town.StoreAsync(seed);
            await VariedOrdersAsync(area);
            var snapshot = await seed.SnapshotAsync(area);
            var sets = snapshot.Firms;
            var ours = Enumerable.Range(0, snapshot.Count).Where(at => sets.SetOf[at] >= 0).SelectMany(at => Enumerable.Range(sets.Start[sets.SetOf[at]], sets.Start[sets.SetOf[at] + 1] - sets.Start[sets.SetOf[at]])
                .Select(link => (snapshot.DenseIds[at], snapshot.FirmNames[sets.Firm[link]].Id, sets.Rung[link].Key(), (int)sets.Strength[link], (int)sets.Importance[link])));
            Assert.Equal(await seed.RowsAsync("SELECT dense_id, contractor, evidence, strength, importance FROM gunmane.asset_firms($1) ORDER BY 1, 2",
                row => (row.GetInt32(0), row.GetInt64(1), row.GetString(2), row.GetInt32(3), row.GetInt32(4)), area.Value), ours);
        }, iter: 30, threads: 1);

    [Fact]
    public async Task Filters_are_the_same()
    {
        var area = await seed.AreaAsync();
        await seed.AssetsAsync(area, [new("POINT (0 0)"), new("POINT (5 0)", "park"), new("POINT (9 0)", "park", "90002"), new("POINT (12 0)", "park")]);
        var rows = await seed.RowsAsync("SELECT dense_id, group_number FROM gunmane.density_groups($1, 10, 2, 0, 0, ARRAY['park'], ARRAY['90001'])",
            row => (row.GetInt32(0), row.GetInt32(1)), area.Value);
        Assert.Equal([(1, 1), (3, 1)], rows);
    }

    // Orders of many years, yen and work kinds, each of several assets.
    private async Task VariedOrdersAsync(StudyAreaId area)
    {
        await seed.RunAsync("""
            UPDATE gunmane.contract SET fiscal_year = CASE WHEN id % 11 = 0 THEN NULL ELSE 2018 + id % 9 END, yen = CASE WHEN id % 7 = 0 THEN NULL ELSE (1 + id % 40) * 250000 END,
              work_kind = (ARRAY['patrol', 'inspection', 'mowing', 'design', 'repair_works', NULL])[1 + id % 6] WHERE study_area = $1
            """, area.Value);
        await seed.RunAsync("""
            INSERT INTO gunmane.contract_asset (study_area, contract, dense_id, evidence, strength)
            SELECT $1, c.id, a.dense_id, 'area', 0.6 FROM gunmane.contract c JOIN gunmane.asset a ON a.study_area = $1 AND (a.dense_id + c.id) % 4 = 0 WHERE c.study_area = $1 AND c.id % 3 <> 0
            ON CONFLICT DO NOTHING
            """, area.Value);
    }

    private static Gen<double> OneOf(params double[] values) => Gen.Int[0, values.Length - 1].Select(at => values[at]);

    private static IEnumerable<(int, int, int, int)> Pairs(PairGraph graph, int[] affinity) => Enumerable.Range(0, graph.Assets)
        .SelectMany(a => Enumerable.Range(graph.Start[a], graph.Start[a + 1] - graph.Start[a]).Select(at => (a, graph.Other[at], graph.DistanceMm[at], affinity[at])));

    private Task<List<(int, int, int, int)>> SqlPairsAsync(StudyAreaId area, double radius, double weight) => seed.RowsAsync(
        "SELECT a, b, distance_mm, affinity FROM gunmane.affinity_pairs($1, $2, $3) ORDER BY a, b",
        row => (row.GetInt32(0), row.GetInt32(1), row.GetInt32(2), row.GetInt32(3)), area.Value, radius, weight);

    private Task<List<int>> SqlGroupsAsync(StudyAreaId area, double radius, int minPoints, double weight, double threshold) => seed.RowsAsync(
        "SELECT group_number - 1 FROM gunmane.density_groups($1, $2, $3, $4, $5) ORDER BY dense_id", row => row.GetInt32(0), area.Value, radius, minPoints, weight, threshold);
}
