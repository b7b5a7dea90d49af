using System.Text.Json.Nodes;
using GunMane.MapApi.Http;
using GunMane.Spatial.Geo;
using GunMane.Spatial.Storage;

namespace GunMane.MapApi.Features;

/// <summary>OpenAPI 3.0 document of /ogc, made from the catalogue: clients take page sizes and filters from it.</summary>
internal static class FeatureApiDocument
{
    public static JsonObject Of(HttpRequest request, IEnumerable<OgcPart> parts) => new()
    {
        ["openapi"] = "3.0.3",
        ["info"] = new JsonObject { ["title"] = "群マネ 地図API", ["version"] = "1.0.0" },
        ["servers"] = new JsonArray(new JsonObject { ["url"] = $"{Link.Root(request)}/ogc" }),
        ["paths"] = new JsonObject([.. Pages(), .. FeatureCatalogue.All.SelectMany(Paths), .. parts.SelectMany(part => part.Paths())]),
        ["components"] = new JsonObject { ["schemas"] = new JsonObject { ["problem"] = Problem() } },
    };

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Pages() =>
    [
        Path("/", "landing", "入口 (landing page)", "application/json", []),
        Path("/conformance", "conformance", "準拠する規格 (conformance)", "application/json", []),
        Path("/api", "api", "この文書 (this document)", FeatureDocuments.OpenApi, []),
        Path("/collections", "collections", "コレクションの一覧 (collections)", "application/json", []),
    ];

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Paths(FeatureCollection collection)
    {
        var (path, id) = ($"/collections/{collection.Id}", collection.Id);
        var featureId = Parameter("featureId", "識別子", new JsonObject { ["type"] = "string" }, place: "path");
        return
        [
            Path(path, $"{id}.collection", collection.Title, "application/json", []),
            Path($"{path}/schema", $"{id}.schema", collection.Title, FeatureDocuments.JsonSchema, []),
            Path($"{path}/queryables", $"{id}.queryables", collection.Title, FeatureDocuments.JsonSchema, []),
            Path($"{path}/items", $"{id}.items", collection.Title, "application/geo+json", ItemParameters(collection)),
            Path($"{path}/items/{{featureId}}", $"{id}.item", collection.Title, "application/geo+json", [featureId, CrsParameter("crs", "答えの図形の座標系")]),
        ];
    }

    private static IEnumerable<JsonObject> ItemParameters(FeatureCollection collection) =>
    [
        Parameter("limit", "1ページの件数", new JsonObject
        {
            ["type"] = "integer", ["minimum"] = 1, ["maximum"] = ItemsQuery.MostItems, ["default"] = ItemsQuery.UsualItems,
        }),
        Parameter("bbox", "西,南,東,北（度）", new JsonObject
        {
            ["type"] = "array", ["minItems"] = 4, ["maxItems"] = 6, ["items"] = new JsonObject { ["type"] = "number" },
        }, explode: false),
        Parameter("datetime", "時点または期間 (RFC 3339)", new JsonObject { ["type"] = "string" }),
        Parameter("offset", "next リンクの値", new JsonObject { ["type"] = "string" }),
        CrsParameter("crs", "答えの図形の座標系"), CrsParameter("bbox-crs", "bbox の座標系"), CrsParameter("filter-crs", "filter の図形の座標系"),
        Parameter("filter", "条件 (CQL2)", new JsonObject { ["type"] = "string" }),
        Parameter("filter-lang", "filter の書き方", new JsonObject { ["type"] = "string", ["enum"] = new JsonArray("cql2-text", "cql2-json"), ["default"] = "cql2-text" }),
        .. collection.Fields.Where(field => field.Filterable).Select(field => Parameter(field.Name, field.Title, FeatureDocuments.Field(field))),
    ];

    private static JsonObject CrsParameter(string name, string description) => Parameter(name, description, new JsonObject
    {
        ["type"] = "string", ["format"] = "uri", ["default"] = Crs.Crs84Uri, ["enum"] = new JsonArray([.. Crs.Served.Select(crs => JsonValue.Create(crs.Uri))]),
    });

    private static KeyValuePair<string, JsonNode?> Path(string path, string id, string summary, string type, IEnumerable<JsonObject> parameters) =>
        KeyValuePair.Create(path, (JsonNode?)new JsonObject
        {
            ["get"] = new JsonObject
            {
                ["operationId"] = id,
                ["summary"] = summary,
                ["parameters"] = new JsonArray([.. parameters]),
                ["responses"] = new JsonObject
                {
                    ["200"] = Response("OK", type, new JsonObject { ["type"] = "object" }),
                    ["default"] = Response("誤り (error)", "application/problem+json", new JsonObject { ["$ref"] = "#/components/schemas/problem" }),
                },
            },
        });

    private static JsonObject Response(string description, string type, JsonObject schema) => new()
    {
        ["description"] = description, ["content"] = new JsonObject { [type] = new JsonObject { ["schema"] = schema } },
    };

    private static JsonObject Parameter(string name, string description, JsonObject schema, string place = "query", bool explode = true) => new()
    {
        ["name"] = name, ["in"] = place, ["description"] = description, ["required"] = place == "path", ["schema"] = schema,
        ["style"] = place == "path" ? "simple" : "form", ["explode"] = place != "path" && explode,
    };

    private static JsonObject Problem() => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            ["type"] = new JsonObject { ["type"] = "string" }, ["title"] = new JsonObject { ["type"] = "string" },
            ["status"] = new JsonObject { ["type"] = "integer" }, ["detail"] = new JsonObject { ["type"] = "string" },
            ["parameter"] = new JsonObject { ["type"] = "string" },
        },
    };
}
