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
