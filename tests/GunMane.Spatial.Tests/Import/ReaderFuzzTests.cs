using System.Text;
using CsCheck;
using GunMane.Spatial.Geo;
using GunMane.Spatial.Import;
using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Model;
using NetTopologySuite.Features;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO.Esri;

namespace GunMane.Spatial.Tests.Import;

/// <summary>Whatever bytes come, a reader answers with rows or with one refusal: no crash, no hang.</summary>
public sealed class ReaderFuzzTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("gunmane-fuzz-");

    [Fact]
    public void Mutated_geojson_is_read_or_refused()
    {
        var whole = Encoding.UTF8.GetBytes("""
            {"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:6668"}},"features":[
            {"type":"Feature","properties":{"名称":"甲","n":1,"x":null,"o":{"a":[1]}},"geometry":{"type":"Point","coordinates":[138.3,34.8,1]}},
            {"type":"Feature","properties":{},"geometry":{"type":"MultiPolygon","coordinates":[[[[1,2],[3,4],[5,1],[1,2]]]]}}],"z":1}
            """);
        Mutations(whole).Sample(bytes => ReadOrRefuse("x.geojson", bytes), threads: 1);
    }

    [Fact]
    public void Mutated_csv_is_read_or_refused() =>
        Mutations(Encoding.UTF8.GetBytes("名称,緯度,経度\n\"甲,\"\"乙\",34.8,138.3\r\n丙,34.8,138.3\n")).Sample(bytes => ReadOrRefuse("x.csv", bytes), threads: 1);

    [Fact]
    public void Mutated_packed_csv_is_read_or_refused() =>
        Mutations(ImportTown.Packed("名称,緯度,経度\n甲,34.8,138.3\n丙,34.8,138.3\n")).Sample(bytes => ReadOrRefuse("x.csv.gz", bytes), threads: 1);

    [Theory]
    [InlineData(".shp")]
    [InlineData(".dbf")]
    [InlineData(".shx")]
    public void Mutated_shapefiles_are_read_or_refused(string part)
    {
        var path = Path.Combine(folder.FullName, "x.shp");
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        Feature[] features = [.. Enumerable.Range(0, 4).Select(at => new Feature(
            Crs.FileFactory.CreatePolygon([new(at, 0), new(at, 2), new(at + 2, 2), new(at + 2, 0), new(at, 0)]), new AttributesTable { { "番号", at }, { "名称", "海辺" }, { "延長", 1.5 } }))];
        Shapefile.WriteAllFeatures(features, path, null, Encoding.GetEncoding(932));
        Mutations(File.ReadAllBytes(Path.ChangeExtension(path, part))).Sample(bytes => ReadOrRefuse("x" + part, bytes, "x.shp"), iter: 500, threads: 1);
    }

    [Fact]
    public void A_feature_may_begin_and_end_anywhere_in_the_buffer()
    {
        // Features of many sizes around the 64 kB buffer.
        Gen.Int[1, 200_000].Array[1, 6].Sample(sizes =>
        {
            var text = """{"type":"FeatureCollection","features":[""" + string.Join(", ", sizes.Select((size, at) =>
                $"{{\"type\":\"Feature\",\"properties\":{{\"n\":{at},\"text\":\"{new string('あ', size / 3)}\"}},\"geometry\":null}}")) + "]}";
            using var source = FileImport.Open(Data("x.geojson", Encoding.UTF8.GetBytes(text)), new ImportOptions());
            Assert.Equal(sizes.Select(size => size / 3), source.Rows().Select(row => row.Values.Length > 1 ? row.Values[1]?.Length ?? 0 : 0));
        }, iter: 50, threads: 1);
    }

    [Fact]
    public void Unreadable_bytes_stay_visible() => Gen.Byte.Array[0, 40].Sample(bytes =>
    {
        foreach (var encoding in new[] { TextEncoding.Utf8, TextEncoding.ShiftJis })
        {
            var text = encoding.GetString(bytes);
            if (!TextEncoding.IsFaulty(text)) Assert.Equal(bytes, encoding.GetBytes(text));
        }
    });

    public void Dispose() => folder.Delete(recursive: true);

    private static Gen<byte[]> Mutations(byte[] whole) => Gen.Select(Gen.Int[0, 3], Gen.Int[0, whole.Length - 1], Gen.Byte.Array[1, 6], Gen.Int[1, 12]).Select((kind, at, bytes, count) => kind switch
    {
        0 => whole[..at],
        1 => [.. whole[..at], .. bytes, .. whole[at..]],
        2 => [.. whole[..at], .. bytes, .. whole[Math.Min(whole.Length, at + bytes.Length)..]],
        _ => [.. whole[..at], .. whole[Math.Min(whole.Length, at + count)..]],
    });

    private void ReadOrRefuse(string name, byte[] bytes, string? open = null)
    {
        var file = Data(name, bytes) with { Path = Path.Combine(folder.FullName, open ?? name), Name = open ?? name, Format = open is null ? Data(name, bytes).Format : FileFormat.Shapefile };
        try
        {
            file.ExamineAsync(CancellationToken.None).GetAwaiter().GetResult();
            using var source = FileImport.Open(file, new ImportOptions());
            Assert.All(source.Rows().Take(10_000).ToList(), row => Assert.True(row.Number > 0));
        }
        catch (GunManeException refused)
        {
            Assert.Contains(file.Name, refused.Message, StringComparison.Ordinal);
        }
    }

    private DataFile Data(string name, byte[] bytes)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllBytes(path, bytes);
        return new DataFile(path, name, name.EndsWith("json", StringComparison.Ordinal) ? FileFormat.GeoJson : FileFormat.Csv);
    }
}
