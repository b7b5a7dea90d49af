using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using GunMane.TestKit;

namespace GunMane.MapApi.Tests.Scenarios;

/// <summary>Scenarios, zones and their files over HTTP.</summary>
public sealed class ScenarioTests(TwoTownsHost host) : IClassFixture<TwoTownsHost>
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_scenario_is_made_listed_renamed_and_removed()
    {
        using var made = await SendAsync(HttpMethod.Post, "/api/areas/two-towns/scenarios", """{"name": " 名前の案 "}""");
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var scenario = await JsonAsync(made);
        Assert.Equal($"/api/scenarios/{scenario["id"]}", made.Headers.Location!.ToString());
        Assert.Equal(("名前の案", 0, "two-towns"), ((string)scenario["name"]!, (int)scenario["version"]!, (string)scenario["area"]!));
        var list = await host.Client.GetFromJsonAsync<JsonArray>("/api/areas/two-towns/scenarios", Now);
        Assert.Contains(list!, line => (string?)line!["id"] == (string?)scenario["id"] && (int)line["zones"]! == 0 && line["createdAt"] is not null);
        using var renamed = await SendAsync(HttpMethod.Patch, $"/api/scenarios/{scenario["id"]}", """{"name": "別名"}""");
        Assert.Equal("別名", (string?)(await JsonAsync(renamed))["name"]);
        Assert.NotEqual(made.Headers.ETag, renamed.Headers.ETag);
        using var taken = await SendAsync(HttpMethod.Post, "/api/areas/two-towns/scenarios", """{"name": "別名"}""");
        await ProblemAsync(taken, 409, "name");
        using var removed = await SendAsync(HttpMethod.Delete, $"/api/scenarios/{scenario["id"]}", null);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        using var gone = await host.Client.GetAsync($"/api/scenarios/{scenario["id"]}", Now);
        await ProblemAsync(gone, 404, "id");
    }

    [Fact]
    public async Task Edits_answer_with_zones_as_stored_and_the_scenario_has_an_etag()
    {
        var id = await NewScenarioAsync();
        var zone = Guid.NewGuid();
        using var answer = await EditAsync(id, 0, "draw", zone, "西", 139.02, 139.05);
        var body = await JsonAsync(answer);
        Assert.Equal(1, (int)body["version"]!);
        Assert.Equal((zone.ToString(), 1), ((string)body["changes"]![0]!["zone"]!, (int)body["changes"]![0]!["version"]!));
        Assert.Empty(body["warnings"]!.AsArray());
        Assert.Empty(body["repairs"]!.AsArray());
        using var first = await host.Client.GetAsync($"/api/scenarios/{id}", Now);
        var request = new HttpRequestMessage(HttpMethod.Get, $"/api/scenarios/{id}") { Headers = { IfNoneMatch = { first.Headers.ETag! } } };
        using var second = await host.Client.SendAsync(request, Now);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        var scenario = await JsonAsync(first);
        Assert.Equal((true, false), ((bool)scenario["canUndo"]!, (bool)scenario["canRedo"]!));
        Assert.Equal("Polygon", (string?)scenario["zones"]![0]!["geometry"]!["type"]);
    }

    [Fact]
    public async Task A_conflict_carries_both_versions_and_undo_says_why_not()
    {
        var id = await NewScenarioAsync();
        var zone = Guid.NewGuid();
        (await EditAsync(id, 0, "draw", zone, "西", 139.02, 139.05)).Dispose();
        (await EditAsync(id, 1, "reshape", zone, "西", 139.02, 139.06)).Dispose();
        using var stale = await EditAsync(id, 1, "reshape", zone, "西", 139.02, 139.07);
        var problem = await ProblemAsync(stale, 412, "baseVersion");
        Assert.Equal((1, 2), ((int)problem["base"]!["version"]!, (int)problem["current"]!["version"]!));
        Assert.NotEqual(problem["base"]!["geometry"]!.ToJsonString(), problem["current"]!["geometry"]!.ToJsonString());
        using var late = await StepAsync(id, "undo", 1);
        await ProblemAsync(late, 409, null);
        using var undone = await StepAsync(id, "undo", 2);
        Assert.Equal(3, (int)(await JsonAsync(undone))["version"]!);
        using var redone = await StepAsync(id, "redo", 3);
        Assert.Equal(HttpStatusCode.OK, redone.StatusCode);
        using var nothing = await StepAsync(id, "redo", 4);
        await ProblemAsync(nothing, 409, null);
        var history = await host.Client.GetFromJsonAsync<JsonArray>($"/api/scenarios/{id}/edits", Now);
        Assert.Equal(["redo", "undo", "reshape", "draw"], history!.Select(edit => (string?)edit!["operation"]));
        Assert.All(history!, edit => Assert.Equal(zone.ToString(), (string?)edit!["zones"]![0]));
    }

    [Theory]
    [InlineData("""{"editId": "x", "clientId": "c", "baseVersion": 0, "operation": "draw", "changes": []}""", "editId")]
    [InlineData("""{"editId": "00000000-0000-4000-8000-000000000001", "baseVersion": 0, "operation": "draw", "changes": []}""", "clientId")]
    [InlineData("""{"editId": "00000000-0000-4000-8000-000000000001", "clientId": "c", "baseVersion": "0", "operation": "draw", "changes": []}""", "baseVersion")]
    [InlineData("""{"editId": "00000000-0000-4000-8000-000000000001", "clientId": "c", "baseVersion": 0, "operation": "undo", "changes": []}""", "operation")]
    [InlineData("""{"editId": "00000000-0000-4000-8000-000000000001", "clientId": "c", "baseVersion": 0, "operation": "draw"}""", "changes")]
    [InlineData("""{"editId": "00000000-0000-4000-8000-000000000001", "clientId": "c", "baseVersion": 0, "operation": "draw", "changes": [], "color": 1}""", "color")]
    [InlineData("""{"editId": "00000000-0000-4000-8000-000000000001", "clientId": "c", "baseVersion": 0, "operation": "draw", "changes": [{"zone": "00000000-0000-4000-8000-000000000002", "name": "x", "geometry": {"type": "Point", "coordinates": [139, 35]}}]}""", "changes[0].geometry.type")]
    [InlineData("""{"editId": "00000000-0000-4000-8000-000000000001", "clientId": "c", "baseVersion": 0, "operation": "draw", "changes": [{"zone": "00000000-0000-4000-8000-000000000002", "name": "x", "geometry": {"type": "Polygon", "coordinates": [[[35, 139], [35.1, 139], [35, 139.1], [35, 139]]]}}]}""", "changes[0].geometry")]
    [InlineData("""{"editId": "00000000-0000-4000-8000-000000000001", "clientId": "c", "baseVersion": 0, "operation": "delete", "changes": [{"zone": "00000000-0000-4000-8000-000000000002", "deleted": "yes"}]}""", "changes[0].deleted")]
    public async Task A_bad_edit_is_refused_by_the_name_of_its_member(string body, string parameter)
    {
        using var answer = await SendAsync(HttpMethod.Post, $"/api/scenarios/{await NewScenarioAsync()}/edits", body);
        await ProblemAsync(answer, 400, parameter);
    }

    [Fact]
    public async Task A_polygon_and_a_zone_hold_the_same()
    {
        var id = await NewScenarioAsync();
        var zone = Guid.NewGuid();
        (await EditAsync(id, 0, "draw", zone, "西", 139.02, 139.12)).Dispose();
        var holding = (await host.Client.GetFromJsonAsync<JsonObject>($"/api/scenarios/{id}/zones/{zone}/holding", Now))!;
        using var asked = await SendAsync(HttpMethod.Post, "/api/areas/two-towns/membership", Square(139.02, 139.12));
        Assert.Equal((await JsonAsync(asked)).ToJsonString(), holding.ToJsonString());
        Assert.Equal(["assets", "partly", "lengthM", "areaM2", "yen", "yenPerYear", "fiscalYears", "byMunicipality", "bySector", "byContractor", "byOwner", "withoutFirm", "unlinked", "dataVersion"],
            holding.Select(member => member.Key));
        Assert.True((int)holding["assets"]! > 20);
        Assert.Equal(["key", "name", "nameEn", "assets", "lengthM", "areaM2", "yen"], holding["byContractor"]![0]!.AsObject().Select(member => member.Key));
        using var bad = await SendAsync(HttpMethod.Post, "/api/areas/two-towns/membership", """{"type": "Polygon", "coordinates": []}""");
        await ProblemAsync(bad, 400, "geometry");
        using var missing = await host.Client.GetAsync($"/api/scenarios/{id}/zones/{Guid.NewGuid()}/holding", Now);
        await ProblemAsync(missing, 404, "zone");
    }

    [Fact]
    public async Task A_zone_goes_out_to_a_file_and_comes_back()
    {
        var id = await NewScenarioAsync("輸出の案");
        var zone = Guid.NewGuid();
        (await EditAsync(id, 0, "draw", zone, "西区域", 139.02, 139.12)).Dispose();
        using var file = await host.Client.GetAsync($"/api/scenarios/{id}/zones/{zone}/export.geojson", Now);
        Assert.Equal("application/geo+json", file.Content.Headers.ContentType!.MediaType);
        Assert.Equal("輸出の案_西区域.geojson", file.Content.Headers.ContentDisposition!.FileNameStar);
        var bytes = await file.Content.ReadAsByteArrayAsync(Now);
        using var raw = await host.Client.PostAsync("/api/areas/two-towns/zones/import?scenario=" + Uri.EscapeDataString("取込の案"), new ByteArrayContent(bytes), Now);
        var imported = await JsonAsync(raw);
        Assert.Equal(("取込の案", 1), ((string)imported["name"]!, (int)imported["imported"]!["added"]!));
        var whole = await host.Client.GetFromJsonAsync<JsonObject>($"/api/scenarios/{id}/export.geojson", Now);
        Assert.Equal(imported["zones"]![0]!["geometry"]!.ToJsonString(), whole!["features"]![0]!["geometry"]!.ToJsonString());
        using var form = new MultipartFormDataContent { { new ByteArrayContent(bytes), "file", "a.geojson" } };
        using var again = await host.Client.PostAsync("/api/areas/two-towns/zones/import?scenario=" + Uri.EscapeDataString("取込の案"), form, Now);
        Assert.Equal(1, (int)(await JsonAsync(again))["imported"]!["unchanged"]!);
        using var nothing = await host.Client.PostAsync("/api/areas/two-towns/zones/import", new StringContent("x", Encoding.UTF8), Now);
        await ProblemAsync(nothing, 400, "file");
        using var broken = new StringContent("--x\r\nnonsense") { Headers = { ContentType = new("multipart/form-data") { Parameters = { new("boundary", "x") } } } };
        using var unreadable = await host.Client.PostAsync("/api/areas/two-towns/zones/import", broken, Now);
        await ProblemAsync(unreadable, 400, "file");
        using var unknown = await host.Client.GetAsync($"/api/scenarios/{Guid.NewGuid()}/export.geojson", Now);
        await ProblemAsync(unknown, 404, "id");
    }

    private async Task<string> NewScenarioAsync(string? name = null)
    {
        using var made = await SendAsync(HttpMethod.Post, "/api/areas/two-towns/scenarios", new JsonObject { ["name"] = name ?? Guid.NewGuid().ToString() }.ToJsonString());
        return (string)(await JsonAsync(made))["id"]!;
    }

    private Task<HttpResponseMessage> EditAsync(string id, int version, string operation, Guid zone, string name, double west, double east) =>
        SendAsync(HttpMethod.Post, $"/api/scenarios/{id}/edits", new JsonObject
        {
            ["editId"] = Guid.NewGuid(), ["clientId"] = "c", ["baseVersion"] = version, ["operation"] = operation,
            ["changes"] = new JsonArray(new JsonObject { ["zone"] = zone, ["name"] = name, ["geometry"] = JsonNode.Parse(Square(west, east)) }),
        }.ToJsonString());

    private Task<HttpResponseMessage> StepAsync(string id, string step, int version) => SendAsync(HttpMethod.Post, $"/api/scenarios/{id}/{step}",
        new JsonObject { ["editId"] = Guid.NewGuid(), ["clientId"] = "c", ["baseVersion"] = version }.ToJsonString());

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body) => host.Client.SendAsync(
        new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") }, Now);

    private static async Task<JsonObject> JsonAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync(Now);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!.AsObject();
    }

    private static async Task<JsonObject> ProblemAsync(HttpResponseMessage answer, int status, string? parameter)
    {
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Now))!.AsObject();
        Assert.Equal((status, parameter), ((int)answer.StatusCode, (string?)problem["parameter"]));
        Assert.NotEmpty((string)problem["detail"]!);
        return problem;
    }

    private static string Square(double west, double east) => FormattableString.Invariant(
        $$"""{"type":"Polygon","coordinates":[[[{{west}},35.02],[{{east}},35.02],[{{east}},35.08],[{{west}},35.08],[{{west}},35.02]]]}""");
}
