using System.Numerics;
using System.Runtime.CompilerServices;

namespace GunMane.Spatial.Clustering;

/// <summary>
/// Fast local moving (Traag, Waltman, van Eck 2019, algorithm A.2, MoveNodesFast): nodes wait in a queue; each goes to the group
/// with the greatest gain (ties: the lowest number), or alone, if that is better than staying; then its neighbours in
/// other groups wait again. Ends with every node in the best of the groups next to it.
/// </summary>
internal sealed class LeidenMoving<TWeight>(LeidenLevel<TWeight> level, int[] group, LeidenGain gain, LeidenScratch scratch, ulong way)
    where TWeight : struct, IBinaryInteger<TWeight>
{
    private const int VisitsPerLook = 1 << 14;
    private int free;
    private int head;
    private int waiting;

    /// <summary>Moves until no node wants to; <c>group</c> is changed in place.</summary>
    public void Run(CancellationToken cancellation)
    {
        Prepare();
        for (var visits = 0; waiting > 0; visits++)
        {
            if (visits % VisitsPerLook == 0) cancellation.ThrowIfCancellationRequested();
            var node = scratch.Queue[head];
            if (++head == level.Nodes) head = 0;
            waiting--;
            scratch.Queued[node] = false;
            var to = Best(node);
            if (to != group[node]) Move(node, to);
        }
    }

    private void Prepare()
    {
        scratch.Count(group, level.Size);
        for (var node = level.Nodes - 1; node >= 0; node--)
        {
            if (scratch.Members[node] == 0) scratch.Free[free++] = node;
        }

        LeidenWalk.Fill(scratch.Queue.AsSpan(0, level.Nodes), way);
        Array.Fill(scratch.Queued, true, 0, level.Nodes);
        waiting = level.Nodes;
    }

    private void Wait(int node)
    {
        scratch.Queued[node] = true;
        var tail = head + waiting++;
        scratch.Queue[tail < level.Nodes ? tail : tail - level.Nodes] = node;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Best(int node)
    {
        var (sum, touched, total, other, weight) = (scratch.Sum, scratch.Touched, scratch.Total, level.Other, level.Weight);
        var count = 0;
        for (int at = level.Start[node], end = level.Start[node + 1]; at < end; at++)
        {
            var of = group[other[at]];
            if (sum[of] == 0) touched[count++] = of;
            sum[of] += long.CreateTruncating(weight[at]);
        }

        var (own, size) = (group[node], level.Size[node]);
        var (best, most) = (-1, 0.0);
        var stay = gain.Of(sum[own], size, total[own] - size);
        for (var at = 0; at < count; at++)
        {
            var of = touched[at];
            var here = of == own ? double.NegativeInfinity : gain.Of(sum[of], size, total[of]);
            sum[of] = 0;
            if (here > most || (here == most && (uint)of < (uint)best)) (best, most) = (of, here);
        }

        if (most <= stay + gain.Tolerance) return own;
        return best >= 0 ? best : scratch.Free[free - 1];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Move(int node, int to)
    {
        var from = group[node];
        if (scratch.Members[to]++ == 0) free--;
        if (--scratch.Members[from] == 0) scratch.Free[free++] = from;
        scratch.Total[from] -= level.Size[node];
        scratch.Total[to] += level.Size[node];
        group[node] = to;
        for (int at = level.Start[node], end = level.Start[node + 1]; at < end; at++)
        {
            var neighbour = level.Other[at];
            if (!scratch.Queued[neighbour] && group[neighbour] != to) Wait(neighbour);
        }
    }
}
