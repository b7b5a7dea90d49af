using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using GunMane.MapApi.Tests.Processes;
using GunMane.TestKit;

namespace GunMane.MapApi.Tests.Conformance;

/// <summary>
/// The abstract tests of OGC API – Processes Part 1 (18-062r2) for the classes that are claimed, one for each requirement; names are those of
/// version 1.0. What is absent stands in docs/reference/ogc-requirements.md.
/// </summary>
public sealed partial class ProcessesRequirements(WaitingHost host) : IClassFixture<WaitingHost>
{
    private const string Exceptions = "http://www.opengis.net/def/exceptions/ogcapi-processes-1/1.0/";
    private static readonly string[] Processes = ["comparison", "firms", "grouping", "links"];

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    private HttpClient Client => host.Client;

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/core/landingpage-op")]
    public async Task The_landing_page_is_at_its_path()
    {
        using var answer = await Client.GetAsync("/ogc", Now);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/core/landingpage-success")]
    public async Task The_landing_page_links_to_definition_conformance_processes_and_jobs()
    {
        var landing = await Client.DocumentAsync("/ogc");
        foreach (var rel in (string[])["service-desc", "conformance", "http://www.opengis.net/def/rel/ogc/1.0/processes", "http://www.opengis.net/def/rel/ogc/1.0/job-list"])
            await Client.DocumentAsync(landing.Href(rel));
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/core/api-definition-op")]
    public async Task The_definition_is_where_the_landing_page_says()
    {
        using var answer = await Client.GetAsync((await Client.DocumentAsync("/ogc")).Href("service-desc"), Now);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/core/api-definition-success")]
    [Trait("Requirement", "ogcapi-processes-1/req/oas30/oas-definition-1")]
    public async Task The_definition_is_OpenApi_3_0()
    {
        using var answer = await Client.GetAsync("/ogc/api", Now);
        Assert.Equal("application/vnd.oai.openapi+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("3.0.", (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!["openapi"], StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/oas30/oas-definition-2")]
    public async Task The_definition_has_what_OpenApi_3_0_demands()
    {
        var definition = await Client.DocumentAsync("/ogc/api");
        Assert.NotNull((string?)definition["info"]!["title"]);
        Assert.NotNull((string?)definition["info"]!["version"]);
        foreach (var (path, operation) in Operations(definition))
        {
            Assert.StartsWith("/", path, StringComparison.Ordinal);
            Assert.All(operation["responses"]!.AsObject(), response => Assert.NotNull((string?)response.Value!["description"]));
            var named = operation["parameters"]!.AsArray().Where(one => (string?)one!["in"] == "path").Select(one => $"{{{one!["name"]}}}");
            Assert.Equal(path.Split('/').Where(part => part.StartsWith('{')).Order(), named.Order());
        }

        var ids = Operations(definition).Select(one => (string)one.Operation["operationId"]!).ToList();
        Assert.Equal(ids.Distinct(), ids);
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/oas30/completeness")]
    public async Task The_definition_names_every_operation_of_the_standard()
    {
        var definition = await Client.DocumentAsync("/ogc/api");
        foreach (var (path, methods) in (IEnumerable<(string, string[])>)
            [("/processes", ["get"]), ("/processes/{processID}", ["get"]), ("/processes/{processID}/execution", ["post"]), ("/jobs", ["get"]), ("/jobs/{jobId}", ["get", "delete"]), ("/jobs/{jobId}/results", ["get"])])
            Assert.Equal(methods, definition["paths"]![path]!.AsObject().Select(one => one.Key));
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/oas30/exception-codes")]
    public async Task The_definition_names_the_codes_of_refusals()
    {
        var definition = await Client.DocumentAsync("/ogc/api");
        using var missing = await Client.GetAsync("/ogc/processes/nowhere", Now);
        Assert.NotNull(definition["paths"]!["/processes/{processID}"]!["get"]!["responses"]![$"{(int)missing.StatusCode}"]);
        using var refused = await Client.ExecuteAsync("sleeping", "{}");
        Assert.NotNull(definition["paths"]!["/processes/{processID}/execution"]!["post"]!["responses"]![$"{(int)refused.StatusCode}"]);
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/oas30/oas-impl")]
    public async Task The_service_answers_what_the_definition_offers()
    {
        var definition = await Client.DocumentAsync("/ogc/api");
        foreach (var (path, operation) in Operations(definition).Where(one => one.Path is "/processes" or "/jobs"))
        {
            foreach (var parameter in operation["parameters"]!.AsArray().Where(one => one!["schema"]!["default"] is not null || one["schema"]!["enum"] is not null))
            {
                var value = parameter!["schema"]!["default"] ?? parameter["schema"]!["enum"]![0];
                using var answer = await Client.GetAsync($"/ogc{path}?{parameter["name"]}={value}", Now);
                Assert.True(answer.IsSuccessStatusCode, $"{path} {parameter["name"]}={value}");
            }
        }
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/core/conformance-op")]
    public async Task Conformance_is_at_its_path()
    {
        using var answer = await Client.GetAsync("/ogc/conformance", Now);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/core/conformance-success")]
    public async Task Conformance_names_the_classes_that_are_claimed()
    {
        var classes = (await Client.DocumentAsync("/ogc/conformance"))["conformsTo"]!.AsArray().Select(one => (string)one!).Where(one => one.Contains("ogcapi-processes-1", StringComparison.Ordinal));
        Assert.Equal(["core", "dismiss", "html", "job-list", "json", "oas30", "ogc-process-description"], classes.Select(one => one["http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/".Length..]).Order());
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/core/http")]
    public async Task Answers_are_HTTP_1_1_with_its_status_codes()
    {
        using var answer = await Client.GetAsync("/ogc/processes", Now);
        Assert.Equal(new Version(1, 1), answer.Version);
        using var wrong = await Client.PutAsync("/ogc/processes", null, Now);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, wrong.StatusCode);
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/core/process-list")]
    public async Task The_process_list_is_at_its_path()
    {
        using var answer = await Client.GetAsync("/ogc/processes", Now);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/core/process-list-success")]
    public async Task The_process_list_has_a_summary_of_each()
    {
        var list = await Client.DocumentAsync("/ogc/processes");
        Assert.Equal(["comparison", "firms", "grouping", "links", "sleeping", "waiting"], list["processes"]!.AsArray().Select(one => (string)one!["id"]!).Order());
        Assert.All(list["processes"]!.AsArray(), one =>
        {
            Assert.NotNull((string?)one!["version"]);
            Assert.Subset(new HashSet<string> { "sync-execute", "async-execute", "dismiss" }, one["jobControlOptions"]!.AsArray().Select(option => (string)option!).ToHashSet());
            Assert.Equal("value", (string?)one["outputTransmission"]!.AsArray().Single());
        });
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/core/pl-limit-definition")]
    public async Task The_limit_of_the_process_list_is_defined()
    {
        var limit = (await Client.DocumentAsync("/ogc/api"))["paths"]!["/processes"]!["get"]!["parameters"]!.AsArray().Single(one => (string?)one!["name"] == "limit")!;
        Assert.Equal(("query", false, "integer", 1, 1000, 100, "form", false), ((string)limit["in"]!, (bool)limit["required"]!, (string)limit["schema"]!["type"]!, (int)limit["schema"]!["minimum"]!,
            (int)limit["schema"]!["maximum"]!, (int)limit["schema"]!["default"]!, (string)limit["style"]!, (bool)limit["explode"]!));
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/core/pl-limit-response")]
    public async Task The_process_list_holds_no_more_than_its_limit()
    {
        for (var limit = 1; limit <= 7; limit++) Assert.Equal(Math.Min(limit, 6), (await Client.DocumentAsync($"/ogc/processes?limit={limit}"))["processes"]!.AsArray().Count);
        using var none = await Client.GetAsync("/ogc/processes?limit=0", Now);
        await none.ProblemAsync(HttpStatusCode.BadRequest);
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/core/pl-links")]
    public async Task The_process_list_links_to_itself_and_goes_on()
    {
        var all = new List<string>();
        for (var next = "/ogc/processes?limit=2"; ;)
        {
            var page = await Client.DocumentAsync(next);
            Assert.All(page["links"]!.AsArray(), link => Assert.NotNull((string?)link!["type"]));
            Assert.EndsWith(next, page.Href("self"), StringComparison.Ordinal);
            all.AddRange(page["processes"]!.AsArray().Select(one => (string)one!["id"]!));
            if (!page.Links("next")) break;
            next = new Uri(page.Href("next")).PathAndQuery;
        }

        Assert.Equal((await Client.DocumentAsync("/ogc/processes"))["processes"]!.AsArray().Select(one => (string)one!["id"]!), all);
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/core/process")]
    public async Task A_description_is_where_the_list_says()
    {
        foreach (var process in (await Client.DocumentAsync("/ogc/processes"))["processes"]!.AsArray()) Assert.Equal((string)process!["id"]!, (string)(await Client.DocumentAsync(process.Href("self")))["id"]!);
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/core/process-success")]
    [Trait("Requirement", "ogcapi-processes-1/req/ogc-process-description/json-encoding")]
    public async Task A_description_has_inputs_and_outputs()
    {
        foreach (var id in Processes)
        {
            var process = await Client.DocumentAsync($"/ogc/processes/{id}");
            Assert.NotEmpty(process["inputs"]!.AsObject());
            Assert.NotEmpty(process["outputs"]!.AsObject());
            Assert.True(process.Links("http://www.opengis.net/def/rel/ogc/1.0/execute"));
        }
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/ogc-process-description/inputs-def")]
    [Trait("Requirement", "ogcapi-processes-1/req/ogc-process-description/input-def")]
    public async Task Inputs_are_described_by_schemas_with_cardinality()
    {
        foreach (var id in Processes)
        {
            foreach (var (_, input) in (await Client.DocumentAsync($"/ogc/processes/{id}"))["inputs"]!.AsObject())
            {
                Assert.NotNull((string?)input!["title"]);
                Assert.Contains((string?)input["schema"]!["type"], (string[])["string", "number", "integer", "array", "object"]);
                Assert.InRange((int)input["minOccurs"]!, 0, (int)input["maxOccurs"]!);
            }
        }
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/ogc-process-description/outputs-def")]
    [Trait("Requirement", "ogcapi-processes-1/req/ogc-process-description/output-def")]
    public async Task Outputs_are_described_by_schemas()
    {
        foreach (var id in Processes) Assert.All((await Client.DocumentAsync($"/ogc/processes/{id}"))["outputs"]!.AsObject(), output => Assert.NotNull((string?)output.Value!["schema"]!["type"]));
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/core/process-exception-no-such-process")]
    public async Task A_process_that_is_not_there()
    {
        foreach (var ask in (Func<Task<HttpResponseMessage>>[])[() => Client.GetAsync("/ogc/processes/nowhere", Now), () => Client.ExecuteAsync("nowhere", "{\"inputs\": {}}")])
        {
            using var answer = await ask();
            Assert.Equal($"{Exceptions}no-such-process", (string?)(await answer.ProblemAsync(HttpStatusCode.NotFound))["type"]);
        }
    }

    private static IEnumerable<(string Path, JsonNode Operation)> Operations(JsonObject definition) => definition["paths"]!.AsObject().SelectMany(path =>
        path.Value!.AsObject().Where(one => one.Key is "get" or "post" or "put" or "patch" or "delete" or "options").Select(one => (path.Key, one.Value!)));
}
