using System.Diagnostics;
using System.Text.Json.Nodes;

namespace GunMane.MapApi.Tests.Features;

/// <summary>What a real client makes of it: OWSLib (Debian's python3-owslib).</summary>
public sealed class OwslibTests(CoastHost host) : IClassFixture<CoastHost>
{
    private const string Script = """
        import json, sys
        from owslib.ogcapi.features import Features
        api = Features(sys.argv[1])
        page = api.collection_items('assets', limit=3, bbox=[140, 31, 141, 32], sector='road')
        print(json.dumps({
            'conformance': api.conformance()['conformsTo'], 'paths': list(api.api()['paths']), 'collections': api.feature_collections(),
            'title': api.collection('assets')['title'], 'queryables': list(api.collection_queryables('assets')['properties']),
            'matched': page['numberMatched'], 'returned': len(page['features']),
            'filtered': api.collection_items('assets', limit=1, filter="sector = 'road' AND dense_id > 45")['numberMatched'],
            'item': api.collection_item('assets', page['features'][0]['id'])['properties']['sector'],
        }))
        """;

    [Fact]
    public async Task OWSLib_reads_the_service_from_its_landing_page_to_one_feature()
    {
        var start = new ProcessStartInfo("/usr/bin/python3", ["-c", Script, $"{host.Address}ogc"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var text = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await errors);
        var found = JsonNode.Parse(text)!;
        Assert.Equal(["municipalities", "assets", "contractors", "contracts", "groups", "zones"], found["collections"]!.AsArray().Select(one => (string)one!));
        Assert.Contains("http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core", found["conformance"]!.AsArray().Select(one => (string)one!));
        Assert.Contains("/collections/zones/items/{featureId}", found["paths"]!.AsArray().Select(one => (string)one!));
        Assert.Contains("contractors", found["queryables"]!.AsArray().Select(one => (string)one!));
        Assert.Equal(("施設", 10, 3, 4, "road"), ((string)found["title"]!, (int)found["matched"]!, (int)found["returned"]!, (int)found["filtered"]!, (string)found["item"]!));
    }
}
