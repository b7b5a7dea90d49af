using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace GunMane.MapApi.Tests.Areas;

public sealed class AssetTests(CoastHost host) : IClassFixture<CoastHost>
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_asset_is_told_with_its_firms_and_its_share_of_each_order()
    {
        var asset = await host.Client.GetFromJsonAsync<JsonObject>("/api/areas/coast/assets/1", Now);
        Assert.Equal("照明1", (string?)asset!["name"]);
        Assert.Equal("""{"code":"90101","name":"東町"}""", asset["municipality"]!.ToJsonString(GunMane.MapApi.Http.Json.Options));
        Assert.Equal("建設課", (string?)asset["managingDepartment"]);
        Assert.Equal("n1", (string?)asset["attributes"]!["備考"]);
        Assert.Equal(["built", "maintains"], asset["firms"]!.AsArray().Select(firm => (string?)firm!["role"]));
        Assert.Equal("1999-04-01", (string?)asset["firms"]![0]!["since"]);
        // Order 1 (1,000,001 yen) weighs 3 of 4 on it, order 2 is all its own.
        Assert.Equal([1_000_002, 750_001], asset["contracts"]!.AsArray().Select(contract => (long)contract!["yenShare"]!));
    }

    [Theory]
    [InlineData("/api/areas/coast/assets/999", 404, "denseId")]
    [InlineData("/api/areas/coast/assets/x", 400, "denseId")]
    [InlineData("/api/areas/nowhere/assets/1", 404, "area")]
    public async Task What_is_not_there_is_refused_by_name(string path, int status, string parameter)
    {
        using var answer = await host.Client.GetAsync(path, Now);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(parameter, (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!["parameter"]);
    }

    [Fact]
    public async Task An_incomplete_area_says_which_file_comes_next_and_a_complete_one_does_not()
    {
        var empty = await host.Client.GetFromJsonAsync<JsonObject>("/api/areas/empty", Now);
        Assert.Contains("N03", (string?)empty!["next"]!["ja"], StringComparison.Ordinal);
        var coast = await host.Client.GetFromJsonAsync<JsonObject>("/api/areas/coast", Now);
        Assert.Null(coast!["next"]);
        Assert.Equal([140.0, 31.0, 140.1, 31.1], coast["extent"]!.AsArray().Select(edge => (double)edge!));
        Assert.Equal(["90101", "90102"], coast["municipalities"]!.AsArray().Select(town => (string?)town!["code"]));
    }

    [Fact]
    public async Task Removing_an_area_that_is_not_there_is_404() =>
        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.DeleteAsync("/api/areas/nowhere", Now)).StatusCode);
}
