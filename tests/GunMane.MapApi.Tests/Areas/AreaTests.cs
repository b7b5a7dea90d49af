using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using GunMane.TestKit;

namespace GunMane.MapApi.Tests.Areas;

public sealed class AreaTests(TestHost host) : IClassFixture<TestHost>
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_area_is_made_listed_read_and_removed()
    {
        var made = await host.Client.PostAsJsonAsync("/api/areas", new { code = "made", name = "架空海岸", nameEn = "Made-up coast" }, Now);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        Assert.Equal("/api/areas/made", made.Headers.Location!.ToString());

        var listed = await host.Client.GetFromJsonAsync<JsonArray>("/api/areas", Now);
        Assert.Contains(listed!, area => (string?)area!["code"] == "made");

        var read = await host.Client.GetFromJsonAsync<JsonObject>("/api/areas/made", Now);
        Assert.Equal("架空海岸", (string?)read!["name"]);
        Assert.Null(read["extent"]);
        Assert.Equal(0, (int)read["counts"]!["assets"]!);
        Assert.Empty(read["municipalities"]!.AsArray());

        Assert.Equal(HttpStatusCode.NoContent, (await host.Client.DeleteAsync("/api/areas/made", Now)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.GetAsync("/api/areas/made", Now)).StatusCode);
    }

    [Fact]
    public async Task The_same_code_twice_is_a_conflict()
    {
        var body = new { code = "twice", name = "二度" };
        (await host.Client.PostAsJsonAsync("/api/areas", body, Now)).EnsureSuccessStatusCode();
        var again = await host.Client.PostAsJsonAsync("/api/areas", body, Now);
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.Equal("code", (string?)(await again.Content.ReadFromJsonAsync<JsonObject>(Now))!["parameter"]);
    }
}
