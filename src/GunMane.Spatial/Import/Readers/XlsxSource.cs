using DocumentFormat.OpenXml.Spreadsheet;
using GunMane.Spatial.Storage;

namespace GunMane.Spatial.Import.Readers;

/// <summary>
/// One sheet of an Excel workbook as a table: the header may stand below title rows and be two or three rows high; values
/// are the cached ones of formulas, numbers plain, days ISO 8601. Rows without any value are no rows.
/// </summary>
public sealed class XlsxSource : IRowSource
{
    private const int FewestColumns = 2;

    private readonly XlsxBook book;
    private readonly XlsxSheet sheet;
    private readonly XlsxHeader header;
    private readonly List<Bilingual> notes = [];

    /// <summary>Opens the sheet that the file's layer names.</summary>
    /// <exception cref="Model.GunManeException">It is no workbook, damaged, or has no such table.</exception>
    public XlsxSource(DataFile file)
    {
        book = new XlsxBook(file);
        try
        {
            var named = book.Sheets.FirstOrDefault(candidate => candidate.Name?.Value == file.Layer) ?? throw file.Refuse("そのシートがありません。", "there is no such sheet");
            sheet = new XlsxSheet(file, book, named, book.SharedTexts());
            header = XlsxHeader.Of(sheet) ?? throw file.Refuse("シートに表がありません。", "there is no table in the sheet");
        }
        catch
        {
            book.Dispose();
            throw;
        }

        notes.AddRange(header.Titles.Select(CsvSource.Title));
        foreach (var name in header.Columns.Values) Columns.Add(name);
    }

    /// <inheritdoc/>
    public ColumnSet Columns { get; } = new();

    /// <inheritdoc/>
    public string Encoding => "UTF-8";

    /// <inheritdoc/>
    public int? StatedCrs => null;

    /// <inheritdoc/>
    public IReadOnlyList<Bilingual> Notes => sheet.WithoutValue == 0 ? notes : [.. notes, new(
        $"計算結果が保存されていない数式が {sheet.WithoutValue:N0} 個あり、空としました。Excel で開いて保存し直すと読めます。", FormattableString.Invariant($"{sheet.WithoutValue} formulas have no stored value: open and save in Excel."))];

    /// <summary>The sheets with a table, and the names of those without one or hidden.</summary>
    /// <exception cref="Model.GunManeException">It is no workbook, damaged, or has no table at all.</exception>
    internal static (IReadOnlyList<string> Tables, IReadOnlyList<string> Others) Sheets(DataFile file)
    {
        using var book = new XlsxBook(file);
        var shared = book.SharedTexts();
        bool IsTable(Sheet sheet) => (sheet.State is null || sheet.State.Value == SheetStateValues.Visible)
            && XlsxHeader.Of(new XlsxSheet(file, book, sheet, shared)) is { } header && header.Columns.Count >= FewestColumns && header.HasRows;
        var tables = book.Sheets.Where(sheet => XlsxBook.Guard(file, () => IsTable(sheet))).Select(sheet => sheet.Name!.Value!).ToList();
        return tables.Count > 0 ? (tables, [.. book.Sheets.Select(sheet => sheet.Name!.Value!).Except(tables)])
            : throw file.Refuse("見出しと行のある表が、どのシートにもありません。", "no sheet has a table with a header and rows");
    }

    /// <inheritdoc/>
    public IEnumerable<SourceRow> Rows()
    {
        var fill = new XlsxMerges(sheet.Merges(), header.LastRow);
        var number = 0L;
        foreach (var row in sheet.Rows())
        {
            if (row.Number > header.LastRow) yield return Row(++number, row, fill);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => book.Dispose();

    private SourceRow Row(long number, XlsxRow row, XlsxMerges fill)
    {
        var repairs = new List<string>();
        if (fill.Fill(row) is { Count: > 0 } filled) repairs.Add($"結合されたセルの値を入れました: {string.Join("、", filled.Select(NameOf))} (value of merged cells)");
        foreach (var (column, error) in row.Errors) repairs.Add($"「{NameOf(column)}」の数式のエラー {error} を空としました (formula error left blank)");
        var values = new List<string?>(new string?[Columns.Names.Count]);
        foreach (var (column, text) in row.Cells)
        {
            var at = Columns.Add(NameOf(column));
            while (values.Count <= at) values.Add(null);
            values[at] = text;
        }

        return new SourceRow(number, $"{row.Number} 行目", [.. values], null, RawRow.Json(Columns, values), null, repairs.Count == 0 ? null : string.Join(" / ", repairs));
    }

    private string NameOf(int column) => header.Columns.TryGetValue(column, out var name) ? name : $"{XlsxText.Letters(column)} 列";
}
