using System.IO.Compression;
using System.Text;
using GunMane.Spatial.Geo;
using NetTopologySuite.Features;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO.Esri;

namespace GunMane.Spatial.Tests.Import.Formats;

/// <summary>A whole file of a format, the part of it that is damaged, and how many rows it has.</summary>
/// <param name="Name">Name of the file that is offered.</param>
/// <param name="Part">What is damaged: the file, one of a shapefile's parts, or an entry within a container.</param>
/// <param name="Build">The files to write, by name, when the part has become these bytes.</param>
/// <param name="Rows">Rows of the undamaged file, over all its data sets.</param>
internal sealed record FuzzSeed(string Name, byte[] Part, Func<byte[], (string Name, byte[] Bytes)[]> Build, int Rows);

/// <summary>Small made-up files of every format, each with all that its reader knows.</summary>
internal static class FuzzSeeds
{
    private const int Rows = 6;

    /// <summary>The seeds of a reader.</summary>
    public static IReadOnlyList<FuzzSeed> Of(string reader) => reader switch
    {
        "csv" => [File("a.csv", Csv(',')), File("b.tsv", Csv('\t')), File("c.csv", Encoding.GetEncoding(932).GetBytes(Encoding.UTF8.GetString(Csv(';')))), Entry("d.csv.gz", Csv(','), Packed)],
        "geojson" => [File("a.geojson", Utf8("""{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:6668"}},"features":[""" + string.Join(",\n", Features()) + """],"z":[1]}"""))],
        "geojson-lines" => [File("a.ndjson", Utf8(string.Join('\n', Features()))), File("b.geojsons", Utf8(string.Concat(Features().Select(feature => "\u001e" + feature.Replace(",", ",\n", StringComparison.Ordinal) + "\n"))))],
        "topojson" => [File("a.topojson", Topology(quantized: true)), File("b.json", Topology(quantized: false))],
        "shapefile" => [.. Shapes()],
        "geopackage" => [GeoPackage()],
        "kml" => [File("a.kml", Kml()), Entry("b.kmz", Kml(), kml => MadeFiles.Zip(("doc.kml", kml))), Whole("c.kmz", MadeFiles.Zip(("doc.kml", Kml())))],
        "xlsx" => [.. Workbook()],
        "zip" => [Whole("a.zip", MadeFiles.Zip(("a.csv", Csv(',')))), Entry("b.zip", Csv(','), csv => MadeFiles.Zip(("表/甲.csv", csv), ("説明.pdf", [1])))],
        _ => throw new ArgumentOutOfRangeException(nameof(reader)),
    };

    private static FuzzSeed File(string name, byte[] bytes) => Entry(name, bytes, part => part);

    // Only the inside may change harmlessly: no letter of a packed file is free.
    private static FuzzSeed Whole(string name, byte[] bytes) => new(name, bytes, part => [(name, part)], -1);

    private static FuzzSeed Entry(string name, byte[] part, Func<byte[], byte[]> build) => new(name, part, changed => [(name, build(changed))], Rows);

    private static byte[] Csv(char separator) => Utf8(string.Join(separator, "名称", "緯度", "経度", "備考") + "\r\n" + string.Concat(Enumerable.Range(1, Rows).Select(row =>
        string.Join(separator, $"QQQQ{row}橋", "34.8", "138.3", row % 2 == 0 ? "\"Q\"\"Q" + separator + "\nQ\"" : "QQ") + "\r\n")));

    private static IEnumerable<string> Features() => new[]
    {
        "{\"type\":\"Point\",\"coordinates\":[138.3,34.8,1]}", "{\"type\":\"MultiPolygon\",\"coordinates\":[[[[1,2],[3,4],[5,1],[1,2]]]]}", "{\"type\":\"LineString\",\"coordinates\":[[1,2],[3,4]]}",
        "{\"type\":\"MultiPoint\",\"coordinates\":[[1,2],[3,4]]}", "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[4,0],[4,4],[0,0]],[[1,1],[2,1],[2,2],[1,1]]]}", "null",
    }.Select((geometry, at) => $"{{\"type\":\"Feature\",\"id\":{at},\"properties\":{{\"名称\":\"QQQQ{at}\",\"n\":{at},\"x\":null,\"o\":{{\"a\":[\"Q\"]}}}},\"geometry\":{geometry}}}");

    private static byte[] Topology(bool quantized) => Utf8("{\"type\":\"Topology\",\"arcs\":[[[1,0],[0,1]],[[1,1],[-1,0],[0,-1],[1,0]],[[0,0],[5,5]]]," + (quantized ? "\"transform\":{\"scale\":[0.1,0.1],\"translate\":[138,34]}," : "")
        + "\"objects\":{\"a\":{\"type\":\"GeometryCollection\",\"geometries\":[" + string.Join(',', new[] { "\"Polygon\",\"arcs\":[[0,1]]", "\"LineString\",\"arcs\":[-1]", "\"MultiPolygon\",\"arcs\":[[[0,1]]]", "\"Point\",\"coordinates\":[1,2]", "null" }
            .Select((geometry, at) => $"{{\"properties\":{{\"name\":\"QQQQ{at}\"}},\"type\":{geometry}}}")) + "]},\"b\":{\"type\":\"MultiPoint\",\"coordinates\":[[0,0],[1,1]]}}}");

    private static byte[] Kml() => Utf8("<?xml version=\"1.0\" encoding=\"UTF-8\"?><kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document><Folder><name>QQ</name>" + string.Concat(new[]
    {
        "<Point><coordinates>138.3,34.8</coordinates></Point>", "<LineString><coordinates>1,2 3,4 5,6</coordinates></LineString>", "<MultiGeometry><Point><coordinates>1,2</coordinates></Point></MultiGeometry>", "",
        "<Polygon><outerBoundaryIs><LinearRing><coordinates>0,0 4,0 4,4 0,0</coordinates></LinearRing></outerBoundaryIs></Polygon>", "<description><![CDATA[<b>QQ</b>]]></description>",
    }.Select((geometry, at) => $"<Placemark id=\"p{at}\"><name>QQQQ{at}</name><ExtendedData><Data name=\"長さ\"><value>Q{at}</value></Data></ExtendedData>{geometry}</Placemark>")) + "</Folder></Document></kml>");

    private static IEnumerable<FuzzSeed> Workbook()
    {
        var book = Unpacked(MadeWorkbook.Of(("表", "<sheetData>" + MadeWorkbook.Row(1, "名称", "値", "日") + string.Concat(Enumerable.Range(2, Rows).Select(row =>
            MadeWorkbook.Row(row, $"QQQQ{row}", row * 1.5, $"<c r=\"C{row}\" s=\"1\"><v>45{row:000}</v></c>", $"<c r=\"D{row}\" t=\"s\"><v>{row % 3}</v></c>"))) + "</sheetData><mergeCells><mergeCell ref=\"B3:B4\"/></mergeCells>")));
        foreach (var part in new[] { "xl/sheet1.xml", "xl/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml" })
            yield return new FuzzSeed("a.xlsx", book.Single(entry => entry.Name == part).Bytes, changed => [("a.xlsx", MadeFiles.Zip([.. book.Select(entry => entry.Name == part ? (part, changed) : entry)]))], Rows);
        yield return Whole("b.xlsx", MadeFiles.Zip([.. book]));
    }

    private static IEnumerable<FuzzSeed> Shapes()
    {
        using var made = new MadeFiles();
        Shapefile.WriteAllFeatures(Enumerable.Range(0, Rows).Select(at => new Feature(
            Crs.FileFactory.CreatePolygon([new(at, 0), new(at, 2), new(at + 2, 2), new(at + 2, 0), new(at, 0)]), new AttributesTable { { "番号", at }, { "名称", "QQQQQQ橋" }, { "延長", 1.5 }, { "日", new DateTime(2023, 3, 31, 0, 0, 0, DateTimeKind.Unspecified) } })).ToArray(),
            Path.Combine(made.Folder, "a.shp"), "GEOGCS[\"GCS_JGD_2011\",DATUM[\"D_JGD_2011\",SPHEROID[\"GRS_1980\",6378137.0,298.257222101]]]", Encoding.GetEncoding(932));
        var parts = Directory.GetFiles(made.Folder).Select(path => (Name: Path.GetFileName(path), Bytes: System.IO.File.ReadAllBytes(path))).ToList();
        foreach (var damaged in new[] { ".shp", ".shp", ".dbf", ".dbf", ".shx", ".prj", ".cpg" })
            yield return new FuzzSeed("a.shp", parts.Single(part => part.Name.EndsWith(damaged, StringComparison.Ordinal)).Bytes, changed => [.. parts.Select(part => part.Name.EndsWith(damaged, StringComparison.Ordinal) ? (part.Name, changed) : part)], Rows);
        var bare = parts.Single(part => part.Name == "a.shp").Bytes;
        yield return new FuzzSeed("a.shp", bare, changed => [("a.shp", changed)], Rows);
    }

    private static FuzzSeed GeoPackage()
    {
        using var made = new MadeFiles();
        var path = Path.Combine(made.Folder, "a.gpkg");
        GeoPackageTests.Make(path, "UPDATE park SET 名称 = 'QQQQQQQQ'; UPDATE register SET code = 'QQQQQ'; INSERT INTO register VALUES (2, 'QQ'), (3, 'QQ'); PRAGMA page_size = 512; VACUUM;",
            (Crs.FileFactory.CreatePoint(new Coordinate(138.3, 34.8)), Crs.FileFactory.CreateLineString([new(1, 2), new(3, 4)])));
        return File("a.gpkg", System.IO.File.ReadAllBytes(path));
    }

    private static List<(string Name, byte[] Bytes)> Unpacked(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        return [.. archive.Entries.Select(entry =>
        {
            using var bytes = new MemoryStream();
            using var source = entry.Open();
            source.CopyTo(bytes);
            return (entry.FullName, bytes.ToArray());
        })];
    }

    private static byte[] Packed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(bytes);
        return packed.ToArray();
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
