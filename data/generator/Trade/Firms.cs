using GunMane.ModelRegion.Land;
using GunMane.ModelRegion.Network;
using GunMane.ModelRegion.Support;
using NetTopologySuite.Geometries;

namespace GunMane.ModelRegion.Trade;

/// <summary>Founds the firms: local ones by town and trade, a few large ones, cooperatives, joint ventures and the firms of the bundles.</summary>
public sealed class Firms
{
    private static readonly (string Trade, int City, int Town, int Village)[] Local =
        [("civil", 6, 3, 2), ("paving", 2, 1, 0), ("green", 2, 1, 0), ("pipes", 3, 1, 1), ("electric", 2, 1, 0), ("consultant", 2, 0, 0)];

    private readonly IReadOnlyList<Place> places;
    private readonly FirmNames names;
    private readonly Rng rng;

    /// <summary>Founds all ordinary firms.</summary>
    public Firms(IReadOnlyList<Place> places, Rng rng)
    {
        (this.places, this.rng) = (places, rng);
        names = new FirmNames(rng.Fork("names"));
        foreach (var seat in Skeleton.Seats)
            FoundLocal(seat);
        foreach (var trade in new[] { "civil", "paving", "pipes", "consultant" })
            Found(rng.Pick([Skeleton.Seats[0], Skeleton.Seats[1]]), [trade, trade == "civil" ? "paving" : "civil"], 90_000);
        Cooperatives();
        foreach (var (code, stem, english) in new[] { ("90201", "汐見浜西部みちづくり", "Shiomihama Seibu Michizukuri"), ("90202", "桐ノ瀬川みなも", "Kirinosegawa Minamo"), ("90301", "潮路うみべ", "Shioji Umibe"), ("90321", "川合瀬やまなみ", "Kawaise Yamanami") })
            Joint(stem, english, false, [.. Near(At(code), "civil").Where(f => f is { Class: "会社", Reach: < 50_000 }).Take(2)]);
    }

    /// <summary>Everyone.</summary>
    public List<Firm> All { get; } = [];

    /// <summary>A firm by its number.</summary>
    public Firm ById(string id) => All.First(f => f.Id == id);

    /// <summary>Founds a firm for a bundle; it keeps to the bundle.</summary>
    public Firm Reserve(Seat seat, string[] trades) => Found(seat, trades, 6000, true);

    /// <summary>A joint venture of firms that are there.</summary>
    public Firm Joint(string stem, string english, bool reserved, params Firm[] members)
    {
        var firm = new Firm
        {
            Id = NextId(),
            Stem = stem,
            Form = "共同企業体",
            English = english + " JV (fictitious)",
            Members = [.. members.Select(m => m.Id)],
            Address = members[0].Address,
            Office = members[0].Office,
            Trades = [.. members.SelectMany(m => m.Trades).Distinct()],
            Reach = 7000,
            Reserved = reserved,
        };
        All.Add(firm);
        return firm;
    }

    /// <summary>Ordinary joint ventures whose first member is near a point.</summary>
    public List<Firm> JointNear(Coordinate point) => [.. All.Where(f => !f.Reserved && f.Class == "共同企業体" && f.Office.Distance(point) < f.Reach)];

    /// <summary>Firms of the bundles that may do a job outside their bundle, near a point.</summary>
    public List<Firm> StrayNear(Coordinate point, string trade) =>
        [.. All.Where(f => f.Reserved && f.Class == "会社" && f.Trades.Contains(trade) && f.Office.Distance(point) < f.Reach)];

    /// <summary>Ordinary firms of a trade that would work at a point, nearest office first.</summary>
    public List<Firm> Near(Coordinate point, string trade) =>
        [.. All.Where(f => !f.Reserved && f.Trades.Contains(trade) && f.Class != "共同企業体" && f.Office.Distance(point) < f.Reach).OrderBy(f => f.Office.Distance(point))];

    private void FoundLocal(Seat seat)
    {
        foreach (var (trade, city, town, village) in Local)
        {
            var count = seat.IsCity ? city : seat.Name.EndsWith('村') ? village : town;
            for (var k = 0; k < count; k++)
                Found(seat, rng.Chance(0.3) && trade == "civil" ? ["civil", "paving"] : [trade], Reach(trade));
        }
    }

    private double Reach(string trade) => trade switch
    {
        "civil" => rng.Between(6000, 12000),
        "consultant" => 60_000,
        _ => rng.Between(12000, 22000),
    };

    private Firm Found(Seat seat, string[] trades, double reach, bool reserved = false)
    {
        var (stem, english) = names.Next(trades[0]);
        var limited = rng.Chance(0.34);
        var homes = places.Where(p => p.Code == seat.Code).ToList();
        var home = rng.Chance(0.55) ? homes[0] : rng.Pick(homes);
        var firm = new Firm
        {
            Id = NextId(),
            Stem = stem,
            Form = limited ? "有限会社" : "株式会社",
            FormFirst = limited || rng.Chance(0.6),
            English = $"{english} {(limited ? "Ltd." : "Co., Ltd.")} (fictitious)",
            Address = $"{Skeleton.Prefecture}{seat.Name}{home.Name}{rng.Whole(1, 4)}丁目{rng.Whole(1, 28)}番{rng.Whole(1, 19)}号",
            Office = Office(home),
            Trades = trades,
            Reach = reach,
            Reserved = reserved,
        };
        All.Add(firm);
        return firm;
    }

    private Coordinate Office(Place home)
    {
        if (home.Streets is null)
            return home.Centre;
        var p = rng.Pick(home.Streets.Edges).Line;
        return Lines.PointAt(p, p.Length / 2, 9);
    }

    private void Cooperatives()
    {
        foreach (var (code, name, english) in new[] { ("90201", "汐見浜まもり", "Shiomihama Mamori"), ("90202", "桐ノ瀬つくろい", "Kirinose Tsukuroi"), ("90303", "磯待みちもり", "Isomachi Michimori"), ("90321", "奥汐波やまみち", "Oku-Shionami Yamamichi") })
        {
            var members = Near(At(code), "civil").Where(f => f.Reach < 50_000).Take(5).ToList();
            All.Add(new Firm
            {
                Id = NextId(),
                Stem = name,
                Form = "協同組合",
                English = english + " Cooperative (fictitious)",
                Members = [.. members.Select(m => m.Id)],
                Address = members[0].Address,
                Office = members[0].Office,
                Trades = ["civil", "green"],
                Reach = 7000,
            });
        }
    }

    private static Coordinate At(string code) => new(Skeleton.Seat(code).X, Skeleton.Seat(code).Y);

    private string NextId() => $"F{All.Count + 1:0000}";
}
