using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace GunMane.MapApi.Tests.Conformance;

/// <summary>What the ports of the abstract tests ask again and again.</summary>
internal static class DocumentAsking
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    public static async Task<JsonObject> DocumentAsync(this HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path, Now);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.EndsWith("json", answer.Content.Headers.ContentType!.MediaType!, StringComparison.Ordinal);
        return (await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!;
    }

    public static async Task<HttpResponseMessage> ExecuteAsync(this HttpClient client, string process, string body, bool asynchronous = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/ogc/processes/{process}/execution") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (asynchronous) request.Headers.Add("Prefer", "respond-async");
        return await client.SendAsync(request, Now);
    }

    /// <summary>The problem of a refusal, which says what kind it is.</summary>
    public static async Task<JsonObject> ProblemAsync(this HttpResponseMessage answer, HttpStatusCode status)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        var problem = (await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!;
        Assert.NotNull((string?)problem["type"]);
        Assert.Equal((int)status, (int)problem["status"]!);
        return problem;
    }

    public static string Href(this JsonNode document, string rel) => (string)document["links"]!.AsArray().Single(link => (string?)link!["rel"] == rel)!["href"]!;

    public static bool Links(this JsonNode document, string rel) => document["links"]!.AsArray().Any(link => (string?)link!["rel"] == rel);
}
