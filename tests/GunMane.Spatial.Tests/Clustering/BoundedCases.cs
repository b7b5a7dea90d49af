using CsCheck;
using GunMane.Spatial.Affinity;
using GunMane.Spatial.Affinity.Roads;
using GunMane.Spatial.Clustering;

namespace GunMane.Spatial.Tests.Clustering;

/// <summary>A small town to be grouped within limits.</summary>
internal sealed record BoundedTown(int Count, (int A, int B, int Affinity)[] Pairs, BoundedAssets Assets, BoundedLimits Limits)
{
    private const int Threshold = 2;

    public BoundedGrouping Group(bool exact = true) => GroupUntil(CancellationToken.None, exact);

    public BoundedGrouping GroupUntil(CancellationToken cancellation, bool exact = true)
    {
        var ordered = Pairs.OrderBy(pair => (pair.A, pair.B)).ToArray();
        var start = new int[Count + 1];
        foreach (var pair in ordered) start[pair.A + 1]++;
        for (var at = 0; at < Count; at++) start[at + 1] += start[at];
        var graph = new PairGraph(start, [.. ordered.Select(pair => pair.B)], [.. ordered.Select(_ => 1)], 10);
        return BoundedGroups.Of(graph, [.. ordered.Select(pair => pair.Affinity)], Threshold, Assets, Limits, exact, cancellation);
    }

    /// <summary>The same town with asset i in row place[i].</summary>
    public BoundedTown Permuted(int[] place)
    {
        T[] Turned<T>(T[] rows)
        {
            var turned = new T[rows.Length];
            for (var at = 0; at < rows.Length; at++) turned[place[at]] = rows[at];
            return turned;
        }

        return this with
        {
            Pairs = [.. Pairs.Select(pair => (Math.Min(place[pair.A], place[pair.B]), Math.Max(place[pair.A], place[pair.B]), pair.Affinity))],
            Assets = new(Turned(Assets.Yen), Turned(Assets.Minutes), Turned(Assets.X), Turned(Assets.Y), Turned(Assets.Key)) { Travel = Assets.Travel is { } travel ? travel with { Stop = Turned(travel.Stop) } : null },
        };
    }

    public BoundedTown Moved(double east, double north) =>
        this with { Assets = Assets with { X = Array.ConvertAll(Assets.X, x => x + east), Y = Array.ConvertAll(Assets.Y, y => y + north) } };

    public double Extent(IReadOnlyCollection<int> group) => group.Max(one => group.Max(two => Distance(one, two)));

    /// <summary>Whether all are within the travel time of each other: by stops, or a minute for each metre.</summary>
    public bool Travels(IReadOnlyCollection<int> group) => group.All(one => group.All(two =>
        Assets.Travel is { } travel ? TravelStops.Has(travel.Near[travel.Stop[one]], travel.Stop[two]) : !(Distance(one, two) > Limits.MaxTravelMinutes)));

    public double Distance(int one, int two) => Math.Sqrt(Math.Pow(Assets.X[one] - Assets.X[two], 2) + Math.Pow(Assets.Y[one] - Assets.Y[two], 2));

    public long Affinity(IReadOnlyCollection<int> group) => Linked().Where(pair => group.Contains(pair.A) && group.Contains(pair.B)).Sum(pair => (long)pair.Affinity);

    public double Spread(IReadOnlyCollection<int> group)
    {
        double x = group.Average(at => Assets.X[at]), y = group.Average(at => Assets.Y[at]);
        return group.Sum(at => Math.Pow(Assets.X[at] - x, 2) + Math.Pow(Assets.Y[at] - y, 2));
    }

    public bool Connected(IReadOnlyCollection<int> group)
    {
        var links = Linked().Where(pair => group.Contains(pair.A) && group.Contains(pair.B)).ToList();
        var reached = new HashSet<int> { group.First() };
        while (links.Where(pair => reached.Contains(pair.A) != reached.Contains(pair.B)).ToList() is { Count: > 0 } next)
            next.ForEach(pair => reached.UnionWith([pair.A, pair.B]));
        return reached.Count == group.Count;
    }

    private IEnumerable<(int A, int B, int Affinity)> Linked() => Pairs.Where(pair => pair.Affinity >= Threshold);
}

/// <summary>Towns: random ones on whole metres, so that much lies exactly at a limit, and ones whose answer is known.</summary>
internal static class BoundedCases
{
    public static Gen<BoundedTown> Some(int most) => Gen.Int[0, int.MaxValue - 1].Select(seed => WithTravel(OfSeed(most, seed), new Random(seed + 1)));

    // A third without a limit of travel time, a third by straight distance and a detour, a third by stops of which any two may be apart.
    private static BoundedTown WithTravel(BoundedTown town, Random random)
    {
        var kind = random.Next(3);
        if (kind == 0) return town;
        var limits = town.Limits with { MaxTravelMinutes = random.Next(1, 8), TravelKmPerHour = 0.12, TravelDetour = 2 };
        if (kind == 1) return town with { Limits = limits };
        var near = Enumerable.Range(0, random.Next(1, 100)).Select(_ => new ulong[2]).ToArray();
        var apart = random.Next(5);
        for (var one = 0; one < near.Length; one++)
        {
            for (var two = 0; two <= one; two++)
            {
                if (one != two && random.Next(10) < apart) continue;
                near[one][two >> 6] |= 1UL << two;
                near[two][one >> 6] |= 1UL << one;
            }
        }

        return town with { Limits = limits, Assets = town.Assets with { Travel = new TravelStops([.. Enumerable.Range(0, town.Count).Select(_ => random.Next(near.Length))], near, 0) } };
    }

    public static BoundedTown OfSeed(int most, int seed)
    {
        var random = new Random(seed);
        var count = random.Next(1, most + 1);
        var side = Math.Max(6, (int)Math.Sqrt(3 * most));
        T[] Each<T>(Func<int, T> make) => [.. Enumerable.Range(0, count).Select(make)];
        // Keys that are neither dense nor in order.
        var keys = Each(at => 7 * at - 40);
        random.Shuffle(keys);
        var assets = new BoundedAssets(Each(_ => (long)random.Next(10)), Each(_ => (long)random.Next(10)), Each(_ => (double)random.Next(side)), Each(_ => (double)random.Next(side)), keys);
        var town = new BoundedTown(count, [], assets, Limits(random));
        return town with { Pairs = [.. AllPairs(count).Where(pair => town.Distance(pair.A, pair.B) <= 3).Select(pair => (pair.A, pair.B, random.Next(10)))] };
    }

    private static BoundedLimits Limits(Random random)
    {
        BoundedRange Range(int most)
        {
            var least = random.Next(most);
            return random.Next(2) == 0 ? default : new(random.Next(3) > 0 ? least : null, random.Next(3) > 0 ? random.Next(40) == 0 ? Math.Max(0, least - 1) : least + random.Next(most) : null);
        }

        return new BoundedLimits(Range(20), Range(20), Range(5), random.Next(2) == 0 ? random.Next(1, 8) : null);
    }

    public static BoundedTown Grid(int side, BoundedLimits limits)
    {
        var places = Enumerable.Range(0, side * side).Select(at => (X: 10.0 * (at % side), Y: 10.0 * (at / side))).ToArray();
        return Near(places, 10, limits);
    }

    /// <summary>In a line, 15 m from each other.</summary>
    public static BoundedTown Line(int count, BoundedLimits limits) =>
        Near([.. Enumerable.Range(0, count).Select(at => (15.0 * at, 0.0))], 15, limits);

    /// <summary>Parallel roads 100 m apart that meet at their beginning, an asset every 5 m, some twice.</summary>
    public static BoundedTown Roads(int count, BoundedLimits limits) =>
        Near([.. Enumerable.Range(0, count).Select(at => (X: 5.0 * (at / 10), Y: at < 200 ? 5.0 * (at % 200) : 100.0 * (at % 10)))], 20, limits);

    public static BoundedAssets Plain(int count) => new([.. Enumerable.Repeat(5L, count)], [.. Enumerable.Repeat(60L, count)], new double[count], new double[count], [.. Enumerable.Range(0, count)]);

    public static List<List<int>> Groups(BoundedGrouping found) =>
        [.. Enumerable.Range(0, found.Grouping.Label.Length).Where(at => found.Grouping.Label[at] >= 0).GroupBy(at => found.Grouping.Label[at]).OrderBy(group => group.Key).Select(group => group.ToList())];

    private static BoundedTown Near((double X, double Y)[] places, double radius, BoundedLimits limits)
    {
        var plain = Plain(places.Length) with { X = [.. places.Select(place => place.X)], Y = [.. places.Select(place => place.Y)] };
        var town = new BoundedTown(places.Length, [], plain, limits);
        return town with { Pairs = [.. AllPairs(places.Length).Where(pair => town.Distance(pair.A, pair.B) <= radius).Select(pair => (pair.A, pair.B, 5))] };
    }

    private static IEnumerable<(int A, int B)> AllPairs(int count) =>
        Enumerable.Range(0, count).SelectMany(one => Enumerable.Range(one + 1, count - one - 1).Select(two => (one, two)));
}
