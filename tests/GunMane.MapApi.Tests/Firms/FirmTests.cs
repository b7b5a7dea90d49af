using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using GunMane.TestKit;

namespace GunMane.MapApi.Tests.Firms;

/// <summary>名寄せ over HTTP: questions, decisions, merges, undo, the process.</summary>
public sealed class FirmTests(TestHost host) : IClassFixture<TestHost>
{
    private const string Rows = "発注者,担当課,件名,落札者,法人番号,落札金額,年度\n"
        + "浜辺市,契約課,市道舗装工事,(株)グンマネ環境,,9000000,2025\n浜辺市,契約課,橋りょう点検,(有)グンマネ環境,,8000000,2012\n磯辺市,契約課,公園清掃,㈱グンマネ環境,,700000,2024\n";

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pair_is_asked_decided_taken_back_and_a_merge_undone()
    {
        await ImportAsync("firms-api");
        var asked = (await host.Client.GetFromJsonAsync<JsonObject>("/api/areas/firms-api/firms/questions?limit=5", Now))!;
        var pair = Assert.Single(asked["items"]!.AsArray())!;
        Assert.Equal((1, 8_000_000L), ((int)asked["total"]!, (long)pair["yenAtStake"]!));
        Assert.All(pair["evidence"]!.AsArray(), sentence => Assert.NotEqual("", (string?)sentence!["ja"]));
        Assert.Equal("浜辺市", (string?)pair["other"]!["orderers"]![0]!["name"]);

        var body = new JsonObject { ["one"] = (long)pair["one"]!["number"]!, ["other"] = (long)pair["other"]!["number"]!, ["verdict"] = "same" };
        using var made = await host.Client.PostAsJsonAsync("/api/areas/firms-api/firms/decisions", body, Now);
        Assert.Equal(HttpStatusCode.OK, made.StatusCode);
        var decision = (long)(await made.Content.ReadFromJsonAsync<JsonObject>(Now))!["decision"]!;
        Assert.Equal(1, await CountAsync("contractors"));
        using var again = await host.Client.PostAsJsonAsync("/api/areas/firms-api/firms/decisions", body, Now);
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.Equal("same", (string?)Assert.Single((await host.Client.GetFromJsonAsync<JsonArray>("/api/areas/firms-api/firms/decisions", Now))!)!["verdict"]);
        using var gone = await host.Client.DeleteAsync($"/api/areas/firms-api/firms/decisions/{decision}", Now);
        Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
        Assert.Equal(2, await CountAsync("contractors"));

        var merges = (await host.Client.GetFromJsonAsync<JsonObject>("/api/areas/firms-api/firms/merges?text=グンマネ", Now))!;
        var merge = Assert.Single(merges["items"]!.AsArray())!;
        Assert.Equal("engine", (string?)merge["decidedBy"]);
        using var undone = await host.Client.PostAsync($"/api/areas/firms-api/firms/merges/{merge["id"]}/undo", null, Now);
        Assert.Equal(HttpStatusCode.OK, undone.StatusCode);
        Assert.Equal(3, await CountAsync("contractors"));
        using var missing = await host.Client.PostAsync($"/api/areas/firms-api/firms/merges/{merge["id"]}/undo", null, Now);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Theory]
    [InlineData("{\"one\":1,\"other\":2,\"verdict\":\"perhaps\"}", HttpStatusCode.BadRequest)]
    [InlineData("{\"one\":1,\"other\":2,\"verdict\":\"same\"}", HttpStatusCode.Conflict)]
    public async Task A_decision_that_means_nothing_is_refused(string body, HttpStatusCode status)
    {
        await AreaAsync("firms-none");
        using var answer = await host.Client.PostAsync("/api/areas/firms-none/firms/decisions", new StringContent(body, Encoding.UTF8, "application/json"), Now);
        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task The_process_reviews_the_study_area_and_repeats_nothing()
    {
        await ImportAsync("firms-job");
        using var answer = await host.Client.PostAsJsonAsync("/ogc/processes/firms/execution", new JsonObject { ["inputs"] = new JsonObject { ["studyArea"] = "firms-job" }, ["response"] = "document" }, Now);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var result = (await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!;
        Assert.Equal("3 1 0 0 1", $"{result["firms"]} {result["merged"]} {result["new"]} {result["ended"]} {result["questions"]}");
    }

    private async Task<int> CountAsync(string collection) =>
        (int)(await host.Client.GetFromJsonAsync<JsonObject>($"/ogc/collections/{collection}/items?study_area=firms-api&limit=10", Now))!["numberMatched"]!;

    private async Task AreaAsync(string code)
    {
        using var made = await host.Client.PostAsJsonAsync("/api/areas", new JsonObject { ["code"] = code, ["name"] = code }, Now);
    }

    private async Task ImportAsync(string code)
    {
        await AreaAsync(code);
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes(Rows)), "files", "orders.csv" } };
        using var answer = await host.Client.PostAsync($"/api/areas/{code}/imports?profile=awards", form, Now);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var job = (string)(await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!["job"]!;
        await TestWait.UntilAsync(async () => (string?)(await host.Client.GetFromJsonAsync<JsonObject>($"/ogc/jobs/{job}", Now))!["status"] == "successful");
    }
}
