using GunMane.Spatial.Model;
using Npgsql;

namespace GunMane.Spatial.Storage;

/// <summary>
/// Takes imports back. import ∘ undo = nothing: facts that the import added go, those that it changed or removed are as
/// before; firms, organisations and departments that others use stay. Dense ids are not used again.
/// </summary>
public static class ImportUndo
{
    /// <summary>
    /// Takes one import back, and before it the corrections of its rows. Returns its report. In reverse order of import it
    /// always succeeds.
    /// </summary>
    /// <exception cref="GunManeException">There is none (NotFound), it is undone already, too old, or later work rests on it (Conflict).</exception>
    public static async Task<ImportReport> RunAsync(Session session, long import, CancellationToken cancellation)
    {
        var report = await ImportStore.FindAsync(session, import, cancellation);
        await LockAsync(session, import, cancellation);
        report = await ImportStore.FindAsync(session, import, cancellation);
        if (report.UndoneAt is not null)
            throw Conflict($"取り込み {import}「{report.File}」は取り消し済みです。", "it is undone already");
        if (!report.Undoable)
            throw Conflict($"取り込み {import}「{report.File}」は、変更の記録を残さない古い版で取り込まれたため、取り消せません。", "it was imported by a version that kept no record of changes");
        foreach (var correction in await IdsAsync(session, "imports.corrections_of", import, cancellation)) await UndoOneAsync(session, correction, cancellation);
        await UndoOneAsync(session, import, cancellation);
        foreach (var same in await IdsAsync(session, "imports.same_files", import, cancellation)) await MarkAsync(session, same, cancellation);
        await AreaStore.RaiseVersionOfImportAsync(session, import, cancellation);
        return await ImportStore.FindAsync(session, import, cancellation);
    }

    private static Task<int> LockAsync(Session session, long import, CancellationToken cancellation) =>
        session.ExecuteAsync("imports.lock_area_of", cancellation, import);

    private static async Task UndoOneAsync(Session session, long import, CancellationToken cancellation)
    {
        try
        {
            var blocks = await session.ListAsync("imports.undo",
                row => (Fact: row.GetString(0), Rows: row.GetInt64(1), By: row.IsDBNull(2) ? (long?)null : row.GetInt64(2)), cancellation, import);
            if (blocks.Count > 0) throw await BlockedAsync(session, blocks[0], cancellation);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ForeignKeyViolation)
        {
            throw Conflict($"あとから登録されたもの({Fact(e.TableName)})と食い違うため取り消せません。あとの取り込みから順に取り消してください。", $"later facts stand in the way: {e.ConstraintName}");
        }

        await MarkAsync(session, import, cancellation);
    }

    // Partitions, and the tables of what is unique among them, go by the name of the whole.
    private static string? Fact(string? table) => table is null ? null : table.StartsWith("asset_", StringComparison.Ordinal) && table is not ("asset_contractor" or "asset_municipality") ? "asset"
        : table.StartsWith("contract_", StringComparison.Ordinal) && table is not ("contract_asset" or "contract_number") ? "contract" : table;

    private static Task<int> MarkAsync(Session session, long import, CancellationToken cancellation) =>
        session.ExecuteAsync("imports.mark_undone", cancellation, import, session.Scope.Actor);

    private static async Task<GunManeException> BlockedAsync(Session session, (string Fact, long Rows, long? By) block, CancellationToken cancellation)
    {
        var what = $"この取り込みの{Name(block.Fact)} {block.Rows:N0} 件";
        if (block.By is not { } later)
            return Conflict($"{what}は、あとから手作業で変更されたか使われているため、取り消せません。先にその作業を元に戻してください。", $"{block.Rows} of its {block.Fact} rows are used or were changed by hand since");
        var other = await ImportStore.FindAsync(session, later, cancellation);
        var first = other.Corrects ?? later;
        return Conflict($"{what}を、あとの取り込み {first}「{other.File}」が使っているため、取り消せません。先に取り込み {first} を取り消してください。",
            $"import {first} rests on {block.Rows} of its {block.Fact} rows: undo that one first");
    }

    private static string Name(string fact) => fact switch
    {
        "asset" => "施設",
        "contract" => "契約",
        "municipality" => "市区町村の境界",
        "contractor" or "contractor_member" => "事業者",
        "contract_asset" or "asset_contractor" => "結び付き",
        "organisation" => "管理者・発注者",
        "department" => "課",
        "import_row" => "保留の行",
        _ => $"記録({fact})",
    };

    private static Task<IReadOnlyList<long>> IdsAsync(Session session, string query, long import, CancellationToken cancellation) =>
        session.ListAsync(query, row => row.GetInt64(0), cancellation, import);

    private static GunManeException Conflict(string japanese, string english) => new(Refusal.Conflict, $"{japanese}({english})", "id");
}
