using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using GunMane.MapApi.Tests.Processes;
using GunMane.TestKit;

namespace GunMane.MapApi.Tests.Conformance;

/// <summary>Executing a process: its preferences, its body, its inputs, its results.</summary>
public sealed partial class ProcessesRequirements
{
    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/core/job-creation-op")]
    [Trait("Requirement", "ogcapi-processes-1/req/core/job-creation-default-execution-mode")]
    public async Task An_execution_without_a_preference_is_synchronous()
    {
        using var answer = await Client.ExecuteAsync("sleeping", """{"inputs": {"studyArea": "coast", "seconds": 0}}""");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Preference-Applied"));
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/core/job-creation-auto-execution-mode")]
    public async Task An_execution_that_prefers_it_is_asynchronous()
    {
        using var answer = await Client.ExecuteAsync("sleeping", """{"inputs": {"studyArea": "coast", "seconds": 0}}""", asynchronous: true);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal("respond-async", answer.Headers.GetValues("Preference-Applied").Single());
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/core/job-creation-request")]
    public async Task The_body_of_an_execution_is_execute_yaml()
    {
        foreach (var body in (string[])["[]", "{}", """{"inputs": [1]}""", """{"inputs": {"studyArea": "coast", "seconds": 0}, "response": 1}""", """{"inputs": {"studyArea": "coast", "seconds": 0}, "outputs": "words"}"""])
        {
            using var answer = await Client.ExecuteAsync("sleeping", body);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/core/job-creation-inputs")]
    [Trait("Requirement", "ogcapi-processes-1/req/core/job-creation-input-inline")]
    public async Task Inputs_are_given_in_the_body()
    {
        using var answer = await Client.ExecuteAsync("sleeping", """{"inputs": {"studyArea": "coast", "seconds": 0.25}, "outputs": {"slept": {}}}""");
        Assert.Equal("""{"seconds":0.25}""", await answer.Content.ReadAsStringAsync(Now));
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/core/job-creation-input-array")]
    public async Task A_list_is_given_as_an_array()
    {
        using var answer = await Client.ExecuteAsync("sleeping", """{"inputs": {"studyArea": "coast", "seconds": 0, "dreams": ["a", "b"]}}""");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/core/job-creation-input-inline-object")]
    public async Task An_object_is_given_as_a_qualified_value()
    {
        using var answer = await Client.ExecuteAsync("sleeping", """{"inputs": {"studyArea": "coast", "seconds": 0, "weights": {"value": {"a": 1}}}}""");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var wrong = await Client.ExecuteAsync("sleeping", """{"inputs": {"studyArea": "coast", "seconds": 0, "weights": {"value": {"a": 0}}}}""");
        Assert.Equal("weights", (string?)(await wrong.ProblemAsync(HttpStatusCode.BadRequest))["parameter"]);
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/core/job-creation-input-validation")]
    public async Task Inputs_are_held_to_their_schemas()
    {
        using var answer = await Client.ExecuteAsync("sleeping", """{"inputs": {"studyArea": "coast", "seconds": 601}}""");
        Assert.Equal("seconds", (string?)(await answer.ProblemAsync(HttpStatusCode.BadRequest))["parameter"]);
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/core/job-creation-default-outputs")]
    public async Task Without_outputs_all_are_answered()
    {
        using var answer = await Client.ExecuteAsync("sleeping", """{"inputs": {"studyArea": "coast", "seconds": 0}, "response": "document"}""");
        Assert.Equal(["words", "slept"], (await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!.Select(one => one.Key));
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/core/job-creation-sync-raw-value-one")]
    public async Task One_raw_output_is_itself()
    {
        using var answer = await Client.ExecuteAsync("sleeping", """{"inputs": {"studyArea": "coast", "seconds": 0}, "response": "raw", "outputs": {"words": {"transmissionMode": "value"}}}""");
        await IsWordsAsync(answer);
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/core/job-creation-sync-raw-value-multi")]
    public async Task Several_raw_outputs_are_multipart()
    {
        using var answer = await Client.ExecuteAsync("sleeping", """{"inputs": {"studyArea": "coast", "seconds": 0}, "response": "raw"}""");
        await IsMultipartAsync(answer);
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/core/job-creation-sync-document")]
    public async Task A_document_is_one_JSON_object()
    {
        using var answer = await Client.ExecuteAsync("sleeping", """{"inputs": {"studyArea": "coast", "seconds": 0}, "response": "document"}""");
        await IsDocumentAsync(answer);
    }

    [Fact]
    [Trait("Requirement", "ogcapi-processes-1/req/core/job-creation-success-async")]
    public async Task An_asynchronous_execution_answers_its_job()
    {
        using var answer = await Client.ExecuteAsync("sleeping", """{"inputs": {"studyArea": "coast", "seconds": 0}}""", asynchronous: true);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var status = (await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!;
        Assert.Equal((string)status["jobID"]!, answer.Headers.Location!.Segments[^1]);
        IsStatus(status);
    }

    private static void IsStatus(JsonNode status)
    {
        Assert.Equal("process", (string?)status["type"]);
        Assert.True(Guid.TryParse((string?)status["jobID"], out _));
        Assert.NotNull((string?)status["processID"]);
        Assert.Contains((string?)status["status"], (string[])["accepted", "running", "successful", "failed", "dismissed"]);
        Assert.InRange((int)status["progress"]!, 0, 100);
    }

    private static async Task IsWordsAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/plain", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("よく眠った", await answer.Content.ReadAsStringAsync(Now));
    }

    private static async Task IsMultipartAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("multipart/related", answer.Content.Headers.ContentType!.MediaType);
        var text = await answer.Content.ReadAsStringAsync(Now);
        foreach (var id in (string[])["words", "slept"]) Assert.Contains($"Content-ID: <{id}>", text, StringComparison.Ordinal);
    }

    private static async Task IsDocumentAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("""{"words":"よく眠った","slept":{"seconds":0}}""", await answer.Content.ReadAsStringAsync(Now));
    }

    /// <summary>The address of a job that has ended well.</summary>
    private async Task<string> DoneAsync(string wishes)
    {
        var body = JsonNode.Parse(wishes)!.AsObject();
        body["inputs"] = new JsonObject { ["studyArea"] = "coast", ["seconds"] = 0 };
        using var accepted = await Client.ExecuteAsync("sleeping", body.ToJsonString(), asynchronous: true);
        var job = $"{accepted.Headers.Location}";
        await TestWait.UntilAsync(async () => (string?)(await Client.DocumentAsync(job))["status"] == "successful");
        return job;
    }
}
