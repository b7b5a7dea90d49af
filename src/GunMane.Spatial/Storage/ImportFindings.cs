using System.Text.RegularExpressions;
using Npgsql;

namespace GunMane.Spatial.Storage;

/// <summary>Rows of an import for one reason.</summary>
/// <param name="State">repaired, duplicate or quarantined.</param>
/// <param name="Reason">The reason, without the values that it names.</param>
/// <param name="Rows">How many rows it befell; a row may have several.</param>
public sealed record ReasonCount(string State, Bilingual Reason, long Rows);

/// <summary>Assets that an import brought, by sector and owner (団体コード; empty: known by name only; null: not known).</summary>
public sealed record AssetCount(string Sector, string? Owner, long Assets);

/// <summary>Firms that an import named for its assets, by role.</summary>
public sealed record FirmCount(string Role, long Firms, long Assets);

/// <summary>Orders that an import brought.</summary>
public sealed record OrderCount(long Orders, long Won, long Firms, long Orderers, long Linked);

/// <summary>Assets of an import that another import probably has too.</summary>
/// <param name="Import">The other import.</param>
/// <param name="Assets">How many.</param>
public sealed record AlikeCount(long Import, long Assets);

/// <summary>What is to be told about an import beyond its counts, without any value of its rows.</summary>
public sealed partial record ImportFindings
{
    /// <summary>Why rows were repaired, duplicate or quarantined, the commonest first.</summary>
    public required IReadOnlyList<ReasonCount> Reasons { get; init; }

    /// <summary>The assets that it brought.</summary>
    public required IReadOnlyList<AssetCount> Assets { get; init; }

    /// <summary>The firms that it named for them.</summary>
    public required IReadOnlyList<FirmCount> Firms { get; init; }

    /// <summary>The orders that it brought.</summary>
    public required OrderCount Orders { get; init; }

    /// <summary>Its assets that other imports probably have too.</summary>
    public required IReadOnlyList<AlikeCount> Alike { get; init; }

    /// <summary>Finds them for imports into one study area; by the number of the import.</summary>
    public static async Task<IReadOnlyDictionary<long, ImportFindings>> FindAsync(Session session, IReadOnlyList<ImportReport> imports, CancellationToken cancellation)
    {
        var found = new Dictionary<long, ImportFindings>();
        if (imports.Count == 0) return found;
        var alike = (await session.ListAsync("import_findings.alike", row => (Import: row.GetInt64(0), Count: new AlikeCount(row.GetInt64(1), row.GetInt64(2))),
            cancellation, imports[0].Area.Value, imports.Select(import => import.Id).ToArray())).ToLookup(row => row.Import, row => row.Count);
        foreach (var import in imports) found[import.Id] = await FindAsync(session, import.Id, [.. alike[import.Id]], cancellation);
        return found;
    }

    private static async Task<ImportFindings> FindAsync(Session session, long import, IReadOnlyList<AlikeCount> alike, CancellationToken cancellation)
    {
        Task<IReadOnlyList<T>> Ask<T>(string query, Func<NpgsqlDataReader, T> row) => session.ListAsync($"import_findings.{query}", row, cancellation, import);
        return new ImportFindings
        {
            Reasons = Counted(await Ask("reasons", row => (row.GetString(0), row.GetString(1), row.GetInt64(2)))),
            Assets = await Ask("assets", row => new AssetCount(row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1), row.GetInt64(2))),
            Firms = await Ask("firms", row => new FirmCount(row.GetString(0), row.GetInt64(1), row.GetInt64(2))),
            Orders = (await Ask("orders", row => new OrderCount(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4)))).Single(),
            Alike = alike,
        };
    }

    // A row may have several reasons, joined by a slash: each is counted.
    private static List<ReasonCount> Counted(IReadOnlyList<(string State, string Reason, long Rows)> rows) =>
        [.. rows.SelectMany(row => row.Reason.Split(" / ").Distinct().Select(reason => (row.State, Reason: Sentence(reason), row.Rows)))
            .GroupBy(row => (row.State, row.Reason)).Select(group => new ReasonCount(group.Key.State, group.Key.Reason, group.Sum(row => row.Rows)))
            .OrderBy(count => count.State, StringComparer.Ordinal).ThenByDescending(count => count.Rows).ThenBy(count => count.Reason.Ja, StringComparer.Ordinal)];

    // Reasons are written 項目: 日本語 (English): what was found.
    private static Bilingual Sentence(string reason)
    {
        if (English().Match(reason) is not { Success: true } english) return new Bilingual(reason, reason);
        var field = Field().Match(reason) is { Success: true } match ? match.Groups[1].Value : "";
        return new Bilingual(reason[..english.Index].TrimEnd(), field + english.Groups[1].Value);
    }

    [GeneratedRegex(@"\(([\x20-\x27\x2A-\x7E]+)\)")]
    private static partial Regex English();

    [GeneratedRegex("^([^:「(]+: )「")]
    private static partial Regex Field();
}
