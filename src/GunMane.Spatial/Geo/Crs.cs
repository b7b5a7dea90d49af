using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Implementation;

namespace GunMane.Spatial.Geo;

/// <summary>
/// The one C# class that names an SRID (SQL asks <c>gunmane.storage_srid()</c>), and the catalogue of the systems in which
/// files come. Reading their names is in CrsText.cs, of .prj texts in CrsWkt.cs.
/// </summary>
public static partial class Crs
{
    /// <summary>JGD2011 longitude/latitude (EPSG:6668): every stored geometry.</summary>
    public const int Storage = 6668;

    /// <summary>CRS84 as OGC API – Features writes it: longitude, latitude.</summary>
    public const string Crs84Uri = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";

    /// <summary>Web Mercator as OGC API – Tiles writes it.</summary>
    public const string WebMercatorUri = "http://www.opengis.net/def/crs/EPSG/0/3857";

    /// <summary>The systems in which files may come, for messages.</summary>
    public const string AcceptedSources = "EPSG:6668・4612・4326・4301(緯度経度)、6669–6687・2443–2461・30161–30179(平面直角)、"
        + "6688–6692・3097–3101・3092–3096・32651–32655(UTM)、3857、または「平面直角8系」「世界測地系」「日本測地系」「JGD2011 VIII」のような名前";

    /// <summary>A system as an option names it: JGD2000 / 平面直角 VIII.</summary>
    public const string SourceExample = "EPSG:2450";

    /// <summary>Cells per degree of the zone grid: RFC 7946's seven decimals (1e-7°, about 1 cm).</summary>
    public const double GridPerDegree = 1e7;

    /// <summary>
    /// Tokyo datum → JGD2000/JGD2011 without a grid: shift of the origin in metres (国土地理院: Δx −146.414, Δy 507.337,
    /// Δz 680.507), about 9 m over the country. Written out for every Tokyo system: left to itself PROJ takes another
    /// operation in zones I–III.
    /// </summary>
    public const string TokyoShift = "+towgs84=-146.414,507.337,680.507,0,0,0,0";

    /// <summary>Storage as the PROJ target that a shift or a grid leads to.</summary>
    public const string StorageProj = "+proj=longlat +ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +no_defs";

    /// <summary>NTv2 form of 国土地理院's TKY2JGD, as PROJ and QGIS distribute it: Tokyo datum → JGD2000.</summary>
    public const string TokyoGrid = "tky2jgd.gsb";

    /// <summary>NTv2 form of 国土地理院's PatchJGD for the 2011 earthquake: JGD2000 → JGD2011 in the east and north.</summary>
    public const string EarthquakeGrid = "touhokutaiheiyouoki2011.gsb";

    private const int Wgs84 = 4326;
    private const int Jgd2000 = 4612;
    private const int Tokyo = 4301;
    private const int WebMercator = 3857;
    private const int FirstUtmZone = 51;
    private const int UtmZones = 5;

    // Runs of codes that mean the 19 zones or the five UTM zones in order: EPSG first, then ESRI's and the compound ones with heights.
    private static readonly (int First, int Count, CrsKind Kind, Datum Datum)[] Runs =
    [
        (6669, PlaneZones.Count, CrsKind.Plane, Datum.Jgd2011), (2443, PlaneZones.Count, CrsKind.Plane, Datum.Jgd2000),
        (30161, PlaneZones.Count, CrsKind.Plane, Datum.Tokyo), (102610, PlaneZones.Count, CrsKind.Plane, Datum.Jgd2011),
        (10162, 13, CrsKind.Plane, Datum.Jgd2011), (11319, 13, CrsKind.Plane, Datum.Jgd2011),
        (6688, UtmZones, CrsKind.Utm, Datum.Jgd2011), (3097, UtmZones, CrsKind.Utm, Datum.Jgd2000), (3092, UtmZones, CrsKind.Utm, Datum.Tokyo),
        (32651, UtmZones, CrsKind.Utm, Datum.Wgs84), (102593, UtmZones, CrsKind.Utm, Datum.Jgd2011), (102145, UtmZones, CrsKind.Utm, Datum.Jgd2000),
        (102151, UtmZones, CrsKind.Utm, Datum.Tokyo),
    ];

    // Degrees and Web Mercator under their other codes: three-dimensional, with heights, ESRI's, and those from before EPSG had one.
    private static readonly Dictionary<int, (CrsKind Kind, Datum Datum)> Singles = new()
    {
        [Storage] = (CrsKind.Degrees, Datum.Jgd2011), [6667] = (CrsKind.Degrees, Datum.Jgd2011), [6697] = (CrsKind.Degrees, Datum.Jgd2011),
        [104020] = (CrsKind.Degrees, Datum.Jgd2011), [Jgd2000] = (CrsKind.Degrees, Datum.Jgd2000), [4947] = (CrsKind.Degrees, Datum.Jgd2000),
        [4353] = (CrsKind.Degrees, Datum.Jgd2000), [6696] = (CrsKind.Degrees, Datum.Jgd2000), [104111] = (CrsKind.Degrees, Datum.Jgd2000),
        [Tokyo] = (CrsKind.Degrees, Datum.Tokyo), [6700] = (CrsKind.Degrees, Datum.Tokyo), [7414] = (CrsKind.Degrees, Datum.Tokyo),
        [Wgs84] = (CrsKind.Degrees, Datum.Wgs84), [4979] = (CrsKind.Degrees, Datum.Wgs84), [WebMercator] = (CrsKind.WebMercator, Datum.Wgs84),
        [3785] = (CrsKind.WebMercator, Datum.Wgs84), [900913] = (CrsKind.WebMercator, Datum.Wgs84), [102100] = (CrsKind.WebMercator, Datum.Wgs84),
        [102113] = (CrsKind.WebMercator, Datum.Wgs84),
    };

    /// <summary>Geometries as stored: longitude/latitude, SRID 6668, floating precision.</summary>
    public static GeometryFactory StorageFactory { get; } =
        new(new PrecisionModel(), Storage, CoordinateArraySequenceFactory.Instance);

    /// <summary>Geometries as a file has them, before their CRS is applied (SRID 0).</summary>
    public static GeometryFactory FileFactory { get; } =
        new(new PrecisionModel(), 0, CoordinateArraySequenceFactory.Instance);

    /// <summary>JGD2011 longitude/latitude as a source.</summary>
    public static SourceCrs StorageSource { get; } = Of(CrsKind.Degrees, Datum.Jgd2011, 0);

    /// <summary>PROJ string of a Transverse Mercator centred at a longitude/latitude (degrees), GRS80, scale 0.9999, metres.</summary>
    public static string LocalMetres(double longitude, double latitude) => TransverseMercator(longitude, latitude, "GRS80");

    /// <summary>
    /// The systems in which features are served (OGC 18-058r1): CRS84, JGD2011, WGS 84, Web Mercator and the 19 zones of 平面直角.
    /// EPSG defines the degrees as latitude, longitude and the zones as north (X), east (Y).
    /// </summary>
    public static IReadOnlyList<ServedCrs> Served { get; } =
    [
        new(Crs84Uri, Storage, false, true), Epsg(Storage, true, true), Epsg(Wgs84, true, true), Epsg(WebMercator, false, false),
        .. Enumerable.Range(First(CrsKind.Plane, Datum.Jgd2011), PlaneZones.Count).Select(srid => Epsg(srid, true, false)),
    ];

    /// <summary>The system of the stored geometries among them.</summary>
    public static ServedCrs ServedStorage => Served.First(crs => crs.Srid == Storage && crs.Uri != Crs84Uri);

    /// <summary>A served system by its URI; null if it is none of them.</summary>
    public static ServedCrs? FindServed(string uri) => Served.FirstOrDefault(crs => crs.Uri == uri);

    /// <summary>The source CRS of an EPSG or ESRI code, by its horizontal part; null if files in it are not accepted.</summary>
    public static SourceCrs? FromEpsg(int srid)
    {
        if (Singles.TryGetValue(srid, out var single)) return Of(single.Kind, single.Datum, 0);
        foreach (var (first, count, kind, datum) in Runs)
        {
            if (srid >= first && srid < first + count) return Of(kind, datum, srid - first + (kind == CrsKind.Plane ? 1 : FirstUtmZone));
        }

        return null;
    }

    /// <summary>The system of a kind, a datum and a zone (平面直角 1–19, UTM 51–55; else 0).</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such system.</exception>
    public static SourceCrs Of(CrsKind kind, Datum datum, int zone) => kind switch
    {
        CrsKind.Degrees => Degrees(datum),
        CrsKind.WebMercator => new(WebMercator, Datum.Wgs84, kind, 0, $"EPSG:{WebMercator} Web Mercator"),
        CrsKind.Plane when zone is >= 1 and <= PlaneZones.Count => Plane(datum == Datum.Wgs84 ? Datum.Jgd2011 : datum, zone),
        CrsKind.Utm when zone is >= FirstUtmZone and < FirstUtmZone + UtmZones => Utm(datum, zone),
        _ => throw new ArgumentOutOfRangeException(nameof(zone), zone, $"{kind}"),
    };

    /// <summary>PROJ string of a system without its datum's shift.</summary>
    internal static string ProjOf(SourceCrs crs)
    {
        var ellipsoid = crs.Datum switch { Datum.Tokyo => "bessel", Datum.Wgs84 => "WGS84", _ => "GRS80" };
        return crs.Kind switch
        {
            CrsKind.Degrees => $"+proj=longlat +ellps={ellipsoid} +no_defs",
            CrsKind.Plane => TransverseMercator(PlaneZones.Origin(crs.Zone).Longitude, PlaneZones.Origin(crs.Zone).Latitude, ellipsoid),
            CrsKind.Utm => $"+proj=utm +zone={crs.Zone} +ellps={ellipsoid} +units=m +no_defs",
            _ => "+proj=webmerc +ellps=WGS84 +units=m +no_defs",
        };
    }

    private static ServedCrs Epsg(int srid, bool isNorthFirst, bool isDegrees) =>
        new(FormattableString.Invariant($"http://www.opengis.net/def/crs/EPSG/0/{srid}"), srid, isNorthFirst, isDegrees);

    private static string TransverseMercator(double longitude, double latitude, string ellipsoid) => FormattableString.Invariant(
        $"+proj=tmerc +lat_0={latitude} +lon_0={longitude} +k=0.9999 +x_0=0 +y_0=0 +ellps={ellipsoid} +units=m +no_defs");

    private static SourceCrs Degrees(Datum datum)
    {
        var (srid, note) = datum switch
        {
            Datum.Jgd2011 => (Storage, ""),
            Datum.Jgd2000 => (Jgd2000, ""),
            Datum.Tokyo => (Tokyo, ""),
            _ => (Wgs84, " (JGD2011 とみなす)"),
        };
        return new(srid, datum, CrsKind.Degrees, 0, $"EPSG:{srid} {NameOf(datum)}{note}");
    }

    private static SourceCrs Plane(Datum datum, int zone)
    {
        var srid = First(CrsKind.Plane, datum) + zone - 1;
        return new(srid, datum, CrsKind.Plane, zone, $"EPSG:{srid} {NameOf(datum)} 平面直角 {PlaneZones.Roman(zone)} 系");
    }

    private static SourceCrs Utm(Datum datum, int zone)
    {
        var srid = First(CrsKind.Utm, datum) + zone - FirstUtmZone;
        return new(srid, datum, CrsKind.Utm, zone, $"EPSG:{srid} {NameOf(datum)} UTM {zone}N");
    }

    private static int First(CrsKind kind, Datum datum) => Array.Find(Runs, run => run.Kind == kind && run.Datum == datum).First;

    private static string NameOf(Datum datum) => datum switch
    {
        Datum.Jgd2011 => "JGD2011",
        Datum.Jgd2000 => "JGD2000",
        Datum.Tokyo => "日本測地系(旧)",
        _ => "WGS 84",
    };
}
