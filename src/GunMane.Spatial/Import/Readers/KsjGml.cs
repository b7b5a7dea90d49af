using System.Text;

namespace GunMane.Spatial.Import.Readers;

/// <summary>
/// Recognises GML of 国土数値情報 (JPGIS 2.x application schemas). No .NET library reads it, and every download has the same
/// data as Shapefile or GeoJSON beside it; its metadata (KS-META-…) is a paper.
/// </summary>
internal static class KsjGml
{
    private const int Looked = 4096;

    /// <summary>Whether an XML file is one, by the names in its first lines.</summary>
    public static bool IsOne(string path)
    {
        using var file = File.OpenRead(path);
        var bytes = new byte[Looked];
        var head = Encoding.Latin1.GetString(bytes, 0, file.ReadAtLeast(bytes, Looked, throwOnEndOfStream: false));
        return head.Contains("nlftp.mlit.go.jp/ksj", StringComparison.OrdinalIgnoreCase) || head.Contains("<ksj:", StringComparison.OrdinalIgnoreCase);
    }
}
