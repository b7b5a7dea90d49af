using System.Diagnostics;
using System.Globalization;
using GunMane.MapApi.Tests.Tiles;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage.Cluster;

namespace GunMane.Benchmarks;

/// <summary>
/// api: tiles of 1 M points, 300 k lines and 10 k polygons over HTTP, eight clients, the service and its rivals in one process.
/// tile-cold: tiles of zoom 12 to 16, no two the same, nothing cached, against ST_AsMVT on a Hilbert-ordered table in the tiles' projection; compared tile by tile.
/// tile-warm: one cached tile of a few kilobytes against as many fixed bytes. tile-lowzoom: the slowest warm tile of zoom 5 to 11; equal: none over 500 kB.
/// </summary>
internal sealed class ApiBench(PrivateCluster cluster, string home, Action<string> say)
{
    private const int Rounds = 3;
    private const int ColdRounds = 7;
    private const int PassesARound = 2;

    // The program compiles itself while it is used.
    private const int WarmUps = 12;
    private const int Clients = 8;
    private const int PerZoom = 300;
    private const int WarmRequests = 40_000;
    private const int MostBytes = 500_000;

    /// <summary>Measures one number of points.</summary>
    public async Task<IReadOnlyList<Measurement>> MeasureAsync(int size, string? only, CancellationToken cancellation)
    {
        if (only == "qgis") MapServerRival.Check();
        var clock = Stopwatch.StartNew();
        await ApiArea.FillAsync(cluster.Administrator, size, cancellation);
        say(FormattableString.Invariant($"{size:N0} points, lines and polygons in the database: {clock.Elapsed.TotalSeconds:0} s"));
        List<(int Z, int X, int Y)> tiles = [], far = [];
        for (var zoom = 12; zoom <= 16; zoom++) tiles.AddRange(await ApiArea.TilesAsync(cluster.Administrator, zoom, PerZoom, cancellation));
        for (var zoom = 5; zoom <= 11; zoom++) far.AddRange(await ApiArea.TilesAsync(cluster.Administrator, zoom, 2000, cancellation));
        List<Measurement> measured = [];
        if (only is null or "tiles")
        {
            await ServeAsync(0, (address, _) => Task.FromResult<IReadOnlyList<Measurement>>([Cold(address, size, tiles)]), measured);
            await ServeAsync(256 << 20, (address, _) => Task.FromResult<IReadOnlyList<Measurement>>([Warm(address, size, tiles[^1]), Far(address, size, far)]), measured);
        }

        if (only is null or "items") await ServeAsync(0, (address, process) => new ItemsBench(cluster.Administrator, say).MeasureAsync(address, process, size, cancellation), measured);
        if (only == "qgis" || (only is null && HasQgis())) await ServeAsync(0, (address, _) => new QgisBench(cluster.Administrator, home, say).MeasureAsync(address, size, cancellation), measured);
        return measured;
    }

    private bool HasQgis()
    {
        try
        {
            MapServerRival.Check();
            return true;
        }
        catch (GunManeException missing)
        {
            say(missing.Message);
            return false;
        }
    }

    private static string Ours((int Z, int X, int Y) tile) => string.Create(CultureInfo.InvariantCulture, $"/tiles/assets/{tile.Z}/{tile.X}/{tile.Y}.mvt?area={ApiArea.Code}");

    private static string Theirs(string rival, (int Z, int X, int Y) tile) => string.Create(CultureInfo.InvariantCulture, $"/rival/{rival}/{tile.Z}/{tile.X}/{tile.Y}.mvt");

    private Measurement Cold(Uri address, int size, List<(int Z, int X, int Y)> tiles)
    {
        // A tile from far away waits until the assets are resident.
        using var client = new ApiClient(address);
        var clock = Stopwatch.StartNew();
        client.Get(Ours((0, 0, 0)));
        say(FormattableString.Invariant($"  resident after {clock.Elapsed.TotalSeconds:0.00} s"));
        var different = 0;
        foreach (var tile in tiles.ToList())
        {
            var theirTile = client.Get(Theirs("sql", tile)).ToArray();
            if (theirTile.Length > MostBytes)
            {
                // Ours holds cells there.
                tiles.Remove(tile);
                continue;
            }

            if (TileLikeness.Difference(client.Get(Ours(tile)).ToArray(), theirTile, tile.Z, tile.X, tile.Y) is not { } difference) continue;
            if (different++ < 3) say($"  {tile}: {difference[..Math.Min(300, difference.Length)]}");
        }

        // A tile is cold because it is not kept; the program and the database's caches are warm.
        for (var pass = 0; pass < WarmUps; pass++)
        {
            Time(address, Passes(tiles, tile => Theirs("sql", tile)));
            Time(address, Passes(tiles, Ours));
        }

        List<double> ours = [], theirs = [];
        for (var round = 0; round < ColdRounds; round++)
        {
            theirs.Add(Time(address, Passes(tiles, tile => Theirs("sql", tile))));
            ours.Add(Time(address, Passes(tiles, Ours)));
            say(FormattableString.Invariant($"  cold, round {round + 1}: ours {PassesARound * tiles.Count / ours[^1]:N0} tiles/s, ST_AsMVT {PassesARound * tiles.Count / theirs[^1]:N0} tiles/s"));
        }

        return new Measurement("api", "tile-cold", "s", size, Measurement.Median(ours), Measurement.Median(theirs), FormattableString.Invariant($"ST_AsMVT, Hilbert-ordered; {tiles.Count:N0} tiles, {different} differ"), different == 0);
    }

    private static List<string> Passes(List<(int Z, int X, int Y)> tiles, Func<(int Z, int X, int Y), string> path) => [.. Enumerable.Repeat(tiles.ConvertAll(tile => path(tile)), PassesARound).SelectMany(one => one)];

    private Measurement Warm(Uri address, int size, (int Z, int X, int Y) tile)
    {
        using var client = new ApiClient(address);
        client.Get(Ours((0, 0, 0)));
        var length = client.Get(Ours(tile)).Length;
        say(FormattableString.Invariant($"  the warm tile has {length:N0} bytes"));
        List<double> ours = [], theirs = [];
        for (var round = 0; round < Rounds; round++)
        {
            theirs.Add(Time(address, [.. Enumerable.Repeat(FormattableString.Invariant($"/rival/fixed/{length}"), WarmRequests)]));
            ours.Add(Time(address, [.. Enumerable.Repeat(Ours(tile), WarmRequests)]));
            say(FormattableString.Invariant($"  warm, round {round + 1}: ours {WarmRequests / ours[^1]:N0} requests/s, fixed bytes {WarmRequests / theirs[^1]:N0}"));
        }

        return new Measurement("api", "tile-warm", "s", size, Measurement.Median(ours), Measurement.Median(theirs), "fixed bytes", null);
    }

    private static Measurement Far(Uri address, int size, List<(int Z, int X, int Y)> tiles)
    {
        using var client = new ApiClient(address);
        var (largest, slowest, cold) = (0, 0.0, 0.0);
        foreach (var tile in tiles)
        {
            var clock = Stopwatch.StartNew();
            largest = Math.Max(largest, client.Get(Ours(tile)).Length);
            cold = Math.Max(cold, clock.Elapsed.TotalSeconds);
            slowest = Math.Max(slowest, Measurement.Median(Enumerable.Range(0, Rounds).Select(_ => Seconds(client, Ours(tile)))));
        }

        return new Measurement("api", "tile-lowzoom", "s", size, slowest, null, FormattableString.Invariant($"{tiles.Count} tiles, largest {largest / 1000:N0} kB, slowest cold {cold * 1000:0.0} ms"), largest <= MostBytes);
    }

    private static double Seconds(ApiClient client, string path)
    {
        var clock = Stopwatch.StartNew();
        client.Get(path);
        return clock.Elapsed.TotalSeconds;
    }

    // All paths, each once, by eight clients that take the next one when they have theirs.
    internal static double Time(Uri address, List<string> paths)
    {
        var next = -1;
        var clients = Enumerable.Range(0, Clients).Select(_ => new ApiClient(address)).ToArray();
        var threads = Array.ConvertAll(clients, client => new Thread(() =>
        {
            for (int at; (at = Interlocked.Increment(ref next)) < paths.Count;) client.Get(paths[at]);
        }));
        var clock = Stopwatch.StartNew();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        var seconds = clock.Elapsed.TotalSeconds;
        foreach (var client in clients) client.Dispose();
        return seconds;
    }

    private async Task ServeAsync(long cacheBytes, Func<Uri, int, Task<IReadOnlyList<Measurement>>> work, List<Measurement> measured)
    {
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!,
            [typeof(ApiHost).Assembly.Location, ApiHost.Child, cluster.Migrator, Path.Combine(home, "api"), cacheBytes.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
            // As the service itself runs.
            Environment = { ["DOTNET_gcServer"] = "1", ["DOTNET_gcConcurrent"] = "1" },
        })!;
        try
        {
            string? line;
            while ((line = await process.StandardOutput.ReadLineAsync()) is not null && !line.StartsWith("http:", StringComparison.Ordinal)) say("  " + line);
            _ = process.StandardOutput.ReadToEndAsync();
            measured.AddRange(await work(new Uri(line ?? throw new InvalidOperationException("The service does not start.")), process.Id));
        }
        finally
        {
            process.StandardInput.Close();
            if (!process.WaitForExit(TimeSpan.FromSeconds(20))) process.Kill(entireProcessTree: true);
        }
    }
}
