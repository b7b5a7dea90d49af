using GunMane.Spatial.Contractors;
using GunMane.Spatial.Model;
using NetTopologySuite.Geometries;
using Npgsql;
using NpgsqlTypes;

namespace GunMane.Spatial.Storage;

/// <summary>A contractor's facts as a register states them.</summary>
/// <param name="Name">Name as written.</param>
/// <param name="NameEn">English name; empty if none.</param>
/// <param name="Core">Normalised name.</param>
/// <param name="Form">Legal form.</param>
/// <param name="Number">法人番号 or null.</param>
/// <param name="SourceNumber">Number in the register or null.</param>
/// <param name="Kind">company, joint_venture, cooperative, sole_trader or unknown.</param>
/// <param name="Address">Address; empty if none.</param>
/// <param name="Trades">Licensed trades, as written; empty if none.</param>
/// <param name="Office">Place of the office in storage coordinates, or null.</param>
public sealed record ContractorFacts(
    string Name, string NameEn, string Core, string Form, string? Number, string? SourceNumber, string Kind, string Address, string Trades, Point? Office);

/// <summary>Contractors (事業者). Every method runs in the caller's session.</summary>
public static class ContractorStore
{
    /// <summary>All contractors of a study area, as far as identity goes, with the facts stored.</summary>
    public static Task<IReadOnlyList<(KnownFirm Firm, ContractorFacts Facts)>> ListAsync(Session session, StudyAreaId area, CancellationToken cancellation) =>
        session.ListAsync("contractors.known", Row, cancellation, area.Value);

    /// <summary>Makes contractors; returns their numbers in the same order.</summary>
    public static async Task<IReadOnlyList<long>> AddAsync(
        Session session, StudyAreaId area, long import, IReadOnlyList<(string Key, ContractorFacts Facts)> firms, CancellationToken cancellation)
    {
        if (firms.Count == 0) return [];
        var ids = await session.ListAsync("contractors.add", row => (Key: row.GetString(0), Id: row.GetInt64(1)), cancellation,
            area.Value, import,
            firms.Select(firm => firm.Key).ToArray(), firms.Select(firm => firm.Facts.Name).ToArray(), firms.Select(firm => firm.Facts.NameEn).ToArray(),
            firms.Select(firm => firm.Facts.Core).ToArray(), firms.Select(firm => firm.Facts.Form).ToArray(),
            firms.Select(firm => firm.Facts.Number).ToArray(), firms.Select(firm => firm.Facts.SourceNumber).ToArray(),
            firms.Select(firm => firm.Facts.Kind).ToArray(), firms.Select(firm => firm.Facts.Address).ToArray(), firms.Select(firm => firm.Facts.Trades).ToArray(),
            firms.Select(firm => firm.Facts.Office?.AsBinary()).ToArray());
        var byKey = ids.ToDictionary(pair => pair.Key, pair => pair.Id, StringComparer.Ordinal);
        return [.. firms.Select(firm => byKey[firm.Key])];
    }

    /// <summary>Gives a contractor that was known by its register's number its 法人番号; what people decided about it goes on.</summary>
    public static async Task UpgradeAsync(Session session, StudyAreaId area, KnownFirm firm, CancellationToken cancellation)
    {
        await session.ExecuteAsync("firms.rename_key", cancellation, area.Value, $"source:{firm.SourceNumber}", firm.Key);
        await session.ExecuteAsync("contractors.upgrade", cancellation, firm.Id, firm.Key, firm.Form, Text(firm.Number));
    }

    /// <summary>Writes the facts of a contractor, keeping what the new ones leave blank.</summary>
    public static Task CompleteAsync(Session session, long id, ContractorFacts facts, CancellationToken cancellation) =>
        session.ExecuteAsync("contractors.complete", cancellation, id, facts.Name, facts.NameEn, Text(facts.SourceNumber), facts.Kind, facts.Address, facts.Trades,
            new NpgsqlParameter { Value = (object?)facts.Office?.AsBinary() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bytea });

    /// <summary>Records who is a member of a joint venture or cooperative.</summary>
    public static Task AddMembersAsync(Session session, IReadOnlyList<(long Contractor, long Member)> members, CancellationToken cancellation) =>
        session.ExecuteAsync("contractors.add_members", cancellation,
            members.Select(pair => pair.Contractor).ToArray(), members.Select(pair => pair.Member).ToArray());

    private static NpgsqlParameter Text(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    private static (KnownFirm, ContractorFacts) Row(NpgsqlDataReader row)
    {
        string? Maybe(int at) => row.IsDBNull(at) ? null : row.GetString(at);
        var facts = new ContractorFacts(row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), Maybe(6), Maybe(7),
            row.GetString(8), row.GetString(9), row.GetString(10), row.IsDBNull(11) ? null : row.GetFieldValue<Point>(11));
        var lossy = FirmName.Normalise(facts.Name)?.Lossy ?? false;
        return (new KnownFirm(row.GetInt64(0), row.GetString(1), facts.Core, facts.Form, facts.Number, facts.SourceNumber, lossy), facts);
    }
}
