using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace GunMane.Spatial.Import.Text;

/// <summary>Dates and fiscal years as towns write them: 2024-04-03, 2024/4/3, 20240403, 令和6年4月3日, R6.4.3, 平成32年度.</summary>
public static partial class Dates
{
    // First year of each era; 令和1 is 2019. Years beyond an era's end (平成32年度) are simply counted on.
    private static readonly (string Kanji, char Letter, int First)[] Eras =
        [("令和", 'R', 2019), ("平成", 'H', 1989), ("昭和", 'S', 1926), ("大正", 'T', 1912), ("明治", 'M', 1868)];

    /// <summary>Reads a date; false if it is none.</summary>
    public static bool TryDate(string? text, out DateOnly date)
    {
        var match = DatePattern().Match(Plain(text));
        date = default;
        if (!match.Success) return false;
        var (year, month, day) = (Year(match), Number(match, "month"), Number(match, "day"));
        if (year is < 1868 or > 2200 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        date = new DateOnly(year, month, day);
        return true;
    }

    /// <summary>Reads a year (年 or 年度) between 1868 and 2200; false if it is none.</summary>
    public static bool TryYear(string? text, out short year)
    {
        var match = YearPattern().Match(Plain(text));
        year = match.Success && Year(match) is >= 1868 and <= 2200 ? (short)Year(match) : (short)0;
        return year > 0;
    }

    /// <summary>年度: the year in whose April–March a day lies.</summary>
    public static short FiscalYear(DateOnly day) => (short)(day.Month >= 4 ? day.Year : day.Year - 1);

    private static string Plain(string? text) => (text ?? "").Normalize(NormalizationForm.FormKC).Trim().ToUpperInvariant();

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    private static int Year(Match match)
    {
        var written = match.Groups["year"].Value;
        var year = written == "元" ? 1 : int.Parse(written, CultureInfo.InvariantCulture);
        var era = match.Groups["era"].Value;
        return era.Length == 0 ? year : Eras.First(candidate => candidate.Kanji == era || candidate.Letter == era[0]).First + year - 1;
    }

    [GeneratedRegex("^(?<era>令和|平成|昭和|大正|明治|[RHSTM])?\\s*(?<year>元|[0-9]{1,4})\\s*[年./-]\\s*(?<month>[0-9]{1,2})\\s*[月./-]\\s*(?<day>[0-9]{1,2})\\s*日?(?:[ T][0-9:.+Z-]*)?$|^(?<year>[0-9]{4})(?<month>[0-9]{2})(?<day>[0-9]{2})$")]
    private static partial Regex DatePattern();

    [GeneratedRegex("^(?<era>令和|平成|昭和|大正|明治|[RHSTM])?\\s*(?<year>元|[0-9]{1,4})(?:\\.0+)?\\s*(?:年度?)?(?:[./-][0-9]{1,2}.*)?$")]
    private static partial Regex YearPattern();
}
