using GunMane.ModelRegion.Support;

namespace GunMane.ModelRegion.Land;

/// <summary>Where water runs: depressions filled by priority flood (Barnes 2014), one downstream neighbour per cell, drained area.</summary>
/// <remarks>The filled heights are written back to the terrain, so that basins become plains and rivers run downhill.</remarks>
public sealed class Flow
{
    private readonly List<int> order = [];

    /// <summary>Works the flow out for a terrain.</summary>
    public Flow(Terrain terrain)
    {
        var raster = terrain.Raster;
        Down = Enumerable.Repeat(-2, raster.Count).ToArray();
        Flood(terrain, raster);
        Area = Enumerable.Repeat(Raster.Cell * Raster.Cell / 1e6, raster.Count).ToArray();
        for (var i = order.Count - 1; i >= 0; i--)
        {
            if (Down[order[i]] >= 0)
                Area[Down[order[i]]] += Area[order[i]];
        }
    }

    /// <summary>Downstream neighbour of each cell; -1 where the water leaves (sea or rim).</summary>
    public int[] Down { get; }

    /// <summary>Drained area of each cell in km².</summary>
    public double[] Area { get; }

    /// <summary>Height of each cell above the stream it drains to (metres).</summary>
    public double[] AboveStream(double[] heights, double streamArea)
    {
        var result = new double[Down.Length];
        var stream = new double[Down.Length];
        foreach (var cell in order)
        {
            stream[cell] = Area[cell] >= streamArea || Down[cell] < 0 ? heights[cell] : stream[Down[cell]];
            result[cell] = Math.Max(0, heights[cell] - Math.Max(0, stream[cell]));
        }
        return result;
    }

    private void Flood(Terrain terrain, Raster raster)
    {
        var queue = new PriorityQueue<int, (double, int)>();
        var level = (double[])terrain.Heights.Clone();
        for (var i = 0; i < raster.Count; i++)
        {
            if (terrain.Heights[i] > 0 && !raster.OnRim(i))
                continue;
            Down[i] = -1;
            queue.Enqueue(i, (level[i], i));
        }
        Span<int> around = stackalloc int[8];
        while (queue.TryDequeue(out var cell, out _))
        {
            order.Add(cell);
            var n = raster.Neighbours(cell, around);
            for (var k = 0; k < n; k++)
            {
                var next = around[k];
                if (Down[next] != -2)
                    continue;
                Down[next] = cell;
                terrain.Heights[next] = level[next] = Math.Max(level[next], level[cell] + 0.001);
                queue.Enqueue(next, (level[next], next));
            }
        }
    }
}
