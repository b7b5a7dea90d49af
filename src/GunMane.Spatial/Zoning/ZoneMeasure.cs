using NetTopologySuite.Algorithm;
using NetTopologySuite.Geometries;

namespace GunMane.Spatial.Zoning;

/// <summary>Sizes of zones for limits and warnings; what a zone holds is measured in PostGIS.</summary>
public static class ZoneMeasure
{
    private const double SemiMajorM = 6378137;
    private const double EccentricitySquared = 0.00669438002290;

    /// <summary>Area in square metres of a lon/lat geometry: planar degrees times the radii of curvature of GRS80 at its
    /// middle latitude. Within 0.1 % for zones of up to about 50 km.</summary>
    public static double AreaM2(Geometry geometry)
    {
        if (geometry.IsEmpty) return 0;
        var latitude = AngleUtility.ToRadians(geometry.EnvelopeInternal.Centre.Y);
        var curve = 1 - EccentricitySquared * Math.Pow(Math.Sin(latitude), 2);
        var northM = SemiMajorM * (1 - EccentricitySquared) / Math.Pow(curve, 1.5);
        var eastM = SemiMajorM / Math.Sqrt(curve) * Math.Cos(latitude);
        var perDegree = Math.PI / 180;
        return Area(geometry) * northM * perDegree * eastM * perDegree;
    }

    // Shifted to the first corner: with coordinates near 139 the shoelace sum loses the last square metre otherwise.
    private static double Area(Geometry geometry) =>
        ZoneGrid.Parts(geometry).Sum(part => Math.Abs(Area(part.Shell)) - part.Holes.Sum(hole => Math.Abs(Area(hole))));

    private static double Area(LinearRing ring)
    {
        var origin = ring.GetCoordinateN(0);
        return NetTopologySuite.Algorithm.Area.OfRingSigned(
            [.. ring.Coordinates.Select(at => new Coordinate(at.X - origin.X, at.Y - origin.Y))]);
    }
}
