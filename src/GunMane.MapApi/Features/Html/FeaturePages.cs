using System.Text.Json.Nodes;
using GunMane.MapApi.Http;
using GunMane.MapApi.Http.Html;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;

namespace GunMane.MapApi.Features.Html;

/// <summary>Landing page, conformance, collections and features as pages (17-069r4, requirements class html).</summary>
internal static class FeaturePages
{
    private const string Json = "application/json";
    private const string GeoJson = "application/geo+json";

    public static Markup Landing(JsonObject document) => Layout.Page("地図API", "Map API", [], ("/ogc?f=json", Json), Markup.Of($"""
        <p>{Text(document, "description")}</p>
        <ul class="ogc-cards">
          <li><a href="/ogc/collections">コレクション</a> <span lang="en">Collections</span><p>施設・契約・区域などのデータを表と地図で見ます。</p></li>
          <li><a href="/ogc/processes">プロセス</a> <span lang="en">Processes</span><p>群候補を求めるなどの計算と、その入力の範囲・単位。</p></li>
          <li><a href="/ogc/jobs">処理</a> <span lang="en">Jobs</span><p>動いている計算・終わった計算の状態と結果。</p></li>
          <li><a href="/ogc/conformance">準拠する規格</a> <span lang="en">Conformance</span><p>OGC API の、どの規格のどの部分に沿うか。</p></li>
          <li><a href="/ogc/api">API の定義</a> <span lang="en">OpenAPI 3.0</span><p>プログラムから使うための定義（JSON）。</p></li>
        </ul>
        {Links(document)}
        """));

    public static Markup Conformance(JsonObject document) => Layout.Page("準拠する規格", "Conformance", Layout.Way.Take(1).ToList(), ("/ogc/conformance?f=json", Json), Markup.Of($"""
        <ul class="ogc-plain">{Markup.Join(document["conformsTo"]!.AsArray().Select(one => Markup.Of($"<li><code>{(string?)one}</code></li>")))}</ul>
        """));

    public static Markup Collections(JsonObject document) => Layout.Page("コレクション", "Collections", Layout.Way.Take(1).ToList(), ("/ogc/collections?f=json", Json), Markup.Of($"""
        <ul class="ogc-cards">{Markup.Join(document["collections"]!.AsArray().Select(one => Markup.Of($"""
          <li><a href="/ogc/collections/{Text(one!, "id")}/items">{Text(one!, "title")}</a> <a class="ogc-more" href="/ogc/collections/{Text(one!, "id")}">項目と座標系 <span lang="en">about</span></a><p>{Text(one!, "description")}</p></li>
          """)))}</ul>
        """));

    public static Markup Collection(FeatureCollection collection, JsonObject document)
    {
        var path = $"/ogc/collections/{collection.Id}";
        var box = document["extent"]?["spatial"]?["bbox"]?[0]?.AsArray().Select(edge => (string?)edge?.ToJsonString()) ?? [];
        return Layout.Page(collection.Title, collection.Id, Layout.Way, ($"{path}?f=json", Json), Markup.Of($"""
            <p>{collection.Description}</p>
            <p><a class="button primary" href="{path}/items">データを見る</a></p>
            <dl class="ogc-facts"><dt>範囲（西, 南, 東, 北） <small lang="en">extent</small></dt><dd>{string.Join(", ", box)}</dd></dl>
            <h2>項目 <small lang="en">Properties</small></h2>
            <div class="ogc-table" tabindex="0"><table><thead><tr><th scope="col">項目</th><th scope="col" lang="en">name</th><th scope="col" lang="en">type</th></tr></thead>
            <tbody>{Markup.Join(collection.Fields.Select(field => Markup.Of($"<tr><td>{field.Title}</td><td><code>{field.Name}</code></td><td><code>{(string?)FeatureSchemas.Field(field)["type"]}</code></td></tr>")))}</tbody></table></div>
            <details><summary>使える座標系 <span lang="en">CRS</span></summary><ul class="ogc-plain">{Markup.Join(document["crs"]!.AsArray().Select(crs => Markup.Of($"<li><code>{(string?)crs}</code></li>")))}</ul></details>
            {Links(document)}
            """));
    }

    /// <summary>A page of features as table and map.</summary>
    /// <param name="query">What was asked.</param>
    /// <param name="page">The GeoJSON of the page.</param>
    /// <param name="ground">What lies under them on the map.</param>
    /// <param name="request">The request.</param>
    public static Markup Items(FeatureQuery query, JsonObject page, MapGround ground, HttpRequest request)
    {
        var (collection, path) = (query.Collection, $"/ogc/collections/{query.Collection.Id}");
        var data = $"{path}/items{Parts.With(Parts.With(Parts.With(request, "crs", null), "limit", $"{query.Limit}"), "f", "json")}";
        var rows = page["features"]!.AsArray();
        return Layout.Page(collection.Title, collection.Id, Layout.Way, (data, GeoJson), Markup.Of($"""
            <p>{collection.Description} <a href="{path}">項目と座標系</a></p>
            {Filter(query, request, path)}
            <p class="ogc-count" role="status"><strong>{(long)page["numberMatched"]!}</strong> 件のうち <strong>{rows.Count}</strong> 件を表示しています。<span lang="en">Showing {rows.Count} of {(long)page["numberMatched"]!}.</span></p>
            {(collection.HasGeometry && !query.SkipGeometry ? Map(data, ground) : Markup.None)}
            <div class="ogc-table" tabindex="0" role="region" aria-label="{collection.Title}の表"><table>
              <thead><tr><th scope="col">詳細</th>{Markup.Join(query.Shown.Select(field => Heading(query, field, request, path)))}</tr></thead>
              <tbody>{Markup.Join(rows.Select(row => Row(query, row!, path)))}</tbody>
            </table></div>
            <nav class="ogc-pages" aria-label="ページ">{(request.Query.ContainsKey("offset") ? Markup.Of($"<a class=\"button secondary\" href=\"{path}/items{Parts.With(request, "offset", null)}\">最初のページ</a>") : Markup.None)}
              {(page["next"] is { } next ? Markup.Of($"<a class=\"button primary\" rel=\"next\" href=\"{(string?)next}\">次のページ <span lang=\"en\">Next</span></a>") : Markup.None)}</nav>
            """), collection.HasGeometry);
    }

    /// <summary>What is wrong with a request, and the filter to mend.</summary>
    public static Markup Refused(FeatureCollection collection, GunManeException refusal, HttpRequest request)
    {
        var path = $"/ogc/collections/{collection.Id}";
        return Layout.Page(collection.Title, collection.Id, Layout.Way, ($"{path}/items?f=json", GeoJson), Markup.Of($"""
            <div class="notice warn" role="alert"><div><strong>表示できません <span lang="en">Can't be shown</span></strong><p>{refusal.Message}</p></div></div>
            {Filter(new FeatureQuery(collection), request, path)}
            <p><a href="{path}/items">はじめから見る</a></p>
            """));
    }

    public static Markup Item(FeatureQuery query, JsonObject feature, MapGround ground, HttpRequest request)
    {
        var collection = query.Collection;
        var (path, id) = ($"/ogc/collections/{collection.Id}", feature["id"]!.ToString());
        var data = $"{path}/items/{Uri.EscapeDataString(id)}{Parts.With(Parts.With(request, "crs", null), "f", "json")}";
        var name = feature["properties"]!["name"]?.ToString() is { Length: > 0 } given ? given : feature["properties"]!["title"]?.ToString() ?? id;
        return Layout.Page(name, collection.Id, [.. Layout.Way, new Crumb($"{path}/items", collection.Title)], (data, GeoJson), Markup.Of($"""
            {(feature["geometry"] is null ? Markup.None : Map(data, ground))}
            <div class="ogc-table" tabindex="0"><table class="ogc-item"><tbody><tr><th scope="row">識別子 <code>id</code></th><td>{id}</td></tr>
            {Markup.Join(query.Shown.Select(field => Markup.Of($"<tr><th scope=\"row\">{field.Title} <code>{field.Name}</code></th><td>{Value(feature["properties"]![field.Name])}</td></tr>")))}</tbody></table></div>
            """), feature["geometry"] is not null);
    }

    private static Markup Map(string data, MapGround ground) => Markup.Of($"""
        <div id="map" class="ogc-map" role="application" aria-label="地図" tabindex="0" aria-busy="true" data-features="{data}" data-background="{(ground.HasBackground ? "true" : "false")}" data-area="{ground.Area?.Code}" data-attribution="{ground.Area?.Attribution}"></div>
        <noscript><p>地図を見るには JavaScript を有効にしてください。</p></noscript>
        """);

    private static Markup Filter(FeatureQuery query, HttpRequest request, string path) => Markup.Of($"""
        <form class="ogc-filter" action="{path}/items" method="get">
          <label for="filter">条件 (CQL2) <span lang="en">Filter</span></label> <a class="ogc-more" href="/ogc/functions">関数</a>
          <input id="filter" name="filter" type="text" required value="{request.Query["filter"].ToString()}" placeholder="{(query.Collection.Fields.Any(field => field.Name == "name") ? "name LIKE '%橋%'" : "yen > 10000000")}">
          {Markup.Join(request.Query.Where(pair => pair.Key is not ("filter" or "filter-lang" or "offset")).Select(pair => Markup.Of($"<input type=\"hidden\" name=\"{pair.Key}\" value=\"{pair.Value.ToString()}\">")))}
          <button class="button primary">絞り込む</button>
          {(request.Query.ContainsKey("filter") ? Markup.Of($"<a class=\"button secondary\" href=\"{path}/items{Parts.With(Parts.With(request, "offset", null), "filter", null)}\">条件を外す</a>") : Markup.None)}
        </form>
        """);

    private static Markup Heading(FeatureQuery query, FeatureField field, HttpRequest request, string path)
    {
        if (!field.Filterable) return Markup.Of($"<th scope=\"col\">{field.Title}</th>");
        var sorted = query.Sort.FirstOrDefault(key => key.Field == field);
        var next = sorted is { Descending: false } ? $"-{field.Name}" : field.Name;
        var order = sorted is null ? "none" : sorted.Descending ? "descending" : "ascending";
        var mark = sorted is null ? "" : sorted.Descending ? " ▼" : " ▲";
        return Markup.Of($"<th scope=\"col\" aria-sort=\"{order}\"><a href=\"{path}/items{Parts.With(Parts.With(request, "offset", null), "sortby", next)}\">{field.Title}{mark}</a></th>");
    }

    private static Markup Row(FeatureQuery query, JsonNode feature, string path)
    {
        var id = feature["id"]!.ToString();
        return Markup.Of($"<tr data-id=\"{id}\"><td><a href=\"{path}/items/{Uri.EscapeDataString(id)}\" aria-label=\"{Name(feature)}の詳細\">詳細</a></td>{Markup.Join(query.Shown.Select(field => Cell(field, feature["properties"]![field.Name])))}</tr>");
    }

    private static Markup Cell(FeatureField field, JsonNode? value) => field.Type is FieldType.Whole or FieldType.Large or FieldType.Number
        ? Markup.Of($"<td class=\"number\">{Value(value)}</td>")
        : Markup.Of($"<td>{Value(value)}</td>");

    private static string Name(JsonNode feature) => (feature["properties"]!["name"] ?? feature["properties"]!["title"] ?? feature["id"])!.ToString();

    private static string Value(JsonNode? value) => value switch
    {
        null => "",
        JsonObject or JsonArray => value.ToJsonString(Http.Json.Options),
        _ => value.ToString(),
    };

    private static Markup Links(JsonObject document) => Parts.Links(document["links"]!.AsArray());

    private static string? Text(JsonNode json, string name) => (string?)json[name];
}
