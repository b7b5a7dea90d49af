using System.Text.Json;
using GunMane.Spatial.Model;
using Npgsql;
using NpgsqlTypes;

namespace GunMane.Spatial.Storage;

/// <summary>A sentence in both languages.</summary>
public sealed record Bilingual(string Ja, string En);

/// <summary>How many rows of an import ended in each state; read is their sum.</summary>
public sealed record RowCounts(long Read, long Stored, long Repaired, long Duplicate, long Quarantined);

/// <summary>The report of one imported file.</summary>
public sealed record ImportReport(
    long Id, string Profile, string File, long Bytes, string? Encoding, string? Crs,
    long Read, long Stored, long Repaired, long Duplicate, long Quarantined,
    IReadOnlyList<Bilingual> Notes, string Actor, DateTimeOffset ImportedAt);

/// <summary>A row that was not simply stored.</summary>
public sealed record ImportRow(long RowNumber, string State, string Reason, string Place, string Detail, string Raw);

/// <summary>A file about to be imported.</summary>
public sealed record ImportedFile(string Profile, int ProfileVersion, string Name, string Hash, long Bytes);

/// <summary>Imports and the rows that were not simply stored. Every method runs in the caller's session.</summary>
public static class ImportStore
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>States that a row of an import may be listed by.</summary>
    public static IReadOnlyList<string> States { get; } = ["repaired", "duplicate", "quarantined"];

    /// <summary>Records that a file is being imported; its counts follow by <see cref="FinishAsync"/> in the same transaction.</summary>
    public static Task<long> BeginAsync(Session session, StudyAreaId area, ImportedFile file, CancellationToken cancellation) =>
        session.ScalarAsync<long>("imports.begin", cancellation,
            area.Value, file.Profile, file.ProfileVersion, file.Name, file.Hash, file.Bytes, session.Scope.Actor);

    /// <summary>Writes the counts, what was found out about the file, and notes.</summary>
    public static Task FinishAsync(
        Session session, long import, RowCounts counts, string encoding, string? crs, IReadOnlyList<Bilingual> notes, CancellationToken cancellation) =>
        session.ExecuteAsync("imports.finish", cancellation,
            import, counts.Read, counts.Stored, counts.Repaired, counts.Duplicate, counts.Quarantined, encoding, crs,
            new NpgsqlParameter { Value = JsonSerializer.Serialize(notes, Json), NpgsqlDbType = NpgsqlDbType.Jsonb });

    /// <summary>Reports of a study area, newest first.</summary>
    public static Task<IReadOnlyList<ImportReport>> ListAsync(Session session, StudyAreaId area, CancellationToken cancellation) =>
        session.ListAsync("imports.list", Report, cancellation, area.Value);

    /// <summary>One report.</summary>
    /// <exception cref="GunManeException">There is none (NotFound).</exception>
    public static async Task<ImportReport> FindAsync(Session session, long import, CancellationToken cancellation) =>
        (await session.ListAsync("imports.find", Report, cancellation, import)).SingleOrDefault()
            ?? throw new GunManeException(Refusal.NotFound, $"取り込み {import} はありません。(There is no import {import}.)", "id");

    /// <summary>How many rows of an import are in a state (null: any but stored).</summary>
    public static Task<long> CountRowsAsync(Session session, long import, string? state, CancellationToken cancellation) =>
        session.ScalarAsync<long>("imports.count_rows", cancellation, import, Text(state));

    /// <summary>Rows of an import in a state (null: any but stored), by row number.</summary>
    public static Task<IReadOnlyList<ImportRow>> RowsAsync(
        Session session, long import, string? state, int limit, int offset, CancellationToken cancellation) =>
        session.ListAsync("imports.rows",
            row => new ImportRow(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5)),
            cancellation, import, Text(state), limit, offset);

    private static NpgsqlParameter Text(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    private static ImportReport Report(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetInt64(3),
        row.IsDBNull(4) ? null : row.GetString(4), row.IsDBNull(5) ? null : row.GetString(5),
        row.GetInt64(6), row.GetInt64(7), row.GetInt64(8), row.GetInt64(9), row.GetInt64(10),
        JsonSerializer.Deserialize<IReadOnlyList<Bilingual>>(row.GetString(11), Json) ?? [], row.GetString(12), row.GetFieldValue<DateTimeOffset>(13));
}
