using System.Text;

namespace GunMane.Spatial.Import.Readers;

/// <summary>
/// Names in zip archives that do not say their encoding: UTF-8 where the bytes are UTF-8 (macOS writes so), else CP932
/// as Japanese Windows does. Entries flagged as UTF-8 never come here.
/// </summary>
internal sealed class ZipNames : Encoding
{
    private static readonly Encoding Utf8Strict = new UTF8Encoding(false, throwOnInvalidBytes: true);

    private ZipNames()
    {
    }

    /// <summary>The one instance.</summary>
    public static Encoding Encoding { get; } = new ZipNames();

    /// <inheritdoc/>
    public override int GetByteCount(char[] chars, int index, int count) => Utf8Strict.GetByteCount(chars, index, count);

    /// <inheritdoc/>
    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) => Utf8Strict.GetBytes(chars, charIndex, charCount, bytes, byteIndex);

    /// <inheritdoc/>
    public override int GetCharCount(byte[] bytes, int index, int count) => Decode(bytes.AsSpan(index, count)).Length;

    /// <inheritdoc/>
    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
    {
        var text = Decode(bytes.AsSpan(byteIndex, byteCount));
        text.CopyTo(0, chars, charIndex, text.Length);
        return text.Length;
    }

    /// <inheritdoc/>
    public override int GetMaxByteCount(int charCount) => Utf8Strict.GetMaxByteCount(charCount);

    /// <inheritdoc/>
    public override int GetMaxCharCount(int byteCount) => 3 * byteCount + 1;

    private static string Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Utf8Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return TextEncoding.Readable(TextEncoding.ShiftJis.GetString(bytes));
        }
    }
}
