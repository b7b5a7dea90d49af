using System.Net.Http.Json;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GunMane.TestKit;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace GunMane.MapApi.Tests.Http;

/// <summary>
/// The OpenAPI document of our own resources: complete, and the one that is committed. <c>GUNMANE_BLESS=1</c> writes docs/reference/openapi.json anew.
/// </summary>
public sealed partial class OwnApiTests(CoastHost host) : IClassFixture<CoastHost>
{
    private static readonly string Committed = Checkout.At("docs", "reference", "openapi.json");
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_document_is_the_committed_one()
    {
        var text = (await DocumentAsync()).ToJsonString(Readable) + "\n";
        if (Environment.GetEnvironmentVariable("GUNMANE_BLESS") == "1") await File.WriteAllTextAsync(Committed, text, Now);
        Assert.True(File.Exists(Committed), $"There is no {Committed}: write it with GUNMANE_BLESS=1.");
        Assert.Equal(await File.ReadAllTextAsync(Committed, Now), text);
    }

    [Fact]
    public async Task Every_route_of_our_own_is_in_it()
    {
        var routes = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(route => route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Select(method => $"{method} /{route.RoutePattern.RawText!.Trim('/')}") ?? [])
            .Where(route => Own().IsMatch(route)).Where(route => !route.Contains("/api/docs", StringComparison.Ordinal) && !route.Contains("/api/openapi", StringComparison.Ordinal)).Order().ToList();
        Assert.True(routes.Count > 60);
        Assert.Equal(routes, Operations(await DocumentAsync()).Select(one => $"{one.Method.ToUpperInvariant()} {one.Path}").Order());
    }

    [Fact]
    public async Task Every_operation_says_what_it_does_takes_and_answers()
    {
        var operations = Operations(await DocumentAsync()).ToList();
        foreach (var (method, path, operation) in operations)
        {
            var where = $"{method} {path}";
            Assert.True(Summary().IsMatch((string?)operation["summary"] ?? ""), $"{where}: summary");
            Assert.All(operation["parameters"]?.AsArray() ?? [], parameter => Assert.True(((string?)parameter!["description"])?.Length > 0, $"{where}: {parameter["name"]}"));
            var answers = operation["responses"]!.AsObject();
            Assert.True(answers.Any(answer => answer.Key.StartsWith('2')), $"{where}: no answer");
            Assert.True(answers.Where(answer => answer.Key == "200").All(answer => answer.Value!["content"] is JsonObject { Count: > 0 }), $"{where}: 200 of no type");
            foreach (var (status, answer) in answers.Where(answer => !answer.Key.StartsWith('2')))
                Assert.True(answer!["content"]!["application/problem+json"] is not null, $"{where}: {status} is no problem");
            Assert.Contains("default", answers.Select(answer => answer.Key));
            if (method is "post" or "put" or "patch") Assert.True(operation["requestBody"] is not null || path.EndsWith("/undo", StringComparison.Ordinal) || path.EndsWith("/model", StringComparison.Ordinal), $"{where}: no body");
        }

        Assert.Equal(operations.Count, operations.Select(one => (string?)one.Operation["operationId"]).Distinct().Count());
    }

    [Fact]
    public async Task What_is_answered_is_what_the_document_says()
    {
        var document = await DocumentAsync();
        foreach (var path in (string[])["/api/areas", "/api/presets", "/api/profiles"])
        {
            using var answer = await host.Client.GetAsync(path, Now);
            var described = document["paths"]![path]!["get"]!["responses"]![$"{(int)answer.StatusCode}"]!["content"]!.AsObject();
            Assert.Contains(answer.Content.Headers.ContentType!.MediaType!, described.Select(one => one.Key));
        }
    }

    [Fact]
    public async Task The_page_loads_nothing_from_elsewhere()
    {
        var pages = new Queue<string>(["/api/docs/"]);
        var seen = new HashSet<string>();
        while (pages.TryDequeue(out var path))
        {
            if (!seen.Add(path)) continue;
            using var answer = await host.Client.GetAsync(path, Now);
            Assert.True(answer.IsSuccessStatusCode, path);
            if (answer.Content.Headers.ContentType!.MediaType != "text/html") continue;
            Assert.Contains("connect-src 'self'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            foreach (Match source in Source().Matches(await answer.Content.ReadAsStringAsync(Now)))
            {
                var address = new Uri(new Uri(host.Address, path), source.Groups[1].Value);
                Assert.Equal(host.Address.Authority, address.Authority);
                pages.Enqueue(address.PathAndQuery);
            }
        }

        Assert.Contains(seen, path => path.Contains(".js", StringComparison.Ordinal));
    }

    private async Task<JsonObject> DocumentAsync() => (await host.Client.GetFromJsonAsync<JsonObject>("/api/openapi.json", Now))!;

    private static IEnumerable<(string Method, string Path, JsonNode Operation)> Operations(JsonObject document) =>
        document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(one => (one.Key, path.Key, one.Value!)));

    [GeneratedRegex(@"^\w+ /(api|tiles|styles|health)/")]
    private static partial Regex Own();

    [GeneratedRegex(@"^\P{IsBasicLatin}.* \([A-Z][ -~]+\)$")]
    private static partial Regex Summary();

    [GeneratedRegex("""(?:src|href)="([^"#]+)"|https?://[^"' ]*\.(?:js|css|woff2)""")]
    private static partial Regex Source();
}
