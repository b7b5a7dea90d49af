using System.Globalization;
using System.Xml;
using DocumentFormat.OpenXml.Spreadsheet;

namespace GunMane.Spatial.Import.Readers;

/// <summary>A row of a sheet that has any value.</summary>
/// <param name="Number">Its number in Excel.</param>
/// <param name="Cells">Texts by column, from 1.</param>
/// <param name="Errors">Columns whose formula failed, with Excel's word for it.</param>
internal sealed record XlsxRow(int Number, SortedDictionary<int, string> Cells, IReadOnlyList<(int Column, string Error)> Errors);

/// <summary>Reads the cells of one sheet as texts, row by row.</summary>
internal sealed class XlsxSheet(DataFile file, XlsxBook book, Sheet sheet, IReadOnlyList<string> shared)
{
    private const int MostColumns = 16_384;

    /// <summary>Formulas without a stored value among the rows read.</summary>
    public long WithoutValue { get; private set; }

    /// <summary>Its rows in the order of the file, without empty ones.</summary>
    public IEnumerable<XlsxRow> Rows()
    {
        using var xml = book.Open(sheet);
        if (xml is null) yield break;
        (var last, WithoutValue) = (0, 0);
        while (XlsxBook.Guard(file, () => Next(xml, ref last)) is { } row) yield return row;
    }

    /// <summary>Its merged cells as first and last row and column.</summary>
    public IReadOnlyList<(int Row, int Column, int LastRow, int LastColumn)> Merges()
    {
        using var xml = book.Open(sheet);
        return xml is null ? [] : XlsxBook.Guard(file, () =>
        {
            var merges = new List<(int, int, int, int)>();
            for (var more = xml.Read(); more; more = !xml.EOF)
            {
                if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "sheetData") xml.Skip();
                else
                {
                    if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "mergeCell" && xml.GetAttribute("ref")?.Split(':') is [var from, var to]
                        && XlsxText.Reference(from) is { Column: > 0 } first && XlsxText.Reference(to) is { Column: > 0 } end) merges.Add((first.Row, first.Column, end.Row, end.Column));
                    xml.Read();
                }
            }

            return merges;
        });
    }

    private XlsxRow? Next(XmlReader xml, ref int last)
    {
        while (!xml.EOF)
        {
            if (xml.NodeType != XmlNodeType.Element || xml.LocalName != "row")
            {
                xml.Read();
                continue;
            }

            var number = xml.GetAttribute("r") is { } stated ? int.Parse(stated, NumberStyles.None, CultureInfo.InvariantCulture) : last + 1;
            last = number > last ? number : throw new InvalidDataException($"row {number} stands below row {last}");
            var row = Row(xml, number);
            if (row.Cells.Count > 0 || row.Errors.Count > 0) return row;
        }

        return null;
    }

    private XlsxRow Row(XmlReader xml, int number)
    {
        var row = new XlsxRow(number, [], new List<(int, string)>());
        if (xml.IsEmptyElement)
        {
            xml.Read();
            return row;
        }

        var depth = xml.Depth;
        xml.Read();
        for (var column = 0; xml.NodeType != XmlNodeType.EndElement || xml.Depth > depth;)
        {
            if (xml.EOF) throw new InvalidDataException("the sheet ends within a row");
            if (xml.NodeType != XmlNodeType.Element || xml.LocalName != "c") xml.Read();
            else column = Cell(xml, column + 1, row);
        }

        xml.Read();
        return row;
    }

    private int Cell(XmlReader xml, int next, XlsxRow row)
    {
        var column = xml.GetAttribute("r") is { } reference ? XlsxText.Reference(reference).Column : next;
        if (column is < 1 or > MostColumns || row.Cells.ContainsKey(column)) throw new InvalidDataException($"cell {xml.GetAttribute("r")} of row {row.Number} is out of place");
        var (type, style) = (xml.GetAttribute("t"), xml.GetAttribute("s"));
        var (value, inline, formula) = Content(xml);
        if (formula && string.IsNullOrEmpty(value) && type != "str") WithoutValue++;
        if (type == "e") ((List<(int, string)>)row.Errors).Add((column, value ?? ""));
        else if (Text(type, style, value, inline) is { } text && !string.IsNullOrWhiteSpace(text)) row.Cells[column] = text;
        return column;
    }

    private static (string? Value, string? Inline, bool Formula) Content(XmlReader xml)
    {
        string? value = null, inline = null;
        var (formula, depth, empty) = (false, xml.Depth, xml.IsEmptyElement);
        xml.Read();
        if (empty) return (null, null, false);
        while (xml.NodeType != XmlNodeType.EndElement || xml.Depth > depth)
        {
            if (xml.EOF) throw new InvalidDataException("the sheet ends within a cell");
            if (xml.NodeType != XmlNodeType.Element) xml.Read();
            else if (xml.LocalName == "v") value = xml.ReadElementContentAsString();
            else if (xml.LocalName == "is") inline = XlsxBook.Text(xml);
            else
            {
                formula |= xml.LocalName == "f";
                xml.Skip();
            }
        }

        xml.Read();
        return (value, inline, formula);
    }

    private string? Text(string? type, string? style, string? value, string? inline) => type switch
    {
        "inlineStr" => inline,
        _ when value is null => null,
        "s" => shared[int.Parse(value, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture)],
        "str" or "d" => XlsxText.Unescaped(value),
        "b" => value == "1" ? "TRUE" : "FALSE",
        _ => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? XlsxText.Number(number, StyleOf(style), book.From1904) : value,
    };

    private NumberStyle StyleOf(string? style) =>
        int.TryParse(style, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < book.Styles.Count ? book.Styles[at] : default;
}
