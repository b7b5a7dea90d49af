namespace GunMane.Spatial.Import.Readers;

/// <summary>The header of a sheet's table.</summary>
/// <param name="LastRow">Number of its last row in Excel.</param>
/// <param name="Columns">Names by column, from 1; no two are the same.</param>
/// <param name="Titles">Texts of the rows above it.</param>
/// <param name="HasRows">Whether any row stands below it.</param>
internal sealed record XlsxHeader(int LastRow, SortedDictionary<int, string> Columns, IReadOnlyList<string> Titles, bool HasRows)
{
    private const int Highest = 3;

    /// <summary>Finds the header of a sheet; null if it has no row.</summary>
    public static XlsxHeader? Of(XlsxSheet sheet)
    {
        var rows = sheet.Rows().Take(HeaderLine.Sampled + 1).ToList();
        if (rows.Count == 0) return null;
        var titles = HeaderLine.Titles([.. rows.Take(HeaderLine.Sampled).Select(row => (IReadOnlyList<string?>)[.. row.Cells.Values])]);
        var first = rows[titles].Number;
        var last = first;
        // Cells merged downwards from the header's first row show how high it is: 名称 beside 位置 over 緯度 and 経度.
        foreach (var merge in sheet.Merges().Where(merge => merge.Row == first && merge.LastRow > first && merge.LastRow < first + Highest)) last = Math.Max(last, merge.LastRow);
        var header = rows.Where(row => row.Number >= first && row.Number <= last).ToList();
        return new XlsxHeader(last, Names(header), [.. rows.Take(titles).Select(row => string.Join(" ", row.Cells.Values))], rows.Exists(row => row.Number > last));
    }

    // The lowest name of a column counts; names that come again are numbered.
    private static SortedDictionary<int, string> Names(List<XlsxRow> header)
    {
        var names = new SortedDictionary<int, string>();
        foreach (var row in header)
        {
            foreach (var (column, text) in row.Cells) names[column] = text.Trim();
        }

        var unique = new SortedDictionary<int, string>();
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (column, name) in names)
        {
            var candidate = name;
            for (var again = 2; !used.Add(candidate); again++) candidate = $"{name}_{again}";
            unique[column] = candidate;
        }

        return unique;
    }
}
