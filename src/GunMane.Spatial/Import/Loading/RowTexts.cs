using System.Text;
using GunMane.Spatial.Import.Profiles;
using GunMane.Spatial.Import.Readers;

namespace GunMane.Spatial.Import.Loading;

/// <summary>
/// A row's texts in UTF-8, one after the other, as they go to PostgreSQL: most of them are bytes of the file that need not become strings.
/// Good until the next row. NUL, which PostgreSQL cannot store, stays visible as <c>\x00</c>. Not thread-safe.
/// </summary>
/// <param name="most">How many there are at most.</param>
internal sealed class RowTexts(int most)
{
    private readonly ByteBuffer bytes = new();
    private readonly (int Start, int End)[] texts = new (int, int)[most];

    /// <summary>How many were added.</summary>
    public int Count { get; private set; }

    /// <summary>Forgets the last row.</summary>
    public void Clear()
    {
        bytes.Cut();
        Count = 0;
    }

    /// <summary>Whether a text is there; an empty one is.</summary>
    public bool Has(int at) => texts[at].Start >= 0;

    /// <summary>A text; empty where there is none.</summary>
    public ReadOnlySpan<byte> this[int at] => Has(at) ? bytes.Span[texts[at].Start..texts[at].End] : [];

    /// <summary>All as strings; null where there is none.</summary>
    public IEnumerable<string?> Strings => Enumerable.Range(0, Count).Select(at => Has(at) ? Encoding.UTF8.GetString(this[at]) : null);

    /// <summary>Adds a text, or none.</summary>
    public void Add(string? text)
    {
        var start = bytes.Length;
        if (text is not null) bytes.Add(text);
        Ended(text is null ? -1 : start);
    }

    /// <summary>Adds the value of a field without white space at its ends, else another text, or none.</summary>
    public void Add(SourceRow row, FieldColumns field, string? otherwise = null)
    {
        if (field.Values is not null || field.At(row) is not (var column and >= 0))
        {
            Add(field.Get(row) ?? otherwise);
            return;
        }

        var start = bytes.Length;
        row.TryAppend(column, bytes);
        Trim(start);
        Ended(start);
    }

    private void Trim(int start)
    {
        var text = bytes.Span[start..];
        var trimmed = Utf8Blanks.Trim(text);
        if (trimmed.Length == text.Length) return;
        if (trimmed.Overlaps(text, out var offset) && offset == 0) bytes.Cut(start + trimmed.Length);
        else Replace(start, trimmed.ToArray());
    }

    private void Ended(int start)
    {
        if (start >= 0 && bytes.Span[start..].Contains((byte)0)) Replace(start, Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes.Span[start..]).Replace("\0", "\\x00", StringComparison.Ordinal)));
        texts[Count++] = (start, bytes.Length);
    }

    private void Replace(int start, byte[] text)
    {
        bytes.Cut(start);
        bytes.Add(text);
    }
}
