using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using GunMane.ModelRegion.Support;
using NetTopologySuite.Geometries;

namespace GunMane.ModelRegion.Output;

/// <summary>RFC 7946 features, one on a line; coordinates are longitude and latitude with 7 decimals.</summary>
public sealed class GeoJson
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly StringBuilder text = new("{\"type\":\"FeatureCollection\",\"features\":[\n");
    private bool any;

    /// <summary>Adds a feature; null properties are written as null.</summary>
    public void Add(Geometry shape, params (string Key, object? Value)[] properties)
    {
        if (any)
            text.Append(",\n");
        any = true;
        text.Append(Feature(shape, properties));
    }

    /// <summary>The whole collection.</summary>
    public string Finish() => text.Append("\n]}\n").ToString();

    private static string Feature(Geometry shape, (string Key, object? Value)[] properties)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Relaxed))
        {
            json.WriteStartObject();
            json.WriteString("type", "Feature");
            json.WritePropertyName("properties");
            json.WriteStartObject();
            foreach (var (key, value) in properties)
                Property(json, key, value);
            json.WriteEndObject();
            json.WritePropertyName("geometry");
            json.WriteRawValue($"{{\"type\":\"{shape.GeometryType}\",\"coordinates\":{Coordinates(shape)}}}");
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Property(Utf8JsonWriter json, string key, object? value)
    {
        if (value is null)
            json.WriteNull(key);
        else if (value is int number)
            json.WriteNumber(key, number);
        else
            json.WriteString(key, (string)value);
    }

    private static string Coordinates(Geometry shape) => shape switch
    {
        Point p => Position(p.Coordinate),
        LineString l => Path(l.Coordinates),
        Polygon p => $"[{string.Join(',', Rings(p))}]",
        GeometryCollection many => $"[{string.Join(',', many.Geometries.Select(Coordinates))}]",
        _ => throw new NotSupportedException(shape.GeometryType),
    };

    /// <summary>Outer ring against the clock, holes with it.</summary>
    private static IEnumerable<string> Rings(Polygon polygon)
    {
        yield return Path(Turned(polygon.Shell, true));
        foreach (var hole in polygon.Holes)
            yield return Path(Turned(hole, false));
    }

    private static Coordinate[] Turned(LinearRing ring, bool left) =>
        ring.IsCCW == left ? ring.Coordinates : [.. ring.Coordinates.Reverse()];

    /// <summary>Points that fall together after rounding are written once.</summary>
    private static string Path(Coordinate[] points)
    {
        var written = new List<string>();
        foreach (var position in points.Select(Position))
        {
            if (written.Count == 0 || written[^1] != position)
                written.Add(position);
        }
        return $"[{string.Join(',', written)}]";
    }

    private static string Position(Coordinate p)
    {
        var (lon, lat) = Projection.ToDegrees(p.X, p.Y);
        return string.Create(CultureInfo.InvariantCulture, $"[{lon:F7},{lat:F7}]");
    }
}
