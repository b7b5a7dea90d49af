using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using GunMane.TestKit;

namespace GunMane.MapApi.Tests.Processes;

public sealed class JobTests(WaitingHost host) : IClassFixture<WaitingHost>
{
    private const string Execution = "/ogc/processes/waiting/execution";

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_process_is_listed_and_described()
    {
        var list = await host.Client.GetFromJsonAsync<JsonObject>("/ogc/processes", Now);
        Assert.Contains(list!["processes"]!.AsArray(), process => (string?)process!["id"] == "waiting");
        Assert.DoesNotContain(list["processes"]!.AsArray(), process => (string?)process!["id"] == "model-region");
        var description = await host.Client.GetFromJsonAsync<JsonObject>("/ogc/processes/waiting", Now);
        Assert.Equal(1, (int)description!["inputs"]!["studyArea"]!["minOccurs"]!);
        Assert.Equal("string", (string?)description["outputs"]!["said"]!["schema"]!["type"]);
        Assert.Contains(description["links"]!.AsArray(), link => (string?)link!["rel"] == "http://www.opengis.net/def/rel/ogc/1.0/execute");
    }

    [Fact]
    public async Task Without_a_preference_the_answer_is_the_result()
    {
        using var answer = await PostAsync(new JsonObject { ["name"] = "sync" }, asynchronous: false);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("""{"said":"sync"}""", await answer.Content.ReadAsStringAsync(Now));
    }

    [Fact]
    public async Task With_respond_async_the_answer_is_a_job_that_tells_how_far_it_is()
    {
        using var answer = await PostAsync(new JsonObject { ["name"] = "async", ["wait"] = true }, asynchronous: true);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal("respond-async", answer.Headers.GetValues("Preference-Applied").Single());
        var job = answer.Headers.Location!.ToString();
        var early = await UntilAsync(job, status => (int)status["progress"]! == 40);
        Assert.Equal("running", (string?)early["status"]);
        Assert.Equal("半分ほど", (string?)early["message"]);
        Assert.Equal("waiting", (string?)early["processID"]);
        Assert.Equal("process", (string?)early["type"]);
        using var notYet = await host.Client.GetAsync($"{job}/results", Now);
        Assert.Equal("http://www.opengis.net/def/exceptions/ogcapi-processes-1/1.0/result-not-ready",
            (string?)(await notYet.Content.ReadFromJsonAsync<JsonObject>(Now))!["type"]);

        host.Work.Release("async");
        var late = await UntilAsync(job, status => (string?)status["status"] == "successful");
        Assert.Equal(100, (int)late["progress"]!);
        Assert.Equal("""{"said":"async"}""", await host.Client.GetStringAsync($"{job}/results", Now));
        Assert.Contains((await host.Client.GetFromJsonAsync<JsonObject>("/ogc/jobs", Now))!["jobs"]!.AsArray(),
            listed => (string?)listed!["jobID"] == (string?)late["jobID"]);
    }

    [Fact]
    public async Task A_dismissed_job_is_cancelled_and_stays_dismissed()
    {
        using var answer = await PostAsync(new JsonObject { ["name"] = "dismissed", ["wait"] = true }, asynchronous: true);
        var job = answer.Headers.Location!.ToString();
        await UntilAsync(job, status => (string?)status["status"] == "running");
        var gone = await (await host.Client.DeleteAsync(job, Now)).Content.ReadFromJsonAsync<JsonObject>(Now);
        Assert.Equal("dismissed", (string?)gone!["status"]);
        await TestWait.UntilAsync(() => host.Work.Cancelled.Contains("dismissed"));
        Assert.Equal(HttpStatusCode.Conflict, (await host.Client.DeleteAsync(job, Now)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await host.Client.GetAsync($"{job}/results", Now)).StatusCode);
    }

    [Fact]
    public async Task A_client_that_stops_waiting_dismisses_its_job()
    {
        using var patience = new CancellationTokenSource();
        var waiting = PostAsync(new JsonObject { ["name"] = "left", ["wait"] = true }, asynchronous: false, patience.Token);
        await TestWait.UntilAsync(() => host.Work.Started.Contains("left"));
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await TestWait.UntilAsync(() => host.Work.Cancelled.Contains("left"));
    }

    [Fact]
    public async Task A_refusal_of_the_work_reaches_the_planner_in_words()
    {
        using var answer = await PostAsync(new JsonObject { ["name"] = "refused", ["refuse"] = "半径が大きすぎます。" }, asynchronous: false);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonObject>(Now);
        Assert.Equal("半径が大きすぎます。", (string?)problem!["detail"]);
        Assert.Equal("refuse", (string?)problem["parameter"]);
    }

    [Fact]
    public async Task A_broken_job_fails_once_and_is_not_tried_again()
    {
        using var answer = await PostAsync(new JsonObject { ["name"] = "broken", ["break"] = true }, asynchronous: true);
        var failed = await UntilAsync(answer.Headers.Location!.ToString(), status => (string?)status["status"] == "failed");
        Assert.DoesNotContain("broken", (string?)failed["message"], StringComparison.Ordinal);
        Assert.Single(host.Work.Started, "broken");
    }

    [Theory]
    [InlineData("""{"inputs": {"studyArea": "coast"}}""", "name")]
    [InlineData("""{"inputs": {"name": "x"}}""", "studyArea")]
    [InlineData("""{"inputs": {"name": "x", "studyArea": "nowhere"}}""", "studyArea")]
    [InlineData("""{"inputs": []}""", "inputs")]
    [InlineData("{}", "inputs")]
    [InlineData("""{"inputs": {}, "mode": "x"}""", "mode")]
    public async Task Bad_inputs_are_refused_before_a_job_is_made(string body, string parameter)
    {
        using var answer = await host.Client.PostAsync(Execution, new StringContent(body, System.Text.Encoding.UTF8, "application/json"), Now);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(parameter, (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!["parameter"]);
    }

    private Task<HttpResponseMessage> PostAsync(JsonObject inputs, bool asynchronous, CancellationToken? cancellation = null)
    {
        inputs["studyArea"] = "coast";
        var request = new HttpRequestMessage(HttpMethod.Post, Execution) { Content = JsonContent.Create(new JsonObject { ["inputs"] = inputs, ["response"] = "document" }) };
        if (asynchronous) request.Headers.Add("Prefer", "respond-async");
        return host.Client.SendAsync(request, cancellation ?? Now);
    }

    private async Task<JsonObject> UntilAsync(string job, Func<JsonObject, bool> reached)
    {
        var status = new JsonObject();
        await TestWait.UntilAsync(async () => reached(status = (await host.Client.GetFromJsonAsync<JsonObject>(job, Now))!));
        return status;
    }
}
