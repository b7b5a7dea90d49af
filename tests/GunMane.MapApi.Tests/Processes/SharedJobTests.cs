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
        var same = await StartAsync("grouping", new { method = "correlation", radius = 250, minAssets = 2, studyArea = "coast" });
        Assert.Equal((first, 2L), (await WorkAsync(same), await AskersAsync(first)));
        Assert.Equal("running", await StatusAsync(same));
        var other = await StartAsync("grouping", new { studyArea = "coast", minAssets = 3 });
        Assert.NotEqual(first, other);
        await host.ExecuteAsync("SELECT gunmane.raise_data_version(1)");
        var newer = await StartAsync("grouping", new { studyArea = "coast", minAssets = 2 });
        Assert.NotEqual(first, newer);
        await holder.CloseAsync();
        foreach (var job in (Guid[])[first, same, other, newer]) await TestWait.UntilAsync(async () => await StatusAsync(job) == "successful");
        Assert.Equal(3L, await host.ScalarAsync($"SELECT count(DISTINCT job_id) FROM gunmane.group_run WHERE job_id IN ('{first}', '{other}', '{newer}')"));
        Assert.Equal(await RunAsync(first), await RunAsync(same));
        Assert.NotEqual(await RunAsync(first), await RunAsync(newer));
        var late = await StartAsync("grouping", new { studyArea = "coast", minAssets = 2 });
        Assert.Equal(late, await WorkAsync(late));
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
        await TestWait.UntilAsync(async () => await AskersAsync(await WorkAsync(job)) == 1);
        Assert.Equal("running", await StatusAsync(job));
        Assert.Equal(1, await QueriesAsync("SELECT pg_sleep%", "active"));
        await DismissAsync(job);
        await TestWait.UntilAsync(async () => await QueriesAsync("SELECT pg_sleep%", "active") == 0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Who_dismisses_his_job_leaves_the_others_theirs(int leaving)
    {
        var inputs = new { studyArea = "coast", seconds = 510 + leaving };
        var jobs = new List<Guid>();
        for (var asker = 0; asker < 3; asker++) jobs.Add(await StartAsync("sleeping", inputs));
        Assert.Equal(jobs[0], Assert.Single((await Task.WhenAll(jobs.Select(WorkAsync))).Distinct()));
        await TestWait.UntilAsync(async () => await QueriesAsync("SELECT pg_sleep%", "active") == 1);
        await DismissAsync(jobs[leaving]);
        var others = jobs.Where(job => job != jobs[leaving]).ToList();
        foreach (var job in others) Assert.Equal("running", await StatusAsync(job));
        Assert.Equal("dismissed", await StatusAsync(jobs[leaving]));
        using (var results = await host.Client.GetAsync($"/ogc/jobs/{jobs[leaving]}/results", Now)) Assert.Equal(409, (int)results.StatusCode);
        using (var twice = await host.Client.DeleteAsync($"/ogc/jobs/{jobs[leaving]}", Now)) Assert.Equal(409, (int)twice.StatusCode);
        Assert.Equal(1, await QueriesAsync("SELECT pg_sleep%", "active"));
        // Whoever asks now joins the others, also where the first has gone; one who dismissed may ask again.
        var again = await StartAsync("sleeping", inputs);
        Assert.Equal(jobs[0], await WorkAsync(again));
        Assert.Equal(others.Order().Append(again).Order(), (await ListAsync("status=running&processID=sleeping")).Select(Guid.Parse).Order());
        foreach (var job in others.Append(again)) await DismissAsync(job);
        await TestWait.UntilAsync(async () => await QueriesAsync("SELECT pg_sleep%", "active") == 0);
        foreach (var job in jobs.Append(again)) Assert.Equal("dismissed", await StatusAsync(job));
        Assert.NotEqual(jobs[0], await WorkAsync(again = await StartAsync("sleeping", inputs)));
        await DismissAsync(again);
    }

    [Fact]
    public async Task The_work_s_end_is_that_of_every_job_but_those_dismissed_and_each_page_hears_of_its_own()
    {
        await using var holder = await HoldRunsAsync();
        var inputs = new { studyArea = "coast", minAssets = 4 };
        var first = await StartAsync("grouping", inputs);
        using var events = new StreamReader(await host.Client.GetStreamAsync("/api/events?area=coast", Now));
        await TestWait.UntilAsync(async () => await WaitingForLocksAsync() == 1);
        var (second, third) = (await StartAsync("grouping", inputs), await StartAsync("grouping", inputs));
        await DismissAsync(first);
        await holder.CloseAsync();
        foreach (var job in (Guid[])[second, third]) await TestWait.UntilAsync(async () => await StatusAsync(job) == "successful");
        Assert.Equal("dismissed", await StatusAsync(first));
        Assert.Equal(await RunAsync(second), await RunAsync(third));
        var heard = new List<string>();
        while (heard.Count(line => line.Contains("\"successful\"", StringComparison.Ordinal)) < 2) heard.Add((await events.ReadLineAsync(Now))!);
        Assert.Equal(new[] { second, third }.Order(), heard.Where(line => line.Contains("\"successful\"", StringComparison.Ordinal)).Select(Id).Order());
        Assert.Equal(first, Id(Assert.Single(heard, line => line.Contains("\"dismissed\"", StringComparison.Ordinal))));
        Assert.DoesNotContain(heard.SkipWhile(line => !line.Contains("\"dismissed\"", StringComparison.Ordinal)).Skip(1), line => line.Contains($"{first}", StringComparison.Ordinal));

        static Guid Id(string line) => (Guid)JsonNode.Parse(line["data: ".Length..])!["id"]!;
    }

    [Fact]
    public async Task Joining_and_leaving_at_once_never_leaves_work_that_nobody_asks_for()
    {
        for (var round = 0; round < 5; round++)
        {
            var inputs = new { studyArea = "coast", seconds = 520 + round };
            await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ => await DismissAsync(await StartAsync("sleeping", inputs))));
            Assert.Equal(0L, await host.ScalarAsync("SELECT count(*) FROM gunmane.job WHERE process = 'sleeping' AND status IN ('accepted', 'running')"));
        }

        await TestWait.UntilAsync(async () => await QueriesAsync("SELECT pg_sleep%", "active") == 0);
        Assert.Equal(0L, await host.ScalarAsync("SELECT count(*) FROM gunmane.job WHERE process = 'sleeping' AND shares IS NULL AND askers <> 0"));
    }

    [Fact]
    public async Task Twenty_requests_at_once_are_one_job()
    {
        var jobs = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => StartAsync("sleeping", new { studyArea = "coast", seconds = 503 })));
        Assert.Equal(20, jobs.Distinct().Count());
        var work = Assert.Single((await Task.WhenAll(jobs.Select(WorkAsync))).Distinct());
        Assert.Equal(20, await AskersAsync(work));
        await Task.WhenAll(jobs.Select(DismissAsync));
        Assert.Equal("dismissed", await host.ScalarAsync($"SELECT status FROM gunmane.job WHERE id = '{work}'"));
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

    private async Task DismissAsync(Guid job)
    {
        using var answer = await host.Client.DeleteAsync($"/ogc/jobs/{job}", Now);
        Assert.Equal("dismissed", (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>(Now))!["status"]);
    }

    private async Task<Guid> WorkAsync(Guid job) => (Guid)(await host.ScalarAsync($"SELECT coalesce(shares, id) FROM gunmane.job WHERE id = '{job}'"))!;

    private async Task<long> AskersAsync(Guid work) => (int)(await host.ScalarAsync($"SELECT askers FROM gunmane.job WHERE id = '{work}'"))!;

    private async Task<string?> RunAsync(Guid job) => await host.Client.GetStringAsync($"/ogc/jobs/{job}/results/run", Now);

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
