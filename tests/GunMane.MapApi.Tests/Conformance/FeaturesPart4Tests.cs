using System.Net;
using System.Text.Json.Nodes;
using static GunMane.MapApi.Tests.Conformance.ZoneFeatures;

namespace GunMane.MapApi.Tests.Conformance;

/// <summary>The abstract tests of OGC 20-002 (create, replace, update, delete; optimistic locking by ETags; features) on zones.</summary>
public sealed class FeaturesPart4Tests(CoastHost host) : IClassFixture<CoastHost>
{
    private readonly OgcClient client = new(host);
    private readonly ZoneFeatures zones = new(new OgcClient(host));

    [Fact]
    [Trait("Requirement", "ogcapi-features-4/req/core/methods")]
    [Trait("Requirement", "ogcapi-features-4/req/create-replace-delete/options-op")]
    [Trait("Requirement", "ogcapi-features-4/req/create-replace-delete/options-response")]
    [Trait("Requirement", "ogcapi-features-4/req/create-replace-delete/options-accept-post")]
    [Trait("Requirement", "ogcapi-features-4/req/update/methods")]
    [Trait("Requirement", "ogcapi-features-4/req/update/options-accept-patch")]
    public async Task Options_says_what_zones_take()
    {
        using var items = await client.SendAsync(HttpMethod.Options, Items);
        using var item = await client.SendAsync(HttpMethod.Options, $"{Items}/{(await zones.AddAsync("選択肢", 140.001)).Id}");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (items.StatusCode, item.StatusCode));
        Assert.Equal(["GET", "HEAD", "POST", "OPTIONS"], items.Content.Headers.Allow);
        Assert.Equal(["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"], item.Content.Headers.Allow);
        Assert.Contains(OgcClient.GeoJson, string.Join(',', items.Headers.GetValues("Accept-Post")), StringComparison.Ordinal);
        Assert.Equal([MergePatch], item.Headers.GetValues("Accept-Patch"));
        Assert.Contains("/ogc/collections/zones/schema>", string.Join(',', item.Headers.GetValues("Link")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", "/ogc/collections/assets/items", "GET, HEAD, OPTIONS")]
    [InlineData("PUT", "/ogc/collections/assets/items/x", "GET, HEAD, OPTIONS")]
    [InlineData("PATCH", "/ogc/collections/municipalities/items/x", "GET, HEAD, OPTIONS")]
    [InlineData("DELETE", "/ogc/collections/contracts/items/x", "GET, HEAD, OPTIONS")]
    [InlineData("DELETE", Items, "GET, HEAD, POST, OPTIONS")]
    [InlineData("POST", $"{Items}/x", "GET, HEAD, PUT, PATCH, DELETE, OPTIONS")]
    public async Task What_is_only_read_answers_405_and_what_it_allows(string method, string path, string allow)
    {
        using var answer = await client.SendAsync(HttpMethod.Parse(method), path, Feature("x", 140.01));
        Assert.Equal((HttpStatusCode.MethodNotAllowed, allow), (answer.StatusCode, string.Join(", ", answer.Content.Headers.Allow)));
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    [Trait("Requirement", "ogcapi-features-4/req/create-replace-delete/post-op")]
    [Trait("Requirement", "ogcapi-features-4/req/create-replace-delete/post-body")]
    [Trait("Requirement", "ogcapi-features-4/req/create-replace-delete/post-response")]
    [Trait("Requirement", "ogcapi-features-4/req/create-replace-delete/post-response-rid")]
    [Trait("Requirement", "ogcapi-features-4/req/features/resources-endpoint")]
    [Trait("Requirement", "ogcapi-features-4/req/features/resource-endpoint")]
    public async Task A_new_zone_stands_at_its_location_and_in_the_list()
    {
        using var answer = await client.SendAsync(HttpMethod.Post, Items, Feature("新しい区域", 140.002));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var read = await client.GetAsync(answer.Headers.Location!.ToString());
        Assert.Equal(("新しい区域", Scenario), ((string?)read["properties"]!["name"], (string?)read["properties"]!["scenario"]));
        Assert.EndsWith($"/{read["id"]}", answer.Headers.Location.ToString(), StringComparison.Ordinal);
        Assert.True(JsonNode.DeepEquals(Feature("", 140.002)["geometry"], read["geometry"]), read["geometry"]!.ToJsonString());
        Assert.Contains(read["id"]!.ToString(), await client.AllAsync($"{Items}?limit=2"));
        var named = Feature("番号つき", 140.0025);
        named["id"] = Guid.NewGuid().ToString();
        using var second = await client.SendAsync(HttpMethod.Post, Items, named);
        Assert.EndsWith($"/{named["id"]}", second.Headers.Location!.ToString(), StringComparison.Ordinal);
        using var third = await client.SendAsync(HttpMethod.Post, Items, named);
        Assert.Equal((HttpStatusCode.Conflict, "id"), (third.StatusCode, (string?)(await OgcClient.JsonAsync(third))["parameter"]));
    }

    [Theory]
    [Trait("Requirement", "ogcapi-features-4/req/create-replace-delete/post-content-type")]
    [Trait("Requirement", "ogcapi-features-4/req/create-replace-delete/put-content-type")]
    [Trait("Requirement", "ogcapi-features-4/req/update/patch-content-type")]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    public async Task A_body_without_its_type_is_refused_and_another_type_is_415(string method)
    {
        var path = method == "POST" ? Items : $"{Items}/{(await zones.AddAsync("型", 140.003)).Id}";
        using var without = await client.SendAsync(HttpMethod.Parse(method), path, Feature("x", 140.01), type: null, ifMatch: "*");
        using var other = await client.SendAsync(HttpMethod.Parse(method), path, Feature("x", 140.01), type: "application/gml+xml", ifMatch: "*");
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.UnsupportedMediaType), (without.StatusCode, other.StatusCode));
    }

    [Fact]
    [Trait("Requirement", "ogcapi-features-4/req/create-replace-delete/put-op")]
    [Trait("Requirement", "ogcapi-features-4/req/create-replace-delete/put-body")]
    [Trait("Requirement", "ogcapi-features-4/req/create-replace-delete/put-response")]
    public async Task A_zone_is_replaced()
    {
        var zone = await zones.AddAsync("前", 140.004);
        using var answer = await client.SendAsync(HttpMethod.Put, zone.Path, Feature("後", 140.0042), ifMatch: zone.Tag);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var read = await client.GetAsync(zone.Path);
        Assert.Equal("後", (string?)read["properties"]!["name"]);
        Assert.True(JsonNode.DeepEquals(Feature("", 140.0042)["geometry"], read["geometry"]));
    }

    [Fact]
    [Trait("Requirement", "ogcapi-features-4/req/create-replace-delete/put-rid")]
    [Trait("Requirement", "ogcapi-features-4/req/features/geojson-create-replace")]
    [Trait("Requirement", "ogcapi-features-4/req/update/rid")]
    public async Task Another_id_in_the_body_is_refused()
    {
        var zone = await zones.AddAsync("番号", 140.005);
        var feature = Feature("番号", 140.0052);
        feature["id"] = Guid.NewGuid().ToString();
        using var put = await client.SendAsync(HttpMethod.Put, zone.Path, feature, ifMatch: zone.Tag);
        using var patch = await client.SendAsync(HttpMethod.Patch, zone.Path, new JsonObject { ["id"] = Guid.NewGuid().ToString() }, MergePatch, zone.Tag);
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (put.StatusCode, patch.StatusCode));
        Assert.Equal(zone.Tag, await zones.TagAsync(zone.Path));
    }

    [Fact]
    [Trait("Requirement", "ogcapi-features-4/req/create-replace-delete/put-rid-exception")]
    public async Task Put_makes_no_zone()
    {
        var path = $"{Items}/{Guid.NewGuid()}";
        using var first = await client.SendAsync(HttpMethod.Put, path, Feature("x", 140.006));
        using var second = await client.SendAsync(HttpMethod.Put, path, Feature("x", 140.006), ifMatch: "\"xyz\"");
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound), (first.StatusCode, second.StatusCode, await client.StatusAsync(path)));
    }

    [Fact]
    [Trait("Requirement", "ogcapi-features-4/req/create-replace-delete/delete-op")]
    [Trait("Requirement", "ogcapi-features-4/req/create-replace-delete/delete-response")]
    [Trait("Requirement", "ogcapi-features-4/req/optimistic-locking-etags/ifmatch-delete-op")]
    [Trait("Requirement", "ogcapi-features-4/req/optimistic-locking-etags/ifmatch-delete-eval")]
    public async Task A_zone_is_removed_by_who_knows_it()
    {
        var (zone, other) = (await zones.AddAsync("消す", 140.007), await zones.AddAsync("残る", 140.0075));
        using var stale = await client.SendAsync(HttpMethod.Delete, zone.Path, ifMatch: "\"0\"");
        Assert.Equal((HttpStatusCode.PreconditionFailed, HttpStatusCode.OK), (stale.StatusCode, await client.StatusAsync(zone.Path)));
        using var gone = await client.SendAsync(HttpMethod.Delete, zone.Path, ifMatch: zone.Tag);
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound), (gone.StatusCode, await client.StatusAsync(zone.Path)));
        using var blind = await client.SendAsync(HttpMethod.Delete, other.Path);
        Assert.Equal((HttpStatusCode)428, blind.StatusCode);
        Assert.Equal("If-Match", (string?)(await OgcClient.JsonAsync(blind))["parameter"]);
    }

    [Fact]
    [Trait("Requirement", "ogcapi-features-4/req/update/update-patch-op")]
    [Trait("Requirement", "ogcapi-features-4/req/update/update-patch-body")]
    [Trait("Requirement", "ogcapi-features-4/req/update/update-patch-response")]
    [Trait("Requirement", "ogcapi-features-4/req/features/update-json-merge-patch")]
    public async Task A_patch_changes_what_it_names_in_both_its_forms()
    {
        var zone = await zones.AddAsync("部分", 140.008);
        var before = await client.GetAsync(zone.Path);
        using var flat = await client.SendAsync(HttpMethod.Patch, zone.Path, new JsonObject { ["name"] = "平ら" }, MergePatch, zone.Tag);
        var renamed = await client.GetAsync(zone.Path);
        Assert.Equal((HttpStatusCode.OK, "平ら"), (flat.StatusCode, (string?)renamed["properties"]!["name"]));
        Assert.True(JsonNode.DeepEquals(before["geometry"], renamed["geometry"]));
        var shape = new JsonObject { ["geometry"] = Feature("", 140.0082)["geometry"]!.DeepClone() };
        using var moved = await client.SendAsync(HttpMethod.Patch, zone.Path, shape, MergePatch, Tag(flat));
        using var nested = await client.SendAsync(HttpMethod.Patch, zone.Path, JsonNode.Parse("""{"properties": {"name": "入れ子"}}"""), MergePatch, Tag(moved));
        var last = await client.GetAsync(zone.Path);
        Assert.Equal("入れ子", (string?)last["properties"]!["name"]);
        Assert.True(JsonNode.DeepEquals(shape["geometry"], last["geometry"]));
        foreach (var refused in new[] { """{"name": null}""", """{"geometry": null}""", """{"properties": {"name": null}}""", """{"version": 99}""", """{"colour": "red"}""", """{"id": "x"}""", "[]" })
        {
            using var answer = await client.SendAsync(HttpMethod.Patch, zone.Path, JsonNode.Parse(refused), MergePatch, Tag(nested));
            Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, refused);
        }
    }

    [Fact]
    [Trait("Requirement", "ogcapi-features-4/req/optimistic-locking-etags/etag-get-response")]
    public async Task Every_zone_has_a_strong_tag_and_is_304_to_who_has_it()
    {
        foreach (var id in await client.AllAsync(Items))
        {
            using var first = await client.SendAsync(HttpMethod.Get, $"{Items}/{id}");
            Assert.False(first.Headers.ETag!.IsWeak);
            using var again = new HttpRequestMessage(HttpMethod.Get, $"{Items}/{id}") { Headers = { IfNoneMatch = { first.Headers.ETag } } };
            using var known = await host.Client.SendAsync(again, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
            Assert.NotEqual(Tag(first), await zones.TagAsync($"{Items}/{id}?crs=http://www.opengis.net/def/crs/EPSG/0/6668"));
        }
    }

    [Theory]
    [Trait("Requirement", "ogcapi-features-4/req/optimistic-locking-etags/ifmatch-put-op")]
    [Trait("Requirement", "ogcapi-features-4/req/optimistic-locking-etags/ifmatch-put-eval")]
    [Trait("Requirement", "ogcapi-features-4/req/optimistic-locking-etags/put-etag-response")]
    [Trait("Requirement", "ogcapi-features-4/req/optimistic-locking-etags/ifmatch-patch-op")]
    [Trait("Requirement", "ogcapi-features-4/req/optimistic-locking-etags/ifmatch-patch-eval")]
    [Trait("Requirement", "ogcapi-features-4/req/optimistic-locking-etags/patch-etag-response")]
    [InlineData("PUT", OgcClient.GeoJson)]
    [InlineData("PATCH", MergePatch)]
    public async Task A_change_needs_the_tag_and_a_stale_one_gets_both_versions(string verb, string type)
    {
        var method = HttpMethod.Parse(verb);
        var zone = await zones.AddAsync("鍵", 140.009);
        using var wrong = await client.SendAsync(method, zone.Path, Feature("x", 140.0092), type, "\"0\"");
        using var weak = await client.SendAsync(method, zone.Path, Feature("x", 140.0092), type, $"W/{zone.Tag}");
        Assert.Equal((HttpStatusCode.PreconditionFailed, HttpStatusCode.PreconditionFailed), (wrong.StatusCode, weak.StatusCode));
        Assert.Equal(zone.Tag, await zones.TagAsync(zone.Path));
        using var right = await client.SendAsync(method, zone.Path, Feature("私", 140.0092), type, $"\"0\", {zone.Tag}");
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
        Assert.Equal(Tag(right), await zones.TagAsync(zone.Path));
        Assert.NotEqual(zone.Tag, Tag(right));
        using var stale = await client.SendAsync(method, zone.Path, Feature("あなた", 140.0094), type, zone.Tag);
        var problem = await OgcClient.JsonAsync(stale);
        Assert.Equal((HttpStatusCode.PreconditionFailed, "If-Match"), (stale.StatusCode, (string?)problem["parameter"]));
        Assert.Equal(("鍵", "私", "あなた"), ((string?)problem["base"]!["name"], (string?)problem["current"]!["name"], (string?)problem["yours"]!["name"]));
        Assert.True(JsonNode.DeepEquals(Feature("", 140.0094)["geometry"], problem["yours"]!["geometry"]));
        Assert.True(JsonNode.DeepEquals(Feature("", 140.0092)["geometry"], problem["current"]!["geometry"]));
        using var blind = await client.SendAsync(method, zone.Path, Feature("x", 140.0092), type);
        Assert.Equal((HttpStatusCode)428, blind.StatusCode);
        using var any = await client.SendAsync(method, zone.Path, Feature("何でも", 140.0096), type, "*");
        Assert.Equal(HttpStatusCode.OK, any.StatusCode);
    }

    [Theory]
    [Trait("Requirement", "ogcapi-features-4/req/features/content-crs-header")]
    [Trait("Requirement", "ogcapi-features-4/req/features/default-crs")]
    [Trait("Requirement", "ogcapi-features-4/req/features/crs-other-crs")]
    [InlineData("http://www.opengis.net/def/crs/EPSG/0/6668")]
    [InlineData("http://www.opengis.net/def/crs/EPSG/0/6677")]
    [InlineData("http://www.opengis.net/def/crs/EPSG/0/3857")]
    public async Task A_geometry_is_read_in_the_system_of_Content_Crs(string crs)
    {
        var zone = await zones.AddAsync("座標", 140.011);
        var turned = await client.GetAsync($"{zone.Path}?crs={crs}");
        using var same = await client.SendAsync(HttpMethod.Put, zone.Path, turned, ifMatch: zone.Tag, contentCrs: $"<{crs}>");
        Assert.Equal((HttpStatusCode.OK, zone.Tag), (same.StatusCode, Tag(same)));
        turned["properties"]!["name"] = "写し";
        turned.Remove("id");
        turned["properties"]!.AsObject().Remove("study_area");
        turned["properties"]!.AsObject().Remove("scenario_name");
        turned["properties"]!.AsObject().Remove("version");
        using var copy = await client.SendAsync(HttpMethod.Post, Items, turned, contentCrs: crs, prefer: "return=representation");
        Assert.Equal(HttpStatusCode.Created, copy.StatusCode);
        Assert.True(JsonNode.DeepEquals((await client.GetAsync(zone.Path))["geometry"], (await OgcClient.JsonAsync(copy))["geometry"]));
        using var unknown = await client.SendAsync(HttpMethod.Post, Items, turned, contentCrs: "http://www.opengis.net/def/crs/EPSG/0/32654");
        Assert.Equal((HttpStatusCode.BadRequest, "Content-Crs"), (unknown.StatusCode, (string?)(await OgcClient.JsonAsync(unknown))["parameter"]));
    }

    [Fact]
    [Trait("Requirement", "ogcapi-features-4/req/features/schema")]
    public async Task What_the_schema_has_is_taken_and_nothing_else()
    {
        var schema = await client.GetAsync("/ogc/collections/zones/schema");
        Assert.False((bool)schema["additionalProperties"]!);
        using var known = await client.SendAsync(HttpMethod.Post, Items, Feature("型どおり", 140.012));
        Assert.Equal(HttpStatusCode.Created, known.StatusCode);
        foreach (var name in new[] { "colour", "study_area", "scenario_name", "version" })
        {
            Assert.Equal(name != "colour", (bool?)schema["properties"]![name]?["readOnly"] ?? false);
            var feature = Feature("型どおり", 140.0125);
            feature["properties"]![name] = "x";
            using var refused = await client.SendAsync(HttpMethod.Post, Items, feature);
            Assert.Equal((HttpStatusCode.BadRequest, $"properties.{name}"), (refused.StatusCode, (string?)(await OgcClient.JsonAsync(refused))["parameter"]));
        }
    }

    [Theory]
    [InlineData("""{"type": "Feature", "properties": {"name": "x"}, "geometry": null}""", "geometry")]
    [InlineData("""{"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [[[140, 31], [140.1, 31], [140, 31.1], [140, 31]]]}}""", "properties.name")]
    [InlineData("""{"type": "Feature", "properties": {"name": "x"}, "geometry": {"type": "Polygon", "coordinates": [[[140, 31], [140.1, 31], [140, 31.1], [140, 31]]]}}""", "properties.scenario")]
    [InlineData("""{"type": "Feature", "properties": {"name": "x", "scenario": "00000000-0000-4000-d000-00000000ffff"}, "geometry": {"type": "Polygon", "coordinates": [[[140, 31], [140.1, 31], [140, 31.1], [140, 31]]]}}""", "properties.scenario")]
    [InlineData("""{"type": "Feature", "properties": {"name": "x", "scenario": "00000000-0000-4000-d000-000000000002"}, "geometry": {"type": "Point", "coordinates": [140, 31]}}""", "geometry.type")]
    [InlineData("""{"type": "Feature", "properties": {"name": "x", "scenario": "00000000-0000-4000-d000-000000000002"}, "geometry": {"type": "Polygon", "coordinates": [[[31, 140], [31.1, 140], [31, 140.1], [31, 140]]]}}""", "geometry")]
    [InlineData("""{"type": "Feature", "crs": {"type": "name", "properties": {"name": "EPSG:6677"}}, "properties": {"name": "x"}, "geometry": null}""", "crs")]
    [InlineData("""{"type": "FeatureCollection", "features": []}""", "type")]
    public async Task A_bad_zone_is_refused_by_the_name_of_its_member(string body, string parameter)
    {
        using var answer = await client.SendAsync(HttpMethod.Post, Items, JsonNode.Parse(body));
        var problem = await OgcClient.JsonAsync(answer);
        Assert.True(parameter == (string?)problem["parameter"] && (int)answer.StatusCode is 400 or 404, problem.ToJsonString());
    }

    [Fact]
    public async Task What_is_repaired_is_said_and_neighbours_that_changed_are_named()
    {
        var bowTie = Feature("ちょう", 140.013);
        bowTie["geometry"]!["coordinates"] = JsonNode.Parse("[[[140.013,31.001],[140.0134,31.0014],[140.0134,31.001],[140.013,31.0014],[140.013,31.001]]]");
        using var repaired = await client.SendAsync(HttpMethod.Post, Items, bowTie);
        Assert.NotEmpty((await OgcClient.JsonAsync(repaired))["repairs"]!.AsArray());
        var left = await zones.AddAsync("隣", 140.014);
        var feature = Feature("右", 140.0144);
        feature["geometry"]!["coordinates"] = JsonNode.Parse("[[[140.0144,31.0012],[140.0148,31.0012],[140.0148,31.0016],[140.0144,31.0016],[140.0144,31.0012]]]");
        using var right = await client.SendAsync(HttpMethod.Post, Items, feature);
        Assert.Equal([left.Id], (await OgcClient.JsonAsync(right))["alsoChanged"]!.AsArray().Select(id => (string)id!));
    }

    [Fact]
    public async Task A_change_is_an_edit_that_the_page_shows_and_undoes()
    {
        var zone = await zones.AddAsync("頁", 140.015);
        using var changed = await client.SendAsync(HttpMethod.Put, zone.Path, Feature("頁の後", 140.0152), ifMatch: zone.Tag);
        using var removed = await client.SendAsync(HttpMethod.Delete, zone.Path, ifMatch: Tag(changed));
        var history = JsonNode.Parse(await host.Client.GetStringAsync($"/api/scenarios/{Scenario}/edits", TestContext.Current.CancellationToken))!.AsArray();
        Assert.Equal(["delete", "reshape", "draw"], history.Take(3).Select(edit => (string?)edit!["operation"]));
        foreach (var name in new[] { "頁の後", "頁" })
        {
            var page = await client.GetAsync($"/api/scenarios/{Scenario}");
            var step = new JsonObject { ["editId"] = Guid.NewGuid(), ["clientId"] = "page", ["baseVersion"] = (int)page["version"]! };
            using var undone = await client.SendAsync(HttpMethod.Post, $"/api/scenarios/{Scenario}/undo", step, "application/json");
            Assert.Equal(HttpStatusCode.OK, undone.StatusCode);
            Assert.Equal(name, (string?)(await client.GetAsync(zone.Path))["properties"]!["name"]);
        }

        using var late = await client.SendAsync(HttpMethod.Put, zone.Path, Feature("遅い", 140.0154), ifMatch: zone.Tag);
        Assert.Equal(HttpStatusCode.PreconditionFailed, late.StatusCode);
    }

    [Fact]
    public async Task Of_many_who_hold_the_same_tag_one_wins_and_the_others_learn_of_it()
    {
        var zone = await zones.AddAsync("競う", 140.016);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(at => client.SendAsync(HttpMethod.Patch, zone.Path, new JsonObject { ["name"] = $"競う{at}" }, MergePatch, zone.Tag, prefer: "return=representation")));
        Assert.Equal([HttpStatusCode.OK, .. Enumerable.Repeat(HttpStatusCode.PreconditionFailed, 7)], answers.Select(answer => answer.StatusCode).Order());
        var won = (string?)(await OgcClient.JsonAsync(answers.Single(answer => answer.IsSuccessStatusCode)))["properties"]!["name"];
        Assert.Equal(won, (string?)(await client.GetAsync(zone.Path))["properties"]!["name"]);
        foreach (var lost in answers.Where(answer => !answer.IsSuccessStatusCode)) Assert.Equal(won, (string?)(await OgcClient.JsonAsync(lost))["current"]!["name"]);
        foreach (var answer in answers) answer.Dispose();
    }
}
