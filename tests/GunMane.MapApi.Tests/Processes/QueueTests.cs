using System.Text.Json.Nodes;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using GunMane.TestKit;

namespace GunMane.MapApi.Tests.Processes;

/// <summary>The queue under several workers, workers that died, and a service that stops.</summary>
public sealed class QueueTests(WaitingHost host) : IClassFixture<WaitingHost>
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_two_workers_get_the_same_job()
    {
        var made = new List<JobId>();
        for (var n = 0; n < 12; n++) made.Add(await CreateAsync("elsewhere", $"{n}"));
        var claimed = await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(() => ClaimAllAsync($"w{worker}"), Now)));
        Assert.Equal(made.Select(job => job.Value).Order(), claimed.SelectMany(one => one).Order());
    }

    [Fact]
    public async Task A_job_that_another_worker_took_over_ignores_the_first()
    {
        await CreateAsync("elsewhere2", "x");
        var job = (await WriteAsync(session => JobStore.ClaimAsync(session, "first", ["elsewhere2"], Now)))!;
        await host.ExecuteAsync($"UPDATE gunmane.job SET worker = 'second' WHERE id = '{job.Id.Value}'");
        Assert.False(await WriteAsync(session => JobStore.BeatAsync(session, job.Id, "first", Now)));
        Assert.False(await WriteAsync(session => JobStore.ProgressAsync(session, job.Id, "first", 50, "", Now)));
        Assert.False(await WriteAsync(session => JobStore.SucceedAsync(session, job.Id, "first", [], Now)));
        Assert.True(await WriteAsync(session => JobStore.SucceedAsync(session, job.Id, "second", [], Now)));
    }

    [Fact]
    public async Task A_worker_that_has_lost_its_job_when_it_stores_leaves_no_run()
    {
        await host.ExecuteAsync("""
            CREATE FUNCTION pg_temp_taken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN UPDATE gunmane.job SET worker = 'second' WHERE id = NEW.job_id; RETURN NULL; END $$;
            CREATE TRIGGER taken_over AFTER INSERT ON gunmane.group_run FOR EACH ROW EXECUTE FUNCTION pg_temp_taken()
            """);
        try
        {
            var area = new StudyAreaId((int)(await host.ScalarAsync("SELECT id FROM gunmane.study_area WHERE code = 'coast'"))!);
            var job = await WriteAsync(session => JobStore.CreateAsync(session, "grouping", area, new JsonObject { ["studyArea"] = "coast" }, Now));
            await TestWait.UntilAsync(async () => (await FindAsync(job)).HasEnded);
            Assert.Equal("failed", (await FindAsync(job)).Status);
            Assert.Equal(0L, await host.ScalarAsync($"SELECT count(*) FROM gunmane.group_run WHERE job_id = '{job.Value}'"));
        }
        finally
        {
            await host.ExecuteAsync("DROP TRIGGER taken_over ON gunmane.group_run; DROP FUNCTION pg_temp_taken()");
        }
    }

    [Fact]
    public async Task A_job_whose_worker_died_is_run_by_another()
    {
        var job = await DeadAsync("orphan", attempts: 1);
        await TestWait.UntilAsync(async () => (await FindAsync(job)).Status == "successful");
        Assert.Single(host.Work.Started, "orphan");
    }

    [Fact]
    public async Task A_job_whose_workers_died_three_times_fails_and_says_so()
    {
        var job = await DeadAsync("killer", attempts: 3);
        await TestWait.UntilAsync(async () => (await FindAsync(job)).Status == "failed");
        Assert.DoesNotContain("killer", host.Work.Started);
        Assert.Contains("3 回", (await FindAsync(job)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_that_runs_long_keeps_its_worker()
    {
        var job = await CreateAsync("waiting", "long");
        await TestWait.UntilAsync(() => host.Work.Started.Contains("long"));
        await Task.Delay(TimeSpan.FromSeconds(3), Now);
        host.Work.Release("long");
        await TestWait.UntilAsync(async () => (await FindAsync(job)).HasEnded);
        Assert.Equal("successful", (await FindAsync(job)).Status);
        Assert.Single(host.Work.Started, "long");
    }

    [Fact]
    public async Task A_service_that_stops_hands_its_jobs_back_unharmed()
    {
        await using var other = new WaitingHost();
        await other.InitializeAsync();
        var job = await other.Database.WriteAsync(AccessScope.Local,
            session => JobStore.CreateAsync(session, "waiting", new StudyAreaId(1), new JsonObject { ["name"] = "stopped", ["wait"] = true }, Now), Now);
        await TestWait.UntilAsync(() => other.Work.Started.Contains("stopped"));
        await other.StopAsync();
        Assert.Equal("accepted 0", await other.ScalarAsync($"SELECT status || ' ' || attempts FROM gunmane.job WHERE id = '{job.Value}'"));
    }

    [Fact]
    public async Task A_study_area_that_is_removed_ends_its_jobs()
    {
        var area = await WriteAsync(session => AreaStore.CreateAsync(session, "gone", "消える", "", true, null, "", Now));
        await WriteAsync(session => JobStore.CreateAsync(session, "waiting", area.Id, new JsonObject { ["name"] = "gone", ["wait"] = true }, Now));
        await TestWait.UntilAsync(() => host.Work.Started.Contains("gone"));
        (await host.Client.DeleteAsync("/api/areas/gone", Now)).EnsureSuccessStatusCode();
        await TestWait.UntilAsync(() => host.Work.Cancelled.Contains("gone"));
    }

    private async Task<List<Guid>> ClaimAllAsync(string worker)
    {
        var mine = new List<Guid>();
        while (await WriteAsync(session => JobStore.ClaimAsync(session, worker, ["elsewhere"], Now)) is { } job) mine.Add(job.Id.Value);
        return mine;
    }

    private async Task<JobId> DeadAsync(string name, int attempts)
    {
        var id = Guid.NewGuid();
        await host.ExecuteAsync($$"""
            INSERT INTO gunmane.job (id, process, study_area, inputs, status, attempts, worker, actor, started_at, heartbeat_at)
            VALUES ('{{id}}', 'waiting', 1, '{"name": "{{name}}"}', 'running', {{attempts}}, 'dead', 'test', now() - interval '1 hour', now() - interval '1 hour')
            """);
        return new JobId(id);
    }

    private Task<JobId> CreateAsync(string process, string name) => WriteAsync(session =>
        JobStore.CreateAsync(session, process, new StudyAreaId(1), new JsonObject { ["name"] = name, ["wait"] = true }, Now));

    private async Task<Job> FindAsync(JobId job) =>
        (await host.Database.ReadAsync(AccessScope.Local, session => JobStore.TryFindAsync(session, job, Now), Now))!;

    private Task<T> WriteAsync<T>(Func<Session, Task<T>> work) => host.Database.WriteAsync(AccessScope.Local, work, Now);
}
