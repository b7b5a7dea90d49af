using System.Runtime.CompilerServices;

namespace GunMane.Spatial.Affinity;

/// <summary>Stable least-significant-digit radix sort of positions by a non-negative key; linear where comparison sorts are not.</summary>
internal static class RadixSort
{
    private const int Bits = 11;
    private const int Buckets = 1 << Bits;

    /// <summary>Sorts <paramref name="keys"/> in place and returns for each sorted place where the key stood before.</summary>
    public static int[] Order(long[] keys)
    {
        var from = (Keys: keys, Places: new int[keys.Length]);
        for (var at = 0; at < keys.Length; at++) from.Places[at] = at;
        var to = (Keys: new long[keys.Length], Places: new int[keys.Length]);
        long highest = 0;
        foreach (var key in keys) highest |= key;
        for (var shift = 0; highest >> shift != 0; shift += Bits)
        {
            Pass(from.Keys, from.Places, to.Keys, to.Places, shift);
            (from, to) = (to, from);
        }

        if (!ReferenceEquals(from.Keys, keys)) from.Keys.CopyTo(keys, 0);
        return from.Places;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pass(long[] keys, int[] places, long[] sortedKeys, int[] sortedPlaces, int shift)
    {
        Span<int> next = stackalloc int[Buckets];
        next.Clear();
        foreach (var key in keys) next[(int)(key >> shift) & (Buckets - 1)]++;
        for (int bucket = 0, sum = 0; bucket < Buckets; bucket++)
        {
            var count = next[bucket];
            next[bucket] = sum;
            sum += count;
        }

        for (var at = 0; at < keys.Length; at++)
        {
            var place = next[(int)(keys[at] >> shift) & (Buckets - 1)]++;
            sortedKeys[place] = keys[at];
            sortedPlaces[place] = places[at];
        }
    }
}
