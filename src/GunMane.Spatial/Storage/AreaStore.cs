using GunMane.Spatial.Model;
using Npgsql;

namespace GunMane.Spatial.Storage;

/// <summary>What a study area holds, in numbers.</summary>
/// <param name="Extent">West, south, east, north in degrees; null while it is empty.</param>
/// <param name="Municipalities">Municipalities whose border counts (wards roll up).</param>
/// <param name="Assets">Assets.</param>
/// <param name="Contractors">Contractors.</param>
/// <param name="Contracts">Contracts.</param>
/// <param name="Links">Links between assets and contracts or firms.</param>
public sealed record AreaSummary(double[]? Extent, long Municipalities, long Assets, long Contractors, long Contracts, long Links);

/// <summary>A municipality whose border counts, with the number of assets in it.</summary>
public sealed record AreaMunicipality(string Code, string Name, string NameEn, long Assets);

/// <summary>A sector with its number of assets and their length in metres.</summary>
public sealed record AreaSector(Sector Sector, long Assets, double LengthM);

/// <summary>Study areas. Every method runs in the caller's session.</summary>
public static class AreaStore
{
    /// <summary>All study areas, real ones first.</summary>
    public static Task<IReadOnlyList<StudyArea>> ListAsync(Session session, CancellationToken cancellation) =>
        session.ListAsync("areas.list", Row, cancellation);

    /// <summary>The study area of a code.</summary>
    /// <exception cref="GunManeException">There is none (NotFound).</exception>
    public static async Task<StudyArea> FindAsync(Session session, string code, CancellationToken cancellation) =>
        await TryFindAsync(session, code, cancellation)
            ?? throw new GunManeException(Refusal.NotFound, $"対象地域「{code}」はありません。(There is no study area {code}.)", "area");

    /// <summary>The study area of a code, or null.</summary>
    public static async Task<StudyArea?> TryFindAsync(Session session, string code, CancellationToken cancellation) =>
        (await session.ListAsync("areas.find", Row, cancellation, code)).SingleOrDefault();

    /// <summary>5-digit codes of the municipalities and organisations that a study area knows.</summary>
    public static Task<IReadOnlyList<string>> CodesAsync(Session session, StudyAreaId area, CancellationToken cancellation) =>
        session.ListAsync("areas.codes", row => row.GetString(0), cancellation, area.Value);

    /// <summary>Makes a study area.</summary>
    /// <exception cref="GunManeException">The code is taken (Conflict) or malformed (BadInput).</exception>
    public static async Task<StudyArea> CreateAsync(
        Session session, string code, string name, string nameEn, bool fictitious, string? metresProj, string attribution, CancellationToken cancellation)
    {
        try
        {
            return (await session.ListAsync("areas.create", Row, cancellation,
                code, name, nameEn, fictitious, metresProj, attribution, session.Scope.Actor)).Single();
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw new GunManeException(Refusal.Conflict, $"対象地域「{code}」は既にあります。(The study area {code} exists already.)", "code");
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.CheckViolation)
        {
            throw new GunManeException(Refusal.BadInput,
                $"対象地域の符号「{code}」は使えません。半角の英小文字・数字・ハイフンで書いてください。(Use lower-case letters, digits and hyphens.)", "code");
        }
    }

    /// <summary>Removes a study area with everything in it; false if there was none.</summary>
    public static async Task<bool> RemoveAsync(Session session, string code, CancellationToken cancellation) =>
        await session.ExecuteAsync("areas.remove", cancellation, code) > 0;

    /// <summary>Sets the local metres once; later calls change nothing.</summary>
    public static Task SetMetresAsync(Session session, StudyAreaId area, string proj, CancellationToken cancellation) =>
        session.ExecuteAsync("areas.set_metres", cancellation, area.Value, proj);

    /// <summary>Adds a source's attribution to those that the map shows; false if it is there or empty.</summary>
    public static async Task<bool> AttributeAsync(Session session, StudyAreaId area, string attribution, CancellationToken cancellation) =>
        await session.ExecuteAsync("areas.attribute", cancellation, area.Value, attribution) > 0;

    /// <summary>Raises the data version; call it in the transaction that changes facts. Returns the new one.</summary>
    public static Task<long> RaiseVersionAsync(Session session, StudyAreaId area, CancellationToken cancellation) =>
        session.ScalarAsync<long>("areas.raise_version", cancellation, area.Value);

    /// <summary>Raises the data version of the study area of an import.</summary>
    public static Task RaiseVersionOfImportAsync(Session session, long import, CancellationToken cancellation) =>
        session.ExecuteAsync("areas.raise_version_of_import", cancellation, import);

    /// <summary>What it holds, in numbers.</summary>
    public static async Task<AreaSummary> SummaryAsync(Session session, StudyAreaId area, CancellationToken cancellation) =>
        (await session.ListAsync("areas.summary", row => new AreaSummary(
            row.IsDBNull(0) ? null : [row.GetDouble(0), row.GetDouble(1), row.GetDouble(2), row.GetDouble(3)],
            row.GetInt64(4), row.GetInt64(5), row.GetInt64(6), row.GetInt64(7), row.GetInt64(8)), cancellation, area.Value)).Single();

    /// <summary>Its municipalities, in order of code.</summary>
    public static Task<IReadOnlyList<AreaMunicipality>> MunicipalitiesAsync(Session session, StudyAreaId area, CancellationToken cancellation) =>
        session.ListAsync("areas.municipalities",
            row => new AreaMunicipality(row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt64(3)), cancellation, area.Value);

    /// <summary>Its sectors, the largest first.</summary>
    public static Task<IReadOnlyList<AreaSector>> SectorsAsync(Session session, StudyAreaId area, CancellationToken cancellation) =>
        session.ListAsync("areas.sectors", row => new AreaSector(
            Sectors.TryParse(row.GetString(0), out var sector) ? sector : Sector.Other, row.GetInt64(1), row.GetDouble(2)), cancellation, area.Value);

    private static StudyArea Row(NpgsqlDataReader row) => new(
        new StudyAreaId(row.GetInt32(0)), row.GetString(1), row.GetString(2), row.GetString(3), row.GetBoolean(4),
        row.IsDBNull(5) ? null : row.GetString(5), row.GetString(6), row.GetInt64(7));
}
