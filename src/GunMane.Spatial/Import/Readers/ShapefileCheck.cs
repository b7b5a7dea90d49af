using System.Buffers.Binary;

namespace GunMane.Spatial.Import.Readers;

/// <summary>
/// Walks a shapefile's parts before they are read: a cut-off or damaged file makes a reader invent empty shapes or never
/// end. Layout: ESRI Shapefile Technical Description (1998); dBASE III tables.
/// </summary>
internal static class ShapefileCheck
{
    private const int FileHeader = 100;
    private const int RecordHeader = 8;
    private const int TableHeader = 32;
    private const int PartCountAt = 36;
    private const int NullShape = 0;
    private static readonly int[] ShapeTypes = [1, 3, 5, 8, 11, 13, 15, 18, 21, 23, 25, 28];

    /// <summary>Refuses a shapefile whose parts are not whole or do not belong together; returns how many shapes there are.</summary>
    /// <param name="file">The .shp.</param>
    /// <param name="table">Its .dbf; null if there is none.</param>
    /// <param name="index">Its .shx; null if there is none, then the shapes are counted by walking them.</param>
    /// <exception cref="Model.GunManeException">Says which part, and at which record.</exception>
    public static long Run(DataFile file, string? table, string? index)
    {
        var expected = index is null ? (long?)null : Indexed(file, index);
        if (table is not null && Rows(file, table) is var rows && rows != (expected ??= rows))
            throw file.Refuse($"図形が {expected:N0}、属性が {rows:N0} 行で、数が合いません。組になるファイルをもう一度入手してください。", $"{expected} shapes but {rows} rows of attributes");
        return Walk(file, expected);
    }

    private static long Walk(DataFile file, long? expected)
    {
        using var shapes = new BufferedStream(File.OpenRead(file.Path), 1 << 16);
        var header = Read(shapes, FileHeader);
        if (header.Length < FileHeader || BinaryPrimitives.ReadInt32BigEndian(header) != 9994) throw file.Refuse("Shapefile ではありません。", "not a shapefile");
        var stated = 2L * BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(24));
        if (shapes.Length < stated) throw file.Refuse(".shp が途中で切れています。もう一度入手してください。", "the .shp is cut off");
        var type = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(32));
        if (Array.IndexOf(ShapeTypes, type) < 0) throw file.Refuse($"図形の種類 {type} は読めません。", $"shape type {type} is not read");
        long record = 0;
        for (; expected is null ? shapes.Position < stated : record < expected; record++)
        {
            if (!IsWhole(shapes, type)) throw file.Refuse($"{record + 1} 番目の図形で壊れています。もう一度入手してください。", $"broken at record {record + 1}");
        }

        return shapes.Position >= stated ? record : throw file.Refuse($"図形が {record:N0} より多くあります。組になるファイルをもう一度入手してください。", $"more than the {record} shapes that index or table know");
    }

    private static long Indexed(DataFile file, string path)
    {
        using var index = File.OpenRead(path);
        return Read(index, FileHeader).Length == FileHeader && (index.Length - FileHeader) % RecordHeader == 0
            ? (index.Length - FileHeader) / RecordHeader
            : throw file.Refuse(".shx が途中で切れています。もう一度入手するか、.shx を除いて入れてください。", "the .shx is cut off: get it again or leave it out");
    }

    private static uint Rows(DataFile file, string path)
    {
        using var table = File.OpenRead(path);
        var header = Read(table, TableHeader);
        var rows = header.Length < TableHeader ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(4));
        var (start, width) = header.Length < TableHeader ? (0, 0) : (BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(8)), BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(10)));
        if (start <= TableHeader || width == 0 || table.Length < start + (long)rows * width)
            throw file.Refuse(".dbf が途中で切れています。もう一度入手してください。", "the .dbf is cut off");
        return rows;
    }

    private static bool IsWhole(Stream shapes, int type)
    {
        var header = Read(shapes, RecordHeader);
        if (header.Length < RecordHeader) return false;
        var length = 2L * BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4));
        if (length < sizeof(int) || shapes.Position + length > shapes.Length) return false;
        var content = Read(shapes, (int)length);
        var own = BinaryPrimitives.ReadInt32LittleEndian(content);
        return own == NullShape || (own == type && Fits(content, type));
    }

    private static bool Fits(byte[] content, int type) => (type % 10) switch
    {
        1 => content.Length >= 20,
        8 => content.Length >= 40 && Points(content, PartCountAt) is >= 0 and var points && content.Length >= 40 + 16L * points,
        3 or 5 => content.Length >= 44 && PartsFit(content),
        _ => false,
    };

    private static bool PartsFit(byte[] content)
    {
        var (parts, points) = (Points(content, PartCountAt), Points(content, PartCountAt + 4));
        if (parts < 0 || points < 0 || content.Length < 44 + 4L * parts + 16L * points) return false;
        for (int part = 0, last = -1; part < parts; part++)
        {
            var start = Points(content, 44 + 4 * part);
            if (start <= last || start >= points || (part == 0 && start != 0)) return false;
            last = start;
        }

        return true;
    }

    private static int Points(byte[] content, int at) => BinaryPrimitives.ReadInt32LittleEndian(content.AsSpan(at));

    private static byte[] Read(Stream stream, int count)
    {
        var bytes = new byte[count];
        var read = stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false);
        return read == count ? bytes : bytes[..read];
    }
}
