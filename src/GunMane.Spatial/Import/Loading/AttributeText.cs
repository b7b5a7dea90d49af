using System.Buffers;
using System.Text;
using GunMane.Spatial.Import.Readers;

namespace GunMane.Spatial.Import.Loading;

/// <summary>
/// Columns without a field as a JSON object of texts, written straight from the row's bytes. NUL, which PostgreSQL cannot
/// store, stays visible as <c>\x00</c>. Not thread-safe.
/// </summary>
internal sealed class AttributeText(ColumnSet columns, IReadOnlyDictionary<string, string> notStored)
{
    private const byte FirstPlain = 0x20;
    private static readonly SearchValues<byte> Special = SearchValues.Create([.. Enumerable.Range(0, FirstPlain).Select(letter => (byte)letter), (byte)'"', (byte)'\\']);
    private readonly ByteBuffer json = new();
    private readonly List<byte[]?> names = [];

    /// <summary>The attributes of a row; good until the next one.</summary>
    /// <param name="row">The row.</param>
    /// <param name="used">Columns that became fields.</param>
    public ReadOnlyMemory<byte> Of(SourceRow row, ColumnMarks used)
    {
        json.Cut();
        json.Add((byte)'{');
        for (var at = 0; at < row.Width; at++)
        {
            if (!used.Contains(at) && NameOf(at) is { } name) Add(row, at, name);
        }

        json.Add((byte)'}');
        return json.Memory;
    }

    private void Add(SourceRow row, int at, byte[] name)
    {
        var start = json.Length;
        if (start > 1) json.Add((byte)',');
        json.Add(name);
        var text = json.Length;
        if (!row.TryAppend(at, json))
        {
            json.Cut(start);
            return;
        }

        Clean(text);
        json.Add((byte)'"');
    }

    // What was added from a place on: without white space at its ends, and escaped. Most values are that already.
    private void Clean(int start)
    {
        var text = json.Span[start..];
        var trimmed = Utf8Blanks.Trim(text);
        if (trimmed.Length == text.Length && trimmed.IndexOfAny(Special) < 0) return;
        var clean = Escaped(trimmed);
        json.Cut(start);
        json.Add(clean);
    }

    private static byte[] Escaped(ReadOnlySpan<byte> text)
    {
        var escaped = new ByteBuffer();
        foreach (var letter in text)
        {
            switch (letter)
            {
                case (byte)'"' or (byte)'\\':
                    escaped.Add((byte)'\\');
                    escaped.Add(letter);
                    break;
                case 0:
                    escaped.Add("\\\\x00"u8);
                    break;
                case < FirstPlain:
                    escaped.Add(FormattableString.Invariant($"\\u{letter:x4}"));
                    break;
                default:
                    escaped.Add(letter);
                    break;
            }
        }

        return escaped.Span.ToArray();
    }

    // "name":" with the quote that opens the value; null for a column that is knowingly not stored.
    private byte[]? NameOf(int column)
    {
        while (names.Count <= column)
        {
            var name = columns.Names[names.Count];
            names.Add(notStored.ContainsKey(name) ? null : [(byte)'"', .. Escaped(Encoding.UTF8.GetBytes(name)), .. "\":\""u8]);
        }

        return names[column];
    }
}
