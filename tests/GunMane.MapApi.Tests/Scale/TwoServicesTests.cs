using System.Net.Http.Json;
using System.Text.Json.Nodes;
using GunMane.MapApi.Tests.Commands;
using GunMane.TestKit;
using Npgsql;

namespace GunMane.MapApi.Tests.Scale;

/// <summary>Two service processes on one database: they share its job queue and see one another's edits.</summary>
public sealed class TwoServicesTests : IAsyncLifetime
{
    private readonly string home = Path.Combine("/var/tmp", $"gunmane-two-{Guid.NewGuid():N}");
    private readonly List<ServiceProcess> services = [];
    private readonly List<HttpClient> clients = [];
    private string name = "";
    private string database = "";

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        name = await TestCluster.CloneAsync(Now);
        database = TestCluster.At((await TestCluster.SharedAsync(Now)).Administrator, name);
        await SmallRegion.AddAsync(new NpgsqlConnectionStringBuilder(database) { Pooling = false }.ConnectionString, "two", 300, Now);
        await using (var arranger = await OpenAsync())
        {
            await ExecuteAsync(arranger, """
                UPDATE gunmane.study_area SET metres_proj = '+proj=tmerc +lat_0=35 +lon_0=139.1 +k=0.9999 +ellps=GRS80 +units=m +no_defs';
                UPDATE gunmane.asset SET geom_m = gunmane.to_metres(geom, s.metres_proj) FROM gunmane.study_area s
                """);
        }

        // One home as well: files that were uploaded through one are read by the job that the other takes.
        for (var n = 0; n < 2; n++)
            services.Add(ServiceProcess.Start(["serve", "--home", home, "--port", "0"], new Dictionary<string, string> { ["GUNMANE_DB"] = database }));
        foreach (var service in services) clients.Add(new HttpClient { BaseAddress = await service.ListeningAsync(Now) });
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients) client.Dispose();
        foreach (var service in services) await service.DisposeAsync();
        await TestCluster.DropAsync(name);
        if (Directory.Exists(home)) Directory.Delete(home, recursive: true);
    }

    [Fact]
    public async Task An_edit_through_one_is_seen_by_the_other_at_once()
    {
        using var reader = new StreamReader(await clients[1].GetStreamAsync("/api/events?area=two", Now));
        var made = await (await clients[0].PostAsJsonAsync("/api/areas/two/scenarios", new { name = "案" }, Now)).EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonObject>(Now);
        var edit = JsonNode.Parse($$"""
            {"editId": "{{Guid.NewGuid()}}", "clientId": "a", "baseVersion": 0, "operation": "draw", "changes": [{"zone": "{{Guid.NewGuid()}}", "name": "区",
             "geometry": {"type": "Polygon", "coordinates": [[[139.01,35.01],[139.05,35.01],[139.05,35.05],[139.01,35.05],[139.01,35.01]]]} } ] }
            """)!;
        using var answer = await clients[0].PostAsJsonAsync($"/api/scenarios/{made!["id"]}/edits", edit, Now);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Now));
        while (await reader.ReadLineAsync(Now) is { } line && !(line.StartsWith("data:", StringComparison.Ordinal) && line.Contains((string)made["id"]!, StringComparison.Ordinal))) { }
        Assert.Equal(1, (int)(await clients[1].GetFromJsonAsync<JsonObject>($"/api/scenarios/{made["id"]}", Now))!["version"]!);
    }

    [Fact]
    public async Task A_file_held_by_one_is_found_by_the_other()
    {
        using var form = new MultipartFormDataContent { { new StringContent("名称,緯度,経度\n甲橋,35.05,139.05\n"), "files", "bridges.csv" } };
        using var held = await clients[0].PostAsync("/api/areas/two/imports/suggestion", form, Now);
        Assert.True(held.IsSuccessStatusCode, await held.Content.ReadAsStringAsync(Now));
        var token = (string)(await held.Content.ReadFromJsonAsync<JsonObject>(Now))!["upload"]!;
        using var gone = await clients[1].DeleteAsync($"/api/areas/two/imports/held/{token}", Now);
        Assert.True(gone.IsSuccessStatusCode, await gone.Content.ReadAsStringAsync(Now));
    }

    [Fact]
    public async Task A_killed_service_s_jobs_are_done_by_the_other_and_nothing_twice()
    {
        await using var arranger = await OpenAsync();
        // Runs stop where they are stored: both services have as much to do as they take, and one dies in the middle of it.
        await ExecuteAsync(arranger, "BEGIN; LOCK TABLE gunmane.group_run IN SHARE MODE");
        var jobs = new List<string>();
        for (var n = 0; n < 6; n++) jobs.Add(await AskAsync(clients[n % 2], 100 + n));
        await TestWait.UntilAsync(async () => (await WorkersAsync()).Count == 4);
        Assert.Equal(services.SelectMany(service => new[] { service.Id, service.Id }).Order(), (await WorkersAsync()).Order());
        await TestWait.UntilAsync(async () => await CountAsync("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") == 4);
        services[0].Kill();
        await services[0].EndedAsync(Now);
        await ExecuteAsync(arranger, "COMMIT");
        await TestWait.UntilAsync(async () => await CountAsync("SELECT count(*) FROM gunmane.job WHERE status NOT IN ('accepted', 'running')") == jobs.Count);

        Assert.Equal(6, await CountAsync("SELECT count(*) FROM gunmane.job WHERE status = 'successful'"));
        Assert.Equal(2, await CountAsync("SELECT count(*) FROM gunmane.job WHERE attempts = 2"));
        Assert.Equal(6, await CountAsync("SELECT count(*) FROM gunmane.group_run"));
        Assert.Equal(6, await CountAsync("SELECT count(*) FROM gunmane.job j JOIN gunmane.group_run r ON r.job_id = j.id AND r.id::text = j.result->>'run'"));
        foreach (var job in jobs) Assert.Equal("successful", (string?)(await clients[1].GetFromJsonAsync<JsonObject>($"/ogc/jobs/{job}", Now))!["status"]);
    }

    private static async Task<string> AskAsync(HttpClient client, int radius)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/ogc/processes/grouping/execution")
        {
            Content = JsonContent.Create(new { inputs = new { studyArea = "two", radius } }), Headers = { { "Prefer", "respond-async" } },
        };
        using var answer = await client.SendAsync(request, Now);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Now));
        return (string)(await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!["jobID"]!;
    }

    /// <summary>Processes of the jobs that run.</summary>
    private async Task<List<int>> WorkersAsync()
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand("SELECT split_part(worker, '/', 2)::integer FROM gunmane.job WHERE status = 'running'", connection);
        await using var rows = await command.ExecuteReaderAsync(Now);
        var workers = new List<int>();
        while (await rows.ReadAsync(Now)) workers.Add(rows.GetInt32(0));
        return workers;
    }

    private async Task<long> CountAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync(Now))!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Now);
    }

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(Now);
        return connection;
    }
}
