namespace GunMane.Spatial.Import.Readers;

/// <summary>Cells merged downwards within a table: their value stands in the first row only but is meant for all of them.</summary>
internal sealed class XlsxMerges
{
    private readonly Dictionary<int, List<(int Column, int LastRow)>> beginning;
    private readonly Dictionary<int, (int LastRow, string Value)> open = [];

    /// <summary>Those of a sheet that begin below a row.</summary>
    public XlsxMerges(IEnumerable<(int Row, int Column, int LastRow, int LastColumn)> merges, int header) =>
        beginning = merges.Where(merge => merge.Row > header && merge.LastRow > merge.Row).GroupBy(merge => merge.Row)
            .ToDictionary(group => group.Key, group => group.Select(merge => (merge.Column, merge.LastRow)).ToList());

    /// <summary>Fills a row's blank cells from merged ones above; rows must come from top to bottom. Returns the columns filled.</summary>
    public IReadOnlyList<int> Fill(XlsxRow row)
    {
        var filled = new List<int>();
        foreach (var (column, (lastRow, value)) in open)
        {
            if (row.Number > lastRow) open.Remove(column);
            else if (row.Cells.TryAdd(column, value)) filled.Add(column);
        }

        foreach (var (column, lastRow) in beginning.GetValueOrDefault(row.Number) ?? [])
        {
            if (row.Cells.TryGetValue(column, out var value)) open[column] = (lastRow, value);
        }

        return filled;
    }
}
