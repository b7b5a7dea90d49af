namespace GunMane.Spatial.Contractors;

/// <summary>
/// How common a name is, counted over the names of the study area themselves: the rarer a name, the more its agreement
/// says (value-specific weights: Fellegi and Sunter 1969, §3.3; Winkler 1989). Immutable.
/// </summary>
public sealed class NameBook
{
    private readonly Dictionary<string, int> heads;

    /// <summary>Counts the different names.</summary>
    public NameBook(IEnumerable<string> cores) => heads = cores.Distinct(StringComparer.Ordinal)
        .GroupBy(core => Lead(FirmWords.Split(core).Head), StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);

    /// <summary>How many different names of the study area begin like this one (鈴木 of 鈴木組, 鈴木設計 …); at least 1.</summary>
    public int Sharing(string core) => heads.GetValueOrDefault(Lead(FirmWords.Split(core).Head), 1);

    /// <summary>Whether the name has the shape that many firms share: one or two letters and a trade, or two letters alone.</summary>
    public static bool IsShort(string core)
    {
        var (head, trade) = FirmWords.Split(core);
        return (trade.Length > 0 && head.Length <= 2) || core.Length <= 2;
    }

    private static string Lead(string head) => head.Length > 2 ? head[..2] : head;
}
