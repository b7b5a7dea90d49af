using System.Numerics;
using System.Runtime.CompilerServices;

namespace GunMane.Spatial.Clustering;

/// <summary>
/// Refinement (Traag, Waltman, van Eck 2019, algorithm A.2, RefinePartition and MergeNodesSubset): every group is taken apart
/// and put together again from single nodes. Only a node that still is alone and well connected to its group is merged, only
/// with a part that is well connected too, and only without loss; so parts are connected, and γ-connected.
/// <para>
/// The paper draws the part at random, with odds by the gain. Here the greatest gain wins (ties: the lowest number); after the
/// first pass each gain is first multiplied by a fraction hashed from step, node and part, so that further passes try other
/// ways and still depend on nothing but the input.
/// </para>
/// </summary>
internal sealed class LeidenRefining<TWeight>(LeidenLevel<TWeight> level, int[] group, LeidenGain gain, LeidenScratch scratch, ulong way, bool greedy)
    where TWeight : struct, IBinaryInteger<TWeight>
{
    private readonly int[] part = new int[level.Nodes];

    /// <summary>Part of each node, numbered by any of its nodes.</summary>
    public int[] Run()
    {
        scratch.Count(group, level.Size);
        level.Size.CopyTo(scratch.PartTotal, 0);
        for (var node = 0; node < part.Length; node++)
        {
            part[node] = node;
            scratch.Outward[node] = Inside(node);
            scratch.Queued[node] = true; // alone as yet
        }

        var order = scratch.Queue.AsSpan(0, part.Length);
        LeidenWalk.Fill(order, way);
        foreach (var node in order)
        {
            if (scratch.Queued[node] && scratch.Outward[node] > 0 && WellConnected(node)) Merge(node);
        }

        Array.Clear(scratch.Queued, 0, part.Length);
        return part;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private long Inside(int node)
    {
        long inside = 0;
        for (int at = level.Start[node], end = level.Start[node + 1]; at < end; at++)
        {
            if (group[level.Other[at]] == group[node]) inside += long.CreateTruncating(level.Weight[at]);
        }

        return inside;
    }

    /// <summary>Whether a part hangs together with the rest of its group as well as the resolution asks.</summary>
    private bool WellConnected(int of)
    {
        var size = scratch.PartTotal[of];
        return gain.Of(scratch.Outward[of], size, scratch.Total[group[of]] - size) >= -gain.Tolerance;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Merge(int node)
    {
        var (sum, touched) = (scratch.Sum, scratch.Touched);
        var count = 0;
        for (int at = level.Start[node], end = level.Start[node + 1]; at < end; at++)
        {
            var other = level.Other[at];
            if (group[other] != group[node]) continue;
            var of = part[other];
            if (sum[of] == 0) touched[count++] = of;
            sum[of] += long.CreateTruncating(level.Weight[at]);
        }

        var to = Best(node, count);
        if (to >= 0) Join(node, to, sum[to]);
        for (var at = 0; at < count; at++) sum[touched[at]] = 0;
    }

    private int Best(int node, int count)
    {
        var (best, most) = (-1, 0.0);
        for (var at = 0; at < count; at++)
        {
            var of = scratch.Touched[at];
            var here = gain.Of(scratch.Sum[of], level.Size[node], scratch.PartTotal[of]);
            if (here < -gain.Tolerance || !WellConnected(of)) continue;
            here = Math.Max(here, 0) * (greedy ? 1 : LeidenWalk.Fraction(way, node, of));
            if (best < 0 || here > most || (here == most && of < best)) (best, most) = (of, here);
        }

        return best;
    }

    private void Join(int node, int to, long between)
    {
        part[node] = to;
        scratch.Queued[node] = scratch.Queued[to] = false;
        scratch.PartTotal[to] += level.Size[node];
        scratch.Outward[to] += scratch.Outward[node] - 2 * between;
    }
}
