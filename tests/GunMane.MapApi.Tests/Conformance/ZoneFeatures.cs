using System.Net;
using System.Text.Json.Nodes;

namespace GunMane.MapApi.Tests.Conformance;

/// <summary>Zones as features, for the tests of Part 4.</summary>
internal sealed class ZoneFeatures(OgcClient client)
{
    public const string Items = "/ogc/collections/zones/items";
    public const string Scenario = "00000000-0000-4000-d000-000000000002";
    public const string MergePatch = "application/merge-patch+json";

    /// <summary>Adds a zone; its id, path and ETag.</summary>
    public async Task<(string Id, string Path, string Tag)> AddAsync(string name, double west)
    {
        using var answer = await client.SendAsync(HttpMethod.Post, Items, Feature(name, west));
        var feature = await OgcClient.JsonAsync(answer);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, feature.ToJsonString());
        return ((string)feature["id"]!, $"{Items}/{feature["id"]}", Tag(answer));
    }

    /// <summary>The ETag of a resource.</summary>
    public async Task<string> TagAsync(string path)
    {
        using var answer = await client.SendAsync(HttpMethod.Get, path);
        return Tag(answer);
    }

    /// <summary>The ETag of an answer.</summary>
    public static string Tag(HttpResponseMessage answer) => answer.Headers.ETag!.Tag;

    /// <summary>A zone: a square of some 40 m.</summary>
    public static JsonObject Feature(string name, double west)
    {
        decimal w = (decimal)west, e = w + 0.0004m;
        return JsonNode.Parse(FormattableString.Invariant($$$"""
            {"type": "Feature", "properties": {"name": "{{{name}}}", "scenario": "{{{Scenario}}}"},
             "geometry": {"type": "Polygon", "coordinates": [[[{{{w}}},31.001],[{{{e}}},31.001],[{{{e}}},31.0014],[{{{w}}},31.0014],[{{{w}}},31.001]]]}}
            """))!.AsObject();
    }
}
