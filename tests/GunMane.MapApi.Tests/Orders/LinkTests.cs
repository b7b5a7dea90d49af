using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace GunMane.MapApi.Tests.Orders;

/// <summary>How far orders are linked, and what a planner decides, over HTTP.</summary>
public sealed class LinkTests(LinkTests.QuestionHost host) : IClassFixture<LinkTests.QuestionHost>
{
    private const string Order = "00000000-0000-4000-a000-000000000005";

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    /// <summary>The coast with an order whose name two lamps carry.</summary>
    public sealed class QuestionHost : CoastHost
    {
        protected override async Task ArrangeAsync(Spatial.Storage.Database empty)
        {
            await base.ArrangeAsync(empty);
            await ExecuteAsync("""
                INSERT INTO gunmane.link_candidate (study_area, contract, dense_id, basis, sure, strength, mention, reason, reason_en)
                SELECT 1, 5, n, 'name', false, 0.3, '浜照明', '2 件あります', 'There are 2' FROM (VALUES (10), (11)) v(n)
                """);
        }
    }

    [Fact]
    public async Task The_shares_add_up_per_orderer_and_basis()
    {
        var shares = await GetAsync("/api/areas/coast/links");
        var total = shares["total"]!;
        Assert.Equal((22, 22_000_253), ((int)total["contracts"]!, (long)total["yen"]!));
        foreach (var share in shares["orderers"]!.AsArray().Append(total))
        {
            var parts = share!["byBasis"]!.AsArray();
            Assert.Equal((long)share["yen"]!, parts.Sum(part => (long)part!["yen"]!));
            Assert.Equal((int)share["linkedContracts"]!, parts.Where(part => part!["basis"] is not null).Sum(part => (int)part!["contracts"]!));
        }

        Assert.Contains("合計", await host.Client.GetStringAsync("/api/areas/coast/links?format=csv", Now), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_planner_answers_an_open_name_takes_it_back_and_a_retry_is_harmless()
    {
        var open = await GetAsync("/api/areas/coast/links/open?orderer=90102");
        var link = Assert.Single(open["links"]!.AsArray())!;
        Assert.Equal(("浜照明", Order), ((string)link["mention"]!, (string)link["contract"]!));
        var assets = link["assets"]!.AsArray().Select(asset => (string)asset!["id"]!).ToList();
        var id = Guid.NewGuid();
        var answer = new JsonObject { ["id"] = id, ["contract"] = Order, ["mention"] = "浜照明", ["accepted"] = new JsonArray(assets[0]), ["rejected"] = new JsonArray(assets[1]) };
        for (var time = 0; time < 2; time++)
        {
            using var done = await PostAsync("/api/areas/coast/links/decisions", answer);
            Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        }

        Assert.Equal(0, (int)(await GetAsync("/api/areas/coast/links/open"))["total"]!);
        var asset = await GetAsync($"/api/areas/coast/assets/{link["assets"]![0]!["denseId"]}");
        var linked = asset["contracts"]!.AsArray().Single(contract => (string)contract!["id"]! == Order)!;
        Assert.Equal(("planner", 1_000_005), ((string)linked["basis"]!, (long)linked["yenShare"]!));
        Assert.Contains(asset["firms"]!.AsArray(), firm => (string)firm!["role"]! == "repaired" && (string)firm["evidence"]! == "asset");
        Assert.Single((await GetAsync("/api/areas/coast/links/decisions")).AsArray());

        using var undone = await PostAsync($"/api/areas/coast/links/decisions/{id}/undo", null);
        Assert.Equal(HttpStatusCode.OK, undone.StatusCode);
        Assert.NotNull((await undone.Content.ReadFromJsonAsync<JsonObject>(Now))!["undoneAt"]);
        Assert.Equal(1, (int)(await GetAsync("/api/areas/coast/links/open"))["total"]!);
        using var again = await PostAsync($"/api/areas/coast/links/decisions/{id}/undo", null);
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
    }

    [Theory]
    [InlineData("""{"contract":"00000000-0000-4000-a000-000000000005","mention":"","accepted":[],"rejected":[]}""", 400, "accepted")]
    [InlineData("""{"contract":"00000000-0000-4000-a000-000000000005","mention":"","accepted":["00000000-0000-4000-8000-000000001000"],"rejected":["00000000-0000-4000-8000-000000001000"]}""", 400, "rejected")]
    [InlineData("""{"contract":"00000000-0000-4000-a000-000000009999","mention":"","accepted":["00000000-0000-4000-8000-000000001000"],"rejected":[]}""", 404, "contract")]
    [InlineData("""{"contract":"00000000-0000-4000-a000-000000000005","mention":"","accepted":["00000000-0000-4000-8000-00000000ffff"],"rejected":[]}""", 404, "accepted")]
    [InlineData("""{"contract":"00000000-0000-4000-a000-000000000001","mention":"","accepted":[],"rejected":["00000000-0000-4000-8000-000000001000"]}""", 409, "rejected")]
    public async Task A_wrong_answer_is_refused_with_its_reason(string body, int status, string parameter)
    {
        var answer = JsonNode.Parse(body)!.AsObject();
        answer["id"] = Guid.NewGuid();
        using var refused = await PostAsync("/api/areas/coast/links/decisions", answer);
        Assert.Equal(status, (int)refused.StatusCode);
        Assert.Equal(parameter, (string?)(await refused.Content.ReadFromJsonAsync<JsonObject>(Now))!["parameter"]);
    }

    [Fact]
    public async Task The_process_links_is_offered_and_runs()
    {
        var described = await GetAsync("/ogc/processes/links");
        Assert.NotNull(described["inputs"]!["studyArea"]);
        using var ran = await PostAsync("/ogc/processes/links/execution", new JsonObject { ["inputs"] = new JsonObject { ["studyArea"] = "empty" }, ["response"] = "document" });
        Assert.Equal(0, (int)(await ran.Content.ReadFromJsonAsync<JsonObject>(Now))!["contracts"]!);
        using var wrong = await PostAsync("/ogc/processes/links/execution", new JsonObject { ["inputs"] = new JsonObject { ["studyArea"] = "empty", ["depth"] = 1 } });
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
    }

    private async Task<JsonNode> GetAsync(string path) => (await host.Client.GetFromJsonAsync<JsonNode>(path, Now))!;

    private Task<HttpResponseMessage> PostAsync(string path, JsonNode? body) => body is null ? host.Client.PostAsync(path, null, Now) : host.Client.PostAsJsonAsync(path, body, Now);
}
