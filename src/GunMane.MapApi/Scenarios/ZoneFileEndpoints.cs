using System.Text.Json.Nodes;
using GunMane.MapApi.Http;
using GunMane.Spatial.Export;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using GunMane.Spatial.Zoning;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace GunMane.MapApi.Scenarios;

/// <summary>Zones out to a GeoJSON file and back.</summary>
internal static class ZoneFileEndpoints
{
    private const string GeoJson = "application/geo+json";

    public static void MapZoneFiles(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/scenarios/{id}/export.geojson", ExportAsync);
        app.MapGet("/api/scenarios/{id}/zones/{zone}/export.geojson", ExportZoneAsync);
        app.MapPost("/api/areas/{code}/zones/import", ImportAsync).Takes("scenario");
    }

    private static Task ExportAsync(string id, Database database, TimeProvider time, HttpContext context, CancellationToken cancellation) =>
        SendAsync(id, null, database, time, context, cancellation);

    private static Task ExportZoneAsync(string id, string zone, Database database, TimeProvider time, HttpContext context, CancellationToken cancellation) =>
        SendAsync(id, new ZoneId(Query.Id(zone, "zone")), database, time, context, cancellation);

    private static async Task SendAsync(string id, ZoneId? zone, Database database, TimeProvider time, HttpContext context, CancellationToken cancellation) =>
        await database.StreamAsync(AccessScope.Local, async session =>
        {
            var export = await ScenarioExport.PrepareAsync(session, new ScenarioId(Query.Id(id, "id")), zone, time.GetUtcNow(), cancellation);
            var disposition = new ContentDispositionHeaderValue("attachment");
            disposition.SetHttpFileName(export.FileName);
            context.Response.Headers.ContentDisposition = disposition.ToString();
            context.Response.ContentType = GeoJson;
            await export.WriteAsync(context.Response.Body, cancellation);
            return export;
        }, cancellation);

    private static async Task<Ok<JsonObject>> ImportAsync(string code, HttpRequest request, Database database, CancellationToken cancellation)
    {
        var file = await ReadAsync(request, cancellation);
        var name = request.Query["scenario"].ToString() is { Length: > 0 } given ? given : null;
        var edit = new EditRequest(Guid.NewGuid(), "import", 0, ZoneOperations.Import, []);
        var imported = await database.WriteAsync(AccessScope.Local, async session =>
            await ZoneImport.ImportAsync(session, await AreaStore.FindAsync(session, code, cancellation), file, name, edit, Guid.NewGuid, cancellation), cancellation);
        var document = ScenarioDocuments.Scenario(imported.Scenario);
        document["imported"] = new JsonObject
        {
            ["added"] = imported.Added, ["unchanged"] = imported.Unchanged,
            ["warnings"] = ZoneJson.Notes(imported.Warnings), ["repairs"] = ZoneJson.Notes(imported.Repairs),
        };
        return TypedResults.Ok(document);
    }

    // The file itself as the body, or one file of a multipart form as a page sends it.
    private static async Task<ZoneFile> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (!request.HasFormContentType) return await ZoneFile.ReadAsync(request.Body, cancellation);
        var form = await FormAsync(request, cancellation);
        if (form.Files is not [var file])
            throw new GunManeException(Refusal.BadInput, $"ファイルを 1 つ送ってください（{form.Files.Count} 個あります）。(Send one file.)", "file");
        await using var stream = file.OpenReadStream();
        return await ZoneFile.ReadAsync(stream, cancellation);
    }

    private static async Task<IFormCollection> FormAsync(HttpRequest request, CancellationToken cancellation)
    {
        try
        {
            return await request.ReadFormAsync(cancellation);
        }
        catch (InvalidDataException e)
        {
            throw new GunManeException(Refusal.BadInput, $"送られた multipart を読めません。(The multipart body can't be read: {e.Message})", "file");
        }
    }
}
