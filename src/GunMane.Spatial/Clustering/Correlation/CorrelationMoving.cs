namespace GunMane.Spatial.Clustering;

/// <summary>
/// Local moving: each node goes to the group beside it to which its weights sum to the most, or stays alone where none sum to more than 0;
/// neighbours of a node that moved are asked again. Every move betters the sum of weights within groups by a whole number, so that it ends.
/// </summary>
internal sealed class CorrelationMoving(CorrelationNet net, int[] group, CancellationToken cancellation)
{
    private const int Asked = 1 << 14;
    private readonly int[] members = Sizes(group, net.Nodes);
    private readonly Stack<int> empty = Unused(group, net.Nodes);
    private readonly long[] sum = new long[net.Nodes];
    private readonly bool[] seen = new bool[net.Nodes];
    private readonly List<int> met = [];

    /// <summary>Moves nodes until none wants to; whether any moved. The groups are changed in place.</summary>
    public bool Run()
    {
        var (queue, waits, any) = (new Queue<int>(Enumerable.Range(0, net.Nodes)), new bool[net.Nodes], false);
        Array.Fill(waits, true);
        for (var steps = 1; queue.TryDequeue(out var node); steps++)
        {
            if (steps % Asked == 0) cancellation.ThrowIfCancellationRequested();
            waits[node] = false;
            if (!Move(node)) continue;
            any = true;
            for (var edge = net.Start[node]; edge < net.Start[node + 1]; edge++)
            {
                var other = net.Other[edge];
                if (waits[other] || group[other] == group[node]) continue;
                waits[other] = true;
                queue.Enqueue(other);
            }
        }

        return any;
    }

    /// <summary>Moves one node to where its weights sum to the most; whether it moved.</summary>
    public bool Move(int node)
    {
        for (var edge = net.Start[node]; edge < net.Start[node + 1]; edge++)
        {
            var of = group[net.Other[edge]];
            if (!seen[of]) met.Add(of);
            seen[of] = true;
            sum[of] += net.Weight[edge];
        }

        var (from, best, most) = (group[node], group[node], sum[group[node]]);
        foreach (var of in met)
        {
            if (sum[of] > most || (sum[of] == most && best != from && of < best)) (best, most) = (of, sum[of]);
        }

        if (most < 0) best = members[from] == 1 ? from : empty.Pop();
        foreach (var of in met) (sum[of], seen[of]) = (0, false);
        met.Clear();
        if (best == from) return false;
        if (--members[from] == 0) empty.Push(from);
        members[best]++;
        group[node] = best;
        return true;
    }

    // Numbers that no group has, the lowest on top.
    private static Stack<int> Unused(int[] group, int nodes)
    {
        var sizes = Sizes(group, nodes);
        return new Stack<int>(Enumerable.Range(0, nodes).Reverse().Where(of => sizes[of] == 0));
    }

    private static int[] Sizes(int[] group, int nodes)
    {
        var sizes = new int[nodes];
        foreach (var of in group) sizes[of]++;
        return sizes;
    }
}
