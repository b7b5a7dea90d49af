using GunMane.Spatial.Geo;
using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;

namespace GunMane.Spatial.Import.Loading;

/// <summary>
/// Takes one file's rows into PostGIS: COPY into a temporary table, then set-based statements that give every row its one
/// state and write what is new. The text of the rows that were not simply stored is then read from the file a second time.
/// One subclass per kind of row. Runs in the caller's transaction. Memory does not grow with the number of rows.
/// </summary>
internal abstract class RowLoad(ImportContext context)
{
    private const double MostMetres = 21_000_000;
    private const int WorthAnalysing = 1_000;
    private const int ProgressEvery = 1_000;
    private const int HeadFields = 4;
    private const double MostLongitude = 180;
    private const double MostLatitude = 90;

    private long withinDegrees;
    private long heights;
    private long closedLines;
    private long beyondDegrees;
    private long faults;

    /// <summary>The file and where it goes.</summary>
    protected ImportContext Context { get; } = context;

    /// <summary>Query file of this kind, e.g. <c>import_assets</c>.</summary>
    protected abstract string Queries { get; }

    /// <summary>The CRS found; null where rows have no geometry.</summary>
    public SourceCrs? Crs { get; protected set; }

    /// <summary>Reads all rows; returns how many ended in which state.</summary>
    /// <param name="source">The rows.</param>
    /// <param name="again">Opens the same file once more.</param>
    /// <param name="progress">Told the number of rows read so far, every thousand.</param>
    public async Task<RowCounts> RunAsync(IRowSource source, Func<IRowSource> again, Func<long, Task> progress)
    {
        await StageAsync(source, progress);
        await CheckAsync(source);
        await SettleAsync(source);
        await KeptRows.CopyAsync(Context, again);
        await DoAsync("imports.record_rows", Context.Import);
        return await CountAsync();
    }

    /// <summary>First step: reads all rows and writes them, field by field checked, into the stage.</summary>
    public async Task StageAsync(IRowSource source, Func<long, Task> progress)
    {
        await DoAsync("imports.settings");
        await DoAsync($"{Queries}.stage_table");
        await BeginAsync();
        await using var copy = await CopyAsync($"{Queries}.copy");
        await foreach (var rows in ReadAhead.Rows(source, Context.Cancellation))
        {
            foreach (var row in rows) Write(copy, row);
            Context.Staged += rows.Count;
            if (rows[^1].Number / ProgressEvery is var done && done > rows[0].Number / ProgressEvery) await progress(done * ProgressEvery);
        }

        await copy.CompleteAsync(Context.Cancellation);
    }

    /// <summary>Second step: checks that PostGIS does over all rows at once; gives faulty rows their state.</summary>
    public virtual async Task CheckAsync(IRowSource source)
    {
        await DoAsync("imports.verdict_table");
        if (faults > 0) await DoAsync("imports.verdict_of_faults");
    }

    /// <summary>Third step: decides the state of every row that has none yet, and stores what is new.</summary>
    public async Task SettleAsync(IRowSource source)
    {
        await DoAsync("imports.analyse_stage");
        await TakeAsync(source);
    }

    /// <summary>What must be known before the first row is read.</summary>
    protected virtual Task BeginAsync() => Task.CompletedTask;

    /// <summary>Decides the state of every row that has none yet, and stores what is new.</summary>
    protected abstract Task TakeAsync(IRowSource source);

    /// <summary>Writes one row into the open COPY.</summary>
    protected abstract void Write(CopyWriter copy, SourceRow row);

    /// <summary>Whether most geometries read so far may be degrees; the few that are not end in quarantine then.</summary>
    protected bool LooksLikeDegrees => beyondDegrees <= withinDegrees;

    /// <summary>How many geometries have heights or measures, and how many lines end where they begin.</summary>
    protected (long Heights, long ClosedLines) Traits => (heights, closedLines);

    /// <summary>Refuses geometry that no CRS can mean; counts whether coordinates look like degrees, and what else is to be told.</summary>
    protected void Examine(FileShape shape, RowNotes notes)
    {
        var box = shape.Box;
        if (shape.Traits.HasFlag(ShapeTraits.Heights)) heights++;
        if (shape.Traits.HasFlag(ShapeTraits.ClosedLine)) closedLines++;
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
    protected async Task AnalyseAsync(int stored, string query = "imports.analyse")
    {
        if (stored >= WorthAnalysing) await DoAsync(query);
    }

    /// <summary>Opens a COPY by the name of its statement.</summary>
    protected Task<CopyWriter> CopyAsync(string query) =>
        CopyWriter.StartAsync(Context.Session.Connection, SqlText.Query(query), Context.Cancellation);

    /// <summary>Begins a staged row with what all of them begin with.</summary>
    /// <param name="copy">Where to.</param>
    /// <param name="row">The row.</param>
    /// <param name="notes">What was found in it.</param>
    /// <param name="more">How many fields the caller writes after these.</param>
    protected void PutHead(CopyWriter copy, SourceRow row, RowNotes notes, int more)
    {
        if (notes.Reason is not null) faults++;
        copy.Row((short)(HeadFields + more));
        copy.Write(row.Number);
        copy.Write(notes.Reason);
        copy.Write(notes.Reason is null ? null : notes.Detail);
        copy.Write(notes.Repair);
    }

    /// <summary>Writes a geometry, or NULL for a row that cannot be stored.</summary>
    protected static void PutShape(CopyWriter copy, FileShape? shape, RowNotes notes)
    {
        if (notes.Reason is null) copy.Write(shape!.Wkb);
        else copy.WriteNull();
    }

    /// <summary>A new collection of notes that already knows what the reader found.</summary>
    protected static RowNotes Begin(SourceRow row)
    {
        var notes = new RowNotes();
        if (row.Fault is not null) notes.Fault(row.Fault);
        if (row.Repair is not null) notes.Repaired(row.Repair);
        return notes;
    }

    private async Task<RowCounts> CountAsync() => (await Context.Session.ListAsync("imports.counts",
        row => new RowCounts(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4)), Context.Cancellation)).Single();
}
