namespace GunMane.Spatial.Affinity.Roads;

/// <summary>Shortest ways from one place of the network to all others up to a limit. One thread's working space.</summary>
/// <param name="network">The roads.</param>
/// <param name="places">Positions on them, ascending; the same one may come more than once.</param>
/// <param name="limit">Ways beyond it are not looked for, micrometres.</param>
internal sealed class RoadWaysFrom(RoadNetwork network, long[] places, long limit)
{
    private readonly RoadAccess access = Access(network, places);
    private readonly long[] way = Far(places.Length);
    private readonly List<int> reached = [];
    private RoadSearch? search;

    /// <summary>Way to a place reached by the last search, micrometres.</summary>
    public long Way(int place) => way[place];

    /// <summary>Searches; the places reached, itself among them.</summary>
    public IReadOnlyList<int> From(int place)
    {
        foreach (var last in reached) way[last] = long.MaxValue;
        reached.Clear();
        search ??= new RoadSearch(network, access, limit);
        search.Begin(place);
        // Along its own line as far as the junctions beside it, and from each junction as far as the next ones.
        Along(access.From[place], 0, access.Low[place] - 1, access.High[place], access.Line[place]);
        foreach (var node in search.Reached) Along(network.Nodes[node], search.Way(node), node - 1, node + 1, network.LineOf[node]);
        return reached;
    }

    private void Along(long from, long begun, int before, int after, int line)
    {
        var (left, most) = (limit - begun, network.Lines.End(line));
        var low = Math.Max(from - left, before >= 0 ? Math.Max(network.Nodes[before], network.Lines.Start(line)) : network.Lines.Start(line));
        var high = Math.Min(from + left, after < network.Nodes.Length ? Math.Min(network.Nodes[after], most) : most);
        for (var at = First(places, low); at < places.Length && places[at] <= high; at++)
        {
            var total = begun + Math.Abs(places[at] - from);
            if (total >= way[at]) continue;
            if (way[at] == long.MaxValue) reached.Add(at);
            way[at] = total;
        }
    }

    private static RoadAccess Access(RoadNetwork network, long[] places) => new(
        [.. Enumerable.Range(0, places.Length + 1)], places, places, Array.ConvertAll(places, place => First(network.Nodes, place)),
        Array.ConvertAll(places, place => First(network.Nodes, place + 1)), Array.ConvertAll(places, network.Lines.LineAt));

    // The first one not below a position.
    private static int First(long[] ascending, long position)
    {
        var (low, high) = (0, ascending.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (ascending[middle] < position) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private static long[] Far(int count)
    {
        var far = new long[count];
        Array.Fill(far, long.MaxValue);
        return far;
    }
}
