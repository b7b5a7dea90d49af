using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace GunMane.MapApi.Tests.Scenarios;

/// <summary>A scenario at each version that it had is what was answered while it stood at that version.</summary>
public sealed class ScenarioVersionTests(CoastHost host) : IClassFixture<CoastHost>
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_version_is_there_as_it_stood()
    {
        using var made = await host.Client.PostAsJsonAsync("/api/areas/coast/scenarios", new { name = "版の案" }, Now);
        var path = $"/api/scenarios/{(await made.Content.ReadFromJsonAsync<JsonObject>(Now))!["id"]}";
        var (one, other) = (Guid.NewGuid(), Guid.NewGuid());
        var stood = new List<JsonObject> { await GetAsync(path) };
        foreach (var edit in (IEnumerable<(string, JsonObject)>)
            [("draw", Drawn(one, "東", 140.06)), ("draw", Drawn(other, "西", 140.02)), ("rename", Drawn(one, "東の区", 140.06)), ("reshape", Drawn(one, "東の区", 140.07)), ("delete", new JsonObject { ["zone"] = other, ["deleted"] = true })])
        {
            await PostAsync($"{path}/edits", edit.Item1, edit.Item2, stood.Count - 1);
            stood.Add(await GetAsync(path));
        }

        await PostAsync($"{path}/undo", null, null, stood.Count - 1);
        stood.Add(await GetAsync(path));
        Assert.Equal(6, (int)stood[^1]["version"]!);
        for (var version = 0; version < stood.Count; version++)
        {
            var then = await GetAsync($"{path}/versions/{version}");
            foreach (var member in (string[])["id", "area", "name", "version", "zones"])
                Assert.True(JsonNode.DeepEquals(stood[version][member], then[member]), $"{version}: {then[member]?.ToJsonString()} and not {stood[version][member]?.ToJsonString()}");
        }
    }

    [Theory]
    [InlineData("99", 404)]
    [InlineData("-1", 400)]
    [InlineData("x", 400)]
    public async Task A_version_that_it_never_had_is_refused(string version, int status)
    {
        using var answer = await host.Client.GetAsync($"/api/scenarios/00000000-0000-4000-d000-000000000001/versions/{version}", Now);
        Assert.Equal((HttpStatusCode)status, answer.StatusCode);
        Assert.Equal("version", (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!["parameter"]);
    }

    private static JsonObject Drawn(Guid zone, string name, double west) => new()
    {
        ["zone"] = zone, ["name"] = name,
        ["geometry"] = JsonNode.Parse(FormattableString.Invariant($$"""{"type": "Polygon", "coordinates": [[[{{west}},31.04],[{{west + 0.01}},31.04],[{{west + 0.01}},31.05],[{{west}},31.05],[{{west}},31.04]]]}""")),
    };

    private async Task PostAsync(string path, string? operation, JsonObject? change, int version)
    {
        var body = new JsonObject { ["editId"] = Guid.NewGuid(), ["clientId"] = "a", ["baseVersion"] = version };
        if (operation is not null) (body["operation"], body["changes"]) = (operation, new JsonArray(change));
        using var answer = await host.Client.PostAsJsonAsync(path, body, Now);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Now));
    }

    private async Task<JsonObject> GetAsync(string path) => (await host.Client.GetFromJsonAsync<JsonObject>(path, Now))!;
}
