using System.Text.Json.Nodes;
using GunMane.MapApi.Http;
using GunMane.MapApi.Http.Html;
using GunMane.Spatial.Filtering;

namespace GunMane.MapApi.Features;

/// <summary>The functions that filters may use (19-079r2, /req/filter/get-functions-operation), as data and as a page.</summary>
internal static class FunctionDocuments
{
    public const string Path = "/ogc/functions";

    /// <summary>The list as the standard's schema has it, types as arrays of one.</summary>
    public static JsonObject Document(HttpRequest request) => new()
    {
        ["links"] = FeatureDocuments.Links(Link.To(request, Path, "self"), Link.Page(request, Path)),
        ["functions"] = new JsonArray([.. CqlFunctions.All.Select(Function)]),
    };

    /// <summary>JSON schema of the list, for the API definition.</summary>
    public static JsonObject Schema()
    {
        var types = new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray("string", "number", "integer", "datetime", "geometry", "boolean") } };
        var argument = Object(["type"], ("title", Text()), ("description", Text()), ("type", types));
        var function = Object(["name", "returns"], ("name", Text()), ("description", Text()), ("arguments", List(argument)), ("returns", types.DeepClone()));
        return Object(["functions"], ("functions", List(function)));
    }

    /// <summary>The same for a person.</summary>
    public static Markup Page(JsonObject document) => Layout.Page("条件に使える関数", "Functions", Layout.Way.Take(1).ToList(), ($"{Path}?f=json", "application/json"), Markup.Of($"""
        <p>条件 (CQL2) の中で、項目と同じように使えます。例: <code>fiscal_year(ends_on) = 2026</code>、<code>geometry_length_m(geometry) &gt; 1000</code></p>
        <div class="ogc-table" tabindex="0"><table><thead><tr><th scope="col">関数 <span lang="en">function</span></th><th scope="col">引数 <span lang="en">arguments</span></th><th scope="col">答え <span lang="en">returns</span></th><th scope="col">何を返すか</th></tr></thead>
        <tbody>{Markup.Join(CqlFunctions.All.Select(Row))}</tbody></table></div>
        """));

    private static Markup Row(CqlFunction function) => Markup.Of($"<tr><th scope=\"row\"><code>{function.Name}</code></th><td>{Markup.Join(function.Arguments.Select(argument => Markup.Of($"<div>{argument.Title} <code>{CqlFunctions.Word(argument.Type)}</code></div>")))}</td><td><code>{CqlFunctions.Word(function.Returns)}</code></td><td>{function.Description}</td></tr>");

    private static JsonObject Function(CqlFunction function) => new()
    {
        ["name"] = function.Name,
        ["description"] = function.Description,
        ["arguments"] = new JsonArray([.. function.Arguments.Select(argument => new JsonObject { ["title"] = argument.Name, ["description"] = argument.Title, ["type"] = Types(argument.Type) })]),
        ["returns"] = Types(function.Returns),
    };

    private static JsonArray Types(CqlType type) => new(CqlFunctions.Word(type));

    private static JsonObject Text() => new() { ["type"] = "string" };

    private static JsonObject List(JsonObject items) => new() { ["type"] = "array", ["items"] = items };

    private static JsonObject Object(string[] required, params (string Name, JsonNode Schema)[] properties) => new()
    {
        ["type"] = "object", ["required"] = new JsonArray([.. required.Select(name => JsonValue.Create(name))]),
        ["properties"] = new JsonObject(properties.Select(one => KeyValuePair.Create(one.Name, (JsonNode?)one.Schema))),
    };
}
