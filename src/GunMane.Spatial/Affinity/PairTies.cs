namespace GunMane.Spatial.Affinity;

/// <summary>
/// What the firms behind the two assets of each pair say, without the planner's weights: worked out once for a graph and kept beside it.
/// Whole ten-thousandths, so that a pair takes four bytes and two engines agree on it.
/// </summary>
/// <param name="Trust">min(e(i), e(j)) of each pair, 0…10,000: how far the firms known of both sides are to be trusted; 0 where one side is unknown.</param>
/// <param name="Common">c of each pair, 0…10,000: how alike the firms are (see <see cref="PairAffinity"/>).</param>
public sealed record PairTies(ushort[] Trust, ushort[] Common)
{
    /// <summary>Ten-thousandths in 1.</summary>
    public const int One = 10_000;

    /// <summary>No firm is known of any of <paramref name="pairs"/> pairs.</summary>
    public static PairTies None(int pairs) => new(new ushort[pairs], new ushort[pairs]);

    /// <summary>Works them out.</summary>
    /// <param name="graph">The pairs.</param>
    /// <param name="sets">Firms behind the assets.</param>
    /// <param name="weights">Weights of the firms.</param>
    /// <param name="cancellation">Gives up between blocks of assets.</param>
    public static PairTies Of(PairGraph graph, FirmSets sets, FirmWeights weights, CancellationToken cancellation)
    {
        var ties = None(graph.Count);
        ties.Fill(graph, sets, weights, null, cancellation);
        return ties;
    }

    /// <summary>c of one pair, ten-thousandths: what <see cref="Common"/> has of it under these weights; 0 where a side is unknown.</summary>
    public static ushort CommonOf(FirmSets sets, FirmWeights weights, int asset, int partner) => sets.SetOf[asset] < 0 || sets.SetOf[partner] < 0 ? (ushort)0
        : Parts(PairAffinity.Similarity(sets, weights, sets.SetOf[asset], sets.SetOf[partner]));

    /// <summary>Works out those of the pairs of which an asset is to be looked at <paramref name="anew"/>; null for all.</summary>
    internal void Fill(PairGraph graph, FirmSets sets, FirmWeights weights, bool[]? anew, CancellationToken cancellation) => PairBlocks.Each(graph, (from, to) =>
    {
        // Neighbours mostly have the firms of the one looked at before: the last answer is the next one's.
        var (knownSet, knownPartner, common) = (-1, -1, (ushort)0);
        for (var asset = from; asset < to; asset++)
        {
            var all = anew is null || anew[asset];
            var set = sets.SetOf[asset];
            for (var at = graph.Start[asset]; at < graph.Start[asset + 1]; at++)
            {
                if (!all && !anew![graph.Other[at]]) continue;
                if (set < 0 || sets.SetOf[graph.Other[at]] is not (>= 0 and var partner))
                {
                    (Trust[at], Common[at]) = (0, 0);
                    continue;
                }

                if (set != knownSet || partner != knownPartner)
                    (knownSet, knownPartner, common) = (set, partner, Parts(PairAffinity.Similarity(sets, weights, set, partner)));
                (Trust[at], Common[at]) = (Parts(Math.Min(weights.Trust[set], weights.Trust[partner])), common);
            }
        }
    }, cancellation);

    private static ushort Parts(double value) => (ushort)Math.Floor(value * One + 0.5);
}
