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

    /// <summary>Whether an asset has the geometry of one of other geometries.</summary>
    public bool IsSame(int asset, Shapes other, int otherAsset)
    {
        int part = PartStart[asset], parts = PartStart[asset + 1] - part, otherPart = other.PartStart[otherAsset];
        if (parts != other.PartStart[otherAsset + 1] - otherPart) return false;
        int first = PointStart[part], otherFirst = other.PointStart[otherPart];
        for (var at = 0; at < parts; at++)
        {
            if (Kinds[part + at] != other.Kinds[otherPart + at] || PointStart[part + at + 1] - first != other.PointStart[otherPart + at + 1] - otherFirst) return false;
        }

        var points = PointStart[part + parts] - first;
        return X.AsSpan(first, points).SequenceEqual(other.X.AsSpan(otherFirst, points)) && Y.AsSpan(first, points).SequenceEqual(other.Y.AsSpan(otherFirst, points));
    }

    /// <summary>The geometries of some assets, in their order.</summary>
    public Shapes Only(int[] assets)
    {
        int[] partStart = new int[assets.Length + 1], pointStart = new int[assets.Sum(asset => PartStart[asset + 1] - PartStart[asset]) + 1];
        var points = assets.Sum(asset => EndPoint(asset) - FirstPoint(asset));
        var only = new Shapes(partStart, new PartKind[pointStart.Length - 1], pointStart, new double[points], new double[points]);
        for (var at = 0; at < assets.Length; at++)
        {
            int from = PartStart[assets[at]], parts = PartStart[assets[at] + 1] - from, to = partStart[at], first = PointStart[from], put = pointStart[to];
            partStart[at + 1] = to + parts;
            Array.Copy(Kinds, from, only.Kinds, to, parts);
            for (var part = 1; part <= parts; part++) pointStart[to + part] = PointStart[from + part] - first + put;
            Array.Copy(X, first, only.X, put, PointStart[from + parts] - first);
            Array.Copy(Y, first, only.Y, put, PointStart[from + parts] - first);
        }

        return only;
    }

    /// <summary>First point of an asset.</summary>
    public int FirstPoint(int asset) => PointStart[PartStart[asset]];

    /// <summary>One past the last point of an asset.</summary>
    public int EndPoint(int asset) => PointStart[PartStart[asset + 1]];

    /// <summary>Middle of an asset's bounding box, in the metres of the points.</summary>
    public (double X, double Y) Middle(int asset)
    {
        return (Half(X.AsSpan(FirstPoint(asset)..EndPoint(asset))), Half(Y.AsSpan(FirstPoint(asset)..EndPoint(asset))));

        static double Half(ReadOnlySpan<double> ordinates)
        {
            var (least, most) = (ordinates[0], ordinates[0]);
            foreach (var ordinate in ordinates) (least, most) = (Math.Min(least, ordinate), Math.Max(most, ordinate));
            return (least + most) / 2;
        }
    }
}
