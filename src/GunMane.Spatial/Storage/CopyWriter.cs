using System.Buffers.Binary;
using Npgsql;

namespace GunMane.Spatial.Storage;

/// <summary>
/// Writes PostgreSQL's binary COPY format from a large buffer. Begin each row with <see cref="Row"/>; what was not completed
/// is not stored. Not thread-safe.
/// </summary>
public sealed class CopyWriter : IAsyncDisposable
{
    private const int Room = 64;
    private static readonly byte[] Header = [.. "PGCOPY\n"u8, 0xFF, (byte)'\r', (byte)'\n', 0, 0, 0, 0, 0, 0, 0, 0, 0];
    private readonly NpgsqlRawCopyStream stream;
    private readonly byte[] buffer = new byte[1 << 18];
    private int at;
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

    /// <summary>Begins a row of so many fields, together at most 64 bytes with their lengths.</summary>
    public void Row(short fields)
    {
        if (buffer.Length - at < Room) Flush();
        BinaryPrimitives.WriteInt16BigEndian(buffer.AsSpan(at), fields);
        at += sizeof(short);
    }

    /// <summary>An integer field.</summary>
    public void Write(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(buffer.AsSpan(at), sizeof(int));
        BinaryPrimitives.WriteInt32BigEndian(buffer.AsSpan(at + sizeof(int)), value);
        at += 2 * sizeof(int);
    }

    /// <summary>A uuid field.</summary>
    public void Write(Guid value)
    {
        BinaryPrimitives.WriteInt32BigEndian(buffer.AsSpan(at), 16);
        value.TryWriteBytes(buffer.AsSpan(at + sizeof(int)), bigEndian: true, out _);
        at += sizeof(int) + 16;
    }

    /// <summary>Ends the data; only now are the rows stored.</summary>
    public async Task CompleteAsync(CancellationToken cancellation)
    {
        BinaryPrimitives.WriteInt16BigEndian(buffer.AsSpan(at), -1);
        await stream.WriteAsync(buffer.AsMemory(0, at + sizeof(short)), cancellation);
        await stream.DisposeAsync();
        complete = true;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (complete) return;
        await stream.CancelAsync();
        await stream.DisposeAsync();
    }

    private void Flush()
    {
        stream.Write(buffer, 0, at);
        at = 0;
    }
}
