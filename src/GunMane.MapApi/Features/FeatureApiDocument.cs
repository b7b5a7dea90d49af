using System.Text.Json.Nodes;
using GunMane.MapApi.Http;
using GunMane.MapApi.Http.Html;
using GunMane.Spatial.Geo;
using GunMane.Spatial.Storage;

namespace GunMane.MapApi.Features;

/// <summary>OpenAPI 3.0 document of /ogc, made from the catalogue: clients take page sizes and filters from it.</summary>
internal static class FeatureApiDocument
{
    private const string Formats = "f";

    public static JsonObject Of(HttpRequest request, IEnumerable<OgcPart> parts) => new()
    {
        ["openapi"] = "3.0.3",
        ["info"] = new JsonObject { ["title"] = "群マネ 地図API", ["version"] = "1.0.0" },
        ["servers"] = new JsonArray(new JsonObject { ["url"] = $"{Link.Root(request)}/ogc" }),
        ["paths"] = new JsonObject([.. Pages(), .. FeatureCatalogue.All.SelectMany(Paths), .. parts.SelectMany(part => part.Paths())]),
        // QGIS looks for the length of a page here only, and makes pages of 100 otherwise.
        ["components"] = new JsonObject { ["parameters"] = new JsonObject { ["limit"] = Limit() }, ["schemas"] = new JsonObject { ["problem"] = Problem() } },
    };

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Pages() =>
    [
        Path("/", "landing", "入口 (landing page)", "application/json", [Format()]),
        Path("/conformance", "conformance", "準拠する規格 (conformance)", "application/json", [Format()]),
        Path("/api", "api", "この文書 (this document)", FeatureDocuments.OpenApi, [Format()]),
        Path("/functions", "functions", "条件に使える関数 (functions of filters)", "application/json", [Format()], FunctionDocuments.Schema()),
        Path("/collections", "collections", "コレクションの一覧 (collections)", "application/json", [Format()]),
    ];

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Paths(FeatureCollection collection)
    {
        var (path, id) = ($"/collections/{collection.Id}", collection.Id);
        IEnumerable<JsonObject> ofItem = [FeatureId(), CrsParameter("crs", "答えの図形の座標系"), .. SelectionParameters(collection), Format()];
        return
        [
            Path(path, $"{id}.collection", collection.Title, "application/json", [Format()]),
            Path($"{path}/schema", $"{id}.schema", collection.Title, FeatureDocuments.JsonSchema, []),
            Path($"{path}/schema/feature", $"{id}.featureSchema", collection.Title, FeatureDocuments.JsonSchema, []),
            Path($"{path}/queryables", $"{id}.queryables", collection.Title, FeatureDocuments.JsonSchema, []),
            Path($"{path}/sortables", $"{id}.sortables", collection.Title, FeatureDocuments.JsonSchema, []),
            Path($"{path}/items", $"{id}.items", collection.Title, "application/geo+json", ItemParameters(collection), collection.IsWritable ? ["post"] : []),
            Path($"{path}/items/{{featureId}}", $"{id}.item", collection.Title, "application/geo+json", ofItem, collection.IsWritable ? ["put", "patch", "delete"] : []),
        ];
    }

    private static IEnumerable<JsonObject> ItemParameters(FeatureCollection collection) =>
    [
        Limit(),
        Parameter("bbox", "西,南,東,北（度）", new JsonObject
        {
            ["type"] = "array",
            ["oneOf"] = new JsonArray(new JsonObject { ["minItems"] = 4, ["maxItems"] = 4 }, new JsonObject { ["minItems"] = 6, ["maxItems"] = 6 }),
            ["items"] = new JsonObject { ["type"] = "number" },
        }, explode: false),
        Parameter("datetime", "時点または期間 (RFC 3339)", new JsonObject { ["type"] = "string" }),
        Parameter("offset", "next リンクの値", new JsonObject { ["type"] = "string" }),
        Parameter("sortby", "並べる項目。- を付けると逆順", new JsonObject
        {
            ["type"] = "array", ["minItems"] = 1, ["items"] = new JsonObject { ["type"] = "string", ["pattern"] = "^[+-]?[^+\\-\\s].*$" },
        }, explode: false),
        .. SelectionParameters(collection), Format(),
        CrsParameter("crs", "答えの図形の座標系"), CrsParameter("bbox-crs", "bbox の座標系"), CrsParameter("filter-crs", "filter の図形の座標系"),
        Parameter("filter", "条件 (CQL2)", new JsonObject { ["type"] = "string" }),
        Parameter("filter-lang", "filter の書き方", new JsonObject { ["type"] = "string", ["enum"] = new JsonArray("cql2-text", "cql2-json"), ["default"] = "cql2-text" }),
        .. collection.Fields.Where(field => field.Filterable).Select(field => Parameter(field.Name, field.Title, FeatureSchemas.Field(field))),
        .. collection.Lists.Select(list => Parameter(list.Name, $"{list.Title}。これを含むもの", new JsonObject { ["type"] = "string" })),
    ];

    private static IEnumerable<JsonObject> SelectionParameters(FeatureCollection collection) =>
    [
        Parameter("properties", "答えに入れる項目", new JsonObject
        {
            ["type"] = "array",
            ["items"] = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. collection.Fields.Select(field => field.Name).Append(FeatureFilter.Geometry).Select(name => JsonValue.Create(name))]) },
        }, explode: false),
        Parameter("skipGeometry", "図形を省く", new JsonObject { ["type"] = "boolean", ["default"] = false }),
    ];

    private static JsonObject Limit() => Parameter("limit", "1ページの件数", new JsonObject
    {
        ["type"] = "integer", ["minimum"] = 1, ["maximum"] = ItemsQuery.MostItems, ["default"] = ItemsQuery.UsualItems,
    });

    private static JsonObject Format() => Parameter(Formats, "データか画面か", new JsonObject { ["type"] = "string", ["enum"] = new JsonArray("json", "html") });

    private static JsonObject FeatureId() => Parameter("featureId", "識別子", new JsonObject { ["type"] = "string" }, place: "path");

    private static JsonObject CrsParameter(string name, string description) => Parameter(name, description, new JsonObject
    {
        ["type"] = "string", ["format"] = "uri", ["default"] = Crs.Crs84Uri, ["enum"] = new JsonArray([.. Crs.Served.Select(crs => JsonValue.Create(crs.Uri))]),
    });

    private static KeyValuePair<string, JsonNode?> Path(string path, string id, string summary, string type, IEnumerable<JsonObject> parameters, params string[] changes) =>
        Path(path, id, summary, type, parameters, new JsonObject { ["type"] = "object" }, changes);

    private static KeyValuePair<string, JsonNode?> Path(string path, string id, string summary, string type, IEnumerable<JsonObject> parameters, JsonObject schema, params string[] changes)
    {
        var given = parameters.ToList();
        var success = Response("OK", type, schema);
        if (given.Any(parameter => (string?)parameter["name"] == Formats))
            success["content"]![Layout.MediaType] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "string" } };
        var methods = new JsonObject { ["get"] = Operation(id, summary, given, ("200", success)) };
        foreach (var change in changes) methods[change] = Change(change, id, summary);
        return KeyValuePair.Create(path, (JsonNode?)methods);
    }

    private static JsonObject Operation(string id, string summary, IEnumerable<JsonObject> parameters, (string Status, JsonObject Response) success) => new()
    {
        ["operationId"] = id,
        ["summary"] = summary,
        ["parameters"] = new JsonArray([.. parameters]),
        ["responses"] = new JsonObject
        {
            [success.Status] = success.Response,
            ["default"] = Response("誤り (error)", "application/problem+json", new JsonObject { ["$ref"] = "#/components/schemas/problem" }),
        },
    };

    private static JsonObject Change(string method, string id, string summary)
    {
        const string geoJson = "application/geo+json";
        var answer = method == "delete" ? new JsonObject { ["description"] = "消しました (removed)" } : Response("OK", geoJson, new JsonObject { ["type"] = "object" });
        // Without Prefer: return=representation only what became of the request.
        answer["content"]?.AsObject().Add("application/json", new JsonObject { ["schema"] = new JsonObject { ["type"] = "object" } });
        var known = Header("If-Match", "区域の ETag", required: true);
        var prefer = Header("Prefer", "handling=strict か lenient、return=representation か minimal (RFC 7240)", required: false);
        var operation = Operation($"{id}.{method}", summary, method switch { "post" => [prefer], "delete" => [FeatureId(), known], _ => [FeatureId(), known, prefer] }, (method switch { "post" => "201", "delete" => "204", _ => "200" }, answer));
        if (method != "delete")
        {
            var type = method == "patch" ? "application/merge-patch+json" : geoJson;
            operation["requestBody"] = new JsonObject { ["required"] = true, ["content"] = new JsonObject { [type] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "object" } } } };
        }

        return operation;
    }

    private static JsonObject Header(string name, string description, bool required) => new()
    {
        ["name"] = name, ["in"] = "header", ["required"] = required, ["description"] = description, ["schema"] = new JsonObject { ["type"] = "string" },
    };

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
