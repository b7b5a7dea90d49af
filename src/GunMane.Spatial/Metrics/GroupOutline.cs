using NetTopologySuite.Algorithm.Hull;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;

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
    /// single point or a straight row has an area too. It is drawn round the cells of a grid in which points lie: in whole
    /// numbers, because points that lie nearly on one line have triangulations that are wrong by rounding.
    /// </summary>
    /// <param name="points">Points along all its assets, metres, no further apart along a line than half the radius.</param>
    /// <param name="radius">Radius of the grouping, metres.</param>
    public static GroupOutline Of(IReadOnlyList<Coordinate> points, double radius)
    {
        var cell = Math.Max(5, radius / 8);
        var cells = Cells(points, cell);
        while (cells.Length > MostPoints) cells = Cells(points, cell *= 1.5);
        // The first cell is the origin: small numbers are exact.
        var first = cells[0];
        var shape = Hull([.. cells.Select(at => new Coordinate(at.X - first.X, at.Y - first.Y))], 1.5 * radius / cell + 2).Buffer(1, 2);
        shape.Apply(new AffineTransformation(cell, 0, cell * (first.X + 0.5), 0, cell, cell * (first.Y + 0.5)));
        return new GroupOutline(shape, Diameter(shape), Math.Min(1, 4 * Math.PI * shape.Area / (shape.Length * shape.Length)));
    }

    private static (double X, double Y)[] Cells(IReadOnlyList<Coordinate> points, double cell) =>
        [.. points.Select(point => (Math.Floor(point.X / cell), Math.Floor(point.Y / cell))).Distinct()];

    // Longest edge in cells.
    private static Geometry Hull(Coordinate[] cells, double longest) => cells.Length < 3
        ? GeometryFactory.Default.CreateLineString([.. cells, .. cells.Length == 1 ? cells : []])
        : ConcaveHull.ConcaveHullByLength(GeometryFactory.Default.CreateMultiPointFromCoords(cells), longest);

    private static double Diameter(Geometry shape)
    {
        var corners = shape.ConvexHull().Coordinates;
        return corners.Max(one => corners.Max(two => one.Distance(two)));
    }
}
