using System.Buffers.Binary;

namespace GunMane.Spatial.Storage;

/// <summary>
/// Reads the columns of a row that came as one value, by PostgreSQL's record_send: their number (int32), then for each its type (oid), its length (−1: NULL) and its
/// binary form, all big-endian. A row of twenty columns costs the driver one column, and texts go from the database to the answer without becoming strings.
/// </summary>
internal readonly ref struct RecordReader
{
    private const byte JsonbVersion = 1;
    private readonly ReadOnlySpan<byte> row;
    private readonly ReadOnlySpan<(int Start, int Length)> places;

    /// <summary>Finds the columns of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="places">Room for as many places as it has columns.</param>
    public RecordReader(ReadOnlySpan<byte> row, Span<(int Start, int Length)> places)
    {
        this.row = row;
        this.places = places;
        var at = 4;
        foreach (ref var place in places)
        {
            place = (at + 8, BinaryPrimitives.ReadInt32BigEndian(row[(at + 4)..]));
            at = place.Start + Math.Max(0, place.Length);
        }
    }

    /// <summary>A column's bytes.</summary>
    /// <param name="column">Which, from 0.</param>
    /// <param name="value">Its bytes; empty where it is NULL.</param>
    /// <returns>False where it is NULL.</returns>
    public bool Has(int column, out ReadOnlySpan<byte> value)
    {
        var (start, length) = places[column];
        value = length < 0 ? [] : row.Slice(start, length);
        return length >= 0;
    }

    /// <summary>smallint, integer or bigint.</summary>
    public static long Whole(ReadOnlySpan<byte> value) => value.Length switch
    {
        2 => BinaryPrimitives.ReadInt16BigEndian(value),
        4 => BinaryPrimitives.ReadInt32BigEndian(value),
        8 => BinaryPrimitives.ReadInt64BigEndian(value),
        _ => throw new InvalidDataException($"A whole number of {value.Length} bytes."),
    };

    /// <summary>double precision.</summary>
    public static double Number(ReadOnlySpan<byte> value) => BinaryPrimitives.ReadDoubleBigEndian(value);

    /// <summary>boolean.</summary>
    public static bool Flag(ReadOnlySpan<byte> value) => value[0] != 0;

    /// <summary>uuid.</summary>
    public static Guid Id(ReadOnlySpan<byte> value) => new(value, bigEndian: true);

    /// <summary>jsonb: its text in UTF-8.</summary>
    public static ReadOnlySpan<byte> Json(ReadOnlySpan<byte> value) => value[0] == JsonbVersion ? value[1..] : throw new InvalidDataException($"jsonb of version {value[0]}.");
}
