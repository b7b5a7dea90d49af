using System.IO.Compression;
using System.Text;
using GunMane.Spatial.Geo;
using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Model;
using NetTopologySuite.Features;
using NetTopologySuite.IO.Esri;

namespace GunMane.Spatial.Tests.Import.Formats;

/// <summary>How files come: shapefiles with parts missing, archives of every make, the same data in several formats.</summary>
public sealed class DeliveryTests : IDisposable
{
    private const string Points = """{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"名称":"甲"},"geometry":{"type":"Point","coordinates":[138.3,34.8]}}]}""";
    private static readonly Encoding Cp932 = CodePagesEncodingProvider.Instance.GetEncoding(932)!;

    private readonly MadeFiles made = new();

    static DeliveryTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public void Dispose() => made.Dispose();

    [Theory]
    [InlineData(".shx")]
    [InlineData(".dbf")]
    [InlineData(".dbf", ".shx")]
    [InlineData(".cpg")]
    [InlineData(".prj")]
    public void A_shapefile_is_read_without_the_parts_that_are_missing(params string[] missing)
    {
        Shapes("道路");
        foreach (var part in missing) File.Delete(Path.Combine(made.Folder, "道路" + part));
        var read = made.Only();
        Assert.Equal((3, "LINESTRING (1 2, 3 4)"), (read.Rows.Count, read.Rows[0].Geometry!.AsText()));
        Assert.Equal(missing.Contains(".dbf") ? [] : ["番号", "路線名"], read.Columns);
        Assert.Equal(missing.Contains(".prj") ? null : 6668, read.StatedCrs);
        Assert.Equal(missing.Count(part => part is ".dbf" or ".shx"), read.Notes.Count);
        if (!missing.Contains(".dbf")) Assert.Equal(("市道1号線", "1"), (read.Row(1)["路線名"], read.Row(1)["番号"]));
    }

    [Fact]
    public void Upper_case_endings_belong_together()
    {
        Shapes("ROAD");
        foreach (var path in Directory.GetFiles(made.Folder)) File.Move(path, Path.Combine(made.Folder, Path.GetExtension(path) == ".dbf" ? "road.DBF" : Path.GetFileName(path).ToUpperInvariant()));
        var read = made.Only();
        Assert.Equal(("ROAD.SHP", "市道1号線", 6668), (read.File.Name, read.Row(1)["路線名"], read.StatedCrs));
        Assert.Equal(5, read.File.Parts.Count);
    }

    [Fact]
    public void Field_names_that_fall_together_and_rows_marked_as_deleted_are_kept_apart()
    {
        Shapes("a");
        var path = Path.Combine(made.Folder, "a.dbf");
        var table = File.ReadAllBytes(path);
        Cp932.GetBytes("番号\0\0\0\0\0\0\0").CopyTo(table, 64);
        table[BitConverter.ToUInt16(table, 8) + BitConverter.ToUInt16(table, 10)] = (byte)'*';
        File.WriteAllBytes(path, table);
        var read = made.Only();
        Assert.Equal(["番号", "番号_2"], read.Columns);
        Assert.Equal([false, true, false], read.Rows.Select(row => row.Fault is not null));
        Assert.Equal("2", read.Row(2)["番号"]);
    }

    [Fact]
    public void A_number_that_overflowed_its_field_costs_the_number_only()
    {
        Shapes("a");
        var path = Path.Combine(made.Folder, "a.dbf");
        var table = File.ReadAllBytes(path);
        table.AsSpan(BitConverter.ToUInt16(table, 8) + 1, table[48]).Fill((byte)'*');
        File.WriteAllBytes(path, table);
        var row = made.Only().Rows[0];
        Assert.Equal((null, null), (row.Values[0], row.Fault));
        Assert.Contains("番号", row.Repair, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_in_archives_are_utf8_or_cp932_flagged_or_not()
    {
        made.Write("flagged.zip", MadeFiles.Zip(("甲.geojson", Encoding.UTF8.GetBytes(Points))));
        made.Write("windows.zip", MadeFiles.Zip(Cp932, ("表/乙.geojson", Encoding.UTF8.GetBytes(Points))));
        made.Write("mac.zip", Unflagged(MadeFiles.Zip(Encoding.UTF8, ("丙.geojson", Encoding.UTF8.GetBytes(Points)), ("__MACOSX/._丙.geojson", [1]))));
        Assert.Equal(["甲.geojson", "丙.geojson", "乙.geojson"], made.DataSets().Select(file => file.Name));
    }

    [Fact]
    public void Of_several_formats_one_is_taken_and_the_others_are_named()
    {
        Shapes("道路");
        made.Write("道路.geojson", Points);
        made.Write("道路.csv", "a,b\n1,2\n");
        Assert.Equal(["道路.csv", "道路.geojson"], made.DataSets().Select(file => file.Name));
        Assert.Contains("道路.shp", Assert.Single(made.DataSets()[1].Notes).Ja, StringComparison.Ordinal);
        var parts = Directory.GetFiles(made.Folder).Select(path => ((Path.GetExtension(path) == ".csv" ? "csv/" : "x/") + Path.GetFileName(path), File.ReadAllBytes(path))).ToArray();
        foreach (var path in Directory.GetFiles(made.Folder)) File.Delete(path);
        made.Write("道路.zip", MadeFiles.Zip([.. parts, ("道路.xml", Encoding.UTF8.GetBytes("<ksj:Dataset/>")), ("説明.pdf", [1])]));
        Assert.Contains("道路.csv、道路.shp", Assert.Single(Assert.Single(made.DataSets()).Notes).Ja, StringComparison.Ordinal);
    }

    [Fact]
    public void Archives_and_packed_files_within_archives()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write("a,b\n1,2\n"u8);
        made.Write("a.zip", MadeFiles.Zip(("inner.zip", MadeFiles.Zip(("甲.geojson", Encoding.UTF8.GetBytes(Points)))), ("乙.csv.gz", packed.ToArray())));
        var sets = made.DataSets();
        Assert.Equal(["甲.geojson", "乙.csv.gz"], sets.Select(file => file.Name));
        Assert.Equal("2", MadeFiles.Read(sets[1]).Row(1)["b"]);
        var deep = MadeFiles.Zip(("a.csv", [1]));
        for (var level = 0; level < 4; level++) deep = MadeFiles.Zip(("a.zip", deep));
        made.Write("a.zip", deep);
        Assert.Contains("深すぎ", Trouble().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_that_is_damaged_lies_or_unfolds_without_end_refuses_itself_only()
    {
        made.Write("good.csv", "a,b\n1,2\n");
        var zip = MadeFiles.Zip(("a.csv", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 200).Select(number => $"{number * 7919 % 1013},{number}\n")))));
        foreach (var damaged in new[] { zip[..^30], [.. zip[..60], (byte)(zip[60] ^ 0x20), .. zip[61..]], Stated(zip, 22, 1 << 30), Stated(zip, 18, 12), [1, 2, 3] })
        {
            made.Write("a.zip", damaged);
            var sets = made.DataSets();
            Assert.Equal(["good.csv", "a.zip"], sets.Select(file => file.Name));
            Assert.Equal(Refusal.BadInput, sets[1].Trouble?.Refusal);
        }
    }

    [Fact]
    public void A_lone_gml_of_the_national_land_information_is_refused_with_the_file_to_take()
    {
        made.Write("P13-11_22.xml", "<?xml version=\"1.0\"?><ksj:Dataset xmlns:ksj=\"http://nlftp.mlit.go.jp/ksj/schemas/ksj-app\"/>");
        Assert.Contains(".shp", Trouble().Message, StringComparison.Ordinal);
        made.Write("P13-11_22.geojson", Points);
        Assert.Equal("P13-11_22.geojson", Assert.Single(made.DataSets()).Name);
        File.Delete(Path.Combine(made.Folder, "P13-11_22.geojson"));
        made.Write("P13-11_22.xml", "<other/>");
        Assert.Empty(made.DataSets());
    }

    private GunManeException Trouble() => Assert.Single(made.DataSets()).Trouble!;

    // Overwrites a size, in the local header and in the directory.
    private static byte[] Stated(byte[] zip, int at, int size)
    {
        var copy = (byte[])zip.Clone();
        BitConverter.GetBytes(size).CopyTo(copy, at);
        var directory = copy.AsSpan().IndexOf("PK\u0001\u0002"u8);
        BitConverter.GetBytes(size).CopyTo(copy, directory + at + 2);
        return copy;
    }

    // Clears the flag that names are UTF-8.
    private static byte[] Unflagged(byte[] zip)
    {
        for (var at = 0; at + 10 < zip.Length; at++)
        {
            if (zip.AsSpan(at).StartsWith("PK\u0003\u0004"u8)) zip[at + 7] &= 0xF7;
            if (zip.AsSpan(at).StartsWith("PK\u0001\u0002"u8)) zip[at + 9] &= 0xF7;
        }

        return zip;
    }

    private void Shapes(string name) => Shapefile.WriteAllFeatures(
        Enumerable.Range(1, 3).Select(at => new Feature(Crs.FileFactory.CreateLineString([new(at, 2), new(3, 4)]), new AttributesTable { { "番号", at }, { "路線名", $"市道{at}号線" } })).ToArray(),
        Path.Combine(made.Folder, name + ".shp"), "GEOGCS[\"GCS_JGD_2011\",DATUM[\"D_JGD_2011\",SPHEROID[\"GRS_1980\",6378137.0,298.257222101]]]", Cp932);
}
