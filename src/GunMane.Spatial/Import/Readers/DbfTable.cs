using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace GunMane.Spatial.Import.Readers;

/// <summary>
/// The .dbf of a shapefile (dBASE III) read as bytes, value by value. Libraries give up a whole table where two names cut
/// at ten bytes fall together or where a number overflowed into asterisks; here either costs nothing but a note.
/// </summary>
internal sealed class DbfTable : IDisposable
{
    private const int FileHeader = 32;
    private const int FieldHeader = 32;
    private const int NameBytes = 11;
    private const byte EndOfFields = 0x0D;
    private const byte Deleted = (byte)'*';

    private readonly FileStream stream;
    private readonly Encoding encoding;
    private readonly List<Field> fields = [];
    private readonly byte[] record;

    /// <summary>Opens a table; its header has been checked by <see cref="ShapefileCheck"/>.</summary>
    /// <exception cref="InvalidDataException">Its fields are wider than its records.</exception>
    public DbfTable(string path, Encoding encoding)
    {
        this.encoding = encoding;
        stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        try
        {
            var header = new byte[FileHeader];
            stream.ReadExactly(header);
            var (start, width) = (BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(8)), BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(10)));
            record = new byte[width];
            ReadFields(start);
            stream.Seek(start, SeekOrigin.Begin);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Names of the fields as they are, in order; they need not differ.</summary>
    public IEnumerable<string> Names => fields.Select(each => each.Name);

    /// <summary>Whether the record read last is marked as deleted.</summary>
    public bool IsDeleted => record[0] == Deleted;

    /// <summary>Reads the next record.</summary>
    /// <exception cref="EndOfStreamException">There is none.</exception>
    public void Read() => stream.ReadExactly(record);

    /// <summary>Text of a field of the record read last; null if blank. What had to be mended is added to the notes.</summary>
    public string? Value(int at, ref string? repair)
    {
        var field = fields[at];
        var bytes = record.AsSpan(field.At, field.Length);
        if (field.Type == 'I' && field.Length == sizeof(int)) return BinaryPrimitives.ReadInt32LittleEndian(bytes).ToString(CultureInfo.InvariantCulture);
        var text = encoding.GetString(bytes.TrimEnd((byte)0)).Trim();
        if (string.IsNullOrWhiteSpace(text)) return null;
        return field.Type switch
        {
            'N' or 'F' => Number(field.Name, text, ref repair),
            'D' => DateOnly.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : text,
            'L' => text is "?" ? null : text is "T" or "t" or "Y" or "y" ? "True" : text is "F" or "f" or "N" or "n" ? "False" : text,
            _ => Whole(field.Name, text, ref repair),
        };
    }

    public void Dispose() => stream.Dispose();

    private static string? Number(string name, string text, ref string? repair)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)) return PlainNumber.Text(number);
        if (text.AsSpan().IndexOfAnyExcept('*') >= 0) return text;
        repair = $"「{name}」の桁があふれた値(***)を空としました (a number that overflowed its field was left blank)";
        return null;
    }

    // A two-byte letter cut in half by the end of the field: the half is dropped and said so.
    private static string Whole(string name, string text, ref string? repair)
    {
        if (!TextEncoding.IsFaulty(text) || text.Length < 3 || TextEncoding.IsFaulty(text[..^3])) return text;
        repair = $"「{name}」の末尾で切れた 1 文字を除きました (a letter cut in half was dropped)";
        return text[..^3];
    }

    private void ReadFields(int start)
    {
        var descriptor = new byte[FieldHeader];
        for (int at = 1, from = FileHeader; from + FieldHeader <= start; from += FieldHeader)
        {
            stream.ReadExactly(descriptor);
            if (descriptor[0] == EndOfFields) break;
            var name = descriptor.AsSpan(0, NameBytes);
            var field = new Field(encoding.GetString(name.IndexOf((byte)0) is >= 0 and var end ? name[..end] : name).Trim(), (char)descriptor[11], at, descriptor[16]);
            if ((at += field.Length) > record.Length) throw new InvalidDataException($"field {field.Name} lies beyond the record");
            fields.Add(field);
        }
    }

    private sealed record Field(string Name, char Type, int At, int Length);
}
