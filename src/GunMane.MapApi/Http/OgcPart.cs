using System.Text.Json.Nodes;

namespace GunMane.MapApi.Http;

/// <summary>What a folder of endpoints adds to the documents of /ogc: its conformance classes and its operations in the OpenAPI document.</summary>
/// <param name="Classes">URIs of conformance classes.</param>
/// <param name="Operations">Its operations, with paths below /ogc.</param>
internal sealed record OgcPart(IReadOnlyList<string> Classes, IReadOnlyList<OgcOperation> Operations)
{
    /// <summary>Path items of OpenAPI 3.0.</summary>
    public IEnumerable<KeyValuePair<string, JsonNode?>> Paths() => Operations.GroupBy(one => one.Path, StringComparer.Ordinal).Select(path =>
        KeyValuePair.Create(path.Key, (JsonNode?)new JsonObject(path.Select(one => KeyValuePair.Create(one.Method, (JsonNode?)one.ToJson())))));
}

/// <summary>An operation of the OpenAPI document of /ogc.</summary>
/// <param name="Method">get, post, delete.</param>
/// <param name="Path">Path below /ogc, with parameters in braces.</param>
/// <param name="Id">Its operationId.</param>
/// <param name="Summary">What it does, Japanese and English.</param>
/// <param name="Answers">What it answers, by status.</param>
internal sealed record OgcOperation(string Method, string Path, string Id, string Summary, IReadOnlyList<OgcAnswer> Answers)
{
    /// <summary>Its parameters beside those of the path, which are taken from it.</summary>
    public IReadOnlyList<JsonObject> Parameters { get; init; } = [];

    /// <summary>JSON schema of its body.</summary>
    public JsonObject? Body { get; init; }

    /// <summary>As OpenAPI writes it.</summary>
    public JsonObject ToJson()
    {
        var operation = new JsonObject
        {
            ["operationId"] = Id, ["summary"] = Summary,
            ["parameters"] = new JsonArray([.. PathParameters(), .. Parameters.Select(one => one.DeepClone())]),
            ["responses"] = new JsonObject(Answers.Select(answer => KeyValuePair.Create(answer.Status, (JsonNode?)answer.ToJson()))),
        };
        if (Body is not null) operation["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Content("application/json", Body) };
        return operation;
    }

    /// <summary>A query parameter.</summary>
    public static JsonObject Parameter(string name, string description, JsonObject schema, bool required = false) => new()
    {
        ["name"] = name, ["in"] = "query", ["description"] = description, ["required"] = required, ["schema"] = schema, ["style"] = "form", ["explode"] = false,
    };

    /// <summary>A schema of one type.</summary>
    public static JsonObject Type(string type) => new() { ["type"] = type };

    internal static JsonObject Content(string type, JsonObject? schema) => new() { [type] = new JsonObject { ["schema"] = (schema ?? Type("object")).DeepClone() } };

    private IEnumerable<JsonNode> PathParameters() => Path.Split('/').Where(part => part.StartsWith('{')).Select(part => new JsonObject
    {
        ["name"] = part.Trim('{', '}'), ["in"] = "path", ["required"] = true, ["schema"] = Type("string"),
    });
}

/// <summary>An answer of an operation.</summary>
/// <param name="Status">HTTP status, or default.</param>
/// <param name="Description">What it means.</param>
/// <param name="Types">Its media types; none where it has no body.</param>
internal sealed record OgcAnswer(string Status, string Description, params string[] Types)
{
    /// <summary>JSON schema of the body.</summary>
    public JsonObject? Schema { get; init; }

    /// <summary>Any refusal.</summary>
    public static OgcAnswer Problem(string status, string description) =>
        new(status, description, "application/problem+json") { Schema = new JsonObject { ["$ref"] = "#/components/schemas/problem" } };

    /// <summary>As OpenAPI writes it.</summary>
    public JsonObject ToJson()
    {
        var answer = new JsonObject { ["description"] = Description };
        if (Types.Length > 0) answer["content"] = new JsonObject(Types.SelectMany(type => OgcOperation.Content(type, type == Html.Layout.MediaType ? OgcOperation.Type("string") : Schema)).Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));
        return answer;
    }
}
