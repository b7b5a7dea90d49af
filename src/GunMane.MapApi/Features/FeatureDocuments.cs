using System.Text.Json;
using System.Text.Json.Nodes;
using GunMane.MapApi.Http;
using GunMane.MapApi.Http.Html;
using GunMane.Spatial.Geo;
using GunMane.Spatial.Storage;

namespace GunMane.MapApi.Features;

/// <summary>Landing page, conformance, collections and schemas as 17-069r4 writes them.</summary>
internal static class FeatureDocuments
{
    public const string OpenApi = "application/vnd.oai.openapi+json;version=3.0";
    public const string JsonSchema = "application/schema+json";
    public const string SchemaRelation = "http://www.opengis.net/def/rel/ogc/1.0/schema";
    public const string SortablesRelation = "http://www.opengis.net/def/rel/ogc/1.0/sortables";
    private const string QueryablesRelation = "http://www.opengis.net/def/rel/ogc/1.0/queryables";
    private const string GeoJson = "application/geo+json";

    private static readonly string[] Classes =
    [
        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
        "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
        "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
        "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables",
        "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables-query-parameters",
        "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/filter",
        "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/features-filter",
        "http://www.opengis.net/spec/ogcapi-features-4/1.0/conf/create-replace-delete",
        "http://www.opengis.net/spec/ogcapi-features-4/1.0/conf/update",
        "http://www.opengis.net/spec/ogcapi-features-4/1.0/conf/optimistic-locking-etags",
        "http://www.opengis.net/spec/ogcapi-features-4/1.0/conf/features",
        "http://www.opengis.net/spec/ogcapi-features-4/1.0/conf/handling",
        "http://www.opengis.net/spec/ogcapi-features-4/1.0/conf/return-resource-representation-in-response",
        // Part 5 became Common Part 3; QGIS asks for the older name.
        "http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/schemas",
        "http://www.opengis.net/spec/ogcapi-common-3/1.0/conf/schemas",
        "http://www.opengis.net/spec/ogcapi-common-3/1.0/conf/advanced-property-roles",
        "http://www.opengis.net/spec/ogcapi-common-3/1.0/conf/references",
        "http://www.opengis.net/spec/ogcapi-common-3/1.0/conf/returnables-and-receivables",
        "http://www.opengis.net/spec/ogcapi-features-6/1.0/conf/properties",
        "http://www.opengis.net/spec/ogcapi-features-6/1.0/conf/properties-features",
        "http://www.opengis.net/spec/ogcapi-features-8/1.0/conf/sortables",
        "http://www.opengis.net/spec/ogcapi-features-8/1.0/conf/sorting",
        "http://www.opengis.net/spec/ogcapi-features-8/1.0/conf/features-sorting",
        .. new[]
        {
            "cql2-text", "cql2-json", "basic-cql2", "advanced-comparison-operators", "case-insensitive-comparison", "accent-insensitive-comparison",
            "basic-spatial-functions", "basic-spatial-functions-plus", "spatial-functions", "temporal-functions", "array-functions", "property-property", "functions", "arithmetic",
        }.Select(name => $"http://www.opengis.net/spec/cql2/1.0/conf/{name}"),
    ];

    public static JsonObject Landing(HttpRequest request) => new()
    {
        ["title"] = "群マネ 地図API",
        ["description"] = "市区町村、施設、事業者、契約、群候補、区域 (municipalities, assets, contractors, contracts, candidate groups, zones)",
        ["links"] = Links(
            Link.To(request, "/ogc", "self"), Link.Page(request, "/ogc"),
            Link.To(request, "/ogc/api", "service-desc", OpenApi, "API の定義 (OpenAPI 3.0)"), Link.To(request, "/ogc/api?f=html", "service-doc", Layout.MediaType, "API の定義のページ"),
            Link.To(request, "/ogc/conformance", "conformance", title: "準拠する規格"),
            Link.To(request, "/ogc/collections", "data", title: "コレクション"),
            Link.To(request, FunctionDocuments.Path, "related", title: "条件に使える関数"),
            Link.To(request, "/ogc/tileMatrixSets", "http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes", title: "タイルの区切り"),
            Link.To(request, "/ogc/tiles", "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector", title: "全レイヤーのタイル"),
            Link.To(request, "/ogc/processes", "http://www.opengis.net/def/rel/ogc/1.0/processes", title: "プロセス"),
            Link.To(request, "/ogc/jobs", "http://www.opengis.net/def/rel/ogc/1.0/job-list", title: "処理")),
    };

    public static JsonObject Conformance(IEnumerable<OgcPart> parts) =>
        new() { ["conformsTo"] = new JsonArray([.. Classes.Concat(parts.SelectMany(part => part.Classes)).Select(one => JsonValue.Create(one))]) };

    /// <summary>The systems that every collection is served in: the list that a collection means by <c>#/crs</c> (18-058r1).</summary>
    public static JsonArray Systems() => new([.. Crs.Served.Select(crs => JsonValue.Create(crs.Uri))]);

    public static JsonObject Collection(FeatureCollection collection, double[]? extent, HttpRequest request)
    {
        var path = $"/ogc/collections/{collection.Id}";
        var document = new JsonObject
        {
            ["id"] = collection.Id,
            ["title"] = collection.Title,
            ["description"] = collection.Description,
            ["itemType"] = "feature",
            ["crs"] = Systems(),
            ["storageCrs"] = Crs.ServedStorage.Uri,
            ["links"] = Links(
                Link.To(request, path, "self"), Link.Page(request, path),
                Link.To(request, $"{path}/items", "items", GeoJson, collection.Title),
                Link.To(request, $"{path}/items?f=html", "items", Layout.MediaType, collection.Title),
                // GDAL finds the schema under this spelling only; relations are compared without case (RFC 8288).
                Link.To(request, $"{path}/schema/feature", "describedBy", JsonSchema),
                Link.To(request, $"{path}/schema", SchemaRelation, JsonSchema, "項目"),
                Link.To(request, $"{path}/queryables", QueryablesRelation, JsonSchema, "条件に使える項目"),
                Link.To(request, $"{path}/sortables", SortablesRelation, JsonSchema, "並べ替えに使える項目")),
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

    public static JsonArray ItemLinks(FeatureCollection collection, string id, HttpRequest request)
    {
        var path = $"/ogc/collections/{collection.Id}";
        var item = $"{path}/items/{Uri.EscapeDataString(id)}";
        return Links(Link.To(request, item + Parts.With(request, "f", null), "self", GeoJson), Link.Page(request, item), Link.To(request, path, "collection"));
    }

    public static JsonArray Links(params Link[] links) => JsonSerializer.SerializeToNode(links, Json.Options)!.AsArray();
}
