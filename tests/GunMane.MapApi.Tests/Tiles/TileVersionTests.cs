using System.IO.Compression;
using System.Net;
using GunMane.MapApi.Http;
using GunMane.MapApi.Tiles;
using GunMane.Spatial.Geo;
using GunMane.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace GunMane.MapApi.Tests.Tiles;

/// <summary>Which version tiles have is known without asking, and never for longer than it holds.</summary>
public sealed class TileVersionTests(CoastHost host) : IClassFixture<CoastHost>
{
    private const string Path = "/tiles/assets/5/28/13.mvt?area=coast";

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    private Notifications Notifications => host.Services.GetRequiredService<Notifications>();

    [Fact]
    public async Task A_known_tile_is_given_without_asking_the_database()
    {
        var known = await TagAsync();
        await using var other = await host.OpenAsync();
        await using var transaction = await other.BeginTransactionAsync(Now);
        await using (var shut = new NpgsqlCommand("LOCK TABLE gunmane.study_area IN ACCESS EXCLUSIVE MODE", other)) await shut.ExecuteNonQueryAsync(Now);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Now);
        patience.CancelAfter(TimeSpan.FromSeconds(10));
        using var answer = await host.Client.GetAsync(Path, patience.Token);
        Assert.Equal(known, answer.Headers.ETag!.ToString());
    }

    [Fact]
    public async Task A_change_by_this_service_shows_in_the_next_answer()
    {
        for (var round = 0; round < 20; round++)
        {
            var before = await TagAsync();
            await host.Database.WriteAsync(Spatial.Model.AccessScope.Local, async session => await session.ScalarAsync<long>("areas.raise_version", Now, 1), Now);
            Assert.NotEqual(before, await TagAsync());
        }
    }

    [Fact]
    public async Task A_change_by_psql_is_heard()
    {
        var before = await TagAsync();
        await host.ExecuteAsync("UPDATE gunmane.study_area SET data_version = data_version + 1 WHERE code = 'coast'");
        Assert.NotEqual(before, await TagAsync());
    }

    [Fact]
    public async Task While_nothing_can_be_heard_every_answer_is_asked_for()
    {
        var before = await TagAsync();
        await host.ScalarAsync("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database() AND query LIKE 'LISTEN%'");
        await TestWait.UntilAsync(() => Notifications.Changes is null);
        await host.ScalarAsync("UPDATE gunmane.study_area SET data_version = data_version + 1 WHERE code = 'coast'");
        Assert.NotEqual(before, await TagAsync());
        await TestWait.UntilAsync(() => Notifications.Changes is not null);
        var again = await TagAsync();
        await host.ExecuteAsync("UPDATE gunmane.study_area SET data_version = data_version + 1 WHERE code = 'coast'");
        Assert.NotEqual(again, await TagAsync());
    }

    [Fact]
    public async Task A_tile_that_many_ask_for_is_encoded_once_and_again_when_it_is_not_kept()
    {
        var cache = host.Services.GetRequiredService<TileCache>();
        var (key, times) = (new TileKey("a test's own", TileAddress.At(14, 1, 2)), 0);
        byte[] Encode()
        {
            Interlocked.Increment(ref times);
            Thread.Sleep(200);
            return [1, 2, 3];
        }

        var tiles = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => cache.Encode(key, Encode), Now)));
        Assert.Equal(1, times);
        Assert.All(tiles, tile => Assert.Same(tiles[0], tile));
        Assert.Same(tiles[0], cache.Find(key));
        Assert.Null(cache.Encode(key with { Stem = "another" }, () => null));
        Assert.Throws<InvalidOperationException>(() => cache.Encode(key with { Stem = "a third" }, () => throw new InvalidOperationException()));
        Assert.NotNull(cache.Encode(key with { Stem = "a third" }, () => [4]));
    }

    [Fact]
    public async Task A_tile_comes_packed_to_who_takes_it_packed()
    {
        var (path, plain) = ("", Array.Empty<byte>());
        var (x, y) = TileTests.TileOf(140.05, 31.05, 12);
        for (var tile = 0; tile < 9; tile++)
        {
            var one = $"/tiles/assets/12/{x - 1 + (tile % 3)}/{y - 1 + (tile / 3)}.mvt?area=coast";
            if (await host.Client.GetByteArrayAsync(one, Now) is { } bytes && bytes.Length > plain.Length) (path, plain) = (one, bytes);
        }

        using var packed = await AskAsync(path, "br, gzip;q=0.5");
        Assert.Equal(["gzip"], packed.Content.Headers.ContentEncoding);
        Assert.Equal(["Accept-Encoding"], packed.Headers.Vary);
        await using var opened = new GZipStream(await packed.Content.ReadAsStreamAsync(Now), CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        await opened.CopyToAsync(unpacked, Now);
        Assert.Equal(plain, unpacked.ToArray());
        using var refused = await AskAsync(path, "gzip;q=0");
        Assert.Empty(refused.Content.Headers.ContentEncoding);
        using var small = await AskAsync(Path, "gzip");
        Assert.Empty(small.Content.Headers.ContentEncoding);
    }

    private async Task<HttpResponseMessage> AskAsync(string path, string encodings)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.AcceptEncoding.ParseAdd(encodings);
        return await host.Client.SendAsync(request, Now);
    }

    private async Task<string> TagAsync()
    {
        using var answer = await host.Client.GetAsync(Path, Now);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return answer.Headers.ETag!.ToString();
    }
}
