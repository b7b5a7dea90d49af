using System.Text.Json;
using GunMane.Spatial.Contractors;
using GunMane.Spatial.Model;
using Npgsql;

namespace GunMane.Spatial.Storage;

/// <summary>What a firm did for one orderer (or one of its offices).</summary>
public sealed record FirmOrderer(string Name, string Department, long Orders, long Yen, int FirstYear, int LastYear, IReadOnlyList<string> WorkKinds, IReadOnlyList<string> Titles);

/// <summary>A firm with all that stands behind it, as the review page shows it.</summary>
public sealed record FirmFacts(
    long Number, Guid Id, string Name, string? CorporateNumber, string Kind, string Address, string Trades, IReadOnlyList<string> Spellings, long Assets,
    IReadOnlyList<FirmOrderer> Orderers, long Orders, long Yen);

/// <summary>A doubtful pair.</summary>
/// <param name="One">One firm.</param>
/// <param name="Other">The other.</param>
/// <param name="Probability">Probability that both are one, 0…1.</param>
/// <param name="YenAtStake">The smaller side's yen.</param>
/// <param name="Evidence">What speaks for and against it.</param>
/// <param name="Later">Whether someone put it off.</param>
public sealed record FirmQuestionDocument(FirmFacts One, FirmFacts Other, double Probability, long YenAtStake, IReadOnlyList<FirmEvidence> Evidence, bool Later);

/// <summary>A standing merge.</summary>
public sealed record FirmMergeDocument(
    long Id, long Firm, string Name, string? CorporateNumber, string Orderer, long Orders, long Yen, long KeptNumber, Guid Kept, string KeptName, string DecidedBy, double Probability,
    IReadOnlyList<FirmEvidence> Evidence, string Actor, DateTime MadeAt);

/// <summary>A standing decision of a person.</summary>
public sealed record FirmDecisionDocument(long Id, string Verdict, string One, string Other, int Firms, string Actor, DateTime DecidedAt);

/// <summary>A page of a list, and how many there are in all.</summary>
public sealed record FirmPage<T>(long Total, IReadOnlyList<T> Items);

/// <summary>Doubtful pairs, merges and decisions (名寄せ). Every method runs in the caller's session.</summary>
public static class FirmStore
{
    /// <summary>Verdicts that a person can give.</summary>
    public static IReadOnlyList<string> Verdicts { get; } = ["same", "different", "later"];

    /// <summary>Doubtful pairs, the most consequential first, those put off last.</summary>
    public static async Task<FirmPage<FirmQuestionDocument>> QuestionsAsync(Session session, StudyAreaId area, int limit, int offset, CancellationToken cancellation)
    {
        var rows = await session.ListAsync("firms.questions", row => (One: row.GetInt64(0), Other: row.GetInt64(1), Odds: row.GetDouble(2),
            Evidence: Evidence(row.GetString(4)), Later: !row.IsDBNull(5)), cancellation, area.Value, limit, offset);
        var facts = await FactsAsync(session, area, [.. rows.SelectMany(row => new[] { row.One, row.Other }).Distinct()], cancellation);
        var total = await session.ScalarAsync<long>("firms.question_count", cancellation, area.Value);
        return new FirmPage<FirmQuestionDocument>(total, [.. rows.Select(row => new FirmQuestionDocument(facts[row.One], facts[row.Other],
            IdentityModel.Probability(row.Odds), Math.Min(facts[row.One].Yen, facts[row.Other].Yen), row.Evidence, row.Later))]);
    }

    /// <summary>Standing merges, the least certain first.</summary>
    /// <param name="session">The session.</param>
    /// <param name="area">Study area.</param>
    /// <param name="kept">Only those of this firm; null for all.</param>
    /// <param name="text">Only those with this text in a name; empty for all.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="offset">After so many.</param>
    /// <param name="cancellation">Cancels it.</param>
    public static async Task<FirmPage<FirmMergeDocument>> MergesAsync(Session session, StudyAreaId area, long? kept, string text, int limit, int offset, CancellationToken cancellation)
    {
        var wanted = new NpgsqlParameter { Value = (object?)kept ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bigint };
        var items = await session.ListAsync("firms.merges", Merge, cancellation, area.Value, wanted, text, limit, offset);
        return new FirmPage<FirmMergeDocument>(await session.ScalarAsync<long>("firms.merge_count", cancellation, area.Value, wanted.Clone(), text), items);
    }

    /// <summary>Standing decisions of people, the latest first.</summary>
    public static Task<IReadOnlyList<FirmDecisionDocument>> DecisionsAsync(Session session, StudyAreaId area, int limit, CancellationToken cancellation) =>
        session.ListAsync("firms.decision_list", row => new FirmDecisionDocument(row.GetInt64(0), row.GetString(1), row.GetString(6), row.GetString(7),
            row.GetFieldValue<string[]>(2).Length + row.GetFieldValue<string[]>(3).Length, row.GetString(4), row.GetDateTime(5)), cancellation, area.Value, limit);

    /// <summary>Records what a person decided about a doubtful pair and reviews the study area. Returns the decision's number.</summary>
    /// <exception cref="GunManeException">The pair is not asked any more (Conflict).</exception>
    public static async Task<long> DecideAsync(Session session, StudyAreaId area, long one, long other, string verdict, CancellationToken cancellation)
    {
        await session.ExecuteAsync("firms.lock", cancellation, area.Value);
        var asked = await session.ListAsync("firms.question", row => row.GetInt64(0), cancellation, area.Value, one, other);
        if (asked.Count == 0)
            throw new GunManeException(Refusal.Conflict, "この組はもう確認の一覧にありません。一覧を読み直してください。(This pair is no longer asked. Reload the list.)", "one");
        var (mine, theirs) = (await KeysAsync(session, area, one, cancellation), await KeysAsync(session, area, other, cancellation));
        var id = await session.ScalarAsync<long>("firms.decide", cancellation, area.Value, mine, theirs, verdict, session.Scope.Actor);
        if (verdict != "later") await FirmReview.RunAsync(session, area, cancellation);
        return id;
    }

    /// <summary>Takes a decision back and reviews the study area: what it joined or kept apart is as if it had never been.</summary>
    /// <exception cref="GunManeException">There is no such standing decision (NotFound).</exception>
    public static async Task WithdrawAsync(Session session, StudyAreaId area, long decision, CancellationToken cancellation)
    {
        await session.ExecuteAsync("firms.lock", cancellation, area.Value);
        var verdict = await session.ScalarAsync<string>("firms.withdraw", cancellation, area.Value, decision, session.Scope.Actor)
            ?? throw new GunManeException(Refusal.NotFound, $"決定 {decision} はありません。既に取り消されています。(There is no standing decision {decision}.)", "id");
        if (verdict != "later") await FirmReview.RunAsync(session, area, cancellation);
    }

    /// <summary>
    /// Undoes a merge: the firm is different from all others behind the one that stood for it, from now on, and a person's
    /// decisions to the contrary about it are withdrawn. Returns the number of the decision that says so.
    /// </summary>
    /// <exception cref="GunManeException">There is no such standing merge (NotFound).</exception>
    public static async Task<long> UndoAsync(Session session, StudyAreaId area, long merge, CancellationToken cancellation)
    {
        await session.ExecuteAsync("firms.lock", cancellation, area.Value);
        var found = await session.ListAsync("firms.merge", row => (Firm: row.GetInt64(0), Kept: row.GetInt64(1)), cancellation, area.Value, merge);
        if (found.Count == 0)
            throw new GunManeException(Refusal.NotFound, $"統合 {merge} はありません。既に取り消されています。(There is no standing merge {merge}.)", "id");
        var key = (await session.ScalarAsync<string>("firms.key", cancellation, area.Value, found[0].Firm))!;
        string[] rest = [.. (await KeysAsync(session, area, found[0].Kept, cancellation)).Where(other => other != key)];
        await session.ExecuteAsync("firms.withdraw_same", cancellation, area.Value, key, session.Scope.Actor);
        var id = await session.ScalarAsync<long>("firms.decide", cancellation, area.Value, new[] { key }, rest, "different", session.Scope.Actor);
        await FirmReview.RunAsync(session, area, cancellation);
        return id;
    }

    private static async Task<string[]> KeysAsync(Session session, StudyAreaId area, long firm, CancellationToken cancellation) =>
        [.. await session.ListAsync("firms.keys", row => row.GetString(0), cancellation, area.Value, firm)];

    private static async Task<Dictionary<long, FirmFacts>> FactsAsync(Session session, StudyAreaId area, long[] firms, CancellationToken cancellation)
    {
        var orders = (await session.ListAsync("firms.fact_orders", row => (Firm: row.GetInt64(0), Order: new FirmOrderer(row.GetString(1), row.GetString(2), row.GetInt64(3), row.GetInt64(4),
            row.GetInt32(5), row.GetInt32(6), row.IsDBNull(7) ? [] : row.GetFieldValue<string[]>(7), row.GetFieldValue<string[]>(8))), cancellation, area.Value, firms)).ToLookup(pair => pair.Firm, pair => pair.Order);
        return (await session.ListAsync("firms.facts", row =>
        {
            var mine = orders[row.GetInt64(0)].ToArray();
            return new FirmFacts(row.GetInt64(0), row.GetGuid(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6),
                row.GetFieldValue<string[]>(7), row.GetInt64(8), mine, mine.Sum(order => order.Orders), mine.Sum(order => order.Yen));
        }, cancellation, area.Value, firms)).ToDictionary(facts => facts.Number);
    }

    private static FirmMergeDocument Merge(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetInt64(1), row.GetString(2), row.IsDBNull(14) ? null : row.GetString(14), row.GetString(11), row.GetInt64(12), row.GetInt64(13),
        row.GetInt64(3), row.GetGuid(5), row.GetString(4), row.GetString(6), IdentityModel.Probability(row.GetDouble(7)), Evidence(row.GetString(8)), row.GetString(9), row.GetDateTime(10));

    private static FirmEvidence[] Evidence(string json) => JsonSerializer.Deserialize<FirmEvidence[]>(json, JsonSerializerOptions.Web)!;
}
