namespace GunMane.Spatial.Affinity;

/// <summary>Cuts the assets of a graph into blocks of about as many pairs, which threads work through one by one.</summary>
public static class PairBlocks
{
    private const int PairsPerBlock = 1 << 17;

    /// <summary>Does a piece of work for every block: assets from (inclusive) to (exclusive).</summary>
    public static void Each(PairGraph graph, Action<int, int> work, CancellationToken cancellation)
    {
        var bounds = Bounds(graph);
        Parallel.For(0, bounds.Length - 1, new ParallelOptions { CancellationToken = cancellation }, block => work(bounds[block], bounds[block + 1]));
    }

    /// <summary>Where the blocks begin, and where the last one ends.</summary>
    public static int[] Bounds(PairGraph graph)
    {
        List<int> bounds = [0];
        for (var asset = 1; asset < graph.Assets; asset++)
        {
            if (graph.Start[asset] - graph.Start[bounds[^1]] + asset - bounds[^1] >= PairsPerBlock) bounds.Add(asset);
        }

        if (graph.Assets > 0) bounds.Add(graph.Assets);
        return [.. bounds];
    }
}
