using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using GunMane.Spatial.Geo;

namespace GunMane.Spatial.Storage;

/// <summary>Writes the rows of a <see cref="FeatureQuery"/> as GeoJSON features (RFC 7946 §3.2), from bytes to bytes. Not thread-safe.</summary>
internal sealed class FeatureWriter(FeatureQuery query, FeatureNames names, Utf8JsonWriter writer)
{
    private const int DegreeDecimals = 7;
    private const int MetreDecimals = 4;

    // More than any number, id or literal takes.
    private const int LongestValue = 64;

    // An escaped byte takes six: \u001f.
    private const int LongestEscape = 6;

    // What RFC 8259 §7 has escaped.
    private static readonly SearchValues<byte> Escaped = SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20).Select(control => (byte)control)]);
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly RowLayout layout = new(query);
    private readonly byte[][] labels = [.. query.Shown.Select((field, at) => Encoding.UTF8.GetBytes($"{(at == 0 ? "" : ",")}\"{field.Name}\":"))];
    private readonly ArrayBufferWriter<byte> feature = new(4096);

    /// <summary>Writes a feature; without geometry where GeoJSON has none for it (infinite coordinates, curves).</summary>
    /// <param name="row">The row as a record.</param>
    /// <param name="links">Links of the feature (a JSON array); null: none.</param>
    public void Write(ReadOnlySpan<byte> row, JsonNode? links = null)
    {
        var columns = new RecordReader(row, stackalloc (int, int)[layout.Geometry + 1]);
        try
        {
            Compose(columns, links, columns.Has(layout.Geometry, out var shape) ? shape : []);
        }
        catch (FormatException)
        {
            // What GeoJSON can't say, such as infinite coordinates: the page has begun, and the other features are wanted.
            Compose(columns, links, []);
        }

        writer.WriteRawValue(feature.WrittenSpan, skipInputValidation: true);
    }

    private void Compose(in RecordReader columns, JsonNode? links, ReadOnlySpan<byte> shape)
    {
        feature.ResetWrittenCount();
        columns.Has(layout.Id, out var id);
        feature.Write("{\"type\":\"Feature\",\"id\":"u8);
        WriteId(id);
        feature.Write(",\"properties\":{"u8);
        for (var at = 0; at < labels.Length; at++)
        {
            feature.Write(labels[at]);
            if (columns.Has(layout.Fields[at], out var value)) WriteValue(query.Shown[at], value);
            else feature.Write("null"u8);
        }

        feature.Write("},\"geometry\":"u8);
        if (shape.Length > 0) GeoJsonGeometry.Write(shape, feature, query.Crs.IsDegrees ? DegreeDecimals : MetreDecimals);
        else feature.Write("null"u8);
        if (links is not null)
        {
            feature.Write(",\"links\":"u8);
            feature.Write(JsonSerializer.SerializeToUtf8Bytes(links, Readable));
        }

        feature.Write("}"u8);
    }

    /// <summary>Values of sort and key of a row, as text.</summary>
    public IReadOnlyList<string?> Place(ReadOnlySpan<byte> row)
    {
        var columns = new RecordReader(row, stackalloc (int, int)[layout.Geometry + 1]);
        var place = new string?[layout.Place.Count];
        for (var at = 0; at < place.Length; at++)
        {
            var type = at < query.Sort.Count ? FieldType.Text : query.Collection.Key[at - query.Sort.Count].Type;
            place[at] = columns.Has(layout.Place[at], out var value) ? Text(value, type) : null;
        }

        return place;
    }

    private static string Text(ReadOnlySpan<byte> value, FieldType type) => type switch
    {
        FieldType.Whole or FieldType.Large => RecordReader.Whole(value).ToString(CultureInfo.InvariantCulture),
        FieldType.Id => RecordReader.Id(value).ToString("D"),
        _ => Encoding.UTF8.GetString(value),
    };

    // An id is text in GeoJSON, whatever it is in the database.
    private void WriteId(ReadOnlySpan<byte> value)
    {
        if (query.Collection.IdType == FieldType.Id) feature.Advance(WriteUuid(RecordReader.Id(value), feature.GetSpan(LongestValue)));
        else WriteText(value);
    }

    private void WriteValue(FeatureField field, ReadOnlySpan<byte> value)
    {
        if (field.Named is { } named)
        {
            if (names.Find(named.List, (int)RecordReader.Whole(value)) is { } name) WriteText(name);
            else feature.Write("null"u8);
            return;
        }

        var written = 0;
        switch (field.Type)
        {
            case FieldType.Whole or FieldType.Large: Utf8Formatter.TryFormat(RecordReader.Whole(value), feature.GetSpan(LongestValue), out written); break;
            case FieldType.Number: written = WriteNumber(RecordReader.Number(value), feature.GetSpan(LongestValue)); break;
            case FieldType.Boolean: feature.Write(RecordReader.Flag(value) ? "true"u8 : "false"u8); break;
            case FieldType.Json: feature.Write(RecordReader.Json(value)); break;
            case FieldType.Id: written = WriteUuid(RecordReader.Id(value), feature.GetSpan(LongestValue)); break;
            default: WriteText(value); break;
        }

        feature.Advance(written);
    }

    // JSON has no way to write what is no finite number.
    private static int WriteNumber(double value, Span<byte> to)
    {
        if (double.IsFinite(value)) return value.TryFormat(to, out var written, default, CultureInfo.InvariantCulture) ? written : 0;
        "null"u8.CopyTo(to);
        return 4;
    }

    private static int WriteUuid(Guid value, Span<byte> to)
    {
        to[0] = (byte)'"';
        Utf8Formatter.TryFormat(value, to[1..], out var written);
        to[written + 1] = (byte)'"';
        return written + 2;
    }

    private void WriteText(ReadOnlySpan<byte> value)
    {
        var plain = value.IndexOfAny(Escaped) is var at && at < 0;
        var to = feature.GetSpan(2 + (plain ? 1 : LongestEscape) * value.Length);
        to[0] = (byte)'"';
        var written = value.Length;
        if (plain) value.CopyTo(to[1..]);
        else JavaScriptEncoder.UnsafeRelaxedJsonEscaping.EncodeUtf8(value, to[1..], out _, out written);
        to[written + 1] = (byte)'"';
        feature.Advance(written + 2);
    }
}
