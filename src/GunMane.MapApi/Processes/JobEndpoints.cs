using System.Text.Json.Nodes;
using GunMane.MapApi.Http;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GunMane.MapApi.Processes;

/// <summary>OGC API – Processes: jobs, their state and results, and dismissing them.</summary>
internal static class JobEndpoints
{
    private const string ExceptionTypes = "http://www.opengis.net/def/exceptions/ogcapi-processes-1/1.0/";
    private const int MostListed = 1000;
    private const int UsuallyListed = 100;

    public static void MapJobs(this IEndpointRouteBuilder app)
    {
        app.MapGet("/ogc/jobs", ListAsync).Takes("limit");
        app.MapGet("/ogc/jobs/{jobId}", StatusAsync);
        app.MapGet("/ogc/jobs/{jobId}/results", ResultsAsync);
        app.MapDelete("/ogc/jobs/{jobId}", DismissAsync);
    }

    /// <summary>The result document of a job.</summary>
    /// <exception cref="GunManeException">It failed, was dismissed or has not ended.</exception>
    public static JsonObject ResultOf(Job job) => job.Status switch
    {
        "successful" => job.Result!,
        "failed" => throw Failure(job),
        "dismissed" => throw new GunManeException(Refusal.Conflict, "この処理は取り消されました。(The job was dismissed.)", "jobID"),
        _ => throw new GunManeException(Refusal.NotFound, "結果はまだありません。(The result is not ready.)", "jobID")
        {
            Details = new Dictionary<string, object?> { ["type"] = ExceptionTypes + "result-not-ready" },
        },
    };

    private static async Task<Ok<JobList>> ListAsync(Database database, HttpRequest request, CancellationToken cancellation)
    {
        var limit = Query.Whole(request, "limit", 1, MostListed, UsuallyListed);
        var jobs = await database.ReadAsync(AccessScope.Local, session => JobStore.ListAsync(session, limit, cancellation), cancellation);
        return TypedResults.Ok(new JobList([.. jobs.Select(job => StatusInfo.Of(job, request))], [Link.To(request, "/ogc/jobs", "self")]));
    }

    private static async Task<Ok<StatusInfo>> StatusAsync(string jobId, Database database, HttpRequest request, CancellationToken cancellation) =>
        TypedResults.Ok(StatusInfo.Of(await FindAsync(database, jobId, cancellation), request));

    private static async Task<Ok<JsonObject>> ResultsAsync(string jobId, Database database, CancellationToken cancellation) =>
        TypedResults.Ok(ResultOf(await FindAsync(database, jobId, cancellation)));

    private static async Task<Ok<StatusInfo>> DismissAsync(string jobId, Database database, HttpRequest request, CancellationToken cancellation)
    {
        var job = await FindAsync(database, jobId, cancellation);
        if (!await database.WriteAsync(AccessScope.Local, session => JobStore.DismissAsync(session, job.Id, cancellation), cancellation))
            throw new GunManeException(Refusal.Conflict, $"この処理はもう終わっています（{job.Status}）。(The job has ended already.)", "jobID");
        return TypedResults.Ok(StatusInfo.Of(await FindAsync(database, jobId, cancellation), request));
    }

    private static async Task<Job> FindAsync(Database database, string jobId, CancellationToken cancellation) =>
        (Guid.TryParse(jobId, out var id)
            ? await database.ReadAsync(AccessScope.Local, session => JobStore.TryFindAsync(session, new JobId(id), cancellation), cancellation)
            : null)
        ?? throw new GunManeException(Refusal.NotFound, $"処理 {jobId} はありません。(There is no job {jobId}.)", "jobID")
        {
            Details = new Dictionary<string, object?> { ["type"] = ExceptionTypes + "no-such-job" },
        };

    private static GunManeException Failure(Job job)
    {
        var refusal = (int?)job.Result?["status"] switch { 400 => Refusal.BadInput, 404 => Refusal.NotFound, 409 => Refusal.Conflict, _ => Refusal.Environment };
        return new GunManeException(refusal, job.Message, (string?)job.Result?["parameter"]);
    }
}
