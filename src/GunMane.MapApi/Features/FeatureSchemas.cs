using System.Text.Json.Nodes;
using GunMane.MapApi.Http;
using GunMane.Spatial.Storage;

namespace GunMane.MapApi.Features;

/// <summary>JSON schemas of collections: what features have (23-058, returnables and receivables), what filters and orders may name, and GeoJSON features.</summary>
internal static class FeatureSchemas
{
    private const string Draft = "https://json-schema.org/draft/2020-12/schema";

    /// <summary>The properties of a feature, id and geometry among them; what a client may not write is read-only.</summary>
    public static JsonObject Schema(FeatureCollection collection, HttpRequest request)
    {
        var properties = new JsonObject { ["id"] = Id(collection) };
        foreach (var field in collection.Fields) properties[field.Name] = Property(collection, field, request);
        if (collection.HasGeometry) properties[FeatureFilter.Geometry] = Geometry(collection);
        // JSON objects have no order of their own; QGIS sorts their members by name without this.
        var sequence = 0;
        foreach (var (_, property) in properties) property!["x-ogc-propertySeq"] = ++sequence;
        var schema = Document(collection, request, "schema", collection.Description, properties);
        schema["additionalProperties"] = false;
        if (collection.IsWritable) schema["required"] = new JsonArray([.. collection.Receivable.Append(FeatureFilter.Geometry).Select(name => JsonValue.Create(name))]);
        return schema;
    }

    /// <summary>A GeoJSON feature, for clients (GDAL) that read types from the schema of the document itself.</summary>
    public static JsonObject GeoJson(FeatureCollection collection, HttpRequest request)
    {
        var schema = Document(collection, request, "schema/feature", collection.Description, new JsonObject
        {
            ["type"] = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray("Feature") },
            ["id"] = new JsonObject { ["type"] = "string" },
            ["geometry"] = new JsonObject { ["$ref"] = "https://geojson.org/schema/Geometry.json" },
            ["properties"] = new JsonObject
            {
                ["type"] = "object",
                ["properties"] = new JsonObject(collection.Fields.Select(field => KeyValuePair.Create(field.Name, (JsonNode?)Field(field)))),
            },
        });
        schema["required"] = new JsonArray("type", "geometry", "properties");
        return schema;
    }

    /// <summary>What filters may name (19-079r2, /req/queryables): fields, lists and the geometry.</summary>
    public static JsonObject Queryables(FeatureCollection collection, HttpRequest request)
    {
        var properties = new JsonObject(FeatureFilter.Queryables(collection).Select(field => KeyValuePair.Create(field.Name, (JsonNode?)Field(field))));
        if (collection.HasGeometry) properties[FeatureFilter.Geometry] = Geometry(collection);
        var schema = Document(collection, request, "queryables", "filter に書ける項目 (what a filter may name)", properties);
        schema["additionalProperties"] = false;
        return schema;
    }

    /// <summary>What sortby may name (24-030).</summary>
    public static JsonObject Sortables(FeatureCollection collection, HttpRequest request)
    {
        var fields = collection.Fields.Where(field => field.Filterable);
        var schema = Document(collection, request, "sortables", "sortby に書ける項目 (what sortby may name)",
            new JsonObject(fields.Select(field => KeyValuePair.Create(field.Name, (JsonNode?)Field(field)))));
        schema["additionalProperties"] = false;
        return schema;
    }

    /// <summary>JSON schema of a field's values.</summary>
    public static JsonObject Field(FeatureField field)
    {
        var (type, format) = field.Type switch
        {
            FieldType.Whole => ("integer", null),
            // GDAL reads an "integer" as 32 bits and would cut large amounts.
            FieldType.Number or FieldType.Large => ("number", null),
            FieldType.Boolean => ("boolean", null),
            FieldType.Date => ("string", "date"),
            FieldType.Id => ("string", "uuid"),
            FieldType.Json => (field.IsArray ? "array" : "object", null),
            FieldType.List => ("array", null),
            _ => ("string", (string?)null),
        };
        var schema = new JsonObject { ["title"] = field.Title, ["type"] = type };
        if (format is not null) schema["format"] = format;
        if (field.Type == FieldType.List) schema["items"] = new JsonObject { ["type"] = "string" };
        if (field.Type == FieldType.Large) schema["multipleOf"] = 1;
        return schema;
    }

    private static JsonObject Property(FeatureCollection collection, FeatureField field, HttpRequest request)
    {
        var schema = Field(field);
        if (field.Unit is not null) schema["x-ogc-unit"] = field.Unit;
        if (field.Meaning is not null) schema["x-ogc-definition"] = field.Meaning;
        if (field.Refers is not null) schema["x-ogc-collectionId"] = field.Refers;
        if (field.RefersTo is not null) schema["x-ogc-uriTemplate"] = Link.Root(request) + field.RefersTo;
        if (field.Refers is not null || field.RefersTo is not null) schema["x-ogc-role"] = "reference";
        if (collection.Period?.From == field.Name) schema["x-ogc-role"] = "primary-interval-start";
        if (collection.Period?.To == field.Name) schema["x-ogc-role"] = "primary-interval-end";
        if (!collection.Receivable.Contains(field.Name)) schema["readOnly"] = true;
        return schema;
    }

    private static JsonObject Id(FeatureCollection collection)
    {
        var schema = new JsonObject { ["title"] = "識別子", ["type"] = "string", ["x-ogc-role"] = "id", ["readOnly"] = true };
        if (collection.IdType == FieldType.Id) schema["format"] = "uuid";
        return schema;
    }

    private static JsonObject Geometry(FeatureCollection collection) => new() { ["title"] = "図形", ["format"] = collection.GeometryFormat, ["x-ogc-role"] = "primary-geometry" };

    private static JsonObject Document(FeatureCollection collection, HttpRequest request, string name, string description, JsonObject properties) => new()
    {
        ["$schema"] = Draft,
        ["$id"] = $"{Link.Root(request)}/ogc/collections/{collection.Id}/{name}",
        ["title"] = collection.Title,
        ["description"] = description,
        ["type"] = "object",
        ["properties"] = properties,
    };
}
