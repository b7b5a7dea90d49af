namespace GunMane.Spatial.Tiles;

/// <summary>
/// The square that WebMercatorQuad (OGC 17-083r4) cuts into tiles, as shares of its side: 0…1 from the west and from the north. Latitudes
/// beyond the square have shares beyond 0…1; the poles are infinitely far.
/// </summary>
public static class World
{
    /// <summary>Units along the side of a tile.</summary>
    public const int Extent = 4096;

    /// <summary>Units beyond the edges that geometry is drawn.</summary>
    public const int Buffer = 64;

    /// <summary>Share from the west of a longitude, degrees.</summary>
    public static double X(double longitude) => (longitude + 180) / 360;

    /// <summary>Share from the north of a latitude, degrees.</summary>
    public static double Y(double latitude) => 0.5 - (Math.Log(Math.Tan((Math.PI / 4) + (latitude * Math.PI / 360))) / (2 * Math.PI));

    /// <summary>Degrees of longitude to a unit of the tiles of a zoom: as gunmane.tile_unit.</summary>
    public static double UnitDegrees(int zoom) => 360.0 / (1L << zoom) / Extent;
}
