using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using GunMane.Spatial.Storage;

namespace GunMane.MapApi.Tests.Features;

public sealed class FeatureTests(CoastHost host) : IClassFixture<CoastHost>
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    public static TheoryData<string, int> Collections => new()
    {
        { "municipalities", 2 }, { "assets", 55 }, { "contractors", 12 }, { "contracts", 23 }, { "groups", 2 }, { "zones", 3 },
    };

    [Theory]
    [MemberData(nameof(Collections))]
    public async Task Pages_are_complete_and_without_repeats(string collection, int expected)
    {
        var seen = new List<string>();
        var next = $"/ogc/collections/{collection}/items?limit=4";
        while (next is not null)
        {
            var page = await GetAsync(next);
            var features = page["features"]!.AsArray();
            Assert.Equal(expected, (int)page["numberMatched"]!);
            Assert.Equal(features.Count, (int)page["numberReturned"]!);
            Assert.InRange(features.Count, 1, 4);
            seen.AddRange(features.Select(feature => (string)feature!["id"]!));
            next = Href(page, "next");
        }

        Assert.Equal(expected, seen.Count);
        Assert.Equal(expected, seen.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Lines_keep_their_direction_in_every_system()
    {
        foreach (var crs in (string[])["http://www.opengis.net/def/crs/OGC/1.3/CRS84", "http://www.opengis.net/def/crs/EPSG/0/6668", "http://www.opengis.net/def/crs/EPSG/0/3857", "http://www.opengis.net/def/crs/EPSG/0/6677"])
        {
            var page = await host.Client.GetFromJsonAsync<JsonObject>($"/ogc/collections/assets/items?study_area=coast&limit=100&crs={Uri.EscapeDataString(crs)}", TestContext.Current.CancellationToken);
            var lines = page!["features"]!.AsArray().Where(feature => (string?)feature!["geometry"]!["type"] == "LineString").Select(feature => feature!["geometry"]!["coordinates"]!.AsArray()).ToList();
            var east = crs.EndsWith("6668", StringComparison.Ordinal) || crs.EndsWith("6677", StringComparison.Ordinal) ? 1 : 0;
            Assert.NotEmpty(lines);
            // All lines of the coast run from west to east.
            Assert.All(lines, line => Assert.True((double)line[0]![east]! < (double)line[^1]![east]!));
        }
    }

    [Fact]
    public async Task Paging_is_stable_when_features_before_the_page_are_removed_and_added()
    {
        var first = await GetAsync("/ogc/collections/zones/items?limit=1");
        await host.ExecuteAsync("""
            INSERT INTO gunmane.zone (id, scenario, study_area, name, version, geom)
            SELECT '00000000-0000-4000-0000-000000000001', scenario, study_area, '前', 1, geom FROM gunmane.zone LIMIT 1
            """);
        var second = await GetAsync(Href(first, "next")!);
        await host.ExecuteAsync("DELETE FROM gunmane.zone WHERE name = '前'");
        Assert.Equal("00000000-0000-4000-e000-000000000002", (string?)second["features"]![0]!["id"]);
    }

    [Theory]
    [MemberData(nameof(Collections))]
    public async Task A_feature_alone_equals_the_one_in_its_page(string collection, int expected)
    {
        Assert.True(expected > 0);
        var listed = (await GetAsync($"/ogc/collections/{collection}/items?limit=1"))["features"]![0]!;
        var alone = await GetAsync($"/ogc/collections/{collection}/items/{listed["id"]}");
        Assert.True(JsonNode.DeepEquals(listed["properties"], alone["properties"]));
        Assert.True(JsonNode.DeepEquals(listed["geometry"], alone["geometry"]));
        Assert.NotNull(Href(alone, "self"));
    }

    [Theory]
    [MemberData(nameof(Collections))]
    public async Task A_feature_has_the_fields_of_the_schema_and_the_filters_of_the_api(string collection, int expected)
    {
        Assert.True(expected > 0);
        var feature = (await GetAsync($"/ogc/collections/{collection}/items?limit=1"))["features"]![0]!["properties"]!.AsObject();
        var schema = await GetAsync($"/ogc/collections/{collection}/schema/feature");
        Assert.Equal(feature.Select(pair => pair.Key), schema["properties"]!["properties"]!["properties"]!.AsObject().Select(pair => pair.Key));
        var parameters = (await GetAsync("/ogc/api"))["paths"]![$"/collections/{collection}/items"]!["get"]!["parameters"]!.AsArray();
        foreach (var field in FeatureCatalogue.Find(collection)!.Fields.Where(field => field.Filterable))
        {
            Assert.Contains(parameters, parameter => (string?)parameter!["name"] == field.Name);
            var value = feature[field.Name];
            if (value is null) continue;
            var matches = await GetAsync($"/ogc/collections/{collection}/items?{field.Name}={Uri.EscapeDataString(value.ToString())}");
            Assert.NotEmpty(matches["features"]!.AsArray());
            Assert.All(matches["features"]!.AsArray(), match => Assert.Equal(value.ToString(), match!["properties"]![field.Name]!.ToString()));
        }
    }

    [Theory]
    [InlineData("assets", "sector=road", 10)]
    [InlineData("assets", "sector=road&municipality=90101", 5)]
    [InlineData("assets", "study_area=coast", 55)]
    [InlineData("assets", "study_area=empty", 0)]
    [InlineData("assets", "study_area=nowhere", 0)]
    [InlineData("assets", "name=a%22b%5Cc", 1)]
    [InlineData("assets", "name=%27%3B%20DROP%20TABLE%20gunmane.asset%3B--", 0)]
    [InlineData("assets", "built_year=1973", 1)]
    [InlineData("assets", "length_m=900", 10)]
    [InlineData("assets", "bbox=140.02,31.01,140.06,31.03", 5)]
    [InlineData("assets", "bbox=140.02,31.01,-5,140.06,31.03,900", 5)]
    [InlineData("assets", "bbox=170,-10,-170,10", 0)]
    [InlineData("assets", "bbox=140.04,0,-170,90", 55)]
    [InlineData("zones", "scenario=00000000-0000-4000-d000-000000000002", 1)]
    [InlineData("contracts", "bbox=140,31,141,32", 0)]
    [InlineData("contracts", "datetime=2026-04-01", 1)]
    [InlineData("contracts", "datetime=2025-05-02T00:00:00Z", 1)]
    [InlineData("contracts", "datetime=../2025-05-03", 2)]
    [InlineData("contracts", "datetime=2026-04-01/..", 1)]
    [InlineData("contracts", "datetime=2025-05-01/2026-12-31", 23)]
    [InlineData("assets", "datetime=2026-04-01", 55)]
    [InlineData("assets", "limit=99999", 55)]
    public async Task A_filter_matches(string collection, string query, int expected)
    {
        var page = await GetAsync($"/ogc/collections/{collection}/items?{query}");
        Assert.Equal(expected, (int)page["numberMatched"]!);
        Assert.Equal(expected, page["features"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("colour=red", "colour")]
    [InlineData("attributes=x", "attributes")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=-1", "limit")]
    [InlineData("limit=ten", "limit")]
    [InlineData("bbox=1,2,3", "bbox")]
    [InlineData("bbox=140,32,141,31", "bbox")]
    [InlineData("bbox=0,-91,1,1", "bbox")]
    [InlineData("bbox=0,0,181,1", "bbox")]
    [InlineData("bbox=NaN,0,1,1", "bbox")]
    [InlineData("bbox=a,b,c,d", "bbox")]
    [InlineData("datetime=yesterday", "datetime")]
    [InlineData("datetime=../..", "datetime")]
    [InlineData("datetime=2026-04-01/2025-04-01", "datetime")]
    [InlineData("offset=%21%21", "offset")]
    [InlineData("offset=WyJ4Il0", "offset")]
    [InlineData("offset=WyJ4IiwieSJd", "offset")]
    [InlineData("built_year=old", "built_year")]
    [InlineData("length_m=NaN", "length_m")]
    [InlineData("f=xml", "f")]
    [InlineData("sector=road&sector=park", "sector")]
    public async Task A_bad_parameter_is_named(string query, string parameter)
    {
        using var answer = await host.Client.GetAsync($"/ogc/collections/assets/items?{query}", Now);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(parameter, (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!["parameter"]);
    }

    [Theory]
    [InlineData("/ogc/collections/nonsense")]
    [InlineData("/ogc/collections/nonsense/items")]
    [InlineData("/ogc/collections/assets/items/nonsense")]
    [InlineData("/ogc/collections/assets/items/00000000-0000-4000-8000-000000000000")]
    [InlineData("/ogc/collections/municipalities/items/nonsense")]
    public async Task What_is_not_there_is_404(string path)
    {
        using var answer = await host.Client.GetAsync(path, Now);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Every_link_of_the_landing_page_and_the_collections_answers()
    {
        var landing = await GetAsync("/ogc");
        Assert.Superset(new HashSet<string?> { "self", "service-desc", "conformance", "data" },
            landing["links"]!.AsArray().Select(link => (string?)link!["rel"]).ToHashSet());
        var collections = await GetAsync("/ogc/collections");
        var links = landing["links"]!.AsArray().Concat(collections["collections"]!.AsArray().SelectMany(collection => collection!["links"]!.AsArray()));
        foreach (var link in links)
        {
            using var answer = await host.Client.GetAsync((string)link!["href"]!, Now);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(((string)link["type"]!).Split(';')[0], answer.Content.Headers.ContentType!.MediaType);
        }
    }

    [Fact]
    public async Task Geometry_is_RFC_7946_with_seven_decimals_and_no_crs()
    {
        var text = await host.Client.GetStringAsync("/ogc/collections/zones/items?name=%E5%8C%BA%E5%9F%9FB", Now);
        Assert.Contains("""{"type":"Polygon","coordinates":[[[140.05,31.04],[140.06,31.04],[140.06,31.06],[140.05,31.06],[140.05,31.04]]]}""", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"crs\"", text, StringComparison.Ordinal);
        await host.ExecuteAsync("UPDATE gunmane.contractor SET geom = ST_SetSRID(ST_MakePoint(140.12345678949, 31.1), 6668) WHERE id = 1");
        var contractor = await GetAsync("/ogc/collections/contractors/items?name=%E6%9E%B6%E7%A9%BA%E5%BB%BA%E8%A8%AD1");
        Assert.Equal("[140.1234568,31.1]", contractor["features"]![0]!["geometry"]!["coordinates"]!.ToJsonString());
    }

    [Fact]
    public async Task Groups_are_those_of_the_latest_run()
    {
        var groups = await GetAsync("/ogc/collections/groups/items");
        Assert.All(groups["features"]!.AsArray(), group => Assert.EndsWith("2", (string?)group!["properties"]!["run"], StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_collection_states_its_extent()
    {
        var bbox = (await GetAsync("/ogc/collections/municipalities"))["extent"]!["spatial"]!["bbox"]![0]!.AsArray();
        Assert.Equal([140.0, 31.0, 140.1, 31.1], bbox.Select(edge => (double)edge!));
        Assert.NotNull((await GetAsync("/ogc/collections/contracts"))["extent"]);
    }

    private async Task<JsonObject> GetAsync(string path)
    {
        using var answer = await host.Client.GetAsync(path, Now);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync(Now)}");
        return (await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!;
    }

    private static string? Href(JsonNode document, string relation) =>
        (string?)document["links"]!.AsArray().FirstOrDefault(link => (string?)link!["rel"] == relation)?["href"];
}
