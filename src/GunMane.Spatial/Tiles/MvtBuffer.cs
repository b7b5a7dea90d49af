using System.Buffers.Binary;

namespace GunMane.Spatial.Tiles;

/// <summary>Bytes of a Mapbox Vector Tile (2.1), that is of protocol buffers, as they grow. Not thread-safe.</summary>
internal sealed class MvtBuffer
{
    private byte[] bytes = new byte[1 << 14];

    /// <summary>How many bytes were written.</summary>
    public int Length { get; private set; }

    /// <summary>What was written.</summary>
    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, Length);

    /// <summary>Forgets what was written.</summary>
    public void Clear() => Length = 0;

    /// <summary>Takes back what was written after a length.</summary>
    public void Back(int length) => Length = length;

    /// <summary>A whole number without sign, seven bits to a byte.</summary>
    public void Varint(ulong value)
    {
        if (bytes.Length - Length < 10) Array.Resize(ref bytes, 2 * bytes.Length);
        while (value >= 0x80)
        {
            bytes[Length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        bytes[Length++] = (byte)value;
    }

    /// <summary>A whole number with its sign, zigzag.</summary>
    public void Signed(int value) => Varint((uint)((value << 1) ^ (value >> 31)));

    /// <summary>A field of bytes, with its number.</summary>
    public void Field(int number, ReadOnlySpan<byte> content)
    {
        Varint(((uint)number << 3) | 2);
        Varint((uint)content.Length);
        Raw(content);
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
        Span<byte> eight = stackalloc byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(eight, value);
        Raw(eight);
    }

    private void Raw(ReadOnlySpan<byte> content)
    {
        if (bytes.Length - Length < content.Length) Array.Resize(ref bytes, Math.Max(2 * bytes.Length, Length + content.Length));
        content.CopyTo(bytes.AsSpan(Length));
        Length += content.Length;
    }
}

/// <summary>One layer of a tile as it grows: features, keys and values. Not thread-safe.</summary>
/// <param name="name">Name of the layer.</param>
/// <param name="keys">All keys that its features use.</param>
internal sealed class MvtLayer(string name, params string[] keys)
{
    private readonly MvtBuffer features = new();
    private readonly MvtBuffer feature = new();
    private readonly MvtBuffer packed = new();
    private readonly MvtBuffer values = new();

    /// <summary>Bytes so far, near enough.</summary>
    public int Bytes => features.Length + values.Length;

    /// <summary>How many features it has.</summary>
    public int Features { get; private set; }

    /// <summary>How many values it has.</summary>
    public int Values { get; private set; }

    /// <summary>Adds a feature of key and value indices and a geometry of commands.</summary>
    public void Add(long? id, ReadOnlySpan<int> tags, TilePart drawn, MvtBuffer geometry)
    {
        feature.Clear();
        if (id is { } known) feature.Field(1, (ulong)known);
        packed.Clear();
        foreach (var tag in tags) packed.Varint((uint)tag);
        feature.Field(2, packed.Written);
        feature.Field(3, (ulong)drawn);
        feature.Field(4, geometry.Written);
        features.Field(2, feature.Written);
        Features++;
    }

    /// <summary>Adds a text; returns its index.</summary>
    public int Value(ReadOnlySpan<byte> utf8)
    {
        packed.Clear();
        packed.Field(1, utf8);
        return Packed();
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
        feature.Clear();
        feature.Field(15, 2ul);
        feature.Field(1, System.Text.Encoding.UTF8.GetBytes(name));
        packed.Clear();
        foreach (var key in keys) packed.Field(3, System.Text.Encoding.UTF8.GetBytes(key));
        packed.Field(5, World.Extent);
        var length = feature.Length + features.Length + packed.Length + values.Length;
        var head = new MvtBuffer();
        head.Varint((3 << 3) | 2);
        head.Varint((uint)length);
        return [.. head.Written, .. feature.Written, .. features.Written, .. packed.Written, .. values.Written];
    }

    private int Packed()
    {
        values.Field(4, packed.Written);
        return Values++;
    }
}
