using System.Runtime.CompilerServices;
using GunMane.Spatial.Affinity;

namespace GunMane.Spatial.Clustering;

/// <summary>
/// Single-linkage hierarchy of the mutual reachabilities: Kruskal's minimum spanning forest (1956), two by two. Nodes
/// 0 … Assets − 1 are the assets, the further ones joins in ascending order of weight; the last one, of infinite weight,
/// joins what the graph doesn't.
/// </summary>
internal sealed class HierarchicalForest
{
    private const int Blocks = 64;
    private int joins;

    private HierarchicalForest(int assets)
    {
        Assets = assets;
        (Up, Size, Weight) = (new int[2 * assets + 1], new int[2 * assets + 1], new int[2 * assets + 1]);
        Array.Fill(Up, -1);
        Size.AsSpan(0, assets).Fill(1);
    }

    /// <summary>Number of assets.</summary>
    public int Assets { get; }

    /// <summary>The node that joins all.</summary>
    public int All => Assets + joins;

    /// <summary>The node that joins each node to others; of <see cref="All"/> none, −1.</summary>
    public int[] Up { get; }

    /// <summary>Assets below each node.</summary>
    public int[] Size { get; }

    /// <summary>Mutual reachability of each join; 0 of assets.</summary>
    public int[] Weight { get; }

    /// <summary>Joins the assets of a graph.</summary>
    public static HierarchicalForest Of(PairGraph graph, int[] affinity, int[] core, int resolution, CancellationToken cancellation)
    {
        var (weight, from) = (new long[graph.Count], new int[graph.Count]);
        Parallel.For(0, Blocks, new ParallelOptions { CancellationToken = cancellation }, block =>
        {
            int first = (int)((long)graph.Assets * block / Blocks), end = (int)((long)graph.Assets * (block + 1) / Blocks);
            Weigh(graph, affinity, core, resolution, (first, end), weight, from);
        });
        // Stable: pairs of one weight stay in the order of their lower, then their higher asset.
        var order = RadixSort.Order(weight);
        cancellation.ThrowIfCancellationRequested();
        var forest = new HierarchicalForest(graph.Assets);
        forest.Join(order, weight, from, graph.Other);
        forest.JoinAll();
        return forest;
    }

    private static void Weigh(PairGraph graph, int[] affinity, int[] core, int resolution, (int First, int End) assets, long[] weight, int[] from)
    {
        for (var asset = assets.First; asset < assets.End; asset++)
        {
            var least = Math.Max(core[asset], resolution);
            for (var at = graph.Start[asset]; at < graph.Start[asset + 1]; at++)
            {
                var reach = Math.Max(Math.Max(least, core[graph.Other[at]]), PairAffinity.One - affinity[at]);
                // One more than the greatest finite weight keeps the keys short: two passes of the sort instead of three.
                (weight[at], from[at]) = (Math.Min(reach, PairAffinity.One + 1), asset);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Join(int[] order, long[] weight, int[] from, int[] other)
    {
        var sets = new UnionFind(Assets);
        var node = new int[Assets];
        for (var asset = 0; asset < Assets; asset++) node[asset] = asset;
        for (var at = 0; at < order.Length && weight[at] <= PairAffinity.One && joins < Assets - 1; at++)
        {
            var (one, two) = (sets.Find(from[order[at]]), sets.Find(other[order[at]]));
            if (one == two) continue;
            sets.Union(one, two);
            var join = Assets + joins++;
            (Up[node[one]], Up[node[two]]) = (join, join);
            (Size[join], Weight[join]) = (Size[node[one]] + Size[node[two]], (int)weight[at]);
            node[sets.Find(one)] = join;
        }
    }

    private void JoinAll()
    {
        for (var node = 0; node < All; node++)
        {
            if (Up[node] < 0) Up[node] = All;
        }

        (Size[All], Weight[All]) = (Assets, HierarchicalGroups.Infinite);
    }
}
