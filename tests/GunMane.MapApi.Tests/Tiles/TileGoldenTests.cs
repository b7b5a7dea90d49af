using System.Net;

namespace GunMane.MapApi.Tests.Tiles;

/// <summary>Tiles as text, compared line by line; on a database that no other test changes.</summary>
public sealed class TileGoldenTests(CoastHost host) : IClassFixture<CoastHost>
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("assets", 12, "")]
    [InlineData("assets", 15, "")]
    [InlineData("assets", 9, "")]
    [InlineData("municipalities", 10, "")]
    [InlineData("groups", 11, "&run=" + TileTests.Run)]
    [InlineData("zones", 13, "&scenario=" + TileTests.Scenario)]
    public async Task A_tile_decodes_to_its_golden_text(string layer, int z, string query)
    {
        var (x, y) = TileTests.TileOf(140.0501, 31.0485, z);
        using var answer = await host.Client.GetAsync($"/tiles/{layer}/{z}/{x}/{y}.mvt?area=coast{query}", Now);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/vnd.mapbox-vector-tile", answer.Content.Headers.ContentType!.MediaType);
        Golden.Equal($"Tiles/{layer}-z{z}.txt", TileText.Of(await answer.Content.ReadAsByteArrayAsync(Now), z, x, y));
    }
}
