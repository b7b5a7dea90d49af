using System.Text.Json.Nodes;
using GunMane.MapApi.Http;
using GunMane.MapApi.Http.Html;
using GunMane.Spatial.Model;
using GunMane.Spatial.Runs;
using GunMane.Spatial.Storage;

namespace GunMane.MapApi.Processes;

/// <summary>OGC API – Processes: what can be run, and running it.</summary>
internal static class ProcessEndpoints
{
    private const int MostListed = 1000;
    private const int UsuallyListed = 100;

    public static void MapProcesses(this IEndpointRouteBuilder app)
    {
        app.MapGet("/ogc/processes", List).Takes("limit", "offset", "f");
        app.MapGet("/ogc/processes/{processId}", Describe).Takes("f");
        app.MapPost("/ogc/processes/{processId}/execution", ExecuteAsync);
        app.MapJobs();
    }

    /// <summary>Registers the work that the service can do, and its workers.</summary>
    public static void AddJobWorkers(this IServiceCollection services, IEnumerable<OfferedProcess> offers)
    {
        services.AddSingleton(new ProcessRegistry(offers));
        services.AddSingleton(ProcessPart.Part);
        services.AddScoped<JobAwaiter>();
        services.AddHostedService<JobWorkers>();
    }

    private static IResult List(ProcessRegistry processes, HttpRequest request)
    {
        var html = Wants.Html(request);
        var (limit, from) = (Query.Whole(request, "limit", 1, MostListed, UsuallyListed), Query.Whole(request, "offset", 0, int.MaxValue, 0));
        var all = processes.Described.Skip(from).ToList();
        var document = ProcessDocuments.List(all.Take(limit), all.Count > limit ? from + limit : null, request);
        return html ? Parts.Answer(ProcessPages.List(document, request)) : TypedResults.Ok(document);
    }

    private static IResult Describe(string processId, ProcessRegistry processes, HttpRequest request)
    {
        var html = Wants.Html(request);
        var process = processes.Find(processId).Description;
        var document = ProcessDocuments.Description(process, request);
        return html ? Parts.Answer(ProcessPages.Description(process, document)) : TypedResults.Ok(document);
    }

    private static async Task<IResult> ExecuteAsync(
        string processId, JsonObject body, ProcessRegistry processes, JobAwaiter awaiter, Database database, HttpRequest request, CancellationToken cancellation)
    {
        var (offer, description) = processes.Find(processId);
        var asked = ExecuteRequest.Read(body, description, request);
        asked = asked with { Inputs = offer.Checked(asked.Inputs) };
        if (!asked.Asynchronous)
            return JobEndpoints.Results(await awaiter.RunAsync(session => CreateAsync(session, offer, asked, cancellation), cancellation), processes, null, Wants.Html(request));
        var accepted = await database.WriteAsync(AccessScope.Local, session => CreateAsync(session, offer, asked, cancellation), cancellation);
        request.HttpContext.Response.Headers["Preference-Applied"] = "respond-async";
        return TypedResults.Created(Link.Root(request) + $"/ogc/jobs/{accepted.Id.Value}", StatusInfo.Of(accepted, request));
    }

    private static async Task<Job> CreateAsync(Session session, OfferedProcess offer, ExecuteRequest asked, CancellationToken cancellation)
    {
        var code = asked.Inputs["studyArea"] is JsonValue value && value.TryGetValue<string>(out var text) ? text
            : throw new GunManeException(Refusal.BadInput, "入力「studyArea」に対象地域の符号が必要です。(Input studyArea: the code of a study area.)", "studyArea");
        var area = await AreaStore.TryFindAsync(session, code, cancellation)
            ?? throw new GunManeException(Refusal.BadInput, $"対象地域「{code}」はありません。(There is no study area {code}.)", "studyArea");
        var id = await JobStore.CreateAsync(session, new NewJob(offer.Handler.Process, area.Id, asked.Inputs)
        {
            Response = asked.Response, Outputs = asked.Outputs, Key = offer.Identity is { } same ? RequestKey.Of(same(asked.Inputs), asked, session.Scope, area.DataVersion) : null,
        }, cancellation);
        return (await JobStore.TryFindAsync(session, id, cancellation))!;
    }
}
