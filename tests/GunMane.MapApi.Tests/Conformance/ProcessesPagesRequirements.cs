using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GunMane.TestKit;

namespace GunMane.MapApi.Tests.Conformance;

/// <summary>Processes and jobs as pages: what a program is told, a person is told too.</summary>
public sealed partial class ProcessesRequirements
{
    // Words stand for these on a page: 必須, どの入力も値は 1 個まで.
    private static readonly string[] InWords = ["minOccurs", "maxOccurs"];

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/html/definition")]
    [Trait("Requirement", "ogcapi-processes-1/req/html/content")]
    public async Task Every_document_is_a_page_with_all_that_is_in_it()
    {
        var job = await DoneAsync("""{"response": "document"}""");
        foreach (var path in (string[])["/ogc", "/ogc/conformance", "/ogc/processes", "/ogc/processes?limit=2", "/ogc/processes/grouping", "/ogc/processes/comparison", "/ogc/jobs", "/ogc/jobs?limit=1&status=successful", job, $"{job}/results"])
        {
            using var answer = await PageAsync(HttpMethod.Get, path);
            var page = WebUtility.HtmlDecode(await ReadAsync(answer, HttpStatusCode.OK));
            foreach (var (name, value) in Leaves(await Client.DocumentAsync(path), "").Where(leaf => !InWords.Contains(leaf.Name)))
                Assert.True(page.Contains(name == "href" ? $"href=\"{value}\"" : value, StringComparison.Ordinal), $"{path}: {name} {value}");
        }
    }

    [Theory]
    [InlineData("/ogc/processes")]
    [InlineData("/ogc/jobs")]
    public async Task On_a_page_the_link_to_itself_as_data_leads_to_data(string path)
    {
        using var answer = await PageAsync(HttpMethod.Get, $"{path}?f=html");
        var page = WebUtility.HtmlDecode(await ReadAsync(answer, HttpStatusCode.OK));
        Assert.Matches($"<code>self</code></td><td><a href=\"[^\"?]*{path}\">", page);
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/html/definition")]
    [Trait("Requirement", "ogcapi-processes-1/req/html/content")]
    public async Task The_definition_is_a_page_with_every_operation()
    {
        using var answer = await PageAsync(HttpMethod.Get, "/ogc/api");
        var page = WebUtility.HtmlDecode(await ReadAsync(answer, HttpStatusCode.OK));
        foreach (var (path, operation) in Operations(await Client.DocumentAsync("/ogc/api")))
        {
            Assert.Contains($"{path}</code>", page, StringComparison.Ordinal);
            Assert.Contains((string)operation["summary"]!, page, StringComparison.Ordinal);
        }
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/html/definition")]
    [Trait("Requirement", "ogcapi-processes-1/req/html/content")]
    public async Task Executing_reading_one_result_and_dismissing_answer_pages_too()
    {
        using var executed = await PageAsync(HttpMethod.Post, "/ogc/processes/sleeping/execution", """{"inputs": {"studyArea": "coast", "seconds": 0}}""");
        Assert.Contains("words", await ReadAsync(executed, HttpStatusCode.OK), StringComparison.Ordinal);
        var job = await DoneAsync("{}");
        foreach (var (name, _) in await Client.DocumentAsync($"{await DoneAsync("""{"response": "document"}""")}/results"))
        {
            using var one = await PageAsync(HttpMethod.Get, $"{job}/results/{name}");
            Assert.Contains($"<code>{name}</code>", await ReadAsync(one, HttpStatusCode.OK), StringComparison.Ordinal);
        }

        using var accepted = await Client.ExecuteAsync("sleeping", """{"inputs": {"studyArea": "coast", "seconds": 600}}""", asynchronous: true);
        using var early = await PageAsync(HttpMethod.Get, $"{accepted.Headers.Location}/results");
        Assert.Contains("結果はまだありません。", await ReadAsync(early, HttpStatusCode.NotFound), StringComparison.Ordinal);
        using var dismissed = await PageAsync(HttpMethod.Delete, $"{accepted.Headers.Location}");
        Assert.Contains("取り消し", await ReadAsync(dismissed, HttpStatusCode.OK), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_job_says_never_becomes_part_of_the_page()
    {
        const string evil = "<img src=x onerror=alert(1)>\"'&";
        using var accepted = await Client.ExecuteAsync("waiting", new JsonObject { ["inputs"] = new JsonObject { ["studyArea"] = "coast", ["name"] = "evil", ["refuse"] = evil } }.ToJsonString(), asynchronous: true);
        var job = $"{accepted.Headers.Location}";
        await TestWait.UntilAsync(async () => (string?)(await Client.DocumentAsync(job))["status"] == "failed");
        foreach (var (path, status) in new[] { (job, HttpStatusCode.OK), ($"{job}/results", HttpStatusCode.BadRequest), ("/ogc/jobs?status=failed", HttpStatusCode.OK) })
        {
            using var answer = await PageAsync(HttpMethod.Get, path);
            var page = await ReadAsync(answer, status);
            Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
            Assert.Contains(evil, WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        }
    }

    private async Task<HttpResponseMessage> PageAsync(HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var type in (string[])["text/html", "application/xhtml+xml", "*/*;q=0.8"]) request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse(type));
        return await Client.SendAsync(request, Now);
    }

    private static async Task<string> ReadAsync(HttpResponseMessage answer, HttpStatusCode status)
    {
        var page = await answer.Content.ReadAsStringAsync(Now);
        Assert.True(status == answer.StatusCode, page);
        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("<!DOCTYPE html>", page, StringComparison.Ordinal);
        return page;
    }

    // Every value of a document as a page writes it: thousands separated, moments as machines read them.
    private static IEnumerable<(string Name, string Value)> Leaves(JsonNode? node, string name) => node switch
    {
        JsonObject members => members.SelectMany(member => Leaves(member.Value, member.Key)),
        JsonArray items => items.SelectMany(item => Leaves(item, name)),
        JsonValue value when value.GetValueKind() == JsonValueKind.Number => [(name, value.Deserialize<double>().ToString("#,0.######", CultureInfo.InvariantCulture))],
        JsonValue value when name is "created" or "started" or "finished" or "updated" => [(name, ((string)value!)[..19])],
        JsonValue value when value.ToString().Length > 0 => [(name, value.ToString())],
        _ => [],
    };
}
