using System.Numerics;
using System.Runtime.CompilerServices;

namespace GunMane.Spatial.Affinity;

/// <summary>
/// Stable least-significant-digit radix sort of positions by a non-negative key; linear where comparison sorts are not. Parts of the keys are
/// counted and moved on all cores; each part has its own places within a digit, so that the result does not depend on the number of parts.
/// </summary>
internal static class RadixSort
{
    private const int MostBits = 12;
    private const int LeastPart = 1 << 16;

    /// <summary>Sorts <paramref name="keys"/> in place and returns for each sorted place where the key stood before.</summary>
    public static int[] Order(long[] keys)
    {
        var from = (Keys: keys, Places: new int[keys.Length]);
        for (var at = 0; at < keys.Length; at++) from.Places[at] = at;
        var to = (Keys: new long[keys.Length], Places: new int[keys.Length]);
        long highest = 0;
        foreach (var key in keys) highest |= key;
        var length = 64 - BitOperations.LeadingZeroCount((ulong)highest);
        var passes = (length + MostBits - 1) / MostBits;
        for (var pass = 0; pass < passes; pass++)
        {
            var bits = (length + passes - 1) / passes;
            Pass(from.Keys, from.Places, to.Keys, to.Places, pass * bits, bits);
            (from, to) = (to, from);
        }

        if (!ReferenceEquals(from.Keys, keys)) from.Keys.CopyTo(keys, 0);
        return from.Places;
    }

    private static void Pass(long[] keys, int[] places, long[] sortedKeys, int[] sortedPlaces, int shift, int bits)
    {
        var parts = Math.Clamp(keys.Length / LeastPart, 1, Environment.ProcessorCount);
        int End(int part) => (int)((long)keys.Length * part / parts);
        var next = new int[parts][];
        Each(parts, part => next[part] = Counts(keys.AsSpan(End(part)..End(part + 1)), shift, bits));
        for (int digit = 0, sum = 0; digit < 1 << bits; digit++)
        {
            foreach (var part in next) (part[digit], sum) = (sum, sum + part[digit]);
        }

        Each(parts, part => Move(keys.AsSpan(End(part)..End(part + 1)), places.AsSpan(End(part)..End(part + 1)), next[part], sortedKeys, sortedPlaces, shift));
    }

    private static void Each(int parts, Action<int> work)
    {
        if (parts == 1) work(0);
        else Parallel.For(0, parts, work);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int[] Counts(ReadOnlySpan<long> keys, int shift, int bits)
    {
        var counts = new int[1 << bits];
        foreach (var key in keys) counts[(int)(key >> shift) & (counts.Length - 1)]++;
        return counts;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Move(ReadOnlySpan<long> keys, ReadOnlySpan<int> places, int[] next, long[] sortedKeys, int[] sortedPlaces, int shift)
    {
        for (var at = 0; at < keys.Length; at++)
        {
            var place = next[(int)(keys[at] >> shift) & (next.Length - 1)]++;
            sortedKeys[place] = keys[at];
            sortedPlaces[place] = places[at];
        }
    }
}
