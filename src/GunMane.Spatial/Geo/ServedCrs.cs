namespace GunMane.Spatial.Geo;

/// <summary>A system in which features are served and asked for.</summary>
/// <param name="Uri">Its OGC URI.</param>
/// <param name="Srid">Its SRID in PostGIS, which keeps east or longitude first whatever the system says.</param>
/// <param name="IsNorthFirst">Whether north or latitude is its first axis.</param>
/// <param name="IsDegrees">Degrees; else metres.</param>
public sealed record ServedCrs(string Uri, int Srid, bool IsNorthFirst, bool IsDegrees)
{
    /// <summary>Whether its numbers are those of the stored geometries: JGD2011 degrees (WGS 84 is taken as JGD2011), whatever their order.</summary>
    public bool IsStorage => IsDegrees;
}
