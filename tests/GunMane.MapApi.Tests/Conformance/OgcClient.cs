using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using GunMane.TestKit;

namespace GunMane.MapApi.Tests.Conformance;

/// <summary>Requests of the abstract tests, and what they look at in an answer.</summary>
internal sealed class OgcClient(TestHost host)
{
    public const string GeoJson = "application/geo+json";

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    /// <summary>GET that must succeed with JSON.</summary>
    public async Task<JsonObject> GetAsync(string path, string? accept = null)
    {
        using var answer = await SendAsync(HttpMethod.Get, path, accept: accept);
        var text = await answer.Content.ReadAsStringAsync(Now);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {answer.StatusCode} {text}");
        return JsonNode.Parse(text)!.AsObject();
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, JsonNode? body = null, string? type = GeoJson, string? ifMatch = null, string? accept = null, string? contentCrs = null, string? prefer = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToJsonString()));
            if (type is not null) request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        }

        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        if (accept is not null) request.Headers.TryAddWithoutValidation("Accept", accept);
        if (prefer is not null) request.Headers.TryAddWithoutValidation("Prefer", prefer);
        if (contentCrs is not null) request.Headers.TryAddWithoutValidation("Content-Crs", contentCrs);
        return await host.Client.SendAsync(request, Now);
    }

    /// <summary>Status of a GET.</summary>
    public async Task<HttpStatusCode> StatusAsync(string path)
    {
        using var answer = await SendAsync(HttpMethod.Get, path);
        return answer.StatusCode;
    }

    public static async Task<JsonObject> JsonAsync(HttpResponseMessage answer) => JsonNode.Parse(await answer.Content.ReadAsStringAsync(Now))!.AsObject();

    public static string? Href(JsonNode document, string relation) =>
        (string?)document["links"]!.AsArray().FirstOrDefault(link => (string?)link!["rel"] == relation)?["href"];

    public static IReadOnlyList<string> Ids(JsonNode page) => [.. page["features"]!.AsArray().Select(feature => feature!["id"]!.ToString())];

    /// <summary>Ids of all pages, in their order.</summary>
    public async Task<IReadOnlyList<string>> AllAsync(string path)
    {
        List<string> ids = [];
        for (var next = (string?)path; next is not null;)
        {
            var page = await GetAsync(next);
            ids.AddRange(Ids(page));
            next = Href(page, "next");
        }

        return ids;
    }
}
