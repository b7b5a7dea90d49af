using System.Text.Json.Nodes;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using Npgsql;

namespace GunMane.Spatial.Import.Loading;

/// <summary>
/// A file that replaces its ledger: which stored fact each row changes, and how the file differs from what is stored.
/// Facts keep their ids, and with them all that is linked to them.
/// </summary>
internal static class LedgerUpdate
{
    /// <summary>Differences of each kind that are listed; all are counted.</summary>
    public const int MostListed = 500;

    // A file that lacks most of a ledger is more likely another file than a ledger that shrank.
    private const double Suspicious = 0.5;

    /// <summary>After the rows were judged: finds the facts that they change, and those that the file no longer has.</summary>
    /// <exception cref="GunManeException">There is no such ledger (BadInput).</exception>
    public static async Task MatchAsync(ImportContext context, string fact)
    {
        if (!context.Options.Update) return;
        var area = context.Area.Id.Value;
        if (await SizeAsync(context, fact) == 0) throw await NoLedgerAsync(context);
        await DoAsync(context, "match_table");
        await DoAsync(context, "missing_table");
        await DoAsync(context, $"match_{fact}", area, context.Source);
        await DoAsync(context, $"missing_{fact}", area, context.Source);
        if (context.Profile.Key.Count > 0) return;
        await DoAsync(context, $"pair_{fact}", area);
        await DoAsync(context, "settle_pairs");
        context.Notes.Add(new("この台帳には行を名指す番号の列がないので、名称(契約は件名と日付)が一つに決まるものだけを同じものとして比べました。ほかの変わった行は「消えた」と「増えた」に分かれます。",
            "The ledger has no column that numbers its rows: only what one name tells apart was compared; other changed rows appear as removed and added."));
    }

    /// <summary>Before anything is applied: what the file adds, changes and no longer has.</summary>
    /// <exception cref="GunManeException">The data moved on since the planner saw the comparison (Stale).</exception>
    public static async Task CompareAsync(ImportContext context, string fact)
    {
        if (!context.Options.Update) return;
        var version = await context.Session.ScalarAsync<long>("areas.version", context.Cancellation, context.Area.Id.Value);
        if (context.Options.SeenVersion is { } seen && seen != version)
            throw new GunManeException(Refusal.Conflict, "比べたあとでデータが変わりました。もう一度比べてください。(The data changed since the comparison: compare again.)", "seenVersion");
        var stored = await SizeAsync(context, fact);
        var spatial = fact == "municipality";
        var (added, changed, removed, unchanged) = (await context.Session.ListAsync(spatial ? "import_update.counts_municipality" : "import_update.counts",
            row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3)), context.Cancellation, spatial ? [context.Area.Id.Value] : [])).Single();
        context.Comparison = new LedgerComparison(context.Source, version, stored, added, changed, removed, unchanged, context.Options.RemoveMissing,
            [.. await ListAsync(context, "changed", $"changes_{fact}"), .. await ListAsync(context, "removed", $"missing_list_{fact}"), .. await ListAsync(context, "added", $"added_list_{fact}")]);
        Tell(context, context.Comparison);
    }

    /// <summary>Removes the facts that the file no longer has, with what is linked to them; returns how many facts.</summary>
    public static async Task<int> RemoveAsync(ImportContext context, params string[] queries)
    {
        var removed = 0;
        foreach (var query in queries) removed = await DoAsync(context, query, context.Area.Id.Value);
        return removed;
    }

    private static void Tell(ImportContext context, LedgerComparison found)
    {
        if (found.Removed > found.Stored * Suspicious)
            context.Notes.Add(new($"台帳にある {found.Stored:N0} 件のうち {found.Removed:N0} 件がファイルにありません。別の台帳や一部だけのファイルではないか確かめてください。",
                FormattableString.Invariant($"{found.Removed} of {found.Stored} stored facts are not in the file: is it another ledger, or a part?")));
        if (found.Removed > 0 && !found.RemoveMissing)
            context.Notes.Add(new($"ファイルにない {found.Removed:N0} 件は残しています。", FormattableString.Invariant($"{found.Removed} facts that the file lacks are kept.")));
    }

    private static Task<IReadOnlyList<LedgerDifference>> ListAsync(ImportContext context, string kind, string query) =>
        context.Session.ListAsync($"import_update.{query}", row => Difference(kind, row), context.Cancellation, context.Area.Id.Value, MostListed);

    private static LedgerDifference Difference(string kind, NpgsqlDataReader row) => new(kind,
        row.IsDBNull(0) ? null : row.GetInt64(0), row.IsDBNull(1) ? null : row.GetInt64(1), row.GetString(2), JsonNode.Parse(row.GetString(3))!.AsArray(),
        row.IsDBNull(4) ? null : Math.Round(row.GetDouble(4), 2), Node(row, 5), Node(row, 6));

    private static JsonNode? Node(NpgsqlDataReader row, int at) => row.IsDBNull(at) ? null : JsonNode.Parse(row.GetString(at));

    private static Task<long> SizeAsync(ImportContext context, string fact) =>
        context.Session.ScalarAsync<long>($"import_update.ledger_size_{fact}", context.Cancellation, context.Area.Id.Value, context.Source);

    private static async Task<GunManeException> NoLedgerAsync(ImportContext context)
    {
        var ledgers = await CorrectionStore.LedgersAsync(context.Session, context.Area.Id, context.Cancellation);
        return new GunManeException(Refusal.BadInput, $"更新する台帳「{context.Source}」がありません。ledger で選べるのは: {string.Join("、", ledgers.Take(20).Select(ledger => ledger.Ledger))}。"
            + "(There is no such ledger to update; name one with ledger.)", "ledger");
    }

    private static Task<int> DoAsync(ImportContext context, string query, params object?[] values) =>
        context.Session.ExecuteAsync($"import_update.{query}", context.Cancellation, values);
}
