namespace GunMane.Spatial.Affinity;

/// <summary>
/// Affinity of a pair, in whole millionths (so that two engines agree at the threshold):
/// <code>a = (1 − v) · (1 − d / R) + v · c,   v = w · min(e(i), e(j))</code>
/// d distance, R radius; w the planner's weight of firms in common; e how far the firms known of an asset are to be trusted
/// (<see cref="FirmWeights"/>); c = min(1, 2 · J), J the weighted Jaccard similarity of the firms, Σ min(s) · q / Σ max(s) · q
/// (Ruzicka): two assets served by firms of which half are the same are served alike, since no order names every firm.
/// <para>Unknown is neutral: where no firm is known of one side, e = 0 and nearness alone decides. Evidence of the weakest
/// rung counts at most 0.3 of a real link, and a firm that works everywhere almost nothing.</para>
/// </summary>
public static class PairAffinity
{
    /// <summary>Millionths in 1.</summary>
    public const int One = 1_000_000;

    /// <summary>Affinity of each pair of a graph, in its order.</summary>
    /// <param name="graph">The pairs.</param>
    /// <param name="sets">Firms behind the assets.</param>
    /// <param name="weights">Weights of the firms.</param>
    /// <param name="contractorWeight">w, 0…1.</param>
    /// <param name="cancellation">Gives up.</param>
    public static int[] Of(PairGraph graph, FirmSets sets, FirmWeights weights, double contractorWeight, CancellationToken cancellation)
    {
        var affinity = new int[graph.Count];
        Parallel.For(0, graph.Assets, new ParallelOptions { CancellationToken = cancellation }, asset =>
        {
            var set = sets.SetOf[asset];
            for (var at = graph.Start[asset]; at < graph.Start[asset + 1]; at++)
            {
                var partner = sets.SetOf[graph.Other[at]];
                var trust = set < 0 || partner < 0 || contractorWeight == 0 ? 0 : contractorWeight * Math.Min(weights.Trust[set], weights.Trust[partner]);
                var common = trust == 0 ? 0 : Similarity(sets, weights, set, partner);
                affinity[at] = Millionths(graph.DistanceMm[at], graph.RadiusMm, trust, common);
            }
        });
        return affinity;
    }

    /// <summary>A number of 0…1 in whole millionths.</summary>
    public static int ToMillionths(double value) => (int)Math.Floor(value * One + 0.5);

    /// <summary>c of two sets of links, 0…1; 0 where neither tells anything.</summary>
    public static double Similarity(FirmSets sets, FirmWeights weights, int one, int two)
    {
        long shared = one == two ? weights.Total[one] : Shared(sets, weights, one, two);
        var either = weights.Total[one] + weights.Total[two] - shared;
        return either == 0 ? 0 : Math.Min(1.0, 2.0 * shared / either);
    }

    private static int Millionths(int mm, int radiusMm, double trust, double common) =>
        ToMillionths((1.0 - trust) * (1.0 - (double)mm / radiusMm) + trust * common);

    private static long Shared(FirmSets sets, FirmWeights weights, int one, int two)
    {
        long shared = 0;
        int a = sets.Start[one], endA = sets.Start[one + 1], b = sets.Start[two], endB = sets.Start[two + 1];
        while (a < endA && b < endB)
        {
            if (sets.Firm[a] == sets.Firm[b]) shared += Math.Min(sets.Strength[a], sets.Strength[b]) * weights.Weight[sets.Firm[a]];
            var (first, second) = (sets.Firm[a], sets.Firm[b]);
            if (first <= second) a++;
            if (second <= first) b++;
        }

        return shared;
    }
}
