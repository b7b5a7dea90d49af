using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Tests.Import.Formats;

/// <summary>Excel workbooks as town halls make them.</summary>
public sealed class XlsxTests : IDisposable
{
    private readonly MadeFiles made = new();

    public void Dispose() => made.Dispose();

    [Fact]
    public void Numbers_days_codes_and_texts_come_out_as_a_person_wrote_them()
    {
        var cells = new (string Cell, string? Text)[]
        {
            ("<c r=\"B2\" t=\"s\"><v>0</v></c>", "甲公園"), ("<c r=\"B3\" t=\"s\"><v>1</v></c>", "海辺公園"), ("<c r=\"B4\" t=\"s\"><v>2</v></c>", "上\r\n下"),
            ("<c r=\"B5\"><v>22212</v></c>", "22212"), ("<c r=\"B6\"><v>22212.0</v></c>", "22212"), ("<c r=\"B7\"><v>138.30529550000001</v></c>", "138.3052955"),
            ("<c r=\"B8\"><v>1E-5</v></c>", "0.00001"), ("<c r=\"B9\"><v>7000012050002</v></c>", "7000012050002"), ("<c r=\"B10\" s=\"1\"><v>45016</v></c>", "2023-03-31"),
            ("<c r=\"B11\" s=\"2\"><v>45016</v></c>", "2023-03-31"), ("<c r=\"B12\" s=\"7\"><v>45016.75</v></c>", "2023-03-31T18:00:00"), ("<c r=\"B13\" s=\"4\"><v>1.5</v></c>", "36:00:00"),
            ("<c r=\"B14\" s=\"3\"><v>1212</v></c>", "01212"), ("<c r=\"B15\" s=\"5\"><v>0.5</v></c>", "0.5"), ("<c r=\"B16\" s=\"6\"><v>12000</v></c>", "12000"),
            ("<c r=\"B17\" t=\"b\"><v>1</v></c>", "TRUE"), ("<c r=\"B18\" t=\"str\"><f>A1&amp;\"x\"</f><v>計x</v></c>", "計x"), ("<c r=\"B19\"><f>1+1</f><v>2</v></c>", "2"),
            ("<c r=\"B20\"><f>1+1</f></c>", null), ("<c r=\"B21\" t=\"d\"><v>2023-03-31</v></c>", "2023-03-31"), ("<c r=\"B22\" s=\"1\"><v>1</v></c>", "1900-01-01"), ("<c r=\"B23\" s=\"1\"><v>61</v></c>", "1900-03-01"),
            ("<c r=\"B24\" s=\"1\"><v>-5</v></c>", "-5"), ("<c><v>8</v></c>", "8"),
        };
        made.Write("a.xlsx", MadeWorkbook.Of(("表", "<sheetData>" + MadeWorkbook.Row(1, "番号", "値") + string.Concat(cells.Select((cell, at) => MadeWorkbook.Row(at + 2, at, cell.Cell))) + "</sheetData>")));
        var read = made.Only();
        Assert.Equal(("a.xlsx#表", "a#表", RowShape.Table), (read.File.Name, read.File.BaseName, read.File.Shape));
        Assert.Equal(cells.Select(cell => cell.Text), read.Rows.Select(row => row.Values[1]));
        Assert.Contains("数式が 1 個", Assert.Single(read.Notes).Ja, StringComparison.Ordinal);
        Assert.Equal("""{"番号":"3","値":"22212"}""", read.Rows[3].Raw);
    }

    [Fact]
    public void Days_may_count_from_1904()
    {
        made.Write("a.xlsx", MadeWorkbook.Of("<workbookPr date1904=\"1\"/>", ("表", "<sheetData>" + MadeWorkbook.Row(1, "a", "b") + MadeWorkbook.Row(2, "<c r=\"A2\" s=\"1\"><v>43554</v></c>", 1) + "</sheetData>")));
        Assert.Equal("2023-03-31", made.Only().Row(1)["a"]);
    }

    [Fact]
    public void Every_visible_sheet_with_a_table_is_a_data_set_and_the_others_are_named()
    {
        made.Write("台帳.xlsx", MadeWorkbook.Of(("表紙", MadeWorkbook.Rows(["施設台帳"], ["公園課"])), ("公園", MadeWorkbook.Rows(["名称", "面積"], ["甲公園", 100])),
            ("空", ""), ("橋", MadeWorkbook.Rows(["名称", "橋長"], ["甲橋", 12.5], ["乙橋", 8])), ("見出しだけ", MadeWorkbook.Rows(["名称", "橋長"])), ("隠し", MadeWorkbook.Rows(["名称", "橋長"], ["丙橋", 1]))));
        var sets = made.DataSets();
        Assert.Equal(["台帳.xlsx#公園", "台帳.xlsx#橋"], sets.Select(file => file.Name));
        Assert.Equal(("100", 2), (MadeFiles.Read(sets[0]).Row(1)["面積"], MadeFiles.Read(sets[1]).Rows.Count));
        Assert.Contains("表紙、空、見出しだけ、隠し", Assert.Single(sets[0].Notes).Ja, StringComparison.Ordinal);
    }

    [Fact]
    public void Titles_headers_of_two_rows_and_merged_cells_are_understood()
    {
        made.Write("a.xlsx", MadeWorkbook.Of(("表", MadeWorkbook.Rows(["公園一覧"], [null, null, "令和5年4月1日"], [], ["地区", "名称", "位置", null, "面積"], [null, null, "緯度", "経度", "面積"],
            ["東", "甲公園", 34.8, 138.3, 100], [null, "乙公園", 34.9, 138.4, 200], [null, null, null, null, null], ["西", "丙公園", 34.7, 138.2, null, "要確認"])
            + "<mergeCells count=\"3\"><mergeCell ref=\"A4:A5\"/><mergeCell ref=\"C4:D4\"/><mergeCell ref=\"A6:A7\"/></mergeCells>")));
        var read = made.Only();
        Assert.Equal(["地区", "名称", "緯度", "経度", "面積", "F 列"], read.Columns);
        Assert.Equal(["6 行目", "7 行目", "9 行目"], read.Rows.Select(row => row.Place));
        Assert.Equal(["東", "東", "西"], read.Rows.Select(row => row.Values[0]));
        Assert.Equal((null, true, null), (read.Rows[0].Repair, read.Rows[1].Repair?.Contains("地区", StringComparison.Ordinal), read.Rows[2].Repair));
        Assert.Equal(("要確認", 2), (read.Row(3)["F 列"], read.Notes.Count));
    }

    [Fact]
    public void A_formula_that_failed_is_blank_and_said_so()
    {
        made.Write("a.xlsx", MadeWorkbook.Of(("表", "<sheetData>" + MadeWorkbook.Row(1, "名称", "面積") + MadeWorkbook.Row(2, "甲", "<c r=\"B2\" t=\"e\"><f>1/0</f><v>#DIV/0!</v></c>") + "</sheetData>")));
        var row = Assert.Single(made.Only().Rows);
        Assert.Null(row.Values[1]);
        Assert.Contains("#DIV/0!", row.Repair, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row>", "Excel")]
    [InlineData("<sheetData><row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"A2\"><v>1</v></c></row></sheetData>", "Excel")]
    [InlineData("<sheetData><row r=\"2\"><c r=\"A2\"><v>1</v></c></row><row r=\"2\"><c r=\"A2\"><v>1</v></c></row></sheetData>", "Excel")]
    [InlineData("<sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>99</v></c></row></sheetData>", "Excel")]
    [InlineData("", "表が")]
    public void What_is_no_sheet_is_refused(string xml, string why)
    {
        made.Write("a.xlsx", MadeWorkbook.Of(("表", xml)));
        var refused = Assert.Throws<GunManeException>(() => made.Only());
        Assert.Equal(Refusal.BadInput, refused.Refusal);
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.xlsx", "パスワード")]
    [InlineData("a.xls", ".xlsx")]
    public void Old_and_locked_workbooks_are_refused_with_what_to_do(string name, string what)
    {
        made.Write(name, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
        Assert.Contains(what, Assert.Throws<GunManeException>(() => made.Only()).Message, StringComparison.Ordinal);
    }
}
