using System.Text.RegularExpressions;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace GunMane.Spatial.Import.Readers;

/// <summary>How a cell's number is meant.</summary>
internal enum NumberMeaning
{
    /// <summary>A number.</summary>
    Number,

    /// <summary>A day, or a day with a time.</summary>
    Date,

    /// <summary>A time of day.</summary>
    Time,
}

/// <summary>A cell format: what its numbers mean, and to how many digits they are filled with zeros (codes as 00000).</summary>
internal readonly record struct NumberStyle(NumberMeaning Meaning, int Digits);

/// <summary>
/// What the formats of cells mean (ECMA-376 part 1, 18.8.30): dates are numbers that only their format tells apart,
/// also by the formats that only Japanese Excel has (27–36, 50–58, eras).
/// </summary>
internal static partial class XlsxStyles
{
    private const int LongestCode = 20;

    /// <summary>The style of every cell format of a workbook, by its index.</summary>
    public static IReadOnlyList<NumberStyle> Of(WorkbookPart book)
    {
        if (book.WorkbookStylesPart?.Stylesheet is not { CellFormats: { } formats } sheet) return [];
        var own = (sheet.NumberingFormats?.Elements<NumberingFormat>() ?? []).Where(format => format.NumberFormatId?.Value is not null)
            .GroupBy(format => format.NumberFormatId!.Value).ToDictionary(group => group.Key, group => group.Last().FormatCode?.Value ?? "");
        return [.. formats.Elements<CellFormat>().Select(format => format.NumberFormatId?.Value ?? 0u).Select(id => own.TryGetValue(id, out var code) ? OfCode(code) : BuiltIn(id))];
    }

    /// <summary>What a format code means. Pure.</summary>
    public static NumberStyle OfCode(string code)
    {
        if (AllZeros().IsMatch(code) && code.Length is > 1 and <= LongestCode) return new(NumberMeaning.Number, code.Length);
        var letters = Literals().Replace(code, "").Split(';')[0].ToUpperInvariant();
        if (letters.Contains("GENERAL", StringComparison.Ordinal) || letters.Contains("G/", StringComparison.Ordinal) || Exponent().IsMatch(letters)) return default;
        var (day, clock) = (letters.IndexOfAny(['Y', 'D', 'G', 'E']) >= 0, letters.IndexOfAny(['H', 'S']) >= 0);
        if (day || (!clock && letters.Contains('M', StringComparison.Ordinal))) return new(NumberMeaning.Date, 0);
        return clock ? new(NumberMeaning.Time, 0) : default;
    }

    private static NumberStyle BuiltIn(uint id) => id switch
    {
        >= 14 and <= 17 or 22 or >= 27 and <= 31 or >= 34 and <= 36 or >= 50 and <= 58 => new(NumberMeaning.Date, 0),
        >= 18 and <= 21 or 32 or 33 or >= 45 and <= 47 => new(NumberMeaning.Time, 0),
        _ => default,
    };

    [GeneratedRegex("^0+$")]
    private static partial Regex AllZeros();

    // Quoted text, brackets other than elapsed time, escaped letters, fillers.
    [GeneratedRegex("""
        "[^"]*"|\[(?!h+\]|m+\]|s+\])[^\]]*\]|\\.|_.|\*.
        """, RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Literals();

    [GeneratedRegex("[0#?]E[+-]")]
    private static partial Regex Exponent();
}
