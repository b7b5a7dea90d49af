using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using GunMane.Spatial.Runs;
using GunMane.TestKit;

namespace GunMane.MapApi.Tests.Groups;

/// <summary>Precedents as presets through the API.</summary>
public sealed class PresetApiTests(TestHost host) : IClassFixture<TestHost>
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task They_are_listed_with_names_words_and_inputs()
    {
        var presets = (await host.Client.GetFromJsonAsync<JsonArray>("/api/presets", Now))!;
        Assert.Equal(Presets.All.Select(preset => preset.Key), presets.Select(preset => (string?)preset!["key"]));
        Assert.All(presets, preset => Assert.All((string[])["name", "does", "trait"], words => Assert.NotEmpty((string?)preset![words]!["ja"] + (string?)preset[words]!["en"])));
        Assert.Equal("bounded", (string?)presets[0]!["inputs"]!["method"]);
    }

    [Fact]
    public async Task The_process_describes_the_keys()
    {
        var process = await host.Client.GetFromJsonAsync<JsonObject>("/ogc/processes/grouping", Now);
        Assert.Equal(Presets.Keys, process!["inputs"]!["preset"]!["schema"]!["enum"]!.AsArray().Select(key => (string?)key));
    }

    [Theory]
    [InlineData("/ogc/processes/grouping/execution", """{"inputs": {"studyArea": "model", "preset": "kyoto"}}""")]
    [InlineData("/api/areas/model/regroup", """{"preset": "kyoto"}""")]
    public async Task An_unknown_one_is_refused_with_the_keys(string path, string body)
    {
        using var answer = await host.Client.PostAsync(path, new StringContent(body, System.Text.Encoding.UTF8, "application/json"), Now);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonObject>(Now);
        Assert.Equal("preset", (string?)problem!["parameter"]);
        Assert.All(Presets.Keys, key => Assert.Contains(key, (string?)problem["detail"], StringComparison.Ordinal));
    }
}
