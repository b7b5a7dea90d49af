using GunMane.ModelRegion.Support;

namespace GunMane.ModelRegion.Network;

/// <summary>Cheapest paths over the raster (Dijkstra 1959); its arrays are used again from call to call.</summary>
public sealed class CostPath(Raster raster)
{
    private readonly double[] best = new double[raster.Count];
    private readonly int[] parent = new int[raster.Count];
    private readonly int[] stamp = new int[raster.Count];
    private int round;

    /// <summary>Cells from the start to the first goal reached, or an empty list if none is within the limit of cost.</summary>
    public List<int> Find(int from, Func<int, bool> isGoal, Func<int, int, double> cost, double limit = double.MaxValue)
    {
        round++;
        var queue = new PriorityQueue<int, (double, int)>();
        Reach(queue, from, -1, 0);
        Span<int> around = stackalloc int[8];
        while (queue.TryDequeue(out var cell, out var at))
        {
            if (at.Item1 > best[cell])
                continue;
            if (isGoal(cell))
                return Trace(cell);
            if (at.Item1 > limit)
                return [];
            var n = raster.Neighbours(cell, around);
            for (var k = 0; k < n; k++)
                Reach(queue, around[k], cell, at.Item1 + cost(cell, around[k]));
        }
        return [];
    }

    private void Reach(PriorityQueue<int, (double, int)> queue, int cell, int from, double cost)
    {
        if (double.IsInfinity(cost) || (stamp[cell] == round && cost >= best[cell]))
            return;
        (stamp[cell], best[cell], parent[cell]) = (round, cost, from);
        queue.Enqueue(cell, (cost, cell));
    }

    private List<int> Trace(int cell)
    {
        var path = new List<int>();
        for (var at = cell; at >= 0; at = parent[at])
            path.Add(at);
        path.Reverse();
        return path;
    }
}
