using System.Runtime.CompilerServices;
using GunMane.Spatial.Affinity;

namespace GunMane.Spatial.Clustering;

/// <summary>
/// Single-linkage hierarchy of the mutual reachabilities: Kruskal's minimum spanning forest (1956), two by two, sorting
/// only what is still apart (Osipov, Sanders, Singler 2009). Nodes 0 … Assets − 1 are the assets, the further ones joins in
/// ascending order of weight; the last one, of infinite weight, joins what the graph doesn't.
/// </summary>
internal sealed class HierarchicalForest
{
    private const int Blocks = 64;
    private const int CoarseBits = 8;
    private readonly UnionFind sets;
    private readonly int[] node;
    private int joins;

    private HierarchicalForest(int assets)
    {
        Assets = assets;
        (Up, Size, Weight) = (new int[2 * assets + 1], new int[2 * assets + 1], new int[2 * assets + 1]);
        Array.Fill(Up, -1);
        Size.AsSpan(0, assets).Fill(1);
        (sets, node) = (new UnionFind(assets), new int[assets]);
        for (var asset = 0; asset < assets; asset++) node[asset] = asset;
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
        var weight = new int[graph.Count];
        Parallel.For(0, Blocks, new ParallelOptions { CancellationToken = cancellation }, block =>
        {
            int first = (int)((long)graph.Assets * block / Blocks), end = (int)((long)graph.Assets * (block + 1) / Blocks);
            Weigh(graph, affinity, core, resolution, (first, end), weight);
        });
        var forest = new HierarchicalForest(graph.Assets);
        // The lightest pairs first, as many as there are assets: they join most, and of the heavier ones few are left to sort.
        var from = 0;
        foreach (var end in Rounds(weight, graph.Assets))
        {
            cancellation.ThrowIfCancellationRequested();
            forest.Join(forest.StillApart(graph, weight, from, end));
            from = end;
        }

        forest.JoinAll();
        return forest;
    }

    private static void Weigh(PairGraph graph, int[] affinity, int[] core, int resolution, (int First, int End) assets, int[] weight)
    {
        for (var asset = assets.First; asset < assets.End; asset++)
        {
            var least = Math.Max(core[asset], resolution);
            for (var at = graph.Start[asset]; at < graph.Start[asset + 1]; at++)
            {
                weight[at] = Math.Max(Math.Max(least, core[graph.Other[at]]), PairAffinity.One - affinity[at]);
            }
        }
    }

    /// <summary>Ends of ranges of weight: the first holds about as many pairs as there are assets, each further one twice as many.</summary>
    private static List<int> Rounds(int[] weight, int assets)
    {
        var count = new int[(PairAffinity.One >> CoarseBits) + 1];
        foreach (var each in weight)
        {
            if (each <= PairAffinity.One) count[each >> CoarseBits]++;
        }

        var ends = new List<int>();
        long held = 0, wanted = assets;
        for (var coarse = 0; coarse < count.Length; coarse++)
        {
            held += count[coarse];
            if (held < wanted && coarse < count.Length - 1) continue;
            ends.Add((coarse + 1) << CoarseBits);
            (held, wanted) = (0, 2 * wanted);
        }

        return ends;
    }

    /// <summary>Pairs of a range of weight that nothing lighter joins, by weight; in the order of their lower, then their higher asset where it is one weight.</summary>
    private (long[] Weight, int[] One, int[] Two) StillApart(PairGraph graph, int[] weight, int from, int end)
    {
        var (keys, one, two) = (new List<long>(), new List<int>(), new List<int>());
        for (var asset = 0; asset < Assets; asset++)
        {
            for (var at = graph.Start[asset]; at < graph.Start[asset + 1]; at++)
            {
                if (weight[at] < from || weight[at] >= end || sets.Find(asset) == sets.Find(graph.Other[at])) continue;
                keys.Add(weight[at]);
                one.Add(asset);
                two.Add(graph.Other[at]);
            }
        }

        var sorted = keys.ToArray();
        var order = RadixSort.Order(sorted);
        return (sorted, Array.ConvertAll(order, place => one[place]), Array.ConvertAll(order, place => two[place]));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Join((long[] Weight, int[] One, int[] Two) pairs)
    {
        for (var at = 0; at < pairs.Weight.Length; at++)
        {
            var (one, two) = (sets.Find(pairs.One[at]), sets.Find(pairs.Two[at]));
            if (one == two) continue;
            sets.Union(one, two);
            var join = Assets + joins++;
            (Up[node[one]], Up[node[two]]) = (join, join);
            (Size[join], Weight[join]) = (Size[node[one]] + Size[node[two]], (int)pairs.Weight[at]);
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
