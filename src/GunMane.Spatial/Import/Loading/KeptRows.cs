using System.Collections;
using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Storage;

namespace GunMane.Spatial.Import.Loading;

/// <summary>
/// The text of rows that were not simply stored. It is read from the file a second time, when their states are known, so
/// that the text of all the others never travels to the database.
/// </summary>
internal static class KeptRows
{
    /// <summary>Copies place and text of every row with a state other than stored into <c>import_raw</c>.</summary>
    /// <exception cref="Model.GunManeException">The file no longer has such a row: it changed meanwhile.</exception>
    public static async Task CopyAsync(ImportContext context, Func<IRowSource> again)
    {
        await context.Session.ExecuteAsync("imports.raw_table", context.Cancellation);
        var (kept, left) = await FindAsync(context);
        if (left == 0) return;
        using var source = again();
        await using var copy = await CopyWriter.StartAsync(context.Session.Connection, SqlText.Query("imports.copy_raw"), context.Cancellation);
        await foreach (var rows in ReadAhead.Rows(source, context.Cancellation))
        {
            foreach (var row in rows)
            {
                if (row.Number >= kept.Length || !kept[(int)row.Number]) continue;
                copy.Row(3);
                copy.Write(row.Number);
                copy.Write(row.Place);
                copy.Write(row.Raw);
                left--;
            }

            if (left == 0) break;
        }

        if (left > 0) throw context.File.Refuse("取り込みの間にファイルが変わりました。もう一度取り込んでください。", "the file changed while it was imported");
        await copy.CompleteAsync(context.Cancellation);
    }

    // One bit per row of the file.
    private static async Task<(BitArray Kept, long Count)> FindAsync(ImportContext context)
    {
        var (kept, count) = (new BitArray(0), 0L);
        await using var command = context.Session.Command("imports.kept_rows");
        await using var reader = await command.ExecuteReaderAsync(context.Cancellation);
        while (await reader.ReadAsync(context.Cancellation))
        {
            var number = checked((int)reader.GetInt64(0));
            if (number >= kept.Length) kept.Length = checked(2 * number + 1);
            kept[number] = true;
            count++;
        }

        return (kept, count);
    }
}
