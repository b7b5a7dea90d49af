using System.Collections.Concurrent;
using System.Threading.Channels;
using GunMane.MapApi.Http;
using GunMane.MapApi.Options;
using GunMane.MapApi.Telemetry;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;

namespace GunMane.MapApi.Processes;

/// <summary>
/// Takes jobs from the queue and runs them, a few at once. Notifications wake it at once; every two seconds it looks by
/// itself, and frees jobs of workers that died.
/// </summary>
internal sealed partial class JobWorkers(
    HostSettings settings, ProcessRegistry processes, Notifications notifications, WorkerLife life, ServiceMeters meters, TimeProvider time, ILogger<JobWorkers> log)
    : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);
    private readonly Database database = settings.Database;
    private readonly Channel<bool> wakes = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(settings.Workers) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly ConcurrentDictionary<Guid, CancellationTokenSource> running = new();

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        [RepeatAsync(HearAsync, stoppingToken), RepeatAsync(RecoverAsync, stoppingToken),
            .. Enumerable.Range(0, settings.Workers).Select(_ => RepeatAsync(WorkAsync, stoppingToken))]);

    /// <summary>Does something again and again, through times when the database is away.</summary>
    private async Task RepeatAsync(Func<CancellationToken, Task> work, CancellationToken stopping)
    {
        using var alive = life.Begin();
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await work(stopping);
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                if (!DatabaseFault.IsAway(e)) Stumbled(log, e);
                await Task.Delay(Poll, time, stopping);
            }
        }
    }

    private async Task RecoverAsync(CancellationToken stopping)
    {
        life.Turn();
        await database.WriteAsync(AccessScope.Local, session => JobStore.RecoverAsync(session, settings.HeartbeatLost, stopping), stopping);
        if (meters.QueueIsWatched)
        {
            var (waiting, started) = await database.ReadAsync(AccessScope.Local, session => JobStore.CountAsync(session, stopping), stopping);
            meters.QueueHolds(waiting, started);
        }

        await Task.Delay(Poll, time, stopping);
    }

    private async Task WorkAsync(CancellationToken stopping)
    {
        var worker = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid():N}";
        var job = await database.WriteAsync(AccessScope.Local, session => JobStore.ClaimAsync(session, worker, processes.Ids, stopping), stopping);
        if (job is null) await WaitAsync(stopping);
        else await RunAsync(job, worker, stopping);
    }

    private async Task RunAsync(ClaimedJob job, string worker, CancellationToken stopping)
    {
        using var dismissed = new CancellationTokenSource();
        running[job.Id.Value] = dismissed;
        using var span = ServiceMeters.Source.StartActivity($"job {job.Process}");
        span?.SetTag("gunmane.job", job.Id.Value);
        var from = time.GetTimestamp();
        try
        {
            await new JobRun(database, settings, time, log, job, worker, dismissed).RunAsync(processes.Handler(job.Process), stopping);
        }
        finally
        {
            meters.JobTook(time.GetElapsedTime(from), job.Process);
            running.TryRemove(job.Id.Value, out _);
        }
    }

    private async Task WaitAsync(CancellationToken stopping)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        patience.CancelAfter(Poll);
        try
        {
            await wakes.Reader.ReadAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            // Nobody called: look again all the same.
        }
    }

    private async Task HearAsync(CancellationToken stopping)
    {
        using var heard = notifications.Subscribe();
        await foreach (var notice in heard.Reader.ReadAllAsync(stopping))
        {
            if (notice.Channel != JobStore.Channel) continue;
            var words = notice.Payload.Split(' ');
            if (words[0] == "accepted") wakes.Writer.TryWrite(true);
            else if (Guid.TryParse(words[^1], out var id) && running.TryGetValue(id, out var dismissed)) await CancelAsync(dismissed);
        }
    }

    private static async Task CancelAsync(CancellationTokenSource dismissed)
    {
        try
        {
            await dismissed.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It ended at this very moment.
        }
    }

    [LoggerMessage(LogLevel.Error, "A job worker stumbled")]
    private static partial void Stumbled(ILogger log, Exception exception);
}
