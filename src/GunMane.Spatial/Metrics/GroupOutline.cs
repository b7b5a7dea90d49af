using NetTopologySuite.Algorithm.Hull;
using NetTopologySuite.Geometries;

namespace GunMane.Spatial.Metrics;

/// <summary>The outline of a group, in the local metres of its study area.</summary>
/// <param name="Shape">A polygon round the points of its assets.</param>
/// <param name="ExtentM">Diameter of it, metres.</param>
/// <param name="Compactness">Polsby–Popper 4πA/P², 0…1.</param>
public sealed record GroupOutline(Geometry Shape, double ExtentM, double Compactness)
{
    private const int MostPoints = 3000;

    /// <summary>
    /// A concave hull (Delaunay edges no longer than the gap that the group may bridge), widened a little so that a
    /// single point or a straight row has an area too. Points are thinned on a grid first.
    /// </summary>
    /// <param name="points">Points along all its assets, metres, no further apart along a line than half the radius.</param>
    /// <param name="radius">Radius of the grouping, metres.</param>
    public static GroupOutline Of(IReadOnlyList<Coordinate> points, double radius)
    {
        var spacing = Math.Max(5, radius / 8);
        var thinned = Thin(points, spacing);
        while (thinned.Length > MostPoints) thinned = Thin(points, spacing *= 1.5);
        var factory = GeometryFactory.Default;
        var gap = 1.5 * radius + 2 * spacing;
        var shape = thinned.Length < 3
            ? factory.CreateLineString([.. thinned, .. thinned.Length == 1 ? thinned : []]).Buffer(spacing, 2)
            : Hull(factory.CreateMultiPointFromCoords(thinned), gap)?.Buffer(spacing, 2) ?? Closed(factory.CreateMultiPointFromCoords(thinned), gap, spacing);
        return new GroupOutline(shape, Diameter(shape), Math.Min(1, 4 * Math.PI * shape.Area / (shape.Length * shape.Length)));
    }

    // Null where the points lie so nearly on one line that the triangulation has no border to follow (NetTopologySuite 2.6).
    private static Geometry? Hull(MultiPoint points, double gap)
    {
        try
        {
            return ConcaveHull.ConcaveHullByLength(points, gap);
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    // Discs that bridge the gap, drawn in again: the morphological closing of the points (Serra 1982), widened.
    private static Geometry Closed(MultiPoint points, double gap, double spacing) => points.Buffer(gap / 2, 4).Buffer(spacing - gap / 2, 4);

    private static Coordinate[] Thin(IReadOnlyList<Coordinate> points, double spacing) =>
        [.. points.DistinctBy(point => (Math.Floor(point.X / spacing), Math.Floor(point.Y / spacing)))];

    private static double Diameter(Geometry shape)
    {
        var corners = shape.ConvexHull().Coordinates;
        return corners.Max(one => corners.Max(two => one.Distance(two)));
    }
}
