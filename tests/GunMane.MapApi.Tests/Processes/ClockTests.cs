using System.Net;
using System.Text.Json.Nodes;
using GunMane.MapApi.Options;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using GunMane.TestKit;

namespace GunMane.MapApi.Tests.Processes;

/// <summary>The waiting host under a clock that is set forward and back.</summary>
public sealed class SteppingHost : WaitingHost
{
    internal SteppingClock Clock { get; } = new();

    protected override HostSettings Configure(HostSettings settings) => base.Configure(settings) with { Time = Clock };
}

/// <summary>A clock whose time of day someone sets while its pulse goes on.</summary>
internal sealed class SteppingClock : TimeProvider
{
    private TimeSpan ahead;

    public void Set(TimeSpan by) => ahead += by;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;
}

/// <summary>Jobs while clocks are set: none is lost, none is done twice.</summary>
public sealed class ClockTests(SteppingHost host) : IClassFixture<SteppingHost>
{
    // The host takes a worker for lost after a second of silence and looks every two.
    private static readonly TimeSpan UntilLost = TimeSpan.FromSeconds(3.5);

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_clock_that_is_set_by_hours_takes_no_job_from_its_worker()
    {
        var job = await CreateAsync("steady");
        await TestWait.UntilAsync(() => host.Work.Started.Contains("steady"));
        foreach (var hours in (int[])[6, -12, 24 * 400, -24 * 400])
        {
            host.Clock.Set(TimeSpan.FromHours(hours));
            await Task.Delay(UntilLost, Now);
            Assert.Equal("running 1", await host.ScalarAsync($"SELECT status || ' ' || attempts FROM gunmane.job WHERE id = '{job.Value}'"));
            Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync("/health/ready", Now)).StatusCode);
        }

        host.Work.Release("steady");
        Assert.Equal("successful", (await EndedAsync(job)).Status);
        Assert.Single(host.Work.Started, "steady");
        Assert.Equal(true, await host.ScalarAsync($"SELECT started_at >= created_at AND finished_at BETWEEN started_at AND now() FROM gunmane.job WHERE id = '{job.Value}'"));

        var next = await CreateAsync("after");
        host.Work.Release("after");
        Assert.Equal("successful", (await EndedAsync(next)).Status);
    }

    [Fact]
    public async Task When_the_clock_of_the_database_leaps_another_worker_takes_over_and_one_result_is_kept()
    {
        var job = await CreateAsync("leap");
        await TestWait.UntilAsync(() => host.Work.Started.Contains("leap"));
        // As if each sign of life had been given an hour before the present of the database.
        await host.ExecuteAsync($"""
            CREATE FUNCTION leap() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.heartbeat_at := NEW.heartbeat_at - interval '1 hour'; RETURN NEW; END $$;
            CREATE TRIGGER leap BEFORE UPDATE OF heartbeat_at ON gunmane.job FOR EACH ROW WHEN (OLD.id = '{job.Value}' AND OLD.status = 'running') EXECUTE FUNCTION leap()
            """);
        await TestWait.UntilAsync(() => host.Work.Cancelled.Contains("leap"));
        await host.ExecuteAsync("DROP TRIGGER leap ON gunmane.job; DROP FUNCTION leap()");
        await TestWait.UntilAsync(() => host.Work.Started.Count(name => name == "leap") >= 2);
        host.Work.Release("leap");
        var ended = await EndedAsync(job);
        Assert.Equal(("successful", "leap"), (ended.Status, (string?)ended.Result!["said"]));
        Assert.Equal(1L, await host.ScalarAsync($"SELECT count(*) FROM gunmane.job WHERE id = '{job.Value}'"));
    }

    private async Task<Job> EndedAsync(JobId job)
    {
        Job? found = null;
        await TestWait.UntilAsync(async () =>
            (found = await host.Database.ReadAsync(AccessScope.Local, session => JobStore.TryFindAsync(session, job, Now), Now))!.HasEnded);
        return found!;
    }

    private Task<JobId> CreateAsync(string name) => host.Database.WriteAsync(AccessScope.Local, session =>
        JobStore.CreateAsync(session, "waiting", new StudyAreaId(1), new JsonObject { ["name"] = name, ["wait"] = true }, Now), Now);
}
