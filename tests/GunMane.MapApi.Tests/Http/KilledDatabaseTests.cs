using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using GunMane.MapApi.Http;
using GunMane.MapApi.Options;
using GunMane.MapApi.Tests.Processes;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using GunMane.Spatial.Storage.Cluster;
using GunMane.TestKit;
using Microsoft.Extensions.Logging;

namespace GunMane.MapApi.Tests.Http;

/// <summary>The service on a private cluster whose PostgreSQL is killed under it.</summary>
public sealed class KilledDatabaseTests : IDisposable
{
    private static readonly HttpStatusCode[] Either = [HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable];
    private readonly string home = Path.Combine("/var/tmp", $"gunmane-killed-{Guid.NewGuid():N}");

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        if (Directory.Exists(home)) Directory.Delete(home, recursive: true);
    }

    [Fact]
    public async Task A_service_whose_database_is_killed_recovers_and_finishes_the_job_that_ran()
    {
        await using var cluster = (await PrivateCluster.StartAsync(home, _ => { }, durable: true, Now))!;
        await Migrator.MigrateAsync(cluster.Migrator, _ => { }, Now);
        await using var database = Database.Open(cluster.Service);
        var work = new WaitingHandler();
        await using var app = GunManeHost.Build(Settings(database) with { Processes = [WaitingHandler.Offer(work)] });
        await app.StartAsync(Now);
        using var client = new HttpClient { BaseAddress = GunManeHost.Address(app) };
        var job = await database.WriteAsync(AccessScope.Local, async session =>
        {
            var area = await AreaStore.CreateAsync(session, "coast", "架空海岸", "", true, null, "", Now);
            return await JobStore.CreateAsync(session, "waiting", area.Id, new() { ["name"] = "through", ["wait"] = true }, Now);
        }, Now);
        await TestWait.UntilAsync(() => work.Started.Contains("through"));
        (await client.GetAsync("/api/areas", Now)).EnsureSuccessStatusCode();

        Kill();
        await TestWait.UntilAsync(async () => await UnreadyAsync(client) == "database False, schema False, workers True");
        Assert.Contains((await client.GetAsync("/api/areas/coast", Now)).StatusCode, Either);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/live", Now)).StatusCode);
        work.Release("through");
        await TestWait.UntilAsync(async () => (await client.GetAsync("/health/ready", Now)).StatusCode == HttpStatusCode.OK);
        await TestWait.UntilAsync(async () => (await client.GetAsync("/api/areas/coast", Now)).StatusCode == HttpStatusCode.OK);
        await TestWait.UntilAsync(async () => (await database.ReadAsync(AccessScope.Local, session => JobStore.TryFindAsync(session, job, Now), Now))!.Status == "successful");
        Assert.Single(work.Started);
        await app.StopAsync(Now);
    }

    [Fact]
    public async Task While_the_database_is_away_every_answer_is_503_and_once_it_is_there_all_works()
    {
        string[] paths = ["/api/areas", "/ogc/collections/assets/items", "/tiles/assets/5/28/13.mvt?area=coast", "/ogc/jobs", "/api/events?area=coast", "/health/ready"];
        await using var database = Database.Open(PrivateCluster.Guest(home).Service);
        await using var app = GunManeHost.Build(Settings(database));
        await app.StartAsync(Now);
        using var client = new HttpClient { BaseAddress = GunManeHost.Address(app) };
        foreach (var path in paths) await RefusedAsync(client, path);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/live", Now)).StatusCode);

        await using var cluster = (await PrivateCluster.StartAsync(home, _ => { }, durable: false, Now))!;
        await Migrator.MigrateAsync(cluster.Migrator, _ => { }, Now);
        await TestWait.UntilAsync(async () => (await client.GetAsync("/health/ready", Now)).StatusCode == HttpStatusCode.OK);
        foreach (var path in paths)
            Assert.NotEqual(HttpStatusCode.ServiceUnavailable, (await client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, Now)).StatusCode);
        await app.StopAsync(Now);
    }

    [Fact]
    public async Task Answers_under_way_and_an_import_lose_and_double_nothing_when_the_database_is_killed()
    {
        const int Rows = 20_000;
        await using var cluster = (await PrivateCluster.StartAsync(home, _ => { }, durable: true, Now))!;
        await Migrator.MigrateAsync(cluster.Migrator, _ => { }, Now);
        await using var database = Database.Open(cluster.Service);
        await using var app = GunManeHost.Build(Settings(database));
        await app.StartAsync(Now);
        using var client = new HttpClient { BaseAddress = GunManeHost.Address(app) };
        (await client.PostAsJsonAsync("/api/areas", new { code = "coast", name = "架空海岸" }, Now)).EnsureSuccessStatusCode();
        using var end = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 4).Select(_ => ReadOnAsync(client, Rows, end.Token)).ToList();

        var job = await ImportAsync(client, Rows);
        await TestWait.UntilAsync(async () => await StatusAsync(client, job) is "running" or "successful");
        Kill();
        await TestWait.UntilAsync(async () => await StatusAsync(client, job) is "successful" or "failed");
        await end.CancelAsync();
        Assert.All(await Task.WhenAll(readers), one => Assert.Equal("", one));

        Assert.Equal("successful", await StatusAsync(client, job));
        var report = Assert.Single((await client.GetFromJsonAsync<JsonArray>("/api/areas/coast/imports", Now))!)!;
        Assert.Equal($"{Rows} {Rows}", $"{report["read"]} {report["stored"]}");
        Assert.Equal(Rows, (int)(await client.GetFromJsonAsync<JsonObject>("/ogc/collections/assets/items?limit=1", Now))!["numberMatched"]!);
        await app.StopAsync(Now);
    }

    /// <summary>Asks again and again; returns what was neither a whole answer, a refusal nor a connection that broke.</summary>
    private static async Task<string> ReadOnAsync(HttpClient client, int rows, CancellationToken end)
    {
        var wrong = "";
        while (!end.IsCancellationRequested)
        {
            try
            {
                using var answer = await client.GetAsync("/ogc/collections/assets/items?limit=1000", Now);
                var document = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Now))!;
                // Away, or asked too often: one client may ask so many times a second.
                if (answer.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests && document["detail"] is not null) continue;
                if (document["numberMatched"] is null)
                {
                    wrong += $"{answer.StatusCode} {document["detail"]};";
                    continue;
                }

                // An import is there as a whole or not at all.
                var (matched, features) = ((int)document["numberMatched"]!, document["features"]!.AsArray().Count);
                if (answer.StatusCode != HttpStatusCode.OK || (matched, features) is not ((0, 0) or (_, 1000)) || (matched != 0 && matched != rows)) wrong += $"{answer.StatusCode} {matched} {features};";
            }
            catch (HttpRequestException)
            {
                // Cut off, and the client knows it.
            }
        }

        return wrong;
    }

    private static async Task<string?> ImportAsync(HttpClient client, int rows)
    {
        var text = "ID,公園名,緯度,経度\n" + string.Concat(Enumerable.Range(1, rows).Select(n => string.Create(CultureInfo.InvariantCulture, $"{n},公園{n},{34.8 + n * 1e-6:F6},{138.3 + n * 1e-6:F6}\n")));
        using var form = new MultipartFormDataContent { { new StringContent(text), "files", "parks.csv" } };
        using var answer = await client.PostAsync("/api/areas/coast/imports?profile=points-csv&sector=park&owner=222127", form, Now);
        return (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!["job"];
    }

    private static async Task<string?> StatusAsync(HttpClient client, string? job)
    {
        using var answer = await client.GetAsync($"/ogc/jobs/{job}", Now);
        return answer.IsSuccessStatusCode ? (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!["status"] : null;
    }

    [Fact]
    public async Task A_database_that_hangs_is_told_in_time_and_work_goes_on_when_it_wakes()
    {
        await using var cluster = (await PrivateCluster.StartAsync(home, _ => { }, durable: false, Now))!;
        await Migrator.MigrateAsync(cluster.Migrator, _ => { }, Now);
        await using var database = Database.Open(cluster.Service);
        await using var app = GunManeHost.Build(Settings(database) with { ReadyWithin = TimeSpan.FromMilliseconds(500) });
        await app.StartAsync(Now);
        using var client = new HttpClient { BaseAddress = GunManeHost.Address(app) };
        await TestWait.UntilAsync(async () => (await client.GetAsync("/health/ready", Now)).StatusCode == HttpStatusCode.OK);
        Signal("STOP");
        try
        {
            Assert.Equal("database False, schema False, workers True", await UnreadyAsync(client));
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/live", Now)).StatusCode);
        }
        finally
        {
            Signal("CONT");
        }

        await TestWait.UntilAsync(async () => (await client.GetAsync("/health/ready", Now)).StatusCode == HttpStatusCode.OK);
        await app.StopAsync(Now);
    }

    /// <summary>The parts as /health/ready tells them; empty where it is ready.</summary>
    private static async Task<string> UnreadyAsync(HttpClient client)
    {
        var (status, answer) = await Health.HealthTests.ReadyAsync(client);
        return status == HttpStatusCode.ServiceUnavailable ? Health.HealthTests.Parts(answer) : "";
    }

    private static async Task RefusedAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path, Now);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(2), answer.Headers.RetryAfter!.Delta);
        Assert.Contains("データベース", (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!["detail"], StringComparison.Ordinal);
    }

    private HostSettings Settings(Database database) =>
        new(database, home, Checkout.At("web"), Checkout.At("data"), new IPEndPoint(IPAddress.Loopback, 0)) { Logging = logging => logging.ClearProviders() };

    /// <summary>Sends a signal to PostgreSQL and all its backends: those whose working folder is this cluster's.</summary>
    private void Signal(string signal)
    {
        var data = ClusterFolders.For(home).Data;
        var ids = Directory.GetDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _))
            .Where(folder => new DirectoryInfo(Path.Combine(folder, "cwd")).LinkTarget == data).Select(Path.GetFileName).ToList();
        Assert.NotEmpty(ids);
        using var kill = Process.Start("kill", [$"-{signal}", .. ids!]);
        kill.WaitForExit();
    }

    private void Kill()
    {
        var id = int.Parse(File.ReadLines(Path.Combine(ClusterFolders.For(home).Data, "postmaster.pid")).First(), CultureInfo.InvariantCulture);
        using var postmaster = Process.GetProcessById(id);
        postmaster.Kill();
        postmaster.WaitForExit();
    }
}
