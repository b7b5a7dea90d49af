namespace GunMane.Spatial.Import.Text;

/// <summary>What a number measures; it is stored in the unit named here.</summary>
public enum Quantity
{
    /// <summary>A bare number: no unit may stand with it.</summary>
    Bare,

    /// <summary>Metres.</summary>
    Length,

    /// <summary>Square metres.</summary>
    Area,

    /// <summary>Yen.</summary>
    Money,

    /// <summary>How many: 者, 社, 件, 箇所 …</summary>
    Count,
}

/// <summary>Units that towns write behind numbers and into column names, and what one of each is in the unit that is stored.</summary>
public static class Quantities
{
    // A 坪 is 400/121 m² (計量法 before 1959: (20/11)² m²). Written as after Plain.Tight: ㎡ is m2, ㎞ is km, ㏊ is ha.
    private static readonly Dictionary<(Quantity, string), decimal> Factors = new()
    {
        [(Quantity.Length, "m")] = 1, [(Quantity.Length, "M")] = 1, [(Quantity.Length, "メートル")] = 1, [(Quantity.Length, "ｍ")] = 1,
        [(Quantity.Length, "km")] = 1000, [(Quantity.Length, "Km")] = 1000, [(Quantity.Length, "KM")] = 1000, [(Quantity.Length, "キロメートル")] = 1000,
        [(Quantity.Length, "cm")] = 0.01m, [(Quantity.Length, "mm")] = 0.001m,
        [(Quantity.Area, "m2")] = 1, [(Quantity.Area, "M2")] = 1, [(Quantity.Area, "m^2")] = 1, [(Quantity.Area, "平方メートル")] = 1, [(Quantity.Area, "平米")] = 1,
        [(Quantity.Area, "ha")] = 10_000, [(Quantity.Area, "Ha")] = 10_000, [(Quantity.Area, "HA")] = 10_000, [(Quantity.Area, "ヘクタール")] = 10_000,
        [(Quantity.Area, "a")] = 100, [(Quantity.Area, "アール")] = 100, [(Quantity.Area, "km2")] = 1_000_000, [(Quantity.Area, "平方キロメートル")] = 1_000_000,
        [(Quantity.Area, "坪")] = 400m / 121,
        [(Quantity.Money, "円")] = 1, [(Quantity.Money, "千円")] = 1_000, [(Quantity.Money, "万円")] = 10_000, [(Quantity.Money, "百万円")] = 1_000_000,
        [(Quantity.Money, "億円")] = 100_000_000, [(Quantity.Money, "億")] = 100_000_000, [(Quantity.Money, "万")] = 10_000,
        [(Quantity.Count, "者")] = 1, [(Quantity.Count, "社")] = 1, [(Quantity.Count, "人")] = 1, [(Quantity.Count, "名")] = 1, [(Quantity.Count, "件")] = 1,
        [(Quantity.Count, "箇所")] = 1, [(Quantity.Count, "ヶ所")] = 1, [(Quantity.Count, "か所")] = 1, [(Quantity.Count, "基")] = 1, [(Quantity.Count, "本")] = 1,
        [(Quantity.Count, "橋")] = 1, [(Quantity.Count, "台")] = 1, [(Quantity.Count, "施設")] = 1,
    };

    private static readonly HashSet<string> Known = [.. Factors.Keys.Select(key => key.Item2)];

    /// <summary>What one unit of this name is in the unit that is stored; null if it is no unit of the quantity.</summary>
    /// <param name="quantity">What is measured.</param>
    /// <param name="unit">The unit, folded (<see cref="Plain.Tight"/>).</param>
    public static decimal? Factor(Quantity quantity, string unit) => Factors.TryGetValue((quantity, unit), out var factor) ? factor : null;

    /// <summary>Whether a folded word is a unit of any quantity.</summary>
    public static bool IsUnit(string word) => Known.Contains(word);

    /// <summary>The unit that is stored, as reports write it.</summary>
    public static string Stored(this Quantity quantity) => quantity switch
    {
        Quantity.Length => " m",
        Quantity.Area => " m²",
        Quantity.Money => " 円",
        _ => "",
    };
}
