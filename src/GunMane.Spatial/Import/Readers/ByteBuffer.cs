using System.Text;

namespace GunMane.Spatial.Import.Readers;

/// <summary>Bytes that grow at their end and are used again: what a row is put together in.</summary>
public sealed class ByteBuffer
{
    private const int LongestLetter = 3;
    private byte[] bytes = new byte[1024];

    /// <summary>How many bytes there are.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes, until the next change.</summary>
    public ReadOnlySpan<byte> Span => bytes.AsSpan(0, Length);

    /// <summary>The bytes, until the next change.</summary>
    public ReadOnlyMemory<byte> Memory => bytes.AsMemory(0, Length);

    /// <summary>Cuts off everything from a length on.</summary>
    public void Cut(int length = 0) => Length = length;

    /// <summary>Adds a byte.</summary>
    public void Add(byte value)
    {
        Room(1)[0] = value;
        Length++;
    }

    /// <summary>Adds bytes.</summary>
    public void Add(ReadOnlySpan<byte> values)
    {
        values.CopyTo(Room(values.Length));
        Length += values.Length;
    }

    /// <summary>Adds a text in UTF-8.</summary>
    public void Add(string text) => Length += Encoding.UTF8.GetBytes(text, Room(LongestLetter * text.Length));

    /// <summary>Free bytes at the end, at least so many; tell how many were written by <see cref="Grow"/>.</summary>
    public Span<byte> Room(int length)
    {
        if (bytes.Length - Length < length) Array.Resize(ref bytes, Math.Max(2 * bytes.Length, Length + length));
        return bytes.AsSpan(Length);
    }

    /// <summary>Takes bytes that were written into <see cref="Room"/>.</summary>
    public void Grow(int length) => Length += length;
}
