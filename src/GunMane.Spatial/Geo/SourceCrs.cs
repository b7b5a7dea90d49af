namespace GunMane.Spatial.Geo;

/// <summary>Geodetic datums in which Japanese files come.</summary>
public enum Datum
{
    /// <summary>日本測地系2011 (JGD2011), in force since 2011-10-21; what is stored. JGD2024 differs in heights only.</summary>
    Jgd2011,

    /// <summary>日本測地系2000 (JGD2000), 2002-04-01 to 2011; equal to JGD2011 outside the prefectures that the 2011 earthquake moved.</summary>
    Jgd2000,

    /// <summary>旧日本測地系 (Tokyo datum), before 2002-04-01: about 450 m from the others.</summary>
    Tokyo,

    /// <summary>WGS 84 as receivers and web maps give it: taken as JGD2011.</summary>
    Wgs84,
}

/// <summary>What the two numbers of a coordinate are.</summary>
public enum CrsKind
{
    /// <summary>Longitude and latitude in degrees.</summary>
    Degrees,

    /// <summary>平面直角座標系, metres; as geometry easting first (the Y of surveyors), northing second (their X).</summary>
    Plane,

    /// <summary>UTM, metres.</summary>
    Utm,

    /// <summary>Web Mercator, metres of the map at the equator.</summary>
    WebMercator,
}

/// <summary>A coordinate reference system that a file may come in.</summary>
/// <param name="Srid">EPSG code.</param>
/// <param name="Datum">Its datum.</param>
/// <param name="Kind">What its numbers are.</param>
/// <param name="Zone">Zone of <see cref="CrsKind.Plane"/> (1–19) and <see cref="CrsKind.Utm"/> (51–55); else 0.</param>
/// <param name="Name">Name for reports, e.g. <c>EPSG:… JGD2000 平面直角 VIII 系</c>.</param>
public sealed record SourceCrs(int Srid, Datum Datum, CrsKind Kind, int Zone, string Name)
{
    /// <summary>Whether numbers are degrees.</summary>
    public bool IsDegrees => Kind == CrsKind.Degrees;

    /// <summary>Longitude/latitude in degrees of a datum that counts as JGD2011: stored as they are.</summary>
    public bool Degrees => IsDegrees && Datum != Datum.Tokyo;

    /// <summary>
    /// PROJ string of the system, datum left out: <c>+proj=… +ellps=…</c>. With <see cref="Crs.TokyoShift"/> or a grid it
    /// is a complete source for ST_Transform, whose target must then be <see cref="Crs.StorageProj"/>: towards an SRID
    /// PostGIS would leave the shift out.
    /// </summary>
    public string Proj => Crs.ProjOf(this);

    /// <summary>West, east, south, north of what its numbers can mean; null where they are taken as they are.</summary>
    public double[]? Range => Kind switch
    {
        CrsKind.Degrees when Datum != Datum.Tokyo => null,
        CrsKind.Degrees => [-180, 180, -90, 90],
        CrsKind.Plane => [-1.5e6, 1.5e6, -1.5e6, 1.5e6],
        CrsKind.Utm => [-1e6, 2e6, 0, 1e7],
        _ => [-20_037_508.35, 20_037_508.35, -20_037_508.35, 20_037_508.35],
    };

    /// <summary>The same system in another datum; itself for Web Mercator.</summary>
    public SourceCrs In(Datum datum) => Kind == CrsKind.WebMercator ? this : Crs.Of(Kind, datum, Zone);
}
