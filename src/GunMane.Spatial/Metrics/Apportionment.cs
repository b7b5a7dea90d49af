namespace GunMane.Spatial.Metrics;

/// <summary>Whole yen that add up exactly (largest remainder, Hamilton's method).</summary>
public static class Apportionment
{
    /// <summary>Rounds shares to whole numbers that sum to <paramref name="total"/>; earlier shares win ties.</summary>
    /// <param name="shares">Non-negative shares whose sum is within rounding of the total.</param>
    /// <param name="total">What the whole numbers must sum to.</param>
    public static long[] ToWhole(IReadOnlyList<double> shares, long total)
    {
        var whole = shares.Select(share => (long)Math.Floor(share)).ToArray();
        var missing = total - whole.Sum();
        var byRemainder = Enumerable.Range(0, whole.Length).OrderByDescending(at => shares[at] - whole[at]).ToArray();
        for (var step = 0; missing != 0 && whole.Length > 0; step++)
        {
            whole[byRemainder[step % whole.Length]] += Math.Sign(missing);
            missing -= Math.Sign(missing);
        }

        return whole;
    }
}
