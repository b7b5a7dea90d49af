using GunMane.MapApi.Http;
using GunMane.MapApi.Http.Html;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;

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

    private static async Task<IResult> ListAsync(Database database, ProcessRegistry processes, HttpRequest request, CancellationToken cancellation)
    {
        var html = Wants.Html(request);
        var filter = JobListQuery.Read(request);
        var jobs = await database.ReadAsync(AccessScope.Local, session => JobStore.ListAsync(session, filter, cancellation), cancellation);
        List<Link> links = [Link.To(request, $"/ogc/jobs{Parts.With(request, "f", null)}", "self"), Link.Page(request, "/ogc/jobs")];
        if (jobs.Count == filter.Limit) links.Add(Link.Next(request, JobListQuery.Offset(jobs[^2])));
        var list = new JobList([.. jobs.Take(filter.Limit - 1).Select(job => StatusInfo.Of(job, request))], links);
        return html ? Parts.Answer(JobPages.List(list, processes, request)) : TypedResults.Ok(list);
    }

    private static async Task<IResult> StatusAsync(string jobId, Database database, ProcessRegistry processes, HttpRequest request, CancellationToken cancellation) =>
        Status(await FindAsync(database, jobId, cancellation), processes, request, Wants.Html(request));

    private static IResult Status(Job job, ProcessRegistry processes, HttpRequest request, bool html)
    {
        var status = StatusInfo.Of(job, request);
        return html ? Parts.Answer(JobPages.Status(status, processes)) : TypedResults.Ok(status);
    }

    private static async Task<IResult> ResultsAsync(string jobId, Database database, ProcessRegistry processes, HttpRequest request, CancellationToken cancellation)
    {
        var html = Wants.Html(request);
        return Results(await FindAsync(database, jobId, cancellation), processes, null, html);
    }

    private static async Task<IResult> ResultAsync(string jobId, string outputId, Database database, ProcessRegistry processes, HttpRequest request, CancellationToken cancellation)
    {
        var html = Wants.Html(request);
        return Results(await FindAsync(database, jobId, cancellation), processes, outputId, html);
    }

    /// <summary>The results of a job, or one of them, to a program or to a person.</summary>
    internal static IResult Results(Job job, ProcessRegistry processes, string? output, bool html)
    {
        var process = processes.Description(job.Process);
        if (!html) return output is null ? JobResults.Of(job, process) : JobResults.One(job, process, output);
        try
        {
            return Parts.Answer(JobPages.Results(job.Id.Value, job.Process, JobResults.Values(job, process, output), processes));
        }
        catch (GunManeException refusal)
        {
            return Parts.Answer(JobPages.NoResults(job.Id.Value, job.Process, refusal, processes), ProblemHandler.StatusOf(refusal.Refusal));
        }
    }

    private static async Task<IResult> DismissAsync(string jobId, Database database, ProcessRegistry processes, HttpRequest request, CancellationToken cancellation)
    {
        var html = Wants.Html(request);
        var job = await FindAsync(database, jobId, cancellation);
        if (!await database.WriteAsync(AccessScope.Local, session => JobStore.DismissAsync(session, job.Id, cancellation), cancellation))
            throw new GunManeException(Refusal.Conflict, $"この処理はもう終わっています（{job.Status}）。(The job has ended already.)", "jobID");
        return Status(await FindAsync(database, jobId, cancellation), processes, request, html);
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
