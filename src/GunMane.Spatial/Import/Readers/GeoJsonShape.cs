using System.Buffers.Binary;
using System.Text.Json;

namespace GunMane.Spatial.Import.Readers;

/// <summary>
/// Reads a GeoJSON geometry (RFC 7946 §3.1) straight into well-known binary, as it stands; further ordinates than two are
/// dropped. Not thread-safe.
/// </summary>
internal sealed class GeoJsonShape
{
    private const int FewestLinePoints = 2;
    private const int FewestRingPoints = 4;
    private const int PositionBytes = 2 * sizeof(double);
    private const int LineHead = 1 + 2 * sizeof(int);
    private readonly ByteBuffer wkb = new();
    private bool empty;
    private bool heights;
    private double minX;
    private double minY;
    private double maxX;
    private double maxY;

    private enum Kind
    {
        Point = 1,
        LineString,
        Polygon,
        MultiPoint,
        MultiLineString,
        MultiPolygon,
    }

    /// <summary>The geometry that begins at the reader's token, which then stands on its last; null for JSON null.</summary>
    /// <exception cref="FormatException">It is no GeoJSON geometry, or of an unknown type.</exception>
    public FileShape? Read(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.Null) return null;
        if (json.TokenType != JsonTokenType.StartObject) throw new FormatException("no geometry type");
        Kind? type = null;
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

    private static (Kind?, string) TypeOf(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.String) return (null, json.TokenType.ToString());
        if (json.ValueTextEquals("Point"u8)) return (Kind.Point, "Point");
        var text = json.GetString()!;
        return (Enum.TryParse<Kind>(text, out var kind) && kind.ToString() == text ? kind : null, text);
    }

    private FileShape Write(Kind kind, ref Utf8JsonReader json)
    {
        wkb.Cut();
        (empty, heights) = (true, false);
        Part(kind, ref json);
        return new FileShape(wkb.Span.ToArray(), Traits(kind), empty ? FileBox.Nothing : new FileBox(minX, minY, maxX, maxY));
    }

    private void Part(Kind kind, ref Utf8JsonReader json)
    {
        wkb.Add(1);
        Number((int)kind);
        switch (kind)
        {
            case Kind.Point: Position(ref json); break;
            case Kind.LineString: Line(ref json); break;
            case Kind.Polygon: Rings(ref json); break;
            default: Parts(kind - Kind.MultiPoint + Kind.Point, ref json); break;
        }
    }

    private void Parts(Kind kind, ref Utf8JsonReader json)
    {
        var (counter, count) = (Counter(), 0);
        for (Enter(ref json); json.Read() && json.TokenType != JsonTokenType.EndArray; count++) Part(kind, ref json);
        Count(counter, count);
    }

    private void Line(ref Utf8JsonReader json)
    {
        if (Positions(ref json) < FewestLinePoints) throw new FormatException("a line of fewer than two points");
    }

    private void Rings(ref Utf8JsonReader json)
    {
        var (counter, count) = (Counter(), 0);
        for (Enter(ref json); json.Read() && json.TokenType != JsonTokenType.EndArray; count++)
        {
            var start = wkb.Length + sizeof(int);
            if (Positions(ref json) < FewestRingPoints || !Same(start, wkb.Length - PositionBytes)) throw new FormatException("a ring that is not closed");
        }

        if (count == 0) throw new FormatException("a polygon without rings");
        Count(counter, count);
    }

    private int Positions(ref Utf8JsonReader json)
    {
        var (counter, count) = (Counter(), 0);
        for (Enter(ref json); json.Read() && json.TokenType != JsonTokenType.EndArray; count++) Position(ref json);
        Count(counter, count);
        return count;
    }

    private void Position(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartArray) throw NoPair();
        var (x, y) = (Ordinate(ref json), Ordinate(ref json));
        for (; json.Read() && json.TokenType != JsonTokenType.EndArray; heights = true) json.Skip();
        var room = wkb.Room(PositionBytes);
        BinaryPrimitives.WriteDoubleLittleEndian(room, x);
        BinaryPrimitives.WriteDoubleLittleEndian(room[sizeof(double)..], y);
        wkb.Grow(PositionBytes);
        if (empty) (minX, minY, maxX, maxY, empty) = (x, y, x, y, false);
        (minX, maxX) = (Math.Min(minX, x), Math.Max(maxX, x));
        (minY, maxY) = (Math.Min(minY, y), Math.Max(maxY, y));
    }

    private ShapeTraits Traits(Kind kind)
    {
        var traits = heights ? ShapeTraits.Heights : ShapeTraits.None;
        if (kind == Kind.Point) traits |= ShapeTraits.Point;
        if (kind == Kind.LineString && wkb.Length >= LineHead + FileShape.FewestClosedPoints * PositionBytes && Same(LineHead, wkb.Length - PositionBytes)) traits |= ShapeTraits.ClosedLine;
        return traits;
    }

    private static double Ordinate(ref Utf8JsonReader json) =>
        json.Read() && json.TokenType == JsonTokenType.Number ? json.GetDouble() : throw NoPair();

    private static FormatException NoPair() => new("a position that is no pair of numbers");

    private static void Enter(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartArray) throw new FormatException("coordinates that are no array");
    }

    // Numbers, not bytes: 0 and −0 are one place.
    private bool Same(int first, int last) => Double(first) == Double(last) && Double(first + sizeof(double)) == Double(last + sizeof(double));

    private double Double(int at) => BinaryPrimitives.ReadDoubleLittleEndian(wkb.Span[at..]);

    private int Counter()
    {
        Number(0);
        return wkb.Length - sizeof(int);
    }

    private void Count(int counter, int count)
    {
        var end = wkb.Length;
        wkb.Cut(counter);
        Number(count);
        wkb.Grow(end - wkb.Length);
    }

    private void Number(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(wkb.Room(sizeof(int)), value);
        wkb.Grow(sizeof(int));
    }
}
