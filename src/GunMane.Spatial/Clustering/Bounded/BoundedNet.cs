using GunMane.Spatial.Affinity;
using GunMane.Spatial.Affinity.Roads;

namespace GunMane.Spatial.Clustering;

/// <summary>
/// The graph as the bounded method reads it: assets renumbered by key, both directions of every pair at or above the
/// threshold, partners ascending, points on whole millimetres. What is computed from it can't depend on the order of the rows.
/// </summary>
internal sealed class BoundedNet
{
    /// <summary>Widest study area, so that products of coordinates stay exact in 64 bits.</summary>
    public const long WidestMm = int.MaxValue;

    public BoundedNet(PairGraph graph, int[] affinity, int threshold, BoundedAssets assets)
    {
        Check(graph, affinity, assets);
        Input = Order(assets.Key);
        Yen = Array.ConvertAll(Input, at => assets.Yen[at]);
        Minutes = Array.ConvertAll(Input, at => assets.Minutes[at]);
        X = Millimetres(assets.X);
        Y = Millimetres(assets.Y);
        (Stop, Near) = assets.Travel is { } travel ? (Array.ConvertAll(Input, at => travel.Stop[at]), travel.Near) : (null, []);
        Start = new int[Count + 1];
        (Other, Affinity) = Ascending(graph, affinity, threshold);
    }

    /// <summary>Number of assets.</summary>
    public int Count => Input.Length;

    /// <summary>Where an asset stands in the input.</summary>
    public int[] Input { get; }

    public int[] Start { get; }

    public int[] Other { get; }

    public int[] Affinity { get; }

    public long[] Yen { get; }

    public long[] Minutes { get; }

    /// <summary>Millimetres from the westernmost point.</summary>
    public int[] X { get; }

    /// <summary>Millimetres from the southernmost point.</summary>
    public int[] Y { get; }

    /// <summary>Stop of each asset; null where stops do not count.</summary>
    public int[]? Stop { get; }

    /// <summary>Bits of the stops that each stop may share a group with.</summary>
    public ulong[][] Near { get; }

    /// <summary>Whether travel time by stops lets two assets be in one group.</summary>
    public bool Travels(int one, int two) => Stop is null || TravelStops.Has(Near[Stop[one]], Stop[two]);

    public ReadOnlySpan<int> Partners(int asset) => Other.AsSpan(Start[asset]..Start[asset + 1]);

    public ReadOnlySpan<int> Affinities(int asset) => Affinity.AsSpan(Start[asset]..Start[asset + 1]);

    public long Squared(int one, int two)
    {
        long dx = X[one] - (long)X[two], dy = Y[one] - (long)Y[two];
        return dx * dx + dy * dy;
    }

    /// <summary>A fixed mixing of two numbers (the finaliser of MurmurHash3): decides between equals without favouring low ids.</summary>
    public static uint Mix(int one, int two)
    {
        var hash = (uint)one * 0x9E3779B1u ^ ((uint)two + 0x7F4A7C15u) * 0x85EBCA77u;
        hash = (hash ^ hash >> 16) * 0x85EBCA6Bu;
        hash = (hash ^ hash >> 13) * 0xC2B2AE35u;
        return hash ^ hash >> 16;
    }

    private static void Check(PairGraph graph, int[] affinity, BoundedAssets assets)
    {
        var count = graph.Assets;
        if (affinity.Length != graph.Count) throw new ArgumentException($"{affinity.Length} affinities for {graph.Count} pairs.", nameof(affinity));
        if (assets.Yen.Length != count || assets.Minutes.Length != count || assets.X.Length != count || assets.Y.Length != count || assets.Key.Length != count || assets.Travel is { } travel && travel.Stop.Length != count)
            throw new ArgumentException($"Every array of the assets needs {count} entries, as many as the graph has assets.", nameof(assets));
        long yen = 0, minutes = 0;
        for (var at = 0; at < count; at++)
        {
            if (assets.Yen[at] < 0 || assets.Minutes[at] < 0) throw new ArgumentException($"Asset {assets.Key[at]} has a negative amount; 0 or more is accepted.", nameof(assets));
            checked { (yen, minutes) = (yen + assets.Yen[at], minutes + assets.Minutes[at]); }
        }
    }

    private static int[] Order(int[] keys)
    {
        var sorted = Array.ConvertAll(keys, key => (long)key - int.MinValue);
        var order = RadixSort.Order(sorted);
        for (var at = 1; at < sorted.Length; at++)
        {
            if (sorted[at] == sorted[at - 1]) throw new ArgumentException($"The key {keys[order[at]]} is given twice.", nameof(keys));
        }

        return order;
    }

    private int[] Millimetres(double[] metres)
    {
        if (metres.Length == 0) return [];
        var whole = new long[metres.Length];
        for (var at = 0; at < whole.Length; at++) whole[at] = checked((long)Math.Floor(metres[Input[at]] * 1000 + 0.5));
        var low = whole.Min();
        if (whole.Max() - low > WidestMm) throw new ArgumentException($"The points lie more than {WidestMm / 1_000_000} km apart.", nameof(metres));
        return Array.ConvertAll(whole, mm => (int)(mm - low));
    }

    // Twice through the pairs: the second turn hands every asset to its partners in ascending order, so no list is sorted.
    private (int[] Other, int[] Affinity) Ascending(PairGraph graph, int[] affinity, int threshold)
    {
        var rank = new int[Count];
        for (var at = 0; at < rank.Length; at++) rank[Input[at]] = at;
        Degrees(graph, affinity, threshold, rank);
        var (other, weight) = (new int[Start[^1]], new int[Start[^1]]);
        var next = Start.AsSpan(0, rank.Length).ToArray();
        for (var asset = 0; asset < rank.Length; asset++)
        {
            for (var at = graph.Start[asset]; at < graph.Start[asset + 1]; at++)
            {
                if (affinity[at] < threshold) continue;
                var (one, two) = (rank[asset], rank[graph.Other[at]]);
                (other[next[one]], weight[next[one]++]) = (two, affinity[at]);
                (other[next[two]], weight[next[two]++]) = (one, affinity[at]);
            }
        }

        return Turned(other, weight);
    }

    private void Degrees(PairGraph graph, int[] affinity, int threshold, int[] rank)
    {
        for (var asset = 0; asset < rank.Length; asset++)
        {
            for (var at = graph.Start[asset]; at < graph.Start[asset + 1]; at++)
            {
                if (affinity[at] < threshold) continue;
                Start[rank[asset] + 1]++;
                Start[rank[graph.Other[at]] + 1]++;
            }
        }

        for (var asset = 0; asset < rank.Length; asset++) Start[asset + 1] += Start[asset];
    }

    private (int[] Other, int[] Affinity) Turned(int[] other, int[] weight)
    {
        var (turned, weights) = (new int[other.Length], new int[other.Length]);
        var next = Start.AsSpan(0, Count).ToArray();
        for (var asset = 0; asset < next.Length; asset++)
        {
            for (var at = Start[asset]; at < Start[asset + 1]; at++)
            {
                var place = next[other[at]]++;
                (turned[place], weights[place]) = (asset, weight[at]);
            }
        }

        return (turned, weights);
    }
}
