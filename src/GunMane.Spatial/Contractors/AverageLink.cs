namespace GunMane.Spatial.Contractors;

/// <summary>
/// Agglomerative grouping by average linkage (UPGMA, Sokal and Michener 1958): the two groups whose mean log odds are
/// highest join, as long as those reach the threshold. Pairs at −∞ never end up together. O(n²) memory. Pure.
/// </summary>
public static class AverageLink
{
    /// <summary>Groups the items 0 … n − 1; the result has each item's group, named by its lowest item.</summary>
    /// <param name="odds">Symmetric n × n log odds; it is overwritten with the groups' means.</param>
    /// <param name="threshold">Mean log odds from which two groups join; equal joins.</param>
    /// <param name="first">Group of each item to begin with (items that must be together share one); null for none.</param>
    public static int[] Group(double[,] odds, double threshold, int[]? first = null)
    {
        var count = odds.GetLength(0);
        var size = Enumerable.Repeat(1, count).ToArray();
        var group = Enumerable.Range(0, count).ToArray();
        var live = Enumerable.Repeat(true, count).ToArray();
        for (var at = 0; at < count && first is not null; at++)
        {
            if (first[at] != at) Join(odds, size, live, group, first[at], at);
        }

        while (Best(odds, live) is var (one, other, value) && value >= threshold) Join(odds, size, live, group, one, other);
        for (var at = 0; at < count; at++) group[at] = Root(group, at);
        return group;
    }

    private static (int One, int Other, double Value) Best(double[,] odds, bool[] live)
    {
        var best = (One: -1, Other: -1, Value: double.NegativeInfinity);
        for (var one = 0; one < live.Length; one++)
        {
            if (!live[one]) continue;
            for (var other = one + 1; other < live.Length; other++)
            {
                // Ties go to the lowest items, whatever the order in which groups came about.
                if (live[other] && odds[one, other] > best.Value) best = (one, other, odds[one, other]);
            }
        }

        return best;
    }

    private static void Join(double[,] odds, int[] size, bool[] live, int[] group, int kept, int gone)
    {
        (kept, gone) = (Root(group, kept), Root(group, gone));
        if (kept == gone) return;
        if (kept > gone) (kept, gone) = (gone, kept);
        for (var at = 0; at < live.Length; at++)
        {
            if (!live[at] || at == kept || at == gone) continue;
            var mean = (odds[kept, at] * size[kept] + odds[gone, at] * size[gone]) / (size[kept] + size[gone]);
            odds[kept, at] = odds[at, kept] = mean;
        }

        size[kept] += size[gone];
        live[gone] = false;
        group[gone] = kept;
    }

    private static int Root(int[] group, int at)
    {
        while (group[at] != at) at = group[at];
        return at;
    }
}
