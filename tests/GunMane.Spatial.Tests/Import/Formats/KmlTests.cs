using System.Text;
using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Tests.Import.Formats;

/// <summary>KML and KMZ.</summary>
public sealed class KmlTests : IDisposable
{
    internal const string Document = """
        <?xml version="1.0" encoding="UTF-8"?>
        <kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2"><Document><name>台帳</name>
        <Schema name="s"><SimpleField name="橋長" type="float"/></Schema>
        <Placemark id="p1"><name>甲橋</name><description><![CDATA[<b>鋼</b>橋]]></description><styleUrl>#x</styleUrl><Point><coordinates> 138.3,34.8,5 </coordinates></Point></Placemark>
        <Folder><name>道路</name><Placemark><name>市道1号線</name><ExtendedData><Data name="管理番号"><displayName>番号</displayName><value>R-1</value></Data><Data name="name"><value>別名</value></Data></ExtendedData>
        <LineString><coordinates>138.3,34.8 138.4, 34.9
        138.5,35.0,0</coordinates></LineString></Placemark>
        <Folder><name>歩道</name><Placemark><ExtendedData><SchemaData schemaUrl="#s"><SimpleData name="橋長">12.5</SimpleData></SchemaData></ExtendedData><TimeStamp><when>2023-03-31</when></TimeStamp>
        <MultiGeometry><LineString><coordinates>1,2 3,4</coordinates></LineString><MultiGeometry><LineString><coordinates>5,6 7,8</coordinates></LineString></MultiGeometry></MultiGeometry></Placemark></Folder></Folder>
        <NetworkLink><Link><href>other.kml</href></Link></NetworkLink>
        <Placemark><name>池</name><Polygon><outerBoundaryIs><LinearRing><coordinates>0,0 4,0 4,4 0,0</coordinates></LinearRing></outerBoundaryIs>
        <innerBoundaryIs><LinearRing><coordinates>1,1 2,1 2,2 1,1</coordinates></LinearRing></innerBoundaryIs></Polygon></Placemark>
        <Placemark><name>場所なし</name></Placemark></Document></kml>
        """;

    private readonly MadeFiles made = new();

    public void Dispose() => made.Dispose();

    [Fact]
    public void Placemarks_folders_and_extended_data()
    {
        made.Write("a.kml", Document);
        var read = made.Only();
        Assert.Equal((FileFormat.Kml, RowShape.Features, 4326, "UTF-8"), (read.File.Format, read.File.Shape, read.StatedCrs, read.Encoding));
        Assert.Equal(["POINT (138.3 34.8)", "LINESTRING (138.3 34.8, 138.4 34.9, 138.5 35)", "MULTILINESTRING ((1 2, 3 4), (5 6, 7 8))", "POLYGON ((0 0, 4 0, 4 4, 0 0), (1 1, 2 1, 2 2, 1 1))", null],
            read.Rows.Select(row => row.Geometry?.AsText()));
        Assert.All(read.Rows, row => Assert.Null(row.Fault));
        Assert.Equal(("p1", "甲橋", "<b>鋼</b>橋"), (read.Row(1)["id"], read.Row(1)["name"], read.Row(1)["description"]));
        Assert.Equal(("道路", "市道1号線", "R-1", "別名"), (read.Row(2)["Folder"], read.Row(2)["name"], read.Row(2)["管理番号"], read.Row(2)["name_2"]));
        Assert.Equal(("道路/歩道", "12.5", "2023-03-31"), (read.Row(3)["Folder"], read.Row(3)["橋長"], read.Row(3)["when"]));
        Assert.Equal(["name"], read.Row(4).Keys);
        Assert.Contains("NetworkLink", Assert.Single(read.Notes).Ja, StringComparison.Ordinal);
        Assert.StartsWith("<Placemark id=\"p1\"", read.Rows[0].Raw, StringComparison.Ordinal);
    }

    [Fact]
    public void Shift_jis_is_read_strictly()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var bytes = Encoding.GetEncoding(932).GetBytes(Document.Replace("UTF-8", "Shift_JIS", StringComparison.Ordinal));
        made.Write("a.kml", bytes);
        Assert.Equal(("甲橋", "CP932 (Shift_JIS)"), (made.Only().Row(1)["name"], made.Only().Encoding));
        bytes[Array.IndexOf(bytes, Encoding.GetEncoding(932).GetBytes("甲")[0])] = 0xFF;
        made.Write("a.kml", bytes);
        Assert.Equal([true, false, false, false, false], made.Only().Rows.Select(row => row.Fault is not null));
        made.Write("a.kml", [.. bytes[..^20], 0x81]);
        Assert.Contains("行目で XML が壊れて", Assert.Throws<GunManeException>(() => made.Only()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kmz_has_its_document_at_the_root()
    {
        made.Write("a.kmz", MadeFiles.Zip(("files/other.kml", Encoding.UTF8.GetBytes("<kml/>")), ("files/icon.png", [1, 2]), ("doc.kml", Encoding.UTF8.GetBytes(Document))));
        var read = made.Only();
        Assert.Equal(5, read.Rows.Count);
        Assert.Contains(read.Notes, note => note.Ja.Contains("files/other.kml", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("<Model/>", "geometry type Model")]
    [InlineData("<Point><coordinates>1,2 3,4</coordinates></Point>", "single position")]
    [InlineData("<Point><coordinates>x,2</coordinates></Point>", "no position")]
    [InlineData("<Point/>", "no coordinates")]
    [InlineData("<LineString><coordinates>1,2</coordinates></LineString>", "fewer than two")]
    [InlineData("<Polygon/>", "outer ring")]
    [InlineData("<Polygon><outerBoundaryIs><LinearRing><coordinates>1,2 3,4 5,6 7,8</coordinates></LinearRing></outerBoundaryIs></Polygon>", "not closed")]
    [InlineData("<MultiGeometry/>", "without geometries")]
    [InlineData("<MultiGeometry><Point><coordinates>1,2</coordinates></Point><LineString><coordinates>1,2 3,4</coordinates></LineString></MultiGeometry>", "together")]
    [InlineData("<Point><coordinates>1,2</coordinates></Point><Point><coordinates>1,2</coordinates></Point>", "more than one")]
    public void A_geometry_that_cannot_be_read_costs_itself_only(string geometry, string why)
    {
        made.Write("a.kml", $"<kml><Placemark><name>a</name>{geometry}</Placemark><Placemark><Point><coordinates>1,2</coordinates></Point></Placemark></kml>");
        var read = made.Only();
        Assert.Contains(why, read.Rows[0].Fault, StringComparison.Ordinal);
        Assert.Equal(("a", null), (read.Row(1)["name"], read.Rows[1].Fault));
    }

    [Theory]
    [InlineData("<kml><Document>", "行目で XML が壊れて")]
    [InlineData("<!DOCTYPE kml [<!ENTITY a \"b\">]><kml>&a;</kml>", "XML")]
    [InlineData("<html/>", "KML ではありません")]
    [InlineData("<kml><Document/></kml>", "Placemark")]
    [InlineData("", "XML")]
    public void What_is_no_kml_is_refused(string text, string why)
    {
        made.Write("a.kml", text);
        Assert.Contains(why, Assert.Throws<GunManeException>(() => made.Only()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_nesting_ends_in_a_fault_not_in_a_crash()
    {
        var deep = string.Concat(Enumerable.Repeat("<MultiGeometry>", 20_000)) + string.Concat(Enumerable.Repeat("</MultiGeometry>", 20_000));
        made.Write("a.kml", $"<kml><Placemark>{deep}</Placemark></kml>");
        Assert.NotNull(Assert.Single(made.Only().Rows).Fault);
    }
}
