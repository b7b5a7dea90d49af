using GunMane.MapApi.Http;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GunMane.MapApi.Processes;

/// <summary>OGC API – Processes: jobs, their state and results, and dismissing them.</summary>
internal static class JobEndpoints
{
    public static void MapJobs(this IEndpointRouteBuilder app)
    {
        app.MapGet("/ogc/jobs", ListAsync).Takes(JobListQuery.Names);
        app.MapGet("/ogc/jobs/{jobId}", StatusAsync).Takes("f");
        app.MapGet("/ogc/jobs/{jobId}/results", ResultsAsync).Takes("f");
        app.MapGet("/ogc/jobs/{jobId}/results/{outputId}", ResultAsync).Takes("f");
        app.MapDelete("/ogc/jobs/{jobId}", DismissAsync);
    }

    private static async Task<Ok<JobList>> ListAsync(Database database, HttpRequest request, CancellationToken cancellation)
    {
        Query.OnlyJson(request);
        var filter = JobListQuery.Read(request);
        var jobs = await database.ReadAsync(AccessScope.Local, session => JobStore.ListAsync(session, filter, cancellation), cancellation);
        List<Link> links = [Link.To(request, $"/ogc/jobs{request.QueryString}", "self")];
        if (jobs.Count == filter.Limit) links.Add(Link.Next(request, JobListQuery.Offset(jobs[^2])));
        return TypedResults.Ok(new JobList([.. jobs.Take(filter.Limit - 1).Select(job => StatusInfo.Of(job, request))], links));
    }

    private static async Task<Ok<StatusInfo>> StatusAsync(string jobId, Database database, HttpRequest request, CancellationToken cancellation)
    {
        Query.OnlyJson(request);
        return TypedResults.Ok(StatusInfo.Of(await FindAsync(database, jobId, cancellation), request));
    }

    private static async Task<IResult> ResultsAsync(string jobId, Database database, ProcessRegistry processes, HttpRequest request, CancellationToken cancellation)
    {
        Query.OnlyJson(request);
        var job = await FindAsync(database, jobId, cancellation);
        return JobResults.Of(job, processes.Description(job.Process));
    }

    private static async Task<IResult> ResultAsync(string jobId, string outputId, Database database, ProcessRegistry processes, HttpRequest request, CancellationToken cancellation)
    {
        Query.OnlyJson(request);
        var job = await FindAsync(database, jobId, cancellation);
        return JobResults.One(job, processes.Description(job.Process), outputId);
    }

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
            Details = JobResults.Type("no-such-job"),
        };
}
