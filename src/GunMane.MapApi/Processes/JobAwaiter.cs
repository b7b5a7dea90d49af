using GunMane.MapApi.Http;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;

namespace GunMane.MapApi.Processes;

/// <summary>Runs a job while its client waits; a client that goes away dismisses it.</summary>
internal sealed class JobAwaiter(Database database, Notifications notifications)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2);

    /// <summary>Creates a job and waits for its end.</summary>
    public async Task<Job> RunAsync(Func<Session, Task<Job>> create, CancellationToken cancellation)
    {
        using var heard = notifications.Subscribe();
        var job = await database.WriteAsync(AccessScope.Local, create, cancellation);
        try
        {
            while (!job.HasEnded)
            {
                await NewsAsync(heard, job.Id, cancellation);
                job = await FindAsync(job.Id, cancellation);
            }

            return job;
        }
        catch (OperationCanceledException)
        {
            await database.WriteAsync(AccessScope.Local, session => JobStore.DismissAsync(session, job.Id, CancellationToken.None), CancellationToken.None);
            throw;
        }
    }

    private async Task<Job> FindAsync(JobId id, CancellationToken cancellation) =>
        await database.ReadAsync(AccessScope.Local, session => JobStore.TryFindAsync(session, id, cancellation), cancellation)
            ?? throw new GunManeException(Refusal.Conflict, "処理の途中で対象地域が削除されました。(The study area was removed meanwhile.)", "studyArea");

    /// <summary>Waits for a notification about the job; after two seconds one looks without.</summary>
    private static async Task NewsAsync(Notifications.Subscription heard, JobId id, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(LookAgain);
        try
        {
            while (!(await heard.Reader.ReadAsync(patience.Token)).Payload.Contains(id.Value.ToString(), StringComparison.Ordinal)) { }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // No news: look all the same.
        }
    }
}
