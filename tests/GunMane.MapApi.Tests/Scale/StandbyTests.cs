using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using GunMane.MapApi.Http;
using GunMane.MapApi.Options;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using GunMane.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace GunMane.MapApi.Tests.Scale;

/// <summary>The service on a real primary and a real streaming standby; one of them lags, is killed, or is promoted.</summary>
public sealed class StandbyTests : IAsyncLifetime
{
    private static readonly string[] Reads =
        ["/api/areas", "/api/areas/two", "/ogc/collections/assets/items?limit=5", "/tiles/assets/14/14522/6486.mvt?area=two", "/tiles/municipalities/10/907/405.mvt?area=two", "/health/ready"];

    private readonly StreamingPair pair = new();
    private readonly string home = Directory.CreateTempSubdirectory("gunmane-pair-").FullName;
    private WebApplication app = null!;
    private HttpClient client = null!;

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await pair.InitializeAsync();
        app = GunManeHost.Build(new HostSettings(pair.Database, home, Checkout.At("web"), Checkout.At("data"), new IPEndPoint(IPAddress.Loopback, 0))
        {
            Logging = logging => logging.ClearProviders(),
        });
        await app.StartAsync(Now);
        client = new HttpClient { BaseAddress = GunManeHost.Address(app) };
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
        await pair.DisposeAsync();
        Directory.Delete(home, recursive: true);
    }

    [Fact]
    public async Task Reads_are_served_by_the_standby_and_everything_else_by_the_primary()
    {
        await TestWait.UntilAsync(ReadsOnStandbyAsync);
        Assert.True(await pair.Database.SnapshotAsync(AccessScope.Local, InRecoveryAsync, Now));
        Assert.True(await pair.Database.StreamAsync(AccessScope.Local, InRecoveryAsync, Now));
        Assert.False(await pair.Database.WriteAsync(AccessScope.Local, InRecoveryAsync, Now));
        Assert.False(await pair.Database.RehearseAsync(AccessScope.Local, InRecoveryAsync, Now));
        foreach (var path in Reads) await OkAsync(path);
        // What the standby was asked by the service, statistics of its own: they do not come from the primary.
        await TestWait.UntilAsync(async () => (long)(await pair.Standby.ExecuteAsync("SELECT xact_commit FROM pg_stat_database WHERE datname = 'gunmane'"))! > Reads.Length);
    }

    [Fact]
    public async Task A_read_is_never_older_than_what_was_written_before_it_by_anyone()
    {
        await TestWait.UntilAsync(ReadsOnStandbyAsync);
        await PauseAsync();
        var before = await TileAsync();
        (await client.PostAsJsonAsync("/api/areas", new { code = "own", name = "自分" }, Now)).EnsureSuccessStatusCode();
        await pair.Primary.ExecuteAsync("""
            INSERT INTO gunmane.study_area (code, name, name_en, created_by) VALUES ('other', '他', '', 'elsewhere');
            UPDATE gunmane.asset SET geom = ST_Translate(geom, 1, 0) WHERE dense_id < 100;
            SELECT gunmane.raise_data_version(id) FROM gunmane.study_area WHERE code = 'two'
            """);
        Assert.Equal(["other", "own", "two"], await AreasAsync());
        Assert.False(await ReadsOnStandbyAsync());
        var after = await TileAsync();
        Assert.NotEqual(before.Tag, after.Tag);
        Assert.NotEqual(before.Bytes, after.Bytes);
        Assert.Equal(1L, await pair.Standby.ExecuteAsync("SELECT count(*) FROM gunmane.study_area"));

        await pair.Standby.ExecuteAsync("SELECT pg_wal_replay_resume()");
        await TestWait.UntilAsync(ReadsOnStandbyAsync);
        Assert.Equal(["other", "own", "two"], await AreasAsync());
        Assert.Equal(after, await TileAsync(), TileComparer);
    }

    [Fact]
    public async Task What_is_written_but_not_committed_keeps_nobody_from_the_standby()
    {
        await TestWait.UntilAsync(ReadsOnStandbyAsync);
        await PauseAsync();
        await using var writer = await pair.Primary.OpenAsync();
        await using (var write = new NpgsqlCommand("BEGIN; UPDATE gunmane.asset SET name = name || 'x'", writer)) await write.ExecuteNonQueryAsync(Now);
        Assert.True(await ReadsOnStandbyAsync());
        await using (var commit = new NpgsqlCommand("COMMIT", writer)) await commit.ExecuteNonQueryAsync(Now);
        Assert.False(await ReadsOnStandbyAsync());
    }

    [Fact]
    public async Task When_the_standby_is_killed_reads_go_on_from_the_primary()
    {
        await TestWait.UntilAsync(ReadsOnStandbyAsync);
        foreach (var path in Reads) await OkAsync(path);
        var begun = new TaskCompletionSource();
        var served = new List<bool>();
        var reading = pair.Database.SnapshotAsync(AccessScope.Local, async session =>
        {
            served.Add(await InRecoveryAsync(session));
            begun.TrySetResult();
            await using var rest = new NpgsqlCommand(served.Count == 1 ? "SELECT pg_sleep(30)" : "SELECT 1", session.Connection);
            await rest.ExecuteNonQueryAsync(Now);
            return true;
        }, Now);
        await begun.Task;
        pair.Standby.Kill();
        foreach (var path in Reads) await OkAsync(path);
        Assert.True(await reading);
        Assert.Equal([true, false], served);
        (await client.PostAsJsonAsync("/api/areas", new { code = "own", name = "自分" }, Now)).EnsureSuccessStatusCode();
        Assert.Equal(["own", "two"], await AreasAsync());
    }

    [Fact]
    public async Task When_the_primary_is_killed_reads_go_on_writes_say_so_and_a_promoted_standby_takes_over()
    {
        await TestWait.UntilAsync(ReadsOnStandbyAsync);
        (await client.PostAsJsonAsync("/api/areas", new { code = "before", name = "前" }, Now)).EnsureSuccessStatusCode();
        await pair.CaughtUpAsync();
        pair.Primary.Kill();
        foreach (var path in Reads) await OkAsync(path);
        Assert.Equal(["before", "two"], await AreasAsync());
        using (var refused = await client.PostAsJsonAsync("/api/areas", new { code = "during", name = "間" }, Now))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.NotNull(refused.Headers.RetryAfter);
            Assert.Contains("主系", (string?)(await refused.Content.ReadFromJsonAsync<JsonObject>(Now))!["detail"], StringComparison.Ordinal);
        }

        Assert.Equal(true, await pair.Standby.ExecuteAsync("SELECT pg_promote()"));
        var from = TimeProvider.System.GetTimestamp();
        await TestWait.UntilAsync(async () => (await client.PostAsJsonAsync("/api/areas", new { code = "after", name = "後" }, Now)).StatusCode == HttpStatusCode.Created);
        TestContext.Current.TestOutputHelper!.WriteLine($"Writes {TimeProvider.System.GetElapsedTime(from).TotalSeconds:0.0} s after the promotion.");
        foreach (var path in Reads) await OkAsync(path);
        Assert.Equal(["after", "before", "two"], await AreasAsync());
        Assert.False(await ReadsOnStandbyAsync());
    }

    private static readonly Comparer TileComparer = new();

    private async Task PauseAsync()
    {
        await pair.Standby.ExecuteAsync("SELECT pg_wal_replay_pause()");
        await TestWait.UntilAsync(async () => (string?)await pair.Standby.ExecuteAsync("SELECT pg_get_wal_replay_pause_state()") == "paused");
        Assert.True(await ReadsOnStandbyAsync());
    }

    private Task<bool> ReadsOnStandbyAsync() => pair.Database.ReadAsync(AccessScope.Local, InRecoveryAsync, Now);

    private static async Task<bool> InRecoveryAsync(Session session)
    {
        await using var command = new NpgsqlCommand("SELECT pg_is_in_recovery()", session.Connection);
        return (bool)(await command.ExecuteScalarAsync(Now))!;
    }

    private async Task OkAsync(string path)
    {
        using var answer = await client.GetAsync(path, Now);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync(Now)}");
    }

    private async Task<string[]> AreasAsync() =>
        [.. (await client.GetFromJsonAsync<JsonArray>("/api/areas", Now))!.Select(area => (string)area!["code"]!).Order(StringComparer.Ordinal)];

    private async Task<Tile> TileAsync()
    {
        using var answer = await client.GetAsync("/tiles/assets/10/907/405.mvt?area=two", Now);
        return new Tile(answer.Headers.ETag!.ToString(), await answer.Content.ReadAsByteArrayAsync(Now));
    }

    private sealed record Tile(string Tag, byte[] Bytes);

    private sealed class Comparer : IEqualityComparer<Tile>
    {
        public bool Equals(Tile? x, Tile? y) => x!.Tag == y!.Tag && x.Bytes.AsSpan().SequenceEqual(y.Bytes);

        public int GetHashCode(Tile obj) => obj.Tag.GetHashCode(StringComparison.Ordinal);
    }
}
