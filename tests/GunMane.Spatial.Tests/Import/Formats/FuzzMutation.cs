using System.Buffers.Binary;

namespace GunMane.Spatial.Tests.Import.Formats;

/// <summary>Damages bytes the ways files are damaged: flipped bits, cuts, chunks lost or twice, wrong numbers, foreign text.</summary>
internal static class FuzzMutation
{
    /// <summary>Stands in seeds wherever a letter may change without changing how rows are told apart.</summary>
    private const byte Free = (byte)'Q';

    private static readonly long[] Numbers = [0, 1, 2, -1, 0x7F, 0xFF, 0x7FFF, 0xFFFF, int.MaxValue, int.MinValue, uint.MaxValue, long.MaxValue, 100, 65_536, 1 << 30];
    private static readonly string[] Texts =
    [
        "\"", ",", ";", "\t", "\n", "\r\n", "{", "}", "[", "]]]]", "[[[[[[[[", "null", "1e999", "-1", "99999999999", "NaN", "\0", "\uFEFF", "\u001e", "<", ">", "</", "&#0;", "<row>", "<c/>", "<v>", "]]>", "<!--",
        "\"type\":\"Feature\"", "\"coordinates\":[]", "\"arcs\":[[0]]", "<Placemark>", "<coordinates>1,2</coordinates>", "%", "'", "髙", "\uD83C\uDF0A", "PK\u0003\u0004", new string('[', 5_000), new string('Q', 70_000),
    ];

    /// <summary>One to three damages.</summary>
    public static byte[] Damaged(Random random, byte[] whole, byte[] other)
    {
        var bytes = whole;
        for (var times = random.Next(1, 4); times > 0; times--) bytes = Once(random, bytes, other);
        return bytes;
    }

    /// <summary>Changes that leave the framing of rows as it is.</summary>
    public static byte[] Harmless(Random random, byte[] whole)
    {
        // A single Q may be a number of a binary format.
        var (copy, free) = ((byte[])whole.Clone(), Enumerable.Range(1, Math.Max(0, whole.Length - 1)).Where(at => whole[at] == Free && whole[at - 1] == Free).ToArray());
        for (var times = random.Next(1, 9); times > 0; times--) copy[free[random.Next(free.Length)]] = (byte)"ABCXYZabcxyz0189"[random.Next(16)];
        return copy;
    }

    private static byte[] Once(Random random, byte[] bytes, byte[] other)
    {
        var at = random.Next(bytes.Length + 1);
        var end = Math.Min(bytes.Length, at + 1 + random.Next(random.Next(2) == 0 ? 8 : 200));
        return random.Next(9) switch
        {
            0 or 1 => Flipped(random, bytes),
            2 => bytes[..at],
            3 => [.. bytes[..at], .. bytes[end..]],
            4 => [.. bytes[..end], .. bytes[at..]],
            5 => [.. bytes[..at], .. System.Text.Encoding.UTF8.GetBytes(Texts[random.Next(Texts.Length)]), .. bytes[(random.Next(2) == 0 ? at : end)..]],
            6 => Numbered(random, bytes),
            7 => [.. bytes[..at], .. Noise(random), .. bytes[end..]],
            _ => [.. bytes[..at], .. other[random.Next(other.Length)..]],
        };
    }

    private static byte[] Flipped(Random random, byte[] bytes)
    {
        var copy = (byte[])bytes.Clone();
        for (var times = random.Next(1, 5); times > 0 && copy.Length > 0; times--) copy[random.Next(copy.Length)] ^= (byte)(1 << random.Next(8));
        return copy;
    }

    private static byte[] Numbered(Random random, byte[] bytes)
    {
        var (copy, number, width) = ((byte[])bytes.Clone(), Numbers[random.Next(Numbers.Length)], 1 << random.Next(1, 4));
        if (copy.Length < width) return copy;
        var whole = new byte[8];
        if (random.Next(2) == 0) BinaryPrimitives.WriteInt64LittleEndian(whole, number);
        else BinaryPrimitives.WriteInt64BigEndian(whole, number << (64 - 8 * width));
        // Numbers of counts and lengths stand near the beginning of most formats.
        whole.AsSpan(0, width).CopyTo(copy.AsSpan(random.Next(random.Next(2) == 0 ? Math.Min(copy.Length, 200) - width + 1 : copy.Length - width + 1)));
        return copy;
    }

    private static byte[] Noise(Random random)
    {
        var noise = new byte[random.Next(1, 16)];
        random.NextBytes(noise);
        return noise;
    }
}
