namespace GunMane.Spatial.Clustering;

/// <summary>
/// What joining two sets of nodes gains: the weight between them less a price for the product of their sizes.
/// <para>
/// Weights and sizes are whole numbers, so sums do not depend on their order. With the Constant Potts Model a size is a number
/// of assets and the price whole millionths: every gain that can decide is exact in a double (a product beyond 2⁵³ is far
/// beyond every weight). With modularity sizes are weights and the price is a fraction; <see cref="Tolerance"/> then lies above the
/// rounding, so that a move taken for better is better and the search ends.
/// </para>
/// </summary>
/// <param name="Price">Price of a product of sizes of 1.</param>
/// <param name="Tolerance">Gains that differ by no more are equal.</param>
internal readonly record struct LeidenGain(double Price, double Tolerance)
{
    private const double Rounding = 1.0 / (1L << 46);

    /// <summary>The gain that a quality asks for.</summary>
    /// <param name="quality">Which.</param>
    /// <param name="resolution">γ.</param>
    /// <param name="twice">Twice the weight of all edges.</param>
    public static LeidenGain For(CommunityQuality quality, double resolution, long twice) =>
        quality == CommunityQuality.ConstantPotts ? new(Affinity.PairAffinity.ToMillionths(resolution), 0)
        : new(twice == 0 ? 0 : resolution / twice, twice * Rounding);

    /// <summary>The gain of joining.</summary>
    public double Of(long weight, long size, long otherSize) => weight - Price * ((double)size * otherSize);
}
