using System.Globalization;
using System.Text.RegularExpressions;

namespace GunMane.Spatial.Import.Readers;

/// <summary>Texts and numbers of cells as a reader of the table takes them. Pure.</summary>
internal static partial class XlsxText
{
    private const int LastDay = 2_958_465;
    private const int From1904To1900 = 1462;
    private const int FirstRightDay = 61;

    /// <summary>The text without the escapes of characters that XML has no place for (ECMA-376 part 1, 22.9.2.19).</summary>
    public static string Unescaped(string text) => !text.Contains("_x", StringComparison.Ordinal) ? text
        : Escape().Replace(text, found => ((char)int.Parse(found.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());

    /// <summary>A number as its format means it: days as ISO 8601, codes with their zeros, else the plain number.</summary>
    public static string Number(double value, NumberStyle style, bool from1904)
    {
        if (style.Digits > 0 && value >= 0 && value == Math.Floor(value) && value < 1e15) return value.ToString(new string('0', style.Digits), CultureInfo.InvariantCulture);
        var day = from1904 ? value + From1904To1900 : value;
        if (style.Meaning == NumberMeaning.Number || day is < 0 or > LastDay) return PlainNumber.Text(value);
        // 1900 counts a 29 February that never was.
        var moment = DateTime.FromOADate(day < FirstRightDay && day >= 1 ? day + 1 : day);
        moment = new DateTime((moment.Ticks + TimeSpan.TicksPerSecond / 2) / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond);
        if (style.Meaning == NumberMeaning.Time) return FormattableString.Invariant($"{Math.Floor(TimeSpan.FromSeconds(Math.Round(value * 86_400)).TotalHours):00}:{moment:mm:ss}");
        return moment.ToString(moment.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
    }

    /// <summary>Column and row of a reference such as <c>AB12</c>, both from 1; 0 where it is none.</summary>
    public static (int Column, int Row) Reference(string? reference)
    {
        var (column, at) = (0, 0);
        for (; reference is not null && at < reference.Length && reference[at] is >= 'A' and <= 'Z' && at < 3; at++) column = 26 * column + reference[at] - 'A' + 1;
        return reference is not null && at > 0 && int.TryParse(reference.AsSpan(at), NumberStyles.None, CultureInfo.InvariantCulture, out var row) ? (column, row) : (0, 0);
    }

    /// <summary>The letters of a column.</summary>
    public static string Letters(int column) => column <= 26 ? ((char)('A' + column - 1)).ToString() : Letters((column - 1) / 26) + (char)('A' + (column - 1) % 26);

    [GeneratedRegex("_x([0-9A-Fa-f]{4})_")]
    private static partial Regex Escape();
}
