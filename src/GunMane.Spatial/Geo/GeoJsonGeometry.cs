using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;

namespace GunMane.Spatial.Geo;

/// <summary>
/// Geometry of GeoJSON (RFC 7946 §3.1) from well-known binary (OGC 06-103r4 §8, little or big endian, Z and M by ISO codes), straight from bytes
/// to bytes: the text that PostGIS' ST_AsGeoJSON(g, decimals, 0) writes, but that no number has an exponent.
/// </summary>
public static class GeoJsonGeometry
{
    private const int LongestNumber = 330;
    private const double WholeFrom = 1e15;
    private static readonly double[] Powers = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];

    /// <summary>Writes one geometry.</summary>
    /// <param name="wkb">Well-known binary of one geometry.</param>
    /// <param name="into">Takes UTF-8.</param>
    /// <param name="decimals">Decimals of a coordinate, 0…9, rounded to the nearest; zeros at the end are left out.</param>
    /// <exception cref="FormatException">The bytes are no well-known binary.</exception>
    public static void Write(ReadOnlySpan<byte> wkb, IBufferWriter<byte> into, int decimals)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(decimals);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(decimals, Powers.Length);
        var reader = new Reader(wkb);
        WriteGeometry(ref reader, into, decimals);
    }

    private static void WriteGeometry(ref Reader reader, IBufferWriter<byte> into, int decimals)
    {
        var (type, axes) = reader.Head();
        into.Write("{\"type\":\""u8);
        into.Write(Name(type));
        into.Write(type == 7 ? "\",\"geometries\":"u8 : "\",\"coordinates\":"u8);
        switch (type)
        {
            case 1: WritePoint(ref reader, into, axes, decimals); break;
            case 2: WritePoints(ref reader, into, axes, decimals); break;
            case 3: WriteRings(ref reader, into, axes, decimals); break;
            default: WriteParts(ref reader, into, type, decimals); break;
        }

        into.Write("}"u8);
    }

    private static void WriteParts(ref Reader reader, IBufferWriter<byte> into, int type, int decimals)
    {
        var count = reader.Count();
        into.Write("["u8);
        for (var at = 0; at < count; at++)
        {
            if (at > 0) into.Write(","u8);
            if (type == 7)
            {
                WriteGeometry(ref reader, into, decimals);
                continue;
            }

            var (part, axes) = reader.Head();
            if (part != type - 3) throw new FormatException($"A part of type {part} in a geometry of type {type}.");
            if (part == 1) WritePoint(ref reader, into, axes, decimals);
            else if (part == 2) WritePoints(ref reader, into, axes, decimals);
            else WriteRings(ref reader, into, axes, decimals);
        }

        into.Write("]"u8);
    }

    private static void WriteRings(ref Reader reader, IBufferWriter<byte> into, Axes axes, int decimals)
    {
        var count = reader.Count();
        into.Write("["u8);
        for (var at = 0; at < count; at++)
        {
            if (at > 0) into.Write(","u8);
            WritePoints(ref reader, into, axes, decimals);
        }

        into.Write("]"u8);
    }

    private static void WritePoints(ref Reader reader, IBufferWriter<byte> into, Axes axes, int decimals)
    {
        var count = reader.Count();
        into.Write("["u8);
        for (var at = 0; at < count; at++)
        {
            if (at > 0) into.Write(","u8);
            WritePoint(ref reader, into, axes, decimals);
        }

        into.Write("]"u8);
    }

    // An empty point is written in binary as one of NaN.
    private static void WritePoint(ref Reader reader, IBufferWriter<byte> into, Axes axes, int decimals)
    {
        var (x, y) = (reader.Number(), reader.Number());
        var z = axes.HasZ ? reader.Number() : 0;
        if (axes.HasM) reader.Number();
        into.Write("["u8);
        if (!double.IsNaN(x))
        {
            WriteNumber(x, into, decimals);
            into.Write(","u8);
            WriteNumber(y, into, decimals);
            if (axes.HasZ)
            {
                into.Write(","u8);
                WriteNumber(z, into, decimals);
            }
        }

        into.Write("]"u8);
    }

    private static void WriteNumber(double value, IBufferWriter<byte> into, int decimals)
    {
        var to = into.GetSpan(LongestNumber);
        into.Advance(TryRound(value, decimals, out var scaled) ? WriteScaled(scaled, decimals, to) : WriteExact(value, decimals, to));
    }

    // As a whole number of units of the last decimal. Next to a half, and of very many units, multiplying is not exact enough.
    private static bool TryRound(double value, int decimals, out long scaled)
    {
        var product = value * Powers[decimals];
        scaled = 0;
        if (!(Math.Abs(product) < 1e12)) return false;
        var whole = Math.Round(product);
        if (Math.Abs(Math.Abs(product - whole) - 0.5) < 1e-3) return false;
        scaled = (long)whole;
        return true;
    }

    private static int WriteScaled(long scaled, int decimals, Span<byte> to)
    {
        var at = 0;
        if (scaled < 0) to[at++] = (byte)'-';
        var (whole, part) = Math.DivRem((ulong)Math.Abs(scaled), (ulong)Powers[decimals]);
        Utf8Formatter.TryFormat(whole, to[at..], out var written);
        at += written;
        if (part == 0) return at;
        to[at++] = (byte)'.';
        for (var place = decimals - 1; place >= 0; place--)
        {
            to[at + place] = (byte)('0' + (part % 10));
            part /= 10;
        }

        at += decimals;
        while (to[at - 1] == '0') at--;
        return at;
    }

    // The shortest decimals that name the number, rounded half to even, as PostGIS does.
    private static int WriteExact(double value, int decimals, Span<byte> to)
    {
        if (!double.IsFinite(value)) throw new FormatException("A coordinate is no number.");
        if (Math.Abs(value) >= WholeFrom) return value.TryFormat(to, out var all, "F0", CultureInfo.InvariantCulture) ? all : 0;
        var rounded = decimal.Round(decimal.Parse(value.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture), decimals, MidpointRounding.ToEven);
        if (rounded == 0) rounded = 0; // no −0
        return rounded.TryFormat(to, out var length, "0.#########", CultureInfo.InvariantCulture) ? length : 0;
    }

    private static ReadOnlySpan<byte> Name(int type) => type switch
    {
        1 => "Point"u8,
        2 => "LineString"u8,
        3 => "Polygon"u8,
        4 => "MultiPoint"u8,
        5 => "MultiLineString"u8,
        6 => "MultiPolygon"u8,
        7 => "GeometryCollection"u8,
        _ => throw new FormatException($"No geometry of type {type}."),
    };

    private readonly record struct Axes(bool HasZ, bool HasM);

    private ref struct Reader(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> rest = bytes;
        private bool isLittle = true;

        public (int Type, Axes Axes) Head()
        {
            isLittle = Take(1)[0] == 1;
            var code = (int)Whole();
            return (code % 1000, new Axes(code / 1000 is 1 or 3, code / 1000 is 2 or 3));
        }

        // A vertex takes two numbers at least, a part five bytes and a count: a larger count is no count.
        public int Count() => Whole() is var count && count <= rest.Length ? (int)count : throw new FormatException($"{count} parts in {rest.Length} bytes.");

        public double Number() => isLittle ? BinaryPrimitives.ReadDoubleLittleEndian(Take(8)) : BinaryPrimitives.ReadDoubleBigEndian(Take(8));

        private uint Whole() => isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(Take(4)) : BinaryPrimitives.ReadUInt32BigEndian(Take(4));

        private ReadOnlySpan<byte> Take(int count)
        {
            if (rest.Length < count) throw new FormatException("The bytes end in the middle of a geometry.");
            var taken = rest[..count];
            rest = rest[count..];
            return taken;
        }
    }
}
