namespace GunMane.Spatial.Clustering;

/// <summary>
/// Convex hull of points on whole millimetres (Andrew 1979, monotone chain), exact in 64 bits: the farthest two points of a
/// set are corners of its hull. Points on an edge and doubles are left out.
/// </summary>
internal static class BoundedHull
{
    /// <summary>Replaces points by the corners of their hull; returns how many.</summary>
    public static int Reduce(BoundedNet net, Span<int> points)
    {
        points.Sort((one, two) => net.X[one] != net.X[two] ? net.X[one].CompareTo(net.X[two]) : net.Y[one] != net.Y[two] ? net.Y[one].CompareTo(net.Y[two]) : one.CompareTo(two));
        if (points.Length < 3) return points.Length;
        var hull = new int[2 * points.Length];
        var count = Chain(net, points, hull, 0);
        points.Reverse();
        count = Chain(net, points, hull, count - 1) - 1;
        count = Math.Max(count, 1);
        hull.AsSpan(0, count).CopyTo(points);
        return count;
    }

    /// <summary>Greatest squared distance of two points.</summary>
    public static long Diameter(BoundedNet net, ReadOnlySpan<int> points)
    {
        long most = 0;
        for (var one = 0; one < points.Length; one++)
        {
            for (var two = one + 1; two < points.Length; two++) most = Math.Max(most, net.Squared(points[one], points[two]));
        }

        return most;
    }

    private static int Chain(BoundedNet net, ReadOnlySpan<int> points, int[] hull, int from)
    {
        var count = from;
        foreach (var point in points)
        {
            while (count - from >= 2 && Turn(net, hull[count - 2], hull[count - 1], point) <= 0) count--;
            hull[count++] = point;
        }

        return count;
    }

    private static long Turn(BoundedNet net, int a, int b, int c) =>
        ((long)net.X[b] - net.X[a]) * ((long)net.Y[c] - net.Y[a]) - ((long)net.Y[b] - net.Y[a]) * ((long)net.X[c] - net.X[a]);
}
