using GunMane.Spatial.Model;
using NpgsqlTypes;

namespace GunMane.Spatial.Storage;

/// <summary>An organisation of a study area.</summary>
/// <param name="Id">Internal number.</param>
/// <param name="Code">5-digit code, or null.</param>
/// <param name="Name">Japanese name.</param>
/// <param name="Kind">prefecture, municipality, state, union, corporation or other.</param>
public sealed record Organisation(int Id, string? Code, string Name, string Kind);

/// <summary>Organisations (管理者・発注者). Every method runs in the caller's session.</summary>
public static class OrganisationStore
{
    /// <summary>All organisations of a study area.</summary>
    public static Task<IReadOnlyList<Organisation>> ListAsync(Session session, StudyAreaId area, CancellationToken cancellation) =>
        session.ListAsync("organisations.list",
            row => new Organisation(row.GetInt32(0), row.IsDBNull(1) ? null : row.GetString(1), row.GetString(2), row.GetString(3)), cancellation, area.Value);

    /// <summary>Makes one; returns its number.</summary>
    public static Task<int> AddAsync(
        Session session, StudyAreaId area, string? code, string name, string nameEn, string kind, CancellationToken cancellation) =>
        session.ScalarAsync<int>("organisations.add", cancellation,
            area.Value, new Npgsql.NpgsqlParameter { Value = (object?)code ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text }, name, nameEn, kind);

    /// <summary>Gives a code, a name and a kind to one that was known by less.</summary>
    public static Task CompleteAsync(Session session, int id, string code, string name, string nameEn, string kind, CancellationToken cancellation) =>
        session.ExecuteAsync("organisations.complete", cancellation, id, code, name, nameEn, kind);

    /// <summary>Two records turned out to be one organisation: all that belongs to the first goes to the second.</summary>
    public static Task MergeAsync(Session session, int from, int into, CancellationToken cancellation) =>
        session.ExecuteAsync("organisations.merge", cancellation, from, into);
}
