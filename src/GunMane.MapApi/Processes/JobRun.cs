using System.Text.Json.Nodes;
using GunMane.MapApi.Options;
using GunMane.Spatial.Model;
using GunMane.Spatial.Runs;
using GunMane.Spatial.Storage;

namespace GunMane.MapApi.Processes;

/// <summary>One job on one worker: signs of life, progress, and how it ended.</summary>
internal sealed partial class JobRun(
    Database database, HostSettings settings, TimeProvider time, ILogger log, ClaimedJob job, string worker, CancellationTokenSource dismissed)
{
    private static readonly TimeSpan BetweenReports = TimeSpan.FromMilliseconds(100);
    private long lastReport;

    /// <summary>Runs it to its end. Throws nothing but the worker's own stop.</summary>
    public async Task RunAsync(IJobHandler handler, CancellationToken stopping)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(dismissed.Token, stopping);
        var beating = BeatAsync(either.Token);
        var request = new JobRequest(job.Id, job.Area, job.Inputs, job.Scope) { EndAsync = EndWithinAsync };
        try
        {
            var result = await handler.RunAsync(request, (percent, message) => ReportAsync(percent, message, either.Token), either.Token);
            // Nothing to write where the work has ended it itself.
            await PersistAsync(session => JobStore.SucceedAsync(session, job.Id, worker, result, CancellationToken.None));
            handler.Ended(request);
        }
        catch (Exception e)
        {
            if (await EndAsync(e, stopping)) handler.Ended(request);
        }
        finally
        {
            await either.CancelAsync();
            await beating;
        }
    }

    private async Task EndWithinAsync(Session session, JsonObject result)
    {
        if (await JobStore.SucceedAsync(session, job.Id, worker, result, CancellationToken.None)) return;
        await dismissed.CancelAsync();
        throw new OperationCanceledException();
    }

    /// <summary>Writes down how it went wrong; returns whether that was its end: it may also wait for another worker.</summary>
    private async Task<bool> EndAsync(Exception exception, CancellationToken stopping)
    {
        if (stopping.IsCancellationRequested)
        {
            await PersistAsync(session => JobStore.HandBackAsync(session, job.Id, worker, CancellationToken.None));
            return false;
        }

        // Either dismissed, or taken over by another worker that needs what the job works with.
        if (dismissed.IsCancellationRequested) return false;
        if (DatabaseFault.IsAway(exception))
        {
            await PersistAsync(session => JobStore.AbandonAsync(session, job.Id, worker, CancellationToken.None));
            return false;
        }

        var problem = Problem(exception);
        if (exception is not GunManeException) Failed(log, exception, job.Process, job.Id.Value);
        await PersistAsync(session => JobStore.FailAsync(session, job.Id, worker, (string)problem["detail"]!, problem, CancellationToken.None));
        return true;
    }

    private JsonObject Problem(Exception exception) => exception switch
    {
        GunManeException refusal => new JsonObject
        {
            ["status"] = refusal.Refusal switch { Refusal.BadInput => 400, Refusal.NotFound => 404, Refusal.Conflict => 409, _ => 500 },
            ["detail"] = refusal.Message,
            ["parameter"] = refusal.Parameter,
        },
        _ when DatabaseFault.IsTimeout(exception) => new JsonObject
        {
            ["status"] = 503, ["detail"] = "データベースの処理が制限時間を超えました。範囲や条件を絞ってください。(A query took too long; narrow it.)",
        },
        _ => new JsonObject { ["status"] = 500, ["detail"] = $"予期しない誤りが起きました。処理の番号 {job.Id.Value} を添えて知らせてください。(Unexpected error.)" },
    };

    /// <summary>Reports progress, at most every 100 ms; stops the work if the job is no longer this worker's.</summary>
    private async Task ReportAsync(int percent, string message, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (lastReport != 0 && time.GetElapsedTime(lastReport) < BetweenReports) return;
        lastReport = time.GetTimestamp();
        if (await database.WriteAsync(job.Scope, session => JobStore.ProgressAsync(session, job.Id, worker, percent, message, cancellation), cancellation)) return;
        await dismissed.CancelAsync();
        cancellation.ThrowIfCancellationRequested();
    }

    private async Task BeatAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(settings.Heartbeat, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation))
            {
                if (!await IsMineAsync(cancellation)) await dismissed.CancelAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The work has ended.
        }
    }

    private async Task<bool> IsMineAsync(CancellationToken cancellation)
    {
        try
        {
            return await database.WriteAsync(job.Scope, session => JobStore.BeatAsync(session, job.Id, worker, cancellation), cancellation);
        }
        catch (Exception e) when (DatabaseFault.IsAway(e) || DatabaseFault.IsTimeout(e))
        {
            // The next beat may get through; if none does, another worker takes over.
            return true;
        }
    }

    /// <summary>Writes how it ended, waiting a while for a database that is away.</summary>
    private async Task PersistAsync(Func<Session, Task<bool>> write)
    {
        var from = time.GetTimestamp();
        while (true)
        {
            try
            {
                await database.WriteAsync(job.Scope, write, CancellationToken.None);
                return;
            }
            catch (Exception e) when (DatabaseFault.IsAway(e) && time.GetElapsedTime(from) < settings.HeartbeatLost)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), time);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "Job {Process} {Id} failed")]
    private static partial void Failed(ILogger log, Exception exception, string process, Guid id);
}
