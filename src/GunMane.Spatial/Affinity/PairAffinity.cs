using System.Runtime.CompilerServices;

namespace GunMane.Spatial.Affinity;

/// <summary>
/// Affinity of a pair, in whole millionths (so that two engines agree at the threshold):
/// <code>a = (1 − Σ w·e) · (1 − d / R) + Σ w·e·s</code>
/// d distance, R radius; over everything beside nearness that the planner weighs (<see cref="AffinityWeights"/>): w its weight, e how far
/// it is known of this pair, s what it says. Of firms in common e = min(e(i), e(j)), how far the firms known of both are to be trusted
/// (<see cref="FirmWeights"/>), and s = c = min(1, 2 · J), J the weighted Jaccard similarity of the firms, Σ min(s) · q / Σ max(s) · q
/// (Ruzicka): two assets served by firms of which half are the same are served alike, since no order names every firm.
/// <para>Unknown is neutral: where no firm is known of one side, e = 0 and nearness alone decides. Evidence of the weakest
/// rung counts at most 0.3 of a real link, and a firm that works everywhere almost nothing.</para>
/// </summary>
public static class PairAffinity
{
    /// <summary>Millionths in 1.</summary>
    public const int One = 1_000_000;

    /// <summary>Affinity of each pair of a graph by nearness and firms, in its order.</summary>
    /// <param name="graph">The pairs.</param>
    /// <param name="sets">Firms behind the assets.</param>
    /// <param name="weights">Weights of the firms.</param>
    /// <param name="contractorWeight">Weight of firms in common, 0…1.</param>
    /// <param name="cancellation">Gives up.</param>
    public static int[] Of(PairGraph graph, FirmSets sets, FirmWeights weights, double contractorWeight, CancellationToken cancellation) =>
        Of(graph, contractorWeight == 0 ? PairTies.None(graph.Count) : PairTies.Of(graph, sets, weights, cancellation), null, new AffinityWeights(contractorWeight), graph.RadiusMm, cancellation);

    /// <summary>Affinity of each pair of a graph, in its order; 0 for pairs beyond the radius.</summary>
    /// <param name="graph">The pairs.</param>
    /// <param name="ties">What firms say of them.</param>
    /// <param name="traits">What else is compared; null where nothing else has a weight.</param>
    /// <param name="weights">The planner's weights.</param>
    /// <param name="radiusMm">R, at most the graph's own; whole millimetres.</param>
    /// <param name="cancellation">Gives up.</param>
    public static int[] Of(PairGraph graph, PairTies ties, AssetTraits? traits, AffinityWeights weights, int radiusMm, CancellationToken cancellation)
    {
        var affinity = new int[graph.Count];
        var rule = new Rule(graph, ties, traits, weights, radiusMm);
        PairBlocks.Each(graph, (from, to) =>
        {
            for (var asset = from; asset < to; asset++)
            {
                for (var at = graph.Start[asset]; at < graph.Start[asset + 1]; at++)
                {
                    if (graph.DistanceMm[at] <= radiusMm) affinity[at] = (int)Math.Floor(rule.Parts(asset, at));
                }
            }
        }, cancellation);
        return affinity;
    }

    /// <summary>The formula for one set of parameters.</summary>
    internal readonly struct Rule(PairGraph graph, PairTies ties, AssetTraits? traits, AffinityWeights weights, int radiusMm)
    {
        private readonly double firms = weights.Firms;
        private readonly bool more = weights.HasTraits;
        private readonly AssetTraits? others = traits;
        private readonly TraitTable table = weights.HasTraits ? new(weights) : default;
        private readonly int[] partner = graph.Other;
        private readonly int[] mm = graph.DistanceMm;
        private readonly ushort[] trust = ties.Trust;
        private readonly ushort[] common = ties.Common;

        /// <summary>Affinity in millionths before it is cut to whole ones: a threshold T is reached where this is at least T.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Parts(int asset, int at) => Parts(asset, at, common[at]);

        /// <summary>The same where the firms are alike otherwise (<see cref="PairTies.CommonOf"/>).</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Parts(int asset, int at, ushort alike)
        {
            var known = firms * ((double)trust[at] / PairTies.One);
            var speaks = known * ((double)alike / PairTies.One);
            if (more)
            {
                var (other, says) = table.Of(others!.Code(asset, partner[at]), others.DaysApart(asset, partner[at]));
                (known, speaks) = (known + other, speaks + says);
            }

            return ((1.0 - known) * (1.0 - (double)mm[at] / radiusMm) + speaks) * One + 0.5;
        }
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

    private static long Shared(FirmSets sets, FirmWeights weights, int one, int two)
    {
        long shared = 0;
        int a = sets.Start[one], endA = sets.Start[one + 1], b = sets.Start[two], endB = sets.Start[two + 1];
        while (a < endA && b < endB)
        {
            if (sets.Firm[a] == sets.Firm[b]) shared += Math.Min(weights.Counts[a], weights.Counts[b]) * weights.Weight[sets.Firm[a]];
            var (first, second) = (sets.Firm[a], sets.Firm[b]);
            if (first <= second) a++;
            if (second <= first) b++;
        }

        return shared;
    }
}
