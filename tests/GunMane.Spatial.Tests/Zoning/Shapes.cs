using CsCheck;
using GunMane.Spatial.Geo;
using GunMane.Spatial.Zoning;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;

namespace GunMane.Spatial.Tests.Zoning;

/// <summary>Polygons for the tests of this folder, near 139° east, 35° north.</summary>
internal static class Shapes
{
    /// <summary>Star-shaped polygons of 3 to 40 corners, off the grid, of any orientation, some with a hole.</summary>
    public static Gen<Polygon> Stars { get; } =
        from corners in Gen.Int[3, 40]
        from radii in Gen.Double[0.001, 0.02].Array[corners]
        from x in Gen.Double[139.0, 139.05]
        from y in Gen.Double[35.0, 35.05]
        from clockwise in Gen.Bool
        from hole in Gen.Bool
        select Star(x, y, radii, clockwise, hole);

    public static Geometry Wkt(string wkt)
    {
        var geometry = new WKTReader().Read(wkt);
        geometry.SRID = Crs.Storage;
        return geometry;
    }

    public static Polygon Ring(params (double X, double Y)[] corners) =>
        Crs.StorageFactory.CreatePolygon([.. corners.Append(corners[0]).Select(at => new Coordinate(at.X, at.Y))]);

    public static Zone Zone(string name, Geometry geometry, int version = 1) =>
        new(new Model.ZoneId(Guid.NewGuid()), name, version, ZoneGeometry.Prepare(geometry).Geometry);

    private static Polygon Star(double x, double y, double[] radii, bool clockwise, bool hole)
    {
        var shell = Corners(x, y, radii, clockwise);
        var factory = Crs.StorageFactory;
        return hole && radii.Length >= 6
            ? factory.CreatePolygon(factory.CreateLinearRing(shell), [factory.CreateLinearRing(Corners(x, y, [.. radii.Select(_ => 0.0003)], clockwise))])
            : factory.CreatePolygon(shell);
    }

    private static Coordinate[] Corners(double x, double y, double[] radii, bool clockwise)
    {
        var ring = radii.Select((radius, at) => (radius, angle: at * 2 * Math.PI / radii.Length))
            .Select(corner => new Coordinate(x + corner.radius * Math.Cos(corner.angle), y + corner.radius * Math.Sin(corner.angle))).ToList();
        if (clockwise) ring.Reverse();
        return [.. ring, ring[0].Copy()];
    }
}
