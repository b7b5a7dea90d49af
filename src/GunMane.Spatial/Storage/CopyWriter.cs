using System.Buffers.Binary;
using System.Text;
using Npgsql;

namespace GunMane.Spatial.Storage;

/// <summary>
/// Writes PostgreSQL's binary COPY format from a large buffer. Begin each row with <see cref="Row"/>, then write as many
/// fields as it has, each of the column's exact type; what was not completed is not stored. Not thread-safe.
/// </summary>
public sealed class CopyWriter : IAsyncDisposable
{
    private const int Size = 1 << 17;
    private const int Null = -1;
    private const int ArrayRoom = 64;
    private const int LongestLetter = 3;
    private const byte JsonbVersion = 1;
    private const int TextType = 25;
    private const int IntegerType = 23;
    private const int DateType = 1082;
    private static readonly Encoding Strict = new UTF8Encoding(false, throwOnInvalidBytes: true);
    private static readonly int FirstDay = new DateOnly(2000, 1, 1).DayNumber;
    private static readonly byte[] Header = [.. "PGCOPY\n"u8, 0xFF, (byte)'\r', (byte)'\n', 0, 0, 0, 0, 0, 0, 0, 0, 0];
    private readonly NpgsqlRawCopyStream stream;
    private byte[] buffer = new byte[Size];
    private byte[] sent = [];
    private Task sending = Task.CompletedTask;
    private int at;
    private bool whole;
    private bool complete;

    private CopyWriter(NpgsqlRawCopyStream stream)
    {
        this.stream = stream;
        Header.CopyTo(buffer, 0);
        at = Header.Length;
    }

    /// <summary>Starts a statement of the form COPY … FROM STDIN (FORMAT BINARY).</summary>
    public static async Task<CopyWriter> StartAsync(NpgsqlConnection connection, string copy, CancellationToken cancellation) =>
        new(await connection.BeginRawBinaryCopyAsync(copy, cancellation));

    /// <summary>Begins a row of so many fields.</summary>
    public void Row(short fields)
    {
        BinaryPrimitives.WriteInt16BigEndian(Room(sizeof(short)), fields);
        at += sizeof(short);
    }

    /// <summary>A field without value.</summary>
    public void WriteNull() => Int32(Null);

    /// <summary>A boolean field.</summary>
    public void Write(bool value) => Field(sizeof(byte))[0] = value ? (byte)1 : (byte)0;

    /// <summary>A smallint field.</summary>
    public void Write(short value) => BinaryPrimitives.WriteInt16BigEndian(Field(sizeof(short)), value);

    /// <summary>An integer field.</summary>
    public void Write(int value) => BinaryPrimitives.WriteInt32BigEndian(Field(sizeof(int)), value);

    /// <summary>A bigint field.</summary>
    public void Write(long value) => BinaryPrimitives.WriteInt64BigEndian(Field(sizeof(long)), value);

    /// <summary>A double precision field.</summary>
    public void Write(double value) => BinaryPrimitives.WriteDoubleBigEndian(Field(sizeof(double)), value);

    /// <summary>A date field.</summary>
    public void Write(DateOnly value) => Write(value.DayNumber - FirstDay);

    /// <summary>A uuid field.</summary>
    public void Write(Guid value) => value.TryWriteBytes(Field(16), bigEndian: true, out _);

    /// <summary>A smallint field or NULL.</summary>
    public void Write(short? value)
    {
        if (value is { } known) Write(known);
        else WriteNull();
    }

    /// <summary>An integer field or NULL.</summary>
    public void Write(int? value)
    {
        if (value is { } known) Write(known);
        else WriteNull();
    }

    /// <summary>A bigint field or NULL.</summary>
    public void Write(long? value)
    {
        if (value is { } known) Write(known);
        else WriteNull();
    }

    /// <summary>A double precision field or NULL.</summary>
    public void Write(double? value)
    {
        if (value is { } known) Write(known);
        else WriteNull();
    }

    /// <summary>A boolean field or NULL.</summary>
    public void Write(bool? value)
    {
        if (value is { } known) Write(known);
        else WriteNull();
    }

    /// <summary>A date field or NULL.</summary>
    public void Write(DateOnly? value)
    {
        if (value is { } known) Write(known);
        else WriteNull();
    }

    /// <summary>A text field or NULL. NUL, which PostgreSQL cannot store, stays visible as <c>\x00</c>.</summary>
    public void Write(string? value)
    {
        if (value is null)
        {
            WriteNull();
            return;
        }

        if (value.Contains('\0', StringComparison.Ordinal)) value = value.Replace("\0", "\\x00", StringComparison.Ordinal);
        var room = Room(sizeof(int) + LongestLetter * value.Length);
        var length = Strict.GetBytes(value, room[sizeof(int)..]);
        BinaryPrimitives.WriteInt32BigEndian(room, length);
        at += sizeof(int) + length;
    }

    /// <summary>A field as its bytes: bytea, geometry (well-known binary), or text in UTF-8 without NUL.</summary>
    public void Write(ReadOnlySpan<byte> value) => value.CopyTo(Field(value.Length));

    /// <summary>A jsonb field of JSON text in UTF-8.</summary>
    public void WriteJson(ReadOnlySpan<byte> json)
    {
        var room = Field(1 + json.Length);
        room[0] = JsonbVersion;
        json.CopyTo(room[1..]);
    }

    /// <summary>An integer[] field; NULL for an empty list. No element is null.</summary>
    public void Write(IReadOnlyList<int> values)
    {
        var start = BeginArray(values.Count, IntegerType);
        foreach (var value in values) Write(value);
        EndArray(start);
    }

    /// <summary>A text[] field; NULL for an empty list. No element is null.</summary>
    public void Write(IReadOnlyList<string> values)
    {
        var start = BeginArray(values.Count, TextType);
        foreach (var value in values) Write(value);
        EndArray(start);
    }

    /// <summary>A date[] field; NULL for an empty list.</summary>
    public void Write(IReadOnlyList<DateOnly?> values)
    {
        var start = BeginArray(values.Count, DateType);
        foreach (var value in values) Write(value);
        EndArray(start);
    }

    /// <summary>Ends the data; only now are the rows stored.</summary>
    public async Task CompleteAsync(CancellationToken cancellation)
    {
        BinaryPrimitives.WriteInt16BigEndian(Room(sizeof(short)), -1);
        await sending;
        await stream.WriteAsync(buffer.AsMemory(0, at + sizeof(short)), cancellation);
        await stream.DisposeAsync();
        complete = true;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (complete) return;
        await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await stream.CancelAsync();
        await stream.DisposeAsync();
    }

    private Span<byte> Field(int length)
    {
        var room = Room(sizeof(int) + length);
        BinaryPrimitives.WriteInt32BigEndian(room, length);
        at += sizeof(int) + length;
        return room.Slice(sizeof(int), length);
    }

    private void Int32(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(Room(sizeof(int)), value);
        at += sizeof(int);
    }

    // One dimension from index 1, elements may be NULL. The length of the whole field is known only at its end, so the
    // buffer is not flushed within it.
    private int BeginArray(int count, int elementType)
    {
        if (count == 0)
        {
            WriteNull();
            return Null;
        }

        Room(ArrayRoom);
        (var start, whole) = (at, true);
        Int32(0);
        foreach (var part in (ReadOnlySpan<int>)[1, 1, elementType, count, 1]) Int32(part);
        return start;
    }

    private void EndArray(int start)
    {
        whole = false;
        if (start != Null) BinaryPrimitives.WriteInt32BigEndian(buffer.AsSpan(start), at - start - sizeof(int));
    }

    // At least so many free bytes; the buffer grows to the longest field.
    private Span<byte> Room(int length)
    {
        if (buffer.Length - at < length) MakeRoom(length);
        return buffer.AsSpan(at);
    }

    // While PostgreSQL takes one buffer, the other is filled.
    private void Send()
    {
        sending.GetAwaiter().GetResult();
        var length = at;
        (buffer, sent, at) = (sent, buffer, 0);
        sending = Task.Run(() => stream.Write(sent, 0, length));
    }

    private void MakeRoom(int length)
    {
        if (!whole) Send();

        if (buffer.Length - at < length) System.Array.Resize(ref buffer, Math.Max(Size, Math.Max(2 * buffer.Length, at + length)));
    }
}
