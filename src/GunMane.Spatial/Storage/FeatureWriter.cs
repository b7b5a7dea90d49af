using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GunMane.Spatial.Geo;

namespace GunMane.Spatial.Storage;

/// <summary>Writes the rows of a <see cref="FeatureQuery"/> as GeoJSON features (RFC 7946 §3.2). Not thread-safe.</summary>
internal sealed class FeatureWriter(FeatureQuery query, Utf8JsonWriter writer)
{
    private const int DegreeDecimals = 7;
    private const int MetreDecimals = 4;
    private static readonly JsonEncodedText Type = JsonEncodedText.Encode("type");
    private static readonly JsonEncodedText Feature = JsonEncodedText.Encode("Feature");
    private static readonly JsonEncodedText Id = JsonEncodedText.Encode("id");
    private static readonly JsonEncodedText Properties = JsonEncodedText.Encode("properties");
    private static readonly JsonEncodedText Geometry = JsonEncodedText.Encode("geometry");
    private readonly (JsonEncodedText Name, FieldType Type)[] fields = [.. query.Shown.Select(field => (JsonEncodedText.Encode(field.Name), field.Type))];
    private readonly ArrayBufferWriter<byte> geometry = new(1024);

    /// <summary>Columns that say where a row stands in the order, after its id.</summary>
    private int Placing => query.Sort.Count + query.Collection.Key.Count;

    /// <summary>Writes a feature.</summary>
    /// <param name="row">The row as a record.</param>
    /// <param name="links">Links of the feature (a JSON array); null: none.</param>
    public void Write(ReadOnlySpan<byte> row, JsonNode? links = null)
    {
        var columns = new RecordReader(row);
        writer.WriteStartObject();
        writer.WriteString(Type, Feature);
        columns.Next(out var id);
        writer.WritePropertyName(Id);
        WriteId(id);
        for (var at = 0; at < Placing; at++) columns.Next(out _);
        writer.WriteStartObject(Properties);
        foreach (var (name, type) in fields)
        {
            writer.WritePropertyName(name);
            if (columns.Next(out var value)) WriteValue(value, type);
            else writer.WriteNullValue();
        }

        writer.WriteEndObject();
        writer.WritePropertyName(Geometry);
        if (columns.Next(out var shape)) WriteGeometry(shape);
        else writer.WriteNullValue();
        if (links is not null)
        {
            writer.WritePropertyName("links");
            links.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    /// <summary>Values of sort and key of a row, as text.</summary>
    public IReadOnlyList<string?> Place(ReadOnlySpan<byte> row)
    {
        var columns = new RecordReader(row);
        columns.Next(out _);
        var place = new string?[Placing];
        for (var at = 0; at < place.Length; at++)
        {
            var type = at < query.Sort.Count ? FieldType.Text : query.Collection.Key[at - query.Sort.Count].Type;
            place[at] = columns.Next(out var value) ? Text(value, type) : null;
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
        if (query.Collection.IdType == FieldType.Id) writer.WriteStringValue(RecordReader.Id(value));
        else writer.WriteStringValue(Text(value, query.Collection.IdType));
    }

    private void WriteValue(ReadOnlySpan<byte> value, FieldType type)
    {
        switch (type)
        {
            case FieldType.Whole or FieldType.Large: writer.WriteNumberValue(RecordReader.Whole(value)); break;
            case FieldType.Number: writer.WriteNumberValue(RecordReader.Number(value)); break;
            case FieldType.Boolean: writer.WriteBooleanValue(RecordReader.Flag(value)); break;
            case FieldType.Json: writer.WriteRawValue(RecordReader.Json(value), skipInputValidation: true); break;
            case FieldType.Id: writer.WriteStringValue(RecordReader.Id(value)); break;
            default: writer.WriteStringValue(value); break;
        }
    }

    private void WriteGeometry(ReadOnlySpan<byte> wkb)
    {
        geometry.ResetWrittenCount();
        GeoJsonGeometry.Write(wkb, geometry, query.Crs.IsDegrees ? DegreeDecimals : MetreDecimals);
        writer.WriteRawValue(geometry.WrittenSpan, skipInputValidation: true);
    }
}
