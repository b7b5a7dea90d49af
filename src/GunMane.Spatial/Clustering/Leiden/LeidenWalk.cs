using System.Numerics;

namespace GunMane.Spatial.Clustering;

/// <summary>
/// Pseudo-random choices that depend on whole numbers only: the order in which nodes are visited, and fractions. Neighbours visited one
/// after the other would grow few groups that swallow each other's edges (measured: 2 % less quality); visited at random all over the
/// graph, every look at a neighbour would miss the cache (measured: three times as long). So nodes are mixed within blocks.
/// </summary>
internal static class LeidenWalk
{
    private const int BlockBits = 12;

    /// <summary>The way that does not mix.</summary>
    public const ulong Straight = 0;

    /// <summary>Fills in all nodes 0 … length − 1, mixed within blocks of 4,096, or ascending where the way is <see cref="Straight"/>.</summary>
    public static void Fill(Span<int> order, ulong way)
    {
        if (way == Straight)
        {
            for (var at = 0; at < order.Length; at++) order[at] = at;
            return;
        }

        var bits = Math.Min(BlockBits, BitOperations.Log2((uint)Math.Max(1, order.Length - 1)) + 1);
        for (int block = 0, count = 0; block < order.Length; block += 1 << bits)
        {
            var key = Hash(way ^ (ulong)block << 32);
            for (uint at = 0; at < 1 << bits; at++)
            {
                var node = block + (int)Mixed(at, bits, key);
                if (node < order.Length) order[count++] = node;
            }
        }
    }

    /// <summary>A fraction in (0, 1].</summary>
    public static double Fraction(ulong way, int one, int two) =>
        ((Hash(way + ((ulong)(uint)one << 32 | (uint)two)) >> 11) + 1) * (1.0 / (1L << 53));

    /// <summary>The finaliser of MurmurHash3 (Appleby 2011, public domain), with the golden ratio before it.</summary>
    public static ulong Hash(ulong value)
    {
        value += 0x9E3779B97F4A7C15UL;
        value = (value ^ value >> 33) * 0xFF51AFD7ED558CCDUL;
        value = (value ^ value >> 33) * 0xC4CEB9FE1A85EC53UL;
        return value ^ value >> 33;
    }

    /// <summary>One to one on numbers of so many bits: odd factors, sums and shifts can be undone.</summary>
    private static uint Mixed(uint at, int bits, ulong key)
    {
        var (mask, half) = ((1u << bits) - 1, Math.Max(1, bits / 2));
        at = (at * (uint)(key | 1) + (uint)(key >> 16)) & mask;
        at ^= at >> half;
        at = (at * (uint)(key >> 32 | 1) + (uint)(key >> 48)) & mask;
        return at ^ at >> half;
    }
}
