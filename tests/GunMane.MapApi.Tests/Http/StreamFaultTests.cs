using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
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
            -- At a quarter of the world from the origin of 平面直角 IX, on the equator, there are no coordinates of that system.
            INSERT INTO gunmane.asset (study_area, prefecture, dense_id, id, owner_org, sector, kind, name, length_m, area_m2, source, source_key, content_hash, geom, geom_m)
            VALUES (1, '90', 12000, gen_random_uuid(), 1, 'lighting', '道路照明', '遠い照明', 0, 0, 'test', '12000', '\x00', ST_SetSRID(ST_MakePoint(49.9, 0), 6668), 'POINT (0 0)');
            UPDATE gunmane.study_area SET next_dense_id = 12001 WHERE id = 1
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
        var errors = Errors();
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
        Assert.Equal(errors, Errors());
    }

    [Theory]
    [InlineData("identity")]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task An_answer_that_breaks_off_can_not_be_taken_for_a_whole_one(string coding)
    {
        const string Far = "/ogc/collections/assets/items?limit=10000&sortby=dense_id&filter=dense_id>=5000&crs=http://www.opengis.net/def/crs/EPSG/0/6677";
        using var request = new HttpRequestMessage(HttpMethod.Get, Far) { Headers = { { "Accept-Encoding", coding } } };
        using var answer = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Now);
        // The page had begun before the database came to the asset that the system has no place for: the connection ends without the end of the answer.
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Null(answer.Content.Headers.ContentLength);
        var broken = await Assert.ThrowsAnyAsync<HttpRequestException>(() => answer.Content.CopyToAsync(Stream.Null, Now));
        Assert.Equal(HttpRequestError.ResponseEnded, (broken.InnerException as HttpIOException)?.HttpRequestError ?? broken.HttpRequestError);
        await TestWait.UntilAsync(async () => await OpenTransactionsAsync() == 0);
        Assert.Contains(host.Log, line => line.StartsWith("Error", StringComparison.Ordinal) && line.Contains("座標系", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("filter=dense_id>=11990&crs=http://www.opengis.net/def/crs/EPSG/0/6677", 400)]
    [InlineData("filter=dense_id>=11990", 200)]
    [InlineData("filter=dense_id>=5000&bbox=130,30,150,40&crs=http://www.opengis.net/def/crs/EPSG/0/6677", 200)]
    public async Task What_has_no_place_in_a_system_is_refused_where_nothing_was_sent_yet(string query, int status)
    {
        using var answer = await host.Client.GetAsync($"/ogc/collections/assets/items?limit=10000&{query}", Now);
        Assert.Equal(status, (int)answer.StatusCode);
        if (status == 400) Assert.Equal("crs", (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!["parameter"]);
        else Assert.EndsWith("}", await answer.Content.ReadAsStringAsync(Now), StringComparison.Ordinal);
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

    private int Errors() => host.Log.Count(line => line.StartsWith("Error", StringComparison.Ordinal));

    private async Task<long> OpenTransactionsAsync() => (long)(await host.ScalarAsync(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = 'gunmane_service' AND xact_start < clock_timestamp() - interval '1 second'"))!;
}
