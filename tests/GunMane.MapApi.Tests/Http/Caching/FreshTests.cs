using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GunMane.MapApi.Http.Caching;
using GunMane.TestKit;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace GunMane.MapApi.Tests.Http.Caching;

/// <summary>An answer that a client has already is not sent again, and never is one kept that has changed.</summary>
public sealed partial class FreshTests(CoastHost host) : IClassFixture<CoastHost>, IAsyncLifetime
{
    private const string Scenario = "00000000-0000-4000-d000-000000000001";

    private static readonly string[] Documents =
    [
        "/ogc/conformance", "/ogc/api", "/ogc/functions", "/ogc/collections", "/ogc/collections/assets", "/ogc/collections/zones", "/ogc/collections/groups", "/ogc/collections/municipalities", "/ogc/collections/contracts",
        "/ogc/collections/assets/schema", "/ogc/collections/assets/queryables",
        "/ogc/collections/assets/items?limit=10000", "/ogc/collections/contracts/items", "/ogc/collections/contractors/items", "/ogc/collections/municipalities/items", "/ogc/collections/groups/items", "/ogc/collections/zones/items",
        "/ogc/collections/assets/items?filter=sector%3D%27road%27", "/ogc/tileMatrixSets", "/ogc/collections/assets/tiles", "/ogc/collections/municipalities/tiles/WebMercatorQuad?area=coast", "/tiles/assets.json?area=coast", "/api/areas/coast/runs",
        "/ogc/tiles", "/ogc/tiles/WebMercatorQuad?area=coast&collections=zones,assets", "/tiles/all.json?area=coast&collections=zones,assets",
    ];

    private string[] paths = [];
    private string run = "";

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await Send(HttpMethod.Post, "/ogc/processes/grouping/execution", """{"inputs": {"studyArea": "coast", "radius": 150}}""");
        run = $"/api/runs/{(await host.Client.GetFromJsonAsync<JsonArray>("/api/areas/coast/runs", Now))![0]!["id"]}";
        paths = [.. Documents, run, $"{run}/labels", $"{run}/members"];
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task What_a_client_has_is_not_sent_again_and_costs_the_tables_nothing()
    {
        foreach (var path in paths)
        {
            using var first = await host.Client.GetAsync(path, Now);
            Assert.True(first.StatusCode == HttpStatusCode.OK, $"{path} {first.StatusCode}");
            Assert.True(first.Headers.ETag is { IsWeak: true }, path);
            Assert.True(first.Headers.CacheControl is { Private: true, NoCache: true }, path);
            await using var locking = await host.LockAsync("gunmane.asset, gunmane.contract, gunmane.candidate_group, gunmane.zone, gunmane.municipality, gunmane.contractor");
            Assert.Equal((path, HttpStatusCode.NotModified), (path, (await AskAsync(path, first.Headers.ETag)).Status));
        }
    }

    [Fact]
    public async Task Versions_are_not_asked_of_the_database_for_every_request()
    {
        // What the database has told so far is heard.
        await host.ExecuteAsync("SELECT 1");
        foreach (var path in new[] { "/ogc/collections/assets", "/ogc/collections/zones", "/api/areas/coast/runs" })
        {
            using var first = await host.Client.GetAsync(path, Now);
            await using var locking = await host.LockAsync("gunmane.study_area, gunmane.group_run, gunmane.scenario");
            Assert.Equal((path, HttpStatusCode.NotModified), (path, (await AskAsync(path, first.Headers.ETag)).Status));
        }
    }

    [Fact]
    public async Task After_any_change_only_what_is_still_the_same_is_not_sent_again()
    {
        var zone = Guid.NewGuid();
        await ChangeAsync("a zone drawn", () => EditAsync(zone, 2, "draw", "新しい区域"), "/ogc/collections/zones/items");
        await ChangeAsync("a zone renamed", () => EditAsync(zone, 3, "rename", "別の名前"), "/ogc/collections/zones/items");
        await ChangeAsync("a scenario made", () => Send(HttpMethod.Post, "/api/areas/coast/scenarios", """{"name": "第3案"}"""));
        await ChangeAsync("a scenario renamed", () => Send(HttpMethod.Patch, $"/api/scenarios/{Scenario}", """{"name": "改めた案"}"""));
        await ChangeAsync("a grouping run", () => Send(HttpMethod.Post, "/ogc/processes/grouping/execution", """{"inputs": {"studyArea": "coast", "radius": 100}}"""), "/api/areas/coast/runs");
        await ChangeAsync("assets imported", () => ImportAsync(), "/ogc/collections/assets/items?limit=10000", "/ogc/collections/assets", "/tiles/assets.json?area=coast", "/api/areas/coast/runs", run);
        await ChangeAsync("a fact changed by hand", () => host.ExecuteAsync("UPDATE gunmane.asset SET name = name || '改' WHERE sector = 'road'"), "/ogc/collections/assets/items?filter=sector%3D%27road%27");
        await ChangeAsync("an area made", () => Send(HttpMethod.Post, "/api/areas", """{"code": "another", "name": "別の地域"}"""));
        await ChangeAsync("an area removed", () => Send(HttpMethod.Delete, "/api/areas/another", ""));
        await ChangeAsync("a run removed", () => Send(HttpMethod.Delete, "/api/runs/00000000-0000-4000-b000-000000000001", ""), "/api/areas/coast/runs");
        await ChangeAsync("the latest runs removed, so that older groups show", RemoveNewRunsAsync, "/ogc/collections/groups/items");
    }

    [Fact]
    public async Task An_answer_in_another_form_has_another_tag_and_a_refusal_has_none()
    {
        var tag = (await AskAsync("/ogc/collections/assets/items?limit=5", null)).Tag;
        Assert.NotEqual(tag, (await AskAsync("/ogc/collections/assets/items?limit=6", null)).Tag);
        using var html = new HttpRequestMessage(HttpMethod.Get, "/ogc/collections/assets/items?limit=5") { Headers = { Accept = { new MediaTypeWithQualityHeaderValue("text/html") } } };
        using var answer = await host.Client.SendAsync(html, Now);
        Assert.NotEqual(tag, answer.Headers.ETag);
        foreach (var path in (string[])["/ogc/collections/assets/items?limit=0", "/ogc/collections/nothing", "/api/runs/00000000-0000-4000-b000-00000000000f", "/ogc/collections/assets/items?nothing=1"])
            Assert.Null((await AskAsync(path, tag)).Tag);
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task JSON_is_compressed_for_who_understands_it(string encoding)
    {
        foreach (var path in (string[])["/ogc/collections/assets/items", "/ogc/collections", "/api/areas/coast/runs", "/ogc/collections/nothing"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { AcceptEncoding = { new StringWithQualityHeaderValue(encoding) } } };
            using var answer = await host.Client.SendAsync(request, Now);
            Assert.Equal((path, encoding), (path, string.Join(' ', answer.Content.Headers.ContentEncoding)));
        }
    }

    [Fact]
    public void Every_route_with_a_tag_exists()
    {
        var routes = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(route => route.RoutePattern.RawText!);
        Assert.Empty(FreshRoutes.Routes.Except(routes));
    }

    /// <summary>Whatever is not sent again after a change is as it was; what must have changed is sent.</summary>
    private async Task ChangeAsync(string what, Func<Task> change, params string[] mustDiffer)
    {
        var before = await PictureAsync();
        await change();
        var after = await PictureAsync();
        foreach (var path in paths)
        {
            var ((tag, old), fresh) = (before[path], after[path].Body);
            var asked = await AskAsync(path, tag);
            if (asked.Status == HttpStatusCode.NotModified) Assert.True(old == fresh, $"{what}: {path} was not sent again though it differs");
            if (mustDiffer.Contains(path)) Assert.True(asked.Status == HttpStatusCode.OK && old != fresh, $"{what}: {path} should differ");
        }
    }

    private async Task<Dictionary<string, (EntityTagHeaderValue Tag, string Body)>> PictureAsync()
    {
        var picture = new Dictionary<string, (EntityTagHeaderValue, string)>();
        foreach (var path in paths)
        {
            var (_, tag, body) = await AskAsync(path, null);
            picture[path] = (tag!, body);
        }

        return picture;
    }

    private async Task<(HttpStatusCode Status, EntityTagHeaderValue? Tag, string Body)> AskAsync(string path, EntityTagHeaderValue? known)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (known is not null) request.Headers.IfNoneMatch.Add(known);
        using var answer = await host.Client.SendAsync(request, Now);
        return (answer.StatusCode, answer.Headers.ETag, Moment().Replace(Encoding.Latin1.GetString(await answer.Content.ReadAsByteArrayAsync(Now)), ""));
    }

    private async Task Send(HttpMethod method, string path, string body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body.Length == 0 ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        using var answer = await host.Client.SendAsync(request, Now);
        Assert.True(answer.IsSuccessStatusCode, $"{path} {answer.StatusCode} {await answer.Content.ReadAsStringAsync(Now)}");
    }

    private async Task RemoveNewRunsAsync()
    {
        foreach (var one in (await host.Client.GetFromJsonAsync<JsonArray>("/api/areas/coast/runs", Now))!.Select(one => (string)one!["id"]!).Where(id => !id.StartsWith("00000000", StringComparison.Ordinal)))
            await Send(HttpMethod.Delete, $"/api/runs/{one}", "");
    }

    private Task EditAsync(Guid zone, int baseVersion, string operation, string name) => Send(HttpMethod.Post, $"/api/scenarios/{Scenario}/edits", $$$"""
        {"editId": "{{{Guid.NewGuid()}}}", "clientId": "test", "baseVersion": {{{baseVersion}}}, "operation": "{{{operation}}}",
         "changes": [{"zone": "{{{zone}}}", "name": "{{{name}}}", "geometry": {"type": "Polygon", "coordinates": [[[140.01,31.01],[140.02,31.01],[140.02,31.02],[140.01,31.02],[140.01,31.01]]]}}]}
        """);

    private async Task ImportAsync()
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes("ID,公園名,緯度,経度\n1,海辺公園,31.05,140.06\n2,山手公園,31.09,140.09\n")), "files", "parks.csv" } };
        using var answer = await host.Client.PostAsync("/api/areas/coast/imports?profile=points-csv&sector=park&owner=90101", form, Now);
        var text = await answer.Content.ReadAsStringAsync(Now);
        Assert.True(answer.IsSuccessStatusCode, text);
        var job = (string?)JsonNode.Parse(text)!["job"];
        await TestWait.UntilAsync(async () => (string?)(await host.Client.GetFromJsonAsync<JsonObject>($"/ogc/jobs/{job}", Now))!["status"] is "successful");
    }

    [GeneratedRegex("\"timeStamp\":\"[^\"]*\"")]
    private static partial Regex Moment();
}
