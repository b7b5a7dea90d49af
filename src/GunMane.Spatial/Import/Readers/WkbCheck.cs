using System.Buffers.Binary;

namespace GunMane.Spatial.Import.Readers;

/// <summary>
/// Walks well-known binary (OGC 06-103r4, ISO dimensions) before a library reads it: counts must fit the bytes that are
/// there, so that nothing is allocated because a damaged number says so.
/// </summary>
internal static class WkbCheck
{
    private const int Deepest = 8;

    /// <summary>Whether the bytes are one geometry of points, lines and polygons from beginning to end.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> wkb) => Skip(wkb, 0, 0) == wkb.Length;

    // Position behind the geometry at a position; -1 if it is none.
    private static int Skip(ReadOnlySpan<byte> wkb, int at, int depth)
    {
        if (depth > Deepest || at < 0 || wkb.Length - at < 5 || wkb[at] > 1) return -1;
        var little = wkb[at] == 1;
        var type = Number(wkb, at + 1, little);
        if (type / 1000 > 3) return -1;
        var position = 8 * (2 + (type / 1000 + 1) / 2);
        at += 5;
        return (type % 1000) switch
        {
            1 => Within(wkb, at, position),
            2 => Points(wkb, at, position, little),
            3 => Each(wkb, at, little, 4, (all, next) => Points(all, next, position, little)),
            4 or 5 or 6 or 7 => Each(wkb, at, little, 5, (all, next) => Skip(all, next, depth + 1)),
            _ => -1,
        };
    }

    private delegate int Step(ReadOnlySpan<byte> wkb, int at);

    private static int Each(ReadOnlySpan<byte> wkb, int at, bool little, int fewestBytes, Step step)
    {
        if (wkb.Length - at < 4) return -1;
        var count = Number(wkb, at, little);
        at += 4;
        if (count > (uint)(wkb.Length - at) / fewestBytes) return -1;
        for (var part = 0; part < count && at >= 0; part++) at = step(wkb, at);
        return at;
    }

    private static int Points(ReadOnlySpan<byte> wkb, int at, uint position, bool little)
    {
        if (at < 0 || wkb.Length - at < 4) return -1;
        return Within(wkb, at + 4, (long)Number(wkb, at, little) * position);
    }

    private static int Within(ReadOnlySpan<byte> wkb, int at, long bytes) => bytes <= wkb.Length - at ? (int)(at + bytes) : -1;

    private static uint Number(ReadOnlySpan<byte> wkb, int at, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(wkb[at..]) : BinaryPrimitives.ReadUInt32BigEndian(wkb[at..]);
}
