using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using GunMane.TestKit;

namespace GunMane.MapApi.Tests.Imports;

/// <summary>Undo, correction and update of imports over HTTP.</summary>
public sealed class ImportLifeTests(TestHost host) : IClassFixture<TestHost>
{
    private const string Parks = "ID,公園名,緯度,経度\n1,海辺公園,34.85,138.32\n2,山手公園,北緯,138.33\n3,,,\n";

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_are_corrected_set_aside_and_the_import_undone()
    {
        var code = await AreaAsync();
        var report = await ImportAsync(code, "?profile=points-csv&asOf=R6.4.1&licence=CC0", Parks);
        var id = (long)report["id"]!;
        Assert.Equal(("CC0", "2024-04-01"), ((string?)report["licence"], (string?)report["asOf"]));
        var row = (await GetAsync($"/api/imports/{id}/rows?state=quarantined&open=true"))["rows"]![0]!;
        Assert.Equal(["緯度"], row["faulty"]!.AsArray().Take(1).Select(column => (string)column!));
        Assert.Equal("北緯", (string?)row["fields"]!["緯度"]);

        var outcome = await PostAsync($"/api/imports/{id}/corrections", new { rows = new[] { new { rowNumber = 2, values = new Dictionary<string, string> { ["緯度"] = "34.86" } } } });
        Assert.Equal("1 0 0", $"{outcome["taken"]} {outcome["duplicate"]} {outcome["waiting"]}");
        Assert.Equal("3 1 1 0 1", Figures(outcome["report"]!));
        var fault = (string)((await GetArrayAsync($"/api/imports/{id}/faults"))[0]!["reason"])!;
        Assert.Equal(1, (int)(await PostAsync($"/api/imports/{id}/set-aside", new { fault, why = "空の行" }))["setAside"]!);
        Assert.Equal(0, (int)(await GetAsync($"/api/imports/{id}/rows?state=quarantined&open=true"))["total"]!);
        Assert.Equal(["set_aside", "correct"], (await GetArrayAsync($"/api/imports/{id}/corrections")).Select(one => (string)one!["action"]!));

        var undone = await PostAsync($"/api/imports/{id}/undo", null);
        Assert.Equal("local", (string?)undone["undoneBy"]);
        Assert.Equal(0, (int)(await GetAsync($"/api/areas/{code}"))["counts"]!["assets"]!);
        using var again = await host.Client.PostAsync($"/api/imports/{id}/undo", null, Now);
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
    }

    [Fact]
    public async Task A_ledger_is_compared_and_then_updated()
    {
        var code = await AreaAsync();
        await ImportAsync(code, "?profile=points-csv", "公園名,緯度,経度\n海辺公園,34.85,138.32\n山手公園,34.86,138.33\n");
        var ledger = (string)(await GetArrayAsync($"/api/areas/{code}/ledgers"))[0]!["ledger"]!;
        const string newer = "公園名,緯度,経度\n海辺公園,34.851,138.32\n新公園,34.87,138.34\n";
        var preview = (await ImportAsync(code, $"?profile=points-csv&update=true&preview=true&ledger={Uri.EscapeDataString(ledger)}", newer))["comparison"]!;
        Assert.Equal("1 1 1", $"{preview["added"]} {preview["changed"]} {preview["removed"]}");
        Assert.InRange((double)preview["differences"]!.AsArray().Single(one => (string)one!["kind"]! == "changed")!["movedM"]!, 110, 112);
        Assert.Equal(2, (int)(await GetAsync($"/api/areas/{code}"))["counts"]!["assets"]!);
        var report = await ImportAsync(code, $"?profile=points-csv&update=true&removeMissing=true&seenVersion={preview["dataVersion"]}", newer);
        Assert.Equal("1 1", $"{report["changed"]} {report["removed"]}");
        Assert.Equal(2, (int)(await GetAsync($"/api/areas/{code}"))["counts"]!["assets"]!);
    }

    [Theory]
    [InlineData("?preview=true", "update")]
    [InlineData("?update=yes", "update")]
    [InlineData("?asOf=いつか", "asOf")]
    public async Task Options_that_mean_nothing_are_refused_by_name(string query, string parameter)
    {
        using var answer = await UploadAsync(await AreaAsync(), query, Parks);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(parameter, (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!["parameter"]);
    }

    [Theory]
    [InlineData("corrections", "{}", 400)]
    [InlineData("corrections", """{"rows":[{"rowNumber":1,"values":{"ない列":"1"}}]}""", 409)]
    [InlineData("corrections", """{"rows":[{"rowNumber":2,"values":{"ない列":"1"}}]}""", 400)]
    [InlineData("corrections", """{"replace":{"column":"緯度","from":"どこにもない","to":"1"}}""", 400)]
    [InlineData("corrections", """{"rows":[{"rowNumber":2,"colour":"red"}]}""", 400)]
    [InlineData("set-aside", """{"rows":[2],"why":" "}""", 400)]
    [InlineData("set-aside", """{"why":"理由"}""", 400)]
    public async Task Wishes_that_cannot_be_met_change_nothing(string what, string body, int status)
    {
        var code = await AreaAsync();
        var id = (long)(await ImportAsync(code, "?profile=points-csv", Parks))["id"]!;
        using var answer = await host.Client.PostAsync($"/api/imports/{id}/{what}", new StringContent(body, Encoding.UTF8, "application/json"), Now);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("3 1 0 0 2", Figures(await GetAsync($"/api/imports/{id}")));
    }

    private static string Figures(JsonNode report) => $"{report["read"]} {report["stored"]} {report["repaired"]} {report["duplicate"]} {report["quarantined"]}";

    private async Task<string> AreaAsync()
    {
        var code = $"t{Guid.NewGuid():N}";
        using var answer = await host.Client.PostAsJsonAsync("/api/areas", new { code, name = "試験" }, Now);
        answer.EnsureSuccessStatusCode();
        return code;
    }

    private async Task<HttpResponseMessage> UploadAsync(string code, string query, string text)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes(text)), "files", "parks.csv" } };
        return await host.Client.PostAsync($"/api/areas/{code}/imports{query}", form, Now);
    }

    private async Task<JsonNode> ImportAsync(string code, string query, string text)
    {
        using var answer = await UploadAsync(code, query, text);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var job = (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!["job"];
        await TestWait.UntilAsync(async () => (string?)(await GetAsync($"/ogc/jobs/{job}"))["status"] is not ("accepted" or "running"));
        return Assert.Single((await GetAsync($"/ogc/jobs/{job}/results"))["imports"]!.AsArray())!;
    }

    private async Task<JsonObject> GetAsync(string path) => (await host.Client.GetFromJsonAsync<JsonObject>(path, Now))!;

    private async Task<JsonArray> GetArrayAsync(string path) => (await host.Client.GetFromJsonAsync<JsonArray>(path, Now))!;

    private async Task<JsonObject> PostAsync(string path, object? body)
    {
        using var answer = body is null ? await host.Client.PostAsync(path, null, Now) : await host.Client.PostAsJsonAsync(path, body, Now);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Now));
        return (await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!;
    }
}
