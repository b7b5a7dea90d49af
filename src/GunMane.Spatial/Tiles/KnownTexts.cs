using System.Numerics;

namespace GunMane.Spatial.Tiles;

/// <summary>Which value of a layer a text became: a hash table with open addressing, emptied without being made anew. Not thread-safe.</summary>
internal sealed class KnownTexts
{
    private const uint Golden = 2654435769; // 2³² / φ, Knuth 1973 §6.4
    private long[] slots = new long[1 << 8];
    private int[] values = new int[1 << 8];
    private int count;
    private int round;

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        count = 0;
        if (++round > 0) return;
        round = 1;
        Array.Clear(slots);
    }

    /// <summary>The value of a text, to be read and written until the next call; −1 where it has none yet.</summary>
    public ref int At(int text)
    {
        if (2 * count >= slots.Length) Grow();
        var key = ((long)round << 32) | (uint)text;
        var at = Find(key);
        if (slots[at] == key) return ref values[at];
        (slots[at], values[at]) = (key, -1);
        count++;
        return ref values[at];
    }

    // Where it is or belongs; what other rounds left counts as empty.
    private int Find(long key)
    {
        var mask = slots.Length - 1;
        var at = (int)(((uint)key * Golden) >> (32 - BitOperations.Log2((uint)slots.Length)));
        while (slots[at] != key && slots[at] >> 32 == round) at = (at + 1) & mask;
        return at;
    }

    private void Grow()
    {
        var (old, were) = (slots, values);
        (slots, values) = (new long[2 * old.Length], new int[2 * old.Length]);
        for (var from = 0; from < old.Length; from++)
        {
            if (old[from] >> 32 != round) continue;
            var at = Find(old[from]);
            (slots[at], values[at]) = (old[from], were[from]);
        }
    }
}

/// <summary>Puts whole numbers of 0 or more, no two alike, into ascending order: where they lie close together by marks in a row of bits. Not thread-safe.</summary>
internal sealed class AscendingOrder
{
    private const int Sparse = 8;
    private ulong[] marks = [];

    /// <summary>Sorts.</summary>
    public void Sort(List<int> numbers)
    {
        var (least, most) = (int.MaxValue, 0);
        foreach (var number in numbers) (least, most) = (Math.Min(least, number), Math.Max(most, number));
        if (numbers.Count < 2) return;
        var words = ((most - least) >> 6) + 1;
        if (words > (long)Sparse * numbers.Count)
        {
            numbers.Sort();
            return;
        }

        if (marks.Length < words) marks = new ulong[words];
        foreach (var number in numbers) marks[(number - least) >> 6] |= 1ul << ((number - least) & 63);
        numbers.Clear();
        for (var word = 0; word < words; word++)
        {
            for (var left = marks[word]; left != 0; left &= left - 1) numbers.Add(least + (word << 6) + BitOperations.TrailingZeroCount(left));
            marks[word] = 0;
        }
    }
}
