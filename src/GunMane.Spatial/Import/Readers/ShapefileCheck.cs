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

    /// <summary>Refuses a shapefile whose parts are not whole or do not belong together.</summary>
    /// <exception cref="Model.GunManeException">Says which part, and at which record.</exception>
    public static void Run(DataFile file, string table, string index)
    {
        var rows = Rows(file, table);
        var indexed = (new FileInfo(index).Length - FileHeader) / RecordHeader;
        if (indexed != rows)
            throw file.Refuse($"図形が {indexed:N0}、属性が {rows:N0} 行で、数が合いません。組になるファイルをもう一度入手してください。", $"{indexed} shapes but {rows} rows of attributes");
        using var shapes = new BufferedStream(File.OpenRead(file.Path), 1 << 16);
        var header = Read(shapes, FileHeader);
        if (header.Length < FileHeader || shapes.Length < 2L * BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(24)))
            throw file.Refuse(".shp が途中で切れています。もう一度入手してください。", "the .shp is cut off");
        var type = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(32));
        for (long record = 1; record <= rows; record++)
        {
            if (!IsWhole(shapes, type)) throw file.Refuse($"{record} 番目の図形で壊れています。もう一度入手してください。", $"broken at record {record}");
        }
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
