namespace GunMane.Spatial.Affinity.Roads;

/// <summary>
/// Which assets lie within a way of one another along the roads, told by stops. The way of two assets is that between the places of the
/// network nearest to their points; for a point more than <see cref="RoadAccess.ReachM"/> from any road the straight way there counts as well,
/// times a detour. Where the assets have too many places for a table, places within r of a stop along the roads stand at that stop, and
/// 2 r are taken off the limit between stops, so that
/// <list type="bullet">
/// <item>assets that may be together are never farther apart than the limit L (d ≤ D + 2 r ≤ L, the triangle inequality);</item>
/// <item>assets no farther apart than L − 4 r always may be together (<see cref="SlackUm"/> = 4 r; 0 where every place is a stop).</item>
/// </list>
/// Places with no way between them are never together. Stops cover greedily (Gonzalez 1985 in spirit); ways by Dijkstra (1959). Pure; uses
/// all cores; the result does not depend on threads.
/// </summary>
/// <param name="Stop">Stop of each asset.</param>
/// <param name="Near">For each stop the bits of the stops that its assets may be together with, its own among them; symmetric.</param>
/// <param name="SlackUm">By how much less than the limit a way may already be refused, micrometres.</param>
/// <param name="Off">Assets for which a way to the road was added.</param>
public sealed record TravelStops(int[] Stop, ulong[][] Near, long SlackUm, int Off = 0)
{
    /// <summary>Most stops of a table: 2 MB.</summary>
    public const int Most = 4096;

    private const int BitsOfWord = 6;

    // r as a share of the limit: the first that needs no more stops than a table has.
    private static readonly int[] Shares = [0, 40, 20, 10];

    /// <summary>Whether a stop is among those of a row.</summary>
    public static bool Has(ulong[] near, int stop) => (near[stop >> BitsOfWord] >> stop & 1) != 0;

    /// <summary>Finds the stops.</summary>
    /// <param name="x">Eastings of the assets' points, metres.</param>
    /// <param name="y">Northings.</param>
    /// <param name="network">The roads; not empty.</param>
    /// <param name="limitUm">L, micrometres.</param>
    /// <param name="detour">The way to a distant road in straight distances, 1 or more.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="most">Most stops.</param>
    /// <returns>Null where even the coarsest stops are too many.</returns>
    public static TravelStops? Of(double[] x, double[] y, RoadNetwork network, long limitUm, double detour, CancellationToken cancellation, int most = Most)
    {
        var places = RoadPlaces.Of(x, y, network, detour, cancellation);
        foreach (var share in Shares)
        {
            var radius = share == 0 ? 0 : limitUm / share;
            if (Cover(places, network, radius, most, cancellation) is not { } stops) continue;
            var near = Rows(network, stops, limitUm - 2 * radius, cancellation);
            return new TravelStops(stops.Of, near, 4 * radius, places.Leg.Count(leg => leg > 0));
        }

        return null;
    }

    private sealed record Stops(int[] Of, long[] Position, long[] Leg);

    // Greedily along the lines: what is not covered yet is a stop, and covers what is near. Off the roads every asset is one.
    private static Stops? Cover(RoadPlaces places, RoadNetwork network, long radius, int most, CancellationToken cancellation)
    {
        long[] distinct = [.. places.Position.Where((_, asset) => places.Leg[asset] == 0).Distinct().Order()];
        var (stop, of, position, leg) = (Enumerable.Repeat(-1, distinct.Length).ToArray(), new int[places.Position.Length], new List<long>(), new List<long>());
        var ways = new RoadWaysFrom(network, distinct, radius);
        for (var place = 0; place < distinct.Length; place++)
        {
            if (stop[place] >= 0) continue;
            cancellation.ThrowIfCancellationRequested();
            if (position.Count == most) return null;
            stop[place] = position.Count;
            if (radius > 0)
            {
                foreach (var reached in ways.From(place)) stop[reached] = stop[reached] < 0 ? position.Count : stop[reached];
            }

            position.Add(distinct[place]);
            leg.Add(0);
        }

        for (var asset = 0; asset < of.Length; asset++)
        {
            if (places.Leg[asset] == 0)
            {
                of[asset] = stop[Array.BinarySearch(distinct, places.Position[asset])];
                continue;
            }

            if (position.Count == most) return null;
            of[asset] = position.Count;
            position.Add(places.Position[asset]);
            leg.Add(places.Leg[asset]);
        }

        return new Stops(of, [.. position], [.. leg]);
    }

    private static ulong[][] Rows(RoadNetwork network, Stops stops, long limit, CancellationToken cancellation)
    {
        var order = Enumerable.Range(0, stops.Position.Length).OrderBy(stop => stops.Position[stop]).ToArray();
        var sorted = Array.ConvertAll(order, stop => stops.Position[stop]);
        var near = new ulong[order.Length][];
        Parallel.For(0, order.Length, new ParallelOptions { CancellationToken = cancellation }, () => new RoadWaysFrom(network, sorted, limit), (at, _, ways) =>
        {
            var own = order[at];
            var row = near[own] = new ulong[(order.Length >> BitsOfWord) + 1];
            row[own >> BitsOfWord] |= 1UL << own;
            foreach (var reached in ways.From(at))
            {
                var other = order[reached];
                if (ways.Way(reached) + stops.Leg[own] + stops.Leg[other] <= limit) row[other >> BitsOfWord] |= 1UL << other;
            }

            return ways;
        }, _ => { });
        return near;
    }
}
