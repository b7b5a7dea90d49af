using System.Text.Json;

namespace GunMane.Spatial.Import.Readers;

/// <summary>
/// Walks a GeoJSON FeatureCollection without holding it: hands out the bytes of one feature after another, as shares of
/// the pieces of the file that it reads. Nothing handed out is overwritten. A piece grows to the largest feature. Broken or cut-off JSON throws <see cref="JsonException"/> with its line.
/// </summary>
/// <param name="stream">The document.</param>
/// <param name="pattern">Finds the end of a feature that is written like those before it; null: every feature is walked through.</param>
internal sealed class GeoJsonStream(Stream stream, GeoJsonPattern? pattern = null) : IDisposable
{
    // Under the size from which the runtime clears memory rarely and late.
    private const int Piece = 80_000;
    private byte[] buffer = new byte[Piece];
    private int start;
    private int end;
    private bool final;
    private JsonReaderState state = new(new JsonReaderOptions { CommentHandling = JsonCommentHandling.Disallow });
    private Phase phase = Phase.Header;
    private bool any;
    private long lines;
    private long passed;
    private ReadOnlyMemory<byte> last;

    private enum Phase
    {
        Header,
        Features,
        Trailer,
        Done,
    }

    /// <summary>The top level's <c>type</c>, once read.</summary>
    public string? Type { get; private set; }

    /// <summary>The name in the <c>crs</c> member, once read.</summary>
    public string? CrsName { get; private set; }

    /// <summary>Whether there was an array of features.</summary>
    public bool HasFeatures { get; private set; }

    /// <summary>Line on which the feature handed out last begins, from 0.</summary>
    public long Line => lines - last.Span.Count((byte)'\n');

    /// <summary>Whether the feature handed out last was matched by the pattern, which then knows its values.</summary>
    public bool Matched { get; private set; }

    /// <summary>The next feature's bytes; false at the end of the document.</summary>
    public bool TryNext(out ReadOnlyMemory<byte> feature)
    {
        feature = default;
        if (start == 0 && end == 0) SkipByteOrderMark();
        while (phase != Phase.Done)
        {
            var step = phase == Phase.Features ? Element(out feature) : Outside();
            if (step == Step.Starved && !Fill()) throw Broken("The document ends too early.");
            if (step == Step.Feature) return true;
        }

        return false;
    }

    public void Dispose() => stream.Dispose();

    private enum Step
    {
        Starved,
        Moved,
        Feature,
    }

    // The reader of what stands before and behind the features did not see their lines.
    private Step Outside()
    {
        try
        {
            return Member();
        }
        catch (JsonException e) when (passed > 0)
        {
            throw new JsonException(e.Message, e.Path, e.LineNumber + passed, e.BytePositionInLine, e);
        }
    }

    // One member of the top-level object, committed only when it is complete.
    private Step Member()
    {
        var reader = new Utf8JsonReader(buffer.AsSpan(start, end - start), final, state);
        if (!reader.Read()) return EndOrStarved(reader);
        if (reader.TokenType == JsonTokenType.StartObject || (reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == 0)) return Commit(reader);
        if (reader.TokenType != JsonTokenType.PropertyName) throw new JsonException("The document is not a GeoJSON object.");
        var name = reader.GetString();
        if (!reader.Read()) return Step.Starved;
        if (name == "features" && reader.TokenType == JsonTokenType.StartArray)
        {
            (phase, HasFeatures) = (Phase.Features, true);
            return Commit(reader);
        }

        return Value(reader, name);
    }

    private Step Value(Utf8JsonReader reader, string? name)
    {
        var begin = (int)reader.TokenStartIndex;
        if (!reader.TrySkip()) return Step.Starved;
        var value = buffer.AsMemory(start + begin, (int)reader.BytesConsumed - begin);
        if (name == "type") Type = Text(value);
        if (name == "crs") CrsName = NameOfCrs(value);
        return Commit(reader);
    }

    private static string Text(ReadOnlyMemory<byte> value)
    {
        using var document = JsonDocument.Parse(value);
        return document.RootElement.ToString();
    }

    private static string? NameOfCrs(ReadOnlyMemory<byte> value)
    {
        using var crs = JsonDocument.Parse(value);
        return crs.RootElement.ValueKind == JsonValueKind.Object && crs.RootElement.TryGetProperty("properties", out var properties)
            && properties.ValueKind == JsonValueKind.Object && properties.TryGetProperty("name", out var name) ? name.ToString() : null;
    }

    // Where an element ends is found by its braces alone; whether what lies between them is JSON is seen when it is taken apart.
    private Step Element(out ReadOnlyMemory<byte> feature)
    {
        feature = default;
        var at = Begin(start);
        if (at < 0) return Step.Starved;
        if (buffer[at] == ']') return EndOfFeatures(at);
        var length = pattern?.Match(buffer.AsSpan(at, end - at)) ?? 0;
        Matched = length > 0;
        if (length == 0) length = buffer[at] == '{' ? ObjectLength(buffer.AsSpan(at, end - at)) : OtherLength(at);
        if (length < 0) return Step.Starved;
        last = feature = buffer.AsMemory(at, length);
        Pass(at + length);
        any = true;
        return Step.Feature;
    }

    // The next element or the end of the array, behind blanks and the comma that is due; −1 if it is not there yet.
    private int Begin(int from)
    {
        var at = Blanks(from);
        if (at < 0 || !any || buffer[at] == ']') return at;
        if (buffer[at] != ',') throw Broken("A comma is missing between features.");
        at = Blanks(at + 1);
        return at < 0 || buffer[at] != ']' ? at : throw Broken("A comma stands behind the last feature.");
    }

    private int Blanks(int from)
    {
        var at = buffer.AsSpan(from, end - from).IndexOfAnyExcept(" \t\r\n"u8);
        return at < 0 ? -1 : from + at;
    }

    private static int ObjectLength(ReadOnlySpan<byte> text)
    {
        var depth = 0;
        for (var at = 0; ; at++)
        {
            var next = text[at..].IndexOfAny((byte)'"', (byte)'{', (byte)'}');
            if (next < 0) return -1;
            at += next;
            if (text[at] == '{') depth++;
            else if (text[at] == '}' && --depth == 0) return at + 1;
            else if (text[at] == '"' && (at = StringEnd(text, at + 1)) < 0) return -1;
        }
    }

    // The quote that ends a string.
    private static int StringEnd(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length)
        {
            var next = text[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0) return -1;
            at += next;
            if (text[at] == '"') return at;
            at += 2;
        }

        return -1;
    }

    // What stands where a feature should: any other value.
    private int OtherLength(int at)
    {
        try
        {
            var reader = new Utf8JsonReader(buffer.AsSpan(at, end - at), final, state);
            return reader.Read() && reader.TrySkip() ? (int)reader.BytesConsumed : -1;
        }
        catch (JsonException e)
        {
            throw Broken(e.Message);
        }
    }

    private Step EndOfFeatures(int at)
    {
        Pass(at);
        phase = Phase.Trailer;
        var reader = new Utf8JsonReader(buffer.AsSpan(start, end - start), final, state);
        reader.Read();
        return Commit(reader);
    }

    private void Pass(int to)
    {
        var count = buffer.AsSpan(start, to - start).Count((byte)'\n');
        (lines, passed, start) = (lines + count, passed + count, to);
    }

    private JsonException Broken(string message) => new(message, null, lines, null);

    private Step EndOrStarved(Utf8JsonReader reader)
    {
        if (!final) return Step.Starved;
        Commit(reader);
        phase = Phase.Done;
        return Step.Moved;
    }

    private Step Commit(Utf8JsonReader reader)
    {
        lines += buffer.AsSpan(start, (int)reader.BytesConsumed).Count((byte)'\n');
        start += (int)reader.BytesConsumed;
        state = reader.CurrentState;
        return Step.Moved;
    }

    // What is not handed out yet moves to the beginning of a new piece, twice as large if it fills this one.
    private bool Fill()
    {
        if (final) return false;
        if (end == buffer.Length)
        {
            var rest = buffer.AsSpan(start, end - start);
            var next = GC.AllocateUninitializedArray<byte>(Math.Max(2 * rest.Length, Piece));
            rest.CopyTo(next);
            (buffer, start, end) = (next, 0, rest.Length);
        }

        var read = stream.Read(buffer, end, buffer.Length - end);
        end += read;
        final = read == 0;
        return true;
    }

    private void SkipByteOrderMark()
    {
        while (end < 3 && Fill()) { }
        if (buffer.AsSpan(0, end).StartsWith("\uFEFF"u8)) start = 3;
    }
}
