namespace GunMane.ModelRegion.Support;

/// <summary>Invents place names out of common syllables; each is given once.</summary>
public sealed class NameMaker(Rng rng)
{
    private static readonly string[] First = ["汐", "桐", "霧", "風", "杉", "磯", "榎", "椿", "藤", "柳", "栗", "梅", "楠", "葦", "鷺", "鶴", "亀", "鹿", "白", "黒", "赤", "青", "大", "小", "上", "下", "中", "古", "新", "長", "平", "荒", "月", "星", "日", "雲", "露", "笹", "竹", "松", "萩", "菅", "芹", "蕗", "鮎", "鴨", "雁", "蛍", "岩", "砂"];
    private static readonly string[] Middle = ["ノ", "", "", "ヶ", "", "見", "待", "分", "戸", "尾", "根", "葉", "枝", "野", "原", "井", "内", "津", "良"];
    private static readonly string[] Place = ["沢", "谷", "平", "原", "畑", "田", "浜", "浦", "崎", "瀬", "沼", "坂", "森", "窪", "久保", "台", "町", "里", "垣", "内", "渡", "尻", "口", "倉", "堀", "島", "岡", "塚"];
    private static readonly string[] Water = ["沢川", "谷川", "瀬川", "田川", "根川", "倉川", "尾川", "川", "又川", "窪川"];
    private readonly HashSet<string> given = [];

    /// <summary>A river name ending in 川.</summary>
    public string River() => Fresh(() => rng.Pick(First) + rng.Pick(Middle) + rng.Pick(Water));

    /// <summary>A name of a hamlet or quarter.</summary>
    public string Hamlet() => Fresh(() => rng.Pick(First) + rng.Pick(Middle) + rng.Pick(Place));

    /// <summary>A bridge name ending in 橋.</summary>
    public string Bridge() => Fresh(() => rng.Pick(First) + rng.Pick(Middle) + rng.Pick(Place) + "橋", rng.Pick(["大橋", "新橋"]));

    private string Fresh(Func<string> make, string? fallback = null)
    {
        for (var attempt = 0; attempt < 200; attempt++)
        {
            var name = make();
            if (given.Add(name))
                return name;
        }
        var last = make() + (fallback ?? "新");
        given.Add(last);
        return last;
    }
}
