using GunMane.MapApi.Http;
using GunMane.MapApi.Options;
using GunMane.Spatial.Model;
using GunMane.Spatial.Runs;
using GunMane.Spatial.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GunMane.MapApi.Areas;

/// <summary>Study areas (対象地域).</summary>
internal static class AreaEndpoints
{
    private const int LongestName = 200;

    public static void MapAreas(this IEndpointRouteBuilder app)
    {
        var areas = app.MapGroup("/api/areas");
        areas.MapGet("", ListAsync);
        areas.MapPost("", CreateAsync);
        areas.MapGet("/{code}", GetAsync);
        areas.MapDelete("/{code}", RemoveAsync);
        areas.MapPost("/model", LoadModelAsync);
        areas.MapGet("/{code}/assets/{denseId}", AssetAsync);
    }

    private static async Task<Ok<List<AreaDocument>>> ListAsync(Database database, CancellationToken cancellation) =>
        TypedResults.Ok(await database.SnapshotAsync(AccessScope.Local, async session =>
        {
            var documents = new List<AreaDocument>();
            foreach (var area in await AreaStore.ListAsync(session, cancellation))
                documents.Add(AreaDocument.Of(area, await AreaStore.SummaryAsync(session, area.Id, cancellation)));
            return documents;
        }, cancellation));

    private static async Task<Created<AreaDocument>> CreateAsync(NewArea body, Database database, CancellationToken cancellation)
    {
        var (code, name) = (Given(body.Code, "code"), Given(body.Name, "name"));
        var document = await database.WriteAsync(AccessScope.Local, async session =>
        {
            var area = await AreaStore.CreateAsync(session, code, name, body.NameEn ?? "", fictitious: false, metresProj: null, attribution: "", cancellation);
            return AreaDocument.Of(area, await AreaStore.SummaryAsync(session, area.Id, cancellation));
        }, cancellation);
        return TypedResults.Created($"/api/areas/{code}", document);
    }

    private static async Task<Ok<AreaDocument>> GetAsync(string code, Database database, CancellationToken cancellation) =>
        TypedResults.Ok(await database.SnapshotAsync(AccessScope.Local, async session =>
        {
            var area = await AreaStore.FindAsync(session, code, cancellation);
            var municipalities = await AreaStore.MunicipalitiesAsync(session, area.Id, cancellation);
            var sectors = await AreaStore.SectorsAsync(session, area.Id, cancellation);
            return AreaDocument.Of(area, await AreaStore.SummaryAsync(session, area.Id, cancellation)) with
            {
                Municipalities = [.. municipalities.Select(row => new MunicipalityRow(row.Code, row.Name, row.NameEn, row.Assets))],
                Sectors = [.. sectors.Select(row => new SectorRow(row.Sector.Key(), row.Assets, row.LengthM))],
            };
        }, cancellation));

    private static async Task<NoContent> RemoveAsync(string code, Database database, CancellationToken cancellation)
    {
        await database.WriteAsync(AccessScope.Local, async session =>
        {
            await AreaStore.FindAsync(session, code, cancellation);
            await AreaStore.RemoveAsync(session, code, cancellation);
        }, cancellation);
        return TypedResults.NoContent();
    }

    /// <summary>Makes the model region where it is not there; its files are imported by a job.</summary>
    private static async Task<Accepted<JobTicket>> LoadModelAsync(Database database, HostSettings settings, CancellationToken cancellation)
    {
        var job = await database.WriteAsync(AccessScope.Local, async session =>
        {
            var area = await ModelRegion.FindOrCreateAsync(session, settings.ModelRegion, cancellation);
            return await JobStore.CreateAsync(session, ModelRegionJobHandler.Id, area.Id, [], cancellation);
        }, cancellation);
        return TypedResults.Accepted($"/ogc/jobs/{job.Value}", new JobTicket(job.Value));
    }

    private static async Task<Ok<AssetDocument>> AssetAsync(string code, string denseId, Database database, CancellationToken cancellation)
    {
        var id = Query.Whole(denseId, "denseId", 0, int.MaxValue);
        return TypedResults.Ok(await database.SnapshotAsync(AccessScope.Local, async session =>
        {
            var area = await AreaStore.FindAsync(session, code, cancellation);
            return await AssetStore.FindAsync(session, area.Id, id, cancellation);
        }, cancellation));
    }

    private static string Given(string? text, string member) => text is { Length: > 0 and <= LongestName }
        ? text
        : throw new GunManeException(Refusal.BadInput, $"「{member}」は 1〜{LongestName} 文字で必要です。({member}: 1–{LongestName} characters.)", member);
}
