using CsCheck;
using GunMane.Spatial.Affinity;
using GunMane.Spatial.Clustering;
using GunMane.Spatial.Model;
using GunMane.TestKit;
using NetTopologySuite.Geometries;

namespace GunMane.Spatial.Tests.Runs;

/// <summary>Signed weights and groups that share a firm: SQL, kernel and brute force say the same.</summary>
public sealed class SqlPairsTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private readonly TownSeed seed = new(database);

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_pulls_together_and_pushes_apart_is_the_same_to_the_bit() =>
        await Gen.Select(RandomTown.Some(40), OneOf(30.0, 60.0, 150.0, 250.0), Gen.Int[0, 3].Array[6], OneOf(0.0, 0.1, 0.35, 1.0), OneOf(0.0, 0.35, 1.0)).SampleAsync(async (town, radius, twentieths, agreement, yenWeight) =>
        {
            var area = await town.StoreAsync(seed);
            await seed.RunAsync("UPDATE gunmane.asset SET inspection_due = 2025 + dense_id % 4 WHERE study_area = $1 AND dense_id % 5 <> 0", area.Value);
            var snapshot = await seed.SnapshotAsync(area);
            var weights = new AffinityWeights(twentieths[0] * 0.05, twentieths[1] * 0.05, twentieths[2] * 0.05, twentieths[3] * 0.05, twentieths[4] * 0.05, 92, twentieths[5] * 0.05);
            var graph = ProximityPairs.Find(snapshot.Shapes, null, (int)(radius * 1000), Now);
            Assert.Equal(Weights(snapshot, graph, weights, agreement, (int)Math.Round(yenWeight * 100), null), await seed.RowsAsync(
                "SELECT a, b, distance_mm, weight FROM gunmane.agreement_pairs($1, $2, $3, $4, NULL, NULL, $5, $6, $7, $8, $9, $10, $11) ORDER BY a, b", row => (row.GetInt32(0), row.GetInt32(1), row.GetInt32(2), row.GetInt32(3)),
                area.Value, radius, weights.Firms, agreement, weights.Sector, weights.Terms, weights.Inspection, weights.Border, weights.TermDays, weights.WorkKind, yenWeight));
        }, iter: 60, threads: 1);

    [Fact]
    public async Task What_is_known_around_is_known_of_the_assets_looked_at() =>
        await RandomTown.Some(40).SampleAsync(async town =>
        {
            var area = await town.StoreAsync(seed);
            var snapshot = await seed.SnapshotAsync(area);
            bool[] active = [.. snapshot.Sectors.Select(sector => sector == Sector.Road)];
            var graph = ProximityPairs.Find(snapshot.Shapes, active, 150_000, Now);
            Assert.Equal(Weights(snapshot, graph, new AffinityWeights(0.9), 0.1, 0, active), await seed.RowsAsync(
                "SELECT a, b, distance_mm, weight FROM gunmane.agreement_pairs($1, 150, sectors => ARRAY['road']) ORDER BY a, b", row => (row.GetInt32(0), row.GetInt32(1), row.GetInt32(2), row.GetInt32(3)), area.Value));
        }, iter: 20, threads: 1);

    [Fact]
    public async Task Lines_for_a_map_carry_the_weights_of_the_pairs()
    {
        var area = await seed.AreaAsync();
        await seed.AssetsAsync(area, [new("POINT (0 0)"), new("LINESTRING (10 0, 30 0)"), new("POINT (900 0)")]);
        var line = Assert.Single(await seed.RowsAsync("SELECT number, a, b, distance_m, weight, ST_SRID(geom), ST_Length(gunmane.to_metres(geom, (SELECT metres_proj FROM gunmane.study_area WHERE id = $1))) FROM gunmane.agreement_lines($1, 100)",
            row => (row.GetInt64(0), row.GetInt32(1), row.GetInt32(2), row.GetDouble(3), row.GetDouble(4), row.GetInt32(5), row.GetDouble(6)), area.Value));
        Assert.Equal((1L, 0, 1, 10.0, 6668), (line.Item1, line.Item2, line.Item3, line.Item4, line.Item6));
        Assert.Equal(0.2 * (0.9 - 0.5), line.Item5, 9);
        Assert.InRange(line.Item7, 10, 30.001);
    }

    [Fact]
    public async Task Groups_that_share_a_firm_are_those_of_the_definition() =>
        await Gen.Select(RandomTown.Some(40), OneOf(10.0, 40.0, 150.0), OneOf(-1.0, 0.0, 10.0), Gen.Int[1, 4]).SampleAsync(async (town, radius, near, rung) =>
        {
            var area = await town.StoreAsync(seed);
            var snapshot = await seed.SnapshotAsync(area);
            var graph = ProximityPairs.Find(snapshot.Shapes, null, (int)(radius * 1000), Now);
            var firms = Firms(snapshot, (Evidence)rung);
            var pairs = Pairs(graph).Where(pair => pair.Mm <= (near < 0 ? -1 : near * 1000) || firms[pair.A].Intersect(firms[pair.B]).Any()).Select(pair => (pair.A, pair.B)).ToList();
            Assert.Equal(Components(snapshot.Count, pairs), await SharedAsync(area, radius, near < 0 ? null : near, ((Evidence)rung).Key()));
        }, iter: 60, threads: 1);

    [Fact]
    public async Task Groups_of_points_that_share_a_firm_are_those_of_the_kernel() =>
        await Gen.Select(PointTown, OneOf(10.0, 30.0, 50.0), OneOf(0.0, 5.0, 10.0)).SampleAsync(async (town, radius, near) =>
        {
            var area = await town.StoreAsync(seed);
            var snapshot = await seed.SnapshotAsync(area);
            var firms = Firms(snapshot, Evidence.Area);
            int[] start = [0, .. firms.Select((_, at) => firms.Take(at + 1).Sum(of => of.Length))];
            var kernel = SharedFirmGroups.Of([.. town.Shapes.Select(shape => shape.Coordinate.X)], [.. town.Shapes.Select(shape => shape.Coordinate.Y)], start, [.. firms.SelectMany(of => of)], near, radius);
            Assert.Equal(kernel.Label, await SharedAsync(area, radius, near, "area"));
        }, iter: 60, threads: 1);

    [Fact]
    public async Task A_cut_of_the_hierarchy_is_the_cores_of_density_groups() =>
        await Gen.Select(RandomTown.Some(40), Gen.Int[2, 5], OneOf(0.2, 0.4, 0.6)).SampleAsync(async (town, minPoints, threshold) =>
        {
            var area = await town.StoreAsync(seed);
            var snapshot = await seed.SnapshotAsync(area);
            var graph = ProximityPairs.Find(snapshot.Shapes, null, 150_000, Now);
            var affinity = PairAffinity.Of(graph, snapshot.Firms, snapshot.Weights, 0.4, Now);
            // HDBSCAN*: an edge lasts as long as its affinity and the core affinities of both ends.
            var (core, cut) = (HierarchicalCores.Of(graph, affinity, minPoints, Now), PairAffinity.One - PairAffinity.ToMillionths(threshold));
            var lasting = Pairs(graph).Where((pair, at) => PairAffinity.One - affinity[at] <= cut && core[pair.A] <= cut && core[pair.B] <= cut).Select(pair => (pair.A, pair.B)).ToList();
            var (tree, density) = (Components(snapshot.Count, lasting), await seed.RowsAsync("SELECT group_number - 1 FROM gunmane.density_groups($1, 150, $2, 0.4, $3) ORDER BY dense_id", row => row.GetInt32(0), area.Value, minPoints, threshold));
            foreach (var (a, b) in from a in Enumerable.Range(0, tree.Length) from b in Enumerable.Range(0, a) where core[a] <= cut && core[b] <= cut select (a, b))
                Assert.Equal(tree[a] >= 0 && tree[a] == tree[b], density[a] == density[b]);
        }, iter: 40, threads: 1);

    [Fact]
    public async Task Components_of_long_chains_and_stars_are_whole() =>
        await Gen.Int[1, 60].SelectMany(most => Gen.Select(Gen.Int[0, most], Gen.Int[0, most]).Array[0, 2 * most]).SampleAsync(async edges =>
        {
            var rows = await seed.RowsAsync("SELECT id, root FROM gunmane.components($1, $2) ORDER BY id", row => (Id: row.GetInt32(0), Root: row.GetInt32(1)), edges.Select(edge => edge.Item1).ToArray(), edges.Select(edge => edge.Item2).ToArray());
            var label = Components(61, edges.Select(edge => (edge.Item1, edge.Item2)));
            Assert.Equal(Enumerable.Range(0, 61).Where(at => label[at] >= 0).Select(at => (at, Array.IndexOf(label, label[at]))), rows.Select(row => (row.Id, row.Root)));
        }, iter: 200, threads: 1);

    [Theory]
    [InlineData("SELECT FROM gunmane.shared_firm_groups($1, 9)")]
    [InlineData("SELECT FROM gunmane.shared_firm_groups($1, 50, 51)")]
    [InlineData("SELECT FROM gunmane.shared_firm_groups($1, 50, NULL, 'rumour')")]
    [InlineData("SELECT FROM gunmane.agreement_pairs($1, 250, 0.9, 1.1)")]
    [InlineData("SELECT FROM gunmane.agreement_pairs($1, 250, 0.9, 0.1, sector_weight => 0.2)")]
    [InlineData("SELECT FROM gunmane.affinity_pairs($1, 250, -0.1)")]
    [InlineData("SELECT FROM gunmane.affinity_pairs($1, 250, 0.5, yen_weight => 2)")]
    public async Task What_is_out_of_range_is_refused(string sql)
    {
        var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(async () => await seed.RowsAsync(sql, _ => 0, 1));
        Assert.Equal("22023", refused.SqlState);
    }

    [Fact]
    public async Task Weights_that_make_up_the_whole_are_taken_in_spite_of_rounding()
    {
        var area = await seed.AreaAsync();
        await seed.AssetsAsync(area, [new("POINT (0 0)"), new("POINT (20 0)")]);
        Assert.Single(await seed.RowsAsync("SELECT a FROM gunmane.affinity_pairs($1, 100, 0.3, sector_weight => 0.25, terms_weight => 0.15, inspection_weight => 0.2, border_weight => 0.1)", row => row.GetInt32(0), area.Value));
        Assert.True(new AffinityWeights(0.3, 0.25, 0.15, 0.2, 0.1).IsValid);
        Assert.False(new AffinityWeights(0.3, 0.25, 0.15, 0.2, 0.1001).IsValid);
    }

    [Fact]
    public async Task Groups_that_share_a_firm_are_the_same_in_both_engines() =>
        await Gen.Select(RandomTown.Some(40), OneOf(20.0, 60.0, 150.0), Gen.Int[-1, 4], Gen.Int[0, 3], Gen.Bool).SampleAsync(async (town, radius, near, rung, parks) =>
        {
            var area = await town.StoreAsync(seed);
            var snapshot = await seed.SnapshotAsync(area);
            var least = Evidence.TownSectorKind + (byte)rung;
            bool[]? active = parks ? Array.ConvertAll(snapshot.Sectors, sector => sector == Sector.Park) : null;
            // The graph reaches further, as the resident one does.
            var graph = ProximityPairs.Find(snapshot.Shapes, null, (int)(radius * 1500), Now);
            var rule = new SharedFirmRule((int)(radius * 1000), near < 0 ? -1 : (int)(radius * near * 250), least, active);
            var kernel = SharedFirmPairs.Groups(graph, snapshot.Firms, rule).Label.Where((_, at) => active is null || active[at]);
            Assert.Equal(await seed.RowsAsync("SELECT group_number - 1 FROM gunmane.shared_firm_groups($1, $2, $3::float8, $4, $5::text[]) ORDER BY dense_id", row => row.GetInt32(0),
                area.Value, radius, near < 0 ? null : radius * near / 4, least.Key(), parks ? new[] { "park" } : null), kernel);
            Assert.Throws<ArgumentOutOfRangeException>(() => SharedFirmPairs.Groups(graph, snapshot.Firms, rule with { RadiusMm = graph.RadiusMm + 1 }));
        }, iter: 60, threads: 1);

    // Whole metres: there the kernel's exact distances and the function's whole millimetres lie on the same side of every limit.
    private static Gen<RandomTown> PointTown => Gen.Select(RandomTown.Some(40), Gen.Select(Gen.Int[0, 120], Gen.Int[0, 120]).Array[40],
        (town, places) => town with { Shapes = [.. town.Shapes.Select((_, at) => new Point(places[at].Item1, places[at].Item2))] });

    private static IEnumerable<(int, int, int, int)> Weights(Snapshot snapshot, PairGraph graph, AffinityWeights weights, double agreement, int yenPercent, bool[]? active)
    {
        var firms = snapshot.WeightsOf(yenPercent);
        var ties = weights.Firms == 0 ? PairTies.None(graph.Count) : PairTies.Of(graph, snapshot.Firms, firms, Now);
        var weight = PairAgreement.Of(graph, ties, PairAgreement.TrustOf(snapshot.Firms, firms), snapshot.Traits(), weights, agreement, graph.RadiusMm, active);
        return Pairs(graph).Select((pair, at) => (pair.A, pair.B, pair.Mm, weight[at]));
    }

    private static IEnumerable<(int A, int B, int Mm)> Pairs(PairGraph graph) => Enumerable.Range(0, graph.Assets)
        .SelectMany(a => Enumerable.Range(graph.Start[a], graph.Start[a + 1] - graph.Start[a]).Select(at => (a, graph.Other[at], graph.DistanceMm[at])));

    // Firms of each asset on a rung or a higher one, ascending.
    private static int[][] Firms(Snapshot snapshot, Evidence least)
    {
        var sets = snapshot.Firms;
        return [.. sets.SetOf.Select(set => set < 0 ? [] : Enumerable.Range(sets.Start[set], sets.Start[set + 1] - sets.Start[set]).Where(link => sets.Rung[link] >= least).Select(link => sets.Firm[link]).Order().ToArray())];
    }

    private static int[] Components(int count, IEnumerable<(int A, int B)> pairs)
    {
        var (least, alone) = (Enumerable.Range(0, count).ToArray(), Enumerable.Repeat(true, count).ToArray());
        var edges = pairs.ToList();
        foreach (var (a, b) in edges) alone[a] = alone[b] = false;
        for (var moved = true; moved;)
        {
            moved = false;
            foreach (var (a, b) in edges)
            {
                moved |= least[a] != least[b];
                least[a] = least[b] = Math.Min(least[a], least[b]);
            }
        }

        return Grouping.ByLowestMember([.. least.Select((root, at) => alone[at] ? -1 : root)]).Label;
    }

    private async Task<int[]> SharedAsync(StudyAreaId area, double radius, double? near, string rung) => [.. await seed.RowsAsync(
        "SELECT group_number - 1 FROM gunmane.shared_firm_groups($1, $2, $3::float8, $4) ORDER BY dense_id", row => row.GetInt32(0), area.Value, radius, near, rung)];

    private static Gen<double> OneOf(params double[] values) => Gen.Int[0, values.Length - 1].Select(at => values[at]);
}
