using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Implementation;

namespace GunMane.Spatial.Geo;

/// <summary>The one C# file that names an SRID. SQL asks <c>gunmane.storage_srid()</c>.</summary>
public static class Crs
{
    /// <summary>JGD2011 longitude/latitude (EPSG:6668): every stored geometry.</summary>
    public const int Storage = 6668;

    /// <summary>Web Mercator (EPSG:3857): vector tiles.</summary>
    public const int WebMercator = 3857;

    /// <summary>CRS84 as OGC API – Features writes it: longitude, latitude.</summary>
    public const string Crs84Uri = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";

    /// <summary>Cells per degree of the zone grid: RFC 7946's seven decimals (1e-7°, about 1 cm).</summary>
    public const double GridPerDegree = 1e7;

    /// <summary>Geometries as stored: longitude/latitude, SRID 6668, floating precision.</summary>
    public static GeometryFactory StorageFactory { get; } =
        new(new PrecisionModel(), Storage, CoordinateArraySequenceFactory.Instance);

    /// <summary>PROJ string of a Transverse Mercator centred at a longitude/latitude (degrees), GRS80, scale 0.9999, metres.</summary>
    public static string LocalMetres(double longitude, double latitude) => FormattableString.Invariant(
        $"+proj=tmerc +lat_0={latitude} +lon_0={longitude} +k=0.9999 +x_0=0 +y_0=0 +ellps=GRS80 +units=m +no_defs");
}
