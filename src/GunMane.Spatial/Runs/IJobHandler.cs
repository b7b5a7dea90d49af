using System.Text.Json.Nodes;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;

namespace GunMane.Spatial.Runs;

/// <summary>A job as its handler sees it.</summary>
/// <param name="Id">The job.</param>
/// <param name="Area">The study area that it works on.</param>
/// <param name="Inputs">Its validated inputs.</param>
/// <param name="Scope">For whom it works.</param>
public sealed record JobRequest(JobId Id, StudyAreaId Area, JsonObject Inputs, AccessScope Scope)
{
    /// <summary>
    /// Ends the job with its result in the session that stores its work, as the session's last step: both are there or
    /// neither, so that a worker which dies, or which another took over from, leaves nothing that is then done again.
    /// Throws <see cref="OperationCanceledException"/> if the job is no longer this worker's.
    /// </summary>
    public Func<Session, JsonObject, Task> EndAsync { get; init; } = (_, _) => Task.CompletedTask;
}

/// <summary>Told how far a job is: per cent (0…100) and a sentence for the planner (Japanese).</summary>
public delegate Task JobProgress(int percent, string message);

/// <summary>Does the work of one process: grouping, import.</summary>
public interface IJobHandler
{
    /// <summary>Id of the process, e.g. <c>grouping</c>.</summary>
    string Process { get; }

    /// <summary>
    /// Does the work and returns the result document. Work of one transaction ends its job in it (<see cref="JobRequest.EndAsync"/>);
    /// work of several, or work that comes out the same when done again, leaves that to its worker.
    /// </summary>
    /// <exception cref="GunManeException">The inputs cannot be worked on; the message goes to the planner.</exception>
    Task<JsonObject> RunAsync(JobRequest job, JobProgress progress, CancellationToken cancellation);

    /// <summary>Called once the job's end is written down, whatever it was: only then what it works with may go, for until then it may be run again.</summary>
    void Ended(JobRequest job)
    {
    }
}
