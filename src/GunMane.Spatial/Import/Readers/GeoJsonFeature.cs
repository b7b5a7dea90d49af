using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace GunMane.Spatial.Import.Readers;

/// <summary>
/// Takes one feature apart in a single walk over its bytes. Members may stand in any order; of a member that stands twice
/// the last counts. Values are its properties, and its id where no property has that name: strings unescaped, numbers, arrays
/// and objects as they are written. Not thread-safe.
/// </summary>
internal sealed class GeoJsonFeature(ColumnSet columns)
{
    private static readonly byte[] True = "True"u8.ToArray();
    private static readonly byte[] False = "False"u8.ToArray();
    private readonly GeoJsonShape shapes = new(new WkbBuffer());
    private readonly List<(byte[] Name, int Column)> order = [];
    private ReadOnlyMemory<byte>[] found = [];
    private int width;
    private ReadOnlyMemory<byte> id;

    /// <summary>Whether the feature read last says that it is one (RFC 7946 §3.2).</summary>
    public bool IsFeature { get; private set; }

    /// <summary>Values by column of the feature read last.</summary>
    public ReadOnlyMemory<byte>[] Values => found.AsSpan(0, width).ToArray();

    /// <summary>Reads a feature; its geometry, or null if it has none.</summary>
    /// <exception cref="FormatException">It is no feature that can be read.</exception>
    /// <exception cref="InvalidOperationException">It holds text that is no UTF-8, or half a letter.</exception>
    public FileShape? Read(ReadOnlyMemory<byte> feature)
    {
        Forget();
        (IsFeature, id) = (false, default);
        if (!Utf8.IsValid(feature.Span)) throw new InvalidOperationException("not UTF-8");
        var json = new Utf8JsonReader(feature.Span);
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject) throw new FormatException("no object");
        FileShape? shape = null;
        Exception? noShape = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("properties"u8)) Properties(feature, ref json);
            else if (json.ValueTextEquals("geometry"u8)) (shape, noShape) = Shape(ref json);
            else if (json.ValueTextEquals("id"u8) && json.Read()) Id(feature, ref json);
            else if (json.ValueTextEquals("type"u8) && json.Read()) IsFeature = IsNamedFeature(ref json);
            else json.Skip();
        }

        if (!id.IsEmpty) PutId();
        return noShape is null ? shape : throw noShape;
    }

    // A broken geometry that a later member of the same name replaces does no harm.
    private (FileShape?, Exception?) Shape(ref Utf8JsonReader json)
    {
        json.Read();
        var start = json;
        json.Skip();
        try
        {
            return (shapes.Read(ref start), null);
        }
        catch (FormatException e)
        {
            return (null, e);
        }
    }

    private void Properties(ReadOnlyMemory<byte> feature, ref Utf8JsonReader json)
    {
        Forget();
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return;
        }

        for (var at = 0; json.Read() && json.TokenType == JsonTokenType.PropertyName; at++)
        {
            var column = Column(at, ref json);
            json.Read();
            Put(column, Text(feature, ref json));
        }
    }

    private static bool IsNamedFeature(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.String) return json.ValueTextEquals("Feature"u8);
        json.Skip();
        return false;
    }

    // Its column stands where the file has it; a property of the same name goes before it.
    private void Id(ReadOnlyMemory<byte> feature, ref Utf8JsonReader json)
    {
        columns.Add("id");
        id = Text(feature, ref json);
    }

    private void PutId()
    {
        var column = columns.Add("id");
        if (column >= width || found[column].IsEmpty) Put(column, id);
    }

    private void Put(int column, ReadOnlyMemory<byte> value)
    {
        if (column >= found.Length) Array.Resize(ref found, Math.Max(16, 2 * column));
        width = Math.Max(width, column + 1);
        found[column] = value;
    }

    private void Forget()
    {
        Array.Clear(found, 0, width);
        width = 0;
    }

    // Features of one file have their properties in one order: the name is compared with the one that stood there before.
    private int Column(int at, ref Utf8JsonReader json)
    {
        if (at < order.Count && json.ValueTextEquals(order[at].Name)) return order[at].Column;
        var name = json.GetString()!;
        var known = (Encoding.UTF8.GetBytes(name), columns.Add(name));
        if (at < order.Count) order[at] = known;
        else if (at == order.Count) order.Add(known);
        return known.Item2;
    }

    private static ReadOnlyMemory<byte> Text(ReadOnlyMemory<byte> feature, ref Utf8JsonReader json)
    {
        var start = (int)json.TokenStartIndex;
        switch (json.TokenType)
        {
            case JsonTokenType.Null: return default;
            case JsonTokenType.True: return True;
            case JsonTokenType.False: return False;
            case JsonTokenType.String when json.ValueIsEscaped: return Unescaped(ref json);
            case JsonTokenType.String: return OrBlank(feature.Slice(start + 1, json.ValueSpan.Length));
            default:
                json.Skip();
                return feature[start..(int)json.BytesConsumed];
        }
    }

    private static ReadOnlyMemory<byte> Unescaped(ref Utf8JsonReader json)
    {
        var text = new byte[json.ValueSpan.Length];
        return OrBlank(text.AsMemory(0, json.CopyString(text)));
    }

    private static ReadOnlyMemory<byte> OrBlank(ReadOnlyMemory<byte> text) => Utf8Blanks.Only(text.Span) ? default : text;
}

/// <summary>White space at the ends of UTF-8 text, as <see cref="string.Trim()"/> sees it.</summary>
internal static class Utf8Blanks
{
    /// <summary>Whether there is nothing but white space.</summary>
    public static bool Only(ReadOnlySpan<byte> text) => Trim(text).Length == 0;

    /// <summary>The text without white space at its ends.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        while (text.Length > 0 && !IsPlain(text[0]) && Rune.DecodeFromUtf8(text, out var first, out var length) == System.Buffers.OperationStatus.Done && Rune.IsWhiteSpace(first))
            text = text[length..];
        while (text.Length > 0 && !IsPlain(text[^1]) && Rune.DecodeLastFromUtf8(text, out var last, out var length) == System.Buffers.OperationStatus.Done && Rune.IsWhiteSpace(last))
            text = text[..^length];
        return text;
    }

    private static bool IsPlain(byte letter) => letter is > (byte)' ' and < 0x7F;
}
