using System.Numerics;
using System.Runtime.CompilerServices;

namespace GunMane.Spatial.Clustering;

/// <summary>
/// A graph as both directions of its edges: node i has the neighbours Other[Start[i]] … Other[Start[i + 1] − 1]. What lies
/// within a node is not kept: it is the same in every partition of the nodes.
/// </summary>
/// <typeparam name="TWeight">int for assets (half the memory), long for sums.</typeparam>
/// <param name="Start">Offsets per node, one more than there are nodes.</param>
/// <param name="Other">Neighbours.</param>
/// <param name="Weight">Weight of each edge, &gt; 0, millionths.</param>
/// <param name="Size">Size of each node: assets in it, or the weight at them.</param>
internal sealed record LeidenLevel<TWeight>(int[] Start, int[] Other, TWeight[] Weight, long[] Size)
    where TWeight : struct, IBinaryInteger<TWeight>
{
    /// <summary>Number of nodes.</summary>
    public int Nodes => Size.Length;

    /// <summary>The graph whose nodes are parts of this one.</summary>
    /// <param name="part">Part of each node.</param>
    /// <param name="parts">Number of parts.</param>
    /// <param name="scratch">Working arrays.</param>
    public LeidenLevel<long> Aggregate(int[] part, int parts, LeidenScratch scratch)
    {
        var size = new long[parts];
        for (var node = 0; node < Nodes; node++) size[part[node]] += Size[node];
        var (first, members) = ByPart(part, parts);
        var edges = new Edges(Math.Max(16, Math.Min(Other.Length, 8 * parts)));
        var start = new int[parts + 1];
        for (var at = 0; at < parts; at++)
        {
            var touched = Sum(at, members.AsSpan(first[at]..first[at + 1]), part, scratch.Sum, scratch.Touched);
            edges.Take(scratch.Touched.AsSpan(0, touched), scratch.Sum);
            start[at + 1] = edges.Count;
        }

        return new LeidenLevel<long>(start, edges.Other, edges.Weight, size);
    }

    private (int[] First, int[] Members) ByPart(int[] part, int parts)
    {
        var first = new int[parts + 1];
        for (var node = 0; node < Nodes; node++) first[part[node] + 1]++;
        for (var at = 0; at < parts; at++) first[at + 1] += first[at];
        var next = first[..parts];
        var members = new int[Nodes];
        for (var node = 0; node < Nodes; node++) members[next[part[node]]++] = node;
        return (first, members);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Sum(int own, ReadOnlySpan<int> members, int[] part, long[] sum, int[] touched)
    {
        var count = 0;
        foreach (var node in members)
        {
            for (int at = Start[node], end = Start[node + 1]; at < end; at++)
            {
                var to = part[Other[at]];
                if (to == own) continue;
                if (sum[to] == 0) touched[count++] = to;
                sum[to] += long.CreateTruncating(Weight[at]);
            }
        }

        return count;
    }

    /// <summary>Edges as they come; nobody knows before how many.</summary>
    private sealed class Edges(int capacity)
    {
        public int[] Other = new int[capacity];
        public long[] Weight = new long[capacity];
        public int Count;

        public void Take(ReadOnlySpan<int> touched, long[] sum)
        {
            if (Count + touched.Length > Other.Length)
            {
                var larger = (int)Math.Min(Array.MaxLength, Math.Max(Count + touched.Length, 2L * Other.Length));
                Array.Resize(ref Other, larger);
                Array.Resize(ref Weight, larger);
            }

            foreach (var to in touched)
            {
                Other[Count] = to;
                Weight[Count++] = sum[to];
                sum[to] = 0;
            }
        }
    }
}
