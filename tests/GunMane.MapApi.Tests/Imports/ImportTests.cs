using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using GunMane.MapApi.Options;
using GunMane.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace GunMane.MapApi.Tests.Imports;

/// <summary>Files dropped on the page: upload, job, report, rows.</summary>
public sealed class ImportTests(TestHost host) : IClassFixture<TestHost>
{
    private const string Parks = "ID,公園名,緯度,経度\n1,海辺公園,34.85,138.32\n2,山手公園,,138.33\n";

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_upload_becomes_a_job_a_report_and_rows_to_look_at()
    {
        var code = await AreaAsync();
        var outcome = await ImportAsync(code, "", ("parks.csv", Parks), ("readme.csv", "a,b\n1,2\n"));
        var report = Assert.Single(outcome["imports"]!.AsArray())!;
        Assert.Equal("points-csv parks.csv 2 1 1", $"{report["profile"]} {report["file"]} {report["read"]} {report["stored"]} {report["quarantined"]}");
        Assert.Equal("readme.csv", (string?)Assert.Single(outcome["refused"]!.AsArray())!["file"]);

        var listed = await host.Client.GetFromJsonAsync<JsonArray>($"/api/areas/{code}/imports", Now);
        Assert.Equal((long)report["id"]!, (long)Assert.Single(listed!)!["id"]!);
        var rows = await host.Client.GetFromJsonAsync<JsonObject>($"/api/imports/{report["id"]}/rows?state=quarantined&limit=10&offset=0", Now);
        Assert.Equal(1, (int)rows!["total"]!);
        Assert.Equal("2,山手公園,,138.33", (string?)rows["rows"]![0]!["raw"]);
        Assert.Equal("3 行目", (string?)rows["rows"]![0]!["place"]);
    }

    [Fact]
    public async Task A_name_with_folders_cannot_leave_the_upload_and_nothing_is_left_behind()
    {
        var code = await AreaAsync();
        var outcome = await ImportAsync(code, "?profile=points-csv&sector=park&owner=222127", ("../../../..\\parks.csv", Parks));
        Assert.Equal("parks.csv", (string?)Assert.Single(outcome["imports"]!.AsArray())!["file"]);
        var uploads = Path.Combine(host.Services.GetRequiredService<HostSettings>().Home, "uploads");
        await TestWait.UntilAsync(() => Directory.GetDirectories(uploads).Length == 0);
    }

    [Theory]
    [InlineData("", "evil.exe", "MZ", "files")]
    [InlineData("", "x.csv", "a,b\n1,2\n", "profile")]
    [InlineData("?profile=nothing", "parks.csv", Parks, "profile")]
    [InlineData("?sector=nothing", "parks.csv", Parks, "sector")]
    [InlineData("?owner=12", "parks.csv", Parks, "owner")]
    [InlineData("?crs=EPSG:27700", "parks.csv", Parks, "crs")]
    [InlineData("?encoding=EUC", "parks.csv", Parks, "encoding")]
    [InlineData("?colour=red", "parks.csv", Parks, "colour")]
    public async Task What_cannot_be_imported_is_refused_by_name(string query, string name, string text, string parameter)
    {
        using var answer = await PostAsync(await AreaAsync(), query, (name, text));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(parameter, (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!["parameter"]);
    }

    [Theory]
    [InlineData("/api/imports/0", 400, "id")]
    [InlineData("/api/imports/99999", 404, "id")]
    [InlineData("/api/imports/99999/rows", 404, "id")]
    [InlineData("/api/imports/1/rows?state=stored", 400, "state")]
    [InlineData("/api/imports/1/rows?limit=1001", 400, "limit")]
    [InlineData("/api/areas/nowhere/imports", 404, "area")]
    public async Task Reports_that_are_not_there_are_refused_by_name(string path, int status, string parameter)
    {
        using var answer = await host.Client.GetAsync(path, Now);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(parameter, (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!["parameter"]);
    }

    [Fact]
    public async Task A_body_that_is_no_upload_is_refused()
    {
        using var answer = await host.Client.PostAsync($"/api/areas/{await AreaAsync()}/imports", new StringContent("{}", Encoding.UTF8, "application/json"), Now);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task The_profiles_are_listed_with_their_endings()
    {
        var profiles = await host.Client.GetFromJsonAsync<JsonArray>("/api/profiles", Now);
        var n03 = Assert.Single(profiles!, profile => (string?)profile!["name"] == "n03")!;
        Assert.Equal("municipalities", (string?)n03["kind"]);
        Assert.Contains(".zip", n03["extensions"]!.AsArray().Select(ending => (string?)ending));
        Assert.All(profiles!, profile => Assert.NotEmpty((string)profile!["title"]!));
    }

    private async Task<string> AreaAsync()
    {
        var code = $"t{Guid.NewGuid():N}";
        using var answer = await host.Client.PostAsJsonAsync("/api/areas", new { code, name = "試験" }, Now);
        answer.EnsureSuccessStatusCode();
        return code;
    }

    private async Task<HttpResponseMessage> PostAsync(string code, string query, params (string Name, string Text)[] files)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, text) in files) form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(text)), "files", name);
        return await host.Client.PostAsync($"/api/areas/{code}/imports{query}", form, Now);
    }

    private async Task<JsonObject> ImportAsync(string code, string query, params (string Name, string Text)[] files)
    {
        using var answer = await PostAsync(code, query, files);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var job = (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!["job"];
        JsonObject? status = null;
        await TestWait.UntilAsync(async () =>
        {
            status = await host.Client.GetFromJsonAsync<JsonObject>($"/ogc/jobs/{job}", Now);
            return (string?)status!["status"] is not ("accepted" or "running");
        });
        Assert.Equal("successful", (string?)status!["status"]);
        return (await host.Client.GetFromJsonAsync<JsonObject>($"/ogc/jobs/{job}/results", Now))!;
    }
}
