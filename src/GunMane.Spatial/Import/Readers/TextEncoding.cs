using System.Globalization;
using System.Text;

namespace GunMane.Spatial.Import.Readers;

/// <summary>
/// Finds the encoding of a town's text: UTF-16 by its byte order mark (a spreadsheet's «Unicode text»), else strict UTF-8
/// first, then strict CP932 (Windows' Shift_JIS). Where neither reads
/// every byte, the one with fewer unreadable bytes is taken and each of those stays visible as <see cref="Mark"/> and
/// two hexadecimal digits, so that its row can be quarantined. Nothing is replaced silently.
/// </summary>
public static class TextEncoding
{
    /// <summary>Stands before the two hexadecimal digits of an unreadable byte.</summary>
    public const char Mark = '\uFFFE';

    private const int Cp932 = 932;

    /// <summary>UTF-8, unreadable bytes marked.</summary>
    public static Encoding Utf8 { get; } = Marked(Encoding.UTF8.CodePage);

    /// <summary>CP932, unreadable bytes marked.</summary>
    public static Encoding ShiftJis { get; } = Marked(Cp932);

    /// <summary>UTF-16, little end first; unreadable halves of letters marked.</summary>
    public static Encoding Utf16 { get; } = Marked(Encoding.Unicode.CodePage);

    /// <summary>UTF-16, big end first; unreadable halves of letters marked.</summary>
    public static Encoding Utf16BigEndian { get; } = Marked(Encoding.BigEndianUnicode.CodePage);

    /// <summary>The encoding of a name as options and .cpg files write it; null if it is neither UTF-8 nor Shift_JIS.</summary>
    public static Encoding? Named(string name) => name.Trim().ToUpperInvariant() switch
    {
        "UTF-8" or "UTF8" or "65001" => Utf8,
        "SHIFT_JIS" or "SHIFT-JIS" or "SJIS" or "CP932" or "MS932" or "WINDOWS-31J" or "932" or "ANSI 932" => ShiftJis,
        _ => null,
    };

    /// <summary>Name of an encoding for reports.</summary>
    public static string NameOf(Encoding encoding) => encoding.CodePage switch
    {
        Cp932 => "CP932 (Shift_JIS)",
        var page when page == Utf16.CodePage || page == Utf16BigEndian.CodePage => "UTF-16",
        _ => "UTF-8",
    };

    /// <summary>Finds the encoding of a text by reading all of it.</summary>
    public static Encoding Detect(Stream text)
    {
        var candidates = new[] { Utf8, ShiftJis };
        var faults = new long[candidates.Length];
        var decoders = candidates.Select(candidate => candidate.GetDecoder()).ToArray();
        var (bytes, chars) = (new byte[1 << 16], new char[3 * (1 << 16) + 16]);
        for (int read, first = 0; (read = text.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)) > 0; first++)
        {
            if (first == 0 && bytes.AsSpan(0, read) is [0xFF, 0xFE, ..]) return Utf16;
            if (first == 0 && bytes.AsSpan(0, read) is [0xFE, 0xFF, ..]) return Utf16BigEndian;
            for (var at = 0; at < candidates.Length; at++)
                faults[at] += Faults(chars.AsSpan(0, decoders[at].GetChars(bytes, 0, read, chars, 0, flush: read < bytes.Length)));
        }

        return candidates[faults[0] <= faults[1] ? 0 : 1];
    }

    /// <summary>Whether a text holds unreadable bytes; CP932 turns lone 80, A0, FD–FF into these letters.</summary>
    public static bool IsFaulty(string text) => Faults(text) > 0;

    /// <summary>The text with each unreadable byte written as <c>\xHH</c>.</summary>
    public static string Readable(string text) => text.Replace(Mark.ToString(), "\\x", StringComparison.Ordinal);

    private static Encoding Marked(int codePage)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return Encoding.GetEncoding(codePage, EncoderFallback.ExceptionFallback, new MarkFallback());
    }

    private static int Faults(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var letter in text)
        {
            if (letter is Mark or '\u0080' or (>= '\uF8F0' and <= '\uF8F3')) count++;
        }

        return count;
    }

    private sealed class MarkFallback : DecoderFallback
    {
        public override int MaxCharCount => 3 * 4;

        public override DecoderFallbackBuffer CreateFallbackBuffer() => new Buffer();

        private sealed class Buffer : DecoderFallbackBuffer
        {
            private string text = "";
            private int next;

            public override int Remaining => text.Length - next;

            public override bool Fallback(byte[] bytesUnknown, int index)
            {
                text = string.Concat(bytesUnknown.Select(value => Mark + value.ToString("X2", CultureInfo.InvariantCulture)));
                next = 0;
                return true;
            }

            public override char GetNextChar() => next < text.Length ? text[next++] : '\0';

            public override bool MovePrevious()
            {
                if (next == 0) return false;
                next--;
                return true;
            }
        }
    }
}
