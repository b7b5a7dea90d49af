using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using GunMane.TestKit;

namespace GunMane.MapApi.Tests.Http;

/// <summary>The database lets connections fall, is slow, or the client goes away.</summary>
public sealed class FaultTests(CoastHost host) : IClassFixture<CoastHost>
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connections_that_were_ended_are_replaced()
    {
        (await host.Client.GetAsync("/api/areas", Now)).EnsureSuccessStatusCode();
        await host.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
        var answers = new List<HttpStatusCode>();
        await TestWait.UntilAsync(async () =>
        {
            answers.Add((await host.Client.GetAsync("/api/areas", Now)).StatusCode);
            return answers[^1] == HttpStatusCode.OK;
        });
        // One of them, or a worker of the service, met the ended connections.
        Assert.All(answers.SkipLast(1), status => Assert.Equal(HttpStatusCode.ServiceUnavailable, status));
    }

    [Fact]
    public async Task A_query_that_takes_too_long_is_503_with_a_reason()
    {
        await using var slow = new CoastHost();
        await slow.InitializeAsync();
        await using var locking = await LockAssetsAsync(slow);
        await slow.ExecuteAsync("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET statement_timeout = ''300ms''', current_database()); END $$");
        await slow.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND usename = 'gunmane_service'");
        await TestWait.UntilAsync(async () => (await slow.Client.GetAsync("/health/ready", Now)).StatusCode == HttpStatusCode.OK);
        using var answer = await slow.Client.GetAsync("/ogc/collections/assets/items", Now);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("制限時間", (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_goes_away_cancels_its_query()
    {
        await using var locking = await LockAssetsAsync(host);
        using var patience = new CancellationTokenSource();
        var waiting = host.Client.GetAsync("/ogc/collections/assets/items", patience.Token);
        await TestWait.UntilAsync(async () => await WaitingAsync() == 1);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await TestWait.UntilAsync(async () => await WaitingAsync() == 0);
        await TestWait.UntilAsync(() => host.Log.Any(line => line.Contains("items 499", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Clients_that_ask_for_one_cold_tile_share_its_cutting()
    {
        // Of this version nothing is in memory yet: whoever draws the tile has to ask the table.
        await host.ScalarAsync("SELECT gunmane.raise_data_version(id) FROM gunmane.study_area WHERE code = 'coast'");
        var locking = await LockAssetsAsync(host);
        var asked = Enumerable.Range(0, 50).Select(_ => host.Client.GetAsync("/tiles/assets/7/113/52.mvt?area=coast", Now)).ToList();
        await TestWait.UntilAsync(async () => await WaitingAsync() >= 1);
        await Task.Delay(500, Now);
        Assert.Equal(1, await WaitingAsync());
        await locking.DisposeAsync();
        foreach (var answer in await Task.WhenAll(asked)) Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Clients_that_ask_for_a_version_share_one_look()
    {
        var locking = await host.LockAsync("gunmane.study_area");
        var asked = Enumerable.Range(0, 5).Select(row => host.Client.GetAsync($"/tiles/municipalities/7/113/{50 + row}.mvt?area=coast", Now)).ToList();
        await TestWait.UntilAsync(async () => await WaitingAsync("%study_area%") >= 1);
        await Task.Delay(500, Now);
        Assert.Equal(1, await WaitingAsync("%study_area%"));
        await locking.DisposeAsync();
        foreach (var answer in await Task.WhenAll(asked)) Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}");
    }

    [Theory]
    [InlineData(9)]
    [InlineData(15)]
    public async Task An_edit_shows_at_once_in_tiles_that_memory_draws(int zoom)
    {
        var (x, y) = Tiles.TileTests.TileOf(140.0501, 31.0485, zoom);
        var path = $"/tiles/assets/{zoom}/{x}/{y}.mvt?area=coast";
        async Task<string> TileAsync() => Tiles.TileText.Of(await host.Client.GetByteArrayAsync(path, Now), zoom, x, y);
        await TileAsync();
        for (var edit = 1; edit <= 3; edit++)
        {
            var sector = edit % 2 == 1 ? "harbour" : "tunnel";
            await host.ExecuteAsync($"WITH edited AS (UPDATE gunmane.asset SET sector = '{sector}' WHERE sector IN ('road', 'harbour', 'tunnel') RETURNING study_area), of AS (SELECT DISTINCT study_area FROM edited) SELECT gunmane.raise_data_version(study_area) FROM of");
            Assert.Contains($"sector={sector}", await TileAsync(), StringComparison.Ordinal);
            // Once more, now that the new version is resident.
            await host.Client.GetByteArrayAsync($"/tiles/assets/8/227/104.mvt?area=coast", Now);
            Assert.Contains($"sector={sector}", await TileAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_tile_that_is_known_or_warm_asks_nothing_of_the_table_it_is_cut_from()
    {
        const string path = "/tiles/assets/8/227/104.mvt?area=coast";
        using var cold = await host.Client.GetAsync(path, Now);
        Assert.Equal(HttpStatusCode.OK, cold.StatusCode);
        await using var locking = await LockAssetsAsync(host);
        Assert.Equal(await cold.Content.ReadAsByteArrayAsync(Now), await host.Client.GetByteArrayAsync(path, Now));
        using var known = new HttpRequestMessage(HttpMethod.Get, path);
        known.Headers.IfNoneMatch.Add(cold.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await host.Client.SendAsync(known, Now)).StatusCode);
    }

    private Task<long> WaitingAsync(string query = "%") => host.WaitingAsync(query);

    private static Task<Npgsql.NpgsqlConnection> LockAssetsAsync(CoastHost at) => at.LockAsync("gunmane.asset");
}
