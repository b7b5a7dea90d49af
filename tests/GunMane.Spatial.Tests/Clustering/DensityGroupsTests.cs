using CsCheck;
using GunMane.Spatial.Affinity;
using GunMane.Spatial.Clustering;
using GunMane.Spatial.Model;
using GunMane.Spatial.Tests.Affinity;

namespace GunMane.Spatial.Tests.Clustering;

public sealed class DensityGroupsTests
{
    private static readonly Gen<(int Assets, (int A, int B, int Mm, int Affinity)[] Pairs, int MinPoints, int Threshold)> Graphs =
        Gen.Select(Gen.Int[1, 25], Gen.Select(Gen.Int[0, 24], Gen.Int[0, 24], Gen.Int[0, 5], Gen.Int[0, 4]).Array[0, 80], Gen.Int[2, 5], Gen.Int[0, 4],
            (assets, pairs, minPoints, threshold) => (assets, Pairs(assets, pairs), minPoints, threshold));

    [Fact]
    public void Groups_are_those_of_the_definition() => Graphs.Sample(graph =>
        Assert.Equal(ByDefinition(graph.Assets, graph.Pairs, graph.MinPoints, graph.Threshold), Kernel(graph.Assets, graph.Pairs, graph.MinPoints, graph.Threshold).Label), iter: 3000);

    [Fact]
    public void Numbers_are_contiguous_and_ordered_by_lowest_member() => Graphs.Sample(graph =>
    {
        var grouping = Kernel(graph.Assets, graph.Pairs, graph.MinPoints, graph.Threshold);
        Assert.Equal(Enumerable.Range(0, grouping.Groups), grouping.Label.Where(label => label >= 0).Distinct());
    }, iter: 500);

    [Fact]
    public void Without_pairs_nothing_is_grouped() =>
        Assert.Equal([-1, -1, -1], Kernel(3, [], 2, 0).Label);

    [Fact]
    public void A_border_asset_joins_its_strongest_core_then_the_nearer_then_the_lower_id()
    {
        (int A, int B, int Mm, int Affinity)[] triangles = [(0, 1, 1, 9), (0, 2, 1, 9), (1, 2, 1, 9), (4, 5, 1, 9), (4, 6, 1, 9), (5, 6, 1, 9)];
        int GroupOf3(int mm0, int affinity0, int mm4, int affinity4) =>
            Kernel(7, [.. triangles, (0, 3, mm0, affinity0), (3, 4, mm4, affinity4)], 4, 1).Label[3];
        // Only 0 and 4 have four neighbours with themselves; 3 has three.
        Assert.Equal(1, GroupOf3(1, 5, 9, 6));
        Assert.Equal(1, GroupOf3(2, 5, 1, 5));
        Assert.Equal(0, GroupOf3(1, 5, 1, 5));
    }

    [Fact]
    public void Affinity_equal_to_the_threshold_is_enough() =>
        Assert.Equal([0, 0, -1], Kernel(3, [(0, 1, 1, 7), (1, 2, 1, 6)], 2, 7).Label);

    [Fact]
    public void A_million_unions_in_any_order_keep_the_lowest_member()
    {
        var sets = new UnionFind(100_000);
        Parallel.For(0, 99_999, at => sets.Union(99_999 - at, 99_998 - at));
        Assert.All(Enumerable.Range(0, 100_000), member => Assert.Equal(0, sets.Find(member)));
    }

    private static (int A, int B, int Mm, int Affinity)[] Pairs(int assets, (int A, int B, int Mm, int Affinity)[] raw) =>
        [.. raw.Select(pair => (A: pair.A % assets, B: pair.B % assets, pair.Mm, pair.Affinity)).Where(pair => pair.A < pair.B)
            .DistinctBy(pair => (pair.A, pair.B)).OrderBy(pair => (pair.A, pair.B))];

    private static Grouping Kernel(int assets, (int A, int B, int Mm, int Affinity)[] pairs, int minPoints, int threshold)
    {
        var ordered = pairs.OrderBy(pair => (pair.A, pair.B)).ToArray();
        var start = new int[assets + 1];
        foreach (var pair in ordered) start[pair.A + 1]++;
        for (var at = 0; at < assets; at++) start[at + 1] += start[at];
        var graph = new PairGraph(start, [.. ordered.Select(pair => pair.B)], [.. ordered.Select(pair => pair.Mm)], 10);
        return DensityGroups.Of(graph, [.. ordered.Select(pair => pair.Affinity)], threshold, minPoints);
    }

    /// <summary>The definition, word for word: density-reachable from a core; borders to their best core.</summary>
    private static int[] ByDefinition(int assets, (int A, int B, int Mm, int Affinity)[] pairs, int minPoints, int threshold)
    {
        var links = pairs.Where(pair => pair.Affinity >= threshold).SelectMany(pair => new[] { (From: pair.A, To: pair.B, pair), (From: pair.B, To: pair.A, pair) }).ToLookup(link => link.From);
        bool Core(int asset) => links[asset].Count() + 1 >= minPoints;
        var group = Enumerable.Repeat(-1, assets).ToArray();
        void Spread(int asset, int number)
        {
            if (!Core(asset) || group[asset] >= 0) return;
            group[asset] = number;
            foreach (var link in links[asset]) Spread(link.To, number);
        }

        for (var asset = 0; asset < assets; asset++) Spread(asset, asset);
        foreach (var asset in Enumerable.Range(0, assets).Where(asset => !Core(asset)))
        {
            var best = links[asset].Where(link => Core(link.To)).OrderByDescending(link => link.pair.Affinity).ThenBy(link => link.pair.Mm).ThenBy(link => link.To).Select(link => link.To).ToList();
            if (best.Count > 0) group[asset] = group[best[0]];
        }

        var numbers = group.Where(number => number >= 0).Distinct().ToList();
        return Array.ConvertAll(group, number => numbers.IndexOf(number));
    }
}
