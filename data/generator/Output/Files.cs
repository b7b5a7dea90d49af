using System.IO.Compression;
using System.Text;

namespace GunMane.ModelRegion.Output;

/// <summary>Writes text as UTF-8 without BOM, plain or gzip; the same text always gives the same bytes.</summary>
public sealed class Files(string folder)
{
    /// <summary>Name and size in bytes of what was written.</summary>
    public List<(string Name, long Bytes)> Written { get; } = [];

    /// <summary>Writes a file; a name ending in .gz is compressed.</summary>
    public void Write(string name, string text)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, name);
        var bytes = new UTF8Encoding(false).GetBytes(text);
        if (name.EndsWith(".gz", StringComparison.Ordinal))
            bytes = Compressed(bytes);
        File.WriteAllBytes(path, bytes);
        Written.Add((name, bytes.Length));
    }

    private static byte[] Compressed(byte[] bytes)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.SmallestSize))
            gzip.Write(bytes);
        return target.ToArray();
    }
}
