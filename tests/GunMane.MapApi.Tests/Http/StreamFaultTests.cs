using System.Net;
using System.Net.Sockets;
using System.Text;
using GunMane.MapApi.Options;
using GunMane.TestKit;

namespace GunMane.MapApi.Tests.Http;

/// <summary>A coast with pages too large for any buffer on the way, and two turns for heavy requests.</summary>
public sealed class LongPagesHost : CoastHost
{
    protected override HostSettings Configure(HostSettings settings) => settings with { Limits = new Limits { HeavyAtOnce = 2, HeavyWaiting = 4, ReaderBytesPerSecond = 1 << 20 } };

    protected override async Task ArrangeAsync(GunMane.Spatial.Storage.Database empty)
    {
        await base.ArrangeAsync(empty);
        await ExecuteAsync("""
            INSERT INTO gunmane.asset (study_area, prefecture, dense_id, id, owner_org, municipality, sector, kind, name, route, ledger_number,
              condition_scale, condition_raw, length_m, area_m2, source, source_key, content_hash, attributes, geom, geom_m)
            SELECT 1, '90', n, gen_random_uuid(), 1, '90101', 'lighting', '道路照明', repeat('長', 500), '', 'M' || n, 'road', 'II', 0, 0, 'test', n::text, '\x00', '{}', geom,
              ST_SetSRID(ST_Transform(geom, '+proj=tmerc +lat_0=31 +lon_0=140 +k=0.9999 +ellps=GRS80 +units=m +no_defs'), 0)
            FROM (SELECT n, ST_SetSRID(ST_MakePoint(140.06 + n * 0.000001, 31.06), 6668) AS geom FROM generate_series(1000, 11999) n) AS made;
            UPDATE gunmane.study_area SET next_dense_id = 12000 WHERE id = 1
            """);
    }
}

/// <summary>Clients that go away, or stop reading, in the middle of an answer.</summary>
public sealed class StreamFaultTests(LongPagesHost host) : IClassFixture<LongPagesHost>
{
    private const string Items = "/ogc/collections/assets/items?limit=10000";

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_that_leaves_or_stops_reading_in_mid_stream_frees_its_turn_and_its_transaction(bool leaves)
    {
        using var one = await HalfReadAsync();
        using var two = await HalfReadAsync();
        await TestWait.UntilAsync(async () => await OpenTransactionsAsync() == 2);
        Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync("/ogc/jobs", Now)).StatusCode);
        if (leaves)
        {
            one.Close();
            two.Close();
        }

        // One that only stops reading is sent away by the server after some seconds.
        await TestWait.UntilAsync(async () => await OpenTransactionsAsync() == 0);
        var answer = await host.Client.GetStringAsync(Items, Now);
        Assert.EndsWith("}", answer, StringComparison.Ordinal);
        Assert.DoesNotContain(host.Log, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    private async Task<TcpClient> HalfReadAsync()
    {
        var client = new TcpClient { ReceiveBufferSize = 4096, LingerState = new LingerOption(true, 0) };
        await client.ConnectAsync(IPAddress.Loopback, host.Address.Port, Now);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET {Items} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"), Now);
        var some = new byte[2000];
        await client.GetStream().ReadExactlyAsync(some, Now);
        Assert.StartsWith("HTTP/1.1 200", Encoding.UTF8.GetString(some), StringComparison.Ordinal);
        return client;
    }

    private async Task<long> OpenTransactionsAsync() => (long)(await host.ScalarAsync(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = 'gunmane_service' AND xact_start < clock_timestamp() - interval '1 second'"))!;
}
