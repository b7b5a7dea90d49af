using System.Buffers.Binary;

namespace GunMane.Spatial.Storage;

/// <summary>
/// Reads the columns of a row that came as one value, by PostgreSQL's record_send: their number (int32), then for each its type (oid), its length (−1: NULL) and its
/// binary form, all big-endian. A row of twenty columns costs the driver one column, and texts go from the database to the answer without becoming strings.
/// </summary>
internal ref struct RecordReader
{
    private const byte JsonbVersion = 1;
    private ReadOnlySpan<byte> rest;

    /// <summary>Begins at the first column.</summary>
    public RecordReader(ReadOnlySpan<byte> row) => rest = row[4..];

    /// <summary>The next column's bytes.</summary>
    /// <param name="value">Its bytes; empty where it is NULL.</param>
    /// <returns>False where it is NULL.</returns>
    public bool Next(out ReadOnlySpan<byte> value)
    {
        var length = BinaryPrimitives.ReadInt32BigEndian(rest[4..]);
        value = length < 0 ? [] : rest.Slice(8, length);
        rest = rest[(8 + Math.Max(0, length))..];
        return length >= 0;
    }

    /// <summary>bigint.</summary>
    public static long Whole(ReadOnlySpan<byte> value) => BinaryPrimitives.ReadInt64BigEndian(value);

    /// <summary>double precision.</summary>
    public static double Number(ReadOnlySpan<byte> value) => BinaryPrimitives.ReadDoubleBigEndian(value);

    /// <summary>boolean.</summary>
    public static bool Flag(ReadOnlySpan<byte> value) => value[0] != 0;

    /// <summary>uuid.</summary>
    public static Guid Id(ReadOnlySpan<byte> value) => new(value, bigEndian: true);

    /// <summary>jsonb: its text in UTF-8.</summary>
    public static ReadOnlySpan<byte> Json(ReadOnlySpan<byte> value) => value[0] == JsonbVersion ? value[1..] : throw new InvalidDataException($"jsonb of version {value[0]}.");
}
