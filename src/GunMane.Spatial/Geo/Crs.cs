using System.Globalization;
using System.Text.RegularExpressions;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Implementation;

namespace GunMane.Spatial.Geo;

/// <summary>A coordinate reference system that a file may come in.</summary>
/// <param name="Srid">EPSG code.</param>
/// <param name="Degrees">Longitude/latitude in degrees; otherwise a 平面直角座標系 in metres.</param>
/// <param name="Name">Name for reports, e.g. <c>EPSG:2450 JGD2000 平面直角 VIII 系</c>.</param>
/// <param name="Accuracy">What the conversion to JGD2011 may be off, for the report; null where it is exact.</param>
public sealed record SourceCrs(int Srid, bool Degrees, string Name, string? Accuracy);

/// <summary>The one C# file that names an SRID. SQL asks <c>gunmane.storage_srid()</c>.</summary>
public static partial class Crs
{
    /// <summary>JGD2011 longitude/latitude (EPSG:6668): every stored geometry.</summary>
    public const int Storage = 6668;

    /// <summary>CRS84 as OGC API – Features writes it: longitude, latitude.</summary>
    public const string Crs84Uri = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";

    /// <summary>The systems in which files may come, for messages.</summary>
    public const string AcceptedSources = "EPSG:6668、4612、4326、6669–6687、2443–2461";

    /// <summary>A system as an option names it: JGD2000 / 平面直角 VIII.</summary>
    public const string SourceExample = "EPSG:2450";

    /// <summary>Cells per degree of the zone grid: RFC 7946's seven decimals (1e-7°, about 1 cm).</summary>
    public const double GridPerDegree = 1e7;

    private const int Wgs84 = 4326;
    private const int Jgd2000 = 4612;
    private const int Tokyo = 4301;
    private const int FirstZoneJgd2011 = 6669;
    private const int FirstZoneJgd2000 = 2443;
    private const int FirstZoneTokyo = 30161;
    private const string Jgd2000Accuracy = "JGD2000 を JGD2011 とみなしました。東日本・北日本では地殻変動の分(最大数 m)ずれることがあります。";

    /// <summary>Geometries as stored: longitude/latitude, SRID 6668, floating precision.</summary>
    public static GeometryFactory StorageFactory { get; } =
        new(new PrecisionModel(), Storage, CoordinateArraySequenceFactory.Instance);

    /// <summary>Geometries as a file has them, before their CRS is applied (SRID 0).</summary>
    public static GeometryFactory FileFactory { get; } =
        new(new PrecisionModel(), 0, CoordinateArraySequenceFactory.Instance);

    /// <summary>JGD2011 longitude/latitude as a source.</summary>
    public static SourceCrs StorageSource { get; } = new(Storage, true, "EPSG:6668 JGD2011", null);

    /// <summary>PROJ string of a Transverse Mercator centred at a longitude/latitude (degrees), GRS80, scale 0.9999, metres.</summary>
    public static string LocalMetres(double longitude, double latitude) => FormattableString.Invariant(
        $"+proj=tmerc +lat_0={latitude} +lon_0={longitude} +k=0.9999 +x_0=0 +y_0=0 +ellps=GRS80 +units=m +no_defs");

    /// <summary>Whether a code is one of the Tokyo datum (4301, 30161–30179): refused, see docs/reference/import.md.</summary>
    public static bool IsTokyoDatum(int srid) => srid == Tokyo || srid - FirstZoneTokyo is >= 0 and < PlaneZones.Count;

    /// <summary>The source CRS of an EPSG code; null if files in it are not accepted.</summary>
    public static SourceCrs? FromEpsg(int srid) => srid switch
    {
        Storage => StorageSource,
        Wgs84 => new(srid, true, "EPSG:4326 WGS 84 (JGD2011 とみなす)", null),
        Jgd2000 => new(srid, true, "EPSG:4612 JGD2000", Jgd2000Accuracy),
        >= FirstZoneJgd2011 and < FirstZoneJgd2011 + PlaneZones.Count => Plane(srid, srid - FirstZoneJgd2011 + 1, "JGD2011", null),
        >= FirstZoneJgd2000 and < FirstZoneJgd2000 + PlaneZones.Count => Plane(srid, srid - FirstZoneJgd2000 + 1, "JGD2000", Jgd2000Accuracy),
        _ => null,
    };

    /// <summary>Reads <c>EPSG:2450</c>, <c>urn:ogc:def:crs:EPSG::6668</c>, <c>…/EPSG/0/4326</c>, CRS84; 0 if it is none of these.</summary>
    public static int EpsgOf(string text)
    {
        if (text.Contains("CRS84", StringComparison.OrdinalIgnoreCase)) return Wgs84;
        var match = EpsgCode().Match(text);
        return match.Success ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : 0;
    }

    /// <summary>
    /// EPSG code of a .prj text (WKT 1 as ESRI and GDAL write it): a known datum alone, or with a Transverse Mercator
    /// on the origin of one of the 19 zones. 0 if it is neither.
    /// </summary>
    public static int EpsgOfWkt(string wkt)
    {
        var datum = DatumName().Match(wkt).Groups[1].Value.ToUpperInvariant();
        var (degrees, zones) = datum switch
        {
            _ when datum.Contains("2011", StringComparison.Ordinal) => (Storage, FirstZoneJgd2011),
            _ when datum.Contains("2000", StringComparison.Ordinal) => (Jgd2000, FirstZoneJgd2000),
            _ when datum.Contains("TOKYO", StringComparison.Ordinal) => (Tokyo, FirstZoneTokyo),
            _ when datum.Contains("1984", StringComparison.Ordinal) => (Wgs84, 0),
            _ => (0, 0),
        };
        if (!wkt.TrimStart().StartsWith("PROJCS", StringComparison.OrdinalIgnoreCase)) return degrees;
        var zone = PlaneZones.Find(Parameter(wkt, "latitude_of_origin"), Parameter(wkt, "central_meridian"));
        return zones == 0 || zone == 0 ? 0 : zones + zone - 1;
    }

    private static SourceCrs Plane(int srid, int zone, string datum, string? accuracy) =>
        new(srid, false, $"EPSG:{srid} {datum} 平面直角 {PlaneZones.Roman(zone)} 系", accuracy);

    private static double Parameter(string wkt, string name)
    {
        var match = Regex.Match(wkt, $"PARAMETER\\[\"{name}\",\\s*(-?[0-9.eE+-]+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        return match.Success && double.TryParse(match.Groups[1].Value, CultureInfo.InvariantCulture, out var value) ? value : double.NaN;
    }

    [GeneratedRegex("EPSG(?:::|:|/[0-9.]+/|/)([0-9]{4,5})", RegexOptions.IgnoreCase)]
    private static partial Regex EpsgCode();

    [GeneratedRegex("DATUM\\[\"([^\"]+)\"", RegexOptions.IgnoreCase)]
    private static partial Regex DatumName();
}
