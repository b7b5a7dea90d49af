using System.Text;

namespace GunMane.MapApi.Tiles;

/// <summary>
/// Encoded tiles taken apart into their layers and put together again, without decoding what is in them: a tile is the sequence of its layers
/// (Mapbox Vector Tile 2.1: message Tile repeats field 3), so that tiles written one after the other are one tile with the layers of all. Pure.
/// </summary>
internal static class TileLayers
{
    private const int LayerField = 3;
    private const int NameField = 1;

    /// <summary>One tile with the layers of all, in their order. No two may have a layer of the same name.</summary>
    public static byte[] Join(IReadOnlyList<byte[]> tiles)
    {
        var all = new byte[Bytes(tiles)];
        var at = 0;
        foreach (var tile in tiles)
        {
            tile.CopyTo(all, at);
            at += tile.Length;
        }

        return all;
    }

    /// <summary>How many bytes the joined tile has.</summary>
    public static int Bytes(IEnumerable<byte[]> tiles) => tiles.Sum(tile => tile.Length);

    /// <summary>The layers of a tile in its order: name, and bytes with which it stands in the tile.</summary>
    /// <exception cref="InvalidDataException">It is no vector tile.</exception>
    public static IReadOnlyList<(string Name, byte[] Bytes)> Split(byte[] tile)
    {
        List<(string, byte[])> layers = [];
        for (var at = 0; at < tile.Length;)
        {
            var begin = at;
            if (Read(tile, ref at, out var body) != LayerField) throw new InvalidDataException($"No layer at byte {begin} of a tile.");
            layers.Add((Name(body), tile[begin..at]));
        }

        return layers;
    }

    /// <summary>The tile without a layer.</summary>
    public static byte[] Without(byte[] tile, string name) => tile.Length == 0 ? tile : Join([.. Split(tile).Where(layer => layer.Name != name).Select(layer => layer.Bytes)]);

    /// <summary>Tiles of which so many whole layers are left out, those with the most bytes first, that they stay within a number of bytes together.</summary>
    public static IReadOnlyList<byte[]> Within(IReadOnlyList<byte[]> tiles, int mostBytes)
    {
        var kept = tiles.ToArray();
        while (Bytes(kept) > mostBytes)
        {
            var (at, largest) = kept.SelectMany((tile, index) => Split(tile).Select(layer => (At: index, Layer: layer))).MaxBy(one => one.Layer.Bytes.Length);
            kept[at] = Without(kept[at], largest.Name);
        }

        return kept;
    }

    private static string Name(ReadOnlySpan<byte> layer)
    {
        for (var at = 0; at < layer.Length;)
        {
            if (Read(layer, ref at, out var body) == NameField) return Encoding.UTF8.GetString(body);
        }

        throw new InvalidDataException("A layer without a name.");
    }

    // The number of the field at a place, its bytes where it is counted (protocol buffers, wire type 2), and what comes after it.
    private static int Read(ReadOnlySpan<byte> message, ref int at, out ReadOnlySpan<byte> body)
    {
        var key = Varint(message, ref at);
        body = [];
        switch (key & 7)
        {
            case 0:
                Varint(message, ref at);
                break;
            case 2:
                var length = checked((int)Varint(message, ref at));
                if (length > message.Length - at) throw new InvalidDataException("A field ends after its message.");
                body = message.Slice(at, length);
                at += length;
                break;
            default:
                throw new InvalidDataException($"Vector tiles have no field of wire type {key & 7} here.");
        }

        return (int)(key >> 3);
    }

    private static ulong Varint(ReadOnlySpan<byte> message, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (at >= message.Length) throw new InvalidDataException("A number ends after its message.");
            var part = message[at++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80) return value;
        }

        throw new InvalidDataException("A number of more than 64 bits.");
    }
}
