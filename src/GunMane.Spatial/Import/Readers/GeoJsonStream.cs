using System.Text.Json;

namespace GunMane.Spatial.Import.Readers;

/// <summary>
/// Walks a GeoJSON FeatureCollection without holding it: hands out the bytes of one feature after another, as shares of
/// the pieces of the file that it reads. Nothing handed out is overwritten. A piece grows to the largest feature. Broken or cut-off JSON throws <see cref="JsonException"/> with its line.
/// </summary>
internal sealed class GeoJsonStream(Stream stream) : IDisposable
{
    // Under the size from which the runtime clears memory rarely and late.
    private const int Piece = 80_000;
    private byte[] buffer = new byte[Piece];
    private int start;
    private int end;
    private bool final;
    private JsonReaderState state = new(new JsonReaderOptions { CommentHandling = JsonCommentHandling.Disallow });
    private Phase phase = Phase.Header;

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

    /// <summary>The next feature's bytes; false at the end of the document.</summary>
    public bool TryNext(out ReadOnlyMemory<byte> feature)
    {
        feature = default;
        if (start == 0 && end == 0) SkipByteOrderMark();
        while (phase != Phase.Done)
        {
            var step = phase == Phase.Features ? Element(out feature) : Member();
            if (step == Step.Starved && !Fill()) throw new JsonException("The document ends too early.");
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

    private Step Element(out ReadOnlyMemory<byte> feature)
    {
        feature = default;
        var reader = new Utf8JsonReader(buffer.AsSpan(start, end - start), final, state);
        if (!reader.Read()) return Step.Starved;
        if (reader.TokenType == JsonTokenType.EndArray)
        {
            phase = Phase.Trailer;
            return Commit(reader);
        }

        var begin = (int)reader.TokenStartIndex;
        if (!reader.TrySkip()) return Step.Starved;
        feature = buffer.AsMemory(start + begin, (int)reader.BytesConsumed - begin);
        Commit(reader);
        return Step.Feature;
    }

    private Step EndOrStarved(Utf8JsonReader reader)
    {
        if (!final) return Step.Starved;
        Commit(reader);
        phase = Phase.Done;
        return Step.Moved;
    }

    private Step Commit(Utf8JsonReader reader)
    {
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
