namespace GunMane.Benchmarks.Quality;

/// <summary>
/// Parameters of the planted-truth generator (docs/reference/quality.md says why these). They were fixed before any method was tuned.
/// </summary>
internal sealed record PlantedParameters
{
    /// <summary>Towns in a row, and rows of towns.</summary>
    public (int Columns, int Rows) Towns { get; init; } = (3, 2);

    /// <summary>Metres between neighbouring towns, before they are moved about.</summary>
    public double TownSpacing { get; init; } = 9_000;

    /// <summary>Bundles along the road between two towns: least and most.</summary>
    public (int Least, int Most) RoadBundles { get; init; } = (3, 6);

    /// <summary>Bundles in the middle of a town: least and most.</summary>
    public (int Least, int Most) TownBundles { get; init; } = (3, 5);

    /// <summary>Assets of a bundle that are expected: least and most.</summary>
    public (int Least, int Most) BundleAssets { get; init; } = (45, 160);

    /// <summary>Metres of road per asset of a bundle: least and most.</summary>
    public (double Least, double Most) RoadPerAsset { get; init; } = (8, 22);

    /// <summary>How far a bundle reaches into those beside it, as a share of its own length.</summary>
    public double Overlap { get; init; } = 0.15;

    /// <summary>Firms of a territory: least and most.</summary>
    public (int Least, int Most) TerritoryFirms { get; init; } = (1, 3);

    /// <summary>Share of territories that have a second bundle somewhere else.</summary>
    public double SecondBundle { get; init; } = 0.2;

    /// <summary>Share of assets in no bundle.</summary>
    public double Noise { get; init; } = 0.12;

    /// <summary>Share of links that name a wrong firm: half of these a firm of a bundle beside, half any firm.</summary>
    public double WrongLink { get; init; } = 0.06;

    /// <summary>Share of records that name two firms.</summary>
    public double TwoFirms { get; init; } = 0.4;

    /// <summary>Firms that work everywhere.</summary>
    public int EverywhereFirms { get; init; } = 2;

    /// <summary>Share of records that name, beside the others, a firm that works everywhere.</summary>
    public double EverywhereLink { get; init; } = 0.08;
}
