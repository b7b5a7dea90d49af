using System.Text.Json;
using System.Text.Json.Nodes;
using GunMane.MapApi.Http;
using GunMane.Spatial.Geo;
using GunMane.Spatial.Storage;

namespace GunMane.MapApi.Features;

/// <summary>Landing page, conformance, collections and schemas as 17-069r4 writes them.</summary>
internal static class FeatureDocuments
{
    public const string OpenApi = "application/vnd.oai.openapi+json;version=3.0";
    public const string JsonSchema = "application/schema+json";
    public const string SchemaRelation = "http://www.opengis.net/def/rel/ogc/1.0/schema";
    private const string QueryablesRelation = "http://www.opengis.net/def/rel/ogc/1.0/queryables";
    private const string GeoJson = "application/geo+json";

    private static readonly string[] Classes =
    [
        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
        "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
        "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables",
        "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/filter",
        "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/features-filter",
        "http://www.opengis.net/spec/ogcapi-features-4/1.0/conf/create-replace-delete",
        "http://www.opengis.net/spec/ogcapi-features-4/1.0/conf/update",
        "http://www.opengis.net/spec/ogcapi-features-4/1.0/conf/optimistic-locking-etags",
        "http://www.opengis.net/spec/ogcapi-features-4/1.0/conf/features",
        .. new[]
        {
            "cql2-text", "cql2-json", "basic-cql2", "advanced-comparison-operators", "case-insensitive-comparison", "accent-insensitive-comparison",
            "basic-spatial-functions", "basic-spatial-functions-plus", "temporal-functions", "array-functions", "property-property", "arithmetic",
        }.Select(name => $"http://www.opengis.net/spec/cql2/1.0/conf/{name}"),
        "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/core",
        "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tileset",
        "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tilesets-list",
        "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/geodata-tilesets",
        "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/mvt",
    ];

    public static JsonObject Landing(HttpRequest request) => new()
    {
        ["title"] = "群マネ 地図API",
        ["description"] = "市区町村、施設、事業者、契約、群候補、区域 (municipalities, assets, contractors, contracts, candidate groups, zones)",
        ["links"] = Links(
            Link.To(request, "/ogc", "self"),
            Link.To(request, "/ogc/api", "service-desc", OpenApi, "API の定義 (OpenAPI 3.0)"),
            Link.To(request, "/ogc/conformance", "conformance", title: "準拠する規格"),
            Link.To(request, "/ogc/collections", "data", title: "コレクション"),
            Link.To(request, "/ogc/tileMatrixSets", "http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes", title: "タイルの区切り"),
            Link.To(request, "/ogc/processes", "http://www.opengis.net/def/rel/ogc/1.0/processes", title: "プロセス"),
            Link.To(request, "/ogc/jobs", "http://www.opengis.net/def/rel/ogc/1.0/job-list", title: "処理")),
    };

    public static JsonObject Conformance() => new() { ["conformsTo"] = new JsonArray([.. Classes.Select(one => JsonValue.Create(one))]) };

    public static JsonObject Collection(FeatureCollection collection, double[]? extent, HttpRequest request)
    {
        var path = $"/ogc/collections/{collection.Id}";
        var document = new JsonObject
        {
            ["id"] = collection.Id,
            ["title"] = collection.Title,
            ["description"] = collection.Description,
            ["itemType"] = "feature",
            ["crs"] = new JsonArray([.. Crs.Served.Select(crs => JsonValue.Create(crs.Uri))]),
            ["storageCrs"] = Crs.ServedStorage.Uri,
            ["links"] = Links(
                Link.To(request, path, "self"),
                Link.To(request, $"{path}/items", "items", GeoJson, collection.Title),
                // GDAL finds the schema under this spelling only; relations are compared without case (RFC 8288).
                Link.To(request, $"{path}/schema", "describedBy", JsonSchema),
                Link.To(request, $"{path}/queryables", QueryablesRelation, JsonSchema, "条件に使える項目")),
        };
        if (TileStore.Described.ContainsKey(collection.Id))
            document["links"]!.AsArray().Add(JsonSerializer.SerializeToNode(Link.To(request, $"{path}/tiles", "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector"), Json.Options));
        if (extent is not null)
        {
            document["extent"] = new JsonObject
            {
                ["spatial"] = new JsonObject { ["bbox"] = new JsonArray(new JsonArray([.. extent.Select(edge => JsonValue.Create(edge))])), ["crs"] = Crs.Crs84Uri },
            };
        }

        return document;
    }

    /// <summary>JSON schema of a feature of a collection.</summary>
    public static JsonObject Schema(FeatureCollection collection, HttpRequest request) => new()
    {
        ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
        ["$id"] = $"{Link.Root(request)}/ogc/collections/{collection.Id}/schema",
        ["title"] = collection.Title,
        ["description"] = collection.Description,
        ["type"] = "object",
        ["required"] = new JsonArray("type", "geometry", "properties"),
        ["properties"] = new JsonObject
        {
            ["type"] = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray("Feature") },
            ["id"] = new JsonObject { ["type"] = "string" },
            ["geometry"] = new JsonObject { ["$ref"] = "https://geojson.org/schema/Geometry.json" },
            ["properties"] = new JsonObject
            {
                ["type"] = "object",
                ["properties"] = new JsonObject(collection.Fields.Select(field => KeyValuePair.Create(field.Name, (JsonNode?)Field(field)))),
            },
        },
    };

    /// <summary>What filters may name (19-079r2, /req/queryables): fields, lists and the geometry, as a JSON schema.</summary>
    public static JsonObject Queryables(FeatureCollection collection, HttpRequest request)
    {
        var properties = new JsonObject(FeatureFilter.Queryables(collection).Select(field => KeyValuePair.Create(field.Name, (JsonNode?)Field(field))));
        if (collection.HasGeometry)
        {
            properties[FeatureFilter.Geometry] = new JsonObject
            {
                ["title"] = "図形", ["format"] = "geometry-any", ["x-ogc-role"] = "primary-geometry",
            };
        }

        return new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["$id"] = $"{Link.Root(request)}/ogc/collections/{collection.Id}/queryables",
            ["title"] = collection.Title,
            ["description"] = "filter に書ける項目 (what a filter may name)",
            ["type"] = "object",
            ["properties"] = properties,
            ["additionalProperties"] = false,
        };
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
            FieldType.Json => ("object", null),
            FieldType.List => ("array", null),
            _ => ("string", (string?)null),
        };
        var schema = new JsonObject { ["title"] = field.Title, ["type"] = type };
        if (format is not null) schema["format"] = format;
        if (field.Type == FieldType.List) schema["items"] = new JsonObject { ["type"] = "string" };
        if (field.Type == FieldType.Large) schema["multipleOf"] = 1;
        return schema;
    }

    public static JsonArray ItemLinks(FeatureCollection collection, string id, HttpRequest request)
    {
        var path = $"/ogc/collections/{collection.Id}";
        return Links(Link.To(request, $"{path}/items/{Uri.EscapeDataString(id)}", "self", GeoJson), Link.To(request, path, "collection"));
    }

    public static JsonArray Links(params Link[] links) => JsonSerializer.SerializeToNode(links, Json.Options)!.AsArray();
}
