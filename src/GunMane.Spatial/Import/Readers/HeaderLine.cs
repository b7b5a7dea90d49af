using System.Globalization;

namespace GunMane.Spatial.Import.Readers;

/// <summary>
/// Finds the header of a table below the title lines that exports from Excel carry (a name, a date, a unit: one or two
/// cells in a row as wide as the table). Pure; in doubt the first line is the header.
/// </summary>
internal static class HeaderLine
{
    /// <summary>Rows that are looked at.</summary>
    public const int Sampled = 30;

    /// <summary>How many of the leading rows are titles. Blank rows are not among <paramref name="rows"/>.</summary>
    public static int Titles(IReadOnlyList<IReadOnlyList<string?>> rows)
    {
        if (rows.Count == 0) return 0;
        var widest = rows.Max(Filled);
        for (var at = 0; at < rows.Count; at++)
        {
            if (2 * Filled(rows[at]) <= widest) continue;
            return at == 0 || LooksLikeNames(rows[at]) ? at : 0;
        }

        return 0;
    }

    private static int Filled(IReadOnlyList<string?> row) => row.Count(cell => !string.IsNullOrWhiteSpace(cell));

    // Names of columns differ from one another and are no numbers.
    private static bool LooksLikeNames(IReadOnlyList<string?> row)
    {
        var names = row.Where(cell => !string.IsNullOrWhiteSpace(cell)).Select(cell => cell!.Trim()).ToList();
        return names.Distinct().Count() == names.Count
            && !names.Exists(name => double.TryParse(name, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out _));
    }
}
