using System.Net.Http.Json;
using System.Text.Json.Nodes;
using GunMane.MapApi.Options;
using GunMane.TestKit;

namespace GunMane.MapApi.Tests.Http.Limiting;

/// <summary>The made-up coast with a grouping run and nothing of it in memory.</summary>
internal sealed class ForgetfulHost(Limits limits) : CoastHost
{
    // Tiles come from the database alone: assets that are read into memory in the background are read for no request.
    protected override HostSettings Configure(HostSettings settings) => settings with { Limits = limits, ResidentTileBytes = 0 };

    /// <summary>A request as text, "METHOD path", with RUN and ASSET put in. What the service had in memory of the facts is of no use afterwards.</summary>
    public async Task<(HttpMethod Method, string Path)> PrepareAsync(string asked)
    {
        using var answer = await Client.PostAsJsonAsync("/ogc/processes/grouping/execution", new { inputs = new { studyArea = "coast" }, response = "document" });
        var run = (string)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["run"]!;
        var asset = await ScalarAsync("SELECT id FROM gunmane.asset WHERE study_area = 1 AND dense_id = 1");
        // The run is made to be of the new version, as if it had been made by a service that was started again.
        await ExecuteAsync($"SELECT gunmane.raise_data_version(1); UPDATE gunmane.group_run SET data_version = (SELECT data_version FROM gunmane.study_area WHERE id = 1) WHERE id = '{run}'");
        var words = asked.Replace("RUN", run, StringComparison.Ordinal).Replace("ASSET", $"{asset}", StringComparison.Ordinal).Split(' ');
        return (new HttpMethod(words[0]), words[1]);
    }

    /// <summary>Sends it.</summary>
    public async Task<HttpResponseMessage> SendAsync((HttpMethod Method, string Path) prepared, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(prepared.Method, prepared.Path);
        if (prepared.Method == HttpMethod.Post) request.Content = JsonContent.Create(new { });
        return await Client.SendAsync(request, cancellation);
    }
}

/// <summary>Every statement that a request needs ends by the limit of its kind, whoever shares what it reads; and with the client that asked.</summary>
public sealed class StatementLimitTests
{
    private static readonly Limits Short = new() { LightSeconds = 1, HeavySeconds = 2, TileSeconds = 3, LongSeconds = 4 };

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    /// <summary>Requests, a table that they wait for, and the limit that ends them.</summary>
    public static TheoryData<string, string, string, int> Requests => new()
    {
        { "GET /ogc/collections/assets/items", "gunmane.asset", "heavySeconds", 2 },
        { "POST /api/areas/coast/regroup", "gunmane.asset", "heavySeconds", 2 },
        { "POST /api/areas/coast/regroup", "gunmane.contract_asset", "heavySeconds", 2 },
        { "POST /api/areas/coast/regroup/outlines?west=15000000&south=3000000&cell=1000&columns=500&rows=500", "gunmane.asset", "heavySeconds", 2 },
        { "GET /api/runs/RUN/comparison?with=RUN", "gunmane.contract_asset", "heavySeconds", 2 },
        { "GET /api/runs/RUN/assets/ASSET/reasons", "gunmane.contract_asset", "heavySeconds", 2 },
        { "GET /tiles/municipalities/8/227/104.mvt?area=coast", "gunmane.municipality", "tileSeconds", 3 },
        { "GET /tiles/assets/8/227/104.mvt?area=coast", "gunmane.asset", "tileSeconds", 3 },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_statement_that_takes_too_long_ends_in_the_database_by_the_limit_of_its_kind(string asked, string table, string limit, int seconds)
    {
        await using var host = new ForgetfulHost(Short);
        await host.InitializeAsync();
        var request = await host.PrepareAsync(asked);
        await using (await host.LockAsync(table))
        {
            using var answer = await host.SendAsync(request, Now);
            await LimitTests.RefusedAsync(answer, 503, limit, seconds);
            Assert.Equal(0L, await host.WaitingAsync());
        }

        using var again = await host.SendAsync(request, Now);
        Assert.True(again.IsSuccessStatusCode, await again.Content.ReadAsStringAsync(Now));
        Assert.DoesNotContain(host.Log, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    /// <summary>The same requests without their limits.</summary>
    public static TheoryData<string, string> Unlimited => [.. Requests.Select(row => (row.Data.Item1, row.Data.Item2))];

    [Theory]
    [MemberData(nameof(Unlimited))]
    public async Task A_client_that_goes_away_takes_its_statement_along(string asked, string table)
    {
        // Longer than this test waits: no limit ends it first.
        await using var host = new ForgetfulHost(new Limits { LightSeconds = 3600, HeavySeconds = 3600, TileSeconds = 3600 });
        await host.InitializeAsync();
        var request = await host.PrepareAsync(asked);
        await using var locking = await host.LockAsync(table);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Now);
        var leaving = host.SendAsync(request, patience.Token);
        await TestWait.UntilAsync(async () => await host.WaitingAsync() > 0);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        await TestWait.UntilAsync(async () => await host.WaitingAsync() == 0);
    }

    [Fact]
    public async Task An_execution_that_cannot_be_queued_in_time_is_refused_by_the_limit_of_light_requests()
    {
        await using var host = new ForgetfulHost(Short);
        await host.InitializeAsync();
        await using (await host.LockAsync("gunmane.job"))
        {
            using var answer = await host.Client.PostAsJsonAsync("/ogc/processes/links/execution", new { inputs = new { studyArea = "coast" } }, Now);
            await LimitTests.RefusedAsync(answer, 503, "lightSeconds", 1);
        }

        using var again = await host.Client.PostAsJsonAsync("/ogc/processes/links/execution", new { inputs = new { studyArea = "coast" } }, Now);
        Assert.True(again.IsSuccessStatusCode, await again.Content.ReadAsStringAsync(Now));
    }
}
