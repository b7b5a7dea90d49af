using System.Runtime.CompilerServices;
using GunMane.Spatial.Affinity;

namespace GunMane.Spatial.Clustering;

/// <summary>Makes the first level: both directions of the pairs that count, nodes in the canonical order.</summary>
internal static class LeidenGraph
{
    /// <summary>Builds it.</summary>
    /// <param name="graph">Pairs.</param>
    /// <param name="affinity">Affinity of each pair, millionths.</param>
    /// <param name="least">Least affinity of an edge.</param>
    /// <param name="place">Place of each asset in the canonical order; null where they stand in it.</param>
    /// <param name="quality">Decides what the size of an asset is.</param>
    public static LeidenLevel<int> Of(PairGraph graph, int[] affinity, int least, int[]? place, CommunityQuality quality)
    {
        var start = Offsets(graph, affinity, least, place);
        var (other, weight) = (new int[start[^1]], new int[start[^1]]);
        Fill(graph, affinity, least, place, start, other, weight);
        if (place is not null) (other, weight) = Transposed(start, other, weight);
        var size = new long[graph.Assets];
        for (var node = 0; node < size.Length; node++) size[node] = quality == CommunityQuality.ConstantPotts ? 1 : Sum(weight.AsSpan(start[node]..start[node + 1]));
        return new LeidenLevel<int>(start, other, weight, size);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int[] Offsets(PairGraph graph, int[] affinity, int least, int[]? place)
    {
        var start = new int[graph.Assets + 1];
        for (var asset = 0; asset < graph.Assets; asset++)
        {
            for (var at = graph.Start[asset]; at < graph.Start[asset + 1]; at++)
            {
                if (affinity[at] < least) continue;
                start[(place?[asset] ?? asset) + 1]++;
                start[(place?[graph.Other[at]] ?? graph.Other[at]) + 1]++;
            }
        }

        for (var node = 1; node < start.Length; node++) start[node] = checked(start[node] + start[node - 1]);
        return start;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Fill(PairGraph graph, int[] affinity, int least, int[]? place, int[] start, int[] other, int[] weight)
    {
        var next = start[..graph.Assets];
        for (var asset = 0; asset < graph.Assets; asset++)
        {
            for (var at = graph.Start[asset]; at < graph.Start[asset + 1]; at++)
            {
                if (affinity[at] < least) continue;
                var (one, two) = place is null ? (asset, graph.Other[at]) : (place[asset], place[graph.Other[at]]);
                (other[next[one]], weight[next[one]++]) = (two, affinity[at]);
                (other[next[two]], weight[next[two]++]) = (one, affinity[at]);
            }
        }
    }

    /// <summary>The same edges with the neighbours of each node ascending: a symmetric matrix is its own transpose, and transposing sorts.</summary>
    private static (int[] Other, int[] Weight) Transposed(int[] start, int[] other, int[] weight)
    {
        var next = start[..^1];
        var (sorted, sortedWeight) = (new int[other.Length], new int[other.Length]);
        for (var node = 0; node < next.Length; node++)
        {
            for (var at = start[node]; at < start[node + 1]; at++)
            {
                var to = next[other[at]]++;
                (sorted[to], sortedWeight[to]) = (node, weight[at]);
            }
        }

        return (sorted, sortedWeight);
    }

    /// <summary>Nodes in the order of a walk in breadth from the lowest node of each component, so that neighbours lie near each other in memory.</summary>
    /// <returns>The nodes, and where in them each component begins, with their number at the end.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (int[] Order, int[] Component) InBreadth(LeidenLevel<int> level)
    {
        var (order, seen, component) = (new int[level.Nodes], new bool[level.Nodes], new List<int>());
        var tail = 0;
        for (var seed = 0; seed < order.Length; seed++)
        {
            if (seen[seed]) continue;
            component.Add(tail);
            (seen[seed], order[tail]) = (true, seed);
            for (var head = tail++; head < tail; head++)
            {
                for (int at = level.Start[order[head]], end = level.Start[order[head] + 1]; at < end; at++)
                {
                    var other = level.Other[at];
                    if (seen[other]) continue;
                    (seen[other], order[tail++]) = (true, other);
                }
            }
        }

        return (order, [.. component, tail]);
    }

    /// <summary>A component by itself.</summary>
    /// <param name="level">The graph.</param>
    /// <param name="nodes">Nodes of the component, in their new order.</param>
    /// <param name="place">New place of each of them; of no other node.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static LeidenLevel<int> Part(LeidenLevel<int> level, ReadOnlySpan<int> nodes, int[] place)
    {
        var (start, size) = (new int[nodes.Length + 1], new long[nodes.Length]);
        for (var at = 0; at < nodes.Length; at++)
        {
            (place[nodes[at]], size[at]) = (at, level.Size[nodes[at]]);
            start[at + 1] = start[at] + level.Start[nodes[at] + 1] - level.Start[nodes[at]];
        }

        var (other, weight) = (new int[start[^1]], new int[start[^1]]);
        for (int at = 0, to = 0; at < nodes.Length; at++)
        {
            for (int from = level.Start[nodes[at]], end = level.Start[nodes[at] + 1]; from < end; from++)
            {
                (other[to], weight[to++]) = (place[level.Other[from]], level.Weight[from]);
            }
        }

        return new LeidenLevel<int>(start, other, weight, size);
    }

    private static long Sum(ReadOnlySpan<int> weights)
    {
        long sum = 0;
        foreach (var weight in weights) sum += weight;
        return sum;
    }
}
