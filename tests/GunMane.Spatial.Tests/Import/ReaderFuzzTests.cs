using System.Text;
using CsCheck;
using GunMane.Spatial.Import;
using GunMane.Spatial.Import.Readers;

namespace GunMane.Spatial.Tests.Import;

/// <summary>Properties of reading bytes: buffers and letters. Damaged files: <see cref="Formats.FormatFuzzTests"/>.</summary>
public sealed class ReaderFuzzTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("gunmane-fuzz-");

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

    private DataFile Data(string name, byte[] bytes)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllBytes(path, bytes);
        return new DataFile(path, name, FileFormat.GeoJson);
    }
}
