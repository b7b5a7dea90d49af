using System.Net;
using System.Text.Json.Nodes;
using GunMane.Spatial.Geo;

namespace GunMane.MapApi.Tests.Conformance;

/// <summary>The abstract tests of OGC 18-058r1 (coordinate reference systems by reference). That the numbers are right is FilterTests' (against GDAL).</summary>
public sealed class FeaturesPart2Tests(CoastHost host) : IClassFixture<CoastHost>
{
    private const string Assets = "/ogc/collections/assets/items";
    private const string Zone9 = "http://www.opengis.net/def/crs/EPSG/0/6677";
    private readonly OgcClient client = new(host);

    [Fact]
    [Trait("Requirement", "ogcapi-features-2/req/crs/crs-uri")]
    [Trait("Requirement", "ogcapi-features-2/req/crs/fc-md-crs-list")]
    [Trait("Requirement", "ogcapi-features-2/req/crs/fc-md-storageCrs")]
    [Trait("Requirement", "ogcapi-features-2/req/crs/fc-md-storageCrs-valid-value")]
    [Trait("Requirement", "ogcapi-features-2/req/crs/fc-md-crs-list-global")]
    public async Task Every_collection_lists_its_systems_by_URI_and_the_stored_one_among_them()
    {
        var all = await client.GetAsync("/ogc/collections");
        foreach (var listed in all["collections"]!.AsArray())
        {
            // In the list a collection points to the systems that all are served in; alone it names them.
            Assert.Equal(["#/crs"], listed!["crs"]!.AsArray().Select(one => (string)one!));
            var collection = await client.GetAsync($"/ogc/collections/{listed["id"]}");
            var systems = collection["crs"]!.AsArray().Select(one => (string)one!).ToList();
            Assert.Equal(all["crs"]!.AsArray().Select(one => (string)one!), systems);
            Assert.Equal((string?)listed["storageCrs"], (string?)collection["storageCrs"]);
            foreach (var uri in systems) await client.GetAsync($"/ogc/collections/{listed["id"]}/items?study_area=coast&bbox=139,30,141,32&limit=1&crs={uri}");
            Assert.Equal(Crs.Crs84Uri, systems[0]);
            Assert.All(systems, uri => Assert.Matches("^http://www.opengis.net/def/crs/(OGC/1.3/CRS84|EPSG/0/[0-9]+)$", uri));
            Assert.Contains((string)collection["storageCrs"]!, systems);
        }
    }

    [Fact]
    [Trait("Requirement", "ogcapi-features-2/req/crs/fc-crs-definition")]
    [Trait("Requirement", "ogcapi-features-2/req/crs/fc-bbox-crs-definition")]
    public async Task The_parameters_are_defined()
    {
        var paths = (await client.GetAsync("/ogc/api"))["paths"]!;
        foreach (var (path, names) in new[] { ("/collections/assets/items", new[] { "crs", "bbox-crs" }), ("/collections/assets/items/{featureId}", ["crs"]) })
        {
            foreach (var name in names)
            {
                var parameter = paths[path]!["get"]!["parameters"]!.AsArray().Single(one => (string?)one!["name"] == name)!;
                Assert.Equal(("query", false, "string", "uri"), ((string)parameter["in"]!, (bool)parameter["required"]!, (string)parameter["schema"]!["type"]!, (string)parameter["schema"]!["format"]!));
            }
        }
    }

    [Fact]
    [Trait("Requirement", "ogcapi-features-2/req/crs/fc-crs-valid-value")]
    [Trait("Requirement", "ogcapi-features-2/req/crs/fc-crs-action")]
    [Trait("Requirement", "ogcapi-features-2/req/crs/fc-crs-default-value")]
    [Trait("Requirement", "ogcapi-features-2/req/crs/ogc-crs-header")]
    [Trait("Requirement", "ogcapi-features-2/req/crs/ogc-crs-header-value")]
    [Trait("Requirement", "ogcapi-features-2/req/crs/geojson")]
    public async Task An_answer_is_in_the_system_asked_for_and_says_so()
    {
        var plain = await client.GetAsync($"{Assets}?limit=1");
        Assert.Equal(Crs.Crs84Uri, await SystemAsync($"{Assets}?limit=1"));
        Assert.True(JsonNode.DeepEquals(plain["features"], (await client.GetAsync($"{Assets}?limit=1&crs={Crs.Crs84Uri}"))["features"]));
        foreach (var crs in Crs.Served)
        {
            Assert.Equal(crs.Uri, await SystemAsync($"{Assets}?limit=1&crs={crs.Uri}"));
            Assert.Equal(crs.Uri, await SystemAsync($"{Assets}/{OgcClient.Ids(plain).Single()}?crs={crs.Uri}"));
        }

        var (degrees, turned) = (plain["features"]![0]!["geometry"]!["coordinates"]!, (await client.GetAsync($"{Assets}?limit=1&crs=http://www.opengis.net/def/crs/EPSG/0/6668"))["features"]![0]!["geometry"]!["coordinates"]!);
        Assert.Equal(((double)degrees[0]!, (double)degrees[1]!), ((double)turned[1]!, (double)turned[0]!));
    }

    [Theory]
    [Trait("Requirement", "ogcapi-features-2/req/crs/crs-exception")]
    [Trait("Requirement", "ogcapi-features-2/req/crs/bbox-crs-exception")]
    [InlineData("crs=http://www.opengis.net/def/crs/EPSG/0/9999999")]
    [InlineData("crs=EPSG:6677")]
    [InlineData("bbox=0,0,1,1&bbox-crs=http://www.opengis.net/def/crs/EPSG/0/9999999")]
    public async Task An_unknown_system_is_400(string query) => Assert.Equal(HttpStatusCode.BadRequest, await client.StatusAsync($"{Assets}?{query}"));

    [Fact]
    [Trait("Requirement", "ogcapi-features-2/req/crs/fc-bbox-crs-valid-value")]
    [Trait("Requirement", "ogcapi-features-2/req/crs/fc-bbox-crs-default-value")]
    [Trait("Requirement", "ogcapi-features-2/req/crs/fc-bbox-crs-action")]
    public async Task A_box_is_read_in_its_system()
    {
        var wanted = await client.AllAsync($"{Assets}?bbox=140.02,31.01,140.06,31.03");
        Assert.Equal(5, wanted.Count);
        Assert.Equal(wanted, await client.AllAsync($"{Assets}?bbox=140.02,31.01,140.06,31.03&bbox-crs={Crs.Crs84Uri}"));
        Assert.Equal(wanted, await client.AllAsync($"{Assets}?bbox=31.01,140.02,31.03,140.06&bbox-crs=http://www.opengis.net/def/crs/EPSG/0/6668"));
        var park = (await client.GetAsync($"{Assets}/{wanted[0]}?crs={Zone9}"))["geometry"]!["coordinates"]![0]![0]!;
        var (north, east) = ((double)park[0]!, (double)park[1]!);
        Assert.Contains(wanted[0], await client.AllAsync(FormattableString.Invariant($"{Assets}?bbox={north - 1},{east - 1},{north + 1},{east + 1}&bbox-crs={Zone9}")));
    }

    [Fact]
    public async Task What_lies_outside_of_a_zones_domain_is_refused_by_the_name_of_crs()
    {
        // A quarter of the globe from the zone's meridian, where it has no coordinates.
        await host.ExecuteAsync("UPDATE gunmane.contractor SET geom = ST_SetSRID(ST_MakePoint(49.8333333333, 0), 6668) WHERE id = 2");
        foreach (var path in new[] { "/ogc/collections/contractors/items?", "/ogc/collections/contractors/items/00000000-0000-4000-9000-000000000002?" })
        {
            using var answer = await client.SendAsync(HttpMethod.Get, $"{path}crs={Zone9}");
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Equal("crs", (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["parameter"]);
        }
    }

    private async Task<string> SystemAsync(string path)
    {
        using var answer = await client.SendAsync(HttpMethod.Get, path);
        return answer.Headers.GetValues("Content-Crs").Single().Trim('<', '>');
    }
}
