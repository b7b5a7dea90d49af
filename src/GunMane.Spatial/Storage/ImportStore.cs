using System.Text.Json;
using System.Text.Json.Nodes;
using GunMane.Spatial.Model;
using Npgsql;
using NpgsqlTypes;

namespace GunMane.Spatial.Storage;

/// <summary>A row that was not simply stored.</summary>
/// <param name="RowNumber">1 for the first row of data.</param>
/// <param name="State">repaired, duplicate or quarantined.</param>
/// <param name="Reason">What was mended or why it was not taken.</param>
/// <param name="Place">Where it stands in the file, for people.</param>
/// <param name="Detail">What exactly was found.</param>
/// <param name="Raw">The row as it stood in the file.</param>
/// <param name="SetAside">Why it need not be taken in; null while it waits.</param>
/// <param name="Corrected">Values corrected by hand so far, by column (<c>(位置)</c>: longitude, latitude); null if none.</param>
/// <param name="Fields">Values by column; null where they were not kept.</param>
/// <param name="Shape">Geometry as well-known binary in the file's own coordinates; null if it has none.</param>
public sealed record ImportRow(
    long RowNumber, string State, string Reason, string Place, string Detail, string Raw, string? SetAside = null, JsonObject? Corrected = null,
    JsonObject? Fields = null, byte[]? Shape = null);

/// <summary>A file about to be imported.</summary>
public sealed record ImportedFile(string Profile, int ProfileVersion, string Name, string Hash, long Bytes)
{
    /// <summary>The ledger that its rows belong to.</summary>
    public string Ledger { get; init; } = "";

    /// <summary>Kind of file.</summary>
    public string Format { get; init; } = "";

    /// <summary>Options that decide how it is read.</summary>
    public JsonObject Options { get; init; } = [];

    /// <summary>Licence or attribution.</summary>
    public string Licence { get; init; } = "";

    /// <summary>Of which day the data is.</summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>The job that imports it.</summary>
    public JobId? Job { get; init; }

    /// <summary>Whether it replaces the ledger.</summary>
    public bool Updates { get; init; }

    /// <summary>The import whose rows it corrects.</summary>
    public long? Corrects { get; init; }
}

/// <summary>What was found out about a file while it was imported.</summary>
public sealed record ImportOutline(
    RowCounts Counts, string Encoding, string? Crs, IReadOnlyList<string> Columns, string Attribution, long Changed, long Removed,
    LedgerComparison? Comparison, IReadOnlyList<Bilingual> Notes);

/// <summary>Which rows of an import are wanted; null means any.</summary>
/// <param name="State">repaired, duplicate or quarantined.</param>
/// <param name="Open">Rows that wait for a decision, or those set aside.</param>
/// <param name="Reason">Rows with this very reason.</param>
public sealed record RowFilter(string? State = null, bool? Open = null, string? Reason = null);

/// <summary>Imports and the rows that were not simply stored. Every method runs in the caller's session.</summary>
public static class ImportStore
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>States that a row of an import may be listed by.</summary>
    public static IReadOnlyList<string> States { get; } = ["repaired", "duplicate", "quarantined"];

    /// <summary>
    /// Records that a file is being imported; its counts follow by <see cref="FinishAsync"/> in the same transaction. From
    /// here on, what the transaction changes in facts is written down as this import's.
    /// </summary>
    public static Task<long> BeginAsync(Session session, StudyAreaId area, ImportedFile file, CancellationToken cancellation) =>
        session.ScalarAsync<long>("imports.begin", cancellation,
            area.Value, file.Profile, file.ProfileVersion, file.Name, file.Hash, file.Bytes, file.Ledger, file.Format, Jsonb(file.Options), file.Licence,
            Maybe(file.AsOf, NpgsqlDbType.Date), ProductVersion.Current, Maybe(file.Job?.Value, NpgsqlDbType.Uuid), file.Updates,
            Maybe(file.Corrects, NpgsqlDbType.Bigint), session.Scope.Actor);

    /// <summary>Writes the counts, what was found out about the file, and notes.</summary>
    public static Task FinishAsync(Session session, long import, ImportOutline outline, CancellationToken cancellation) =>
        session.ExecuteAsync("imports.finish", cancellation,
            import, outline.Counts.Read, outline.Counts.Stored, outline.Counts.Repaired, outline.Counts.Duplicate, outline.Counts.Quarantined,
            outline.Encoding, outline.Crs, Jsonb(outline.Notes), outline.Columns.ToArray(), outline.Attribution, outline.Changed, outline.Removed, Jsonb(outline.Comparison));

    /// <summary>Reports of the files of a study area, newest first.</summary>
    public static Task<IReadOnlyList<ImportReport>> ListAsync(Session session, StudyAreaId area, CancellationToken cancellation) =>
        session.ListAsync("imports.list", ImportReport.Of, cancellation, area.Value);

    /// <summary>One report.</summary>
    /// <exception cref="GunManeException">There is none (NotFound).</exception>
    public static async Task<ImportReport> FindAsync(Session session, long import, CancellationToken cancellation) =>
        (await session.ListAsync("imports.find", ImportReport.Of, cancellation, import)).SingleOrDefault()
            ?? throw new GunManeException(Refusal.NotFound, $"取り込み {import} はありません。(There is no import {import}.)", "id");

    /// <summary>What a job imported already of this file, if its worker died afterwards; null if nothing.</summary>
    public static Task<long?> OfJobAsync(Session session, JobId job, string hash, string ledger, CancellationToken cancellation) =>
        session.ScalarAsync<long?>("imports.of_job", cancellation, job.Value, hash, ledger);

    /// <summary>
    /// The import of the very same file, read in the same way by the same version, whose facts all stand as it left them;
    /// null if there is none.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="area">Study area.</param>
    /// <param name="file">The file.</param>
    /// <param name="factsLeft">Query that counts what is left of an import's facts.</param>
    /// <param name="cancellation">Cancels.</param>
    public static async Task<long?> SameAsync(Session session, StudyAreaId area, ImportedFile file, string factsLeft, CancellationToken cancellation)
    {
        var same = (await session.ListAsync("imports.same", row => (Id: row.GetInt64(0), Facts: row.GetInt64(1)), cancellation,
            area.Value, file.Hash, file.Profile, file.ProfileVersion, file.Ledger, Jsonb(file.Options), ProductVersion.Current)).SingleOrDefault();
        if (same.Id == 0) return null;
        var left = await session.ScalarAsync<long>(factsLeft, cancellation, area.Value, file.Ledger, same.Id);
        return left == same.Facts ? same.Id : null;
    }

    /// <summary>Ends an import whose file was imported before: all that is stored is a duplicate.</summary>
    public static Task FinishSameAsync(Session session, long import, long same, IReadOnlyList<Bilingual> notes, CancellationToken cancellation) =>
        session.ExecuteAsync("imports.finish_same", cancellation, import, same, Jsonb(notes));

    /// <summary>How many rows of an import are listed under a filter.</summary>
    public static Task<long> CountRowsAsync(Session session, long import, RowFilter filter, CancellationToken cancellation) =>
        session.ScalarAsync<long>("imports.count_rows", cancellation, import, Text(filter.State), Maybe(filter.Open, NpgsqlDbType.Boolean), Text(filter.Reason));

    /// <summary>Rows of an import under a filter, by row number.</summary>
    public static Task<IReadOnlyList<ImportRow>> RowsAsync(
        Session session, long import, RowFilter filter, int limit, int offset, CancellationToken cancellation) =>
        session.ListAsync("imports.rows", Row, cancellation, import, Text(filter.State), limit, offset, Maybe(filter.Open, NpgsqlDbType.Boolean), Text(filter.Reason));

    /// <summary>Rows of an import in a state (null: any but stored), by row number.</summary>
    public static Task<IReadOnlyList<ImportRow>> RowsAsync(
        Session session, long import, string? state, int limit, int offset, CancellationToken cancellation) =>
        RowsAsync(session, import, new RowFilter(state), limit, offset, cancellation);

    internal static NpgsqlParameter Text(string? value) => Maybe(value, NpgsqlDbType.Text);

    internal static NpgsqlParameter Maybe(object? value, NpgsqlDbType type) => new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };

    internal static NpgsqlParameter Jsonb(object? value) =>
        new() { Value = value is null ? DBNull.Value : JsonSerializer.Serialize(value, Json), NpgsqlDbType = NpgsqlDbType.Jsonb };

    internal static ImportRow Row(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5),
        row.IsDBNull(6) ? null : row.GetString(6), Object(row, 7), Object(row, 8), row.IsDBNull(9) ? null : row.GetFieldValue<byte[]>(9));

    private static JsonObject? Object(NpgsqlDataReader row, int at) => row.IsDBNull(at) ? null : JsonNode.Parse(row.GetString(at))!.AsObject();
}
