using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace GunMane.MapApi.Tests.Tiles;

public sealed class TileTests(CoastHost host) : IClassFixture<CoastHost>
{
    internal const string Run = "00000000-0000-4000-b000-000000000001";
    internal const string Scenario = "00000000-0000-4000-d000-000000000001";

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(11)]
    public async Task Below_zoom_12_cells_add_up_to_all_assets(int z)
    {
        var total = await TilesOfCoastAsync(z, (layers, _, _) => layers["assets"].Sum(cell => Convert.ToInt64(cell.Attributes["count"], CultureInfo.InvariantCulture)));
        Assert.Equal(55, total.Sum());
        var length = await TilesOfCoastAsync(z, (layers, _, _) => layers["assets"].Sum(cell => Convert.ToDouble(cell.Attributes["length_m"], CultureInfo.InvariantCulture)));
        Assert.Equal(9000, length.Sum());
    }

    [Fact]
    public async Task Assets_across_tile_borders_count_in_one_cell()
    {
        // Cells are served below zoom 12 only; at 16 the same function has many borders through the roads.
        const int z = 16;
        var ((west, north), (east, south)) = (TileOf(140.02, 31.06, z), TileOf(140.08, 31.01, z));
        var count = 0L;
        for (var x = west; x <= east; x++)
        {
            for (var y = north; y <= south; y++)
            {
                var bytes = await host.ScalarAsync(string.Create(CultureInfo.InvariantCulture, $"SELECT gunmane.tile_asset_cells(1, {z}, {x}, {y})")) as byte[] ?? [];
                if (bytes.Length > 0) count += TileText.Decode(bytes, z, x, y)["assets"].Sum(cell => Convert.ToInt64(cell.Attributes["count"], CultureInfo.InvariantCulture));
            }
        }

        Assert.Equal(55, count);
    }

    [Theory]
    [InlineData(12)]
    [InlineData(14)]
    [InlineData(16)]
    public async Task From_zoom_12_every_asset_is_in_some_tile(int z)
    {
        var ids = await TilesOfCoastAsync(z, (layers, _, _) => layers["assets"].Select(asset => Convert.ToInt32(asset.Attributes["id"], CultureInfo.InvariantCulture)).ToList());
        Assert.Equal(Enumerable.Range(0, 55), ids.SelectMany(one => one).Distinct().Order());
    }

    [Theory]
    [InlineData(6)]
    [InlineData(10)]
    [InlineData(13)]
    public async Task A_municipality_has_one_label(int z)
    {
        var labels = await TilesOfCoastAsync(z, (layers, _, _) => layers.GetValueOrDefault("municipality_labels", []).Select(label => (string)label.Attributes["name"]).ToList(), "municipalities");
        Assert.Equal(["東町", "西町"], labels.SelectMany(one => one).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_asset_smaller_than_a_unit_is_drawn_as_a_point()
    {
        await host.ExecuteAsync("""
            UPDATE gunmane.asset SET geom = ST_SetSRID(ST_MakeLine(ST_MakePoint(140.07, 31.03), ST_MakePoint(140.0700001, 31.03)), 6668) WHERE dense_id = 49;
            SELECT gunmane.raise_data_version(1);
            """);
        var (x, y) = TileOf(140.07, 31.03, 12);
        var bytes = await host.Client.GetByteArrayAsync($"/tiles/assets/12/{x}/{y}.mvt?area=coast", Now);
        var asset = TileText.Decode(bytes, 12, x, y)["assets"].Single(one => Convert.ToInt32(one.Attributes["id"], CultureInfo.InvariantCulture) == 49);
        Assert.Equal("Point", asset.Geometry.GeometryType);
    }

    [Fact]
    public async Task A_tile_without_anything_is_204()
    {
        using var answer = await host.Client.GetAsync("/tiles/assets/14/0/0.mvt?area=coast", Now);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.NotNull(answer.Headers.ETag);
        using var empty = await host.Client.GetAsync("/tiles/municipalities/0/0/0.mvt?area=empty", Now);
        Assert.Equal(HttpStatusCode.NoContent, empty.StatusCode);
    }

    [Fact]
    public async Task A_known_tile_is_304_until_the_data_change()
    {
        const string path = "/tiles/assets/5/28/13.mvt?area=coast";
        using var first = await host.Client.GetAsync(path, Now);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.True(first.Headers.CacheControl!.NoCache && first.Headers.CacheControl.Private);
        Assert.Equal(HttpStatusCode.NotModified, await AgainAsync(path, first.Headers.ETag!));
        await host.ExecuteAsync("SELECT gunmane.raise_data_version(1)");
        Assert.Equal(HttpStatusCode.OK, await AgainAsync(path, first.Headers.ETag!));
    }

    [Fact]
    public async Task A_known_zone_tile_is_304_until_the_scenario_changes()
    {
        const string path = "/tiles/zones/5/28/13.mvt?area=coast&scenario=" + Scenario;
        using var first = await host.Client.GetAsync(path, Now);
        Assert.Equal(HttpStatusCode.NotModified, await AgainAsync(path, first.Headers.ETag!));
        await host.ExecuteAsync($"UPDATE gunmane.scenario SET version = version + 1 WHERE id = '{Scenario}'");
        Assert.Equal(HttpStatusCode.OK, await AgainAsync(path, first.Headers.ETag!));
    }

    [Theory]
    [InlineData("assets/23/0/0.mvt?area=coast", 400, "z")]
    [InlineData("assets/-1/0/0.mvt?area=coast", 400, "z")]
    [InlineData("assets/five/0/0.mvt?area=coast", 400, "z")]
    [InlineData("assets/3/8/0.mvt?area=coast", 400, "x")]
    [InlineData("assets/3/0/8.mvt?area=coast", 400, "y")]
    [InlineData("assets/3/0/99999999999.mvt?area=coast", 400, "y")]
    [InlineData("assets/3/0/-1.mvt?area=coast", 400, "y")]
    [InlineData("assets/3/0/0.mvt", 400, "area")]
    [InlineData("assets/3/0/0.mvt?area=nowhere", 404, "area")]
    [InlineData("assets/3/0/0.mvt?area=coast&run=x", 400, "run")]
    [InlineData("groups/3/0/0.mvt?area=coast", 400, "run")]
    [InlineData("groups/3/0/0.mvt?area=coast&run=x", 400, "run")]
    [InlineData("groups/3/0/0.mvt?area=empty&run=" + Run, 404, "run")]
    [InlineData("zones/3/0/0.mvt?area=coast&scenario=" + Run, 404, "scenario")]
    [InlineData("nonsense/3/0/0.mvt?area=coast", 404, "layer")]
    public async Task A_tile_that_is_not_is_refused_by_name(string path, int status, string parameter)
    {
        using var answer = await host.Client.GetAsync($"/tiles/{path}", Now);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(parameter, (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!["parameter"]);
    }

    private async Task<HttpStatusCode> AgainAsync(string path, EntityTagHeaderValue known)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.IfNoneMatch.Add(known);
        using var answer = await host.Client.SendAsync(request, Now);
        return answer.StatusCode;
    }

    /// <summary>Reads all tiles of a zoom over the coast that hold something.</summary>
    private async Task<List<T>> TilesOfCoastAsync<T>(int z, Func<Dictionary<string, List<NetTopologySuite.Features.IFeature>>, int, int, T> read, string layer = "assets")
    {
        var ((west, north), (east, south)) = (TileOf(139.99, 31.11, z), TileOf(140.11, 30.99, z));
        var all = new List<T>();
        for (var x = west; x <= east; x++)
        {
            for (var y = north; y <= south; y++)
            {
                using var answer = await host.Client.GetAsync($"/tiles/{layer}/{z}/{x}/{y}.mvt?area=coast", Now);
                if (answer.StatusCode == HttpStatusCode.NoContent) continue;
                all.Add(read(TileText.Decode(await answer.Content.ReadAsByteArrayAsync(Now), z, x, y), x, y));
            }
        }

        return all;
    }

    internal static (int X, int Y) TileOf(double longitude, double latitude, int z)
    {
        var side = 1 << z;
        var angle = latitude * Math.PI / 180;
        return ((int)Math.Floor((longitude + 180) / 360 * side), (int)Math.Floor((1 - (Math.Asinh(Math.Tan(angle)) / Math.PI)) / 2 * side));
    }
}
