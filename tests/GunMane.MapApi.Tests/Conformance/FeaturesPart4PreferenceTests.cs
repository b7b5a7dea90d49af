using System.Net;
using System.Text.Json.Nodes;
using static GunMane.MapApi.Tests.Conformance.ZoneFeatures;

namespace GunMane.MapApi.Tests.Conformance;

/// <summary>The abstract tests of OGC 20-002 about the header Prefer (handling; return), on zones.</summary>
public sealed class FeaturesPart4PreferenceTests(CoastHost host) : IClassFixture<CoastHost>
{
    private readonly OgcClient client = new(host);
    private readonly ZoneFeatures zones = new(new OgcClient(host));

    [Theory]
    [Trait("Requirement", "ogcapi-features-4/req/return-resource-representation-in-response/http-header")]
    [Trait("Requirement", "ogcapi-features-4/req/return-resource-representation-in-response/response")]
    [Trait("Requirement", "ogcapi-features-4/req/return-resource-representation-in-response/representation")]
    [Trait("Requirement", "ogcapi-features-4/req/return-resource-representation-in-response/preference-applied")]
    [InlineData("POST", OgcClient.GeoJson)]
    [InlineData("PUT", OgcClient.GeoJson)]
    [InlineData("PATCH", MergePatch)]
    public async Task The_zone_comes_back_to_who_prefers_it_and_to_nobody_else(string verb, string type)
    {
        foreach (var (prefer, accept, expected) in new[]
        {
            (null, null, "application/json"), ("return=minimal", OgcClient.GeoJson, "application/json"), ("return=everything, foo; bar=1", null, "application/json"),
            ("return=representation", OgcClient.GeoJson, OgcClient.GeoJson), ("Return = \"representation\" ; a=b, return=minimal", null, OgcClient.GeoJson), ("wait=5,return=representation", "text/html", "text/html"),
        })
        {
            var zone = await zones.AddAsync("返す", 140.017);
            var body = verb == "PATCH" ? new JsonObject { ["name"] = "返した" } : Feature("返した", 140.0172);
            using var answer = await client.SendAsync(HttpMethod.Parse(verb), verb == "POST" ? Items : zone.Path, body, type, verb == "POST" ? null : zone.Tag, accept, prefer: prefer);
            Assert.Equal((verb == "POST" ? HttpStatusCode.Created : HttpStatusCode.OK, expected), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
            var applied = expected != "application/json" ? "return=representation" : prefer == "return=minimal" ? prefer : null;
            Assert.Equal(applied, answer.Headers.TryGetValues("Preference-Applied", out var said) ? string.Join(", ", said) : null);
            var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            if (expected == "text/html") Assert.Contains("返した", text, StringComparison.Ordinal);
            else Assert.Equal(expected == OgcClient.GeoJson ? "返した" : null, (string?)JsonNode.Parse(text)!["properties"]?["name"]);
            Assert.Equal(expected == "text/html", await zones.TagAsync(answer.Headers.Location?.ToString() ?? zone.Path) != Tag(answer));
        }
    }

    [Theory]
    [Trait("Requirement", "ogcapi-features-4/req/handling/prefer")]
    [Trait("Requirement", "ogcapi-features-4/req/handling/preference-applied")]
    [InlineData(null)]
    [InlineData("handling=strict")]
    [InlineData("handling=lenient")]
    public async Task What_is_right_is_taken_however_it_is_to_be_handled(string? prefer)
    {
        using var made = await client.SendAsync(HttpMethod.Post, Items, Feature("正しい", 140.018), prefer: prefer);
        using var put = await client.SendAsync(HttpMethod.Put, made.Headers.Location!.ToString(), Feature("直した", 140.0182), ifMatch: Tag(made), prefer: prefer);
        using var patched = await client.SendAsync(HttpMethod.Patch, made.Headers.Location.ToString(), new JsonObject { ["name"] = "名だけ" }, MergePatch, Tag(put), prefer: prefer);
        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.OK], new[] { made, put, patched }.Select(answer => answer.StatusCode));
        foreach (var answer in new[] { made, put, patched })
        {
            Assert.Equal(prefer, answer.Headers.TryGetValues("Preference-Applied", out var said) ? string.Join(", ", said) : null);
            Assert.DoesNotContain("passed over", (await OgcClient.JsonAsync(answer))["warnings"]!.ToJsonString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    [Trait("Requirement", "ogcapi-features-4/req/handling/strict")]
    [Trait("Requirement", "ogcapi-features-4/req/handling/lenient")]
    [Trait("Requirement", "ogcapi-features-4/req/handling/preference-applied")]
    public async Task What_could_be_mended_is_refused_or_mended_as_preferred()
    {
        var bowTie = Feature("結び目", 140.019);
        bowTie["geometry"]!["coordinates"] = JsonNode.Parse("[[[140.019,31.001],[140.0194,31.0014],[140.0194,31.001],[140.019,31.0014],[140.019,31.001]]]");
        var coloured = Feature("色つき", 140.0196);
        (coloured["properties"]!["colour"], coloured["properties"]!["version"]) = ("red", 99);
        var nameless = Feature("", 140.0196);
        nameless["properties"]!.AsObject().Remove("name");
        // Usual, strict and lenient handling of each.
        foreach (var (body, place, statuses) in new[] { (bowTie, "geometry", new[] { 201, 400, 201 }), (coloured, "properties.colour", [400, 400, 201]), (nameless, "properties.name", [400, 400, 400]) })
        {
            var before = (await client.AllAsync(Items)).Count;
            foreach (var (prefer, status) in new[] { null, "handling=strict", "handling=lenient" }.Zip(statuses))
            {
                using var answer = await client.SendAsync(HttpMethod.Post, Items, body, prefer: prefer);
                var said = await OgcClient.JsonAsync(answer);
                Assert.True(status == (int)answer.StatusCode, said.ToJsonString());
                Assert.Equal(prefer, answer.Headers.TryGetValues("Preference-Applied", out var applied) ? string.Join(", ", applied) : null);
                if (status == 400) Assert.Equal(place, (string?)said["parameter"]);
                if (status == 201) before++;
                Assert.Equal(before, (await client.AllAsync(Items)).Count);
                if (body == coloured && status == 201) Assert.Equal(2, said["warnings"]!.AsArray().Count(note => ((string)note!["en"]!).Contains("passed over", StringComparison.Ordinal)));
            }
        }
    }
}
