namespace GunMane.Spatial.Affinity.Roads;

/// <summary>Shortest ways from one asset after the other, up to a limit. One thread's working space.</summary>
/// <param name="network">The roads.</param>
/// <param name="access">Where assets lie on them.</param>
/// <param name="limit">Ways beyond it are not looked for, micrometres.</param>
internal sealed class RoadSearch(RoadNetwork network, RoadAccess access, long limit)
{
    private readonly long[] way = Far(network.Nodes.Length);
    private readonly List<int> touched = [];
    private readonly PriorityQueue<int, long> next = new();

    /// <summary>Way between two assets along a line on which both lie, micrometres; long.MaxValue where there is none. There may be a shorter one.</summary>
    public long OnOneLine(int one, int other)
    {
        // A river beside many roads has hundreds of stretches, a lamp one: look the few up among the many.
        if (Stretches(one) > Stretches(other)) (one, other) = (other, one);
        var least = long.MaxValue;
        for (var at = access.Start[one]; at < access.Start[one + 1]; at++) least = Math.Min(least, Along(access.From[at], access.To[at], access.Line[at], other));
        return least;
    }

    /// <summary>Begins anew from an asset.</summary>
    public void Begin(int asset)
    {
        foreach (var node in touched) way[node] = long.MaxValue;
        touched.Clear();
        for (var at = access.Start[asset]; at < access.Start[asset + 1]; at++)
        {
            for (var node = access.Low[at]; node < access.High[at]; node++) Reach(node, 0);
            if (Before(at) is >= 0 and var before) Reach(before, access.From[at] - network.Nodes[before]);
            if (After(at) is >= 0 and var after) Reach(after, network.Nodes[after] - access.To[at]);
        }

        while (next.TryDequeue(out var node, out var reached))
        {
            if (reached > way[node]) continue;
            for (var at = network.Start[node]; at < network.Start[node + 1]; at++) Reach(network.To[at], reached + network.Way[at]);
        }
    }

    /// <summary>Junctions reached by the last search.</summary>
    public IReadOnlyList<int> Reached => touched;

    /// <summary>Way to one of them, micrometres.</summary>
    public long Way(int junction) => way[junction];

    /// <summary>Shortest way to an asset over the junctions; long.MaxValue beyond the limit.</summary>
    public long To(int asset)
    {
        if (touched.Count < Stretches(asset)) return FromJunctions(asset);
        var least = long.MaxValue;
        for (var at = access.Start[asset]; at < access.Start[asset + 1] && least > 0; at++)
        {
            for (var node = access.Low[at]; node < access.High[at]; node++) least = Math.Min(least, way[node]);
            if (Before(at) is >= 0 and var before && way[before] != long.MaxValue) least = Math.Min(least, way[before] + access.From[at] - network.Nodes[before]);
            if (After(at) is >= 0 and var after && way[after] != long.MaxValue) least = Math.Min(least, way[after] + network.Nodes[after] - access.To[at]);
        }

        return least;
    }

    // The same from the other side: from each junction reached along its line.
    private long FromJunctions(int asset)
    {
        var least = long.MaxValue;
        foreach (var node in touched)
        {
            var along = Along(network.Nodes[node], network.Nodes[node], network.LineOf[node], asset);
            if (along != long.MaxValue) least = Math.Min(least, way[node] + along);
        }

        return least;
    }

    private int Stretches(int asset) => access.Start[asset + 1] - access.Start[asset];

    // Way along a line from a stretch of it to the nearest of an asset. Stretches of an asset ascend and share nothing: those beside it are the nearest.
    private long Along(long from, long to, int line, int asset)
    {
        var (first, end) = (access.Start[asset], access.Start[asset + 1]);
        var found = Array.BinarySearch(access.From, first, end - first, from);
        var (least, next) = (long.MaxValue, found < 0 ? ~found : found);
        if (next < end && access.Line[next] == line) least = Math.Max(0, access.From[next] - to);
        if (next > first && access.Line[next - 1] == line) least = Math.Min(least, Math.Max(0, from - access.To[next - 1]));
        return least;
    }

    private void Reach(int node, long reached)
    {
        if (reached >= way[node] || reached > limit) return;
        if (way[node] == long.MaxValue) touched.Add(node);
        way[node] = reached;
        next.Enqueue(node, reached);
    }

    // The junction before a stretch on its line; −1 where there is none.
    private int Before(int stretch) => access.Low[stretch] > 0 && network.Nodes[access.Low[stretch] - 1] >= network.Lines.Start(access.Line[stretch]) ? access.Low[stretch] - 1 : -1;

    private int After(int stretch) => access.High[stretch] < network.Nodes.Length && network.Nodes[access.High[stretch]] <= network.Lines.End(access.Line[stretch]) ? access.High[stretch] : -1;

    private static long[] Far(int nodes)
    {
        var far = new long[nodes];
        Array.Fill(far, long.MaxValue);
        return far;
    }
}
