namespace GunMane.Spatial.Affinity;

/// <summary>
/// Whether a pair should be in one group or not, as a signed weight in millionths: what is known of it against a bar, where
/// <see cref="PairAffinity"/> says only how near it is to belonging together.
/// <code>w = W · (t·s − θ · (2 − t)) + (Σ v·e·s − θ · Σ v·e) + 0.2 · f(i) · f(j) · (1 − W·t − Σ v·e) · (1 − d / R)</code>
/// W weight of firms in common, t trust in the firms known of both and s how alike they are (<see cref="PairTies"/>), the middle over all else
/// that is weighed, f the share of the assets within the radius, itself counted, of which firms are known, by trust.
/// <para>Two assets with no firm in common push each other apart, though less than two with the same firms pull together: few records
/// name all the firms of a territory. The bar is twice as high where evidence is weakest: firms that merely work for the same orderer make no
/// group. Where one side is unknown its place decides, by so much as is known around: where little is, nearness must not outweigh
/// what little there is. Where nothing is known on either side nearness alone decides, with ½ as its bar.</para>
/// </summary>
public static class PairAgreement
{
    private const double Pull = 0.2;
    private const double NearEnough = 0.5;

    /// <summary>Signed weight of each pair of a graph, in its order; 0 for pairs beyond the radius or of assets that are not looked at.</summary>
    /// <param name="graph">The pairs.</param>
    /// <param name="ties">What firms say of them.</param>
    /// <param name="trust">How far the firms of each asset are known, 0…1 (<see cref="TrustOf"/>).</param>
    /// <param name="traits">What else is compared; null where nothing else has a weight.</param>
    /// <param name="weights">The planner's weights.</param>
    /// <param name="agreement">θ, 0…1.</param>
    /// <param name="radiusMm">R, at most the graph's own; whole millimetres.</param>
    /// <param name="active">Which assets are looked at; null for all.</param>
    public static int[] Of(PairGraph graph, PairTies ties, double[] trust, AssetTraits? traits, AffinityWeights weights, double agreement, int radiusMm, bool[]? active)
    {
        var rule = new Rule(graph, ties, trust, traits, weights, radiusMm, active);
        var weight = new int[graph.Count];
        for (var asset = 0; asset < graph.Assets; asset++)
        {
            for (var at = graph.Start[asset]; at < graph.Start[asset + 1]; at++) weight[at] = rule.Weight(asset, at, agreement);
        }

        return weight;
    }

    /// <summary>The formula for one set of parameters but θ.</summary>
    internal sealed class Rule
    {
        private readonly PairGraph graph;
        private readonly PairTies ties;
        private readonly AssetTraits? traits;
        private readonly double firms;
        private readonly TraitTable table;
        private readonly int radiusMm;
        private readonly bool[]? active;
        private readonly double[] known;

        /// <summary>Looks how much is known around each asset.</summary>
        public Rule(PairGraph graph, PairTies ties, double[] trust, AssetTraits? traits, AffinityWeights weights, int radiusMm, bool[]? active)
        {
            (this.graph, this.ties, this.traits, firms, this.radiusMm, this.active) = (graph, ties, weights.HasTraits ? traits : null, weights.Firms, radiusMm, active);
            table = this.traits is null ? default : new TraitTable(weights);
            known = firms == 0 ? new double[graph.Assets] : KnownAround(graph, trust, Counts);
        }

        /// <summary>Signed weight of a pair, millionths; 0 if it does not count.</summary>
        /// <param name="asset">The lower asset of the pair.</param>
        /// <param name="at">Its place in the graph.</param>
        /// <param name="agreement">θ, 0…1.</param>
        public int Weight(int asset, int at, double agreement)
        {
            if (!Counts(asset, at)) return 0;
            var other = graph.Other[at];
            var (share, says) = traits is null ? (0.0, 0.0) : table.Of(traits.Code(asset, other), traits.DaysApart(asset, other));
            var (sure, alike) = ((double)ties.Trust[at] / PairTies.One, (double)ties.Common[at] / PairTies.One);
            var speaks = sure == 0 ? 0 : firms * (sure * alike - agreement * (2 - sure));
            var near = 1 - (double)graph.DistanceMm[at] / radiusMm;
            var place = known[asset] == 0 && known[other] == 0 ? near - NearEnough : known[asset] * known[other] * near;
            return (int)Math.Floor((speaks + says - agreement * share + Pull * (1 - firms * sure - share) * place) * PairAffinity.One + 0.5);
        }

        private bool Counts(int asset, int at) => graph.DistanceMm[at] <= radiusMm && (active is null || (active[asset] && active[graph.Other[at]]));
    }

    /// <summary>How far the firms of each asset are known, 0…1; 0 where none is.</summary>
    public static double[] TrustOf(FirmSets sets, FirmWeights weights) => Array.ConvertAll(sets.SetOf, set => set < 0 ? 0 : weights.Trust[set]);

    // Mean trust around each asset, itself counted; whole ten-thousandths, so that the order of adding doesn't matter.
    private static double[] KnownAround(PairGraph graph, double[] trust, Func<int, int, bool> counts)
    {
        var own = Array.ConvertAll(trust, of => (long)Math.Floor(of * PairTies.One + 0.5));
        var (sum, assets) = ((long[])own.Clone(), new int[own.Length]);
        for (var asset = 0; asset < own.Length; asset++)
        {
            for (var at = graph.Start[asset]; at < graph.Start[asset + 1]; at++)
            {
                if (!counts(asset, at)) continue;
                var other = graph.Other[at];
                sum[asset] += own[other];
                sum[other] += own[asset];
                assets[asset]++;
                assets[other]++;
            }
        }

        return [.. sum.Select((of, asset) => (double)of / PairTies.One / (assets[asset] + 1))];
    }
}
