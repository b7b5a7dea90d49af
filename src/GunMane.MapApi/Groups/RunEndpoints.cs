using System.Text;
using System.Text.Json.Nodes;
using GunMane.MapApi.Http;
using GunMane.Spatial.Model;
using GunMane.Spatial.Runs;
using GunMane.Spatial.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GunMane.MapApi.Groups;

/// <summary>Grouping runs, their groups and who is in them.</summary>
internal static class RunEndpoints
{
    private const int FlushAt = 32 * 1024;

    public static void MapGroups(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/areas/{code}/runs", ListAsync);
        app.MapGet("/api/runs/{run}", GetAsync);
        app.MapGet("/api/runs/{run}/labels", LabelsAsync);
        app.MapGet("/api/runs/{run}/members", MembersAsync).Takes("format");
        app.MapGet("/api/runs/{run}/comparison", CompareAsync).Takes("with");
        app.MapGet("/api/runs/{run}/assets/{asset}/reasons", ReasonsAsync);
        app.MapDelete("/api/runs/{run}", RemoveAsync);
    }

    private static async Task<Ok<IReadOnlyList<RunSummary>>> ListAsync(string code, Database database, CancellationToken cancellation) =>
        TypedResults.Ok(await database.SnapshotAsync(AccessScope.Local, async session =>
        {
            var area = await AreaStore.FindAsync(session, code, cancellation);
            return await RunStore.ListAsync(session, area.Id, cancellation);
        }, cancellation));

    private static async Task<Ok<JsonObject>> GetAsync(string run, Database database, CancellationToken cancellation)
    {
        var id = Id(run);
        var found = await database.SnapshotAsync(AccessScope.Local, session => RunStore.FindAsync(session, id, cancellation), cancellation);
        return TypedResults.Ok(found.ToJson());
    }

    private static async Task<FileContentHttpResult> LabelsAsync(string run, Database database, CancellationToken cancellation)
    {
        var id = Id(run);
        return TypedResults.Bytes(
            await database.ReadAsync(AccessScope.Local, session => RunStore.LabelsAsync(session, id, cancellation), cancellation), "application/octet-stream");
    }

    private static async Task MembersAsync(string run, Database database, HttpContext context, CancellationToken cancellation)
    {
        var id = Id(run);
        var format = MemberFormat.Of(context.Request);
        await database.StreamAsync(AccessScope.Local, async session =>
        {
            // Asked first, so that a run that is not there is a 404 and not an empty file.
            await RunStore.SummaryAsync(session, id, cancellation);
            context.Response.ContentType = format.Type;
            var text = new StringBuilder(format.Head);
            await foreach (var member in RunStore.MembersAsync(session, id, cancellation))
            {
                text.Append(format.Line(member));
                if (text.Length > FlushAt) await SendAsync(context.Response, text, cancellation);
            }

            await SendAsync(context.Response, text, cancellation);
            return true;
        }, cancellation);
    }

    private static async Task<Ok<RunComparisonDocument>> CompareAsync(string run, string? with, RunComparison comparison, Database database, CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(with)) throw new GunManeException(Refusal.BadInput, "比べる計算の番号を with で指定してください。(Name the other run: with.)", "with");
        return TypedResults.Ok(await comparison.OfAsync(Id(run), Id(with), database, AccessScope.Local, cancellation));
    }

    private static async Task<Ok<AssetReasonsDocument>> ReasonsAsync(string run, string asset, AssetReasons reasons, Database database, CancellationToken cancellation) =>
        TypedResults.Ok(await reasons.OfAsync(Id(run), Query.Id(asset, "asset"), database, AccessScope.Local, cancellation));

    private static async Task<NoContent> RemoveAsync(string run, Database database, CancellationToken cancellation)
    {
        var id = Id(run);
        if (!await database.WriteAsync(AccessScope.Local, session => RunStore.DeleteAsync(session, id, cancellation), cancellation)) throw Missing(run);
        return TypedResults.NoContent();
    }

    private static RunId Id(string run) => Guid.TryParseExact(run, "D", out var id) ? new RunId(id) : throw Missing(run);

    private static GunManeException Missing(string run) =>
        new(Refusal.NotFound, $"群候補の計算結果「{run}」はありません。(There is no grouping run {run}.)", "run");

    private static async Task SendAsync(HttpResponse response, StringBuilder text, CancellationToken cancellation)
    {
        await response.WriteAsync(text.ToString(), cancellation);
        text.Clear();
    }
}
