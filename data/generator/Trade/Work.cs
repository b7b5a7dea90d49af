namespace GunMane.ModelRegion.Trade;

/// <summary>Which work is done on which sector, by which trade, and what it costs.</summary>
public static class Work
{
    private static readonly Dictionary<string, (string Kind, double Weight)[]> Kinds = new()
    {
        ["road"] = [("patrol", 2), ("cleaning", 2), ("mowing", 2.5), ("pavement_repair", 3), ("small_repair", 3)],
        ["bridge"] = [("inspection", 3), ("design", 2), ("repair_works", 3), ("small_repair", 1)],
        ["tunnel"] = [("inspection", 2), ("design", 1), ("repair_works", 1.5), ("cleaning", 2)],
        ["river"] = [("patrol", 1), ("mowing", 4), ("small_repair", 2), ("repair_works", 1)],
        ["park"] = [("patrol", 1), ("cleaning", 3), ("mowing", 3), ("inspection", 2), ("small_repair", 2)],
        ["sewer"] = [("inspection", 3), ("cleaning", 3), ("design", 1), ("repair_works", 3)],
        ["water"] = [("inspection", 2), ("small_repair", 3), ("repair_works", 3), ("design", 1)],
        ["slope"] = [("inspection", 2), ("mowing", 1), ("design", 1), ("repair_works", 2)],
        ["lighting"] = [("inspection", 2), ("small_repair", 3), ("repair_works", 2)],
    };

    private static readonly Dictionary<string, string> SectorNames = new()
    {
        ["road"] = "道路",
        ["bridge"] = "橋梁",
        ["tunnel"] = "トンネル",
        ["river"] = "河川",
        ["park"] = "公園",
        ["sewer"] = "下水道",
        ["water"] = "水道",
        ["slope"] = "道路法面",
        ["lighting"] = "道路照明",
    };

    private static readonly Dictionary<string, string> KindNames = new()
    {
        ["patrol"] = "巡回業務委託",
        ["inspection"] = "点検業務委託",
        ["cleaning"] = "清掃業務委託",
        ["mowing"] = "除草業務委託",
        ["pavement_repair"] = "舗装補修工事",
        ["small_repair"] = "小修繕工事",
        ["design"] = "補修設計業務委託",
        ["repair_works"] = "修繕工事",
    };

    /// <summary>Work kinds of a sector with their frequency.</summary>
    public static IReadOnlyList<(string Kind, double Weight)> Of(string sector) => Kinds[sector];

    /// <summary>Words for a title.</summary>
    public static string Title(string sector, string kind) => SectorNames[sector] + KindNames[kind];

    /// <summary>Trade that does it.</summary>
    public static string Trade(string sector, string kind) => kind switch
    {
        "design" => "consultant",
        "inspection" when sector is "bridge" or "tunnel" or "slope" => "consultant",
        "pavement_repair" => "paving",
        _ => TradeOf(sector),
    };

    /// <summary>Trade that builds the sector.</summary>
    public static string TradeOf(string sector) => sector switch
    {
        "park" => "green",
        "sewer" or "water" => "pipes",
        "lighting" => "electric",
        _ => "civil",
    };

    /// <summary>True for works on the asset itself, which are let a few assets at a time.</summary>
    public static bool IsWorks(string kind) => kind is "repair_works" or "pavement_repair" or "design";

    /// <summary>Yen per asset and year without tax, before noise.</summary>
    public static double Price(string sector, string kind) => kind switch
    {
        "patrol" => 45_000,
        "cleaning" => sector == "sewer" ? 48_000 : sector == "tunnel" ? 900_000 : 90_000,
        "mowing" => sector == "river" ? 210_000 : 130_000,
        "small_repair" => sector is "lighting" ? 38_000 : sector is "bridge" ? 1_900_000 : 260_000,
        "pavement_repair" => 4_200_000,
        "inspection" => sector switch { "bridge" => 420_000, "tunnel" => 2_600_000, "sewer" => 52_000, "slope" => 240_000, "lighting" => 9_000, _ => 60_000 },
        "design" => sector switch { "bridge" => 4_600_000, "tunnel" => 8_500_000, "slope" => 2_900_000, _ => 1_100_000 },
        _ => sector switch { "bridge" => 17_000_000, "tunnel" => 58_000_000, "slope" => 9_500_000, "river" => 6_800_000, "lighting" => 210_000, "park" => 2_400_000, _ => 2_900_000 },
    };
}
