using GunMane.Spatial.Model;
using Npgsql;

namespace GunMane.Spatial.Storage;

/// <summary>Public key and names of something that a holding table has a row for.</summary>
public readonly record struct ResolvedName(string? Key, string Name, string NameEn);

/// <summary>Names for the rows of holdings; load once, use for many.</summary>
public sealed class HoldingNames
{
    private static readonly ResolvedName NoTown = new(null, "市区町村の外・不明", "outside or unknown");
    private static readonly ResolvedName NoOwner = new(null, "管理者不明", "owner unknown");
    private static readonly ResolvedName NoFirm = new(null, "事業者不明", "contractor unknown");

    private readonly Dictionary<string, ResolvedName> municipalities;
    private readonly Dictionary<int, ResolvedName> owners;
    private readonly Dictionary<long, ResolvedName> contractors;

    private HoldingNames(
        Dictionary<string, ResolvedName> municipalities, Dictionary<int, ResolvedName> owners, Dictionary<long, ResolvedName> contractors)
    {
        this.municipalities = municipalities;
        this.owners = owners;
        this.contractors = contractors;
    }

    /// <summary>Loads the names of a study area: of the contractors named, or of all of them.</summary>
    public static async Task<HoldingNames> LoadAsync(
        Session session, StudyAreaId area, long[]? contractors, CancellationToken cancellation)
    {
        var towns = await session.ListAsync("holding.municipality_names",
            row => new ResolvedName(row.GetString(0), row.GetString(1), row.GetString(2)), cancellation, area.Value);
        var owners = await session.ListAsync("holding.owner_names", Named(row => row.GetInt32(0)), cancellation, area.Value);
        var firms = await session.ListAsync("holding.contractor_names", Named(row => row.GetInt64(0)), cancellation,
            area.Value, new NpgsqlParameter<long[]?> { TypedValue = contractors, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Bigint });
        return new HoldingNames(towns.ToDictionary(town => town.Key!), owners.ToDictionary(), firms.ToDictionary());
    }

    /// <summary>A sector: its key and names.</summary>
    public static ResolvedName Sector(Sector sector) => new(sector.Key(), sector.JapaneseName(), sector.ToString());

    /// <summary>A municipality by border code; null is outside of all.</summary>
    public ResolvedName Municipality(string? code) =>
        code is null ? NoTown : municipalities.GetValueOrDefault(code, new ResolvedName(code, code, code));

    /// <summary>An owner by internal number.</summary>
    public ResolvedName Owner(int? id) => id is { } known ? owners.GetValueOrDefault(known, NoOwner) : NoOwner;

    /// <summary>A contractor by internal number; 0 is not known.</summary>
    public ResolvedName Contractor(long id) => contractors.GetValueOrDefault(id, NoFirm);

    private static Func<NpgsqlDataReader, KeyValuePair<TKey, ResolvedName>> Named<TKey>(Func<NpgsqlDataReader, TKey> key) =>
        row => new(key(row), new ResolvedName(row.GetString(1), row.GetString(2), row.GetString(3)));
}
