using System.Text.Json.Nodes;
using GunMane.MapApi.Http.Html;

namespace GunMane.MapApi.Features.Html;

/// <summary>The API definition for people: every operation with its parameters and what it answers.</summary>
internal static class ApiPage
{
    /// <summary>The page of an OpenAPI document.</summary>
    public static Markup Of(JsonObject document) => Layout.Page("API の定義", "OpenAPI 3.0", Layout.Way.Take(1).ToList(), ("/ogc/api?f=json", FeatureDocuments.OpenApi), Markup.Of($"""
        <p>プログラムから使うための定義です。パスの頭に <code>{(string?)document["servers"]![0]!["url"]}</code> を付けます。版 {(string?)document["info"]!["version"]}、OpenAPI {(string?)document["openapi"]}。</p>
        <p>画面の機能が使う API は<a href="/api/docs">別のページ</a>で読んで試せます。</p>
        <div class="ogc-table" tabindex="0" role="region" aria-label="操作の表"><table>
          <thead><tr><th scope="col">操作</th><th scope="col">何をするか</th><th scope="col">パラメーター</th><th scope="col">答え</th></tr></thead>
          <tbody>{Markup.Join(document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(one => Row(path.Key, one.Key, one.Value!))))}</tbody>
        </table></div>
        """));

    private static Markup Row(string path, string method, JsonNode operation) => Markup.Of($"""
        <tr><th scope="row"><code>{method.ToUpperInvariant()} {path}</code></th><td>{(string?)operation["summary"]} <small><code>{(string?)operation["operationId"]}</code></small></td>
        <td><span class="ogc-options">{Markup.Join(operation["parameters"]!.AsArray().Select(one => Markup.Of($"<code title=\"{(string?)one!["description"]}\">{(string?)one["name"]}</code>")))}</span></td>
        <td><span class="ogc-options">{Markup.Join(operation["responses"]!.AsObject().Select(one => Markup.Of($"<span><code>{one.Key}</code> {(string?)one.Value!["description"]}</span>")))}</span></td></tr>
        """);
}
