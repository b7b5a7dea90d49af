using System.Globalization;
using System.Text.RegularExpressions;

namespace GunMane.Spatial.Geo;

/// <summary>.prj texts: WKT 1 as ESRI and GDAL write it, WKT 2 (ISO 19162), PROJ strings.</summary>
public static partial class Crs
{
    private const double Close = 1e-6;
    private const double PlaneScale = 0.9999;
    private const double UtmScale = 0.9996;
    private const double UtmEasting = 500_000;

    /// <summary>
    /// EPSG code of a .prj text: a known datum alone, with the Transverse Mercator of one of the 19 zones or of a UTM zone,
    /// or with Web Mercator; of a compound system its horizontal part. 0 if it is none of these.
    /// </summary>
    public static int EpsgOfWkt(string wkt) => OfWkt(wkt)?.Srid ?? 0;

    private static bool LooksLikeWkt(string text) => text.Contains('[', StringComparison.Ordinal) || text.Contains("+proj=", StringComparison.Ordinal);

    private static SourceCrs? OfWkt(string text)
    {
        if (!text.Contains('[', StringComparison.Ordinal)) return OfProj(text);
        if (DatumOfWkt(text) is not { } datum) return null;
        if (!Projected().IsMatch(text)) return Of(CrsKind.Degrees, datum, 0);
        if (MercatorOfWeb().IsMatch(text)) return Of(CrsKind.WebMercator, Datum.Wgs84, 0);
        if (!TransverseMercatorName().IsMatch(text) || FeetName().IsMatch(text)) return null;
        var values = Parameters(text);
        double Value(double absent, params string[] names) => names.Where(values.ContainsKey).Select(name => values[name]).FirstOrDefault(absent);
        return Transverse(datum, Value(double.NaN, "latitudeoforigin", "latitudeofnaturalorigin"), Value(double.NaN, "centralmeridian", "longitudeofnaturalorigin"),
            Value(1, "scalefactor", "scalefactoratnaturalorigin"), Value(0, "falseeasting"), Value(0, "falsenorthing"));
    }

    private static SourceCrs? Transverse(Datum datum, double latitude, double longitude, double scale, double easting, double northing)
    {
        if (Math.Abs(northing) > Close) return null;
        if (Math.Abs(scale - PlaneScale) < Close && Math.Abs(easting) < Close)
            return PlaneZones.Find(latitude, longitude) is > 0 and var zone ? Of(CrsKind.Plane, datum, zone) : null;
        if (Math.Abs(scale - UtmScale) > Close || Math.Abs(easting - UtmEasting) > Close || Math.Abs(latitude) > Close) return null;
        var band = (longitude + 183) / 6;
        return band is >= FirstUtmZone and < FirstUtmZone + UtmZones && Math.Abs(band - Math.Round(band)) < Close ? Of(CrsKind.Utm, datum, (int)Math.Round(band)) : null;
    }

    private static Datum? DatumOfWkt(string wkt)
    {
        var name = Datums().Match(wkt).Groups[1].Value.ToUpperInvariant();
        if (name.Contains("1984", StringComparison.Ordinal) && name.Contains('W', StringComparison.Ordinal)) return Datum.Wgs84;
        if (name.Contains("TOKYO", StringComparison.Ordinal)) return name.Contains("1892", StringComparison.Ordinal) ? null : Datum.Tokyo;
        if (!name.Contains("JGD", StringComparison.Ordinal) && !name.Contains("JAPANESE", StringComparison.Ordinal)) return null;
        return name.Contains("2000", StringComparison.Ordinal) ? Datum.Jgd2000
            : name.Contains("2011", StringComparison.Ordinal) || name.Contains("2024", StringComparison.Ordinal) ? Datum.Jgd2011 : null;
    }

    private static Dictionary<string, double> Parameters(string wkt)
    {
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (Match match in Parameter().Matches(wkt))
        {
            var name = string.Concat(match.Groups[1].Value.Where(char.IsAsciiLetter)).ToLowerInvariant();
            if (double.TryParse(match.Groups[2].Value, CultureInfo.InvariantCulture, out var value)) values.TryAdd(name, value);
        }

        return values;
    }

    private static SourceCrs? OfProj(string text)
    {
        var words = text.Split((char[])[' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word.TrimStart('+').Split('=', 2)).GroupBy(pair => pair[0]).ToDictionary(group => group.Key, group => group.First().ElementAtOrDefault(1) ?? "");
        double Value(string name, double absent) => words.TryGetValue(name, out var value) && double.TryParse(value, CultureInfo.InvariantCulture, out var number) ? number : absent;
        var datum = words.GetValueOrDefault("ellps") switch
        {
            "bessel" => Datum.Tokyo,
            "GRS80" => Datum.Jgd2011,
            "WGS84" => Datum.Wgs84,
            _ => words.GetValueOrDefault("datum") == "WGS84" ? Datum.Wgs84 : (Datum?)null,
        };
        var projection = words.GetValueOrDefault("proj");
        if (projection is "webmerc" || (projection is "merc" && words.ContainsKey("a") && words.GetValueOrDefault("a") == words.GetValueOrDefault("b"))) return Of(CrsKind.WebMercator, Datum.Wgs84, 0);
        if (datum is not { } known || words.GetValueOrDefault("units", "m") != "m") return null;
        return projection switch
        {
            "longlat" or "latlong" => Of(CrsKind.Degrees, known, 0),
            "utm" => Transverse(known, 0, 6 * Value("zone", 0) - 183, UtmScale, UtmEasting, 0),
            "tmerc" => Transverse(known, Value("lat_0", 0), Value("lon_0", 0), Value("k", Value("k_0", 1)), Value("x_0", 0), Value("y_0", 0)),
            _ => null,
        };
    }

    [GeneratedRegex("(?:\\b(?:GEODETIC)?DATUM|TRF|ENSEMBLE)\\s*\\[\\s*\"([^\"]+)\"", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Datums();

    [GeneratedRegex("\\bPROJ(?:CS|CRS|ECTEDCRS)\\s*\\[", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Projected();

    [GeneratedRegex("auxiliary_sphere|pseudo.?mercator|popular visualisation|web_?mercator", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex MercatorOfWeb();

    [GeneratedRegex("Transverse[_ ]Mercator|Gauss[_ ]Kruger", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TransverseMercatorName();

    [GeneratedRegex("UNIT\\s*\\[\\s*\"[^\"]*(?:foot|feet|kilomet)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FeetName();

    [GeneratedRegex("PARAMETER\\s*\\[\\s*\"([^\"]+)\"\\s*,\\s*(-?[0-9.eE+-]+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Parameter();
}
