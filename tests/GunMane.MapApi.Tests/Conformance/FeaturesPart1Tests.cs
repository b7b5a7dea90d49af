using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace GunMane.MapApi.Tests.Conformance;

/// <summary>The abstract tests of OGC 17-069r4: core, GeoJSON, HTML, OpenAPI 3.0.</summary>
public sealed class FeaturesPart1Tests(CoastHost host) : IClassFixture<CoastHost>
{
    private const string Conf = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/";
    private const string Assets = "/ogc/collections/assets/items";
    private static readonly string[] Collections = ["municipalities", "assets", "contractors", "contracts", "groups", "zones"];
    private readonly OgcClient client = new(host);

    public static TheoryData<string> Pages => ["/ogc", "/ogc/conformance", "/ogc/api", "/ogc/functions", "/ogc/collections", "/ogc/collections/assets", Assets, $"{Assets}/00000000-0000-4000-8000-000000001000", "/ogc/collections/contracts/items?limit=3"];

    [Fact]
    [Trait("Requirement", "ogcapi-features-1/req/core/root-op")]
    [Trait("Requirement", "ogcapi-features-1/req/core/root-success")]
    public async Task The_landing_page_leads_to_everything()
    {
        var landing = await client.GetAsync("/ogc");
        foreach (var relation in new[] { "self", "alternate", "service-desc", "conformance", "data" }) Assert.NotNull(OgcClient.Href(landing, relation));
    }

    [Fact]
    [Trait("Requirement", "ogcapi-features-1/req/core/api-definition-op")]
    [Trait("Requirement", "ogcapi-features-1/req/core/api-definition-success")]
    [Trait("Requirement", "ogcapi-features-1/req/oas30/oas-definition-1")]
    [Trait("Requirement", "ogcapi-features-1/req/oas30/oas-definition-2")]
    public async Task The_API_definition_is_OpenAPI_3_0()
    {
        var link = (await client.GetAsync("/ogc"))["links"]!.AsArray().Single(link => (string?)link!["rel"] == "service-desc")!;
        Assert.Equal("application/vnd.oai.openapi+json;version=3.0", (string?)link["type"]);
        using var answer = await client.SendAsync(HttpMethod.Get, (string)link["href"]!, accept: (string?)link["type"]);
        Assert.Equal("application/vnd.oai.openapi+json", answer.Content.Headers.ContentType!.MediaType);
        var document = await OgcClient.JsonAsync(answer);
        Assert.StartsWith("3.0.", (string)document["openapi"]!, StringComparison.Ordinal);
        Assert.NotEmpty((string)document["info"]!["title"]!);
        Assert.NotEmpty(document["paths"]!.AsObject());
    }

    [Fact]
    [Trait("Requirement", "ogcapi-features-1/req/core/conformance-op")]
    [Trait("Requirement", "ogcapi-features-1/req/core/conformance-success")]
    public async Task The_conformance_classes_are_declared()
    {
        var classes = (await client.GetAsync("/ogc/conformance"))["conformsTo"]!.AsArray().Select(one => (string)one!).ToList();
        Assert.Equal(classes.Count, classes.Distinct().Count());
        foreach (var name in new[] { "core", "geojson", "html", "oas30" }) Assert.Contains(Conf + name, classes);
    }

    [Fact]
    [Trait("Requirement", "ogcapi-features-1/req/core/http")]
    public async Task Answers_are_HTTP_1_1_and_other_methods_are_405()
    {
        using var get = await client.SendAsync(HttpMethod.Get, "/ogc");
        Assert.Equal(HttpVersion.Version11, get.Version);
        using var post = await client.SendAsync(HttpMethod.Post, "/ogc", new JsonObject());
        Assert.Equal(HttpStatusCode.MethodNotAllowed, post.StatusCode);
        Assert.Contains("GET", post.Content.Headers.Allow);
        foreach (var path in new[] { "/ogc", "/ogc/api", "/ogc/collections", "/ogc/collections/assets", "/ogc/collections/assets/schema", $"{Assets}?limit=3", $"{Assets}/00000000-0000-4000-8000-000000001000" })
        {
            using var head = await client.SendAsync(HttpMethod.Head, path);
            using var whole = await client.SendAsync(HttpMethod.Get, path);
            Assert.Equal((HttpStatusCode.OK, whole.Content.Headers.ContentType), (head.StatusCode, head.Content.Headers.ContentType));
            Assert.Empty(await head.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        }

    }

    [Theory]
    [Trait("Requirement", "ogcapi-features-1/req/core/query-param-unknown")]
    [MemberData(nameof(Pages))]
    public async Task An_unknown_parameter_is_400(string path) =>
        Assert.Equal(HttpStatusCode.BadRequest, await client.StatusAsync(path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "unbekannt=1"));

    [Theory]
    [Trait("Requirement", "ogcapi-features-1/req/core/query-param-invalid")]
    [InlineData("limit=0")]
    [InlineData("limit=many")]
    [InlineData("bbox=1,2,3")]
    [InlineData("bbox=a,b,c,d")]
    [InlineData("datetime=2026-13-01")]
    [InlineData("f=gml")]
    public async Task An_invalid_parameter_is_400(string query) => Assert.Equal(HttpStatusCode.BadRequest, await client.StatusAsync($"{Assets}?{query}"));

    [Fact]
    [Trait("Requirement", "ogcapi-features-1/req/core/crs84")]
    public async Task Geometries_are_longitude_latitude_unless_asked_otherwise()
    {
        using var answer = await client.SendAsync(HttpMethod.Get, "/ogc/collections/municipalities/items");
        Assert.Equal("<http://www.opengis.net/def/crs/OGC/1.3/CRS84>", answer.Headers.GetValues("Content-Crs").Single());
        var at = (await OgcClient.JsonAsync(answer))["features"]![0]!["geometry"]!["coordinates"]![0]![0]![0]!;
        Assert.InRange((double)at[0]!, 139.9, 140.2);
        Assert.InRange((double)at[1]!, 30.9, 31.2);
    }

    [Fact]
    [Trait("Requirement", "ogcapi-features-1/req/core/fc-md-op")]
    [Trait("Requirement", "ogcapi-features-1/req/core/fc-md-success")]
    [Trait("Requirement", "ogcapi-features-1/req/core/fc-md-links")]
    [Trait("Requirement", "ogcapi-features-1/req/core/fc-md-items")]
    [Trait("Requirement", "ogcapi-features-1/req/core/fc-md-items-links")]
    [Trait("Requirement", "ogcapi-features-1/req/core/fc-md-extent")]
    [Trait("Requirement", "ogcapi-features-1/req/core/fc-md-extent-multi")]
    [Trait("Requirement", "ogcapi-features-1/req/core/sfc-md-op")]
    [Trait("Requirement", "ogcapi-features-1/req/core/sfc-md-success")]
    public async Task Every_collection_is_described_alike_in_the_list_and_alone()
    {
        var list = await client.GetAsync("/ogc/collections");
        Assert.NotNull(OgcClient.Href(list, "self"));
        Assert.NotNull(OgcClient.Href(list, "alternate"));
        Assert.Equal(Collections, list["collections"]!.AsArray().Select(one => (string)one!["id"]!));
        foreach (var collection in list["collections"]!.AsArray())
        {
            var alone = await client.GetAsync($"/ogc/collections/{collection!["id"]}");
            foreach (var member in new[] { "id", "title", "description", "extent", "itemType" }) Assert.Equal(collection[member]!.ToJsonString(), alone[member]!.ToJsonString());
            var items = alone["links"]!.AsArray().Where(link => (string?)link!["rel"] == "items").ToList();
            Assert.Equal(["application/geo+json", "text/html"], items.Select(link => (string)link!["type"]!));
            var box = alone["extent"]!["spatial"]!["bbox"]!.AsArray().Single()!.AsArray().Select(edge => (double)edge!).ToList();
            Assert.True(box.Count == 4 && box[0] <= box[2] && box[1] <= box[3]);
            var all = (int)(await client.GetAsync($"{items[0]!["href"]}?limit=1"))["numberMatched"]!;
            var within = (int)(await client.GetAsync(string.Create(CultureInfo.InvariantCulture, $"{items[0]!["href"]}?limit=1&bbox={string.Join(',', box)}")))["numberMatched"]!;
            Assert.Equal((string?)collection["id"] switch { "contracts" => 0, "contractors" => 10, _ => all }, within);
        }
    }

    [Fact]
    [Trait("Requirement", "ogcapi-features-1/req/core/fc-op")]
    [Trait("Requirement", "ogcapi-features-1/req/core/fc-response")]
    [Trait("Requirement", "ogcapi-features-1/req/core/fc-links")]
    [Trait("Requirement", "ogcapi-features-1/req/core/fc-rel-type")]
    [Trait("Requirement", "ogcapi-features-1/req/core/fc-timeStamp")]
    [Trait("Requirement", "ogcapi-features-1/req/core/fc-numberMatched")]
    [Trait("Requirement", "ogcapi-features-1/req/core/fc-numberReturned")]
    public async Task A_page_says_when_how_many_and_where_it_goes_on()
    {
        foreach (var collection in Collections)
        {
            var page = await client.GetAsync($"/ogc/collections/{collection}/items?limit=1");
            Assert.Equal("FeatureCollection", (string?)page["type"]);
            foreach (var relation in new[] { "self", "alternate", "collection" }) Assert.NotNull(OgcClient.Href(page, relation));
            Assert.All(page["links"]!.AsArray(), link => Assert.NotEmpty((string)link!["type"]!));
            Assert.InRange(DateTimeOffset.Parse((string)page["timeStamp"]!, CultureInfo.InvariantCulture), DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(5));
            Assert.Equal(1, (int)page["numberReturned"]!);
            Assert.Equal((await client.AllAsync($"/ogc/collections/{collection}/items?limit=7")).Count, (int)page["numberMatched"]!);
        }
    }

    [Fact]
    [Trait("Requirement", "ogcapi-features-1/req/core/fc-limit-definition")]
    [Trait("Requirement", "ogcapi-features-1/req/core/fc-bbox-definition")]
    [Trait("Requirement", "ogcapi-features-1/req/core/fc-time-definition")]
    public async Task The_parameters_are_defined_as_the_standard_does()
    {
        var document = await client.GetAsync("/ogc/api");
        var paths = document["paths"]!;
        // Where QGIS looks.
        Assert.Equal(10_000, (int)document["components"]!["parameters"]!["limit"]!["schema"]!["default"]!);
        foreach (var collection in Collections)
        {
            var parameters = paths[$"/collections/{collection}/items"]!["get"]!["parameters"]!.AsArray().ToDictionary(one => (string)one!["name"]!, one => one!);
            foreach (var name in new[] { "limit", "bbox", "datetime" })
                Assert.Equal(("query", false, "form", name == "bbox" ? false : (bool)parameters[name]["explode"]!), ((string)parameters[name]["in"]!, (bool)parameters[name]["required"]!, (string)parameters[name]["style"]!, (bool)parameters[name]["explode"]!));
            var (limit, bbox) = (parameters["limit"]["schema"]!, parameters["bbox"]["schema"]!);
            Assert.Equal(("integer", 1, 10_000, 10_000), ((string)limit["type"]!, (int)limit["minimum"]!, (int)limit["maximum"]!, (int)limit["default"]!));
            Assert.Equal(("array", "number"), ((string)bbox["type"]!, (string)bbox["items"]!["type"]!));
            Assert.Equal([4, 6], bbox["oneOf"]!.AsArray().Select(one => (int)one!["minItems"]!));
            Assert.Equal("string", (string?)parameters["datetime"]["schema"]!["type"]);
        }
    }

    [Theory]
    [Trait("Requirement", "ogcapi-features-1/req/core/fc-limit-response-1")]
    [InlineData(1, 1)]
    [InlineData(54, 54)]
    [InlineData(55, 55)]
    [InlineData(10_000, 55)]
    [InlineData(10_001, 55)]
    public async Task A_page_has_no_more_than_its_limit(int limit, int expected) =>
        Assert.Equal(expected, OgcClient.Ids(await client.GetAsync($"{Assets}?limit={limit}")).Count);

    [Theory]
    [Trait("Requirement", "ogcapi-features-1/req/core/fc-bbox-response")]
    [InlineData("140.02,31.01,140.06,31.03", 5)]
    [InlineData("140.02,31.01,0,140.06,31.03,10", 5)]
    [InlineData("170,-10,-170,10", 0)]
    [InlineData("-180,-90,180,90", 55)]
    public async Task Only_what_meets_the_box_is_there(string box, int expected) =>
        Assert.Equal(expected, (await client.AllAsync($"{Assets}?bbox={box}")).Count);

    [Theory]
    [Trait("Requirement", "ogcapi-features-1/req/core/fc-time-response")]
    [InlineData("2025-05-02T00:00:00Z", 1)]
    [InlineData("2025-05-02T09:00:00%2B09:00", 1)]
    [InlineData("../2025-05-03", 2)]
    [InlineData("/2025-05-03", 2)]
    [InlineData("2026-04-01/..", 1)]
    [InlineData("2025-05-01/2026-12-31", 23)]
    public async Task Only_what_meets_the_time_is_there(string time, int expected) =>
        Assert.Equal(expected, (await client.AllAsync($"/ogc/collections/contracts/items?datetime={time}")).Count);

    [Fact]
    [Trait("Requirement", "ogcapi-features-1/req/core/f-op")]
    [Trait("Requirement", "ogcapi-features-1/req/core/f-success")]
    [Trait("Requirement", "ogcapi-features-1/req/core/f-links")]
    public async Task A_feature_stands_alone_with_its_links()
    {
        foreach (var collection in Collections)
        {
            var listed = (await client.GetAsync($"/ogc/collections/{collection}/items?limit=1"))["features"]![0]!;
            var alone = await client.GetAsync($"/ogc/collections/{collection}/items/{listed["id"]}");
            Assert.True(JsonNode.DeepEquals(listed["properties"], alone["properties"]) && JsonNode.DeepEquals(listed["geometry"], alone["geometry"]));
            foreach (var relation in new[] { "self", "alternate", "collection" }) Assert.Equal(HttpStatusCode.OK, await client.StatusAsync(OgcClient.Href(alone, relation)!));
        }
    }

    [Fact]
    [Trait("Requirement", "ogcapi-features-1/req/geojson/definition")]
    [Trait("Requirement", "ogcapi-features-1/req/geojson/content")]
    public async Task Features_are_RFC_7946()
    {
        foreach (var collection in Collections)
        {
            using var answer = await client.SendAsync(HttpMethod.Get, $"/ogc/collections/{collection}/items", accept: "application/geo+json");
            Assert.Equal("application/geo+json", answer.Content.Headers.ContentType!.MediaType);
            var page = await OgcClient.JsonAsync(answer);
            Assert.Null(page["crs"]);
            Assert.All(page["features"]!.AsArray(), feature =>
            {
                Assert.Equal("Feature", (string?)feature!["type"]);
                Assert.True(feature.AsObject().ContainsKey("geometry") && feature["properties"] is JsonObject && feature["id"] is not null);
            });
        }
    }

    [Theory]
    [Trait("Requirement", "ogcapi-features-1/req/html/definition")]
    [Trait("Requirement", "ogcapi-features-1/req/html/content")]
    [MemberData(nameof(Pages))]
    public async Task Every_resource_is_a_page_to_a_browser_and_links_to_the_data(string path)
    {
        using var answer = await client.SendAsync(HttpMethod.Get, path, accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
        Assert.Equal(("text/html", "utf-8"), (answer.Content.Headers.ContentType!.MediaType, answer.Content.Headers.ContentType.CharSet));
        Assert.Contains("Accept", answer.Headers.Vary);
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("<!DOCTYPE html>", page, StringComparison.Ordinal);
        var links = System.Text.RegularExpressions.Regex.Matches(page, "(?:href|src|data-features)=\"([^\"]+)\"").Select(match => WebUtility.HtmlDecode(match.Groups[1].Value)).Distinct().Where(link => link[0] != '#' && !link.StartsWith("/lib/", StringComparison.Ordinal)).ToList();
        Assert.Contains(links, link => link.Contains("f=json", StringComparison.Ordinal));
        foreach (var link in links) Assert.True(await client.StatusAsync(link) == HttpStatusCode.OK, link);
        using var asked = await client.SendAsync(HttpMethod.Get, path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "f=html");
        Assert.Equal("text/html", asked.Content.Headers.ContentType!.MediaType);
        using var plain = await client.SendAsync(HttpMethod.Get, path, accept: "*/*");
        Assert.Contains("json", plain.Content.Headers.ContentType!.MediaType, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("filter=name+LIKE+<b>", "filter")]
    [InlineData("bbox=1,2", "bbox")]
    [InlineData("sortby=<i>", "sortby")]
    public async Task A_person_is_told_on_a_page_what_is_wrong(string query, string word)
    {
        using var answer = await client.SendAsync(HttpMethod.Get, $"{Assets}?{query}", accept: "text/html");
        Assert.Equal((HttpStatusCode.BadRequest, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains(word, page, StringComparison.Ordinal);
        Assert.Contains("role=\"alert\"", page, StringComparison.Ordinal);
        Assert.DoesNotMatch("<[bi]>", page);
    }

    [Fact]
    public async Task A_page_shows_its_features_and_pages_on_and_no_name_becomes_an_element()
    {
        const string evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>";
        await host.ExecuteAsync($"UPDATE gunmane.asset SET name = '{evil.Replace("'", "''", StringComparison.Ordinal)}' WHERE dense_id = 7");
        var id = OgcClient.Ids(await client.GetAsync($"{Assets}?dense_id=7")).Single();
        foreach (var path in new[] { $"{Assets}?f=html&limit=10", $"{Assets}/{id}?f=html", $"{Assets}?f=html&limit=5&filter={Uri.EscapeDataString($"name <> '{evil.Replace("'", "''", StringComparison.Ordinal)}'")}" })
        {
            using var answer = await client.SendAsync(HttpMethod.Get, path);
            var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Contains("&lt;script&gt;alert(1)", page, StringComparison.Ordinal);
            Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
            Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
            Assert.DoesNotContain("onerror=alert(2)\"", page, StringComparison.Ordinal);
        }

        using var first = await client.SendAsync(HttpMethod.Get, $"{Assets}?limit=10&sortby=-dense_id", accept: "text/html");
        var text = await first.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(10, System.Text.RegularExpressions.Regex.Count(text, "<tr data-id="));
        Assert.Contains("<strong>55</strong>", text, StringComparison.Ordinal);
        Assert.Contains("rel=\"next\"", text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "ogcapi-features-1/req/oas30/oas-impl")]
    [Trait("Requirement", "ogcapi-features-1/req/oas30/completeness")]
    [Trait("Requirement", "ogcapi-features-1/req/oas30/exception-codes")]
    [Trait("Requirement", "ogcapi-features-1/req/oas30/security")]
    public async Task Every_operation_of_the_API_definition_answers_as_it_says()
    {
        var document = await client.GetAsync("/ogc/api");
        var root = (string)document["servers"]![0]!["url"]!;
        Assert.Null(document["security"]);
        var operations = new HashSet<string>();
        var asked = 0;
        foreach (var (path, methods) in document["paths"]!.AsObject())
        {
            foreach (var (_, operation) in methods!.AsObject())
            {
                Assert.True(operations.Add((string)operation!["operationId"]!));
                Assert.NotNull(operation["responses"]!["default"]!["content"]!["application/problem+json"]);
            }

            // Tiles and processes, which the same document describes, have tests of their own (TilesRequirements, ProcessesRequirements).
            if (path.Contains("tile", StringComparison.OrdinalIgnoreCase) || path.StartsWith("/processes", StringComparison.Ordinal) || path.StartsWith("/jobs", StringComparison.Ordinal)) continue;
            asked++;
            var first = path.Contains("{featureId}", StringComparison.Ordinal) ? OgcClient.Ids(await client.GetAsync(root + path.Replace("/{featureId}", "", StringComparison.Ordinal) + "?limit=1")).Single() : "";
            using var answer = await client.SendAsync(HttpMethod.Get, root + path.Replace("{featureId}", first, StringComparison.Ordinal).TrimEnd('/'));
            if (methods["get"]!["parameters"]!.AsArray().Any(parameter => (string?)parameter!["name"] == "f"))
            {
                using var page = await client.SendAsync(HttpMethod.Get, answer.RequestMessage!.RequestUri + "?f=html");
                Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
                Assert.NotNull(methods["get"]!["responses"]!["200"]!["content"]!["text/html"]);
            }

            var (status, response) = methods["get"]!["responses"]!.AsObject().First();
            Assert.Equal(status, ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture));
            Assert.Contains(answer.Content.Headers.ContentType!.MediaType!, string.Join(' ', response!["content"]!.AsObject().Select(type => type.Key)), StringComparison.Ordinal);
        }

        Assert.True(asked > 10);
        using var wrong = await client.SendAsync(HttpMethod.Get, $"{Assets}?limit=0");
        Assert.Equal("application/problem+json", wrong.Content.Headers.ContentType!.MediaType);
    }
}
