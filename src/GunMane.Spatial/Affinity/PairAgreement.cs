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
        bool Counts(int asset, int at) => graph.DistanceMm[at] <= radiusMm && (active is null || (active[asset] && active[graph.Other[at]]));
        var known = weights.Firms == 0 ? new double[graph.Assets] : KnownAround(graph, trust, Counts);
        var weight = new int[graph.Count];
        for (var asset = 0; asset < graph.Assets; asset++)
        {
            for (var at = graph.Start[asset]; at < graph.Start[asset + 1]; at++)
            {
                if (!Counts(asset, at)) continue;
                var other = graph.Other[at];
                var (share, says) = weights.HasTraits ? traits!.Of(asset, other, weights) : (0.0, 0.0);
                var (sure, alike) = ((double)ties.Trust[at] / PairTies.One, (double)ties.Common[at] / PairTies.One);
                var firms = sure == 0 ? 0 : weights.Firms * (sure * alike - agreement * (2 - sure));
                var near = 1 - (double)graph.DistanceMm[at] / radiusMm;
                var place = known[asset] == 0 && known[other] == 0 ? near - NearEnough : known[asset] * known[other] * near;
                weight[at] = (int)Math.Floor((firms + says - agreement * share + Pull * (1 - weights.Firms * sure - share) * place) * PairAffinity.One + 0.5);
            }
        }

        return weight;
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
