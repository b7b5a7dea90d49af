using GunMane.Spatial.Geo;
using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using NetTopologySuite.Geometries;
using Npgsql;
using NpgsqlTypes;

namespace GunMane.Spatial.Import.Loading;

/// <summary>
/// Takes one file's rows into PostGIS: COPY into a temporary table, then set-based statements that give every row its one
/// state and write what is new. One subclass per kind of row. Runs in the caller's transaction.
/// </summary>
internal abstract class RowLoad(ImportContext context)
{
    private const double MostMetres = 21_000_000;
    private const int WorthAnalysing = 1_000;
    private const double MostLongitude = 180;
    private const double MostLatitude = 90;

    private long withinDegrees;
    private long beyondDegrees;

    /// <summary>The file and where it goes.</summary>
    protected ImportContext Context { get; } = context;

    /// <summary>Query file of this kind, e.g. <c>import_assets</c>.</summary>
    protected abstract string Queries { get; }

    /// <summary>The CRS found; null where rows have no geometry.</summary>
    public SourceCrs? Crs { get; protected set; }

    /// <summary>Reads all rows; returns how many ended in which state.</summary>
    public async Task<RowCounts> RunAsync(IRowSource source, Func<long, Task> progress)
    {
        await DoAsync($"{Queries}.stage_table");
        await DoAsync("imports.verdict_table");
        await StageAsync(source, progress);
        await DoAsync("imports.analyse_stage");
        await DoAsync("imports.verdict_of_faults");
        await SettleAsync(source);
        await DoAsync("imports.record_rows", Context.Import);
        return await CountAsync();
    }

    /// <summary>Writes one row into the open COPY.</summary>
    protected abstract Task WriteAsync(NpgsqlBinaryImporter copy, SourceRow row);

    /// <summary>Decides the state of every row that has none yet, and stores what is new.</summary>
    protected abstract Task SettleAsync(IRowSource source);

    /// <summary>Whether most geometries read so far may be degrees; the few that are not end in quarantine then.</summary>
    protected bool LooksLikeDegrees => beyondDegrees <= withinDegrees;

    /// <summary>Refuses geometry that no CRS can mean; counts whether coordinates look like degrees.</summary>
    protected void Examine(Geometry geometry, RowNotes notes)
    {
        var box = geometry.EnvelopeInternal;
        if (!(Math.Abs(box.MinX) + Math.Abs(box.MaxX) + Math.Abs(box.MinY) + Math.Abs(box.MaxY) < 4 * MostMetres))
        {
            notes.Fault("座標が数字ではないか、大きすぎます (coordinates are no numbers or too large)", box.ToString());
            return;
        }

        if (Math.Max(Math.Abs(box.MinX), Math.Abs(box.MaxX)) > MostLongitude || Math.Max(Math.Abs(box.MinY), Math.Abs(box.MaxY)) > MostLatitude) beyondDegrees++;
        else withinDegrees++;
    }

    /// <summary>Runs a named statement.</summary>
    protected Task<int> DoAsync(string query, params object?[] values) => Context.Session.ExecuteAsync(query, Context.Cancellation, values);

    /// <summary>After a large load: fresh statistics, without which the next queries choose bad plans.</summary>
    protected async Task AnalyseAsync(int stored)
    {
        if (stored >= WorthAnalysing) await DoAsync("imports.analyse");
    }

    /// <summary>Opens a binary COPY by the name of its statement.</summary>
    protected Task<NpgsqlBinaryImporter> CopyAsync(string query) =>
        Context.Session.Connection.BeginBinaryImportAsync(SqlText.Query(query), Context.Cancellation);

    /// <summary>Writes a value or NULL.</summary>
    protected Task PutAsync<T>(NpgsqlBinaryImporter copy, T? value, NpgsqlDbType type) where T : class =>
        value is null ? copy.WriteNullAsync(Context.Cancellation) : copy.WriteAsync(value, type, Context.Cancellation);

    /// <summary>Writes a value or NULL.</summary>
    protected Task PutAsync<T>(NpgsqlBinaryImporter copy, T? value, NpgsqlDbType type) where T : struct =>
        value is null ? copy.WriteNullAsync(Context.Cancellation) : copy.WriteAsync(value.Value, type, Context.Cancellation);

    /// <summary>Writes what every staged row begins with.</summary>
    protected async Task PutHeadAsync(NpgsqlBinaryImporter copy, SourceRow row, RowNotes notes)
    {
        await copy.StartRowAsync(Context.Cancellation);
        await PutAsync<long>(copy, row.Number, NpgsqlDbType.Bigint);
        await PutAsync(copy, row.Place, NpgsqlDbType.Text);
        await PutAsync(copy, Clean(row.Raw), NpgsqlDbType.Text);
        await PutAsync(copy, notes.Reason, NpgsqlDbType.Text);
        await PutAsync(copy, Clean(notes.Detail), NpgsqlDbType.Text);
        await PutAsync(copy, notes.Repair, NpgsqlDbType.Text);
    }

    /// <summary>A new collection of notes that already knows what the reader found.</summary>
    protected static RowNotes Begin(SourceRow row)
    {
        var notes = new RowNotes();
        if (row.Fault is not null) notes.Fault(row.Fault);
        if (row.Repair is not null) notes.Repaired(row.Repair);
        return notes;
    }

    /// <summary>Text as PostgreSQL takes it: NUL, which it cannot store, stays visible.</summary>
    protected static string Clean(string text) => text.Replace("\0", "\\x00", StringComparison.Ordinal);

    private async Task StageAsync(IRowSource source, Func<long, Task> progress)
    {
        await using var copy = await CopyAsync($"{Queries}.copy");
        foreach (var row in source.Rows())
        {
            Context.Cancellation.ThrowIfCancellationRequested();
            await WriteAsync(copy, row);
            await progress(row.Number);
        }

        await copy.CompleteAsync(Context.Cancellation);
    }

    private async Task<RowCounts> CountAsync() => (await Context.Session.ListAsync("imports.counts",
        row => new RowCounts(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4)), Context.Cancellation)).Single();
}
