namespace GunMane.Spatial.Clustering;

/// <summary>
/// Two grouping results over the same assets side by side: which group is which, what moved, how alike the two are. Pure.
/// The numbers of the groups mean nothing: other numbers give the same comparison under those numbers, and swapping the runs
/// gives it the other way round. Where several matchings are best, the order of the assets decides between them.
/// </summary>
/// <param name="Flows">Overlap table without its empty cells, ascending by labels.</param>
/// <param name="Matches">One-to-one matching of groups with the most assets in both, ascending by group (<see cref="GroupingComparisonMatching"/>).</param>
/// <param name="Matching">How good the matching is, and which method was used.</param>
/// <param name="Events">What became of the groups; each group of either run is in at least one.</param>
/// <param name="Changes">Per asset.</param>
/// <param name="AdjustedRand">
/// Adjusted Rand index (Hubert and Arabie 1985) over the assets that both looked at: 1 for the same partition, 0 on average
/// for unrelated ones, at least −1. An asset in no group is alone. 1 where both are trivially the same (all alone, or all in one).
/// </param>
/// <param name="VariationOfInformation">
/// H(before | after) + H(after | before) in bits over the same assets (Meilă 2007): a metric, 0 for the same partition, at most
/// the binary logarithm of the number of assets. An asset in no group is alone.
/// </param>
public sealed record GroupingComparison(GroupFlow[] Flows, GroupMatch[] Matches, MatchingQuality Matching, GroupEvent[] Events,
    AssetChange[] Changes, double AdjustedRand, double VariationOfInformation)
{
    /// <summary>Label of an asset that a run didn't look at.</summary>
    public const int NotLookedAt = -1;

    /// <summary>Label of an asset in no group.</summary>
    public const int None = 0;

    /// <summary>Yen of the assets that moved, joined or left.</summary>
    public long YenMoved => Total(AssetChange.Moved).Yen + Total(AssetChange.Joined).Yen + Total(AssetChange.Left).Yen;

    /// <summary>Assets and yen of one change.</summary>
    public ChangeTotal Total(AssetChange change) =>
        new(Flows.Where(flow => flow.Change == change).Sum(flow => (long)flow.Assets), Flows.Where(flow => flow.Change == change).Sum(flow => flow.Yen));

    /// <summary>Compares two runs. O(assets + overlaps · log) beside the exact matching of what doesn't match at sight.</summary>
    /// <param name="before">Per asset its group in the first run, 1 or more; 0 in none, −1 not looked at.</param>
    /// <param name="after">Per asset its group in the second run, likewise.</param>
    /// <param name="yen">Per asset its yen; null where nothing is known.</param>
    /// <param name="cancellation">Gives up between the steps and between blocks.</param>
    /// <exception cref="ArgumentException">The arrays differ in length, or a label is below −1.</exception>
    public static GroupingComparison Of(int[] before, int[] after, long[]? yen, CancellationToken cancellation)
    {
        if (before.Length != after.Length) throw new ArgumentException($"{before.Length} and {after.Length} labels.", nameof(after));
        if (yen is not null && yen.Length != before.Length) throw new ArgumentException($"{yen.Length} amounts for {before.Length} assets.", nameof(yen));
        var table = new GroupingComparisonTable(before, after, yen);
        cancellation.ThrowIfCancellationRequested();
        var matching = new GroupingComparisonMatching(table, cancellation);
        var changes = Array.ConvertAll(table.Cells, cell => matching.ChangeOf(cell));
        return new GroupingComparison(Told(table, changes), Pairs(table, matching), matching.Quality, GroupingComparisonFates.Of(table, matching),
            Array.ConvertAll(table.CellOf, cell => changes[cell]), GroupingComparisonMeasures.AdjustedRand(table), GroupingComparisonMeasures.VariationOfInformation(table));
    }

    private static GroupFlow[] Told(GroupingComparisonTable table, AssetChange[] changes) =>
        [.. table.Cells.Select((cell, at) => new GroupFlow(table.Before.Label[cell.Before], table.After.Label[cell.After], changes[at], cell.Assets, cell.Yen))
            .OrderBy(flow => flow.Before).ThenBy(flow => flow.After)];

    private static GroupMatch[] Pairs(GroupingComparisonTable table, GroupingComparisonMatching matching) =>
        [.. table.Cells.Where(matching.Holds).Select(cell => new GroupMatch(table.Before.Label[cell.Before], table.After.Label[cell.After], cell.Assets,
            (double)cell.Assets / (table.Before.Compared[cell.Before] + table.After.Compared[cell.After] - cell.Assets), matching.IsExact(cell)))
            .OrderBy(match => match.Before)];
}
