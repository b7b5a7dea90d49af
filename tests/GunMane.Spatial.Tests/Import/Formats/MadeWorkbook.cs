using System.Text;

namespace GunMane.Spatial.Tests.Import.Formats;

/// <summary>Writes small workbooks part by part, as Excel lays them out.</summary>
internal static class MadeWorkbook
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006";

    /// <summary>Shared texts of every workbook here; the second has a reading beside it, as Japanese Excel stores one.</summary>
    public static readonly string[] Texts = ["<t>甲公園</t>", "<r><t>海辺</t></r><r><t>公園</t></r><rPh sb=\"0\" eb=\"2\"><t>ウミベ</t></rPh>", "<t xml:space=\"preserve\">上_x000D_\n下</t>"];

    /// <summary>Formats: 1 day, 2 era, 3 code of five digits, 4 clock, 5 two decimals, 6 scientific, 7 day and clock.</summary>
    private const string Styles = "<numFmts count=\"5\"><numFmt numFmtId=\"164\" formatCode=\"[$-411]ggge&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@\"/><numFmt numFmtId=\"165\" formatCode=\"00000\"/>"
        + "<numFmt numFmtId=\"166\" formatCode=\"[h]:mm\"/><numFmt numFmtId=\"167\" formatCode=\"0.00E+00\"/><numFmt numFmtId=\"168\" formatCode=\"yyyy/m/d\\ h:mm\"/></numFmts>"
        + "<cellXfs count=\"8\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf numFmtId=\"166\"/><xf numFmtId=\"2\"/><xf numFmtId=\"167\"/><xf numFmtId=\"168\"/></cellXfs>";

    /// <summary>A workbook of sheets: their names and what stands in their <c>worksheet</c> element.</summary>
    public static byte[] Of(params (string Name, string Xml)[] sheets) => Of("", sheets);

    public static byte[] Of(string properties, params (string Name, string Xml)[] sheets) => MadeFiles.Zip(
    [
        ("[Content_Types].xml", Xml($"<Types xmlns=\"{Package}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/>"
            + Override("workbook", "sheet.main") + Override("styles", "styles") + Override("sharedStrings", "sharedStrings") + string.Concat(sheets.Select((_, at) => Override($"sheet{at + 1}", "worksheet"))) + "</Types>")),
        ("_rels/.rels", Xml($"<Relationships xmlns=\"{Package}/relationships\"><Relationship Id=\"rId1\" Type=\"{Relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>")),
        ("xl/workbook.xml", Xml($"<workbook xmlns=\"{Main}\" xmlns:r=\"{Relations}\">{properties}<sheets>"
            + string.Concat(sheets.Select((sheet, at) => $"<sheet name=\"{sheet.Name}\" sheetId=\"{at + 1}\" {(sheet.Name.StartsWith('隠') ? "state=\"hidden\" " : "")}r:id=\"rId{at + 1}\"/>")) + "</sheets></workbook>")),
        ("xl/_rels/workbook.xml.rels", Xml($"<Relationships xmlns=\"{Package}/relationships\">"
            + string.Concat(sheets.Select((_, at) => $"<Relationship Id=\"rId{at + 1}\" Type=\"{Relations}/worksheet\" Target=\"sheet{at + 1}.xml\"/>"))
            + $"<Relationship Id=\"s\" Type=\"{Relations}/styles\" Target=\"styles.xml\"/><Relationship Id=\"t\" Type=\"{Relations}/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>")),
        ("xl/styles.xml", Xml($"<styleSheet xmlns=\"{Main}\">{Styles}</styleSheet>")),
        ("xl/sharedStrings.xml", Xml($"<sst xmlns=\"{Main}\">{string.Concat(Texts.Select(text => $"<si>{text}</si>"))}</sst>")),
        .. sheets.Select((sheet, at) => ($"xl/sheet{at + 1}.xml", Xml($"<worksheet xmlns=\"{Main}\">{sheet.Xml}</worksheet>"))),
    ]);

    /// <summary>Rows of texts and numbers from the first row on; a null cell is left out.</summary>
    public static string Rows(params object?[][] rows) => "<sheetData>" + string.Concat(rows.Select((row, at) => Row(at + 1, row))) + "</sheetData>";

    public static string Row(int number, params object?[] cells) => $"<row r=\"{number}\">" + string.Concat(cells.Select((cell, at) => cell switch
    {
        null => "",
        string text when text.StartsWith('<') => text,
        string text => $"<c r=\"{(char)('A' + at)}{number}\" t=\"inlineStr\"><is><t>{text}</t></is></c>",
        _ => FormattableString.Invariant($"<c r=\"{(char)('A' + at)}{number}\"><v>{cell}</v></c>"),
    })) + "</row>";

    private static string Override(string part, string kind) => $"<Override PartName=\"/xl/{part}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml\"/>";

    private static byte[] Xml(string text) => Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>" + text);
}
