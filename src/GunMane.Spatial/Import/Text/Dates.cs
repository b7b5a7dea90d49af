using System.Globalization;
using System.Text.RegularExpressions;

namespace GunMane.Spatial.Import.Text;

/// <summary>
/// Dates, months, years, 年度 and periods as towns write them: 2024-04-03, 20240403, 令和6年4月3日, Ｒ６・４・３, 令元.5.1, ㋿6年4月,
/// 平成32年度, 令和5年4月1日～令和6年3月31日. Dates outside their era are converted and flagged; days that do not exist are
/// refused with what is wrong. Pure.
/// </summary>
public static partial class Dates
{
    private const int FirstYear = 1868;
    private const int LastYear = 2200;
    private const string EraWords = "(?<era>令和|平成|昭和|大正|明治|[令平昭大明]|[RHSTM])?[.]?";
    private const string YearWords = "(?<year>元|[0-9]{1,4})";
    private static readonly string[] StrongMarks = ["~", "〜", "から", "より", "至", "→", "⇒"];

    /// <summary>Reads a date or a period.</summary>
    /// <param name="text">As the file has it.</param>
    /// <param name="reading">What it states.</param>
    /// <param name="fault">Why it is none, in words for the report; empty where it is one or blank.</param>
    /// <param name="serials">Whether five digits may be a day number of a spreadsheet (45383 is 2024-04-01): only in date columns.</param>
    public static bool TryRead(string? text, out DateReading reading, out string fault, bool serials = false)
    {
        (reading, fault) = (default, "");
        if (string.IsNullOrWhiteSpace(text)) return false;
        var plain = Prepared(text);
        if (Single(plain, serials, out fault) is { } single) reading = single;
        else if (fault.Length == 0 && Period(plain, ref fault) is { } period) reading = period;
        else if (fault.Length == 0) fault = "日付として読めません (not a date)";
        return fault.Length == 0;
    }

    /// <summary>Reads a day; false if the text states none.</summary>
    public static bool TryDate(string? text, out DateOnly date)
    {
        date = TryRead(text, out var reading, out _) && reading.Day is { } day ? day : default;
        return date != default;
    }

    /// <summary>Reads the year of a year, a 年度 or a date, between 1868 and 2200; false if it is none.</summary>
    public static bool TryYear(string? text, out short year)
    {
        year = 0;
        if (text is { Length: 4 } && short.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out year)) return year is >= FirstYear and <= LastYear;
        if (TryRead(text, out var reading, out _) && reading.Precision != DatePrecision.Period) year = reading.Year ?? 0;
        return year > 0;
    }

    /// <summary>年度: the year in whose April–March a day lies.</summary>
    public static short FiscalYear(DateOnly day) => (short)(day.Month >= 4 ? day.Year : day.Year - 1);

    // Without blanks (but the one before a time), without the day of the week, in capitals.
    private static string Prepared(string text)
    {
        var folded = Weekday().Replace(Plain.Fold(text), "");
        var time = TimeBehind().Match(folded);
        if (time.Success) return Plain.Tight(folded[..time.Index]).ToUpperInvariant() + (time.Groups["zone"].Length > 0 ? time.Value.Replace(' ', 'T') : "");
        return Plain.Tight(folded).ToUpperInvariant();
    }

    private static DateReading? Single(string text, bool serials, out string fault)
    {
        fault = "";
        if (Stamp(text) is { } stamped) return stamped;
        var (body, stated) = WithoutSecondYear(text, ref fault);
        if (fault.Length > 0) return null;
        var reading = DayOf(body, ref fault) ?? MonthOf(body) ?? YearOf(body) ?? (serials ? Serial(body) : null);
        if (fault.Length > 0 || reading is null) return null;
        if (stated is { } year && reading.Value.Year != year) fault = $"和暦と西暦が合いません (era and Western year differ): {year}";
        return fault.Length > 0 ? null : reading;
    }

    private static DateReading? DayOf(string text, ref string fault)
    {
        var match = DayPattern().Match(text);
        if (!match.Success || YearIn(match) is not { } year) return null;
        var (month, day) = (Number(match, "month"), Number(match, "day"));
        if (month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            fault = FormattableString.Invariant($"{year} 年 {month} 月 {day} 日はありません (no such day)");
            return null;
        }

        return Flagged(DateReading.OfDay(new DateOnly(year, month, day)), match);
    }

    private static DateReading? MonthOf(string text)
    {
        var match = MonthPattern().Match(text);
        return match.Success && YearIn(match) is { } year && Number(match, "month") is >= 1 and <= 12 and var month
            ? Flagged(DateReading.OfMonth(year, month), match) : null;
    }

    private static DateReading? YearOf(string text)
    {
        var match = YearPattern().Match(text);
        if (!match.Success || YearIn(match) is not { } year) return null;
        return Flagged(match.Groups["fiscal"].Length > 0 ? DateReading.OfFiscalYear(year) : DateReading.OfYear(year), match);
    }

    // Day 1 is 1900-01-01; its 29 February 1900, which never was, is counted, hence 1899-12-30.
    private static DateReading? Serial(string text) =>
        SerialPattern().Match(text) is { Success: true } match && Number(match, "serial") is >= 15_000 and <= 73_050 and var serial
            ? DateReading.OfDay(new DateOnly(1899, 12, 30).AddDays(serial), FormattableString.Invariant($"表計算ソフトの日付番号 {serial} を日付に直しました (day number of a spreadsheet)"))
            : null;

    // 2024-04-02T15:00:00Z is the 3rd of April in Japan.
    private static DateReading? Stamp(string text)
    {
        if (!text.Contains('T', StringComparison.Ordinal) || !text.Contains(':', StringComparison.Ordinal)
            || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var stamp)) return null;
        var day = DateOnly.FromDateTime(stamp.ToOffset(TimeSpan.FromHours(9)).DateTime);
        return DateReading.OfDay(day, day == DateOnly.FromDateTime(stamp.DateTime) ? null : "世界時の日時を日本の日付に直しました (date in Japan)");
    }

    // 2019年(令和元年)5月1日: the second year is compared and taken out.
    private static (string Body, int? Year) WithoutSecondYear(string text, ref string fault)
    {
        var match = SecondYear().Match(text);
        if (!match.Success || YearOf(match.Groups["second"].Value) is not { } second) return (text, null);
        return (text.Remove(match.Index, match.Length), second.Year);
    }

    private static DateReading Flagged(DateReading reading, Match match)
    {
        if (match.Groups["about"].Length > 0) reading = reading with { Flag = "おおよその年です (about)" };
        if (Era.Find(match.Groups["era"].Value) is not { } era) return reading;
        var objection = era.Objection(reading.From!.Value, reading.To!.Value);
        if (objection is null && reading.Precision is DatePrecision.Day or DatePrecision.Month && reading.To < Era.NewCalendar)
            objection = "旧暦の日付です (day of the old calendar)";
        return objection is null ? reading : reading with { Flag = FormattableString.Invariant($"{reading.From:yyyy-MM-dd} は{objection}") };
    }

    private static int? YearIn(Match match)
    {
        var (written, era) = (match.Groups["year"].Value, Era.Find(match.Groups["era"].Value));
        if (era is null) return written.Length == 4 && Number(match, "year") is >= FirstYear and <= LastYear and var western ? western : null;
        if (written == "元") return era.Year(1);
        return written.Length <= 2 && Number(match, "year") is > 0 and var nth ? era.Year(nth) : null;
    }

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex("\\([日月火水木金土](?:曜日?)?(?:・祝)?\\)|[日月火水木金土]曜日?$")]
    private static partial Regex Weekday();

    [GeneratedRegex("[ T]?(?:午前|午後)?[ ]?[0-9]{1,2}(?:時(?:[0-9]{1,2}分)?(?:[0-9]{1,2}秒)?|:[0-9]{2}(?::[0-9]{2}(?:[.][0-9]+)?)?)(?<zone>Z|[+-][0-9]{2}:?[0-9]{2})?$")]
    private static partial Regex TimeBehind();

    [GeneratedRegex("^" + EraWords + YearWords + "(?:年|[./・,-])(?<month>[0-9]{1,2})(?:月|[./・,-])(?<day>[0-9]{1,2})日?$|^(?<year>[0-9]{4})(?<month>[0-9]{2})(?<day>[0-9]{2})$|^(?<era>[RHSTM])(?<year>[0-9]{2})(?<month>[0-9]{2})(?<day>[0-9]{2})$")]
    private static partial Regex DayPattern();

    [GeneratedRegex("^" + EraWords + YearWords + "年(?<month>[0-9]{1,2})月(?<about>頃|ごろ)?$|^" + EraWords + YearWords + "[./・-](?<month>[0-9]{1,2})$|^(?<year>(?:18|19|20|21)[0-9]{2})(?<month>[0-9]{2})$")]
    private static partial Regex MonthPattern();

    [GeneratedRegex("^" + EraWords + YearWords + "(?:年?(?<fiscal>(?:会計)?年度|度)|年)?(?<about>頃|ごろ)?$|^(?<year>[0-9]{4})[.]0+$")]
    private static partial Regex YearPattern();

    [GeneratedRegex("^(?<serial>[0-9]{5})(?:[.]0+)?$")]
    private static partial Regex SerialPattern();

    [GeneratedRegex("(?<=年度?|[0-9])\\((?<second>(?:令和|平成|昭和|大正|明治|[令平昭大明RHSTM])(?:元|[0-9]{1,2})年?度?|[0-9]{4}年?度?)\\)")]
    private static partial Regex SecondYear();
}
