using System.Net.Http.Json;
using System.Text.Json.Nodes;
using GunMane.TestKit;
using Npgsql;

namespace GunMane.MapApi.Tests.Processes;

/// <summary>A dismissed job leaves the database; the same request twice is one job; the list tells them apart.</summary>
public sealed class SharedJobTests(WaitingHost host) : IClassFixture<WaitingHost>
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_dismissed_job_s_query_ends_in_the_database()
    {
        var job = await StartAsync("sleeping", new { studyArea = "coast", seconds = 501 });
        await TestWait.UntilAsync(async () => await QueriesAsync("SELECT pg_sleep%", "active") == 1);
        (await host.Client.DeleteAsync($"/ogc/jobs/{job}", Now)).EnsureSuccessStatusCode();
        await TestWait.UntilAsync(async () => await QueriesAsync("SELECT pg_sleep%", "active") == 0);
        Assert.Equal("dismissed", await StatusAsync(job));
    }

    [Fact]
    public async Task A_dismissed_grouping_s_statement_ends_in_the_database_and_leaves_no_run()
    {
        await using var holder = await HoldRunsAsync();
        var job = await StartAsync("grouping", new { studyArea = "coast", radius = 333 });
        await TestWait.UntilAsync(async () => await WaitingForLocksAsync() == 1);
        (await host.Client.DeleteAsync($"/ogc/jobs/{job}", Now)).EnsureSuccessStatusCode();
        await TestWait.UntilAsync(async () => await WaitingForLocksAsync() == 0);
        await holder.CloseAsync();
        Assert.Equal(0L, await host.ScalarAsync($"SELECT count(*) FROM gunmane.group_run WHERE job_id = '{job}'"));
    }

    [Fact]
    public async Task The_same_grouping_is_made_once_for_all_who_ask_while_it_runs()
    {
        await using var holder = await HoldRunsAsync();
        var first = await StartAsync("grouping", new { studyArea = "coast", minAssets = 2 });
        await TestWait.UntilAsync(async () => await WaitingForLocksAsync() == 1);
        // The default written out, and another order of members, are the same request; another radius is not.
        Assert.Equal(first, await StartAsync("grouping", new { method = "correlation", radius = 250, minAssets = 2, studyArea = "coast" }));
        var other = await StartAsync("grouping", new { studyArea = "coast", minAssets = 3 });
        Assert.NotEqual(first, other);
        await host.ExecuteAsync("SELECT gunmane.raise_data_version(1)");
        var newer = await StartAsync("grouping", new { studyArea = "coast", minAssets = 2 });
        Assert.NotEqual(first, newer);
        await holder.CloseAsync();
        foreach (var job in (Guid[])[first, other, newer]) await TestWait.UntilAsync(async () => await StatusAsync(job) == "successful");
        Assert.Equal(3L, await host.ScalarAsync($"SELECT count(DISTINCT job_id) FROM gunmane.group_run WHERE job_id IN ('{first}', '{other}', '{newer}')"));
        Assert.NotEqual(first, await StartAsync("grouping", new { studyArea = "coast", minAssets = 2 }));
    }

    [Fact]
    public async Task Who_waits_no_longer_takes_the_job_along_only_as_the_last()
    {
        using var patience = new CancellationTokenSource();
        var inputs = new { studyArea = "coast", seconds = 502 };
        var leaving = host.Client.PostAsJsonAsync("/ogc/processes/sleeping/execution", new { inputs, response = "raw" }, patience.Token);
        await TestWait.UntilAsync(async () => await QueriesAsync("SELECT pg_sleep%", "active") == 1);
        var job = await StartAsync("sleeping", inputs);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        await TestWait.UntilAsync(async () => 1 == (int)(await host.ScalarAsync($"SELECT askers FROM gunmane.job WHERE id = '{job}'"))!);
        Assert.Equal("running", await StatusAsync(job));
        (await host.Client.DeleteAsync($"/ogc/jobs/{job}", Now)).EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task Twenty_requests_at_once_are_one_job()
    {
        var jobs = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => StartAsync("sleeping", new { studyArea = "coast", seconds = 503 })));
        Assert.Single(jobs.Distinct());
        Assert.Equal(20, await host.ScalarAsync($"SELECT askers FROM gunmane.job WHERE id = '{jobs[0]}'"));
        (await host.Client.DeleteAsync($"/ogc/jobs/{jobs[0]}", Now)).EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task The_list_is_filtered_and_goes_on_by_links()
    {
        await host.ExecuteAsync("""
            INSERT INTO gunmane.job (process, study_area, inputs, status, actor, created_at, started_at, finished_at)
            SELECT 'listed' || n % 2, 1, '{}', CASE WHEN n < 5 THEN 'successful' ELSE 'failed' END, 'test', '2020-01-01T00:00:00Z'::timestamptz + n / 2 * interval '1 day',
              '2020-02-01T00:00:00Z', '2020-02-01T00:00:00Z'::timestamptz + n * interval '1 minute'
            FROM generate_series(0, 9) n
            """);
        const string All = "datetime=../2020-01-31T00:00:00Z";
        Assert.Equal(10, (await ListAsync(All)).Count);
        Assert.Equal(5, (await ListAsync($"{All}&processID=listed1")).Count);
        Assert.Equal(10, (await ListAsync($"{All}&processID=listed1,listed0&status=failed,successful&type=process")).Count);
        Assert.Equal(5, (await ListAsync($"{All}&status=failed")).Count);
        Assert.Equal(2, (await ListAsync("datetime=2020-01-02T00:00:00Z")).Count);
        Assert.Equal(4, (await ListAsync("datetime=2020-01-02T00:00:00Z/2020-01-03T00:00:00Z")).Count);
        Assert.Equal(3, (await ListAsync($"{All}&minDuration=420")).Count);
        Assert.Equal(3, (await ListAsync($"{All}&maxDuration=120")).Count);
        foreach (var limit in (int[])[1, 3, 5, 9]) Assert.Equal(await ListAsync(All), await ListAsync($"{All}&limit={limit}"));
    }

    [Theory]
    [InlineData("type=service", "type")]
    [InlineData("status=done", "status")]
    [InlineData("datetime=yesterday", "datetime")]
    [InlineData("datetime=2020-01-02T00:00:00Z/2020-01-01T00:00:00Z", "datetime")]
    [InlineData("datetime=../..", "datetime")]
    [InlineData("minDuration=-1", "minDuration")]
    [InlineData("maxDuration=x", "maxDuration")]
    [InlineData("limit=0", "limit")]
    [InlineData("offset=5", "offset")]
    [InlineData("f=xml", "f")]
    [InlineData("process=grouping", "process")]
    public async Task A_list_that_means_nothing_is_refused_by_name(string query, string parameter)
    {
        using var answer = await host.Client.GetAsync($"/ogc/jobs?{query}", Now);
        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Equal(parameter, (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!["parameter"]);
    }

    /// <summary>Ids of all pages in their order.</summary>
    private async Task<List<string>> ListAsync(string query)
    {
        var ids = new List<string>();
        for (var next = $"/ogc/jobs?{query}"; next is not null;)
        {
            var page = (await host.Client.GetFromJsonAsync<JsonObject>(next, Now))!;
            ids.AddRange(page["jobs"]!.AsArray().Select(job => (string)job!["jobID"]!));
            next = (string?)page["links"]!.AsArray().SingleOrDefault(link => (string?)link!["rel"] == "next")?["href"];
        }

        return ids;
    }

    private async Task<NpgsqlConnection> HoldRunsAsync()
    {
        var holder = await host.OpenAsync();
        await using var command = new NpgsqlCommand("BEGIN; LOCK TABLE gunmane.group_run IN SHARE MODE", holder);
        await command.ExecuteNonQueryAsync(Now);
        return holder;
    }

    private async Task<long> WaitingForLocksAsync() =>
        (long)(await host.ScalarAsync("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"))!;

    private async Task<long> QueriesAsync(string query, string state) =>
        (long)(await host.ScalarAsync($"SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '{query}' AND state = '{state}' AND pid <> pg_backend_pid()"))!;

    private async Task<string?> StatusAsync(Guid job) => (string?)(await host.Client.GetFromJsonAsync<JsonObject>($"/ogc/jobs/{job}", Now))!["status"];

    private async Task<Guid> StartAsync(string process, object inputs)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/ogc/processes/{process}/execution")
        {
            Content = JsonContent.Create(new { inputs }), Headers = { { "Prefer", "respond-async" } },
        };
        using var answer = await host.Client.SendAsync(request, Now);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Now));
        return (Guid)(await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!["jobID"]!;
    }
}
