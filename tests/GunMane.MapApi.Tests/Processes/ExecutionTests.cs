using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using GunMane.TestKit;

namespace GunMane.MapApi.Tests.Processes;

/// <summary>What an execution answers: raw values or a document, of the outputs asked for; and what it refuses, by name.</summary>
public sealed class ExecutionTests(WaitingHost host) : IClassFixture<WaitingHost>
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_output_is_answered_as_it_is()
    {
        using var answer = await PostAsync("""{"inputs": {"studyArea": "coast", "seconds": 0}, "outputs": {"words": {}}}""");
        Assert.Equal("text/plain", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("よく眠った", await answer.Content.ReadAsStringAsync(Now));
    }

    [Fact]
    public async Task Several_outputs_are_parts_of_one_answer()
    {
        using var answer = await PostAsync("""{"inputs": {"studyArea": "coast", "seconds": 0}, "response": "raw"}""");
        Assert.Equal("multipart/related", answer.Content.Headers.ContentType!.MediaType);
        var boundary = answer.Content.Headers.ContentType.Parameters.Single(one => one.Name == "boundary").Value;
        var parts = (await answer.Content.ReadAsStringAsync(Now)).Split($"--{boundary}").Select(part => part.Trim('\r', '\n')).ToArray();
        Assert.Equal(["", "--"], [parts[0], parts[^1]]);
        Assert.Equal("Content-Type: text/plain; charset=utf-8\r\nContent-ID: <words>\r\n\r\nよく眠った", parts[1]);
        Assert.Equal("Content-Type: application/json; charset=utf-8\r\nContent-ID: <slept>\r\n\r\n{\"seconds\":0}", parts[2]);
    }

    [Fact]
    public async Task A_document_holds_the_outputs_asked_for()
    {
        using var all = await PostAsync("""{"inputs": {"studyArea": "coast", "seconds": 0}, "response": "document"}""");
        Assert.Equal("""{"words":"よく眠った","slept":{"seconds":0}}""", await all.Content.ReadAsStringAsync(Now));
        using var one = await PostAsync("""{"inputs": {"studyArea": "coast", "seconds": 0}, "response": "document", "outputs": {"slept": {"transmissionMode": "value"}}}""");
        Assert.Equal("""{"slept":{"seconds":0}}""", await one.Content.ReadAsStringAsync(Now));
    }

    [Fact]
    public async Task The_results_of_a_job_are_answered_as_its_execution_asked()
    {
        using var accepted = await PostAsync("""{"inputs": {"studyArea": "coast", "seconds": 0.01}, "outputs": {"words": {}}}""", asynchronous: true);
        var job = accepted.Headers.Location!;
        await TestWait.UntilAsync(async () => (string?)(await host.Client.GetFromJsonAsync<JsonObject>(job, Now))!["status"] == "successful");
        using var results = await host.Client.GetAsync($"{job}/results", Now);
        Assert.Equal("text/plain", results.Content.Headers.ContentType!.MediaType);
        Assert.Equal("よく眠った", await host.Client.GetStringAsync($"{job}/results/words", Now));
        using var other = await host.Client.GetAsync($"{job}/results/slept", Now);
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
        Assert.Equal("outputID", (string?)(await other.Content.ReadFromJsonAsync<JsonObject>(Now))!["parameter"]);
    }

    [Theory]
    [InlineData("""{"inputs": {"studyArea": {"value": "coast"}, "seconds": {"value": 0}}}""")]
    [InlineData("""{"inputs": {"studyArea": "coast", "seconds": 0, "mood": "restless", "dreams": ["a", "b"], "weights": {"a": 1}}}""")]
    [InlineData("""{"inputs": {"studyArea": "coast", "seconds": 0, "weights": {"value": {"b": 2}, "mediaType": "application/json"}}}""")]
    public async Task Inputs_as_described_are_taken(string body)
    {
        using var answer = await PostAsync(body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Now));
    }

    [Theory]
    [InlineData("""{"inputs": {"seconds": 0}}""", "studyArea")]
    [InlineData("""{"inputs": {"studyArea": "coast"}}""", "seconds")]
    [InlineData("""{"inputs": {"studyArea": "coast", "seconds": "0"}}""", "seconds")]
    [InlineData("""{"inputs": {"studyArea": "coast", "seconds": -1}}""", "seconds")]
    [InlineData("""{"inputs": {"studyArea": "coast", "seconds": 601}}""", "seconds")]
    [InlineData("""{"inputs": {"studyArea": "coast", "seconds": {"href": "http://127.0.0.1/"}}}""", "seconds")]
    [InlineData("""{"inputs": {"studyArea": "coast", "seconds": 0, "mood": "angry"}}""", "mood")]
    [InlineData("""{"inputs": {"studyArea": "coast", "seconds": 0, "dreams": "a"}}""", "dreams")]
    [InlineData("""{"inputs": {"studyArea": "coast", "seconds": 0, "dreams": [1]}}""", "dreams")]
    [InlineData("""{"inputs": {"studyArea": "coast", "seconds": 0, "weights": {"c": 1}}}""", "weights")]
    [InlineData("""{"inputs": {"studyArea": "coast", "seconds": 0, "weights": {"a": 0}}}""", "weights")]
    [InlineData("""{"inputs": {"studyArea": "coast", "seconds": 0, "weights": {"a": 1.5}}}""", "weights")]
    [InlineData("""{"inputs": {"studyArea": "coast", "seconds": 0, "colour": "red"}}""", "colour")]
    [InlineData("""{"inputs": {"studyArea": "coast", "seconds": 0}, "response": "both"}""", "response")]
    [InlineData("""{"inputs": {"studyArea": "coast", "seconds": 0}, "outputs": ["words"]}""", "outputs")]
    [InlineData("""{"inputs": {"studyArea": "coast", "seconds": 0}, "outputs": {"noise": {}}}""", "noise")]
    [InlineData("""{"inputs": {"studyArea": "coast", "seconds": 0}, "outputs": {"words": 5}}""", "words")]
    [InlineData("""{"inputs": {"studyArea": "coast", "seconds": 0}, "outputs": {"words": ["value"]}}""", "words")]
    [InlineData("""{"inputs": {"studyArea": "coast", "seconds": 0}, "outputs": {"words": {"transmissionMode": 7}}}""", "words")]
    [InlineData("""{"inputs": {"studyArea": "coast", "seconds": 0}, "outputs": {"words": {"format": 3}}}""", "words")]
    [InlineData("""{"inputs": {"studyArea": "coast", "seconds": 0}, "outputs": {"words": {"format": {"mediaType": {}}}}}""", "words")]
    [InlineData("""{"inputs": {"studyArea": "coast", "seconds": 0}, "outputs": {"words": {"transmissionMode": "reference"}}}""", "words")]
    [InlineData("""{"inputs": {"studyArea": "coast", "seconds": 0}, "outputs": {"words": {"format": {"mediaType": "image/png"}}}}""", "words")]
    [InlineData("""{"inputs": {"studyArea": "coast", "seconds": 0}, "subscriber": {}}""", "subscriber")]
    public async Task What_is_not_as_described_is_refused_by_name(string body, string parameter)
    {
        using var answer = await PostAsync(body);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(parameter, (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!["parameter"]);
    }

    [Fact]
    public async Task Every_described_input_of_the_grouping_is_held_to_its_description()
    {
        var inputs = (await host.Client.GetFromJsonAsync<JsonObject>("/ogc/processes/grouping", Now))!["inputs"]!.AsObject();
        var wrong = inputs.SelectMany(input => Wrong(input.Value!["schema"]!.AsObject()).Select(value => (input.Key, value))).ToList();
        Assert.True(wrong.Count > inputs.Count);
        foreach (var (name, value) in wrong)
        {
            var body = new JsonObject { ["inputs"] = new JsonObject { ["studyArea"] = "coast", [name] = value } };
            using var answer = await host.Client.PostAsJsonAsync("/ogc/processes/grouping/execution", body, Now);
            Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, body.ToJsonString());
            Assert.Equal(name, (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!["parameter"]);
        }
    }

    [Theory]
    [InlineData("before")]
    [InlineData("after")]
    public async Task A_comparison_with_a_run_of_nowhere_is_refused_by_its_input(string input)
    {
        var inputs = new JsonObject { ["studyArea"] = "coast", ["before"] = "00000000-0000-4000-b000-000000000001", ["after"] = "00000000-0000-4000-b000-000000000002" };
        inputs[input] = "00000000-0000-4000-b000-00000000000f";
        using var answer = await host.Client.PostAsJsonAsync("/ogc/processes/comparison/execution", new JsonObject { ["inputs"] = inputs }, Now);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(input, (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!["parameter"]);
    }

    private static IEnumerable<JsonNode> Wrong(JsonObject schema)
    {
        yield return (string?)schema["type"] is "string" ? JsonValue.Create(7) : JsonValue.Create("x");
        if (schema["minimum"] is { } least) yield return JsonValue.Create(least.GetValue<double>() - 1);
        if (schema["maximum"] is { } most) yield return JsonValue.Create(most.GetValue<double>() + 1);
        if (schema["enum"] is not null) yield return JsonValue.Create("nonsense");
        if (schema["items"]?["enum"] is not null) yield return new JsonArray("nonsense");
        if (schema["propertyNames"] is not null) yield return new JsonObject { ["nonsense"] = 1 };
    }

    private async Task<HttpResponseMessage> PostAsync(string body, bool asynchronous = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/ogc/processes/sleeping/execution") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (asynchronous) request.Headers.Add("Prefer", "respond-async");
        return await host.Client.SendAsync(request, Now);
    }
}
