using System.Globalization;
using System.Text.RegularExpressions;

namespace GunMane.Spatial.Import.Text;

/// <summary>Which coordinate a text is to be read as.</summary>
public enum DegreeAxis
{
    /// <summary>緯度, −90…90.</summary>
    Latitude,

    /// <summary>経度, −180…180.</summary>
    Longitude,
}

/// <summary>
/// Latitudes and longitudes as towns write them: decimal degrees, and degrees, minutes and seconds with any marks
/// (35°12′34.5″, 35度12分34秒5, 35-12-34.5, 35.12.34.5, 351234.5, N35 12 34.5, 北緯35度12.5分).
/// Pure; what a text says of its axis (N, 北緯, E, 東経) must agree with the axis that is asked for.
/// </summary>
public static partial class Degrees
{
    private const double MostMinutes = 60;

    /// <summary>Reads a latitude or a longitude.</summary>
    /// <param name="text">As the file has it.</param>
    /// <param name="axis">What it is to be.</param>
    /// <param name="value">Degrees, south and west negative; NaN if it is none.</param>
    /// <param name="repair">What was converted, in words for the report; null where plain decimal degrees stood there.</param>
    /// <returns>False for anything else, for another axis, and beyond ±90° or ±180°; minutes and seconds are below 60.</returns>
    public static bool TryParse(string? text, DegreeAxis axis, out double value, out string? repair)
    {
        (value, repair) = (double.NaN, null);
        if (text is null) return false;
        if (PlainNumber(text, out var plain) && InRange(plain, axis))
        {
            value = plain;
            return true;
        }

        if (Read(Marked(text), axis) is not { } read || !InRange(read, axis)) return false;
        value = read;
        var name = axis == DegreeAxis.Latitude ? "緯度" : "経度";
        repair = FormattableString.Invariant($"{name}: 「{text.Trim()}」を {Math.Round(read, 9)} 度として読みました (degrees read)");
        return true;
    }

    private static bool InRange(double value, DegreeAxis axis) => Math.Abs(value) <= (axis == DegreeAxis.Latitude ? 90 : 180);

    private static bool PlainNumber(string text, out double value) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value)
        && double.IsFinite(value);

    private static double? Read(string text, DegreeAxis axis)
    {
        var (sign, body) = Side(text, axis);
        if (sign == 0) return null;
        var value = Sexagesimal(body) ?? Dotted(body) ?? Packed(body, axis) ?? (DecimalPattern().IsMatch(body) ? Number(body) : null);
        return sign * value;
    }

    // The half of the globe, in front or behind; 0 where it belongs to the other axis.
    private static (int Sign, string Body) Side(string text, DegreeAxis axis)
    {
        var match = SidePattern().Match(text);
        var (letter, minus) = (match.Groups["side"].Value, match.Groups["sign"].Value == "-");
        if (letter.Length == 0) return (minus ? -1 : 1, match.Groups["body"].Value);
        var fits = letter is "N" or "S" ? axis == DegreeAxis.Latitude : axis == DegreeAxis.Longitude;
        return (fits && !minus ? (letter is "S" or "W" ? -1 : 1) : 0, match.Groups["body"].Value);
    }

    // 35d12m34.5s, 35d12.5m, 35d, 35-12-34.5, 35:12:34, 35 12 34, 35/12/34
    private static double? Sexagesimal(string body)
    {
        var match = SexagesimalPattern().Match(body);
        return match.Success ? Joined(match.Groups["d"].Value, match.Groups["m"].Value, Seconds(match)) : null;
    }

    // 34秒5 is 34.5 seconds.
    private static string Seconds(Match match) =>
        match.Groups["f"].Length > 0 ? $"{match.Groups["s"].Value}.{match.Groups["f"].Value}" : match.Groups["s"].Value;

    // 35.12.34 or 35.12.34.500: three numbers, so the first point is none of a decimal.
    private static double? Dotted(string body)
    {
        var match = DottedPattern().Match(body);
        return match.Success ? Joined(match.Groups["d"].Value, match.Groups["m"].Value, match.Groups["s"].Value) : null;
    }

    // 351234.5 and 1381234.5: only with the degrees of Japan, else it may as well be metres.
    private static double? Packed(string body, DegreeAxis axis)
    {
        var match = PackedPattern().Match(body);
        if (!match.Success) return null;
        var degrees = Number(match.Groups["d"].Value);
        var japan = axis == DegreeAxis.Latitude ? degrees is >= 20 and <= 46 : degrees is >= 122 and <= 154;
        return japan ? Joined(match.Groups["d"].Value, match.Groups["m"].Value, match.Groups["s"].Value) : null;
    }

    private static double? Joined(string degrees, string minutes, string seconds)
    {
        var (m, s) = (Number(minutes), Number(seconds));
        return m >= MostMinutes || s >= MostMinutes ? null : Number(degrees) + m / 60 + s / 3600;
    }

    private static double Number(string text) => text.Length == 0 ? 0 : double.Parse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

    // Every mark as one letter: d, m, s, and N, S, E, W for the half of the globe.
    private static string Marked(string text)
    {
        var marked = text.Replace("″", "s", StringComparison.Ordinal).Replace("˝", "s", StringComparison.Ordinal)
            .Replace('º', 'd').Replace('˚', 'd').Replace('゜', 'd').Replace('ﾟ', 'd').Replace('´', 'm').Replace('`', 'm');
        marked = Plain.Fold(marked).Replace('ー', '-').Replace("''", "s", StringComparison.Ordinal).Replace("′′", "s", StringComparison.Ordinal)
            .Replace("’’", "s", StringComparison.Ordinal);
        marked = WordPattern().Replace(marked, match => match.Value switch
        {
            "北緯" or "n" or "Ｎ" => "N",
            "南緯" => "S",
            "東経" or "e" => "E",
            "西経" or "w" => "W",
            "度" or "°" => "d",
            "分" or "'" or "′" or "’" or "‘" => "m",
            _ => "s",
        });
        return marked.Trim();
    }

    [GeneratedRegex("北緯|南緯|東経|西経|[new]|度|°|分|['′’‘]|秒|[\"”“〃]")]
    private static partial Regex WordPattern();

    [GeneratedRegex("^(?<side>[NSEW])?[ :.]?(?<sign>[+-])?(?<body>.*?)(?: ?(?<side>[NSEW]))?$")]
    private static partial Regex SidePattern();

    [GeneratedRegex("^(?<d>[0-9]{1,3}) ?[d:/ -] ?(?:(?<m>[0-9]{1,2}) ?[m:/ -] ?(?<s>[0-9]{1,2}(?:[.][0-9]+)?) ?(?:s ?(?<f>[0-9]+)?)?|(?<m>[0-9]{1,2}(?:[.][0-9]+)?) ?m?)$|^(?<d>[0-9]{1,3}(?:[.][0-9]+)?) ?d$")]
    private static partial Regex SexagesimalPattern();

    [GeneratedRegex("^(?<d>[0-9]{1,3})[.](?<m>[0-9]{1,2})[.](?<s>[0-9]{1,2}(?:[.][0-9]+)?)$")]
    private static partial Regex DottedPattern();

    [GeneratedRegex("^(?<d>[0-9]{2,3})(?<m>[0-9]{2})(?<s>[0-9]{2}(?:[.][0-9]+)?)$")]
    private static partial Regex PackedPattern();

    [GeneratedRegex("^[0-9]{1,3}(?:[.][0-9]+)?$")]
    private static partial Regex DecimalPattern();
}
