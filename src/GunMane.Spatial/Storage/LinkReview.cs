using System.Text.Json;
using GunMane.Spatial.Model;
using Npgsql;
using NpgsqlTypes;

namespace GunMane.Spatial.Storage;

/// <summary>Orders and yen that one basis of linking reaches.</summary>
/// <param name="Basis">number, planner, name, line, builder, area; null: not linked.</param>
/// <param name="Contracts">Placed orders.</param>
/// <param name="Yen">Their yen.</param>
public sealed record LinkedPart(string? Basis, long Contracts, long Yen);

/// <summary>How far the orders of one orderer are linked to assets.</summary>
/// <param name="Key">Code of the orderer, or its name where it has none.</param>
/// <param name="Name">Japanese name.</param>
/// <param name="NameEn">English name; empty if none.</param>
/// <param name="Assets">Assets that it owns: without any there is nothing to link to.</param>
/// <param name="Contracts">Placed orders.</param>
/// <param name="Yen">Their yen.</param>
/// <param name="LinkedContracts">Of these linked to at least one asset.</param>
/// <param name="LinkedYen">Yen of the linked.</param>
/// <param name="Open">Orders with a name that a planner has to decide.</param>
/// <param name="ByBasis">Linked orders by the best basis, then those not linked; adds up to all.</param>
public sealed record LinkShare(
    string Key, string Name, string NameEn, long Assets, long Contracts, long Yen, long LinkedContracts, long LinkedYen, long Open, IReadOnlyList<LinkedPart> ByBasis);

/// <summary>How far the orders of a study area are linked.</summary>
/// <param name="Orderers">By orderer, in order of code.</param>
/// <param name="Total">All of them.</param>
/// <param name="RanAt">When the rules last ran; null if never.</param>
public sealed record LinkShares(IReadOnlyList<LinkShare> Orderers, LinkShare Total, DateTime? RanAt);

/// <summary>A name in an order that may mean several assets.</summary>
/// <param name="Contract">Public id of the order.</param>
/// <param name="Title">Its title.</param>
/// <param name="Orderer">Code of the orderer.</param>
/// <param name="OrdererName">Its name.</param>
/// <param name="OrdererNameEn">Its English name.</param>
/// <param name="Sector">Sector of the order, or null.</param>
/// <param name="WorkKind">Work kind of the order, or null.</param>
/// <param name="FiscalYear">Fiscal year, or null.</param>
/// <param name="Yen">Yen, or null.</param>
/// <param name="Contractor">Who won it, or null.</param>
/// <param name="Mention">The words in question.</param>
/// <param name="Basis">name, line or builder.</param>
/// <param name="Reason">Why it is open (Japanese).</param>
/// <param name="ReasonEn">Why it is open (English).</param>
/// <param name="Assets">What may be meant: id, denseId, name, sector, kind, route, ledgerNumber, municipality, owner, builtYear, bbox.</param>
public sealed record OpenLink(
    Guid Contract, string Title, string Orderer, string OrdererName, string OrdererNameEn, string? Sector, string? WorkKind, int? FiscalYear, long? Yen,
    string? Contractor, string Mention, string Basis, string Reason, string ReasonEn, JsonElement Assets);

/// <summary>What a planner says about an order.</summary>
/// <param name="Id">Made by the client: a retry is harmless.</param>
/// <param name="Contract">Public id of the order.</param>
/// <param name="Mention">The name that it is about; empty for links that no name brought up.</param>
/// <param name="Accepted">Assets that the order covers.</param>
/// <param name="Rejected">Assets that it does not cover.</param>
public sealed record LinkAnswer(Guid Id, Guid Contract, string Mention, IReadOnlyList<Guid> Accepted, IReadOnlyList<Guid> Rejected);

/// <summary>A decision as kept.</summary>
public sealed record LinkDecision(
    Guid Id, Guid? Contract, string Title, string Mention, int Accepted, int Rejected, string Actor, DateTime DecidedAt, DateTime? UndoneAt, string? UndoneBy);

/// <summary>How far orders are linked, what is open, and what planners decide. Every method runs in the caller's session.</summary>
public static class LinkReview
{
    private const int LongestMention = 200;

    /// <summary>How far the orders of each orderer are linked.</summary>
    public static async Task<LinkShares> SharesAsync(Session session, StudyAreaId area, CancellationToken cancellation)
    {
        var rows = await session.ListAsync("links.shares", row => (
            Key: row.GetString(0), Name: row.GetString(1), NameEn: row.GetString(2), Assets: row.GetInt64(7),
            Part: new LinkedPart(Text(row, 3), row.GetInt64(4), row.GetInt64(5)), Open: row.GetInt64(6)), cancellation, area.Value);
        var orderers = rows.GroupBy(row => row.Key).Select(group => Share(
            group.Key, group.First().Name, group.First().NameEn, group.First().Assets, group.Sum(row => row.Open), [.. group.Select(row => row.Part)])).ToList();
        var all = rows.GroupBy(row => row.Part.Basis)
            .Select(group => new LinkedPart(group.Key, group.Sum(row => row.Part.Contracts), group.Sum(row => row.Part.Yen)));
        var total = Share("", "合計", "Total", orderers.Sum(orderer => orderer.Assets), rows.Sum(row => row.Open), [.. all]);
        var ran = await session.ListAsync("links.last_run", row => row.GetDateTime(0), cancellation, area.Value);
        return new LinkShares(orderers, total, ran is [var at] ? at : null);
    }

    /// <summary>How many names are open.</summary>
    public static Task<long> CountOpenAsync(Session session, StudyAreaId area, string? orderer, CancellationToken cancellation) =>
        session.ScalarAsync<long>("links.count_open", cancellation, area.Value, Maybe(orderer));

    /// <summary>Names that a planner has to decide, those of the largest orders first.</summary>
    public static Task<IReadOnlyList<OpenLink>> OpenAsync(Session session, StudyAreaId area, string? orderer, int limit, int offset, CancellationToken cancellation) =>
        session.ListAsync("links.open", row => new OpenLink(
            row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), Text(row, 5), Text(row, 6),
            row.IsDBNull(7) ? null : row.GetInt32(7), row.IsDBNull(8) ? null : row.GetInt64(8), Text(row, 9),
            row.GetString(10), row.GetString(11), row.GetString(12), row.GetString(13), JsonSerializer.Deserialize<JsonElement>(row.GetString(14))),
            cancellation, area.Value, Maybe(orderer), limit, offset);

    /// <summary>Takes an answer; the links of the order follow at once.</summary>
    /// <exception cref="GunManeException">The order or an asset is not there, the answer is empty or contradicts itself or what the order's file states.</exception>
    public static async Task<LinkDecision> DecideAsync(Session session, StudyAreaId area, LinkAnswer answer, CancellationToken cancellation)
    {
        Check(answer);
        var order = (await session.ListAsync("links.contract",
            row => (Id: row.GetInt64(0), Source: row.GetString(1), Key: row.GetString(2), Title: row.GetString(3)), cancellation, area.Value, answer.Contract)).SingleOrDefault();
        if (order.Source is null) throw new GunManeException(Refusal.NotFound, $"契約 {answer.Contract} はありません。(There is no such contract.)", "contract");
        Guid[] assets = [.. answer.Accepted, .. answer.Rejected];
        if (await session.ScalarAsync<long>("links.known_assets", cancellation, area.Value, assets) != assets.Length)
            throw new GunManeException(Refusal.NotFound, "この対象地域にない施設が含まれています。(An asset is not in this study area.)", "accepted");
        if (await session.ScalarAsync<long>("links.stated_assets", cancellation, order.Id, answer.Rejected.ToArray()) > 0)
            throw new GunManeException(Refusal.Conflict, "契約のファイルに施設番号が書かれた結び付きは取り消せません。ファイルを直してください。(The order's file states this asset.)", "rejected");
        await session.ExecuteAsync("links.decide", cancellation, answer.Id, area.Value, order.Source, order.Key, order.Title, answer.Mention,
            answer.Accepted.ToArray(), answer.Rejected.ToArray(), session.Scope.Actor);
        await LinkStore.SettleAsync(session, area, [order.Id], cancellation);
        return await FindAsync(session, area, answer.Id, cancellation);
    }

    /// <summary>Takes a decision back; the links of the order follow at once.</summary>
    /// <exception cref="GunManeException">There is none (NotFound), or it was taken back already (Conflict).</exception>
    public static async Task<LinkDecision> UndoAsync(Session session, StudyAreaId area, Guid id, CancellationToken cancellation)
    {
        await FindAsync(session, area, id, cancellation);
        if (await session.ExecuteAsync("links.undo", cancellation, area.Value, id, session.Scope.Actor) == 0)
            throw new GunManeException(Refusal.Conflict, "この判断はもう取り消されています。(It was taken back already.)", "decision");
        var contracts = await session.ListAsync("links.decision", row => row.IsDBNull(10) ? (long?)null : row.GetInt64(10), cancellation, area.Value, id);
        if (contracts is [{ } contract]) await LinkStore.SettleAsync(session, area, [contract], cancellation);
        return await FindAsync(session, area, id, cancellation);
    }

    /// <summary>Decisions, the newest first.</summary>
    public static Task<IReadOnlyList<LinkDecision>> DecisionsAsync(Session session, StudyAreaId area, int limit, CancellationToken cancellation) =>
        session.ListAsync("links.decisions", Decision, cancellation, area.Value, limit);

    private static async Task<LinkDecision> FindAsync(Session session, StudyAreaId area, Guid id, CancellationToken cancellation) =>
        (await session.ListAsync("links.decision", Decision, cancellation, area.Value, id)).SingleOrDefault()
            ?? throw new GunManeException(Refusal.NotFound, $"判断 {id} はありません。(There is no such decision.)", "decision");

    private static void Check(LinkAnswer answer)
    {
        if (answer.Accepted.Count + answer.Rejected.Count == 0)
            throw new GunManeException(Refusal.BadInput, "施設を一つ以上選んでください。(Name at least one asset.)", "accepted");
        if (answer.Mention.Length > LongestMention)
            throw new GunManeException(Refusal.BadInput, $"「mention」は {LongestMention} 文字までです。(mention is too long.)", "mention");
        if (answer.Accepted.Concat(answer.Rejected).Distinct().Count() != answer.Accepted.Count + answer.Rejected.Count)
            throw new GunManeException(Refusal.BadInput, "同じ施設が二度書かれています。(An asset is named twice.)", "rejected");
    }

    private static LinkShare Share(string key, string name, string nameEn, long assets, long open, IReadOnlyList<LinkedPart> parts)
    {
        var linked = parts.Where(part => part.Basis is not null).ToList();
        return new LinkShare(key, name, nameEn, assets, parts.Sum(part => part.Contracts), parts.Sum(part => part.Yen),
            linked.Sum(part => part.Contracts), linked.Sum(part => part.Yen), open, [.. parts.OrderBy(part => part.Basis is null).ThenBy(part => Contracts.LinkBases.Rank(part.Basis))]);
    }

    private static LinkDecision Decision(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.IsDBNull(1) ? null : row.GetGuid(1), row.GetString(2), row.GetString(3), row.GetInt32(4), row.GetInt32(5), row.GetString(6),
        row.GetDateTime(7), row.IsDBNull(8) ? null : row.GetDateTime(8), Text(row, 9));

    private static NpgsqlParameter Maybe(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
