using System.Net;
using System.Text.Json.Nodes;
using GunMane.MapApi.Tests.Tiles;

namespace GunMane.MapApi.Tests.Conformance;

/// <summary>
/// The abstract tests of OGC API – Tiles Part 1 (20-057) for the classes that are claimed, one for each requirement, on every layer. What is
/// absent stands in docs/reference/ogc-requirements.md.
/// </summary>
public sealed class TilesRequirements(CoastHost host) : IClassFixture<CoastHost>
{
    private const string Rel = "http://www.opengis.net/def/rel/ogc/1.0/";
    private const int Zoom = 13;
    private static readonly string[] Layers = ["assets", "groups", "municipalities", "zones"];

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    private HttpClient Client => host.Client;

    [Fact]
    [Trait("Requirement", "ogcapi-tiles-1/req/core/conformance-success")]
    public async Task Conformance_names_the_classes_that_are_claimed()
    {
        var classes = (await Client.DocumentAsync("/ogc/conformance"))["conformsTo"]!.AsArray().Select(one => (string)one!).Where(one => one.Contains("ogcapi-tiles-1", StringComparison.Ordinal));
        Assert.Equal(["collections-selection", "core", "dataset-tilesets", "geodata-tilesets", "mvt", "oas30", "tileset", "tilesets-list"], classes.Select(one => one["http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/".Length..]).Order());
    }

    [Fact]
    [Trait("Requirement", "ogcapi-tiles-1/req/core/tc-op")]
    public async Task A_tile_is_answered_at_the_path_of_its_template()
    {
        foreach (var layer in Layers)
        {
            using var answer = await Client.GetAsync(await TileAsync(layer, Zoom, 140.05, 31.05), Now);
            Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.NoContent, layer);
        }
    }

    [Fact]
    [Trait("Requirement", "ogcapi-tiles-1/req/core/tc-tilematrix-definition")]
    public async Task The_tile_matrix_is_one_of_the_set()
    {
        using var answer = await Client.GetAsync("/ogc/collections/assets/tiles/WebMercatorQuad/23/0/0?area=coast", Now);
        Assert.Equal("z", (string?)(await answer.ProblemAsync(HttpStatusCode.BadRequest))["parameter"]);
    }

    [Fact]
    [Trait("Requirement", "ogcapi-tiles-1/req/core/tc-tilerow-definition")]
    public async Task The_tile_row_counts_from_the_north_within_the_matrix()
    {
        Assert.NotEmpty(await FeaturesAsync("assets", Zoom, 140.0501, 31.0485));
        using var answer = await Client.GetAsync("/ogc/collections/assets/tiles/WebMercatorQuad/3/8/0?area=coast", Now);
        Assert.Equal("y", (string?)(await answer.ProblemAsync(HttpStatusCode.BadRequest))["parameter"]);
    }

    [Fact]
    [Trait("Requirement", "ogcapi-tiles-1/req/core/tc-tilecol-definition")]
    public async Task The_tile_column_counts_from_the_west_within_the_matrix()
    {
        Assert.NotEmpty(await FeaturesAsync("assets", Zoom, 140.0501, 31.0485));
        using var answer = await Client.GetAsync("/ogc/collections/assets/tiles/WebMercatorQuad/3/0/-1?area=coast", Now);
        Assert.Equal("x", (string?)(await answer.ProblemAsync(HttpStatusCode.BadRequest))["parameter"]);
    }

    [Fact]
    [Trait("Requirement", "ogcapi-tiles-1/req/core/tc-success")]
    public async Task A_tile_holds_what_lies_in_it()
    {
        foreach (var layer in Layers)
        {
            var (x, y) = TileTests.TileOf(140.0501, 31.0485, Zoom);
            foreach (var feature in await FeaturesAsync(layer, Zoom, 140.0501, 31.0485))
            {
                var middle = feature.Geometry.EnvelopeInternal;
                var (west, north) = TileTests.TileOf(middle.MinX, middle.MaxY, Zoom);
                var (east, south) = TileTests.TileOf(middle.MaxX, middle.MinY, Zoom);
                Assert.True(west <= x && x <= east && north <= y && y <= south, layer);
            }
        }
    }

    [Fact]
    [Trait("Requirement", "ogcapi-tiles-1/req/core/tc-error")]
    public async Task A_tile_out_of_range_is_refused_and_an_empty_one_has_no_content()
    {
        using var beyond = await Client.GetAsync("/ogc/collections/assets/tiles/WebMercatorQuad/2/4/0?area=coast", Now);
        await beyond.ProblemAsync(HttpStatusCode.BadRequest);
        using var empty = await Client.GetAsync(await TileAsync("assets", Zoom, 0, 0), Now);
        Assert.Equal(HttpStatusCode.NoContent, empty.StatusCode);
    }

    [Fact]
    [Trait("Requirement", "ogcapi-tiles-1/req/tileset/description")]
    public async Task A_tile_set_is_described_with_templates_and_its_matrix_set()
    {
        foreach (var layer in Layers)
        {
            var set = await SetAsync(layer);
            Assert.Equal("vector", (string?)set["dataType"]);
            Assert.Equal("http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad", (string?)set["tileMatrixSetURI"]);
            Assert.Equal("WebMercatorQuad", (string?)(await Client.DocumentAsync(set.Href($"{Rel}tiling-scheme")))["id"]);
            var item = set["links"]!.AsArray().Single(link => (string?)link!["rel"] == "item")!;
            Assert.True((bool)item["templated"]!);
            Assert.Equal("application/vnd.mapbox-vector-tile", (string?)item["type"]);
            foreach (var variable in (string[])["{tileMatrix}", "{tileRow}", "{tileCol}"]) Assert.Contains(variable, (string)item["href"]!, StringComparison.Ordinal);
        }
    }

    [Fact]
    [Trait("Requirement", "ogcapi-tiles-1/req/tilesets-list/tileset-links")]
    public async Task The_list_of_tile_sets_links_to_each()
    {
        foreach (var layer in Layers)
        {
            foreach (var listed in (await Client.DocumentAsync($"/ogc/collections/{layer}/tiles"))["tilesets"]!.AsArray())
            {
                Assert.Equal("vector", (string?)listed!["dataType"]);
                Assert.NotNull((string?)listed["tileMatrixSetURI"]);
                Assert.True(listed.Links($"{Rel}tiling-scheme"));
                Assert.Contains($"/ogc/collections/{layer}/tiles/WebMercatorQuad", listed.Href("self"), StringComparison.Ordinal);
                Assert.Equal((string?)listed["title"], (string?)(await Client.DocumentAsync(listed.Href("self")))["title"]);
            }
        }
    }

    [Fact]
    [Trait("Requirement", "ogcapi-tiles-1/req/geodata-tilesets/operation")]
    public async Task A_collection_has_its_tile_sets_below_it()
    {
        foreach (var layer in Layers) Assert.NotEmpty((await Client.DocumentAsync($"/ogc/collections/{layer}/tiles"))["tilesets"]!.AsArray());
    }

    [Fact]
    [Trait("Requirement", "ogcapi-tiles-1/req/geodata-tilesets/desc-links")]
    public async Task A_collection_links_to_its_tile_sets()
    {
        foreach (var layer in Layers)
            Assert.EndsWith($"/ogc/collections/{layer}/tiles", (await Client.DocumentAsync($"/ogc/collections/{layer}")).Href($"{Rel}tilesets-vector"), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "ogcapi-tiles-1/req/mvt/content")]
    public async Task A_tile_is_a_Mapbox_vector_tile_with_the_layers_and_attributes_described()
    {
        foreach (var layer in Layers)
        {
            using var answer = await Client.GetAsync(await TileAsync(layer, Zoom, 140.0501, 31.0485), Now);
            Assert.Equal("application/vnd.mapbox-vector-tile", answer.Content.Headers.ContentType!.MediaType);
            var (x, y) = TileTests.TileOf(140.0501, 31.0485, Zoom);
            var described = (await SetAsync(layer))["layers"]!.AsArray().ToDictionary(one => (string)one!["id"]!, one => one!["propertiesSchema"]!["properties"]!.AsObject().Select(property => property.Key).ToHashSet());
            foreach (var (name, features) in TileText.Decode(await answer.Content.ReadAsByteArrayAsync(Now), Zoom, x, y))
                Assert.Subset(described[name], features.SelectMany(feature => feature.Attributes.GetNames()).Except(["id"]).ToHashSet());
        }
    }

    [Fact]
    [Trait("Requirement", "ogcapi-tiles-1/req/oas30/completeness")]
    public async Task The_definition_names_the_operations_of_tiles()
    {
        var paths = (await Client.DocumentAsync("/ogc/api"))["paths"]!;
        foreach (var layer in Layers)
        {
            foreach (var rest in (string[])["", "/WebMercatorQuad", "/WebMercatorQuad/{tileMatrix}/{tileRow}/{tileCol}"])
                Assert.NotNull(paths[$"/collections/{layer}/tiles{rest}"]!["get"]!["responses"]!["200"]);
        }
    }

    [Fact]
    [Trait("Requirement", "ogcapi-tiles-1/req/oas30/operation-id")]
    public async Task Operations_have_the_suffixes_of_the_standard()
    {
        var ids = (await Client.DocumentAsync("/ogc/api"))["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Select(one => (string?)one.Value?["operationId"]).ToList();
        foreach (var layer in Layers)
            Assert.Subset(ids.ToHashSet(), new HashSet<string?> { $"{layer}.collection.vector.getTileSetsList", $"{layer}.collection.vector.getTileSet", $"{layer}.collection.vector.getTile" });
        Assert.Subset(ids.ToHashSet(), new HashSet<string?> { ".getTileMatrixSetsList", ".getTileMatrixSet" });
    }

    [Theory]
    [InlineData("/ogc/collections/groups/tiles/WebMercatorQuad?area=coast", 400)]
    [InlineData("/ogc/collections/groups/tiles/WebMercatorQuad?area=coast&scenario=00000000-0000-4000-d000-000000000001", 400)]
    [InlineData("/ogc/collections/groups/tiles/WebMercatorQuad?area=coast&run=00000000-0000-4000-b000-00000000000f", 404)]
    [InlineData("/ogc/collections/groups/tiles/WebMercatorQuad?area=empty&run=00000000-0000-4000-b000-000000000001", 404)]
    [InlineData("/tiles/zones.json?area=coast", 400)]
    [InlineData("/tiles/assets.json?area=coast&run=00000000-0000-4000-b000-000000000001", 400)]
    public async Task Tile_sets_of_runs_and_scenarios_need_them(string path, int status)
    {
        using var answer = await Client.GetAsync(path, Now);
        await answer.ProblemAsync((HttpStatusCode)status);
    }

    [Fact]
    public async Task The_groups_of_a_run_are_a_layer_with_TileJson()
    {
        var document = await Client.DocumentAsync("/tiles/groups.json?area=coast&run=00000000-0000-4000-b000-000000000002");
        var (x, y) = TileTests.TileOf(140.0445, 31.05, Zoom);
        var tile = ((string)document["tiles"]![0]!).Replace("{z}", $"{Zoom}", StringComparison.Ordinal).Replace("{x}", $"{x}", StringComparison.Ordinal).Replace("{y}", $"{y}", StringComparison.Ordinal);
        var groups = TileText.Decode(await Client.GetByteArrayAsync(tile, Now), Zoom, x, y)["groups"];
        Assert.Contains(groups, group => Convert.ToInt32(group.Attributes["number"], System.Globalization.CultureInfo.InvariantCulture) == 1);
    }

    [Fact]
    public async Task Near_by_the_assets_of_a_run_s_groups_are_in_its_tiles()
    {
        await host.ExecuteAsync("""
            INSERT INTO gunmane.group_member (run, study_area, dense_id, number) SELECT '00000000-0000-4000-b000-000000000001', 1, n, 1 FROM generate_series(0, 19) n ON CONFLICT DO NOTHING
            """);
        foreach (var zoom in (int[])[12, 13, 15])
        {
            var (x, y) = TileTests.TileOf(140.0625, 31.05, zoom);
            var path = $"/tiles/groups/{zoom}/{x}/{y}.mvt?area=coast&run=00000000-0000-4000-b000-000000000001";
            var members = TileText.Decode(await Client.GetByteArrayAsync(path, Now), zoom, x, y).GetValueOrDefault("group_members");
            if (zoom < 13) Assert.Null(members);
            else Assert.All(members!, member => Assert.Equal(("lighting", "1"), ($"{member.Attributes["sector"]}", $"{member.Attributes["number"]}")));
        }
    }

    private async Task<JsonObject> SetAsync(string layer)
    {
        var sets = (await Client.DocumentAsync($"/ogc/collections/{layer}/tiles"))["tilesets"]!.AsArray();
        return await Client.DocumentAsync(sets.First(one => one!.Href("self").Contains("area=coast", StringComparison.Ordinal))!.Href("self"));
    }

    private async Task<string> TileAsync(string layer, int zoom, double longitude, double latitude)
    {
        var (x, y) = TileTests.TileOf(longitude, latitude, zoom);
        return (await SetAsync(layer)).Href("item").Replace("{tileMatrix}", $"{zoom}", StringComparison.Ordinal)
            .Replace("{tileRow}", $"{y}", StringComparison.Ordinal).Replace("{tileCol}", $"{x}", StringComparison.Ordinal);
    }

    private async Task<List<NetTopologySuite.Features.IFeature>> FeaturesAsync(string layer, int zoom, double longitude, double latitude)
    {
        var (x, y) = TileTests.TileOf(longitude, latitude, zoom);
        return TileText.Decode(await Client.GetByteArrayAsync(await TileAsync(layer, zoom, longitude, latitude), Now), zoom, x, y).GetValueOrDefault(layer) ?? [];
    }
}
