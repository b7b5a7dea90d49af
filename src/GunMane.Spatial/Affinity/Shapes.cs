namespace GunMane.Spatial.Affinity;

/// <summary>What a part of a geometry is.</summary>
public enum PartKind : byte
{
    /// <summary>One point.</summary>
    Point,

    /// <summary>A line of two or more points.</summary>
    Line,

    /// <summary>A closed ring of a polygon, outer or inner: what lies inside is decided by the even-odd rule over all rings of the asset.</summary>
    Ring,
}

/// <summary>
/// Geometries of n assets in local metres as flat arrays: asset a has the parts PartStart[a] … PartStart[a + 1] − 1, part p
/// the points PointStart[p] … PointStart[p + 1] − 1. Multi-geometries and collections are simply several parts.
/// </summary>
/// <param name="PartStart">n + 1 offsets into the parts.</param>
/// <param name="Kinds">Kind of each part.</param>
/// <param name="PointStart">Offsets into the points, one more than there are parts.</param>
/// <param name="X">Easting of each point, metres.</param>
/// <param name="Y">Northing of each point, metres.</param>
public sealed record Shapes(int[] PartStart, PartKind[] Kinds, int[] PointStart, double[] X, double[] Y)
{
    /// <summary>Number of assets.</summary>
    public int Count => PartStart.Length - 1;

    /// <summary>Whether the geometries are the same, one by one: a graph of the one is a graph of the other.</summary>
    public bool AreSame(Shapes other) => PartStart.AsSpan().SequenceEqual(other.PartStart) && PointStart.AsSpan().SequenceEqual(other.PointStart)
        && Kinds.AsSpan().SequenceEqual(other.Kinds) && X.AsSpan().SequenceEqual(other.X) && Y.AsSpan().SequenceEqual(other.Y);

    /// <summary>First point of an asset.</summary>
    public int FirstPoint(int asset) => PointStart[PartStart[asset]];

    /// <summary>One past the last point of an asset.</summary>
    public int EndPoint(int asset) => PointStart[PartStart[asset + 1]];
}
