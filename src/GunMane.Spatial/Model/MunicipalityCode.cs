using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace GunMane.Spatial.Model;

/// <summary>
/// 全国地方公共団体コード: two digits of prefecture, three of municipality, and sometimes a sixth check digit
/// (総務省「全国地方公共団体コード仕様」, JIS X 0402: 11 − (Σ digit × weight 6…2) mod 11, last digit of it).
/// </summary>
public static partial class MunicipalityCode
{
    private const int FirstOrdinaryCity = 200;
    private const int FirstMunicipality = 100;

    // 政令指定都市 (地方自治法第252条の19第1項の指定都市の指定に関する政令). A ward's code lies after its city's and before the next one's.
    private static readonly int[] Cities =
        [1100, 4100, 11100, 12100, 14100, 14130, 14150, 15100, 22100, 22130, 23100, 26100, 27100, 27140, 28100, 33100, 34100, 40100, 40130, 43100];

    /// <summary>Codes of the 20 designated cities, whose wards are no municipalities of their own.</summary>
    public static IReadOnlyList<string> DesignatedCities { get; } = Array.ConvertAll(Cities, Written);

    /// <summary>Reads a code of 5 digits, of 6 with a right check digit, or of either with its leading zero lost.</summary>
    /// <param name="text">As the file has it; full-width digits, blanks and a spreadsheet's <c>22212.0</c> are allowed.</param>
    /// <param name="fictitious">Codes of a made-up region lie outside 01–47: none of them is taken for a lost zero.</param>
    /// <param name="code">The 5-digit code.</param>
    /// <param name="restored">True where a lost leading zero was put back: worth a note on the report.</param>
    public static bool TryParse(string? text, bool fictitious, out string code, out bool restored)
    {
        var read = Readings(text, fictitious);
        (code, restored) = read.Count == 0 ? ("", false) : read[0];
        return read.Count > 0;
    }

    /// <summary>
    /// All that a text can mean, the plainest first. Two readings where five digits are a possible code and also six with
    /// their zero lost (14361 is 中井町 and 014361 would be 雨竜町): only the study area can tell.
    /// </summary>
    public static IReadOnlyList<(string Code, bool Restored)> Readings(string? text, bool fictitious)
    {
        var digits = Digits(text);
        return digits.Length switch
        {
            4 when fictitious || IsPossible("0" + digits) => [("0" + digits, true)],
            6 => HasRightCheckDigit(digits) ? [(digits[..5], false)] : [],
            5 when fictitious => [(digits, false)],
            5 => Five(digits),
            _ => [],
        };
    }

    /// <summary>The sixth digit of a 5-digit code.</summary>
    public static int CheckDigit(string code)
    {
        var sum = 0;
        for (var at = 0; at < 5; at++) sum += (code[at] - '0') * (6 - at);
        return (11 - sum % 11) % 10;
    }

    /// <summary>
    /// The municipality whose border counts: a ward of a designated city carries the city's code, everything else
    /// (Tokyo's special wards 13101–13123 too) its own.
    /// </summary>
    public static string BorderCode(string code)
    {
        var number = int.Parse(code, CultureInfo.InvariantCulture);
        if (number % 1000 >= FirstOrdinaryCity) return code;
        var city = Cities.LastOrDefault(candidate => candidate <= number && candidate / 1000 == number / 1000);
        return city == 0 ? code : Written(city);
    }

    /// <summary>Code of the prefecture as an organisation: its two digits and three zeros.</summary>
    public static string PrefectureOrganisation(string code) => code[..2] + "000";

    // 22212.0 and 2.22127E+05 come out of spreadsheets, '22212 keeps a zero there, 22212-7 sets the check digit apart.
    private static string Digits(string? text)
    {
        var match = CodePattern().Match((text ?? "").Normalize(NormalizationForm.FormKC).Trim());
        if (!match.Success) return "";
        if (match.Groups["float"].Length == 0) return match.Groups["five"].Value + match.Groups["rest"].Value;
        return decimal.TryParse(match.Groups["float"].Value, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
            && number == Math.Truncate(number) ? number.ToString("0", CultureInfo.InvariantCulture) : "";
    }

    // Five digits are a code, or six that lost their zero (92011 is 092011, 宇都宮市; 12025 is 012025, 函館市).
    private static List<(string Code, bool Restored)> Five(string digits)
    {
        var readings = new List<(string, bool)>(2);
        var withZero = "0" + digits;
        if (IsPossible(digits)) readings.Add((digits, false));
        if (HasRightCheckDigit(withZero) && IsPossible(withZero[..5])) readings.Add((withZero[..5], true));
        return readings;
    }

    // 000 is the prefecture itself; municipalities begin at 100.
    private static bool IsPossible(string code) =>
        int.Parse(code[..2], CultureInfo.InvariantCulture) is >= 1 and <= 47 && int.Parse(code[2..], CultureInfo.InvariantCulture) is 0 or >= FirstMunicipality;

    private static bool HasRightCheckDigit(string six) => six[5] - '0' == CheckDigit(six);

    private static string Written(int code) => code.ToString("D5", CultureInfo.InvariantCulture);

    [GeneratedRegex("^'?(?:(?<five>[0-9]{4,5})(?:-?(?<rest>[0-9]))?|(?<float>[0-9]{4,6}[.]0*|[0-9][.][0-9]{1,5}[eE][+]?0?[45]))$")]
    private static partial Regex CodePattern();
}
