using System.Numerics;
using CsCheck;
using GunMane.Spatial.Affinity;
using GunMane.Spatial.Clustering;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Tests.Clustering;

public sealed class LeidenTests
{
    private static readonly LeidenOptions Modularity = new() { Quality = CommunityQuality.Modularity, Resolution = 1 };

    private static readonly Gen<LeidenOptions> Options = Gen.Select(Gen.Bool, Gen.Int[0, 10], Gen.Int[0, 3], (potts, tenths, seed) => potts
        ? new LeidenOptions { Resolution = tenths / 10.0, Seed = seed }
        : Modularity with { Resolution = 0.5 + tenths / 10.0, Seed = seed });

    private static readonly Gen<Edges> Graphs = Of(1, 60, 240);

    private static Gen<Edges> Of(int fewest, int most, int pairs) =>
        Gen.Select(Gen.Int[fewest, most], Gen.Select(Gen.Int[0, most - 1], Gen.Int[0, most - 1], Gen.Int[1, 10]).Array[0, pairs], (assets, raw) =>
            new Edges(assets, [.. raw.Select(pair => (A: pair.Item1 % assets, B: pair.Item2 % assets, pair.Item3 * 100_000)).Where(pair => pair.A < pair.B).DistinctBy(pair => (pair.A, pair.B))]));

    // ---- published values

    [Fact]
    public void The_karate_club_has_four_communities_at_the_best_known_modularity()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var found = Edges.Karate.Leiden(Modularity with { Seed = seed });
            Assert.Equal(4, found.Grouping.Groups);
            // Brandes et al. 2008 proved 0.4198 to be the optimum.
            Assert.Equal(0.4198, found.Quality, 0.00005);
            Assert.True(found.Settled);
        }
    }

    [Fact]
    public void Modularity_merges_pairs_of_cliques_in_a_ring_and_the_Constant_Potts_Model_does_not()
    {
        int[] cliques = [.. Enumerable.Range(0, 150).Select(asset => asset / 5)];
        var (ring, potts) = (Edges.RingOfCliques, new LeidenOptions { Resolution = 0.5 });
        var merged = ring.Leiden(Modularity);
        // Fortunato and Barthélemy 2007: 0.876 for the cliques, 0.888 for pairs of them.
        Assert.Equal(0.8758, ring.Quality(cliques, Modularity), 0.00005);
        Assert.Equal(0.8879, merged.Quality, 0.00005);
        Assert.Equal(15, merged.Grouping.Groups);
        Assert.All(cliques.Zip(merged.Grouping.Label).GroupBy(pair => pair.First), clique => Assert.Single(clique.Distinct()));
        var apart = ring.Leiden(potts);
        Assert.Equal(cliques, apart.Grouping.Label);
        Assert.Equal(30 * (10 - 0.5 * 10), apart.Quality, 1e-9);
    }

    [Fact]
    public void Two_triangles_with_a_bridge_part_at_the_bridge()
    {
        var graph = Edges.Plain(6, [.. Edges.Clique(0, 3), .. Edges.Clique(3, 3), (2, 3)]);
        var found = graph.Leiden(Modularity);
        Assert.Equal([0, 0, 0, 1, 1, 1], found.Grouping.Label);
        Assert.Equal(2 * (3.0 / 7 - 0.25), found.Quality, 1e-12);
        // Potts: 3 + 3 inside less γ for each of 3 + 3 pairs; below γ = 1/9 the bridge holds all nine pairs between.
        Assert.Equal(6 - 6 * 0.2, graph.Leiden(new() { Resolution = 0.2 }).Quality, 1e-12);
        Assert.Equal(1, graph.Leiden(new() { Resolution = 0.11 }).Grouping.Groups);
        Assert.Equal(2, graph.Leiden(new() { Resolution = 0.112 }).Grouping.Groups);
    }

    // ---- the optimum

    [Fact]
    public void On_2000_small_graphs_with_Potts_nearly_all_are_optimal_and_none_is_below_nine_tenths() =>
        NearlyAllOptimal(random => new() { Resolution = 0.1 + 0.6 * random.NextDouble() });

    [Fact]
    public void On_2000_small_graphs_with_modularity_nearly_all_are_optimal_and_none_is_below_nine_tenths() =>
        NearlyAllOptimal(_ => Modularity);

    private static void NearlyAllOptimal(Func<Random, LeidenOptions> options)
    {
        var random = new Random(20260401);
        var (optimal, worst) = (0, 1.0);
        for (var round = 0; round < 2000; round++)
        {
            var (graph, by) = (RandomGraph(random, random.Next(2, 9)), options(random));
            var (found, best) = (graph.Leiden(by).Quality, Partitions(graph.Assets).Max(label => graph.Quality(label, by)));
            Assert.True(found <= best + 1e-12, "better than every partition");
            if (found >= best - 1e-9) optimal++;
            else worst = Math.Min(worst, found / best);
        }

        Assert.True(optimal >= 1980, $"{optimal} of 2000 are optimal");
        Assert.True(worst >= 0.9, $"the worst has {worst} of the optimum");
    }

    private static Edges RandomGraph(Random random, int assets)
    {
        var density = 0.2 + 0.8 * random.NextDouble();
        return new Edges(assets, [.. Edges.Clique(0, assets).Where(_ => random.NextDouble() < density).Select(edge => (edge.A, edge.B, 100_000 * random.Next(1, 11)))]);
    }

    /// <summary>Every partition once: labels grow by at most one (restricted growth strings). The same array each time.</summary>
    private static IEnumerable<int[]> Partitions(int assets)
    {
        var label = new int[assets];
        IEnumerable<int[]> From(int at, int groups)
        {
            if (at == assets)
            {
                yield return label;
                yield break;
            }

            for (var of = 0; of <= groups; of++)
            {
                label[at] = of;
                foreach (var each in From(at + 1, Math.Max(groups, of + 1))) yield return each;
            }
        }

        return From(0, 0);
    }

    [Fact]
    public void Planted_groups_are_found_exactly()
    {
        var random = new Random(7);
        var edges = Edges.Clique(0, 400).Where(edge => random.NextDouble() < (edge.A % 20 == edge.B % 20 ? 0.7 : 0.02));
        var found = Edges.Plain(400, edges).Leiden(new() { Resolution = 0.25 });
        Assert.Equal(Enumerable.Range(0, 400).Select(asset => asset % 20), found.Grouping.Label);
    }

    // ---- what holds of every result

    [Fact]
    public void Every_asset_is_in_one_group_numbered_by_its_lowest_member_and_every_group_is_connected() =>
        Gen.Select(Graphs, Options, Gen.Int[1, 4]).Sample((graph, options, passes) =>
        {
            var grouping = graph.Leiden(options with { MostPasses = passes }).Grouping;
            Assert.Equal(graph.Assets, grouping.Label.Length);
            Assert.Equal(Enumerable.Range(0, grouping.Groups), grouping.Label.Distinct());
            Assert.All(Groups(grouping.Label), group => Assert.True(graph.Connected(group)));
        }, iter: 2000);

    [Fact]
    public void Groups_are_gamma_connected() =>
        Gen.Select(Of(2, 10, 40), Gen.Int[1, 9], Gen.Int[1, 3]).Sample((graph, tenths, passes) =>
        {
            var found = graph.Leiden(new() { Resolution = tenths / 10.0, MostPasses = passes });
            Assert.All(Groups(found.Grouping.Label), group => Assert.True(GammaConnected(graph, group.Aggregate(0, (set, asset) => set | 1 << asset), tenths * 100_000, [])));
        }, iter: 1000);

    /// <summary>By definition: one node, or two γ-connected sets with at least γ for each pair between them.</summary>
    private static bool GammaConnected(Edges graph, int set, long gamma, Dictionary<int, bool> known)
    {
        if (BitOperations.IsPow2(set)) return true;
        if (known.TryGetValue(set, out var answer)) return answer;
        for (var one = (set - 1) & set; one > 0 && !answer; one = (one - 1) & set)
        {
            var two = set ^ one;
            if (one < two) continue;
            long between = graph.All.Where(edge => ((one >> edge.A & two >> edge.B | two >> edge.A & one >> edge.B) & 1) != 0).Sum(edge => (long)edge.Affinity);
            answer = between >= gamma * BitOperations.PopCount((uint)one) * BitOperations.PopCount((uint)two) && GammaConnected(graph, one, gamma, known) && GammaConnected(graph, two, gamma, known);
        }

        return known[set] = answer;
    }

    [Fact]
    public void Once_settled_no_asset_and_no_pair_of_groups_would_gain_by_another_place() => Gen.Select(Graphs, Options).Sample((graph, options) =>
    {
        var found = graph.Leiden(options with { MostPasses = 100 });
        var label = found.Grouping.Label;
        Assert.True(found.Settled);
        Assert.Equal(graph.Quality(label, options), found.Quality);
        for (var asset = 0; asset < graph.Assets; asset++)
        {
            foreach (var to in label.Distinct().Append(-1)) Assert.True(graph.Quality([.. label.Select((of, at) => at == asset ? to : of)], options) <= found.Quality + 1e-9);
        }

        foreach (var (one, two) in Edges.Clique(0, found.Grouping.Groups))
        {
            Assert.True(graph.Quality([.. label.Select(of => of == two ? one : of)], options) <= found.Quality + 1e-9);
        }
    }, iter: 300);

    [Fact]
    public void Repeating_changes_nothing_not_even_many_times_at_once() => Gen.Select(Graphs, Options).Sample((graph, options) =>
    {
        var first = graph.Leiden(options);
        Parallel.For(0, 4, _ => Assert.Equal(first.Grouping.Label, graph.Leiden(options).Grouping.Label));
    }, iter: 300);

    [Fact]
    public void The_order_of_the_rows_changes_nothing() => Gen.Select(Graphs, Options, Gen.Int).Sample((graph, options, shuffle) =>
    {
        int[] row = [.. Enumerable.Range(0, graph.Assets)];
        new Random(shuffle).Shuffle(row);
        var order = new long[graph.Assets];
        for (var asset = 0; asset < row.Length; asset++) order[row[asset]] = 10L * asset - 50;
        var (straight, mixed) = (graph.Leiden(options), graph.Renamed(row).Leiden(options, order: order));
        Assert.Equal(straight.Quality, mixed.Quality);
        Assert.Equal(straight.Grouping.Label, Numbered([.. row.Select(at => mixed.Grouping.Label[at])]));
    }, iter: 1000);

    [Fact]
    public void With_Potts_another_town_in_the_data_changes_nothing_here() => Gen.Select(Graphs, Graphs, Gen.Int[1, 9]).Sample((here, there, tenths) =>
    {
        var options = new LeidenOptions { Resolution = tenths / 10.0 };
        var both = new Edges(here.Assets + there.Assets, [.. here.All, .. there.All.Select(edge => (edge.A + here.Assets, edge.B + here.Assets, edge.Affinity))]);
        Assert.Equal(here.Leiden(options).Grouping.Label, both.Leiden(options).Grouping.Label[..here.Assets]);
    }, iter: 500);

    // ---- edges of the definition

    [Fact]
    public void Without_pairs_every_asset_is_alone_and_so_in_no_group()
    {
        Assert.Equal([-1, -1, -1], LeidenCommunities.Of(new Edges(3, []).Graph, [], 0, new(), CancellationToken.None).Label);
        Assert.Equal([0, 1, 2], new Edges(3, []).Leiden(Modularity).Grouping.Label);
        Assert.Empty(new Edges(0, []).Leiden(new()).Grouping.Label);
    }

    [Fact]
    public void Affinity_equal_to_the_threshold_is_an_edge_and_no_affinity_is_none()
    {
        Assert.Equal([0, 0, 1], new Edges(3, [(0, 1, 700_000), (1, 2, 699_999)]).Leiden(new() { Resolution = 0.1 }, 700_000).Grouping.Label);
        Assert.Equal([0, 1], new Edges(2, [(0, 1, 0)]).Leiden(new() { Resolution = 0 }).Grouping.Label);
    }

    [Fact]
    public void A_resolution_of_nothing_gives_connected_components() => Graphs.Sample(graph =>
        Assert.Equal(DensityGroups.Of(graph.Graph, graph.Affinity, 1, 1).Label, graph.Leiden(new() { Resolution = 0 }).Grouping.Label), iter: 500);

    [Fact]
    public void Groups_below_the_smallest_are_none()
    {
        var graph = Edges.Plain(6, [.. Edges.Clique(0, 2), .. Edges.Clique(2, 3)]);
        int[] Label(int smallest) => LeidenCommunities.Of(graph.Graph, graph.Affinity, 0, new() { SmallestGroup = smallest }, CancellationToken.None).Label;
        Assert.Equal([0, 0, 1, 1, 1, 2], Label(1));
        Assert.Equal([0, 0, 1, 1, 1, -1], Label(2));
        Assert.Equal([-1, -1, 0, 0, 0, -1], Label(3));
    }

    [Fact]
    public void Quality_is_that_of_the_formulas() => Gen.Select(Graphs, Options, Gen.Int[-1, 5].Array[60]).Sample((graph, options, labels) =>
    {
        var label = labels[..graph.Assets].Select(of => Math.Min(of, graph.Assets - 1)).ToArray();
        Assert.Equal(ByFormula(graph, label, options), graph.Quality(label, options), 1e-9);
    }, iter: 500);

    private static double ByFormula(Edges graph, int[] label, LeidenOptions options)
    {
        double Edge(int a, int b) => graph.All.Where(edge => (edge.A, edge.B) == (a, b) || (edge.A, edge.B) == (b, a)).Sum(edge => edge.Affinity / 1e6);
        bool Together(int a, int b) => a == b || (label[a] >= 0 && label[a] == label[b]);
        var pairs = Enumerable.Range(0, graph.Assets).SelectMany(a => Enumerable.Range(0, graph.Assets).Select(b => (a, b))).Where(pair => Together(pair.a, pair.b)).ToArray();
        if (options.Quality == CommunityQuality.ConstantPotts) return pairs.Where(pair => pair.a < pair.b).Sum(pair => Edge(pair.a, pair.b) - options.Resolution);
        double At(int asset) => graph.All.Where(edge => edge.A == asset || edge.B == asset).Sum(edge => edge.Affinity / 1e6);
        var twice = 2 * graph.All.Sum(edge => edge.Affinity / 1e6);
        return twice == 0 ? 0 : pairs.Sum(pair => Edge(pair.a, pair.b) - options.Resolution * At(pair.a) * At(pair.b) / twice) / twice;
    }

    [Theory]
    [InlineData(-0.1, 2, 1, "resolution")]
    [InlineData(double.NaN, 2, 1, "resolution")]
    [InlineData(0.1, 0, 1, "smallestGroup")]
    [InlineData(0.1, 2, 0, "mostPasses")]
    public void Options_out_of_range_are_refused_by_name(double resolution, int smallest, int passes, string parameter) =>
        Assert.Equal(parameter, Assert.Throws<GunManeException>(() => LeidenCommunities.Of(Edges.Karate.Graph, Edges.Karate.Affinity, 0,
            new() { Resolution = resolution, SmallestGroup = smallest, MostPasses = passes }, CancellationToken.None)).Parameter);

    [Fact]
    public void Keys_must_be_one_for_each_asset()
    {
        Assert.Throws<ArgumentException>(() => Edges.Karate.Leiden(new(), order: [1, 2]));
        Assert.Throws<ArgumentException>(() => new Edges(2, []).Leiden(new(), order: [5, 5]));
    }

    [Fact]
    public void A_cancelled_search_gives_up() => Assert.ThrowsAny<OperationCanceledException>(() =>
        LeidenCommunities.Of(Edges.Karate.Graph, Edges.Karate.Affinity, 0, new(), new CancellationToken(true)));

    // ---- the steps

    /// <summary>
    /// What Louvain does: 0 holds two triangles together and leaves for others; in the two triangles nobody alone gains by leaving.
    /// Aggregated as they are they would stay one group for ever.
    /// </summary>
    [Fact]
    public void Local_moving_can_cut_a_group_in_two_and_refinement_takes_it_apart()
    {
        var graph = Edges.Plain(10, [.. Edges.Clique(1, 3), .. Edges.Clique(4, 3), (0, 1), (0, 4), .. Edges.Clique(7, 3), (0, 7), (0, 8), (0, 9)]);
        var (level, gain, scratch) = (LeidenGraph.Of(graph.Graph, graph.Affinity, 1, null, CommunityQuality.ConstantPotts), new LeidenGain(100_000, 0), new LeidenScratch(10));
        int[] group = [0, 0, 0, 0, 0, 0, 0, 7, 7, 7];
        new LeidenMoving<int>(level, group, gain, scratch, 1).Run(CancellationToken.None);
        Assert.Equal([0, 1, 1, 1, 1, 1, 1, 0, 0, 0], Numbered(group));
        Assert.False(graph.Connected([1, 2, 3, 4, 5, 6]));
        var part = new LeidenRefining<int>(level, group, gain, scratch, 1, greedy: true).Run();
        Assert.Equal([0, 1, 1, 1, 2, 2, 2, 0, 0, 0], Numbered(part));
        Assert.Equal([0, 1, 1, 1, 2, 2, 2, 0, 0, 0], graph.Leiden(new() { Resolution = 0.1, MostPasses = 1 }).Grouping.Label);
    }

    [Fact]
    public void Refinement_stays_within_groups_makes_connected_parts_and_leaves_its_arrays_clear() =>
        Gen.Select(Graphs, Gen.Int[0, 4].Array[60], Gen.Int[0, 9], Gen.Bool).Sample((graph, raw, tenths, greedy) =>
        {
            var level = LeidenGraph.Of(graph.Graph, graph.Affinity, 1, null, CommunityQuality.ConstantPotts);
            var (scratch, group) = (new LeidenScratch(graph.Assets), raw[..graph.Assets].Select(of => Math.Min(of, graph.Assets - 1)).ToArray());
            var part = new LeidenRefining<int>(level, group, new LeidenGain(tenths * 100_000, 0), scratch, 3, greedy).Run();
            Assert.All(Groups(part), nodes => Assert.Single(nodes.Select(node => group[node]).Distinct()));
            Assert.All(Groups(part), nodes => Assert.True(graph.Connected(nodes)));
            Assert.All(scratch.Sum, sum => Assert.Equal(0, sum));
            Assert.All(scratch.Queued, Assert.False);
        }, iter: 1000);

    [Fact]
    public void Parts_of_a_refinement_are_gamma_connected_whatever_the_groups() =>
        Gen.Select(Of(2, 10, 60), Gen.Int[1, 9], Gen.Bool).Sample((graph, tenths, greedy) =>
        {
            var level = LeidenGraph.Of(graph.Graph, graph.Affinity, 1, null, CommunityQuality.ConstantPotts);
            var part = new LeidenRefining<int>(level, new int[graph.Assets], new LeidenGain(tenths * 100_000, 0), new LeidenScratch(graph.Assets), 3, greedy).Run();
            Assert.All(Groups(part), nodes => Assert.True(GammaConnected(graph, nodes.Aggregate(0, (set, asset) => set | 1 << asset), tenths * 100_000, [])));
        }, iter: 2000);

    [Fact]
    public void One_pass_over_sparse_graphs_at_a_low_resolution_leaves_no_group_in_two() =>
        Gen.Select(Of(40, 150, 300), Gen.Int[1, 50]).Sample((graph, thousandths) =>
            Assert.All(Groups(graph.Leiden(new() { Resolution = thousandths / 1000.0, MostPasses = 1 }).Grouping.Label), group => Assert.True(graph.Connected(group))), iter: 1000);

    [Fact]
    public void The_next_level_has_the_sums_of_the_parts() => Gen.Select(Graphs, Gen.Int[0, 9].Array[60]).Sample((graph, raw) =>
    {
        var level = LeidenGraph.Of(graph.Graph, graph.Affinity, 1, null, CommunityQuality.Modularity);
        var (scratch, part) = (new LeidenScratch(graph.Assets), Numbered(raw[..graph.Assets]));
        var next = level.Aggregate(part, part.Max() + 1, scratch);
        var sums = graph.All.SelectMany(edge => new (int From, int To, int Affinity)[] { (part[edge.A], part[edge.B], edge.Affinity), (part[edge.B], part[edge.A], edge.Affinity) })
            .Where(edge => edge.From != edge.To).GroupBy(edge => (edge.From, edge.To)).ToDictionary(edges => edges.Key, edges => edges.Sum(edge => (long)edge.Affinity));
        var got = Enumerable.Range(0, next.Nodes).SelectMany(node => Enumerable.Range(next.Start[node], next.Start[node + 1] - next.Start[node]).Select(at => ((node, next.Other[at]), next.Weight[at])));
        Assert.Equal(sums.OrderBy(sum => sum.Key), got.OrderBy(sum => sum.Item1).Select(sum => KeyValuePair.Create(sum.Item1, sum.Item2)));
        Assert.Equal(level.Size.Sum(), next.Size.Sum());
    }, iter: 500);

    [Fact]
    public void A_walk_visits_every_node_once_and_in_another_order_another_time()
    {
        foreach (var nodes in (int[])[0, 1, 2, 3, 8, 100, 4096, 4097, 10_000])
        {
            var (one, two) = (new int[nodes], new int[nodes]);
            LeidenWalk.Fill(one, 1);
            LeidenWalk.Fill(two, 2);
            Assert.Equal(Enumerable.Range(0, nodes), one.Order());
            Assert.True(nodes < 8 || !one.SequenceEqual(two));
        }
    }

    private static int[][] Groups(int[] label) => [.. Enumerable.Range(0, label.Length).GroupBy(asset => label[asset]).Select(group => group.ToArray())];

    private static int[] Numbered(int[] label)
    {
        var numbers = label.Distinct().ToList();
        return [.. label.Select(of => numbers.IndexOf(of))];
    }
}
