using GunMane.MapApi.Access;
using GunMane.MapApi.Http;
using GunMane.MapApi.Options;
using GunMane.Spatial.Import;
using GunMane.Spatial.Import.Profiles;
using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Model;
using GunMane.Spatial.Runs;
using GunMane.Spatial.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GunMane.MapApi.Imports;

/// <summary>Imports: the profiles, uploads (a job each), reports and the rows that were not simply stored.</summary>
public static class ImportEndpoints
{
    private const int MostRows = 1_000;

    /// <summary>Maps the resource.</summary>
    public static void MapImports(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/profiles", Profiles);
        app.MapPost("/api/areas/{code}/imports", UploadAsync).Takes(ImportOptionsQuery.Names);
        app.MapGet("/api/areas/{code}/imports", ListAsync);
        app.MapGet("/api/imports/{id}", GetAsync);
        app.MapGet("/api/imports/{id}/rows", RowsAsync).Takes("state", "open", "fault", "limit", "offset");
    }

    private static Ok<List<ProfileDocument>> Profiles() => TypedResults.Ok(ProfileCatalogue.All
        .Select(profile => new ProfileDocument(profile.Name, profile.Title, profile.TitleEn, Suggestions.KindKey(profile.Kind), profile.Extensions, profile.Description)).ToList());

    private static async Task<Accepted<ImportTicket>> UploadAsync(
        string code, HttpRequest request, HostSettings settings, Database database, CancellationToken cancellation)
    {
        var area = await database.ReadAsync(Caller.Of(request), session => AreaStore.FindAsync(session, code, cancellation), cancellation);
        if (request.HasJsonContentType()) return await HeldImport.StartAsync(area, request, settings, database, cancellation);
        var options = await ResolvedAsync(ImportOptionsQuery.Read(request), area, database, cancellation);
        using var upload = await Upload.ReceiveAsync(request, settings.Home, cancellation);
        ImportRun.Check(upload.Files, options, area.Fictitious);
        var ticket = await QueueAsync(database, area, upload.Files, options, cancellation);
        upload.Keep();
        return ticket;
    }

    /// <summary>Options with an own profile looked up; refused where they mean nothing.</summary>
    internal static async Task<ImportOptions> ResolvedAsync(ImportOptions options, StudyArea area, Database database, CancellationToken cancellation) =>
        (await database.ReadAsync(AccessScope.Local, session => OwnProfiles.ResolveAsync(session, area.Id, options, cancellation), cancellation)).Checked(area.Fictitious);

    /// <summary>Makes the job that imports files lying in a folder of their own.</summary>
    internal static async Task<Accepted<ImportTicket>> QueueAsync(
        Database database, StudyArea area, IReadOnlyList<OfferedFile> files, ImportOptions options, CancellationToken cancellation)
    {
        var job = await database.WriteAsync(AccessScope.Local, session =>
            JobStore.CreateAsync(session, ImportJobHandler.Id, area.Id, ImportJobHandler.Inputs(files, options), cancellation), cancellation);
        return TypedResults.Accepted($"/ogc/jobs/{job.Value}", new ImportTicket(job.Value));
    }

    private static async Task<Ok<IReadOnlyList<ImportReport>>> ListAsync(string code, HttpRequest request, Database database, CancellationToken cancellation) =>
        TypedResults.Ok(await database.SnapshotAsync(Caller.Of(request), async session =>
            await ImportStore.ListAsync(session, (await AreaStore.FindAsync(session, code, cancellation)).Id, cancellation), cancellation));

    private static async Task<Ok<ImportReport>> GetAsync(string id, HttpRequest request, Database database, CancellationToken cancellation) =>
        TypedResults.Ok(await database.ReadAsync(Caller.Of(request), session => ImportStore.FindAsync(session, Number(id), cancellation), cancellation));

    private static async Task<Ok<RowsDocument>> RowsAsync(string id, HttpRequest request, Database database, CancellationToken cancellation)
    {
        var (import, state) = (Number(id), ImportOptionsQuery.Said(request, "state"));
        if (state is not null && !ImportStore.States.Contains(state))
            throw new GunManeException(Refusal.BadInput, $"「state」は {string.Join(", ", ImportStore.States)} のどれかです: {state} (state is one of these.)", "state");
        var limit = Query.Whole(request, "limit", 1, MostRows, 100);
        var offset = Query.Whole(request, "offset", 0, int.MaxValue, 0);
        var filter = new RowFilter(state, request.Query.ContainsKey("open") ? Query.Flag(request, "open") : null, ImportOptionsQuery.Said(request, "fault"));
        return TypedResults.Ok(await database.SnapshotAsync(Caller.Of(request), async session =>
        {
            var report = await ImportStore.FindAsync(session, import, cancellation);
            var rows = await ImportStore.RowsAsync(session, import, filter, limit, offset, cancellation);
            return new RowsDocument(await ImportStore.CountRowsAsync(session, import, filter, cancellation), [.. rows.Select(row => CorrectionEndpoints.RowDocument.Of(row, report))]);
        }, cancellation));
    }

    private static int Number(string id) => Query.Whole(id, "id", 1, int.MaxValue);


    /// <summary>The job that imports an upload.</summary>
    internal sealed record ImportTicket(Guid Job);

    /// <summary>A page of rows, and how many there are in all.</summary>
    internal sealed record RowsDocument(long Total, IReadOnlyList<CorrectionEndpoints.RowDocument> Rows);

    /// <summary>A profile as the page lists it.</summary>
    internal sealed record ProfileDocument(string Name, string Title, string TitleEn, string Kind, IReadOnlyList<string> Extensions, string Description);
}
