namespace GunMane.Spatial.Affinity;

/// <summary>
/// Pairs of assets within a radius: asset i has the partners Other[Start[i]] … Other[Start[i + 1] − 1], each greater than i
/// and ascending.
/// </summary>
/// <param name="Start">n + 1 offsets into the pairs.</param>
/// <param name="Other">The partner with the higher index.</param>
/// <param name="DistanceMm">Distance between the geometries, whole millimetres (see <see cref="ProximityPairs"/>).</param>
/// <param name="RadiusMm">The radius, whole millimetres; a distance equal to it is inside.</param>
public sealed record PairGraph(int[] Start, int[] Other, int[] DistanceMm, int RadiusMm)
{
    /// <summary>Number of assets.</summary>
    public int Assets => Start.Length - 1;

    /// <summary>Number of pairs.</summary>
    public int Count => Other.Length;
}
