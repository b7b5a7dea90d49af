using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using GunMane.MapApi.Options;
using GunMane.Spatial.Model;
using GunMane.TestKit;

namespace GunMane.MapApi.Tests.Http.Limiting;

/// <summary>The made-up coast with room for two heavy requests and four that wait.</summary>
public sealed class BusyHost : CoastHost
{
    protected override HostSettings Configure(HostSettings settings) => settings with { Limits = new Limits { HeavyAtOnce = 2, HeavyWaiting = 4, WaitSeconds = 60 } };
}

/// <summary>More requests than the service can do: it refuses what is too much, and goes on.</summary>
public sealed class CapacityTests(BusyHost host) : IClassFixture<BusyHost>
{
    private const string Items = "/ogc/collections/assets/items?limit=20";
    private const string Tile = "/tiles/assets/8/227/104.mvt?area=coast";

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ten_times_too_many_heavy_requests_are_refused_at_once_while_light_ones_go_on()
    {
        using var cold = await host.Client.GetAsync(Tile, Now);
        var locking = await host.LockAsync("gunmane.asset");
        var asked = Enumerable.Range(0, 60).Select(_ => host.Client.GetAsync(Items, Now)).ToList();
        await TestWait.UntilAsync(() => asked.Count(one => one.IsCompleted) == 54);
        foreach (var refused in asked.Where(one => one.IsCompleted)) await LimitTests.RefusedAsync(await refused, 503, "heavyAtOnce", 2);

        foreach (var path in (string[])["/health/live", "/health/ready", "/ogc/jobs", "/api/scenarios/00000000-0000-4000-d000-000000000001", Tile])
            Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync(path, Now)).StatusCode);
        using var known = new HttpRequestMessage(HttpMethod.Get, Tile);
        known.Headers.IfNoneMatch.Add(cold.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await host.Client.SendAsync(known, Now)).StatusCode);

        Assert.Equal(2L, await host.WaitingAsync());
        await locking.DisposeAsync();
        var answers = await Task.WhenAll(asked);
        Assert.Equal("200 × 6, 503 × 54", Told(answers));
        Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync(Items, Now)).StatusCode);
    }

    [Fact]
    public async Task A_storm_of_all_kinds_is_answered_and_leaves_a_service_that_works()
    {
        string[] paths = [Items, Tile, "/ogc/jobs", "/health/ready", "/ogc/collections/contracts/items?limit=5", "/tiles/municipalities/7/113/52.mvt?area=coast", "/api/areas/coast/orders/table"];
        var before = await FeaturesAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 700).Select(n => host.Client.GetAsync(paths[n % paths.Length], Now)));
        Assert.All(answers, answer => Assert.Contains(answer.StatusCode, (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable]));
        // Whatever was refused was heavy.
        Assert.All(answers.Where(answer => answer.StatusCode != HttpStatusCode.OK), answer => Assert.True(answer.Headers.RetryAfter is not null && answer.RequestMessage!.RequestUri!.AbsolutePath is var path && (path.EndsWith("items", StringComparison.Ordinal) || path.EndsWith("table", StringComparison.Ordinal))));
        Assert.Equal(before, await FeaturesAsync());
        Assert.DoesNotContain(host.Log, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_waits_and_goes_away_leaves_his_place()
    {
        var locking = await host.LockAsync("gunmane.asset");
        using var patience = new CancellationTokenSource();
        var gone = Enumerable.Range(0, 6).Select(_ => host.Client.GetAsync(Items, patience.Token)).ToList();
        await TestWait.UntilAsync(async () => await host.WaitingAsync() == 2);
        await patience.CancelAsync();
        foreach (var one in gone) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        await TestWait.UntilAsync(() => host.Log.Count(line => line.Contains("items 499", StringComparison.Ordinal)) == 6);
        Assert.Equal(0L, await host.WaitingAsync());
        var asked = Enumerable.Range(0, 6).Select(_ => host.Client.GetAsync(Items, Now)).ToList();
        await TestWait.UntilAsync(async () => await host.WaitingAsync() == 2);
        await locking.DisposeAsync();
        Assert.Equal("200 × 6", Told(await Task.WhenAll(asked)));
    }

    [Fact]
    public async Task Who_waits_too_long_is_refused()
    {
        await using var other = new ImpatientHost();
        await other.InitializeAsync();
        await using var locking = await other.LockAsync("gunmane.asset");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Now);
        var first = other.Client.GetAsync(Items, patience.Token);
        await TestWait.UntilAsync(async () => await other.WaitingAsync() == 1);
        using (var second = await other.Client.GetAsync(Items, Now)) await LimitTests.RefusedAsync(second, 503, "heavyAtOnce", 1);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
    }

    [Fact]
    public async Task A_statement_that_takes_longer_than_its_kind_may_ends_in_the_database()
    {
        await using var other = new ImpatientHost { Limits = new Limits { HeavySeconds = 1, LightSeconds = 300 } };
        await other.InitializeAsync();
        await using var locking = await other.LockAsync("gunmane.asset");
        using (var answer = await other.Client.GetAsync(Items, Now)) await LimitTests.RefusedAsync(answer, 503, "heavySeconds", 1);
        await TestWait.UntilAsync(async () => await other.WaitingAsync() == 0);
        Assert.DoesNotContain(other.Log, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, "0")]
    [InlineData(5.0, "5s")]
    [InlineData(500.0, "100s")]
    public async Task What_the_server_allows_less_holds(double? seconds, string holds)
    {
        await using var other = new ImpatientHost();
        await other.InitializeAsync();
        if (seconds == 500) await other.ExecuteAsync("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET statement_timeout = ''100s''', current_database()); END $$");
        await other.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
        string? found = null;
        await TestWait.UntilAsync(async () =>
        {
            try
            {
                found = await other.Database.Within(seconds is { } some ? TimeSpan.FromSeconds(some) : null).ReadAsync(AccessScope.Local, async session =>
                {
                    await using var command = new Npgsql.NpgsqlCommand("SHOW statement_timeout", session.Connection);
                    return (string?)await command.ExecuteScalarAsync(Now);
                }, Now);
                return true;
            }
            catch (Npgsql.NpgsqlException)
            {
                return false; // one of the connections that were ended
            }
        });
        Assert.Equal(holds, found);
    }

    [Fact]
    public async Task A_client_that_sends_too_many_is_told_when_to_come_again()
    {
        await using var other = new ImpatientHost { Limits = new Limits { LightPerSecond = 2, HeavyPerSecond = 1, BurstSeconds = 2 } };
        await other.InitializeAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => other.Client.GetAsync("/ogc/jobs", Now)));
        Assert.Contains(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        await LimitTests.RefusedAsync(answers.First(answer => answer.StatusCode != HttpStatusCode.OK), 429, "lightPerSecond", 2);
        Assert.All(answers, answer => Assert.Contains(answer.StatusCode, (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.TooManyRequests]));
        // What costs little is not counted, and heavy requests have a measure of their own.
        var free = await Task.WhenAll(Enumerable.Range(0, 40).Select(n => other.Client.GetAsync(n % 2 == 0 ? Tile : "/health/live", Now)));
        Assert.All(free, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal(HttpStatusCode.OK, (await other.Client.GetAsync(Items, Now)).StatusCode);
        await TestWait.UntilAsync(async () => (await other.Client.GetAsync("/ogc/jobs", Now)).StatusCode == HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_zone_with_too_many_vertices_is_refused_by_that_limit()
    {
        var ring = Enumerable.Range(0, 20_001).Select(n => (140 + 0.01 * Math.Cos(n * Math.Tau / 20_001), 31 + 0.01 * Math.Sin(n * Math.Tau / 20_001))).ToList();
        var text = string.Join(',', ring.Append(ring[0]).Select(at => FormattableString.Invariant($"[{at.Item1:F7},{at.Item2:F7}]")));
        using var body = new StringContent($$"""{"type": "Polygon", "coordinates": [[{{text}}]]}""", Encoding.UTF8, "application/json");
        using var answer = await host.Client.PostAsync("/api/areas/coast/membership", body, Now);
        await LimitTests.RefusedAsync(answer, 400, "zoneVertices", 20_000);
    }

    private async Task<string> FeaturesAsync() => JsonNode.Parse(await host.Client.GetStringAsync(Items, Now))!["features"]!.ToJsonString();

    private static string Told(IEnumerable<HttpResponseMessage> answers) =>
        string.Join(", ", answers.GroupBy(answer => (int)answer.StatusCode).OrderBy(group => group.Key).Select(group => $"{group.Key} × {group.Count()}"));

    private sealed class ImpatientHost : CoastHost
    {
        public Limits Limits { get; init; } = new() { HeavyAtOnce = 1, HeavyWaiting = 10, WaitSeconds = 1 };

        protected override HostSettings Configure(HostSettings settings) => settings with { Limits = Limits };
    }
}
