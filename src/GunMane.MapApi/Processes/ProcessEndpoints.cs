using System.Text.Json.Nodes;
using GunMane.MapApi.Http;
using GunMane.Spatial.Model;
using GunMane.Spatial.Runs;
using GunMane.Spatial.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GunMane.MapApi.Processes;

/// <summary>OGC API – Processes: what can be run, and running it.</summary>
internal static class ProcessEndpoints
{
    private static readonly string[] BodyMembers = ["inputs", "outputs", "response"];

    public static void MapProcesses(this IEndpointRouteBuilder app)
    {
        app.MapGet("/ogc/processes", List);
        app.MapGet("/ogc/processes/{processId}", Describe);
        app.MapPost("/ogc/processes/{processId}/execution", ExecuteAsync);
        app.MapJobs();
    }

    /// <summary>Registers the work that the service can do, and its workers.</summary>
    public static void AddJobWorkers(this IServiceCollection services, IEnumerable<OfferedProcess> offers)
    {
        services.AddSingleton(new ProcessRegistry(offers));
        services.AddSingleton<JobAwaiter>();
        services.AddHostedService<JobWorkers>();
    }

    private static Ok<JsonObject> List(ProcessRegistry processes, HttpRequest request) =>
        TypedResults.Ok(ProcessDocuments.List(processes.Described, request));

    private static Ok<JsonObject> Describe(string processId, ProcessRegistry processes, HttpRequest request) =>
        TypedResults.Ok(ProcessDocuments.Description(processes.Find(processId).Description, request));

    private static async Task<IResult> ExecuteAsync(
        string processId, JsonObject body, ProcessRegistry processes, JobAwaiter awaiter, Database database, HttpRequest request, CancellationToken cancellation)
    {
        var (offer, _) = processes.Find(processId);
        var inputs = Inputs(body);
        if (offer.Validate is { } validate) inputs = validate(inputs);
        if (PrefersAsync(request))
        {
            var accepted = await database.WriteAsync(AccessScope.Local, session => CreateAsync(session, processId, inputs, cancellation), cancellation);
            request.HttpContext.Response.Headers["Preference-Applied"] = "respond-async";
            return TypedResults.Created($"/ogc/jobs/{accepted.Id.Value}", StatusInfo.Of(accepted, request));
        }

        var ended = await awaiter.RunAsync(session => CreateAsync(session, processId, inputs, cancellation), cancellation);
        return TypedResults.Ok(JobEndpoints.ResultOf(ended));
    }

    private static async Task<Job> CreateAsync(Session session, string process, JsonObject inputs, CancellationToken cancellation)
    {
        var code = inputs["studyArea"] is JsonValue value && value.TryGetValue<string>(out var text) ? text
            : throw new GunManeException(Refusal.BadInput, "入力「studyArea」に対象地域の符号が必要です。(Input studyArea: the code of a study area.)", "studyArea");
        var area = await AreaStore.TryFindAsync(session, code, cancellation)
            ?? throw new GunManeException(Refusal.BadInput, $"対象地域「{code}」はありません。(There is no study area {code}.)", "studyArea");
        var id = await JobStore.CreateAsync(session, process, area.Id, inputs, cancellation);
        return (await JobStore.TryFindAsync(session, id, cancellation))!;
    }

    private static JsonObject Inputs(JsonObject body)
    {
        foreach (var (name, _) in body)
        {
            if (!BodyMembers.Contains(name, StringComparer.Ordinal))
                throw new GunManeException(Refusal.BadInput, $"本文の「{name}」は使えません。使えるもの: {string.Join(", ", BodyMembers)}。(Unknown member {name}.)", name);
        }

        if (body["inputs"] is not JsonObject inputs)
            throw new GunManeException(Refusal.BadInput, "本文に「inputs」（オブジェクト）が必要です。(The body needs an object inputs.)", "inputs");
        body.Remove("inputs");
        return inputs;
    }

    private static bool PrefersAsync(HttpRequest request) =>
        request.Headers["Prefer"].Any(value => value?.Split(',', ';').Any(part => part.Trim() == "respond-async") == true);
}
