using GunMane.MapApi.Http;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GunMane.MapApi.Orders;

/// <summary>Orders (発注): who works where, for how much, how often tenders failed; and how far orders are linked to assets.</summary>
internal static class OrderEndpoints
{
    private const int MostListed = 1000;
    private const int UsuallyListed = 50;
    private const string CsvType = "text/csv; charset=utf-8";

    public static void MapOrders(this IEndpointRouteBuilder app)
    {
        var area = app.MapGroup("/api/areas/{code}");
        area.MapGet("/orders", ListAsync).Takes([.. OrderQuery.Names, "department", "workKind", "limit", "offset"]);
        area.MapGet("/orders/table", TableAsync).Takes([.. OrderQuery.Names, "format"]);
        area.MapGet("/orders/choices", ChoicesAsync);
        area.MapGet("/links", SharesAsync).Takes("format");
        area.MapGet("/links/open", OpenAsync).Takes("orderer", "limit", "offset");
        area.MapGet("/links/decisions", DecisionsAsync).Takes("limit");
        area.MapPost("/links/decisions", DecideAsync);
        area.MapPost("/links/decisions/{decision}/undo", UndoAsync);
    }

    private static async Task<IResult> TableAsync(string code, Database database, HttpRequest request, CancellationToken cancellation)
    {
        var filter = OrderQuery.Filter(request);
        var csv = WantsCsv(request);
        var table = await SnapshotAsync(database, code, (session, area) => OrderStore.TableAsync(session, area, filter, cancellation), cancellation);
        return csv ? TypedResults.File(OrderCsv.Of(table, filter.Managing), CsvType, $"orders-{code}.csv") : TypedResults.Ok(table);
    }

    private static async Task<Ok<OrderList>> ListAsync(string code, Database database, HttpRequest request, CancellationToken cancellation)
    {
        var filter = OrderQuery.Filter(request);
        var cell = new OrderCell(OrderQuery.Text(request, "department"), OrderQuery.Text(request, "workKind"));
        var (limit, offset) = Page(request);
        return TypedResults.Ok(await SnapshotAsync(
            database, code, (session, area) => OrderStore.ListAsync(session, area, filter, cell, limit, offset, cancellation), cancellation));
    }

    private static async Task<Ok<OrderChoices>> ChoicesAsync(string code, Database database, CancellationToken cancellation) =>
        TypedResults.Ok(await SnapshotAsync(database, code, (session, area) => OrderStore.ChoicesAsync(session, area, cancellation), cancellation));

    private static async Task<IResult> SharesAsync(string code, Database database, HttpRequest request, CancellationToken cancellation)
    {
        var csv = WantsCsv(request);
        var shares = await SnapshotAsync(database, code, (session, area) => LinkReview.SharesAsync(session, area, cancellation), cancellation);
        return csv ? TypedResults.File(OrderCsv.Of(shares), CsvType, $"links-{code}.csv") : TypedResults.Ok(shares);
    }

    private static async Task<Ok<OpenLinks>> OpenAsync(string code, Database database, HttpRequest request, CancellationToken cancellation)
    {
        var orderer = OrderQuery.Text(request, "orderer");
        var (limit, offset) = Page(request);
        return TypedResults.Ok(await SnapshotAsync(database, code, async (session, area) => new OpenLinks(
            await LinkReview.CountOpenAsync(session, area, orderer, cancellation),
            await LinkReview.OpenAsync(session, area, orderer, limit, offset, cancellation)), cancellation));
    }

    private static async Task<Ok<IReadOnlyList<LinkDecision>>> DecisionsAsync(string code, Database database, HttpRequest request, CancellationToken cancellation)
    {
        var limit = Query.Whole(request, "limit", 1, MostListed, UsuallyListed);
        return TypedResults.Ok(await SnapshotAsync(database, code, (session, area) => LinkReview.DecisionsAsync(session, area, limit, cancellation), cancellation));
    }

    private static async Task<Ok<LinkDecision>> DecideAsync(string code, LinkAnswer answer, Database database, CancellationToken cancellation)
    {
        var whole = answer with { Mention = answer.Mention ?? "", Accepted = answer.Accepted ?? [], Rejected = answer.Rejected ?? [] };
        return TypedResults.Ok(await WriteAsync(database, code, (session, area) => LinkReview.DecideAsync(session, area, whole, cancellation), cancellation));
    }

    private static async Task<Ok<LinkDecision>> UndoAsync(string code, string decision, Database database, CancellationToken cancellation)
    {
        var id = Query.Id(decision, "decision");
        return TypedResults.Ok(await WriteAsync(database, code, (session, area) => LinkReview.UndoAsync(session, area, id, cancellation), cancellation));
    }

    private static (int Limit, int Offset) Page(HttpRequest request) =>
        (Query.Whole(request, "limit", 1, MostListed, UsuallyListed), Query.Whole(request, "offset", 0, int.MaxValue, 0));

    private static bool WantsCsv(HttpRequest request) => OrderQuery.Text(request, "format") switch
    {
        null or "json" => false,
        "csv" => true,
        var other => throw new GunManeException(Refusal.BadInput, $"形式「{other}」はありません。json か csv です。(format: json or csv.)", "format"),
    };

    private static Task<T> SnapshotAsync<T>(Database database, string code, Func<Session, StudyAreaId, Task<T>> read, CancellationToken cancellation) =>
        database.SnapshotAsync(AccessScope.Local, async session => await read(session, (await AreaStore.FindAsync(session, code, cancellation)).Id), cancellation);

    private static Task<T> WriteAsync<T>(Database database, string code, Func<Session, StudyAreaId, Task<T>> write, CancellationToken cancellation) =>
        database.WriteAsync(AccessScope.Local, async session => await write(session, (await AreaStore.FindAsync(session, code, cancellation)).Id), cancellation);

    /// <summary>A page of open names, and how many there are in all.</summary>
    internal sealed record OpenLinks(long Total, IReadOnlyList<OpenLink> Links);
}
