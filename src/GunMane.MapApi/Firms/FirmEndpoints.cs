using GunMane.MapApi.Http;
using GunMane.Spatial.Model;
using GunMane.Spatial.Runs;
using GunMane.Spatial.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GunMane.MapApi.Firms;

/// <summary>名寄せ: doubtful pairs of contractors, what people decide about them, merges made and their undoing.</summary>
public static class FirmEndpoints
{
    private const int MostItems = 200;

    /// <summary>Maps the resource.</summary>
    public static void MapFirms(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/areas/{code}/firms/questions", QuestionsAsync).Takes("limit", "offset");
        app.MapGet("/api/areas/{code}/firms/merges", MergesAsync).Takes("firm", "text", "limit", "offset");
        app.MapGet("/api/areas/{code}/firms/decisions", DecisionsAsync).Takes("limit");
        app.MapPost("/api/areas/{code}/firms/decisions", DecideAsync);
        app.MapDelete("/api/areas/{code}/firms/decisions/{id}", WithdrawAsync);
        app.MapPost("/api/areas/{code}/firms/merges/{id}/undo", UndoAsync);
    }

    private static async Task<Ok<FirmPage<FirmQuestionDocument>>> QuestionsAsync(string code, HttpRequest request, Database database, CancellationToken cancellation)
    {
        var (limit, offset) = Page(request);
        return TypedResults.Ok(await database.SnapshotAsync(AccessScope.Local, async session =>
            await FirmStore.QuestionsAsync(session, (await AreaStore.FindAsync(session, code, cancellation)).Id, limit, offset, cancellation), cancellation));
    }

    private static async Task<Ok<FirmPage<FirmMergeDocument>>> MergesAsync(string code, HttpRequest request, Database database, CancellationToken cancellation)
    {
        var (limit, offset) = Page(request);
        long? firm = request.Query["firm"].ToString().Length > 0 ? Query.Whole(request, "firm", 1, int.MaxValue, 1) : null;
        return TypedResults.Ok(await database.SnapshotAsync(AccessScope.Local, async session =>
            await FirmStore.MergesAsync(session, (await AreaStore.FindAsync(session, code, cancellation)).Id, firm, request.Query["text"].ToString(), limit, offset, cancellation), cancellation));
    }

    private static async Task<Ok<IReadOnlyList<FirmDecisionDocument>>> DecisionsAsync(string code, HttpRequest request, Database database, CancellationToken cancellation)
    {
        var limit = Query.Whole(request, "limit", 1, MostItems, 50);
        return TypedResults.Ok(await database.ReadAsync(AccessScope.Local, async session =>
            await FirmStore.DecisionsAsync(session, (await AreaStore.FindAsync(session, code, cancellation)).Id, limit, cancellation), cancellation));
    }

    private static async Task<Ok<DecisionTicket>> DecideAsync(string code, DecisionBody body, Database database, CancellationToken cancellation)
    {
        if (!FirmStore.Verdicts.Contains(body.Verdict))
            throw new GunManeException(Refusal.BadInput, $"「verdict」は {string.Join(", ", FirmStore.Verdicts)} のどれかです: {body.Verdict} (verdict is one of these.)", "verdict");
        return TypedResults.Ok(new DecisionTicket(
            await FirmDecisions.DecideAsync(database, AccessScope.Local, code, body.One, body.Other, body.Verdict, cancellation)));
    }

    private static async Task<NoContent> WithdrawAsync(string code, string id, Database database, CancellationToken cancellation)
    {
        var decision = Query.Whole(id, "id", 1, int.MaxValue);
        await FirmDecisions.WithdrawAsync(database, AccessScope.Local, code, decision, cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<DecisionTicket>> UndoAsync(string code, string id, Database database, CancellationToken cancellation)
    {
        var merge = Query.Whole(id, "id", 1, int.MaxValue);
        return TypedResults.Ok(new DecisionTicket(await FirmDecisions.UndoAsync(database, AccessScope.Local, code, merge, cancellation)));
    }

    private static (int Limit, int Offset) Page(HttpRequest request) =>
        (Query.Whole(request, "limit", 1, MostItems, 50), Query.Whole(request, "offset", 0, int.MaxValue, 0));

    /// <summary>What a person decided about a pair: its two numbers as asked, and same, different or later.</summary>
    internal sealed record DecisionBody(long One, long Other, string Verdict);

    /// <summary>The decision's number: it can be withdrawn by it.</summary>
    internal sealed record DecisionTicket(long Decision);
}
