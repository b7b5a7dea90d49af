using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace GunMane.Spatial.Tiles;

/// <summary>Bytes of a Mapbox Vector Tile (2.1), that is of protocol buffers, as they grow. Not thread-safe.</summary>
internal sealed class MvtBuffer
{
    /// <summary>Room that a whole number of 32 bits needs at most.</summary>
    public const int LongestVarint = 5;

    private byte[] bytes = new byte[1 << 14];

    /// <summary>How many bytes were written.</summary>
    public int Length { get; private set; }

    /// <summary>What was written.</summary>
    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, Length);

    /// <summary>Forgets what was written.</summary>
    public void Clear() => Length = 0;

    /// <summary>Bytes of a whole number without sign.</summary>
    public static int Size(uint value) => (BitOperations.Log2(value | 1) / 7) + 1;

    /// <summary>A whole number with its sign, as one without.</summary>
    public static uint Zigzag(int value) => (uint)((value << 1) ^ (value >> 31));

    /// <summary>A whole number without sign, seven bits to a byte.</summary>
    public void Varint(ulong value)
    {
        var to = Room(10);
        var at = 0;
        for (; value >= 0x80; value >>= 7) to[at++] = (byte)(value | 0x80);
        to[at++] = (byte)value;
        Length += at;
    }

    /// <summary>Writes a whole number without sign, seven bits to a byte; returns where the next one goes. Two more bytes than it needs may be touched.</summary>
    public static int Varint(Span<byte> to, int at, uint value)
    {
        if (value < 1 << 14)
        {
            // One byte or two, without a branch that would be guessed wrong half of the time.
            var more = (0x7F - value) >> 31;
            BinaryPrimitives.WriteUInt16LittleEndian(to[at..], (ushort)((value & 0x7F) | (more << 7) | (value >> 7 << 8)));
            return at + 1 + (int)more;
        }

        for (; value >= 0x80; value >>= 7) to[at++] = (byte)(value | 0x80);
        to[at++] = (byte)value;
        return at;
    }

    /// <summary>A whole number with its sign, zigzag.</summary>
    public void Signed(int value) => Varint(Zigzag(value));

    /// <summary>A field of bytes, with its number.</summary>
    public void Field(int number, ReadOnlySpan<byte> content)
    {
        Head(number, content.Length);
        Raw(content);
    }

    /// <summary>Number and length of a field of bytes, which follow.</summary>
    public void Head(int number, int length)
    {
        Varint(((uint)number << 3) | 2);
        Varint((uint)length);
    }

    /// <summary>A field of a whole number, with its number.</summary>
    public void Field(int number, ulong value)
    {
        Varint((uint)number << 3);
        Varint(value);
    }

    /// <summary>A field of a double, with its number.</summary>
    public void Field(int number, double value)
    {
        Varint(((uint)number << 3) | 1);
        BinaryPrimitives.WriteDoubleLittleEndian(Room(8), value);
        Length += 8;
    }

    /// <summary>Bytes as they are.</summary>
    public void Raw(ReadOnlySpan<byte> content)
    {
        content.CopyTo(Room(content.Length));
        Length += content.Length;
    }

    /// <summary>Room for so many bytes and more; what was written there counts by <see cref="Advance"/>.</summary>
    public Span<byte> Room(int count)
    {
        if (bytes.Length - Length < count) Array.Resize(ref bytes, Math.Max(2 * bytes.Length, Length + count));
        return bytes.AsSpan(Length);
    }

    /// <summary>So many bytes were written into <see cref="Room"/>.</summary>
    public void Advance(int count) => Length += count;
}

/// <summary>One layer of a tile as it grows: features, keys and values; to be used again for another. Not thread-safe.</summary>
internal sealed class MvtLayer
{
    // Without its tags: heads, id, type, two coordinates. With eight tags less than 128.
    private const int LongestPoint = 40;
    private readonly MvtBuffer features = new();
    private readonly MvtBuffer packed = new();
    private readonly MvtBuffer values = new();
    private readonly MvtBuffer head = new();
    private string name = "";
    private string[] keys = [];

    /// <summary>Bytes so far, near enough.</summary>
    public int Bytes => features.Length + values.Length;

    /// <summary>How many features it has.</summary>
    public int Features { get; private set; }

    /// <summary>How many values it has.</summary>
    public int Values { get; private set; }

    /// <summary>Begins an empty layer.</summary>
    /// <param name="called">Name of the layer.</param>
    /// <param name="used">All keys that its features use.</param>
    public void Begin(string called, string[] used)
    {
        (name, keys, Features, Values) = (called, used, 0, 0);
        features.Clear();
        values.Clear();
    }

    /// <summary>Adds a feature of key and value indices and a geometry of commands.</summary>
    public void Add(long? id, ReadOnlySpan<int> tags, TilePart drawn, MvtBuffer geometry)
    {
        var tagged = 0;
        foreach (var tag in tags) tagged += MvtBuffer.Size((uint)tag);
        // Dense ids fit 32 bits; type is one byte.
        var length = (id is { } counted ? 1 + MvtBuffer.Size((uint)counted) : 0) + 1 + MvtBuffer.Size((uint)tagged) + tagged + 2 + 1 + MvtBuffer.Size((uint)geometry.Length) + geometry.Length;
        var to = features.Room(length + LongestPoint);
        var at = 1;
        to[0] = (2 << 3) | 2;
        at = MvtBuffer.Varint(to, at, (uint)length);
        if (id is { } known)
        {
            to[at++] = 1 << 3;
            at = MvtBuffer.Varint(to, at, (uint)known);
        }

        to[at++] = (2 << 3) | 2;
        at = MvtBuffer.Varint(to, at, (uint)tagged);
        foreach (var tag in tags) at = MvtBuffer.Varint(to, at, (uint)tag);
        to[at++] = 3 << 3;
        to[at++] = (byte)drawn;
        to[at++] = (4 << 3) | 2;
        at = MvtBuffer.Varint(to, at, (uint)geometry.Length);
        geometry.Written.CopyTo(to[at..]);
        features.Advance(at + geometry.Length);
        Features++;
    }

    /// <summary>Adds a feature that is one point, in units of the tile: the same bytes as <see cref="Add"/>, written at once.</summary>
    public void AddPoint(int id, ReadOnlySpan<int> tags, int x, int y)
    {
        var to = features.Room(LongestPoint + (5 * tags.Length));
        // The feature's length stands before it and takes one byte, as that of its tags does: a few tags and a point are short.
        var at = 2;
        to[at++] = 1 << 3;
        at = MvtBuffer.Varint(to, at, (uint)id);
        to[at] = (2 << 3) | 2;
        var tagged = at += 2;
        foreach (var tag in tags) at = MvtBuffer.Varint(to, at, (uint)tag);
        to[tagged - 1] = (byte)(at - tagged);
        to[at] = 3 << 3;
        to[at + 1] = (byte)TilePart.Point;
        to[at + 2] = (4 << 3) | 2;
        var drawn = at += 4;
        to[at++] = (1 << 3) | 1; // MoveTo, once
        at = MvtBuffer.Varint(to, at, MvtBuffer.Zigzag(x));
        at = MvtBuffer.Varint(to, at, MvtBuffer.Zigzag(y));
        to[drawn - 1] = (byte)(at - drawn);
        to[0] = (2 << 3) | 2;
        to[1] = (byte)(at - 2);
        features.Advance(at);
        Features++;
    }

    /// <summary>Adds a text; returns its index.</summary>
    public int Value(ReadOnlySpan<byte> utf8)
    {
        values.Head(4, 1 + MvtBuffer.Size((uint)utf8.Length) + utf8.Length);
        values.Field(1, utf8);
        return Values++;
    }

    /// <summary>Adds a whole number of 0 or more; returns its index.</summary>
    public int Value(long whole)
    {
        packed.Clear();
        packed.Field(5, (ulong)whole);
        return Packed();
    }

    /// <summary>Adds a number; returns its index.</summary>
    public int Value(double number)
    {
        packed.Clear();
        packed.Field(3, number);
        return Packed();
    }

    /// <summary>The tile of this one layer; no bytes without features.</summary>
    public byte[] ToTile()
    {
        if (Features == 0) return [];
        packed.Clear();
        packed.Field(15, 2ul);
        packed.Field(1, Encoding.UTF8.GetBytes(name));
        var named = packed.Length;
        foreach (var key in keys) packed.Field(3, Encoding.UTF8.GetBytes(key));
        packed.Field(5, World.Extent);
        head.Clear();
        head.Head(3, packed.Length + features.Length + values.Length);
        var tile = GC.AllocateUninitializedArray<byte>(head.Length + packed.Length + features.Length + values.Length);
        var rest = tile.AsSpan();
        Put(ref rest, head.Written);
        Put(ref rest, packed.Written[..named]);
        Put(ref rest, features.Written);
        Put(ref rest, packed.Written[named..]);
        Put(ref rest, values.Written);
        return tile;
    }

    private static void Put(ref Span<byte> to, ReadOnlySpan<byte> part)
    {
        part.CopyTo(to);
        to = to[part.Length..];
    }

    private int Packed()
    {
        values.Field(4, packed.Written);
        return Values++;
    }
}
