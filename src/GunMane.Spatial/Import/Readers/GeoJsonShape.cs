using System.Text.Json;

namespace GunMane.Spatial.Import.Readers;

/// <summary>
/// Reads a GeoJSON geometry (RFC 7946 §3.1) straight into well-known binary, as it stands; further ordinates than two are
/// dropped. Not thread-safe.
/// </summary>
internal sealed class GeoJsonShape(WkbBuffer wkb)
{
    /// <summary>Of how many positions a line has at least (RFC 7946 §3.1.4).</summary>
    public const int FewestLinePoints = 2;

    /// <summary>Of how many positions a ring has at least (RFC 7946 §3.1.6).</summary>
    public const int FewestRingPoints = 4;

    /// <summary>The geometry that begins at the reader's token, which then stands on its last; null for JSON null.</summary>
    /// <exception cref="FormatException">It is no GeoJSON geometry, or of an unknown type.</exception>
    public FileShape? Read(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.Null) return null;
        if (json.TokenType != JsonTokenType.StartObject) throw new FormatException("no geometry type");
        ShapeKind? type = null;
        var written = false;
        Utf8JsonReader coordinates = default;
        string? typeText = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("type"u8))
            {
                json.Read();
                (type, typeText) = TypeOf(ref json);
            }
            else if (json.ValueTextEquals("coordinates"u8))
            {
                json.Read();
                coordinates = json;
                written = true;
            }
            else json.Read();

            json.Skip();
        }

        if (typeText is null) throw new FormatException("no geometry type");
        if (!written) throw new FormatException($"geometry type {typeText} without coordinates");
        return Write(type ?? throw new FormatException($"geometry type {typeText}"), ref coordinates);
    }

    private static (ShapeKind?, string) TypeOf(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.String) return (null, json.TokenType.ToString());
        if (json.ValueTextEquals("Point"u8)) return (ShapeKind.Point, "Point");
        var text = json.GetString()!;
        return (KindOf(text), text);
    }

    /// <summary>The type of geometry that a name stands for; null if for none that is read here.</summary>
    public static ShapeKind? KindOf(string? name) => Enum.TryParse<ShapeKind>(name, out var kind) && kind.ToString() == name ? kind : null;

    private FileShape Write(ShapeKind kind, ref Utf8JsonReader json)
    {
        wkb.Clear();
        Part(kind, ref json);
        return wkb.Shape(kind);
    }

    private void Part(ShapeKind kind, ref Utf8JsonReader json)
    {
        wkb.Begin(kind);
        switch (kind)
        {
            case ShapeKind.Point: Position(ref json); break;
            case ShapeKind.LineString: Line(ref json); break;
            case ShapeKind.Polygon: Rings(ref json); break;
            default: Parts(kind - ShapeKind.MultiPoint + ShapeKind.Point, ref json); break;
        }
    }

    private void Parts(ShapeKind kind, ref Utf8JsonReader json)
    {
        var (counter, count) = (wkb.Counter(), 0);
        for (Enter(ref json); json.Read() && json.TokenType != JsonTokenType.EndArray; count++) Part(kind, ref json);
        wkb.Count(counter, count);
    }

    private void Line(ref Utf8JsonReader json)
    {
        if (Positions(wkb.Counter(), ref json) < FewestLinePoints) throw new FormatException("a line of fewer than two points");
    }

    private void Rings(ref Utf8JsonReader json)
    {
        var (counter, count) = (wkb.Counter(), 0);
        for (Enter(ref json); json.Read() && json.TokenType != JsonTokenType.EndArray; count++)
        {
            var ring = wkb.Counter();
            if (Positions(ring, ref json) < FewestRingPoints || !wkb.IsClosedSince(ring)) throw new FormatException("a ring that is not closed");
        }

        if (count == 0) throw new FormatException("a polygon without rings");
        wkb.Count(counter, count);
    }

    private int Positions(int counter, ref Utf8JsonReader json)
    {
        var count = 0;
        for (Enter(ref json); json.Read() && json.TokenType != JsonTokenType.EndArray; count++) Position(ref json);
        wkb.Count(counter, count);
        return count;
    }

    private void Position(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartArray) throw NoPair();
        var (x, y) = (Ordinate(ref json), Ordinate(ref json));
        for (; json.Read() && json.TokenType != JsonTokenType.EndArray; wkb.Heights = true) json.Skip();
        wkb.Add(x, y);
    }

    private static double Ordinate(ref Utf8JsonReader json) =>
        json.Read() && json.TokenType == JsonTokenType.Number ? json.GetDouble() : throw NoPair();

    private static FormatException NoPair() => new("a position that is no pair of numbers");

    private static void Enter(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartArray) throw new FormatException("coordinates that are no array");
    }
}
