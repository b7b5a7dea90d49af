namespace GunMane.Spatial.Affinity;

/// <summary>
/// How much sharing a firm tells. All sums are of whole numbers, so that the SQL functions, which add in another order,
/// come to the same bits.
/// <list type="bullet">
/// <item>mass m(f) = Σ over assets of the strength (per cent) of their link to f; M = Σ over assets of their greatest strength;</item>
/// <item>weight q(f) = ⌊10⁶ · ln(M / m(f)) + ½⌋ (inverse frequency): 0 for a firm behind every asset;</item>
/// <item>what a link counts n = strength · (10,000 − y · (100 − importance)), millionths, y the per cent of the planner's weight of
/// role and recent yen: with y = 0 the evidence alone, with y = 100 times what role and yen leave of it (<c>gunmane.asset_links</c>);</item>
/// <item>total t(s) of a set of links = Σ n · q;</item>
/// <item>trust e(s) = max over its links of strength / 100 · (1 − m(f) / M): near 0 where only firms that work everywhere
/// are known, or where the evidence is weak.</item>
/// </list>
/// </summary>
/// <param name="Counts">n of each link of the sets, millionths.</param>
/// <param name="Weight">q of each firm, millionths.</param>
/// <param name="Total">t of each set.</param>
/// <param name="Trust">e of each set, 0…1.</param>
public sealed record FirmWeights(int[] Counts, long[] Weight, long[] Total, double[] Trust)
{
    private const int Hundred = 100;

    /// <summary>Weighs the firms of a study area: over all its assets, whatever part of them is grouped.</summary>
    /// <param name="sets">Firms behind the assets.</param>
    /// <param name="yenPercent">y, 0…100: how far role and recent yen weigh. They change what links count, not how rare or how well known a firm is.</param>
    public static FirmWeights Of(FirmSets sets, int yenPercent = 0)
    {
        var users = new long[sets.Count];
        foreach (var set in sets.SetOf)
        {
            if (set >= 0) users[set]++;
        }

        var (mass, all) = Masses(sets, users);
        var weight = Array.ConvertAll(mass, firm => firm == 0 ? 0 : (long)Math.Floor(Math.Log((double)all / firm) * 1e6 + 0.5));
        var counts = CountsOf(sets, yenPercent);
        return new FirmWeights(counts, weight, Totals(sets, counts, weight), Trusts(sets, mass, all));
    }

    /// <summary>The same where role and recent yen weigh otherwise: rarity and trust stay those of the evidence.</summary>
    /// <param name="sets">Firms behind the assets, those that it was made of.</param>
    /// <param name="yenPercent">y, 0…100.</param>
    public FirmWeights With(FirmSets sets, int yenPercent)
    {
        var counts = CountsOf(sets, yenPercent);
        return this with { Counts = counts, Total = Totals(sets, counts, Weight) };
    }

    private static int[] CountsOf(FirmSets sets, int yenPercent)
    {
        var counts = new int[sets.Firm.Length];
        for (var at = 0; at < counts.Length; at++) counts[at] = sets.Strength[at] * (Hundred * Hundred - yenPercent * (Hundred - sets.Importance[at]));
        return counts;
    }

    private static (long[] Mass, long All) Masses(FirmSets sets, long[] users)
    {
        var mass = new long[sets.Firms];
        long all = 0;
        for (var set = 0; set < sets.Count; set++)
        {
            byte most = 0;
            for (var at = sets.Start[set]; at < sets.Start[set + 1]; at++)
            {
                mass[sets.Firm[at]] += users[set] * sets.Strength[at];
                most = Math.Max(most, sets.Strength[at]);
            }

            all += users[set] * most;
        }

        return (mass, all);
    }

    private static long[] Totals(FirmSets sets, int[] counts, long[] weight)
    {
        var total = new long[sets.Count];
        for (var set = 0; set < sets.Count; set++)
        {
            for (var at = sets.Start[set]; at < sets.Start[set + 1]; at++) total[set] += counts[at] * weight[sets.Firm[at]];
        }

        return total;
    }

    private static double[] Trusts(FirmSets sets, long[] mass, long all)
    {
        var trust = new double[sets.Count];
        for (var set = 0; set < sets.Count; set++)
        {
            for (var at = sets.Start[set]; at < sets.Start[set + 1]; at++)
            {
                trust[set] = Math.Max(trust[set], sets.Strength[at] / 100.0 * (1.0 - (double)mass[sets.Firm[at]] / all));
            }
        }

        return trust;
    }
}
