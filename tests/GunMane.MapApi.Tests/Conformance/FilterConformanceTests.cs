using System.Net;
using System.Text.Json.Nodes;
using GunMane.Spatial.Filtering;

namespace GunMane.MapApi.Tests.Conformance;

/// <summary>
/// The abstract tests of OGC 19-079r2 (filtering) and 21-065r2 (CQL2), on the made-up coast instead of the standard's data set. That every
/// operator finds what it should on random data is FilterAgreesTests'.
/// </summary>
public sealed class FilterConformanceTests(CoastHost host) : IClassFixture<CoastHost>
{
    private const string Queryables = "http://www.opengis.net/def/rel/ogc/1.0/queryables";
    private static readonly string[] Collections = ["municipalities", "assets", "contractors", "contracts", "groups", "zones"];
    private readonly OgcClient client = new(host);

    [Fact]
    [Trait("Requirement", "ogcapi-features-3/req/queryables/get-queryables-op")]
    [Trait("Requirement", "ogcapi-features-3/req/queryables/get-queryables-response")]
    [Trait("Requirement", "ogcapi-features-3/req/queryables/queryables-link")]
    [Trait("Requirement", "ogcapi-features-3/req/features-filter/get-queryables-op")]
    [Trait("Requirement", "ogcapi-features-3/req/features-filter/queryables-link")]
    [Trait("Requirement", "cql2/req/basic-cql2/property")]
    public async Task Every_collection_links_to_its_queryables_with_their_types()
    {
        foreach (var id in Collections)
        {
            var collection = await client.GetAsync($"/ogc/collections/{id}");
            var href = OgcClient.Href(collection, Queryables)!;
            Assert.EndsWith($"/ogc/collections/{id}/queryables", href, StringComparison.Ordinal);
            using var answer = await client.SendAsync(HttpMethod.Get, href, accept: "application/schema+json");
            Assert.Equal("application/schema+json", answer.Content.Headers.ContentType!.MediaType);
            var schema = await OgcClient.JsonAsync(answer);
            Assert.Equal(("https://json-schema.org/draft/2020-12/schema", href, "object", false), ((string)schema["$schema"]!, (string)schema["$id"]!, (string)schema["type"]!, (bool)schema["additionalProperties"]!));
            Assert.NotEmpty(schema["properties"]!.AsObject());
            foreach (var (name, property) in schema["properties"]!.AsObject())
            {
                Assert.NotEqual(property!["type"] is null, property["format"] is null || !((string)property["format"]!).StartsWith("geometry-", StringComparison.Ordinal));
                Assert.Equal(HttpStatusCode.OK, await FindStatusAsync(id, $"{name} IS NULL"));
            }
        }
    }

    [Fact]
    [Trait("Requirement", "ogcapi-features-3/req/queryables-query-parameters/parameters")]
    public async Task Every_queryable_but_geometry_is_a_parameter_that_selects()
    {
        var paths = (await client.GetAsync("/ogc/api"))["paths"]!;
        foreach (var id in Collections)
        {
            var parameters = paths[$"/collections/{id}/items"]!["get"]!["parameters"]!.AsArray();
            var features = (await client.GetAsync($"/ogc/collections/{id}/items"))["features"]!.AsArray();
            foreach (var (name, queryable) in (await client.GetAsync($"/ogc/collections/{id}/queryables"))["properties"]!.AsObject())
            {
                if ((string?)queryable!["type"] is not ("string" or "number" or "integer" or "boolean")) continue;
                var parameter = parameters.Single(one => (string?)one!["name"] == name)!;
                Assert.True(JsonNode.DeepEquals(queryable, parameter["schema"]), $"{id} {name}");
                var value = features.Select(feature => feature!["properties"]![name]).FirstOrDefault(value => value is not null)?.ToString();
                var wanted = features.Where(feature => feature!["properties"]![name]?.ToString() == value && value is not null).Select(feature => feature!["id"]!.ToString());
                Assert.Equal(wanted, await client.AllAsync($"/ogc/collections/{id}/items?{name}={Uri.EscapeDataString(value ?? Unheld(queryable))}"));
            }
        }
    }

    // A value of the type that no feature of the coast has.
    private static string Unheld(JsonNode queryable) => ((string?)queryable["type"], (string?)queryable["format"]) switch
    {
        ("string", "date") => "1900-01-01",
        ("string", "uuid") => "00000000-0000-4000-8000-ffffffffffff",
        ("boolean", _) => "true",
        _ => "-1",
    };

    [Theory]
    [InlineData("contractors=架空建設2", 2)]
    [InlineData("contractors=架空建設3&sector=lighting", 1)]
    [InlineData("contractors=架空建設99", 0)]
    [InlineData("contractor_ids=00000000-0000-4000-9000-000000000003", 1)]
    public async Task A_list_is_asked_for_what_it_holds(string query, int expected) =>
        Assert.Equal(expected, (await client.AllAsync($"/ogc/collections/assets/items?{query}")).Count);

    [Fact]
    [Trait("Requirement", "ogcapi-features-3/req/filter/filter-param")]
    [Trait("Requirement", "ogcapi-features-3/req/filter/filter-lang-param")]
    [Trait("Requirement", "ogcapi-features-3/req/filter/response")]
    [Trait("Requirement", "ogcapi-features-3/req/features-filter/response")]
    [Trait("Requirement", "ogcapi-features-3/req/filter/expression-construction")]
    public async Task A_filter_in_either_language_selects_and_a_bad_one_is_400()
    {
        foreach (var language in new[] { "&filter-lang=cql2-text", "" })
            Assert.Equal(10, (await client.AllAsync($"/ogc/collections/assets/items?filter={Uri.EscapeDataString("sector = 'road'")}{language}")).Count);
        const string json = """{"op": "=", "args": [{"property": "sector"}, "road"]}""";
        Assert.Equal(10, (await client.AllAsync($"/ogc/collections/assets/items?filter={Uri.EscapeDataString(json)}&filter-lang=cql2-json")).Count);
        foreach (var bad in new[] { "THIS IS NOT A FILTER", "this_is_not_a_queryable IS NULL", "sector = ", json })
            Assert.Equal(HttpStatusCode.BadRequest, await FindStatusAsync("assets", bad));
        Assert.Equal(HttpStatusCode.BadRequest, await client.StatusAsync("/ogc/collections/assets/items?filter=true&filter-lang=sql"));
    }

    [Fact]
    [Trait("Requirement", "ogcapi-features-3/req/filter/filter-crs-wgs84")]
    [Trait("Requirement", "ogcapi-features-3/req/filter/filter-crs-param")]
    public async Task A_geometry_is_CRS84_unless_filter_crs_says_otherwise()
    {
        var whole = await client.AllAsync("/ogc/collections/assets/items");
        Assert.Equal(whole, await FindAsync("assets", "S_INTERSECTS(geometry, BBOX(139, 30, 141, 32))"));
        Assert.Equal(HttpStatusCode.BadRequest, await FindStatusAsync("assets", "S_INTERSECTS(geometry, BBOX(1000000, 1000000, 2000000, 2000000))"));
        const string turned = "/ogc/collections/assets/items?filter=S_INTERSECTS(geometry,BBOX(30,139,32,141))&filter-crs=http://www.opengis.net/def/crs/EPSG/0/4326";
        Assert.Equal(whole, await client.AllAsync(turned));
        Assert.Equal(HttpStatusCode.BadRequest, await client.StatusAsync("/ogc/collections/assets/items?filter=true&filter-crs=http://www.opengis.net/def/crs/EPSG/0/1"));
    }

    [Fact]
    [Trait("Requirement", "ogcapi-features-3/req/filter/mixing-expressions")]
    public async Task A_filter_and_other_parameters_hold_together() =>
        Assert.Equal(2, (await client.AllAsync($"/ogc/collections/assets/items?sector=road&bbox=140,31,140.1,31.1&limit=1&filter={Uri.EscapeDataString("dense_id IN (41, 42, 1)")}")).Count);

    // Predicates with what they find; groups of them name the requirements that they are about.
    [Theory]
    [Trait("Requirement", "cql2/req/basic-cql2/cql2-filter")]
    [Trait("Requirement", "cql2/req/basic-cql2/binary-comparison-predicate")]
    [Trait("Requirement", "cql2/req/basic-cql2/null-predicate")]
    [Trait("Requirement", "cql2/req/cql2-text/basic-cql2")]
    [Trait("Requirement", "cql2/req/cql2-json/basic-cql2")]
    [Trait("Requirement", "cql2/req/cql2-text/escaping")]
    [InlineData("assets", "true", 55)]
    [InlineData("assets", "false", 0)]
    [InlineData("assets", "name = '町道41'", 1)]
    [InlineData("assets", "name <> '町道41'", 54)]
    [InlineData("assets", "dense_id < 10", 10)]
    [InlineData("assets", "dense_id <= 10", 11)]
    [InlineData("assets", "dense_id > 10", 44)]
    [InlineData("assets", "dense_id >= 10", 45)]
    [InlineData("assets", "municipality IS NULL", 1)]
    [InlineData("assets", "municipality is not null", 54)]
    [InlineData("assets", "NOT (sector = 'road' OR sector = 'park') AND dense_id < 5", 5)]
    [InlineData("contracts", "ends_on = DATE('2026-03-31')", 22)]
    [InlineData("contracts", "starts_on <= DATE('2025-05-03')", 2)]
    [InlineData("contracts", "starts_on < TIMESTAMP('2025-05-03T00:00:00Z')", 1)]
    [InlineData("contracts", "tax_included IS NULL", 23)]
    [InlineData("assets", "name = 'it''s'", 0)]
    public Task Basic_CQL2(string collection, string filter, int expected) => FindsAsync(collection, filter, expected);

    [Theory]
    [Trait("Requirement", "cql2/req/advanced-comparison-operators/like-predicate")]
    [Trait("Requirement", "cql2/req/advanced-comparison-operators/between-predicate")]
    [Trait("Requirement", "cql2/req/advanced-comparison-operators/in-predicate")]
    [Trait("Requirement", "cql2/req/cql2-text/advanced-comparison-operators")]
    [Trait("Requirement", "cql2/req/cql2-json/advanced-comparison-operators")]
    [InlineData("assets", "name LIKE '町道%'", 10)]
    [InlineData("assets", "name LIKE '町道4_'", 10)]
    [InlineData("assets", "name NOT LIKE '町道%'", 45)]
    [InlineData("assets", "dense_id BETWEEN 3 AND 5", 3)]
    [InlineData("assets", "dense_id NOT BETWEEN 3 AND 5", 52)]
    [InlineData("assets", "sector IN ('road', 'park')", 15)]
    [InlineData("assets", "dense_id NOT IN (1, 2)", 53)]
    public Task Advanced_comparison(string collection, string filter, int expected) => FindsAsync(collection, filter, expected);

    [Theory]
    [Trait("Requirement", "cql2/req/case-insensitive-comparison/casei-function")]
    [Trait("Requirement", "cql2/req/cql2-text/case-insensitive-comparison")]
    [Trait("Requirement", "cql2/req/cql2-json/case-insensitive-comparison")]
    [InlineData("assets", "CASEI(ledger_number) = CASEI('l7')", 1)]
    [InlineData("assets", "CASEI(sector) LIKE CASEI('ROA%')", 10)]
    public Task Without_case(string collection, string filter, int expected) => FindsAsync(collection, filter, expected);

    [Theory]
    [Trait("Requirement", "cql2/req/accent-insensitive-comparison/accenti-function")]
    [Trait("Requirement", "cql2/req/cql2-text/accent-insensitive-comparison")]
    [Trait("Requirement", "cql2/req/cql2-json/accent-insensitive-comparison")]
    [InlineData("assets", "ACCENTI(sector) = ACCENTI('róàd')", 10)]
    [InlineData("assets", "CASEI(ACCENTI(sector)) = CASEI(ACCENTI('ROÄD'))", 10)]
    public Task Without_accents(string collection, string filter, int expected) => FindsAsync(collection, filter, expected);

    [Theory]
    [Trait("Requirement", "cql2/req/basic-spatial-functions/spatial-functions")]
    [Trait("Requirement", "cql2/req/basic-spatial-functions/spatial-predicate")]
    [Trait("Requirement", "cql2/req/basic-spatial-functions-plus/spatial-data-types")]
    [Trait("Requirement", "cql2/req/spatial-functions/spatial-functions")]
    [Trait("Requirement", "cql2/req/spatial-functions/spatial-data-types")]
    [Trait("Requirement", "cql2/req/cql2-text/basic-spatial-functions")]
    [Trait("Requirement", "cql2/req/cql2-text/basic-spatial-functions-plus")]
    [Trait("Requirement", "cql2/req/cql2-text/spatial-functions")]
    [Trait("Requirement", "cql2/req/cql2-json/basic-spatial-functions")]
    [Trait("Requirement", "cql2/req/cql2-json/basic-spatial-functions-plus")]
    [Trait("Requirement", "cql2/req/cql2-json/spatial-functions")]
    [InlineData("assets", "S_INTERSECTS(geometry, BBOX(140.02, 31.01, 140.06, 31.03))", 5)]
    [InlineData("assets", "S_INTERSECTS(geometry, POINT(140.05 31.048))", 1)]
    [InlineData("assets", "S_INTERSECTS(geometry, MULTIPOINT((140.05 31.048), (140.05 31.0482)))", 2)]
    [InlineData("assets", "S_INTERSECTS(geometry, LINESTRING(140.05 31, 140.05 31.045))", 0)]
    [InlineData("assets", "S_INTERSECTS(geometry, POLYGON((140.049 31.0479, 140.051 31.0479, 140.051 31.0481, 140.049 31.0481, 140.049 31.0479)))", 1)]
    [InlineData("assets", "S_INTERSECTS(geometry, GEOMETRYCOLLECTION(POINT(140.05 31.048), POINT(140.05 31.0482)))", 2)]
    [InlineData("assets", "S_DISJOINT(geometry, BBOX(140.02, 31.01, 140.06, 31.03))", 50)]
    [InlineData("assets", "S_WITHIN(geometry, BBOX(140.02, 31.01, 140.06, 31.03))", 5)]
    [InlineData("assets", "S_CROSSES(geometry, LINESTRING(140.05 31, 140.05 32))", 10)]
    [InlineData("zones", "S_CONTAINS(geometry, POINT(140.045 31.05))", 1)]
    [InlineData("zones", "S_TOUCHES(geometry, LINESTRING(140.05 31.04, 140.05 31.06))", 2)]
    [InlineData("zones", "S_EQUALS(geometry, BBOX(140.04, 31.04, 140.05, 31.06))", 1)]
    [InlineData("zones", "S_OVERLAPS(geometry, BBOX(140.045, 31.05, 140.055, 31.07))", 2)]
    public Task Spatial(string collection, string filter, int expected) => FindsAsync(collection, filter, expected);

    [Theory]
    [Trait("Requirement", "cql2/req/temporal-functions/temporal-functions")]
    [Trait("Requirement", "cql2/req/temporal-functions/temporal-predicates")]
    [Trait("Requirement", "cql2/req/cql2-text/temporal-functions")]
    [Trait("Requirement", "cql2/req/cql2-json/temporal-functions")]
    [InlineData("T_AFTER(starts_on, DATE('2025-05-20'))", 4)]
    [InlineData("T_BEFORE(starts_on, DATE('2025-05-03'))", 1)]
    [InlineData("T_EQUALS(starts_on, DATE('2025-05-03'))", 1)]
    [InlineData("T_DISJOINT(starts_on, DATE('2025-05-03'))", 22)]
    [InlineData("T_INTERSECTS(starts_on, INTERVAL('2025-05-03', '2025-05-05'))", 3)]
    [InlineData("T_DURING(INTERVAL(starts_on, ends_on), INTERVAL('2025-05-20', '..'))", 3)]
    [InlineData("T_CONTAINS(INTERVAL(starts_on, ends_on), INTERVAL('2025-06-01', '2025-07-01'))", 22)]
    [InlineData("T_FINISHES(INTERVAL(starts_on, ends_on), INTERVAL('2025-01-01', '2026-03-31'))", 22)]
    [InlineData("T_FINISHEDBY(INTERVAL(starts_on, ends_on), INTERVAL('2025-12-01', '2026-03-31'))", 22)]
    [InlineData("T_STARTS(INTERVAL(starts_on, ends_on), INTERVAL('2025-05-03', '2030-01-01'))", 1)]
    [InlineData("T_STARTEDBY(INTERVAL(starts_on, ends_on), INTERVAL('2025-05-03', '2025-06-01'))", 1)]
    [InlineData("T_MEETS(INTERVAL(starts_on, ends_on), INTERVAL('2026-03-31', '2027-03-31'))", 22)]
    [InlineData("T_METBY(INTERVAL(starts_on, ends_on), INTERVAL('2025-01-01', '2025-05-03'))", 1)]
    [InlineData("T_OVERLAPS(INTERVAL(starts_on, ends_on), INTERVAL('2025-12-01', '2027-01-01'))", 22)]
    [InlineData("T_OVERLAPPEDBY(INTERVAL(starts_on, ends_on), INTERVAL('2025-01-01', '2025-06-01'))", 22)]
    public Task Temporal(string filter, int expected) => FindsAsync("contracts", filter, expected);

    [Theory]
    [Trait("Requirement", "cql2/req/array-functions/array-predicates")]
    [Trait("Requirement", "cql2/req/cql2-text/array-functions")]
    [Trait("Requirement", "cql2/req/cql2-json/array-functions")]
    [InlineData("A_CONTAINS(contractors, ('架空建設2', '架空建設3'))", 1)]
    [InlineData("A_EQUALS(contractors, ('架空建設3', '架空建設2'))", 1)]
    [InlineData("A_OVERLAPS(contractors, ('架空建設2', '架空建設9'))", 2)]
    [InlineData("A_CONTAINEDBY(contractors, ('架空建設1', '架空建設2', '架空建設3'))", 55)]
    public Task Arrays(string filter, int expected) => FindsAsync("assets", filter, expected);

    [Theory]
    [Trait("Requirement", "cql2/req/property-property/withdraw-permissions")]
    [Trait("Requirement", "cql2/req/cql2-text/property-property")]
    [Trait("Requirement", "cql2/req/cql2-json/property-property")]
    [InlineData("contracts", "starts_on < ends_on", 22)]
    [InlineData("contracts", "'lighting' = sector", 23)]
    [InlineData("assets", "dense_id = built_year", 0)]
    [InlineData("assets", "5 BETWEEN dense_id AND 100", 6)]
    [InlineData("assets", "'road' IN (sector, kind)", 10)]
    [InlineData("assets", "'road' LIKE 'r%'", 55)]
    public Task Property_to_property(string collection, string filter, int expected) => FindsAsync(collection, filter, expected);

    [Theory]
    [Trait("Requirement", "cql2/req/arithmetic/arithmetic")]
    [Trait("Requirement", "cql2/req/cql2-text/arithmetic")]
    [Trait("Requirement", "cql2/req/cql2-json/arithmetic")]
    [InlineData("dense_id * 2 + 1 = 11", 1)]
    [InlineData("(dense_id - 1) / 2 = 2", 1)]
    [InlineData("dense_id % 10 = 3", 6)]
    [InlineData("dense_id div 10 = 5", 5)]
    [InlineData("2 ^ 3 = dense_id", 1)]
    public Task Arithmetic(string filter, int expected) => FindsAsync("assets", filter, expected);

    // The abstract test: for each function several valid filters with different operators.
    [Theory]
    [Trait("Requirement", "cql2/req/functions/functions")]
    [Trait("Requirement", "cql2/req/cql2-text/functions")]
    [Trait("Requirement", "cql2/req/cql2-json/functions")]
    [InlineData("assets", "geometry_length_m(geometry) > 950", 10)]
    [InlineData("assets", "geometry_length_m(geometry) BETWEEN 950 AND 956", 10)]
    [InlineData("assets", "geometry_length_m(geometry) = 0", 45)]
    [InlineData("assets", "geometry_length_m(LINESTRING(140.045 31.048, 140.055 31.048)) / 2 > dense_id", 55)]
    [InlineData("assets", "geometry_area_m2(geometry) BETWEEN 940 AND 960", 5)]
    [InlineData("zones", "geometry_area_m2(geometry) / 10000 > 200", 3)]
    [InlineData("assets", "geometry_dimension(geometry) IN (0, 2)", 45)]
    [InlineData("assets", "geometry_dimension(geometry) <> 0 AND geometry_dimension(GEOMETRYCOLLECTION(POINT(1 2), LINESTRING(1 2, 3 4))) = 1", 15)]
    [InlineData("contracts", "year(ends_on) = 2026", 22)]
    [InlineData("contracts", "year(starts_on) + 1 = year(ends_on)", 22)]
    [InlineData("contracts", "year(ends_on) IS NULL", 1)]
    [InlineData("contracts", "fiscal_year(ends_on) = 2025", 22)]
    [InlineData("contracts", "fiscal_year(starts_on) IN (fiscal_year(DATE('2026-03-31')), 1999)", 23)]
    [InlineData("contracts", "days_between(starts_on, ends_on) > 330", 3)]
    [InlineData("contracts", "days_between(ends_on, '2026-04-01') = 1", 22)]
    [InlineData("contracts", "NOT (days_between(starts_on, TIMESTAMP('2025-05-03T12:00:00Z')) >= 0)", 21)]
    [InlineData("assets", "char_length(name) = 3", 9)]
    [InlineData("assets", "char_length(CASEI(name)) * 2 < 8", 9)]
    [InlineData("assets", "nfkc('ﾁｮｳﾄﾞｳ４１') = 'チョウドウ41' AND nfkc(name) LIKE '町道%'", 10)]
    [InlineData("assets", "CASEI(nfkc('Ｌ７')) = CASEI(ledger_number)", 1)]
    public Task Functions(string collection, string filter, int expected) => FindsAsync(collection, filter, expected);

    [Theory]
    [Trait("Requirement", "cql2/req/functions/functions")]
    [InlineData("assets", "length(geometry) > 1", "There is no function")]
    [InlineData("assets", "year(name) = 2026", "year(date: datetime)")]
    [InlineData("assets", "char_length(built_year) = 4", "char_length(text: string)")]
    [InlineData("assets", "geometry_area_m2(name) > 1", "geometry_area_m2(geometry: geometry)")]
    [InlineData("assets", "geometry_area_m2(contractors) > 1", "geometry_area_m2(geometry: geometry)")]
    [InlineData("contracts", "geometry_length_m(geometry) > 1", "There is no property")]
    [InlineData("contracts", "year(starts_on, ends_on) = 2026", "takes 1 argument")]
    [InlineData("contracts", "year('tomorrow') = 2026", "Not a date")]
    [InlineData("assets", "nfkc(name) = 3", "Types differ")]
    public async Task A_call_that_cannot_be_is_400_and_says_what_would_be_accepted(string collection, string filter, string said)
    {
        using var answer = await client.SendAsync(HttpMethod.Get, $"/ogc/collections/{collection}/items?filter={Uri.EscapeDataString(filter)}");
        var problem = await OgcClient.JsonAsync(answer);
        Assert.Equal((HttpStatusCode.BadRequest, "filter"), (answer.StatusCode, (string?)problem["parameter"]));
        Assert.Contains(said, (string)problem["detail"]!, StringComparison.Ordinal);
        Assert.Matches("文字目", (string)problem["position"]!);
    }

    [Fact]
    [Trait("Requirement", "ogcapi-features-3/req/filter/get-functions-operation")]
    [Trait("Requirement", "ogcapi-features-3/req/filter/get-functions-response-json")]
    public async Task The_functions_are_listed_with_their_arguments_and_what_they_give()
    {
        string[] types = ["string", "number", "integer", "datetime", "geometry", "boolean"];
        var listed = (await client.GetAsync("/ogc/functions"))["functions"]!.AsArray();
        Assert.Equal(CqlFunctions.All.Select(function => function.Name), listed.Select(one => (string)one!["name"]!));
        foreach (var one in listed)
        {
            Assert.All(one!["returns"]!.AsArray(), type => Assert.Contains((string)type!, types));
            Assert.All(one["arguments"]!.AsArray(), argument => Assert.All(argument!["type"]!.AsArray(), type => Assert.Contains((string)type!, types)));
        }

        var landing = await client.GetAsync("/ogc");
        Assert.Contains(landing["links"]!.AsArray(), link => ((string)link!["href"]!).EndsWith("/ogc/functions", StringComparison.Ordinal));
        using var page = await client.SendAsync(HttpMethod.Get, "/ogc/functions", accept: "text/html");
        Assert.Contains("fiscal_year", await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    // Operators within operators must not make the SQL double each time: 46 of them are a few kB of filter.
    [Theory]
    [InlineData("%")]
    [InlineData("div")]
    [InlineData("/")]
    public Task Many_operators_in_a_row_stay_cheap(string sign) => FindsAsync("assets", $"dense_id {string.Concat(Enumerable.Repeat($"{sign} 1 ", 44))} > 54.5", 0);

    // The same filter as text and, rewritten, as JSON.
    private async Task FindsAsync(string collection, string filter, int expected)
    {
        var found = await FindAsync(collection, filter);
        Assert.Equal(expected, found.Count);
        var json = CqlJsonWriter.Write(CqlTextParser.Parse(filter));
        Assert.Equal(found, await client.AllAsync($"/ogc/collections/{collection}/items?filter-lang=cql2-json&filter={Uri.EscapeDataString(json)}"));
    }

    private Task<IReadOnlyList<string>> FindAsync(string collection, string filter) => client.AllAsync($"/ogc/collections/{collection}/items?filter={Uri.EscapeDataString(filter)}");

    private Task<HttpStatusCode> FindStatusAsync(string collection, string filter) => client.StatusAsync($"/ogc/collections/{collection}/items?limit=1&filter={Uri.EscapeDataString(filter)}");
}
