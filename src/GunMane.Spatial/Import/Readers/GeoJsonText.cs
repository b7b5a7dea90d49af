using System.Text.Json;

namespace GunMane.Spatial.Import.Readers;

/// <summary>A value of a feature.</summary>
/// <param name="Before">The bytes between it and the one before it.</param>
/// <param name="Column">The column that it belongs to, or <see cref="GeoJsonText.Geometry"/>.</param>
internal readonly record struct GeoJsonSlot(byte[] Before, int Column);

/// <summary>How geometries of a type are written around their coordinates.</summary>
internal sealed record GeoJsonShapeText(ShapeKind Kind, byte[] Before, byte[] Behind)
{
    /// <summary>Whether another is written in the same way.</summary>
    public bool IsWrittenAs(GeoJsonShapeText other) => Kind == other.Kind && Before.AsSpan().SequenceEqual(other.Before) && Behind.AsSpan().SequenceEqual(other.Behind);
}

/// <summary>What of a feature's bytes is not its values (see <see cref="GeoJsonPattern"/>).</summary>
internal sealed class GeoJsonText
{
    /// <summary>Stands for the geometry where a column is asked for.</summary>
    public const int Geometry = -1;

    private readonly List<GeoJsonSlot> slots = [];
    private int end;
    private bool hasProperties;

    private GeoJsonText()
    {
    }

    /// <summary>The values in the order in which they stand.</summary>
    public GeoJsonSlot[] Slots => [.. slots];

    /// <summary>The bytes behind the last value.</summary>
    public byte[] Ending { get; private set; } = [];

    /// <summary>How its geometry is written; null if it has none, or one with more than a type and coordinates.</summary>
    public GeoJsonShapeText? Shape { get; private set; }

    /// <summary>
    /// Takes a feature apart: an object of RFC 7946 §3.2 with type, geometry, properties that are plain values, perhaps an id, and nothing
    /// else; null for any other, and where a name stands twice.
    /// </summary>
    /// <param name="feature">A feature that was read without a fault.</param>
    /// <param name="columns">Knows the names of its properties.</param>
    public static GeoJsonText? Of(ReadOnlySpan<byte> feature, ColumnSet columns)
    {
        var text = new GeoJsonText();
        var json = new Utf8JsonReader(feature);
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject) return null;
        var typed = false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("type"u8)) typed = json.Read() && json.TokenType == JsonTokenType.String && json.ValueTextEquals("Feature"u8);
            else if (!text.Member(feature, columns, ref json)) return null;
        }

        text.Ending = feature[text.end..].ToArray();
        return typed && text.slots.Count > 0 && text.slots.DistinctBy(slot => slot.Column).Count() == text.slots.Count ? text : null;
    }

    private bool Member(ReadOnlySpan<byte> feature, ColumnSet columns, ref Utf8JsonReader json) =>
        json.ValueTextEquals("geometry"u8) ? Put(feature, Geometry, ref json)
        : json.ValueTextEquals("properties"u8) ? Properties(feature, columns, ref json)
        : json.ValueTextEquals("id"u8) && Put(feature, columns.Add("id"), ref json);

    private bool Properties(ReadOnlySpan<byte> feature, ColumnSet columns, ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject || hasProperties) return false;
        hasProperties = true;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (!Put(feature, columns.Add(json.GetString()!), ref json)) return false;
        }

        return true;
    }

    private bool Put(ReadOnlySpan<byte> feature, int column, ref Utf8JsonReader json)
    {
        json.Read();
        if (column != Geometry && json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) return false;
        slots.Add(new GeoJsonSlot(feature[end..(int)json.TokenStartIndex].ToArray(), column));
        if (column == Geometry && json.TokenType == JsonTokenType.StartObject) Shape = ShapeOf(feature, json);
        json.Skip();
        end = (int)json.BytesConsumed;
        return true;
    }

    private static GeoJsonShapeText? ShapeOf(ReadOnlySpan<byte> feature, Utf8JsonReader json)
    {
        var (start, from, to, kind) = ((int)json.TokenStartIndex, 0, 0, (ShapeKind?)null);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("type"u8) && kind is null && json.Read() && json.TokenType == JsonTokenType.String) kind = GeoJsonShape.KindOf(json.GetString());
            else if (json.TokenType == JsonTokenType.PropertyName && json.ValueTextEquals("coordinates"u8) && to == 0)
            {
                json.Read();
                from = (int)json.TokenStartIndex;
                json.Skip();
                to = (int)json.BytesConsumed;
            }
            else return null;
        }

        return kind is { } known && to > 0 ? new GeoJsonShapeText(known, feature[start..from].ToArray(), feature[to..(int)json.BytesConsumed].ToArray()) : null;
    }
}
