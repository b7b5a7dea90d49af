using GunMane.ModelRegion.Land;
using GunMane.ModelRegion.Support;
using NetTopologySuite.Geometries;

namespace GunMane.ModelRegion.Ledger;

/// <summary>All assets, numbered by owner and sector in the order in which they are entered.</summary>
public sealed class Book(Rng rng)
{
    /// <summary>Sector keys in the order of the files, with the letter in 施設番号.</summary>
    public static readonly (string Sector, char Letter)[] Sectors =
        [("road", 'R'), ("bridge", 'B'), ("tunnel", 'T'), ("river", 'V'), ("park", 'P'), ("sewer", 'S'), ("water", 'W'), ("slope", 'N'), ("lighting", 'E')];

    private readonly Dictionary<(string, string), int> counters = [];
    private readonly Conditions conditions = new(rng.Fork("conditions"));

    /// <summary>Everything entered.</summary>
    public List<Asset> Assets { get; } = [];

    /// <summary>Assets of one sector.</summary>
    public IEnumerable<Asset> Of(string sector) => Assets.Where(a => a.Sector == sector);

    /// <summary>Enters an asset; its condition follows from its age.</summary>
    public Asset Enter(string sector, string kind, string name, string? route, string owner, string town, Geometry shape)
    {
        var letter = Sectors.First(s => s.Sector == sector).Letter;
        var count = counters[(owner, sector)] = counters.GetValueOrDefault((owner, sector)) + 1;
        var asset = new Asset
        {
            Number = $"{owner}-{letter}-{count:000000}",
            Sector = sector,
            Kind = kind,
            Name = name,
            Route = route,
            Owner = owner,
            Town = town,
            Department = Departments.Owning(owner, sector),
            Shape = shape,
        };
        conditions.Fill(asset);
        Assets.Add(asset);
        return asset;
    }
}

/// <summary>Which department owns the work and which one tenders it.</summary>
public static class Departments
{
    /// <summary>所管課 of a sector at an owner.</summary>
    public static string Owning(string owner, string sector) => owner switch
    {
        Skeleton.PrefectureOrganisation => sector == "river" ? "河川砂防課" : "道路保全課",
        _ when Skeleton.Seat(owner).IsCity => City(sector),
        _ when owner == "90341" => sector == "river" ? "農林課" : "建設水道課",
        _ => Town(sector),
    };

    /// <summary>契約担当課 of an owner.</summary>
    public static string Tendering(string owner) => owner switch
    {
        Skeleton.PrefectureOrganisation => "会計管理課",
        _ when Skeleton.Seat(owner).IsCity => "契約検査課",
        "90341" => "総務課",
        _ => "財政課",
    };

    private static string City(string sector) => sector switch
    {
        "park" => "公園緑地課",
        "sewer" => "下水道課",
        "water" => "水道課",
        "river" => "河川課",
        _ => "道路課",
    };

    private static string Town(string sector) => sector switch
    {
        "park" => "都市整備課",
        "sewer" or "water" => "上下水道課",
        "river" => "農林課",
        _ => "建設課",
    };
}
