using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace GunMane.MapApi.Tests.Tiles;

/// <summary>OGC API – Tiles Part 1 (20-057), requirement by requirement, TileJSON, and GDAL's MVT driver.</summary>
public sealed class TileSetTests(CoastHost host) : IClassFixture<CoastHost>
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact] // req/core/conformance-success
    public async Task Conformance_names_the_classes() =>
        Assert.Contains((await GetAsync("/ogc/conformance"))["conformsTo"]!.AsArray(), one => (string?)one == "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/core");

    [Fact] // 17-083r4 req/tilematrixset
    public async Task The_tile_matrix_set_is_the_well_known_one()
    {
        var link = (string?)(await GetAsync("/ogc/tileMatrixSets"))["tileMatrixSets"]![0]!["links"]![0]!["href"];
        var matrices = (await GetAsync(link!))["tileMatrices"]!.AsArray();
        Assert.Equal(23, matrices.Count);
        Assert.Equal(559082264.0287178, (double)matrices[0]!["scaleDenominator"]!, 3);
        Assert.Equal(4096, (int)matrices[12]!["matrixWidth"]!);
    }

    [Fact] // req/geodata-tilesets/desc-links, req/tilesets-list/tileset-links, req/tileset/tileset-success, req/core/tc-success
    public async Task A_tile_is_found_by_links_from_the_collection()
    {
        var collection = await GetAsync("/ogc/collections/assets");
        var sets = await GetAsync(Href(collection, "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector"));
        var set = await GetAsync(Href(sets["tilesets"]!.AsArray().Single(one => Href(one!, "self").EndsWith("=coast", StringComparison.Ordinal))!, "self"));
        var limits = set["tileMatrixSetLimits"]!.AsArray().Single(one => (string?)one!["tileMatrix"] == "12")!;
        var (x, y) = TileTests.TileOf(140.0501, 31.0485, 12);
        Assert.InRange(x, (int)limits["minTileCol"]!, (int)limits["maxTileCol"]!);
        Assert.InRange(y, (int)limits["minTileRow"]!, (int)limits["maxTileRow"]!);
        var template = Href(set, "item");
        var bytes = await host.Client.GetByteArrayAsync(template.Replace("{tileMatrix}", "12", StringComparison.Ordinal)
            .Replace("{tileRow}", $"{y}", StringComparison.Ordinal).Replace("{tileCol}", $"{x}", StringComparison.Ordinal), Now);
        Assert.Equal(await host.Client.GetByteArrayAsync($"/tiles/assets/12/{x}/{y}.mvt?area=coast", Now), bytes);
    }

    [Theory]
    [InlineData("/ogc/collections/contracts/tiles", 404)]
    [InlineData("/ogc/collections/assets/tiles/WorldCRS84Quad?area=coast", 404)]
    [InlineData("/ogc/collections/assets/tiles/WebMercatorQuad?area=nowhere", 404)]
    [InlineData("/ogc/collections/assets/tiles/WebMercatorQuad", 400)]
    [InlineData("/ogc/collections/assets/tiles/WebMercatorQuad/3/8/0?area=coast", 400)]
    [InlineData("/ogc/tileMatrixSets/WorldCRS84Quad", 404)]
    [InlineData("/ogc/tileMatrixSets?f=xml", 400)]
    public async Task What_is_not_is_refused(string path, int status)
    {
        using var answer = await host.Client.GetAsync(path, Now);
        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    public async Task TileJson_leads_to_tiles()
    {
        var document = await GetAsync("/tiles/assets.json?area=coast");
        Assert.Equal("3.0.0", (string?)document["tilejson"]);
        var (x, y) = TileTests.TileOf(140.0501, 31.0485, 14);
        var tile = ((string)document["tiles"]![0]!).Replace("{z}", "14", StringComparison.Ordinal).Replace("{x}", $"{x}", StringComparison.Ordinal).Replace("{y}", $"{y}", StringComparison.Ordinal);
        var attributes = TileText.Decode(await host.Client.GetByteArrayAsync(tile, Now), 14, x, y)["assets"].SelectMany(one => one.Attributes.GetNames()).Distinct().Except(["id"]);
        Assert.Subset(document["vector_layers"]![0]!["fields"]!.AsObject().Select(field => field.Key).ToHashSet(), attributes.ToHashSet());
    }

    [Theory]
    [InlineData("/tiles/zones.json?area=coast&scenario=00000000-0000-4000-d000-0000000000e0")]
    [InlineData("/tiles/all.json?area=coast&collections=zones&scenario=00000000-0000-4000-d000-0000000000e0")]
    public async Task Tiles_of_a_scenario_without_zones_lie_where_the_municipalities_do(string path)
    {
        await host.ExecuteAsync("INSERT INTO gunmane.scenario (id, study_area, name, created_by, created_at) VALUES ('00000000-0000-4000-d000-0000000000e0', 1, '空', 't', '2000-01-01') ON CONFLICT DO NOTHING");
        var document = await GetAsync(path);
        Assert.Equal((await GetAsync("/tiles/municipalities.json?area=coast"))["bounds"]!.ToJsonString(), document["bounds"]!.ToJsonString());
        Assert.Equal(path[(path.IndexOf('?', StringComparison.Ordinal) + 1)..].Split('&').Order(), ((string)document["tiles"]![0]!).Split('?')[1].Split('&').Order());
    }

    [Fact]
    public async Task Gdal_reads_a_tile()
    {
        var (x, y) = TileTests.TileOf(140.0501, 31.0485, 14);
        var path = $"/tiles/assets/14/{x}/{y}.mvt?area=coast";
        var count = TileText.Decode(await host.Client.GetByteArrayAsync(path, Now), 14, x, y)["assets"].Count;
        var file = Path.Combine(Directory.CreateTempSubdirectory("gunmane-mvt-").FullName, $"{y}.mvt");
        await File.WriteAllBytesAsync(file, await host.Client.GetByteArrayAsync(path, Now), Now);
        using var process = Process.Start(new ProcessStartInfo("ogrinfo", ["-ro", "-al", "-so", $"MVT:{file}"]) { RedirectStandardOutput = true })!;
        var text = await process.StandardOutput.ReadToEndAsync(Now);
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        Assert.Contains($"Feature Count: {count}", text, StringComparison.Ordinal);
        Assert.Contains("sector: String", text, StringComparison.Ordinal);
    }

    private static string Href(JsonNode document, string rel) => (string)document["links"]!.AsArray().Single(link => (string?)link!["rel"] == rel)!["href"]!;

    private async Task<JsonObject> GetAsync(string path) => (await host.Client.GetFromJsonAsync<JsonObject>(path, Now))!;
}
