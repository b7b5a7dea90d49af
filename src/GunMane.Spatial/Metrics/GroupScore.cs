namespace GunMane.Spatial.Metrics;

/// <summary>One part of a group's score.</summary>
/// <param name="Key">border, firms, sectors, terms, size, compactness.</param>
/// <param name="Value">How well the group does, 0…1.</param>
/// <param name="Weight">How much it counts here: its weight times how much of it is known.</param>
public sealed record ScorePart(string Key, double Value, double Weight)
{
    /// <summary>What it adds.</summary>
    public double Gain => Value * Weight;
}

/// <summary>
/// Score of a group, 0…100: the weighted mean of what speaks for joining (guidebook: 広域連携, 多分野連携, 事業者の共通性).
/// <code>
/// border 30       2 × share of assets across the largest side, at most 1
/// firms 30        share of assets with known firms behind which a shared firm stands; × mean strength of the evidence
/// sectors 15      2 × share of assets outside the largest sector, at most 1
/// terms 10        share of running contracts that end together; × share of assets with a known end
/// size 10         log2(assets) / 8, at most 1 (256 assets)
/// compactness 5   Polsby–Popper
/// </code>
/// What is not known takes its weight away from the mean: it speaks neither for nor against the group.
/// </summary>
public sealed record GroupScore(double Score, IReadOnlyList<ScorePart> Parts)
{
    private const double FullSize = 8;

    /// <summary>Scores a group.</summary>
    public static GroupScore Of(GroupMetrics metrics)
    {
        ScorePart[] parts =
        [
            new("border", Math.Min(1, 2 * metrics.CrossBorder), 30),
            new("firms", metrics.SharedFirmAssets, 30 * metrics.Belief),
            new("sectors", Math.Min(1, 2 * metrics.CrossSector), 15),
            new("terms", metrics.TermsTogether, 10 * metrics.TermsKnown),
            new("size", Math.Min(1, Math.Log2(metrics.Holding.Assets) / FullSize), 10),
            new("compactness", metrics.Compactness, 5),
        ];
        return new GroupScore(Math.Round(100 * parts.Sum(part => part.Gain) / parts.Sum(part => part.Weight), 2), parts);
    }
}
