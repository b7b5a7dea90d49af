namespace GunMane.Spatial.Model;

/// <summary>Work kind (業務種別) of a contract.</summary>
public enum WorkKind : byte
{
    Patrol, Inspection, Cleaning, Mowing, SnowRemoval, PavementRepair, SmallRepair, Design, RepairWorks,
}

/// <summary>Keys and Japanese names of the work kinds.</summary>
public static class WorkKinds
{
    private static readonly string[] KeysByValue =
        ["patrol", "inspection", "cleaning", "mowing", "snow_removal", "pavement_repair", "small_repair", "design", "repair_works"];

    private static readonly string[] NamesByValue =
        ["巡回", "点検", "清掃", "除草", "除雪", "舗装補修", "小修繕", "設計", "修繕工事"];

    /// <summary>All keys, in the order of <see cref="WorkKind"/>.</summary>
    public static IReadOnlyList<string> Keys => KeysByValue;

    /// <summary>The key that API and database use.</summary>
    public static string Key(this WorkKind kind) => KeysByValue[(int)kind];

    /// <summary>The Japanese name that screens and sentences use.</summary>
    public static string JapaneseName(this WorkKind kind) => NamesByValue[(int)kind];

    /// <summary>Finds a work kind by key or Japanese name; false if there is none.</summary>
    public static bool TryParse(string? text, out WorkKind kind)
    {
        var index = Array.FindIndex(KeysByValue, key => string.Equals(key, text, StringComparison.OrdinalIgnoreCase));
        if (index < 0) index = Array.IndexOf(NamesByValue, text);
        kind = (WorkKind)Math.Max(index, 0);
        return index >= 0;
    }
}
