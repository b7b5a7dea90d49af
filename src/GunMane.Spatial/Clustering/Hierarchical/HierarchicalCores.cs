using System.Runtime.CompilerServices;
using GunMane.Spatial.Affinity;

namespace GunMane.Spatial.Clustering;

/// <summary>Core distances: the dissimilarity within which an asset has k neighbours, itself counted.</summary>
internal static class HierarchicalCores
{
    /// <summary>Core distance of each asset, millionths; <see cref="HierarchicalGroups.Infinite"/> where it has fewer neighbours.</summary>
    public static int[] Of(PairGraph graph, int[] affinity, int minPoints, CancellationToken cancellation)
    {
        var core = new int[graph.Assets];
        var others = minPoints - 1;
        if (others == 0) return core;
        var start = Slots(graph, others);
        cancellation.ThrowIfCancellationRequested();
        var nearest = new int[start[^1]];
        Array.Fill(nearest, HierarchicalGroups.Infinite);
        Collect(graph, affinity, start, nearest);
        for (var asset = 0; asset < core.Length; asset++) core[asset] = start[asset] == start[asset + 1] ? HierarchicalGroups.Infinite : nearest[start[asset]];
        return core;
    }

    /// <summary>As many slots as neighbours are asked for, none where there are fewer: nothing to collect there.</summary>
    private static int[] Slots(PairGraph graph, int others)
    {
        var start = new int[graph.Assets + 1];
        for (var asset = 0; asset < graph.Assets; asset++) start[asset + 1] += graph.Start[asset + 1] - graph.Start[asset];
        foreach (var other in graph.Other) start[other + 1]++;
        for (var asset = 0; asset < graph.Assets; asset++) start[asset + 1] = start[asset] + (start[asset + 1] >= others ? others : 0);
        return start;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Collect(PairGraph graph, int[] affinity, int[] start, int[] nearest)
    {
        for (var asset = 0; asset < graph.Assets; asset++)
        {
            for (var at = graph.Start[asset]; at < graph.Start[asset + 1]; at++)
            {
                var (other, distance) = (graph.Other[at], PairAffinity.One - affinity[at]);
                Offer(nearest.AsSpan(start[asset], start[asset + 1] - start[asset]), distance);
                Offer(nearest.AsSpan(start[other], start[other + 1] - start[other]), distance);
            }
        }
    }

    /// <summary>Takes a distance into a heap of the least ones, whose greatest stands first.</summary>
    private static void Offer(Span<int> heap, int distance)
    {
        if (heap.Length == 0 || distance >= heap[0]) return;
        var at = 0;
        while (2 * at + 1 < heap.Length)
        {
            var child = 2 * at + 1;
            if (child + 1 < heap.Length && heap[child + 1] > heap[child]) child++;
            if (heap[child] <= distance) break;
            heap[at] = heap[child];
            at = child;
        }

        heap[at] = distance;
    }
}
