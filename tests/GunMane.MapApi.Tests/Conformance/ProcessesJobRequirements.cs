using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using GunMane.TestKit;

namespace GunMane.MapApi.Tests.Conformance;

/// <summary>Jobs, their list, their results, and dismissing them.</summary>
public sealed partial class ProcessesRequirements
{
    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/core/job")]
    public async Task A_job_is_where_its_execution_said()
    {
        using var answer = await Client.GetAsync(await DoneAsync("{}"), Now);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/core/job-success")]
    [Trait("Requirement", "ogcapi-processes-1/req/json/definition")]
    public async Task The_state_of_a_job_has_what_statusInfo_demands()
    {
        var status = await Client.DocumentAsync(await DoneAsync("{}"));
        IsStatus(status);
        Assert.Equal("successful", (string?)status["status"]);
        Assert.True(status.Links("http://www.opengis.net/def/rel/ogc/1.0/results"));
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/core/job-exception-no-such-job")]
    public async Task A_job_that_is_not_there()
    {
        using var answer = await Client.GetAsync("/ogc/jobs/00000000-0000-0000-0000-000000000000", Now);
        Assert.Equal($"{Exceptions}no-such-job", (string?)(await answer.ProblemAsync(HttpStatusCode.NotFound))["type"]);
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/core/job-results")]
    public async Task The_results_of_a_job_are_at_their_path()
    {
        using var answer = await Client.GetAsync($"{await DoneAsync("{}")}/results", Now);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/core/job-results-async-raw-value-one")]
    public async Task One_raw_output_of_a_job_is_itself()
    {
        using var answer = await Client.GetAsync($"{await DoneAsync("""{"response": "raw", "outputs": {"words": {}}}""")}/results", Now);
        await IsWordsAsync(answer);
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/core/job-results-async-raw-value-multi")]
    public async Task Several_raw_outputs_of_a_job_are_multipart()
    {
        using var answer = await Client.GetAsync($"{await DoneAsync("""{"response": "raw"}""")}/results", Now);
        await IsMultipartAsync(answer);
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/core/job-results-async-document")]
    public async Task The_document_of_a_job_is_one_JSON_object()
    {
        using var answer = await Client.GetAsync($"{await DoneAsync("""{"response": "document"}""")}/results", Now);
        await IsDocumentAsync(answer);
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/core/job-results-exception-no-such-job")]
    public async Task Results_of_a_job_that_is_not_there()
    {
        using var answer = await Client.GetAsync("/ogc/jobs/00000000-0000-0000-0000-000000000000/results", Now);
        Assert.Equal($"{Exceptions}no-such-job", (string?)(await answer.ProblemAsync(HttpStatusCode.NotFound))["type"]);
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/core/job-results-exception-results-not-ready")]
    public async Task Results_that_are_not_ready()
    {
        using var accepted = await Client.ExecuteAsync("sleeping", """{"inputs": {"studyArea": "coast", "seconds": 510}}""", asynchronous: true);
        using var answer = await Client.GetAsync($"{accepted.Headers.Location}/results", Now);
        Assert.Equal($"{Exceptions}result-not-ready", (string?)(await answer.ProblemAsync(HttpStatusCode.NotFound))["type"]);
        using var dismissed = await Client.DeleteAsync(accepted.Headers.Location, Now);
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/core/job-results-failed")]
    public async Task Results_of_a_job_that_failed_say_why()
    {
        using var accepted = await Client.ExecuteAsync("waiting", """{"inputs": {"studyArea": "coast", "name": "reason", "refuse": "この半径では作れません。"}}""", asynchronous: true);
        await TestWait.UntilAsync(async () => (string?)(await Client.DocumentAsync($"{accepted.Headers.Location}"))["status"] == "failed");
        using var answer = await Client.GetAsync($"{accepted.Headers.Location}/results", Now);
        Assert.Equal("この半径では作れません。", (string?)(await answer.ProblemAsync(HttpStatusCode.BadRequest))["detail"]);
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/json/content")]
    public async Task Every_document_is_to_be_had_as_JSON()
    {
        foreach (var path in (string[])["/ogc", "/ogc/conformance", "/ogc/processes", "/ogc/processes/grouping", "/ogc/jobs", await DoneAsync("{}")])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Accept = { new("application/json") } } };
            using var answer = await Client.SendAsync(request, Now);
            Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
        }
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/job-list/job-list-op")]
    public async Task The_job_list_is_at_its_path()
    {
        await DoneAsync("{}");
        Assert.NotEmpty((await Client.DocumentAsync("/ogc/jobs"))["jobs"]!.AsArray());
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/job-list/job-list-success")]
    [Trait("Requirement", "ogcapi-processes-1/req/job-list/processID-mandatory")]
    public async Task The_job_list_has_a_state_of_each()
    {
        await DoneAsync("{}");
        Assert.All((await Client.DocumentAsync("/ogc/jobs"))["jobs"]!.AsArray(), job => IsStatus(job!));
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/job-list/type-definition")]
    public async Task The_parameter_for_the_type_of_jobs_is_defined()
    {
        var parameter = (await Client.DocumentAsync("/ogc/api"))["paths"]!["/jobs"]!["get"]!["parameters"]!.AsArray().Single(one => (string?)one!["name"] == "type")!;
        Assert.Equal(("query", false, "array", "form", false), ((string)parameter["in"]!, (bool)parameter["required"]!, (string)parameter["schema"]!["type"]!, (string)parameter["style"]!, (bool)parameter["explode"]!));
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/job-list/processID-definition")]
    public async Task The_parameter_for_the_process_of_jobs_is_defined()
    {
        var parameter = (await Client.DocumentAsync("/ogc/api"))["paths"]!["/jobs"]!["get"]!["parameters"]!.AsArray().Single(one => (string?)one!["name"] == "processID")!;
        Assert.Equal(("query", false, "array", "form", false), ((string)parameter["in"]!, (bool)parameter["required"]!, (string)parameter["schema"]!["type"]!, (string)parameter["style"]!, (bool)parameter["explode"]!));
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/job-list/status-definition")]
    public async Task The_parameter_for_the_state_of_jobs_is_defined()
    {
        var parameter = (await Client.DocumentAsync("/ogc/api"))["paths"]!["/jobs"]!["get"]!["parameters"]!.AsArray().Single(one => (string?)one!["name"] == "status")!;
        Assert.Equal(("query", false, "array", "form", false), ((string)parameter["in"]!, (bool)parameter["required"]!, (string)parameter["schema"]!["type"]!, (string)parameter["style"]!, (bool)parameter["explode"]!));
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/job-list/datetime-definition")]
    public async Task The_parameter_for_the_moment_of_jobs_is_defined()
    {
        var parameter = (await Client.DocumentAsync("/ogc/api"))["paths"]!["/jobs"]!["get"]!["parameters"]!.AsArray().Single(one => (string?)one!["name"] == "datetime")!;
        Assert.Equal(("query", false, "string", "form", false), ((string)parameter["in"]!, (bool)parameter["required"]!, (string)parameter["schema"]!["type"]!, (string)parameter["style"]!, (bool)parameter["explode"]!));
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/job-list/duration-definition")]
    public async Task The_parameter_for_the_duration_of_jobs_is_defined()
    {
        var parameter = (await Client.DocumentAsync("/ogc/api"))["paths"]!["/jobs"]!["get"]!["parameters"]!.AsArray().Single(one => (string?)one!["name"] == "minDuration")!;
        Assert.Equal(("query", false, "integer", "form", false), ((string)parameter["in"]!, (bool)parameter["required"]!, (string)parameter["schema"]!["type"]!, (string)parameter["style"]!, (bool)parameter["explode"]!));
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/job-list/jl-limit-definition")]
    public async Task The_parameter_for_the_limit_of_jobs_is_defined()
    {
        var parameter = (await Client.DocumentAsync("/ogc/api"))["paths"]!["/jobs"]!["get"]!["parameters"]!.AsArray().Single(one => (string?)one!["name"] == "limit")!;
        Assert.Equal(("query", false, "integer", "form", false), ((string)parameter["in"]!, (bool)parameter["required"]!, (string)parameter["schema"]!["type"]!, (string)parameter["style"]!, (bool)parameter["explode"]!));
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/job-list/type-response")]
    public async Task The_list_holds_jobs_of_the_type()
    {
        await DoneAsync("{}");
        Assert.All((await Client.DocumentAsync("/ogc/jobs?type=process"))["jobs"]!.AsArray(), job => Assert.Equal("process", (string?)job!["type"]));
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/job-list/processID-response")]
    public async Task The_list_holds_jobs_of_the_processes()
    {
        await DoneAsync("{}");
        var jobs = (await Client.DocumentAsync("/ogc/jobs?processID=sleeping,nowhere"))["jobs"]!.AsArray();
        Assert.NotEmpty(jobs);
        Assert.All(jobs, job => Assert.Equal("sleeping", (string?)job!["processID"]));
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/job-list/status-response")]
    public async Task The_list_holds_jobs_in_the_states()
    {
        await DoneAsync("{}");
        var jobs = (await Client.DocumentAsync("/ogc/jobs?status=successful"))["jobs"]!.AsArray();
        Assert.NotEmpty(jobs);
        Assert.All(jobs, job => Assert.Equal("successful", (string?)job!["status"]));
        Assert.Empty((await Client.DocumentAsync("/ogc/jobs?status=accepted&processID=nowhere"))["jobs"]!.AsArray());
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/job-list/datetime-response")]
    public async Task The_list_holds_jobs_made_in_the_interval()
    {
        var made = (string)(await Client.DocumentAsync(await DoneAsync("{}")))["created"]!;
        Assert.Single((await Client.DocumentAsync($"/ogc/jobs?datetime={made}"))["jobs"]!.AsArray());
        Assert.All((await Client.DocumentAsync($"/ogc/jobs?datetime={made}/.."))["jobs"]!.AsArray(), job => Assert.True(DateTime.Parse((string)job!["created"]!, CultureInfo.InvariantCulture) >= DateTime.Parse(made, CultureInfo.InvariantCulture)));
        Assert.Empty((await Client.DocumentAsync("/ogc/jobs?datetime=../2000-01-01T00:00:00Z"))["jobs"]!.AsArray());
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/job-list/duration-response")]
    public async Task The_list_holds_jobs_that_took_so_long()
    {
        await DoneAsync("{}");
        Assert.NotEmpty((await Client.DocumentAsync("/ogc/jobs?maxDuration=600&status=successful"))["jobs"]!.AsArray());
        Assert.Empty((await Client.DocumentAsync("/ogc/jobs?minDuration=100000"))["jobs"]!.AsArray());
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/job-list/jl-limit-response")]
    [Trait("Requirement", "ogcapi-processes-1/req/job-list/links")]
    public async Task The_list_holds_no_more_than_its_limit_and_links_on()
    {
        await DoneAsync("{}");
        await DoneAsync("""{"response": "document"}""");
        var page = await Client.DocumentAsync("/ogc/jobs?limit=1&status=successful");
        Assert.Single(page["jobs"]!.AsArray());
        Assert.True(page.Links("self"));
        Assert.NotEqual((string?)page["jobs"]![0]!["jobID"], (string?)(await Client.DocumentAsync(page.Href("next")))["jobs"]![0]!["jobID"]);
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/dismiss/job-dismiss-op")]
    public async Task A_job_is_dismissed_by_DELETE()
    {
        using var accepted = await Client.ExecuteAsync("sleeping", """{"inputs": {"studyArea": "coast", "seconds": 511}}""", asynchronous: true);
        using var answer = await Client.DeleteAsync(accepted.Headers.Location, Now);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/dismiss/job-dismiss-success")]
    public async Task A_dismissed_job_answers_its_state()
    {
        using var accepted = await Client.ExecuteAsync("sleeping", """{"inputs": {"studyArea": "coast", "seconds": 512}}""", asynchronous: true);
        using var answer = await Client.DeleteAsync(accepted.Headers.Location, Now);
        var status = (await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!;
        IsStatus(status);
        Assert.Equal("dismissed", (string?)status["status"]);
    }
}
