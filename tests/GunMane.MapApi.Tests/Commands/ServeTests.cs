using System.Net;
using System.Text.Json.Nodes;
using GunMane.TestKit;

namespace GunMane.MapApi.Tests.Commands;

public sealed class ServeTests : IDisposable
{
    private readonly string home = Path.Combine("/var/tmp", $"gunmane-serve-{Guid.NewGuid():N}");

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        if (Directory.Exists(home)) Directory.Delete(home, recursive: true);
    }

    [Fact]
    public async Task The_first_start_loads_the_model_region_and_a_kill_loses_nothing()
    {
        await using (var first = Start())
        {
            var address = await first.ListeningAsync(Now);
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(address));
            Assert.Equal("model", (string?)(await AreasAsync(address))[0]!["code"]);
            await CreateAreaAsync(address);
            first.Kill();
            await first.EndedAsync(Now);
        }

        await using var again = Start();
        var codes = (await AreasAsync(await again.ListeningAsync(Now))).Select(area => (string?)area!["code"]).Order();
        Assert.Equal(["kept", "model"], codes);
    }

    [Fact]
    public async Task A_removed_model_region_stays_removed()
    {
        SayThatTheModelRegionWasLoaded();
        await using var service = Start();
        Assert.Empty(await AreasAsync(await service.ListeningAsync(Now)));
    }

    [Fact]
    public async Task A_second_start_on_the_same_home_says_so_and_fails()
    {
        SayThatTheModelRegionWasLoaded();
        await using var first = Start();
        await first.ListeningAsync(Now);
        await using var second = Start();
        await second.EndedAsync(Now);
        Assert.Equal(1, second.ExitCode);
        Assert.Contains(home, second.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task It_stops_cleanly(string signal)
    {
        SayThatTheModelRegionWasLoaded();
        await using var service = Start();
        await service.ListeningAsync(Now);
        service.Signal(signal);
        await service.EndedAsync(Now);
        Assert.Equal(0, service.ExitCode);
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("192.0.2.1")]
    [InlineData("somewhere")]
    public async Task An_address_that_others_could_reach_is_refused(string host)
    {
        await using var service = ServiceProcess.Start(["serve", "--home", home, "--port", "0", "--host", host]);
        await service.EndedAsync(Now);
        Assert.Equal(1, service.ExitCode);
        Assert.Contains("--host", service.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_named_database_is_used_and_nothing_is_loaded_there_unasked()
    {
        var name = await TestCluster.CloneAsync(Now);
        var cluster = await TestCluster.SharedAsync(Now);
        await using (var service = ServiceProcess.Start(["serve", "--home", home, "--port", "0"],
            new Dictionary<string, string> { ["GUNMANE_DB"] = TestCluster.At(cluster.Administrator, name) }))
        {
            Assert.Empty(await AreasAsync(await service.ListeningAsync(Now)));
        }

        await TestCluster.DropAsync(name);
    }

    private void SayThatTheModelRegionWasLoaded()
    {
        Directory.CreateDirectory(home);
        File.WriteAllText(Path.Combine(home, "model-region.loaded"), "");
    }

    private ServiceProcess Start() => ServiceProcess.Start(["serve", "--home", home, "--port", "0"]);

    private static async Task<HttpStatusCode> StatusAsync(Uri address)
    {
        using var client = new HttpClient();
        using var answer = await client.GetAsync(address, Now);
        return answer.StatusCode;
    }

    private static async Task<JsonArray> AreasAsync(Uri address)
    {
        using var client = new HttpClient();
        return JsonNode.Parse(await client.GetStringAsync(new Uri(address, "/api/areas"), Now))!.AsArray();
    }

    private static async Task CreateAreaAsync(Uri address)
    {
        using var client = new HttpClient();
        using var body = new StringContent("""{"code": "kept", "name": "残る地域"}""", System.Text.Encoding.UTF8, "application/json");
        (await client.PostAsync(new Uri(address, "/api/areas"), body, Now)).EnsureSuccessStatusCode();
    }
}
