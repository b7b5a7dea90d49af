using CsCheck;
using GunMane.Spatial.Affinity;
using GunMane.Spatial.Clustering;

namespace GunMane.Spatial.Tests.Clustering;

public sealed class CorrelationGroupsTests
{
    private static readonly Gen<(int Assets, int[] Weights)> Small = Gen.Select(Gen.Int[1, 8], Gen.Int[-9, 9].Array[28]);

    private static readonly Gen<(int Assets, int[] Weights)> Larger = Gen.Select(Gen.Int[20, 40], Gen.Int[-14, 9].Array[780]);

    [Fact]
    public void The_sum_is_that_of_the_best_partition_or_near_it()
    {
        // Local search: nearly always the best, never worse than nine tenths of it all over.
        var (sum, best) = (0L, 0L);
        Small.Sample(graph =>
        {
            var (found, most) = (Sum(graph.Weights, Kernel(graph).Label), Partitions(graph.Assets).Max(label => Sum(graph.Weights, label)));
            Assert.InRange(found, 0, most);
            Interlocked.Add(ref sum, found);
            Interlocked.Add(ref best, most);
        }, iter: 400);
        Assert.True(sum >= best * 0.95, $"{sum} of {best}");
    }

    [Fact]
    public void No_asset_would_be_better_off_elsewhere_and_groups_hang_together() => Larger.Sample(graph =>
    {
        var label = Kernel(graph).Label;
        for (var asset = 0; asset < graph.Assets; asset++)
        {
            var to = Enumerable.Range(0, graph.Assets).Where(other => other != asset && label[other] >= 0).GroupBy(other => label[other], other => Weight(graph.Weights, asset, other)).ToDictionary(group => group.Key, group => group.Sum());
            Assert.True(label[asset] < 0 || to.GetValueOrDefault(label[asset]) >= 0);
        }

        foreach (var group in Enumerable.Range(0, graph.Assets).Where(asset => label[asset] >= 0).GroupBy(asset => label[asset])) Assert.True(HangsTogether([.. group], graph.Weights));
    }, iter: 300);

    [Fact]
    public void One_asset_that_works_for_both_sides_is_no_bridge()
    {
        // Two fours that push each other apart, and 8 that pulls all of them: density joins what correlation keeps apart.
        var weights = new int[36];
        for (var one = 0; one < 9; one++)
        {
            for (var other = one + 1; other < 9; other++) weights[At(one, other)] = other == 8 || one / 4 == other / 4 ? 9 : -3;
        }

        var label = Kernel((9, weights)).Label;
        Assert.Single(label.Take(4).Distinct());
        Assert.Single(label.Skip(4).Take(4).Distinct());
        Assert.NotEqual(label[0], label[4]);
    }

    [Fact]
    public void A_long_row_is_one_group_and_without_weights_nothing_is_grouped()
    {
        var row = Graph(60, (one, other) => other == one + 1 ? 1 : 0);
        Assert.Equal(1, CorrelationGroups.Of(row.Graph, row.Weights, CancellationToken.None).Groups);
        Assert.Equal([-1, -1, -1], Kernel((3, new int[3])).Label);
    }

    [Fact]
    public void Unknown_assets_go_with_what_is_near_and_different_firms_push_apart()
    {
        // 0 and 1 with firm A, 2 of which nothing is known near 1, 3 and 4 with firm B beyond.
        double[] at = [0, 20, 50, 100, 120];
        var sets = new FirmSets([0, 0, -1, 1, 1], [0, 1, 2], [0, 1], [100, 100], [Model.Evidence.Asset, Model.Evidence.Asset], [100, 100], 2);
        int[] each = [.. Enumerable.Range(0, 6)];
        var graph = ProximityPairs.Find(new Shapes(each, new PartKind[5], each, at, new double[5]), null, 200_000, CancellationToken.None);
        var firms = FirmWeights.Of(sets);
        var weight = PairAgreement.Of(graph, PairTies.Of(graph, sets, firms, CancellationToken.None), PairAgreement.TrustOf(sets, firms), null, new AffinityWeights(0.9), 0.1, 200_000, null);
        Assert.Equal([0, 0, 0, 1, 1], CorrelationGroups.Of(graph, weight, CancellationToken.None).Label);
        Assert.True(weight[0] > 0 && weight[2] < 0);
    }

    private static Grouping Kernel((int Assets, int[] Weights) graph)
    {
        var made = Graph(graph.Assets, (one, other) => Weight(graph.Weights, one, other));
        return CorrelationGroups.Of(made.Graph, made.Weights, CancellationToken.None);
    }

    private static (PairGraph Graph, int[] Weights) Graph(int assets, Func<int, int, int> weight)
    {
        var (start, other, weights) = (new int[assets + 1], new List<int>(), new List<int>());
        for (var one = 0; one < assets; one++)
        {
            for (var two = one + 1; two < assets; two++)
            {
                if (weight(one, two) == 0) continue;
                other.Add(two);
                weights.Add(weight(one, two));
            }

            start[one + 1] = other.Count;
        }

        return (new PairGraph(start, [.. other], new int[other.Count], 1000), [.. weights]);
    }

    private static int At(int one, int other) => Math.Max(one, other) * (Math.Max(one, other) - 1) / 2 + Math.Min(one, other);

    private static int Weight(int[] weights, int one, int other) => weights[At(one, other)];

    private static long Sum(int[] weights, int[] label)
    {
        long sum = 0;
        for (var one = 0; one < label.Length; one++)
        {
            for (var other = one + 1; other < label.Length; other++) sum += label[one] >= 0 && label[one] == label[other] ? Weight(weights, one, other) : 0;
        }

        return sum;
    }

    // Restricted growth strings: each partition once.
    private static IEnumerable<int[]> Partitions(int assets)
    {
        IEnumerable<int[]> Grown(int[] label, int at, int groups)
        {
            if (at == assets)
            {
                yield return (int[])label.Clone();
                yield break;
            }

            for (var of = 0; of <= groups; of++)
            {
                label[at] = of;
                foreach (var partition in Grown(label, at + 1, Math.Max(groups, of + 1))) yield return partition;
            }
        }

        return Grown(new int[assets], 0, 0);
    }

    private static bool HangsTogether(int[] members, int[] weights)
    {
        var (reached, queue) = (new HashSet<int> { members[0] }, new Queue<int>([members[0]]));
        while (queue.TryDequeue(out var one))
        {
            foreach (var other in members.Where(other => other != one && Weight(weights, one, other) > 0 && reached.Add(other))) queue.Enqueue(other);
        }

        return reached.Count == members.Length;
    }
}
