using System.Globalization;
using System.Text;

namespace GunMane.Spatial.Model;

/// <summary>
/// 全国地方公共団体コード: two digits of prefecture, three of municipality, and sometimes a sixth check digit
/// (総務省「全国地方公共団体コード仕様」: 11 − (Σ digit × weight 6…2) mod 11, last digit of it).
/// </summary>
public static class MunicipalityCode
{
    // 政令指定都市 (地方自治法第252条の19第1項の指定都市の指定に関する政令). A ward's code lies after its city's and before the next one's.
    private static readonly int[] DesignatedCities =
        [1100, 4100, 11100, 12100, 14100, 14130, 14150, 15100, 22100, 22130, 23100, 26100, 27100, 27140, 28100, 33100, 34100, 40100, 40130, 43100];

    private const int FirstOrdinaryCity = 200;

    /// <summary>Reads a code of 5 digits, of 6 with a right check digit, or of either with its leading zero lost.</summary>
    /// <param name="text">As the file has it; full-width digits and blanks are allowed.</param>
    /// <param name="code">The 5-digit code.</param>
    /// <param name="fictitious">Codes of a made-up region lie outside 01–47: none of them is taken for a lost zero.</param>
    /// <param name="restored">True where a lost leading zero was put back: worth a note on the report.</param>
    public static bool TryParse(string? text, bool fictitious, out string code, out bool restored)
    {
        var digits = (text ?? "").Normalize(NormalizationForm.FormKC).Trim();
        (code, restored) = ("", false);
        if (digits.Length is < 4 or > 6 || !digits.All(char.IsAsciiDigit)) return false;
        (code, restored) = digits.Length switch
        {
            4 => ("0" + digits, true),
            6 => HasRightCheckDigit(digits) ? (digits[..5], false) : ("", false),
            _ => fictitious ? (digits, false) : ReadFive(digits),
        };
        return code.Length == 5;
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
        var city = DesignatedCities.LastOrDefault(candidate => candidate <= number && candidate / 1000 == number / 1000);
        return city == 0 ? code : city.ToString("D5", CultureInfo.InvariantCulture);
    }

    /// <summary>Code of the prefecture as an organisation: its two digits and three zeros.</summary>
    public static string PrefectureOrganisation(string code) => code[..2] + "000";

    private static bool HasRightCheckDigit(string six) => six[5] - '0' == CheckDigit(six);

    // Five digits are a code, unless the prefecture is impossible and a lost zero explains it (1101 + check digit 3 → 01101).
    private static (string Code, bool Restored) ReadFive(string digits)
    {
        var prefecture = int.Parse(digits[..2], CultureInfo.InvariantCulture);
        var withZero = "0" + digits;
        return prefecture is >= 48 and <= 99 && HasRightCheckDigit(withZero) ? (withZero[..5], true) : (digits, false);
    }
}
