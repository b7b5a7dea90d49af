namespace GunMane.ModelRegion.Support;

/// <summary>Seeded SplitMix64 generator: the same numbers on every runtime and machine.</summary>
public sealed class Rng(ulong seed)
{
    private readonly ulong origin = seed;
    private ulong state = seed;

    /// <summary>An independent generator for one subject, so that work on one subject leaves the others as they are.</summary>
    public Rng Fork(string subject)
    {
        ulong hash = 14695981039346656037UL;
        foreach (var letter in subject)
            hash = (hash ^ letter) * 1099511628211UL;
        return new Rng(Mix(origin ^ hash));
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [from, to).</summary>
    public double Between(double from, double to) => from + ((to - from) * Unit());

    /// <summary>Uniform whole number in [0, limit).</summary>
    public int Below(int limit) => (int)(Unit() * limit);

    /// <summary>Uniform whole number in [from, to], both ends included.</summary>
    public int Whole(int from, int to) => from + Below(to - from + 1);

    /// <summary>True with the given probability.</summary>
    public bool Chance(double probability) => Unit() < probability;

    /// <summary>One element, all equally likely.</summary>
    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    /// <summary>One element by weight.</summary>
    public T Weighted<T>(IReadOnlyList<(T Item, double Weight)> items)
    {
        var left = Unit() * items.Sum(i => i.Weight);
        foreach (var (item, weight) in items)
        {
            left -= weight;
            if (left < 0)
                return item;
        }
        return items[^1].Item;
    }

    /// <summary>A shuffled copy.</summary>
    public List<T> Shuffled<T>(IEnumerable<T> items)
    {
        var list = items.ToList();
        for (var i = list.Count - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (list[i], list[j]) = (list[j], list[i]);
        }
        return list;
    }

    private ulong Next() => Mix(state += 0x9E3779B97F4A7C15UL);

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
