using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using GunMane.MapApi.Options;
using GunMane.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace GunMane.MapApi.Tests.Imports;

/// <summary>A file looked at over HTTP: proposal, preview, own profiles, import of what was held.</summary>
public sealed class SuggestionTests(TestHost host) : IClassFixture<TestHost>
{
    private const string Lamps = "管理番号,灯具種別,設置年,lat,lng\nL1,LED,2015,34.811234,138.311234\nL2,水銀,1999,34.821234,138.321234\nL3,水銀,1999,,138.331234\n";

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_is_proposed_previewed_changed_and_imported_under_its_token()
    {
        var code = await AreaAsync();
        var first = await SuggestAsync(code, "", ("lamps.csv", Lamps));
        Assert.Equal("assets lighting 3 2 1", $"{first["profile"]!["kind"]} {first["suggestion"]!["sector"]!["value"]} {first["preview"]!["report"]!["read"]} {first["preview"]!["report"]!["stored"]} {first["preview"]!["report"]!["quarantined"]}");
        Assert.Equal("確か", (string?)first["suggestion"]!["columns"]!.AsArray().Single(column => (string?)column!["name"] == "lat")!["word"]!["ja"]);
        Assert.Equal(2, first["preview"]!["features"]!.AsArray().Count);
        Assert.Equal(0, await AssetsAsync(code));

        var profile = first["profile"]!.DeepClone();
        profile["defaults"]!["sector"] = "road";
        var second = await PostAsync<JsonObject>(code, "/preview", new JsonObject { ["upload"] = (string?)first["upload"], ["profile"] = profile.DeepClone() });
        Assert.Equal("road", (string?)second["preview"]!["features"]![0]!["properties"]!["sector"]);

        var ticket = await PostAsync<JsonObject>(code, "", new JsonObject { ["upload"] = (string?)first["upload"], ["dataSet"] = "lamps.csv", ["profile"] = profile.DeepClone() });
        var outcome = await EndedAsync((string)ticket["job"]!);
        Assert.Equal("3 2 1", $"{outcome["imports"]![0]!["read"]} {outcome["imports"]![0]!["stored"]} {outcome["imports"]![0]!["quarantined"]}");
        Assert.Equal(2, await AssetsAsync(code));
        Assert.Equal(1, (int)Assert.Single((await host.Client.GetFromJsonAsync<JsonArray>($"/api/areas/{code}/profiles", Now))!)!["version"]!);
        // The files went with the import.
        using var gone = await host.Client.PostAsJsonAsync($"/api/areas/{code}/imports/preview", new JsonObject { ["upload"] = (string?)first["upload"] }, Now);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task Of_several_data_sets_each_is_looked_at_and_imported_by_itself()
    {
        var code = await AreaAsync();
        var first = await SuggestAsync(code, "", ("a.csv", Lamps), ("b.csv", "件名,発注者,落札者,契約金額\n見本橋修繕工事,見本市,㈱見本組,1000000\n"));
        Assert.Equal(["a.csv", "b.csv"], first["dataSets"]!.AsArray().Select(name => (string?)name));
        var token = (string)first["upload"]!;
        var other = await PostAsync<JsonObject>(code, "/preview", new JsonObject { ["upload"] = token, ["dataSet"] = "b.csv" });
        Assert.Equal("contracts", (string?)other["profile"]!["kind"]);
        foreach (var (name, profile, more) in new[] { ("a.csv", first["profile"]!, true), ("b.csv", other["profile"]!, false) })
        {
            var ticket = await PostAsync<JsonObject>(code, "", new JsonObject { ["upload"] = token, ["dataSet"] = name, ["profile"] = profile.DeepClone(), ["more"] = more });
            Assert.Equal(name, (string?)Assert.Single((await EndedAsync((string)ticket["job"]!))["imports"]!.AsArray())!["file"]);
        }
    }

    [Fact]
    public async Task What_is_discarded_is_gone()
    {
        var code = await AreaAsync();
        var token = (string)(await SuggestAsync(code, "", ("lamps.csv", Lamps)))["upload"]!;
        var folder = Path.Combine(host.Services.GetRequiredService<HostSettings>().Home, "held", token);
        Assert.True(Directory.Exists(folder));
        using var discarded = await host.Client.DeleteAsync($"/api/areas/{code}/imports/held/{token}", Now);
        Assert.Equal(HttpStatusCode.NoContent, discarded.StatusCode);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task A_file_that_would_be_refused_says_so_beside_its_columns()
    {
        var code = await AreaAsync();
        var answer = await SuggestAsync(code, "", ("nothing.csv", "a,b\n1,2\n3,4\n"));
        Assert.Contains(answer["suggestion"]!["missing"]!.AsArray(), question => (string?)question!["about"] == "place" && (bool)question["required"]!);
        Assert.Equal(2, (int)answer["preview"]!["report"]!["quarantined"]!);
        Assert.Null(answer["fitting"]);
    }

    [Fact]
    public async Task An_own_profile_is_kept_by_version_and_used_by_name()
    {
        var code = await AreaAsync();
        var profile = (await SuggestAsync(code, "", ("lamps.csv", Lamps)))["profile"]!;
        profile["name"] = "our-lamps";
        Assert.Equal(1, await PutAsync(code, profile));
        Assert.Equal(1, await PutAsync(code, profile));
        profile["title"] = "街灯";
        Assert.Equal(2, await PutAsync(code, profile));
        var listed = Assert.Single((await host.Client.GetFromJsonAsync<JsonArray>($"/api/areas/{code}/profiles", Now))!)!;
        Assert.Equal("our-lamps 2 街灯 assets", $"{listed["name"]} {listed["version"]} {listed["title"]} {listed["kind"]}");
        using var form = Form(("lamps.csv", Lamps));
        using var answer = await host.Client.PostAsync($"/api/areas/{code}/imports?profile=our-lamps", form, Now);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var outcome = await EndedAsync((string)(await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!["job"]!);
        Assert.Equal("our-lamps", (string?)outcome["imports"]![0]!["profile"]);
    }

    [Theory]
    [InlineData("/preview", """{"upload":"nothing"}""", 404, "upload")]
    [InlineData("/preview", """{"upload":"../../etc"}""", 404, "upload")]
    [InlineData("/preview", """{"upload":null}""", 400, "upload")]
    [InlineData("", """{"upload":"00000000000000000000000000000000"}""", 404, "upload")]
    [InlineData("/preview", """{"colour":"red"}""", 400, null)]
    [InlineData("/preview", "[", 400, null)]
    public async Task What_makes_no_sense_is_refused(string path, string body, int status, string? parameter)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await host.Client.PostAsync($"/api/areas/{await AreaAsync()}/imports{path}", content, Now);
        Assert.Equal(status, (int)answer.StatusCode);
        if (parameter is not null) Assert.Equal(parameter, (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!["parameter"]);
    }

    [Theory]
    [InlineData("?kind=bridges", "kind")]
    [InlineData("?profile=nothing", "profile")]
    [InlineData("?sector=nothing", "sector")]
    [InlineData("?colour=red", "colour")]
    public async Task Options_that_mean_nothing_are_refused_by_name(string query, string parameter)
    {
        using var form = Form(("lamps.csv", Lamps));
        using var answer = await host.Client.PostAsync($"/api/areas/{await AreaAsync()}/imports/suggestion{query}", form, Now);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(parameter, (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!["parameter"]);
    }

    [Fact]
    public async Task A_profile_that_means_nothing_is_refused_with_its_place()
    {
        var code = await AreaAsync();
        foreach (var (name, text, place) in new[] { ("x", """{"name":"x"}""", "x"), ("awards", (await ProfileAsync(code, "awards")).ToJsonString(), "awards"), ("y", (await ProfileAsync(code, "x")).ToJsonString(), "name") })
        {
            using var content = new StringContent(text, Encoding.UTF8, "application/json");
            using var answer = await host.Client.PutAsync($"/api/areas/{code}/profiles/{name}", content, Now);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains(place, (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!["detail"], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_fields_of_each_kind_are_listed() => Assert.Equal(["assets", "contracts", "contractors", "municipalities"],
        (await host.Client.GetFromJsonAsync<JsonArray>("/api/profiles/fields", Now))!.Select(kind => (string?)kind!["kind"]));

    private async Task<JsonNode> ProfileAsync(string code, string name)
    {
        var profile = (await SuggestAsync(code, "", ("lamps.csv", Lamps)))["profile"]!;
        profile["name"] = name;
        return profile;
    }

    private async Task<int> PutAsync(string code, JsonNode profile)
    {
        using var answer = await host.Client.PutAsJsonAsync($"/api/areas/{code}/profiles/{profile["name"]}", profile, Now);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Now));
        return (int)(await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!["version"]!;
    }

    private async Task<string> AreaAsync()
    {
        var code = $"t{Guid.NewGuid():N}";
        using var answer = await host.Client.PostAsJsonAsync("/api/areas", new { code, name = "試験" }, Now);
        answer.EnsureSuccessStatusCode();
        return code;
    }

    private async Task<int> AssetsAsync(string code) => (int)(await host.Client.GetFromJsonAsync<JsonObject>($"/api/areas/{code}", Now))!["counts"]!["assets"]!;

    private static MultipartFormDataContent Form(params (string Name, string Text)[] files)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, text) in files) form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(text)), "files", name);
        return form;
    }

    private async Task<JsonObject> SuggestAsync(string code, string query, params (string Name, string Text)[] files)
    {
        using var form = Form(files);
        using var answer = await host.Client.PostAsync($"/api/areas/{code}/imports/suggestion{query}", form, Now);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Now));
        return (await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!;
    }

    private async Task<T> PostAsync<T>(string code, string path, JsonObject body)
    {
        using var answer = await host.Client.PostAsJsonAsync($"/api/areas/{code}/imports{path}", body, Now);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Now));
        return (await answer.Content.ReadFromJsonAsync<T>(Now))!;
    }

    private async Task<JsonObject> EndedAsync(string job)
    {
        await TestWait.UntilAsync(async () => (string?)(await host.Client.GetFromJsonAsync<JsonObject>($"/ogc/jobs/{job}", Now))!["status"] is not ("accepted" or "running"));
        return (await host.Client.GetFromJsonAsync<JsonObject>($"/ogc/jobs/{job}/results", Now))!;
    }
}
