using GunMane.Spatial.Contracts;
using GunMane.Spatial.Model;
using Npgsql;
using NpgsqlTypes;

namespace GunMane.Spatial.Storage;

/// <summary>Facts that links are made of, and what the rules propose. Every method runs in the caller's session.</summary>
public static class LinkStore
{
    /// <summary>Reads all that a run of the links looks at.</summary>
    public static async Task<LinkFacts> ReadAsync(Session session, StudyAreaId area, CancellationToken cancellation)
    {
        Task<IReadOnlyList<T>> List<T>(string query, Func<NpgsqlDataReader, T> row) => session.ListAsync($"links.{query}", row, cancellation, area.Value);
        var contracts = await List("contracts", Contract);
        // Nothing to link: spare the ledgers.
        if (contracts.Count == 0) return new LinkFacts([], [], [], [], [], []);
        return new LinkFacts(
            await List("orderers", row => new LinkOrderer(row.GetInt32(0), row.GetString(1), row.GetString(2))),
            await List("towns", row => new LinkTown(row.GetString(0), row.GetString(1))),
            await List("assets", Asset), contracts,
            await List("numbers", row => (row.GetInt64(0), row.GetString(1))),
            await List("builders", row => (row.GetInt32(0), row.GetInt64(1))));
    }

    /// <summary>Replaces the candidates of a study area; links are changed only by <see cref="SettleAsync"/>.</summary>
    public static async Task ProposeAsync(Session session, StudyAreaId area, IReadOnlyList<LinkProposal> proposals, CancellationToken cancellation)
    {
        await session.ExecuteAsync("links.candidate_table", cancellation);
        await CopyAsync(session, proposals, cancellation);
        await session.ExecuteAsync("links.analyse_candidates", cancellation);
        await session.ExecuteAsync("links.drop_candidates", cancellation, area.Value);
        await session.ExecuteAsync("links.take_candidates", cancellation, area.Value);
    }

    /// <summary>Makes the links agree with candidates and decisions; raises the data version where that changes any. Returns how many changed.</summary>
    /// <param name="session">A writing session.</param>
    /// <param name="area">The study area.</param>
    /// <param name="contracts">Contracts to settle; null for all.</param>
    /// <param name="cancellation">Reaches PostgreSQL.</param>
    public static async Task<long> SettleAsync(Session session, StudyAreaId area, long[]? contracts, CancellationToken cancellation)
    {
        var changed = await session.ScalarAsync<long>("links.settle", cancellation, area.Value,
            new NpgsqlParameter { Value = (object?)contracts ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
        if (changed > 0) await AreaStore.RaiseVersionAsync(session, area, cancellation);
        return changed;
    }

    /// <summary>Notes that a run ended.</summary>
    public static Task RecordAsync(Session session, StudyAreaId area, string engine, long contracts, long changed, CancellationToken cancellation) =>
        session.ExecuteAsync("links.record_run", cancellation, area.Value, engine, contracts, changed, session.Scope.Actor);

    private static LinkAsset Asset(NpgsqlDataReader row) => new(
        row.GetInt32(0), row.IsDBNull(1) ? null : row.GetInt32(1), Text(row, 2), Sectors.TryParse(row.GetString(3), out var sector) ? sector : Sector.Other,
        row.GetString(4), row.GetString(5), Text(row, 6), row.IsDBNull(7) ? null : row.GetInt32(7), row.GetString(8));

    private static LinkContract Contract(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetInt32(1), row.GetString(2), Sectors.TryParse(Text(row, 3), out var sector) ? sector : null,
        WorkKinds.TryParse(Text(row, 4), out var kind) ? kind : null, row.IsDBNull(5) ? null : row.GetInt64(5), row.IsDBNull(6) ? null : row.GetInt32(6),
        row.GetBoolean(7));

    private static async Task CopyAsync(Session session, IReadOnlyList<LinkProposal> proposals, CancellationToken cancellation)
    {
        await using var copy = await session.Connection.BeginBinaryImportAsync(SqlText.Query("links.copy_candidates"), cancellation);
        foreach (var proposal in proposals)
        {
            await copy.StartRowAsync(cancellation);
            await copy.WriteAsync(proposal.Contract, NpgsqlDbType.Bigint, cancellation);
            await copy.WriteAsync(proposal.DenseId, NpgsqlDbType.Integer, cancellation);
            await copy.WriteAsync(proposal.Basis.Key(), NpgsqlDbType.Text, cancellation);
            await copy.WriteAsync(proposal.Sure, NpgsqlDbType.Boolean, cancellation);
            await copy.WriteAsync(proposal.Strength, NpgsqlDbType.Double, cancellation);
            foreach (var text in new[] { proposal.Mention, proposal.Reason, proposal.ReasonEn }) await copy.WriteAsync(text, NpgsqlDbType.Text, cancellation);
        }

        await copy.CompleteAsync(cancellation);
    }

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
