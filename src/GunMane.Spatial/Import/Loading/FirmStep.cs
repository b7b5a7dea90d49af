using GunMane.Spatial.Contractors;
using GunMane.Spatial.Storage;
using NpgsqlTypes;

namespace GunMane.Spatial.Import.Loading;

/// <summary>Finds or makes the contractors that the new rows of this import name, and leaves the map in <c>import_firm_map</c>.</summary>
internal static class FirmStep
{
    /// <summary>Runs the step; returns how many contractors were made.</summary>
    public static async Task<int> RunAsync(ImportContext context, IReadOnlyList<FirmMention> mentions)
    {
        var (session, cancellation) = (context.Session, context.Cancellation);
        await session.ExecuteAsync("imports.firm_map", cancellation);
        var used = await session.ListAsync("imports.used_firms", row => row.GetInt32(0), cancellation);
        if (used.Count == 0) return 0;
        var known = await ContractorStore.ListAsync(session, context.Area.Id, cancellation);
        var result = ContractorIdentity.Resolve([.. known.Select(pair => pair.Firm)], [.. used.Select(at => mentions[at])]);
        foreach (var firm in result.Upgraded) await ContractorStore.UpgradeAsync(session, context.Area.Id, firm, cancellation);
        var made = await ContractorStore.AddAsync(session, context.Area.Id, context.Import, [.. result.Made.Select(pair => (pair.Firm.Key, Facts(pair)))], cancellation);
        await CopyAsync(context, used, [.. result.Of.Select(firm => firm < 0 ? made[(int)(-1 - firm)] : firm)]);
        context.FirmsChanged = true;
        Tell(context, result);
        return made.Count;
    }

    private static ContractorFacts Facts((KnownFirm Firm, FirmMention Mention) made) => new(
        made.Mention.Name.Raw.Trim(), "", made.Firm.Core, made.Firm.Form, made.Firm.Number, made.Firm.SourceNumber, Kind(made.Mention.Name.Kind), "", "", null);

    /// <summary>Key of a kind in the database.</summary>
    public static string Kind(FirmKind kind) => kind switch
    {
        FirmKind.JointVenture => "joint_venture",
        FirmKind.Cooperative => "cooperative",
        _ => "company",
    };

    private static async Task CopyAsync(ImportContext context, IReadOnlyList<int> used, long[] contractors)
    {
        await using var copy = await context.Session.Connection.BeginBinaryImportAsync(SqlText.Query("imports.copy_firm_map"), context.Cancellation);
        for (var at = 0; at < used.Count; at++)
        {
            await copy.StartRowAsync(context.Cancellation);
            await copy.WriteAsync(used[at], NpgsqlDbType.Integer, context.Cancellation);
            await copy.WriteAsync(contractors[at], NpgsqlDbType.Bigint, context.Cancellation);
        }

        await copy.CompleteAsync(context.Cancellation);
    }

    private static void Tell(ImportContext context, IdentityResult result)
    {
        var lossy = result.Made.Count(pair => pair.Firm.Lossy);
        if (lossy > 0)
            context.Notes.Add(new($"文字が失われた事業者名が {lossy} 件あります。名前だけではほかの事業者と同一とはみなしません。", $"{lossy} firm names lost letters and are joined to no other by name."));
        if (result.Upgraded.Count > 0)
            context.Notes.Add(new($"名簿の番号で登録されていた {result.Upgraded.Count} 事業者に法人番号が付きました。", $"{result.Upgraded.Count} firms known by a register now have a corporate number."));
    }
}
