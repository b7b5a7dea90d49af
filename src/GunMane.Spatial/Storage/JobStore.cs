using System.Text.Json.Nodes;
using GunMane.Spatial.Model;
using Npgsql;

namespace GunMane.Spatial.Storage;

/// <summary>A job as others see it.</summary>
/// <param name="Id">The job.</param>
/// <param name="Process">Its process, e.g. <c>grouping</c>.</param>
/// <param name="Status">accepted, running, successful, failed or dismissed.</param>
/// <param name="Progress">Per cent, 0…100.</param>
/// <param name="Message">What it is doing or why it failed, for the planner.</param>
/// <param name="Result">Its result document once it is successful, a ProblemDetails if it failed; absent in lists.</param>
/// <param name="Created">When it was asked for.</param>
/// <param name="Started">When a worker last took it.</param>
/// <param name="Finished">When it ended.</param>
/// <param name="Updated">When it last gave a sign of life.</param>
public sealed record Job(
    JobId Id, string Process, string Status, int Progress, string Message, JsonObject? Result,
    DateTime Created, DateTime? Started, DateTime? Finished, DateTime Updated)
{
    /// <summary>How its results are answered: <c>raw</c> or <c>document</c>.</summary>
    public string Response { get; init; } = "document";

    /// <summary>Names of the outputs that were asked for; null: all.</summary>
    public IReadOnlyList<string>? Outputs { get; init; }

    /// <summary>Whether it will not change any more.</summary>
    public bool HasEnded => Status is "successful" or "failed" or "dismissed";
}

/// <summary>A job to make.</summary>
/// <param name="Process">Its process.</param>
/// <param name="Area">The study area that it works on.</param>
/// <param name="Inputs">Its validated inputs.</param>
public sealed record NewJob(string Process, StudyAreaId Area, JsonObject Inputs)
{
    /// <summary>How its results are answered: <c>raw</c> or <c>document</c>.</summary>
    public string Response { get; init; } = "document";

    /// <summary>Names of the outputs that were asked for; null: all.</summary>
    public IReadOnlyList<string>? Outputs { get; init; }

    /// <summary>Equal for requests that would do the same work on the same data: while that waits or runs, the jobs of all who ask for it share it. Null: never.</summary>
    public string? Key { get; init; }
}

/// <summary>Which jobs a list holds; what is null does not matter.</summary>
/// <param name="Limit">At most so many.</param>
public sealed record JobFilter(int Limit)
{
    /// <summary>Of these processes.</summary>
    public string[]? Processes { get; init; }

    /// <summary>In these states.</summary>
    public string[]? States { get; init; }

    /// <summary>Asked for at this moment or later, UTC.</summary>
    public DateTime? From { get; init; }

    /// <summary>Asked for at this moment or earlier, UTC.</summary>
    public DateTime? To { get; init; }

    /// <summary>Ran, or runs, for at least so many seconds.</summary>
    public int? LeastSeconds { get; init; }

    /// <summary>Ran, or runs, for at most so many seconds.</summary>
    public int? MostSeconds { get; init; }

    /// <summary>Older than this one: where the page before ended.</summary>
    public (DateTime Created, Guid Id)? After { get; init; }
}

/// <summary>A job as the worker that took it sees it.</summary>
public sealed record ClaimedJob(JobId Id, string Process, StudyAreaId Area, JsonObject Inputs, AccessScope Scope);

/// <summary>
/// The job queue: accepted → running → successful | failed; accepted or running → dismissed; running → accepted when
/// its worker gave no sign of life or handed it back. Jobs may share work: then their state is that of the work, until
/// their asker dismisses them; the last one takes the work along. Workers know of work only. Every method runs in the caller's session. A worker's updates
/// return false when the job is no longer its own: it must then stop.
/// </summary>
public static class JobStore
{
    /// <summary>Channel on which workers are told of work to take or to drop: "accepted ID", "dismissed ID".</summary>
    public const string Channel = "gunmane_jobs";

    private const string Dismissed = "取り消されました。(Dismissed.)";

    /// <summary>How often a job is tried when its workers die.</summary>
    public const int Attempts = 3;

    /// <summary>Puts a job into the queue; workers hear of it when the session commits.</summary>
    public static Task<JobId> CreateAsync(Session session, string process, StudyAreaId area, JsonObject inputs, CancellationToken cancellation) =>
        CreateAsync(session, new NewJob(process, area, inputs), cancellation);

    /// <summary>Puts a job into the queue, or has it share the work that waits or runs for the same request.</summary>
    public static async Task<JobId> CreateAsync(Session session, NewJob job, CancellationToken cancellation) =>
        new(await session.ScalarAsync<Guid>("jobs.create", cancellation,
            job.Process, job.Area.Value, job.Inputs.ToJsonString(), session.Scope.Actor, session.Scope.Organisation, job.Response, job.Outputs?.ToArray(), job.Key, Guid.NewGuid()));

    /// <summary>A job, or null if there is none.</summary>
    public static async Task<Job?> TryFindAsync(Session session, JobId id, CancellationToken cancellation) =>
        (await session.ListAsync("jobs.find", Row, cancellation, id.Value)).SingleOrDefault();

    /// <summary>Jobs, the newest first.</summary>
    public static Task<IReadOnlyList<Job>> ListAsync(Session session, JobFilter filter, CancellationToken cancellation) =>
        session.ListAsync("jobs.list", Row, cancellation, filter.Limit, filter.Processes, filter.States, filter.From, filter.To,
            filter.LeastSeconds, filter.MostSeconds, filter.After?.Created, filter.After?.Id);

    /// <summary>How many jobs wait, and how many run.</summary>
    public static async Task<(long Waiting, long Running)> CountAsync(Session session, CancellationToken cancellation) =>
        (await session.ListAsync("jobs.count", row => (row.GetInt64(0), row.GetInt64(1)), cancellation)).Single();

    /// <summary>Takes the oldest waiting job of some processes; null if none waits. No two workers get the same one.</summary>
    public static async Task<ClaimedJob?> ClaimAsync(Session session, string worker, string[] processes, CancellationToken cancellation) =>
        (await session.ListAsync("jobs.claim", row => new ClaimedJob(
            new JobId(row.GetGuid(0)), row.GetString(1), new StudyAreaId(row.GetInt32(2)),
            JsonNode.Parse(row.GetString(3))!.AsObject(), new AccessScope(row.GetString(4), row.GetString(5))),
            cancellation, worker, processes)).SingleOrDefault();

    /// <summary>A sign of life.</summary>
    public static async Task<bool> BeatAsync(Session session, JobId id, string worker, CancellationToken cancellation) =>
        await session.ExecuteAsync("jobs.beat", cancellation, id.Value, worker) > 0;

    /// <summary>How far it is: per cent and a sentence. Also a sign of life.</summary>
    public static async Task<bool> ProgressAsync(Session session, JobId id, string worker, int percent, string message, CancellationToken cancellation) =>
        await session.ExecuteAsync("jobs.progress", cancellation, id.Value, worker, (short)Math.Clamp(percent, 0, 100), message) > 0;

    /// <summary>Ends it with its result.</summary>
    public static async Task<bool> SucceedAsync(Session session, JobId id, string worker, JsonObject result, CancellationToken cancellation) =>
        await session.ExecuteAsync("jobs.finish", cancellation, id.Value, worker, "successful", "", result.ToJsonString()) > 0;

    /// <summary>Ends it with the reason of its failure: a sentence, and the ProblemDetails that its results answer.</summary>
    public static async Task<bool> FailAsync(Session session, JobId id, string worker, string message, JsonObject problem, CancellationToken cancellation) =>
        await session.ExecuteAsync("jobs.finish", cancellation, id.Value, worker, "failed", message, problem.ToJsonString()) > 0;

    /// <summary>Puts it back unharmed because the worker stops; the attempt does not count.</summary>
    public static async Task<bool> HandBackAsync(Session session, JobId id, string worker, CancellationToken cancellation) =>
        await session.ExecuteAsync("jobs.hand_back", cancellation, id.Value, worker) > 0;

    /// <summary>Gives it up after a fault that was not its own; <see cref="RecoverAsync"/> decides about another attempt.</summary>
    public static async Task<bool> AbandonAsync(Session session, JobId id, string worker, CancellationToken cancellation) =>
        await session.ExecuteAsync("jobs.abandon", cancellation, id.Value, worker) > 0;

    /// <summary>Frees jobs whose worker gave no sign of life for a while, or fails them after <see cref="Attempts"/>.</summary>
    public static Task<int> RecoverAsync(Session session, TimeSpan silence, CancellationToken cancellation) =>
        session.ExecuteAsync("jobs.recover", cancellation, silence.TotalSeconds, Attempts,
            $"{Attempts} 回とも処理が途中で途切れました。入力を小さくするか、ログを確かめてください。(The worker died {Attempts} times.)");

    /// <summary>Dismisses a waiting or running job, and its work unless others ask for it too; false if it had ended already.</summary>
    public static Task<bool> DismissAsync(Session session, JobId id, CancellationToken cancellation) =>
        session.ScalarAsync<bool>("jobs.leave", cancellation, id.Value, Dismissed);

    private static Job Row(NpgsqlDataReader row) => new(
        new JobId(row.GetGuid(0)), row.GetString(1), row.GetString(2), row.GetInt16(3), row.GetString(2) == "dismissed" ? Dismissed : row.GetString(4),
        row.IsDBNull(5) ? null : JsonNode.Parse(row.GetString(5))!.AsObject(),
        row.GetDateTime(6), row.IsDBNull(7) ? null : row.GetDateTime(7), row.IsDBNull(8) ? null : row.GetDateTime(8), row.GetDateTime(9))
    {
        Response = row.GetString(10), Outputs = row.IsDBNull(11) ? null : row.GetFieldValue<string[]>(11),
    };
}
