using System.Buffers.Text;

namespace GunMane.Spatial.Import.Readers;

/// <summary>
/// Numbers of JSON (RFC 8259 §6) as the bytes of a file. Up to 15 digits without exponent, which nearly all are, come from one exact
/// division (W. D. Clinger, How to read floating point numbers accurately, PLDI 1990); all others from the framework. Pure.
/// </summary>
internal static class JsonNumber
{
    private const ulong MostExact = 1UL << 53;
    private const int MostDigits = 19;

    private static readonly double[] Powers = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22];

    /// <summary>Where the number that begins at a place ends; −1 if none does.</summary>
    public static int End(ReadOnlySpan<byte> text, int at)
    {
        if (at < text.Length && text[at] == '-') at++;
        var first = at;
        at = Digits(text, at);
        if (at == first || (text[first] == '0' && at > first + 1)) return -1;
        if (at < text.Length && text[at] == '.' && (at = Some(text, at + 1)) < 0) return -1;
        if (at >= text.Length || (text[at] | 0x20) != 'e') return at;
        at++;
        return Some(text, at < text.Length && text[at] is (byte)'+' or (byte)'-' ? at + 1 : at);
    }

    /// <summary>Reads the number that begins at a place and goes behind it; false if there is none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, ref int at, out double value)
    {
        value = 0;
        var (start, end) = (at, End(text, at));
        if (end < 0) return false;
        at = end;
        return TryExact(text[start..end], out value) || (Utf8Parser.TryParse(text[start..end], out value, out var read) && read == end - start);
    }

    // Digits are one whole number below 2^53 over a power of ten below 1e23: both are exact, so the quotient is the nearest double.
    private static bool TryExact(ReadOnlySpan<byte> number, out double value)
    {
        var (digits, point) = (0UL, -1);
        value = 0;
        if (number.Length > MostDigits) return false;
        for (var at = number[0] == '-' ? 1 : 0; at < number.Length; at++)
        {
            if (number[at] == '.') point = at;
            else if (number[at] <= '9') digits = 10 * digits + number[at] - '0';
            else return false;
        }

        if (digits > MostExact) return false;
        value = digits / Powers[point < 0 ? 0 : number.Length - point - 1];
        if (number[0] == '-') value = -value;
        return true;
    }

    private static int Digits(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && (uint)(text[at] - '0') <= 9) at++;
        return at;
    }

    private static int Some(ReadOnlySpan<byte> text, int at)
    {
        var end = Digits(text, at);
        return end > at ? end : -1;
    }
}
