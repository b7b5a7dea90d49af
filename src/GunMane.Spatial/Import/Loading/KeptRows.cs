using System.Collections;
using System.Text.Encodings.Web;
using System.Text.Json;
using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Storage;

namespace GunMane.Spatial.Import.Loading;

/// <summary>
/// The text of rows that were not simply stored. It is read from the file a second time, when their states are known, so
/// that the text of all the others never travels to the database. Of quarantined rows the values and the geometry are
/// kept too: by them a row can be corrected and taken in when the file is long gone.
/// </summary>
internal static class KeptRows
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Copies place and text of every row with a state other than stored into <c>import_raw</c>.</summary>
    /// <exception cref="Model.GunManeException">The file no longer has such a row: it changed meanwhile.</exception>
    public static async Task CopyAsync(ImportContext context, Func<IRowSource> again)
    {
        await context.Session.ExecuteAsync("imports.raw_table", context.Cancellation);
        var (kept, open, left) = await FindAsync(context);
        if (left == 0) return;
        using var source = again();
        await using var copy = await CopyWriter.StartAsync(context.Session.Connection, SqlText.Query("imports.copy_raw"), context.Cancellation);
        await foreach (var rows in ReadAhead.Rows(source, context.Cancellation))
        {
            foreach (var row in rows)
            {
                if (row.Number >= kept.Length || !kept[(int)row.Number]) continue;
                Write(copy, row, open[(int)row.Number], source.Columns.Names);
                left--;
            }

            if (left == 0) break;
        }

        if (left > 0) throw context.File.Refuse("取り込みの間にファイルが変わりました。もう一度取り込んでください。", "the file changed while it was imported");
        await copy.CompleteAsync(context.Cancellation);
    }

    private static void Write(CopyWriter copy, SourceRow row, bool open, IReadOnlyList<string> columns)
    {
        copy.Row(5);
        copy.Write(row.Number);
        copy.Write(row.Place);
        copy.Write(row.Raw);
        if (open) copy.WriteJson(Fields(row, columns));
        else copy.WriteNull();
        if (open && row.Shape is { } shape) copy.Write(shape.Wkb);
        else copy.WriteNull();
    }

    private static byte[] Fields(SourceRow row, IReadOnlyList<string> columns)
    {
        var fields = new Dictionary<string, string?>(StringComparer.Ordinal);
        for (var at = 0; at < columns.Count; at++) fields[columns[at]] = row.Value(at)?.Replace("\0", "\\x00", StringComparison.Ordinal);
        return JsonSerializer.SerializeToUtf8Bytes(fields, Json);
    }

    // One bit per row of the file, and one more for those that wait.
    private static async Task<(BitArray Kept, BitArray Open, long Count)> FindAsync(ImportContext context)
    {
        var (kept, open, count) = (new BitArray(0), new BitArray(0), 0L);
        await using var command = context.Session.Command("imports.kept_rows");
        await using var reader = await command.ExecuteReaderAsync(context.Cancellation);
        while (await reader.ReadAsync(context.Cancellation))
        {
            var number = checked((int)reader.GetInt64(0));
            if (number >= kept.Length) kept.Length = open.Length = checked(2 * number + 1);
            kept[number] = true;
            open[number] = reader.GetBoolean(1);
            count++;
        }

        return (kept, open, count);
    }
}
