using GunMane.Spatial.Geo;
using NetTopologySuite.Geometries;

namespace GunMane.Spatial.Zoning;

/// <summary>
/// The grid on which zone vertices lie: 1e-7° (<see cref="Crs.GridPerDegree"/>), the seven decimals of RFC 7946.
/// A grid coordinate is the double nearest to k / 10⁷, which is what reading its seven decimals gives back.
/// </summary>
public static class ZoneGrid
{
    /// <summary>The grid coordinate nearest to a coordinate in degrees.</summary>
    public static double Snap(double degrees) => Steps(degrees) / Crs.GridPerDegree;

    /// <summary>Whole grid steps from zero.</summary>
    public static double Steps(double degrees) => Math.Round(degrees * Crs.GridPerDegree, MidpointRounding.AwayFromZero);

    /// <summary>The grid point nearest to a coordinate; Z and M are dropped.</summary>
    public static Coordinate Snap(Coordinate at) => new(Snap(at.X), Snap(at.Y));

    /// <summary>Rebuilds a polygonal geometry ring by ring. A ring that comes back with fewer than four coordinates is
    /// left out: a hole closes, a part vanishes. The result may be empty; it is a Polygon if one part is left.</summary>
    public static Geometry MapRings(Geometry polygonal, Func<Coordinate[], Coordinate[]> ring)
    {
        var parts = Parts(polygonal).Select(part => MapPolygon(part, ring)).OfType<Polygon>().ToArray();
        return parts.Length == 1 ? parts[0] : Crs.StorageFactory.CreateMultiPolygon(parts);
    }

    /// <summary>The polygons of a Polygon or MultiPolygon.</summary>
    public static IEnumerable<Polygon> Parts(Geometry polygonal) =>
        Enumerable.Range(0, polygonal.NumGeometries).Select(polygonal.GetGeometryN).OfType<Polygon>().Where(part => !part.IsEmpty);

    /// <summary>All rings of a polygonal geometry.</summary>
    public static IEnumerable<Coordinate[]> Rings(Geometry polygonal) =>
        Parts(polygonal).SelectMany(part => part.Holes.Prepend(part.Shell)).Select(ring => ring.Coordinates);

    private static Polygon? MapPolygon(Polygon part, Func<Coordinate[], Coordinate[]> ring)
    {
        var shell = ring(part.Shell.Coordinates);
        if (shell.Length < 4) return null;
        var holes = part.Holes.Select(hole => ring(hole.Coordinates)).Where(hole => hole.Length >= 4);
        return Crs.StorageFactory.CreatePolygon(Crs.StorageFactory.CreateLinearRing(shell), [.. holes.Select(Crs.StorageFactory.CreateLinearRing)]);
    }
}
