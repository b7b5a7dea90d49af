using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using GunMane.TestKit;

namespace GunMane.MapApi.Tests.Http;

/// <summary>What is refused says so in ProblemDetails, by the name of the parameter.</summary>
public sealed class BadInputTests(TestHost host) : IClassFixture<TestHost>
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/api/areas?nonsense=1", 400, "nonsense")]
    [InlineData("/api/areas/nowhere", 404, "area")]
    [InlineData("/api/events", 400, "area")]
    [InlineData("/api/events?area=nowhere", 404, "area")]
    [InlineData("/ogc/jobs?limit=0", 400, "limit")]
    [InlineData("/ogc/jobs?limit=1001", 400, "limit")]
    [InlineData("/ogc/jobs?limit=1.5", 400, "limit")]
    [InlineData("/ogc/jobs?limit=", 400, "limit")]
    [InlineData("/ogc/jobs?limit=1&limit=2", 400, "limit")]
    [InlineData("/ogc/jobs/nonsense", 404, "jobID")]
    [InlineData("/ogc/jobs/00000000-0000-0000-0000-000000000000/results", 404, "jobID")]
    [InlineData("/ogc/processes/nonsense", 404, "processID")]
    public async Task A_refusal_names_the_parameter(string path, int status, string parameter)
    {
        using var answer = await host.Client.GetAsync(path, Now);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonObject>(Now);
        Assert.Equal(parameter, (string?)problem!["parameter"]);
        Assert.Equal(status, (int)problem["status"]!);
        Assert.NotEmpty((string)problem["detail"]!);
        Assert.NotEmpty((string)problem["title"]!);
        Assert.DoesNotContain(host.Log, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/api/areas", """{"code": "x", """, 400, "body")]
    [InlineData("/api/areas", """{"code": "x", "name": 5}""", 400, "body")]
    [InlineData("/api/areas", """{"code": "x", "name": "x", "colour": "red"}""", 400, "body")]
    [InlineData("/api/areas", """{"code": "x"}""", 400, "name")]
    [InlineData("/api/areas", """{"code": "Has Space", "name": "x"}""", 400, "code")]
    [InlineData("/api/areas", "", 400, null)]
    [InlineData("/ogc/processes/nonsense/execution", "{}", 404, "processID")]
    public async Task A_bad_body_is_refused_with_its_place(string path, string body, int status, string? parameter)
    {
        using var answer = await host.Client.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"), Now);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(parameter, (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!["parameter"]);
    }

    [Fact]
    public async Task Malformed_JSON_is_refused_with_line_and_position()
    {
        using var answer = await host.Client.PostAsync("/api/areas", new StringContent("{\"code\": \"x\",\n \"name\" 5}", Encoding.UTF8, "application/json"), Now);
        var problem = await answer.Content.ReadFromJsonAsync<JsonObject>(Now);
        Assert.Equal(2, (int)problem!["line"]!);
        Assert.Equal(9, (int)problem["position"]!);
    }

    [Theory]
    [InlineData("/nowhere", "GET", 404)]
    [InlineData("/api/areas", "PUT", 405)]
    public async Task A_wrong_path_or_method_is_a_problem_too(string path, string method, int status)
    {
        using var answer = await host.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path), Now);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_body_that_is_not_JSON_is_refused()
    {
        using var answer = await host.Client.PostAsync("/api/areas", new StringContent("code=x", Encoding.UTF8, "text/plain"), Now);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("Host", "rebound.example", 421)]
    [InlineData("Origin", "https://elsewhere.example", 403)]
    [InlineData("Origin", "http://127.0.0.1:1", 403)]
    [InlineData("Sec-Fetch-Site", "cross-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-origin", 201)]
    public async Task Other_sites_change_nothing(string header, string value, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/areas")
        {
            Content = JsonContent.Create(new { code = $"c{Guid.NewGuid():N}", name = "x" }),
        };
        request.Headers.TryAddWithoutValidation(header, value);
        using var answer = await host.Client.SendAsync(request, Now);
        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    public async Task The_page_is_served_with_its_guards_compressed_and_by_ETag()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("br"));
        using var answer = await host.Client.SendAsync(request, Now);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("br", answer.Content.Headers.ContentEncoding);
        Assert.Contains("frame-ancestors 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.True(answer.Headers.CacheControl!.NoCache);

        using var again = new HttpRequestMessage(HttpMethod.Get, "/");
        again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await host.Client.SendAsync(again, Now)).StatusCode);
    }

    [Fact]
    public async Task The_log_has_a_line_for_each_request_without_its_query()
    {
        await host.Client.GetAsync("/ogc/jobs?limit=77", Now);
        Assert.Contains(host.Log, line => line.Contains("GET /ogc/jobs 200", StringComparison.Ordinal));
        Assert.DoesNotContain(host.Log, line => line.Contains("77", StringComparison.Ordinal) && line.Contains("limit", StringComparison.Ordinal));
    }
}
