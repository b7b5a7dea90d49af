using System.Text.Json.Nodes;
using GunMane.Spatial.Model;
using NpgsqlTypes;

namespace GunMane.Spatial.Storage;

/// <summary>What somebody decided about a quarantined row.</summary>
/// <param name="RowNumber">The row.</param>
/// <param name="Action">correct, set_aside or reopen.</param>
/// <param name="CarriedOutBy">The import that took the corrected row in; undoing it makes the row wait again.</param>
/// <param name="Before">Values that were changed, as they stood.</param>
/// <param name="After">The same as they became.</param>
/// <param name="State">State of the row afterwards.</param>
/// <param name="Reason">What was mended, or why it still waits or need not be taken in.</param>
/// <param name="Actor">Who.</param>
/// <param name="CorrectedAt">When.</param>
/// <param name="Undone">Whether it was taken back.</param>
public sealed record Correction(
    long RowNumber, string Action, long? CarriedOutBy, JsonObject Before, JsonObject After, string State, string Reason, string Actor, DateTimeOffset CorrectedAt, bool Undone);

/// <summary>A row with what is to be written about its correction.</summary>
/// <param name="RowNumber">The row.</param>
/// <param name="Told">What was corrected, in words.</param>
/// <param name="Corrected">All that was corrected by hand so far.</param>
/// <param name="Before">Values that this correction changes, as they stood.</param>
/// <param name="After">The same as they become.</param>
public sealed record CorrectionText(long RowNumber, string Told, JsonObject Corrected, JsonObject Before, JsonObject After);

/// <summary>A ledger that a newer file may replace.</summary>
/// <param name="Ledger">Its name: profile, owner and file.</param>
/// <param name="Profile">Profile of its last file.</param>
/// <param name="File">Name of its last file.</param>
/// <param name="ImportedAt">When that was imported.</param>
/// <param name="AsOf">Of which day it is.</param>
/// <param name="Rows">How many facts it holds.</param>
public sealed record StoredLedger(string Ledger, string Profile, string File, DateTimeOffset ImportedAt, DateOnly? AsOf, long Rows);

/// <summary>A fault and how many waiting rows have it.</summary>
public sealed record RowFault(string Reason, long Rows);

/// <summary>Quarantined rows on their way into the store. Every method runs in the caller's session.</summary>
public static class CorrectionStore
{
    private const int MostListed = 1_000;

    /// <summary>Rows of an import by number.</summary>
    public static Task<IReadOnlyList<ImportRow>> RowsAsync(Session session, long import, long[] rows, CancellationToken cancellation) =>
        session.ListAsync("imports.waiting", ImportStore.Row, cancellation, import, rows);

    /// <summary>Numbers of the rows that wait and hold a value in a column; all that wait if no column is named.</summary>
    public static async Task<long[]> WaitingAsync(Session session, long import, string? column, string? value, int most, CancellationToken cancellation) =>
        [.. await session.ListAsync("imports.waiting_with", row => row.GetInt64(0), cancellation, import, ImportStore.Text(column), ImportStore.Text(value), most)];

    /// <summary>Gives rows of an import the states that their correction came to, records it, and counts anew.</summary>
    public static async Task SettleAsync(Session session, long import, long carriedOutBy, IReadOnlyList<CorrectionText> rows, CancellationToken cancellation)
    {
        await session.ExecuteAsync("imports.settle_corrected", cancellation, import, carriedOutBy,
            rows.Select(row => row.RowNumber).ToArray(), rows.Select(row => row.Told).ToArray(),
            Documents(rows.Select(row => row.Corrected)), Documents(rows.Select(row => row.Before)), Documents(rows.Select(row => row.After)), session.Scope.Actor);
        await session.ExecuteAsync("imports.recount", cancellation, import);
    }

    /// <summary>Marks waiting rows as not needed, by number or by their fault, or (<paramref name="why"/> null) lets them wait again. Returns how many.</summary>
    public static Task<int> SetAsideAsync(Session session, long import, long[] rows, string? reason, string? why, CancellationToken cancellation) =>
        session.ExecuteAsync("imports.set_aside", cancellation, import, rows, ImportStore.Text(reason), ImportStore.Text(why), session.Scope.Actor);

    /// <summary>What was decided about rows of an import, newest first.</summary>
    public static Task<IReadOnlyList<Correction>> ListAsync(Session session, long import, CancellationToken cancellation) =>
        session.ListAsync("imports.corrections", row => new Correction(
            row.GetInt64(0), row.GetString(1), row.IsDBNull(2) ? null : row.GetInt64(2), JsonNode.Parse(row.GetString(3))!.AsObject(),
            JsonNode.Parse(row.GetString(4))!.AsObject(), row.GetString(5), row.GetString(6), row.GetString(7), row.GetFieldValue<DateTimeOffset>(8), row.GetBoolean(9)),
            cancellation, import, MostListed);

    /// <summary>The faults of the rows that wait, the commonest first.</summary>
    public static Task<IReadOnlyList<RowFault>> FaultsAsync(Session session, long import, CancellationToken cancellation) =>
        session.ListAsync("imports.faults", row => new RowFault(row.GetString(0), row.GetInt64(1)), cancellation, import);

    /// <summary>The ledgers of a study area.</summary>
    public static Task<IReadOnlyList<StoredLedger>> LedgersAsync(Session session, StudyAreaId area, CancellationToken cancellation) =>
        session.ListAsync("imports.ledgers", row => new StoredLedger(row.GetString(0), row.GetString(1), row.GetString(2),
            row.GetFieldValue<DateTimeOffset>(3), row.IsDBNull(4) ? null : row.GetFieldValue<DateOnly>(4), row.GetInt64(5)), cancellation, area.Value);

    private static Npgsql.NpgsqlParameter Documents(IEnumerable<JsonObject> documents) =>
        new() { Value = documents.Select(document => document.ToJsonString()).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb };
}
