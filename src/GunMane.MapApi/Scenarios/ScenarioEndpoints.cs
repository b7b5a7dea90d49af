using System.Text.Json;
using System.Text.Json.Nodes;
using GunMane.MapApi.Http;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using GunMane.Spatial.Zoning;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GunMane.MapApi.Scenarios;

/// <summary>Scenarios (検討案) with their zones: list, make, rename, remove, edit, undo and redo; what zones hold; files.</summary>
internal static class ScenarioEndpoints
{
    public static void MapScenarios(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/areas/{code}/scenarios", ListAsync);
        app.MapPost("/api/areas/{code}/scenarios", CreateAsync);
        var scenario = app.MapGroup("/api/scenarios/{id}");
        scenario.MapGet("", GetAsync);
        scenario.MapPatch("", RenameAsync);
        scenario.MapDelete("", RemoveAsync);
        scenario.MapPost("/edits", EditAsync);
        scenario.MapGet("/edits", HistoryAsync);
        scenario.MapGet("/versions/{version}", VersionAsync);
        scenario.MapPost("/undo", UndoAsync);
        scenario.MapPost("/redo", RedoAsync);
        app.MapHoldings();
        app.MapZoneFiles();
    }

    private static async Task<Ok<List<ScenarioRow>>> ListAsync(string code, Database database, CancellationToken cancellation)
    {
        var lines = await database.ReadAsync(AccessScope.Local, async session =>
            await ScenarioStore.ListAsync(session, (await AreaStore.FindAsync(session, code, cancellation)).Id, cancellation), cancellation);
        return TypedResults.Ok(lines.Select(line => new ScenarioRow(line.Id.Value, line.Name, line.Version, line.Zones, line.CreatedAt)).ToList());
    }

    private static async Task<Created<JsonObject>> CreateAsync(
        string code, NamedBody body, Database database, HttpResponse response, CancellationToken cancellation)
    {
        var made = await database.WriteAsync(AccessScope.Local, async session =>
            await ScenarioStore.CreateAsync(session, (await AreaStore.FindAsync(session, code, cancellation)).Id, body.Name, cancellation), cancellation);
        response.Headers.ETag = ScenarioDocuments.Tag(made);
        return TypedResults.Created($"/api/scenarios/{made.Id.Value}", ScenarioDocuments.Scenario(made));
    }

    private static async Task<Results<Ok<JsonObject>, StatusCodeHttpResult>> GetAsync(
        string id, Database database, HttpRequest request, HttpResponse response, CancellationToken cancellation)
    {
        var scenario = await database.SnapshotAsync(AccessScope.Local, session => ScenarioStore.FindAsync(session, Id(id), cancellation), cancellation);
        var tag = ScenarioDocuments.Tag(scenario);
        response.Headers.ETag = tag;
        response.Headers.CacheControl = "no-cache";
        if (request.Headers.IfNoneMatch.Contains(tag)) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        return TypedResults.Ok(ScenarioDocuments.Scenario(scenario));
    }

    private static async Task<Ok<JsonObject>> RenameAsync(
        string id, NamedBody body, Database database, HttpResponse response, CancellationToken cancellation)
    {
        var renamed = await database.WriteAsync(AccessScope.Local, session => ScenarioStore.RenameAsync(session, Id(id), body.Name, cancellation), cancellation);
        response.Headers.ETag = ScenarioDocuments.Tag(renamed);
        return TypedResults.Ok(ScenarioDocuments.Scenario(renamed));
    }

    private static async Task<NoContent> RemoveAsync(string id, Database database, CancellationToken cancellation)
    {
        await database.WriteAsync(AccessScope.Local, session => ScenarioStore.RemoveAsync(session, Id(id), cancellation), cancellation);
        return TypedResults.NoContent();
    }

    private static Task<Ok<JsonObject>> EditAsync(string id, JsonElement body, Database database, CancellationToken cancellation) =>
        AnswerAsync(database, session => ZoneEditStore.PostAsync(session, Id(id), EditBody.Read(body), cancellation), cancellation);

    private static Task<Ok<JsonObject>> UndoAsync(string id, JsonElement body, Database database, CancellationToken cancellation) =>
        AnswerAsync(database, session => ZoneEditStore.UndoAsync(session, Id(id), EditBody.ReadStep(body, ZoneOperations.Undo), cancellation), cancellation);

    private static Task<Ok<JsonObject>> RedoAsync(string id, JsonElement body, Database database, CancellationToken cancellation) =>
        AnswerAsync(database, session => ZoneEditStore.RedoAsync(session, Id(id), EditBody.ReadStep(body, ZoneOperations.Redo), cancellation), cancellation);

    private static async Task<Ok<JsonObject>> AnswerAsync(Database database, Func<Session, Task<EditAnswer>> edit, CancellationToken cancellation) =>
        TypedResults.Ok(ScenarioDocuments.Answer(await database.WriteAsync(AccessScope.Local, edit, cancellation)));

    private static async Task<Ok<IReadOnlyList<EditLine>>> HistoryAsync(string id, Database database, CancellationToken cancellation) =>
        TypedResults.Ok(await database.ReadAsync(AccessScope.Local, session => ZoneEditStore.HistoryAsync(session, Id(id), cancellation), cancellation));

    private static async Task<Ok<JsonObject>> VersionAsync(string id, string version, Database database, CancellationToken cancellation)
    {
        var (scenario, asked) = (Id(id), Query.Whole(version, "version", 0, int.MaxValue));
        var (area, name, state) = await database.SnapshotAsync(AccessScope.Local, session => ScenarioStore.AtVersionAsync(session, scenario, asked, cancellation), cancellation);
        return TypedResults.Ok(ScenarioDocuments.Version(scenario, area, name, state));
    }

    private static ScenarioId Id(string text) => new(Query.Id(text, "id"));

    /// <summary>A body that names something.</summary>
    internal sealed record NamedBody(string? Name);

    /// <summary>A scenario in a list.</summary>
    internal sealed record ScenarioRow(Guid Id, string Name, int Version, int Zones, DateTimeOffset CreatedAt);
}
