using NetTopologySuite.Geometries;

namespace GunMane.ModelRegion.Trade;

/// <summary>A contractor. The position is its office in metres; trades are keys (civil, paving, green, pipes, electric, consultant).</summary>
public sealed class Firm
{
    /// <summary>事業者番号.</summary>
    public required string Id { get; init; }

    /// <summary>Name without the company form.</summary>
    public required string Stem { get; init; }

    /// <summary>Company form: 株式会社, 有限会社, 協同組合 or 共同企業体.</summary>
    public required string Form { get; init; }

    /// <summary>True when the form stands before the name.</summary>
    public bool FormFirst { get; init; }

    /// <summary>商号英字.</summary>
    public required string English { get; init; }

    /// <summary>事業者番号 of the members of a joint venture or cooperative.</summary>
    public List<string> Members { get; init; } = [];

    /// <summary>所在地.</summary>
    public required string Address { get; init; }

    /// <summary>Office in metres.</summary>
    public required Coordinate Office { get; init; }

    /// <summary>What it can do.</summary>
    public required string[] Trades { get; init; }

    /// <summary>How far from its office it works, metres.</summary>
    public required double Reach { get; init; }

    /// <summary>Works for a planted bundle and hardly anywhere else.</summary>
    public bool Reserved { get; init; }

    /// <summary>区分.</summary>
    public string Class => Form is "協同組合" or "共同企業体" ? Form : "会社";

    /// <summary>Canonical 商号.</summary>
    public string Name => FormFirst ? Form + Stem : Stem + Form;

    /// <summary>許可業種 in words, separated by ; .</summary>
    public string Licences => string.Join(';', Trades.Select(t => Licence[t]).Distinct());

    private static readonly Dictionary<string, string> Licence = new()
    {
        ["civil"] = "土木工事業;とび・土工工事業",
        ["paving"] = "舗装工事業",
        ["green"] = "造園工事業",
        ["pipes"] = "水道施設工事業;管工事業",
        ["electric"] = "電気工事業",
        ["consultant"] = "（建設コンサルタント登録）",
    };
}
