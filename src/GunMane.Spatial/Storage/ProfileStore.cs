using GunMane.Spatial.Model;
using Npgsql;
using NpgsqlTypes;

namespace GunMane.Spatial.Storage;

/// <summary>An import profile of a study area's own.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Raised with every change.</param>
/// <param name="Document">The profile as JSON text.</param>
/// <param name="Actor">Who saved it.</param>
/// <param name="SavedAt">When.</param>
public sealed record StoredProfile(string Name, int Version, string Document, string Actor, DateTimeOffset SavedAt);

/// <summary>Own import profiles. Every method runs in the caller's session.</summary>
public static class ProfileStore
{
    /// <summary>The newest version of each profile of a study area, by name.</summary>
    public static Task<IReadOnlyList<StoredProfile>> ListAsync(Session session, StudyAreaId area, CancellationToken cancellation) =>
        session.ListAsync("profiles.list", Row, cancellation, area.Value);

    /// <summary>The newest version of a profile; null if the study area has none of this name.</summary>
    public static async Task<StoredProfile?> TryFindAsync(Session session, StudyAreaId area, string name, CancellationToken cancellation) =>
        (await session.ListAsync("profiles.find", Row, cancellation, area.Value, name)).SingleOrDefault();

    /// <summary>Saves a profile; returns its version: a new one where the document says something new, else the present one.</summary>
    /// <exception cref="GunManeException">Somebody saved it at the same moment (Conflict).</exception>
    public static async Task<int> SaveAsync(Session session, StudyAreaId area, string name, string document, CancellationToken cancellation)
    {
        try
        {
            return await session.ScalarAsync<int>("profiles.save", cancellation,
                area.Value, name, new NpgsqlParameter { Value = document, NpgsqlDbType = NpgsqlDbType.Jsonb }, session.Scope.Actor);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw new GunManeException(Refusal.Conflict, $"取り込み方「{name}」は今ほかで保存されました。もう一度保存してください。(Saved by someone else just now: save again.)", "profile");
        }
    }

    private static StoredProfile Row(NpgsqlDataReader row) =>
        new(row.GetString(0), row.GetInt32(1), row.GetString(2), row.GetString(3), row.GetFieldValue<DateTimeOffset>(4));
}
