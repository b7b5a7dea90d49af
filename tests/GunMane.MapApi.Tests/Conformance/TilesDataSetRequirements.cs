using System.Net;
using System.Text.Json.Nodes;
using GunMane.MapApi.Tests.Tiles;

namespace GunMane.MapApi.Tests.Conformance;

/// <summary>The abstract tests of OGC API – Tiles Part 1 (20-057) on the tiles of the whole data set: classes dataset-tilesets and collections-selection, and those that these stand on.</summary>
public sealed class TilesDataSetRequirements(CoastHost host) : IClassFixture<CoastHost>
{
    private const string Rel = "http://www.opengis.net/def/rel/ogc/1.0/";
    private const int Zoom = 13;
    private static readonly string[] Collections = ["municipalities", "assets", "groups", "zones"];

    private static readonly Dictionary<string, string[]> Layers = new()
    {
        ["municipalities"] = ["municipalities", "municipality_labels"], ["assets"] = ["assets"], ["groups"] = ["groups", "group_members"], ["zones"] = ["zones"],
    };

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    private HttpClient Client => host.Client;

    public static TheoryData<string> Selections => ["municipalities", "assets", "groups", "zones", "zones,assets", "assets,zones", "groups,municipalities,zones", "assets,groups,zones,municipalities"];

    [Fact]
    [Trait("Requirement", "ogcapi-tiles-1/req/dataset-tilesets/landingpage")]
    public async Task The_landing_page_links_to_the_tile_sets_of_the_data_set() =>
        Assert.EndsWith("/ogc/tiles", (await Client.DocumentAsync("/ogc")).Href($"{Rel}tilesets-vector"), StringComparison.Ordinal);

    [Fact]
    [Trait("Requirement", "ogcapi-tiles-1/req/dataset-tilesets/operation")]
    public async Task The_data_set_has_its_tile_sets_below_it()
    {
        var landing = (await Client.DocumentAsync("/ogc")).Href("self");
        var list = (await Client.DocumentAsync("/ogc")).Href($"{Rel}tilesets-vector");
        Assert.Equal($"{landing}/tiles", list);
        Assert.NotEmpty((await Client.DocumentAsync(list))["tilesets"]!.AsArray());
    }

    [Fact]
    [Trait("Requirement", "ogcapi-tiles-1/req/tilesets-list/tileset-links")]
    public async Task The_list_of_tile_sets_links_to_each()
    {
        var listed = Assert.Single((await Client.DocumentAsync("/ogc/tiles"))["tilesets"]!.AsArray())!;
        Assert.Equal("vector", (string?)listed["dataType"]);
        Assert.Equal("http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad", (string?)listed["tileMatrixSetURI"]);
        Assert.True(listed.Links($"{Rel}tiling-scheme"));
        Assert.Equal((string?)listed["title"], (string?)(await Client.DocumentAsync(listed.Href("self")))["title"]);
    }

    [Fact]
    [Trait("Requirement", "ogcapi-tiles-1/req/tileset/description")]
    public async Task A_tile_set_is_described_with_templates_limits_and_its_matrix_set()
    {
        var set = await SetAsync();
        Assert.Equal("WebMercatorQuad", (string?)(await Client.DocumentAsync(set.Href($"{Rel}tiling-scheme")))["id"]);
        var item = set["links"]!.AsArray().Single(link => (string?)link!["rel"] == "item")!;
        Assert.True((bool)item["templated"]!);
        Assert.Equal("application/vnd.mapbox-vector-tile", (string?)item["type"]);
        var limits = set["tileMatrixSetLimits"]!.AsArray().Single(one => (string?)one!["tileMatrix"] == "13")!;
        var ((west, north), (east, south)) = (TileTests.TileOf(140.00001, 31.09999, 13), TileTests.TileOf(140.09999, 31.00001, 13));
        Assert.Equal((west, east, north, south), ((int)limits["minTileCol"]!, (int)limits["maxTileCol"]!, (int)limits["minTileRow"]!, (int)limits["maxTileRow"]!));
        Assert.Equal(Collections.SelectMany(one => Layers[one]), Ids(set));
    }

    [Fact]
    [Trait("Requirement", "ogcapi-tiles-1/req/core/tc-op")]
    [Trait("Requirement", "ogcapi-tiles-1/req/core/tc-success")]
    public async Task A_tile_is_answered_at_the_path_of_its_template()
    {
        using var answer = await Client.GetAsync(await TileAsync(Zoom, 140.0501, 31.0485), Now);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Subset(Layer(await answer.Content.ReadAsByteArrayAsync(Now)).Keys.ToHashSet(), Collections.ToHashSet());
    }

    [Theory]
    [Trait("Requirement", "ogcapi-tiles-1/req/core/tc-error")]
    [InlineData("/ogc/tiles/WebMercatorQuad/23/0/0?area=coast", "z")]
    [InlineData("/ogc/tiles/WebMercatorQuad/3/8/0?area=coast", "y")]
    [InlineData("/ogc/tiles/WebMercatorQuad/3/0/8?area=coast", "x")]
    public async Task A_tile_out_of_range_is_refused(string path, string parameter)
    {
        using var answer = await Client.GetAsync(path, Now);
        Assert.Equal(parameter, (string?)(await answer.ProblemAsync(HttpStatusCode.BadRequest))["parameter"]);
    }

    [Fact]
    [Trait("Requirement", "ogcapi-tiles-1/req/core/tc-error")]
    public async Task An_empty_tile_has_no_content()
    {
        using var empty = await Client.GetAsync(await TileAsync(Zoom, 0, 0), Now);
        Assert.Equal(HttpStatusCode.NoContent, empty.StatusCode);
    }

    [Fact]
    [Trait("Requirement", "ogcapi-tiles-1/req/mvt/content")]
    public async Task A_tile_is_one_Mapbox_vector_tile_with_the_layers_and_attributes_described()
    {
        using var answer = await Client.GetAsync(await TileAsync(Zoom, 140.0501, 31.0485), Now);
        Assert.Equal("application/vnd.mapbox-vector-tile", answer.Content.Headers.ContentType!.MediaType);
        var described = (await SetAsync())["layers"]!.AsArray().ToDictionary(one => (string)one!["id"]!, one => one!["propertiesSchema"]!["properties"]!.AsObject().Select(property => property.Key).ToHashSet());
        foreach (var (name, features) in Layer(await answer.Content.ReadAsByteArrayAsync(Now)))
        {
            Assert.NotEmpty(features);
            Assert.Subset(described[name], features.SelectMany(feature => feature.Attributes.GetNames()).Except(["id"]).ToHashSet());
        }
    }

    [Theory]
    [MemberData(nameof(Selections))]
    [Trait("Requirement", "ogcapi-tiles-1/req/collections-selection/collections-parameter")]
    public async Task Tile_sets_and_tiles_take_collections(string collections)
    {
        foreach (var path in (string[])[$"/ogc/tiles/WebMercatorQuad?area=coast&collections={collections}", await TileAsync(Zoom, 140.0501, 31.0485, collections)])
        {
            using var answer = await Client.GetAsync(path, Now);
            Assert.Equal((path, HttpStatusCode.OK), (path, answer.StatusCode));
        }
    }

    [Fact]
    [Trait("Requirement", "ogcapi-tiles-1/req/collections-selection/collections-parameter")]
    public async Task The_definition_describes_collections_as_the_standard_does()
    {
        var paths = (await Client.DocumentAsync("/ogc/api"))["paths"]!;
        foreach (var path in (string[])["/tiles/WebMercatorQuad", "/tiles/WebMercatorQuad/{tileMatrix}/{tileRow}/{tileCol}"])
        {
            var parameter = paths[path]!["get"]!["parameters"]!.AsArray().Single(one => (string?)one!["name"] == "collections")!;
            Assert.Equal(("query", false, "form", false, "array", "string"), ((string?)parameter["in"], (bool)parameter["required"]!, (string?)parameter["style"],
                (bool)parameter["explode"]!, (string?)parameter["schema"]!["type"], (string?)parameter["schema"]!["items"]!["type"]));
        }
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("contracts")]
    [InlineData("assets,nothing")]
    [InlineData("assets,assets")]
    [InlineData("")]
    [Trait("Requirement", "ogcapi-tiles-1/req/collections-selection/collections-parameter")]
    public async Task What_is_no_collection_with_tiles_is_refused_and_those_that_are_are_named(string collections)
    {
        foreach (var path in (string[])["/ogc/tiles/WebMercatorQuad", $"/ogc/tiles/WebMercatorQuad/{Zoom}/0/0", $"/tiles/all/{Zoom}/0/0.mvt", "/tiles/all.json", "/styles/all.json"])
        {
            using var answer = await Client.GetAsync($"{path}?area=coast&collections={collections}", Now);
            var problem = await answer.ProblemAsync(HttpStatusCode.BadRequest);
            Assert.Equal("collections", (string?)problem["parameter"]);
            Assert.All(Collections, one => Assert.Contains(one, (string)problem["detail"]!, StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Selections))]
    [Trait("Requirement", "ogcapi-tiles-1/req/collections-selection/collections-response")]
    public async Task Only_the_collections_asked_for_are_there_the_leftmost_first(string collections)
    {
        var wanted = collections.Split(',').SelectMany(one => Layers[one]).ToList();
        Assert.Equal(wanted, Ids(await Client.DocumentAsync($"/ogc/tiles/WebMercatorQuad?area=coast&collections={collections}")));
        var tile = await Client.GetByteArrayAsync(await TileAsync(Zoom, 140.0501, 31.0485, collections), Now);
        var there = MapApi.Tiles.TileLayers.Split(tile).Select(layer => layer.Name).ToList();
        Assert.Equal(wanted.Where(there.Contains), there);
        Assert.Equal(collections.Split(',').Order(), there.Intersect(Collections).Order());
    }

    [Fact]
    [Trait("Requirement", "ogcapi-tiles-1/req/oas30/completeness")]
    public async Task The_definition_names_the_operations_of_tiles()
    {
        var paths = (await Client.DocumentAsync("/ogc/api"))["paths"]!;
        foreach (var rest in (string[])["", "/WebMercatorQuad", "/WebMercatorQuad/{tileMatrix}/{tileRow}/{tileCol}"])
            Assert.NotNull(paths[$"/tiles{rest}"]!["get"]!["responses"]!["200"]);
    }

    [Fact]
    [Trait("Requirement", "ogcapi-tiles-1/req/oas30/operation-id")]
    public async Task Operations_have_the_suffixes_of_the_standard()
    {
        var ids = (await Client.DocumentAsync("/ogc/api"))["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Select(one => (string?)one.Value?["operationId"]).ToHashSet();
        Assert.Subset(ids, new HashSet<string?> { ".dataset.vector.getTileSetsList", ".dataset.vector.getTileSet", ".dataset.vector.getTile" });
    }

    private static IEnumerable<string> Ids(JsonObject set) => set["layers"]!.AsArray().Select(one => (string)one!["id"]!);

    private static Dictionary<string, List<NetTopologySuite.Features.IFeature>> Layer(byte[] bytes)
    {
        var (x, y) = TileTests.TileOf(140.0501, 31.0485, Zoom);
        return TileText.Decode(bytes, Zoom, x, y);
    }

    private async Task<JsonObject> SetAsync(string collections = "")
    {
        var set = await Client.DocumentAsync((await Client.DocumentAsync("/ogc/tiles"))["tilesets"]!.AsArray().Single()!.Href("self"));
        return collections.Length == 0 ? set : await Client.DocumentAsync($"{set.Href("self")}&collections={collections}");
    }

    private async Task<string> TileAsync(int zoom, double longitude, double latitude, string collections = "")
    {
        var (x, y) = TileTests.TileOf(longitude, latitude, zoom);
        return (await SetAsync(collections)).Href("item").Replace("{tileMatrix}", $"{zoom}", StringComparison.Ordinal)
            .Replace("{tileRow}", $"{y}", StringComparison.Ordinal).Replace("{tileCol}", $"{x}", StringComparison.Ordinal);
    }
}
