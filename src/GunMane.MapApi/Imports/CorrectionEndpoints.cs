using System.Text.Json.Nodes;
using GunMane.MapApi.Access;
using GunMane.MapApi.Http;
using GunMane.Spatial.Import;
using GunMane.Spatial.Model;
using GunMane.Spatial.Runs;
using GunMane.Spatial.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GunMane.MapApi.Imports;

/// <summary>What becomes of an import afterwards: undone as a whole, quarantined rows corrected or set aside, ledgers to replace.</summary>
public static class CorrectionEndpoints
{
    private const int LongestReason = 500;

    /// <summary>Maps the resource.</summary>
    public static void MapCorrections(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/areas/{code}/ledgers", LedgersAsync);
        app.MapPost("/api/imports/{id}/undo", UndoAsync);
        app.MapGet("/api/imports/{id}/faults", FaultsAsync);
        app.MapGet("/api/imports/{id}/corrections", ListAsync);
        app.MapPost("/api/imports/{id}/corrections", CorrectAsync);
        app.MapPost("/api/imports/{id}/set-aside", SetAsideAsync);
    }

    private static async Task<Ok<IReadOnlyList<StoredLedger>>> LedgersAsync(string code, HttpRequest request, Database database, CancellationToken cancellation) =>
        TypedResults.Ok(await database.SnapshotAsync(Caller.Of(request), async session =>
            await CorrectionStore.LedgersAsync(session, (await AreaStore.FindAsync(session, code, cancellation)).Id, cancellation), cancellation));

    private static async Task<Ok<ImportReport>> UndoAsync(string id, HttpRequest request, Database database, CancellationToken cancellation) =>
        TypedResults.Ok(await ImportLifecycle.UndoAsync(database, Caller.Of(request), Number(id), cancellation));

    private static async Task<Ok<IReadOnlyList<RowFault>>> FaultsAsync(string id, HttpRequest request, Database database, CancellationToken cancellation) =>
        TypedResults.Ok(await database.SnapshotAsync(Caller.Of(request), async session =>
        {
            var report = await ImportStore.FindAsync(session, Number(id), cancellation);
            return await CorrectionStore.FaultsAsync(session, report.SameAs ?? report.Id, cancellation);
        }, cancellation));

    private static async Task<Ok<IReadOnlyList<Correction>>> ListAsync(string id, HttpRequest request, Database database, CancellationToken cancellation) =>
        TypedResults.Ok(await database.SnapshotAsync(Caller.Of(request), async session =>
        {
            var report = await ImportStore.FindAsync(session, Number(id), cancellation);
            return await CorrectionStore.ListAsync(session, report.SameAs ?? report.Id, cancellation);
        }, cancellation));

    private static async Task<Ok<OutcomeDocument>> CorrectAsync(string id, CorrectionBody body, HttpRequest request, Database database, CancellationToken cancellation)
    {
        var (scope, import) = (Caller.Of(request), Number(id));
        var outcome = await ImportLifecycle.CorrectAsync(database, scope, body switch
        {
            { Rows: { Count: > 0 } rows, Replace: null, All: false } => RowCorrection.RunAsync(database, scope, import, [.. rows.Select(Row)], cancellation),
            { Rows: null, Replace: { } replace, All: false } => RowCorrection.ReplaceAsync(database, scope, import, replace.Column, replace.From, replace.To, cancellation),
            { Rows: null, Replace: null, All: true } => RowCorrection.AgainAsync(database, scope, import, cancellation),
            _ => throw new GunManeException(Refusal.BadInput, "「rows」「replace」「all」のどれか一つを送ってください。(Send one of rows, replace, all.)", "rows"),
        }, cancellation);
        return TypedResults.Ok(new OutcomeDocument(outcome.Taken, outcome.Duplicate, outcome.Waiting, [.. outcome.Rows.Select(row => RowDocument.Of(row, outcome.Report))], outcome.Report));
    }

    private static async Task<Ok<ImportReport>> SetAsideAsync(string id, SetAsideBody body, HttpRequest request, Database database, CancellationToken cancellation)
    {
        var why = body.Why?.Trim();
        if (why is { Length: 0 or > LongestReason }) throw new GunManeException(Refusal.BadInput, $"取り込まない理由を {LongestReason} 字までで書いてください。(Give a reason.)", "why");
        if (body.Rows is not { Count: > 0 } && string.IsNullOrEmpty(body.Fault))
            throw new GunManeException(Refusal.BadInput, "「rows」か「fault」を送ってください。(Send rows or fault.)", "rows");
        return TypedResults.Ok(await RowCorrection.SetAsideAsync(database, Caller.Of(request), Number(id), [.. body.Rows ?? []], body.Fault, why, cancellation));
    }

    private static CorrectedRow Row(RowBody row) => new(row.RowNumber, row.Values ?? [], row.Place);

    private static int Number(string id) => Query.Whole(id, "id", 1, int.MaxValue);

    /// <summary>A row with its new values.</summary>
    internal sealed record RowBody(long RowNumber, Dictionary<string, string?>? Values = null, double[]? Place = null);

    /// <summary>One value in place of another, in all rows that wait.</summary>
    internal sealed record ReplaceBody(string Column, string? From, string? To);

    /// <summary>Rows to correct; or one value to replace; or all rows to judge again.</summary>
    internal sealed record CorrectionBody(IReadOnlyList<RowBody>? Rows = null, ReplaceBody? Replace = null, bool All = false);

    /// <summary>Rows that need not come in, by number or by their fault; without a reason they wait again.</summary>
    internal sealed record SetAsideBody(IReadOnlyList<long>? Rows = null, string? Fault = null, string? Why = null);

    /// <summary>What became of corrected rows.</summary>
    internal sealed record OutcomeDocument(int Taken, int Duplicate, int Waiting, IReadOnlyList<RowDocument> Rows, ImportReport Report);

    /// <summary>A row that was not simply stored, as the page shows it.</summary>
    /// <param name="RowNumber">1 for the first row of data.</param>
    /// <param name="State">repaired, duplicate or quarantined.</param>
    /// <param name="Reason">What was mended or why it waits.</param>
    /// <param name="Place">Where it stands in the file.</param>
    /// <param name="Detail">What exactly was found.</param>
    /// <param name="Raw">The row as it stood in the file.</param>
    /// <param name="SetAside">Why it need not come in.</param>
    /// <param name="Fields">Its values by column, with what was corrected so far; null where it cannot be corrected.</param>
    /// <param name="Faulty">Columns that the reason is about.</param>
    /// <param name="HasShape">Whether it brought a geometry.</param>
    internal sealed record RowDocument(
        long RowNumber, string State, string Reason, string Place, string Detail, string Raw, string? SetAside, JsonObject? Fields, IReadOnlyList<string> Faulty, bool HasShape)
    {
        /// <summary>Of a row of an import.</summary>
        public static RowDocument Of(ImportRow row, ImportReport report) => new(row.RowNumber, row.State, row.Reason, row.Place, row.Detail, row.Raw, row.SetAside,
            row.State == "quarantined" ? RowFields.Standing(row, report.Columns) : null, row.State == "quarantined" ? RowFields.Faulty(row, report) : [], row.Shape is not null);
    }
}
