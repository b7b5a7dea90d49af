using System.Net;
using System.Net.Http.Json;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using GunMane.MapApi.Http.Limiting;
using GunMane.MapApi.Options;
using GunMane.MapApi.Tests.Commands;
using GunMane.Spatial.Model;
using GunMane.TestKit;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace GunMane.MapApi.Tests.Http.Limiting;

/// <summary>The made-up coast with limits that a test reaches.</summary>
public sealed class NarrowHost : CoastHost
{
    protected override HostSettings Configure(HostSettings settings) => settings with
    {
        Limits = new Limits { JsonBytes = 2000, GeometryBytes = 5000, ZoneFileBytes = 8000, UploadBytes = 20_000, EventStreams = 2 },
    };
}

/// <summary>How large a request may be, and that each refusal says which limit that was.</summary>
public sealed class LimitTests(NarrowHost host) : IClassFixture<NarrowHost>
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("POST", "/api/areas", 2001, "jsonBytes", 2000)]
    [InlineData("POST", "/api/areas/coast/regroup", 2001, "jsonBytes", 2000)]
    [InlineData("POST", "/ogc/processes/grouping/execution", 2001, "jsonBytes", 2000)]
    [InlineData("POST", "/api/areas/coast/membership", 5001, "geometryBytes", 5000)]
    [InlineData("POST", "/api/scenarios/00000000-0000-4000-d000-000000000001/edits", 5001, "geometryBytes", 5000)]
    [InlineData("POST", "/api/areas/coast/zones/import", 8001, "zoneFileBytes", 8000)]
    [InlineData("PUT", "/api/areas/coast/profiles/mine", 2001, "jsonBytes", 2000)]
    public async Task A_body_that_is_too_large_is_refused_by_the_limit_of_its_kind(string method, string path, int bytes, string limit, long value)
    {
        foreach (var chunked in (bool[])[false, true])
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = Body(bytes, chunked) };
            using var answer = await host.Client.SendAsync(request, Now);
            await RefusedAsync(answer, 413, limit, value);
        }
    }

    [Fact]
    public async Task A_body_just_within_its_limit_is_read()
    {
        using var answer = await host.Client.PostAsync("/api/areas", Body(2000, chunked: false), Now);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task An_upload_that_is_too_large_leaves_nothing_behind()
    {
        using var form = new MultipartFormDataContent { { new StreamContent(new MemoryStream(new byte[50_000])), "files", "parks.csv" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/areas/coast/imports") { Content = form, Headers = { TransferEncodingChunked = true } };
        using var answer = await host.Client.SendAsync(request, Now);
        await RefusedAsync(answer, 413, "uploadBytes", 20_000);
        Assert.Empty(Directory.GetDirectories(Path.Combine(host.Services.GetRequiredService<HostSettings>().Home, "uploads")));
    }

    [Fact]
    public async Task Filters_are_refused_by_the_limit_that_they_break()
    {
        await FilterAsync(string.Concat(Enumerable.Repeat("NOT (", 60)) + "dense_id = 1" + new string(')', 60), "filterDepth", 48);
        await FilterAsync(string.Join(" OR ", Enumerable.Repeat("dense_id=1", 2000)), "filterNodes", 5000);
        await FilterAsync($"name = '{new string('x', 100_001)}'", "filterCharacters", 100_000);
        using var longer = await host.Client.GetAsync($"/ogc/collections/assets/items?filter={new string('x', 300_000)}", Now);
        Assert.Equal(HttpStatusCode.RequestUriTooLong, longer.StatusCode);
    }

    [Fact]
    public async Task Streams_beyond_those_allowed_are_refused_and_come_in_when_one_ends()
    {
        var one = await host.Client.GetAsync("/api/events?area=coast", HttpCompletionOption.ResponseHeadersRead, Now);
        using var two = await host.Client.GetAsync("/api/events?area=coast", HttpCompletionOption.ResponseHeadersRead, Now);
        using (var three = await host.Client.GetAsync("/api/events?area=coast", HttpCompletionOption.ResponseHeadersRead, Now)) await RefusedAsync(three, 503, "eventStreams", 2);
        one.Dispose();
        await TestWait.UntilAsync(async () =>
        {
            using var again = await host.Client.GetAsync("/api/events?area=coast", HttpCompletionOption.ResponseHeadersRead, Now);
            return again.StatusCode == HttpStatusCode.OK;
        });
    }

    [Fact]
    public void Every_route_with_a_kind_of_its_own_exists()
    {
        var routes = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(route => route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(method => $"{method} {route.RoutePattern.RawText}"));
        Assert.Empty(RequestKind.Routes.Except(routes));
    }

    [Fact]
    public void Every_limit_is_documented_with_its_default()
    {
        var text = File.ReadAllText(Checkout.At("docs", "reference", "limits.md"));
        foreach (var limit in typeof(Limits).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.PropertyType != typeof(Type)))
        {
            var name = char.ToLowerInvariant(limit.Name[0]) + limit.Name[1..];
            Assert.Contains(name is "heavyAtOnce" or "coldTilesAtOnce" ? $"| `{name}` | 2 × cores, at least 4 |" : $"| `{name}` | {limit.GetValue(new Limits())} |", text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{"heavyAtOnce": 0}""", "heavyAtOnce")]
    [InlineData("""{"requestLineBytes": 2000000}""", "requestLineBytes")]
    [InlineData("""{"heavyAtOne": 5}""", "heavyAtOne")]
    public async Task Limits_that_cannot_be_stop_the_start(string json, string named)
    {
        var home = Directory.CreateTempSubdirectory("gunmane-limits-").FullName;
        await File.WriteAllTextAsync(Path.Combine(home, "limits.json"), json, Now);
        await using var service = ServiceProcess.Start(["serve", "--home", home, "--port", "0", "--limits", Path.Combine(home, "limits.json")]);
        await service.EndedAsync(Now);
        Assert.Equal(1, service.ExitCode);
        Assert.Contains(named, service.Output, StringComparison.Ordinal);
        Directory.Delete(home, recursive: true);
    }

    /// <summary>That an answer is a refusal which names a limit.</summary>
    internal static async Task RefusedAsync(HttpResponseMessage answer, int status, string limit, long value)
    {
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        var problem = (await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!;
        Assert.Equal($"{limit} {value}", $"{problem["limit"]!["name"]} {problem["limit"]!["value"]}");
        Assert.Matches(@"[ぁ-ん].*\([A-Z]", (string?)problem["detail"]);
        Assert.Equal(status is 429 or 503, answer.Headers.RetryAfter is not null);
    }

    private static HttpContent Body(int bytes, bool chunked)
    {
        var json = Encoding.UTF8.GetBytes($$"""{"name": "{{new string('x', bytes - 12)}}"}""");
        Assert.Equal(bytes, json.Length);
        HttpContent content = chunked ? new Unmeasured(json) : new ByteArrayContent(json);
        content.Headers.ContentType = new("application/json");
        return content;
    }

    private async Task FilterAsync(string filter, string limit, long value)
    {
        using var answer = await host.Client.GetAsync($"/ogc/collections/assets/items?filter={Uri.EscapeDataString(filter)}", Now);
        await RefusedAsync(answer, 400, limit, value);
    }

    /// <summary>Content that does not say how long it is.</summary>
    private sealed class Unmeasured(byte[] bytes) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(bytes).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
