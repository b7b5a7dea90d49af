using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace GunMane.Spatial.Geo;

/// <summary>Names of systems as files, services and people write them.</summary>
public static partial class Crs
{
    private const string Numerals = "〇一二三四五六七八九";

    /// <summary>
    /// The system that a text names: a code, a URN or URL, a WKT or PROJ text, or a name as people type it
    /// (平面直角8系, 世界測地系, 日本測地系, JGD2011 VIII, UTM 54). Null if it names none that is accepted.
    /// </summary>
    public static SourceCrs? Named(string text)
    {
        if (EpsgOf(text) is var code and not 0) return FromEpsg(code);
        return LooksLikeWkt(text) ? OfWkt(text) : ByName(Plain(text));
    }

    /// <summary>
    /// Reads a code alone, <c>EPSG:n</c>, <c>urn:ogc:def:crs:EPSG::n</c> with or without a version, <c>…/EPSG/0/n</c>, <c>epsg.xml#n</c>,
    /// <c>ESRI:n</c>, CRS84; 0 if it is none of these.
    /// </summary>
    public static int EpsgOf(string text)
    {
        if (LooksLikeWkt(text)) return 0;
        if (text.Contains("CRS84", StringComparison.OrdinalIgnoreCase)) return Wgs84;
        var match = AuthorityCode().Match(text);
        return match.Success ? int.Parse(match.Groups["code"].Value, CultureInfo.InvariantCulture) : 0;
    }

    private static SourceCrs? ByName(string name)
    {
        var datum = DatumOfName(name);
        if (UtmName().Match(name) is { Success: true } utm && int.Parse(utm.Groups[1].Value, CultureInfo.InvariantCulture) is >= FirstUtmZone and < FirstUtmZone + UtmZones and var band)
            return Of(CrsKind.Utm, datum ?? Datum.Jgd2011, band);
        if (MercatorName().IsMatch(name)) return Of(CrsKind.WebMercator, Datum.Wgs84, 0);
        var plane = PlaneName().IsMatch(name);
        if (ZoneOfName(name, plane || datum is not null) is > 0 and <= PlaneZones.Count and var zone) return Of(CrsKind.Plane, datum ?? Datum.Jgd2011, zone);
        if (plane) return null;
        return datum is { } known ? Of(CrsKind.Degrees, known, 0) : DegreesName().IsMatch(name) ? StorageSource : null;
    }

    // 日本測地系2000 and 2011 are the new ones, 日本測地系 alone the old one (測量法 until 2002).
    private static Datum? DatumOfName(string name)
    {
        if (NewestName().IsMatch(name)) return Datum.Jgd2011;
        if (SecondName().IsMatch(name)) return Datum.Jgd2000;
        if (OldName().IsMatch(name)) return Datum.Tokyo;
        return name.Contains("WGS", StringComparison.Ordinal) ? Datum.Wgs84 : name.Contains("世界測地系", StringComparison.Ordinal) ? Datum.Jgd2011 : null;
    }

    private static int ZoneOfName(string name, bool loose)
    {
        var match = ZoneName().Match(name);
        if (!match.Success && loose) match = TrailingZone().Match(name);
        if (!match.Success) return 0;
        var text = match.Groups["zone"].Value;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
        return Numerals.Contains(text[^1], StringComparison.Ordinal) || text.Contains('十', StringComparison.Ordinal) ? Kanji(text) : PlaneZones.FromRoman(text);
    }

    private static int Kanji(string text)
    {
        var at = text.IndexOf('十', StringComparison.Ordinal);
        if (at < 0) return text.Length == 1 ? Numerals.IndexOf(text[0], StringComparison.Ordinal) : 0;
        var tens = at == 0 ? 1 : Numerals.IndexOf(text[at - 1], StringComparison.Ordinal);
        return tens * 10 + (at + 1 < text.Length ? Numerals.IndexOf(text[at + 1], StringComparison.Ordinal) : 0);
    }

    private static string Plain(string text) =>
        string.Concat(text.Normalize(NormalizationForm.FormKC).Where(letter => !char.IsWhiteSpace(letter) && letter is not ('(' or ')' or '_' or '/' or '・' or '、' or ','))).ToUpperInvariant();

    [GeneratedRegex("^\\s*(?<code>[0-9]{4,6})\\s*$|(?:EPSG|ESRI|EPSG\\.XML)(?::[0-9.]*:|:|/[0-9.]+/|/|#|\\.XML#)(?<code>[0-9]{4,6})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AuthorityCode();

    [GeneratedRegex("UTM(?:座標系?)?(?:ZONE|第)?([0-9]{2})")]
    private static partial Regex UtmName();

    [GeneratedRegex("メルカトル(?!.*(?:UTM|横|ユニバーサル))|WEBMERCATOR|PSEUDO-?MERCATOR")]
    private static partial Regex MercatorName();

    [GeneratedRegex("平面直角|公共座標|19座標|PLANERECT|JAPANZONE|JPRCS")]
    private static partial Regex PlaneName();

    [GeneratedRegex("(?:第)?(?<zone>[0-9]{1,2}|[IVX]{1,5}|[〇一二三四五六七八九十]{1,3})(?:座標)?系|ZONE(?<zone>[0-9]{1,2}|[IVX]{1,5})")]
    private static partial Regex ZoneName();

    [GeneratedRegex("(?:JGD2011|JGD2000|JGD2024|TOKYO|CS|測地系|平面直角座標系?|平面直角|PLANERECTANGULAR|[^0-9IVX])(?<zone>[0-9]{1,2}|[IVX]{1,5})$")]
    private static partial Regex TrailingZone();

    [GeneratedRegex("緯度経度|経緯度|緯経度|LATLON|LONLAT|LON/LAT|LAT/LON")]
    private static partial Regex DegreesName();

    [GeneratedRegex("JGD20(?:11|24)|測地系20(?:11|24)|測地成果20(?:11|24)")]
    private static partial Regex NewestName();

    [GeneratedRegex("JGD2000|測地系2000|測地成果2000")]
    private static partial Regex SecondName();

    [GeneratedRegex("TOKYO|(?:^|[^A-Z])TKY|旧日本|旧測地|旧座標|日本測地系")]
    private static partial Regex OldName();
}
