using System.Net.Http.Json;
using System.Text.Json.Nodes;
using GunMane.MapApi.Options;
using GunMane.TestKit;

namespace GunMane.MapApi.Tests.Events;

public sealed class FastHeartbeatHost : CoastHost
{
    protected override HostSettings Configure(HostSettings settings) => settings with { EventHeartbeat = TimeSpan.FromMilliseconds(200) };
}

public sealed class EventTests(FastHeartbeatHost host) : IClassFixture<FastHeartbeatHost>
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task New_data_of_the_area_are_told_and_those_of_others_not()
    {
        using var reader = await OpenAsync();
        await host.ExecuteAsync("SELECT gunmane.raise_data_version(2); SELECT gunmane.raise_data_version(1)");
        Assert.Equal("event: data", await LineAsync(reader, "event:"));
        Assert.StartsWith("data: {\"area\": \"coast\", \"dataVersion\": ", await LineAsync(reader, "data:"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_state_of_a_job_is_told()
    {
        using var reader = await OpenAsync();
        await host.ExecuteAsync("""
            INSERT INTO gunmane.job (process, study_area, inputs, actor) VALUES ('nobody', 1, '{}', 'test');
            UPDATE gunmane.job SET status = 'running', progress = 30, message = repeat('長', 5000) WHERE process = 'nobody';
            UPDATE gunmane.job SET status = 'dismissed' WHERE process = 'nobody';
            """);
        foreach (var status in (string[])["accepted", "running", "dismissed"])
        {
            Assert.Equal("event: job", await LineAsync(reader, "event:"));
            Assert.Contains($"\"status\": \"{status}\"", await LineAsync(reader, "data:"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Another_person_s_edit_is_told_with_its_scenario_version_and_client()
    {
        using var reader = await OpenAsync();
        const string Scenario = "00000000-0000-4000-d000-000000000002";
        var version = (int)(await host.Client.GetFromJsonAsync<JsonObject>($"/api/scenarios/{Scenario}", Now))!["version"]!;
        var edit = JsonNode.Parse($$$"""
            {"editId": "{{{Guid.NewGuid()}}}", "clientId": "another", "baseVersion": {{{version}}}, "operation": "draw", "changes": [{"zone": "{{{Guid.NewGuid()}}}", "name": "隣の人の区域",
             "geometry": {"type": "Polygon", "coordinates": [[[140.081,31.081],[140.083,31.081],[140.083,31.083],[140.081,31.083],[140.081,31.081]]]}}]}
            """);
        using var answer = await host.Client.PostAsJsonAsync($"/api/scenarios/{Scenario}/edits", edit, Now);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Now));
        Assert.NotNull(await LineAsync(reader, "event: scenario"));
        var told = JsonNode.Parse((await LineAsync(reader, "data:"))!["data:".Length..])!;
        Assert.Equal((Scenario, version + 1, "another", "draw"), ((string)told["id"]!, (int)told["version"]!, (string)told["clientId"]!, (string)told["operation"]!));
    }

    [Fact]
    public async Task A_grouping_tells_how_far_it_is_until_its_end()
    {
        using var reader = await OpenAsync();
        using var answer = await host.Client.PostAsJsonAsync("/ogc/processes/grouping/execution", new { inputs = new { studyArea = "coast", radius = 77 } }, Now);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Now));
        var told = new List<(string Status, int Progress)>();
        while (told.Count == 0 || told[^1].Status != "successful")
        {
            await LineAsync(reader, "event: job");
            var job = JsonNode.Parse((await LineAsync(reader, "data:"))!["data:".Length..])!;
            told.Add(((string)job["status"]!, (int)job["progress"]!));
        }

        Assert.Equal("accepted", told[0].Status);
        Assert.Contains(("running", 5), told);
        Assert.Equal(("successful", 100), told[^1]);
        Assert.Equal(told.Select(one => one.Progress).Order(), told.Select(one => one.Progress));
    }

    [Fact]
    public async Task A_quiet_stream_beats()
    {
        using var reader = await OpenAsync();
        Assert.NotNull(await LineAsync(reader, ": "));
        Assert.NotNull(await LineAsync(reader, ":"));
    }

    [Fact]
    public async Task When_events_may_have_been_missed_the_stream_ends_and_a_new_one_works()
    {
        using (var reader = await OpenAsync())
        {
            await host.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND (query LIKE 'LISTEN%' OR query = 'SELECT 1')");
            Assert.Null(await LineAsync(reader, "never"));
        }

        using var again = await OpenAsync();
        await host.ExecuteAsync("SELECT gunmane.raise_data_version(1)");
        Assert.Equal("event: data", await LineAsync(again, "event:"));
    }

    [Fact]
    public async Task An_open_stream_does_not_hold_up_the_stop_of_the_service()
    {
        await using var other = new FastHeartbeatHost();
        await other.InitializeAsync();
        using var reader = new StreamReader(await other.Client.GetStreamAsync("/api/events?area=coast", Now));
        await other.StopAsync();
        Assert.Null(await LineAsync(reader, "never"));
    }

    private async Task<StreamReader> OpenAsync()
    {
        var answer = await host.Client.GetAsync("/api/events?area=coast", HttpCompletionOption.ResponseHeadersRead, Now);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Now));
        await reader.ReadLineAsync(Now);
        return reader;
    }

    /// <summary>The next line that begins so; null at the end of the stream. Fails if neither comes for a long time.</summary>
    private static async Task<string?> LineAsync(StreamReader reader, string start)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Now);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while (await reader.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith(start, StringComparison.Ordinal)) return line;
        }

        return null;
    }
}
