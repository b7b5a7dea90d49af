using GunMane.Spatial.Clustering;

namespace GunMane.Benchmarks.Quality;

/// <summary>How well a labelling agrees with the truth.</summary>
internal static class Agreement
{
    /// <summary>
    /// Adjusted Rand index (Hubert and Arabie 1985), by the measure that compares runs: an asset in no group (−1) is alone, in the truth as in
    /// the labelling. As one class, noise would reward whoever leaves all of it out; alone, noise costs where it is put into groups, and members
    /// cost where they are left out.
    /// </summary>
    public static double Of(int[] truth, int[] label) =>
        GroupingComparison.Of(Array.ConvertAll(truth, of => of + 1), Array.ConvertAll(label, of => of + 1), null, CancellationToken.None).AdjustedRand;
}
