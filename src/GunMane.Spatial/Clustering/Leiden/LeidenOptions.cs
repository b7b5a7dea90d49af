namespace GunMane.Spatial.Clustering;

/// <summary>What makes a partition into communities good.</summary>
public enum CommunityQuality
{
    /// <summary>
    /// Constant Potts Model (Traag, Van Dooren, Nesterov 2011): Σ over groups of (affinity inside − γ · n (n − 1) / 2), n assets of
    /// the group. γ is a density: a group holds together while its pairs have γ affinity on average, pairs out of reach counted
    /// as 0, and two groups stay apart while the pairs between them have less. Whether two groups join depends on them alone,
    /// not on how large the study area is: there is no resolution limit.
    /// </summary>
    ConstantPotts,

    /// <summary>
    /// Modularity (Newman and Girvan 2004, with the resolution of Reichardt and Bornholdt 2006): Σ over groups of (share of the
    /// affinity inside − γ · (share of the affinity at its assets)²). It has a resolution limit (Fortunato and Barthélemy 2007):
    /// groups that are small beside the whole graph are merged, so that another town in the data changes the groups here.
    /// </summary>
    Modularity,
}

/// <summary>How communities are sought.</summary>
public sealed record LeidenOptions
{
    /// <summary>What is maximised.</summary>
    public CommunityQuality Quality { get; init; } = CommunityQuality.ConstantPotts;

    /// <summary>
    /// γ ≥ 0; more gives smaller groups. Constant Potts Model: affinity per pair of assets, 0 … 1, taken in whole millionths, and
    /// 0 gives connected components; an asset with twelve neighbours at an affinity of ⅓ gives groups of up to about 4 / γ assets.
    /// Modularity: 1 is the classic one.
    /// </summary>
    public double Resolution { get; init; } = 0.01;

    /// <summary>Groups with fewer assets are none: their assets have label −1.</summary>
    public int SmallestGroup { get; init; } = 2;

    /// <summary>Which of many equally lawful ways is searched; the same integer gives the same groups.</summary>
    public int Seed { get; init; }

    /// <summary>
    /// Passes over a connected component after which its search ends though it might find better groups. A component of n assets gets no
    /// more than 400,000 / n either, but at least 4. Groups are connected after each pass.
    /// </summary>
    public int MostPasses { get; init; } = 60;
}

/// <summary>Communities and how they were found.</summary>
/// <param name="Grouping">The groups.</param>
/// <param name="Quality">Quality of the partition found, before small groups were dropped (<see cref="LeidenCommunities.Quality"/>).</param>
/// <param name="Passes">Passes over the component that took most.</param>
/// <param name="Settled">A further pass from these groups bettered nothing; false: in some component <see cref="LeidenOptions.MostPasses"/> ended the search before.</param>
public sealed record LeidenResult(Grouping Grouping, double Quality, int Passes, bool Settled);
