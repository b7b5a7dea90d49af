using System.Net;
using System.Text.Json.Nodes;
using GunMane.Spatial.Storage;

namespace GunMane.MapApi.Tests.Conformance;

/// <summary>Schemas (23-058), property selection (24-019) and sorting (24-030), as their drafts write the tests.</summary>
public sealed class SchemaConformanceTests(CoastHost host) : IClassFixture<CoastHost>
{
    private const string Relations = "http://www.opengis.net/def/rel/ogc/1.0/";
    private const string Assets = "/ogc/collections/assets/items";
    private readonly OgcClient client = new(host);

    public static TheoryData<string> Collections => [.. FeatureCatalogue.All.Select(collection => collection.Id)];

    [Theory]
    [Trait("Requirement", "ogcapi-common-3/req/schemas/json-schema")]
    [Trait("Requirement", "ogcapi-common-3/req/schemas/properties")]
    [Trait("Requirement", "ogcapi-common-3/req/schemas/additional-keywords")]
    [Trait("Requirement", "ogcapi-common-3/req/schemas/role")]
    [Trait("Requirement", "ogcapi-common-3/req/schemas/role-id")]
    [Trait("Requirement", "ogcapi-common-3/req/schemas/property-seq")]
    [Trait("Requirement", "ogcapi-common-3/req/schemas/unit")]
    [Trait("Requirement", "ogcapi-common-3/req/schemas/definition")]
    [Trait("Requirement", "ogcapi-common-3/req/advanced-property-roles/role-primary-geometry")]
    [Trait("Requirement", "ogcapi-common-3/req/advanced-property-roles/role-primary-interval-start")]
    [Trait("Requirement", "ogcapi-common-3/req/advanced-property-roles/role-primary-interval-end")]
    [Trait("Requirement", "ogcapi-common-3/req/returnables-and-receivables/link")]
    [Trait("Requirement", "ogcapi-common-3/req/returnables-and-receivables/op")]
    [Trait("Requirement", "ogcapi-common-3/req/returnables-and-receivables/response")]
    [MemberData(nameof(Collections))]
    public async Task A_schema_says_what_the_features_of_its_collection_have(string id)
    {
        var href = OgcClient.Href(await client.GetAsync($"/ogc/collections/{id}"), Relations + "schema")!;
        Assert.EndsWith($"/ogc/collections/{id}/schema", href, StringComparison.Ordinal);
        using var answer = await client.SendAsync(HttpMethod.Get, href, accept: "application/schema+json");
        Assert.Equal("application/schema+json", answer.Content.Headers.ContentType!.MediaType);
        var schema = await OgcClient.JsonAsync(answer);
        Assert.Equal(("https://json-schema.org/draft/2020-12/schema", href, "object"), ((string)schema["$schema"]!, (string)schema["$id"]!, (string)schema["type"]!));
        var properties = schema["properties"]!.AsObject().ToDictionary(pair => pair.Key, pair => pair.Value!.AsObject());
        foreach (var property in properties.Values)
        {
            var isSpatial = ((string?)property["format"])?.StartsWith("geometry-", StringComparison.Ordinal) == true;
            Assert.Equal(isSpatial, property["type"] is null);
            Assert.Null(property["$ref"]);
            Assert.All(property, keyword => Assert.True(keyword.Key is "title" or "type" or "format" or "readOnly" or "multipleOf" || keyword.Key.StartsWith("x-ogc-", StringComparison.Ordinal), keyword.Key));
            if ((string?)property["x-ogc-definition"] is { } definition) Assert.True(Uri.TryCreate(definition, UriKind.Absolute, out _), definition);
        }

        Assert.Equal(Enumerable.Range(1, properties.Count), properties.Values.Select(property => (int)property["x-ogc-propertySeq"]!));

        Assert.Equal("id", Assert.Single(properties, one => (string?)one.Value["x-ogc-role"] == "id").Key);
        Assert.Equal(id == "contracts" ? [] : new[] { "geometry" }, properties.Where(one => (string?)one.Value["x-ogc-role"] == "primary-geometry").Select(one => one.Key));
        var feature = (await client.GetAsync($"/ogc/collections/{id}/items?limit=1"))["features"]![0]!;
        Assert.Equal(properties.Keys.Except(["id", "geometry"]), feature["properties"]!.AsObject().Select(pair => pair.Key));
        foreach (var one in (await client.GetAsync($"/ogc/collections/{id}/items"))["features"]!.AsArray().Where(one => one!["geometry"] is not null))
            Assert.Matches((string?)properties["geometry"]["format"] switch { "geometry-point" => "^Point$", "geometry-polygon-or-multipolygon" => "^(Multi)?Polygon$", _ => "." }, (string)one!["geometry"]!["type"]!);
        foreach (var (name, value) in feature["properties"]!.AsObject().Where(pair => pair.Value is not null))
            Assert.Equal((string)properties[name]["type"]!, value!.GetValueKind() switch
            {
                System.Text.Json.JsonValueKind.String => "string", System.Text.Json.JsonValueKind.Array => "array", System.Text.Json.JsonValueKind.Object => "object",
                System.Text.Json.JsonValueKind.Number => (string)properties[name]["type"]! == "integer" ? "integer" : "number", _ => "boolean",
            });
    }

    [Theory]
    [Trait("Requirement", "ogcapi-common-3/req/references/role-reference")]
    [MemberData(nameof(Collections))]
    public async Task What_a_reference_names_is_there(string id)
    {
        var properties = (await client.GetAsync($"/ogc/collections/{id}/schema"))["properties"]!.AsObject();
        var references = properties.Where(one => (string?)one.Value!["x-ogc-role"] == "reference").ToList();
        Assert.Contains("study_area", references.Select(one => one.Key));
        var features = (await client.GetAsync($"/ogc/collections/{id}/items"))["features"]!.AsArray();
        foreach (var (name, property) in references)
        {
            Assert.Contains((string)property!["type"]!, new[] { "string", "integer" });
            var (collection, template) = ((string?)property["x-ogc-collectionId"], (string?)property["x-ogc-uriTemplate"]);
            Assert.NotEqual(collection is null, template is null);
            var values = features.Select(feature => (string?)feature!["properties"]![name]).OfType<string>().Distinct().ToList();
            Assert.NotEmpty(values);
            // The coast's runs have no numbers to be read, but they are there.
            foreach (var value in values.Append(Guid.Empty.ToString()))
            {
                var status = await client.StatusAsync(template?.Replace("{resourceId}", value, StringComparison.Ordinal) ?? $"/ogc/collections/{collection}/items/{value}");
                Assert.True(status == HttpStatusCode.OK || (name == "run" && status == HttpStatusCode.BadRequest) || (status == HttpStatusCode.NotFound && value == Guid.Empty.ToString()), $"{name} {value}: {status}");
            }
        }
    }

    [Fact]
    [Trait("Requirement", "ogcapi-common-3/req/schemas/definition")]
    public async Task Lengths_and_areas_say_what_they_are()
    {
        var properties = (await client.GetAsync("/ogc/collections/assets/schema"))["properties"]!;
        Assert.Equal("https://qudt.org/vocab/quantitykind/Length", (string?)properties["length_m"]!["x-ogc-definition"]);
        Assert.Equal("https://qudt.org/vocab/quantitykind/Area", (string?)properties["area_m2"]!["x-ogc-definition"]);
    }

    [Fact]
    [Trait("Requirement", "ogcapi-features-6/req/properties/parameter")]
    [Trait("Requirement", "ogcapi-features-6/req/properties/response")]
    [Trait("Requirement", "ogcapi-features-6/req/properties-features/request")]
    public async Task Only_the_properties_asked_for_are_there()
    {
        var parameter = (await client.GetAsync("/ogc/api"))["paths"]!["/collections/assets/items"]!["get"]!["parameters"]!.AsArray().Single(one => (string?)one!["name"] == "properties")!;
        Assert.Equal(("array", "form", false), ((string)parameter["schema"]!["type"]!, (string)parameter["style"]!, (bool)parameter["explode"]!));
        foreach (var path in new[] { $"{Assets}?limit=1", $"{Assets}/00000000-0000-4000-8000-000000001000?" })
        {
            JsonNode Feature(JsonObject answer) => answer["features"]?[0] ?? answer;
            var whole = Feature(await client.GetAsync(path));
            var some = Feature(await client.GetAsync($"{path}&properties=sector,name"));
            Assert.Equal(["sector", "name"], some["properties"]!.AsObject().Select(pair => pair.Key));
            Assert.True(some.AsObject().ContainsKey("geometry") && some["geometry"] is null);
            var shape = Feature(await client.GetAsync($"{path}&properties=geometry"));
            Assert.Empty(shape["properties"]!.AsObject());
            Assert.True(JsonNode.DeepEquals(whole["geometry"], shape["geometry"]));
            var flat = Feature(await client.GetAsync($"{path}&skipGeometry=true"));
            Assert.True(flat["geometry"] is null && JsonNode.DeepEquals(whole["properties"], flat["properties"]));
        }
    }

    [Theory]
    [Trait("Requirement", "ogcapi-features-8/req/sortables/sortables-link")]
    [Trait("Requirement", "ogcapi-features-8/req/sorting/get-sortables-op")]
    [Trait("Requirement", "ogcapi-features-8/req/sorting/get-sortables-success")]
    [Trait("Requirement", "ogcapi-features-8/req/sorting/sortby-definition")]
    [MemberData(nameof(Collections))]
    public async Task Every_collection_links_to_its_sortables(string id)
    {
        var href = OgcClient.Href(await client.GetAsync($"/ogc/collections/{id}"), Relations + "sortables")!;
        using var items = await client.SendAsync(HttpMethod.Get, $"/ogc/collections/{id}/items?limit=1");
        Assert.Contains($"<{href}>; rel=\"{Relations}sortables\"", string.Join(", ", items.Headers.GetValues("Link")), StringComparison.Ordinal);
        var schema = await client.GetAsync(href, "application/schema+json");
        Assert.Equal((href, "object", false), ((string)schema["$id"]!, (string)schema["type"]!, (bool)schema["additionalProperties"]!));
        Assert.All(schema["properties"]!.AsObject(), property => Assert.NotNull(property.Value!["type"]));
        var parameter = (await client.GetAsync("/ogc/api"))["paths"]![$"/collections/{id}/items"]!["get"]!["parameters"]!.AsArray().Single(one => (string?)one!["name"] == "sortby")!;
        Assert.Equal(("form", false, 1), ((string)parameter["style"]!, (bool)parameter["explode"]!, (int)parameter["schema"]!["minItems"]!));
    }

    [Fact]
    [Trait("Requirement", "ogcapi-features-8/req/core/rc-sortby-response")]
    public async Task Features_come_in_the_order_asked_for()
    {
        var numbers = (await client.GetAsync($"{Assets}?limit=100"))["features"]!.AsArray().Select(one => (int)one!["properties"]!["dense_id"]!).ToList();
        foreach (var ascending in new[] { "dense_id", "%2Bdense_id", "+dense_id" }) Assert.Equal(numbers.Order(), await DenseIdsAsync(ascending));
        Assert.Equal(numbers.OrderDescending(), await DenseIdsAsync("-dense_id"));
        Assert.Equal(HttpStatusCode.BadRequest, await client.StatusAsync($"{Assets}?sortby=this_is_not_a_sortable"));
        Assert.Equal(HttpStatusCode.BadRequest, await client.StatusAsync($"{Assets}?sortby=THIS%20IS%20NOT%20A%20SORTBY%20EXPRESSION"));
    }

    private async Task<IEnumerable<int>> DenseIdsAsync(string sortby) =>
        (await client.GetAsync($"{Assets}?limit=100&sortby={sortby}"))["features"]!.AsArray().Select(one => (int)one!["properties"]!["dense_id"]!);
}
