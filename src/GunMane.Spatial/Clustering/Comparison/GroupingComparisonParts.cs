namespace GunMane.Spatial.Clustering;

/// <summary>What became of an asset from one run to the next.</summary>
public enum AssetChange
{
    /// <summary>Neither run looked at it.</summary>
    NotLookedAt,

    /// <summary>Only the first run looked at it.</summary>
    OnlyBefore,

    /// <summary>Only the second run looked at it.</summary>
    OnlyAfter,

    /// <summary>In no group in both.</summary>
    Ungrouped,

    /// <summary>In no group before, in one now.</summary>
    Joined,

    /// <summary>In a group before, in none now.</summary>
    Left,

    /// <summary>In a group in both, and the two are matched.</summary>
    Stayed,

    /// <summary>In a group in both, and the two are not matched.</summary>
    Moved,
}

/// <summary>
/// What became of groups. Shares are of the assets that both runs looked at. Swapping the runs swaps Grew with Shrank, Split
/// with Merged and Gone with New, and leaves the others.
/// </summary>
public enum GroupFate
{
    /// <summary>Matched, with the same assets.</summary>
    Kept,

    /// <summary>Matched, neither split nor merged, with more assets than before.</summary>
    Grew,

    /// <summary>Matched, neither split nor merged, with fewer assets than before.</summary>
    Shrank,

    /// <summary>Matched, neither split nor merged, with as many assets but not the same.</summary>
    Exchanged,

    /// <summary>One became several: at least two groups hold a tenth of it or more each.</summary>
    Split,

    /// <summary>Several became one: at least two groups make up a tenth of it or more each. A group can take part in a split and a merger.</summary>
    Merged,

    /// <summary>In the first run only: takes part in none of the above. Where its assets went is told by the flows.</summary>
    Gone,

    /// <summary>In the second run only: takes part in none of the above.</summary>
    New,

    /// <summary>The other run looked at none of its assets.</summary>
    OutOfView,
}

/// <summary>Assets with one label before and one after: a row of the overlap table.</summary>
/// <param name="Before">Group of the first run; 0 none, −1 not looked at.</param>
/// <param name="After">Group of the second run, likewise.</param>
/// <param name="Change">What that means.</param>
/// <param name="Assets">Number of assets.</param>
/// <param name="Yen">Their yen; 0 where none were given.</param>
public sealed record GroupFlow(int Before, int After, AssetChange Change, int Assets, long Yen);

/// <summary>A group and its counterpart in the other run.</summary>
/// <param name="Before">Group of the first run.</param>
/// <param name="After">Group of the second run.</param>
/// <param name="Assets">Assets in both.</param>
/// <param name="Jaccard">Assets in both over assets in either, of those that both runs looked at; greater than 0, at most 1.</param>
/// <param name="Exact">Whether the pair belongs to a part of the matching that is proven best; if not, it was taken greedily.</param>
public sealed record GroupMatch(int Before, int After, int Assets, double Jaccard, bool Exact);

/// <summary>How good the matching is.</summary>
/// <param name="Matched">Assets in matched pairs of groups.</param>
/// <param name="AtMost">No one-to-one matching has more; equal to <paramref name="Matched"/> where <paramref name="GreedyBlocks"/> is 0, and never above its double.</param>
/// <param name="ExactBlocks">Blocks of groups that hang together by overlaps and were solved exactly (besides the pairs that need no solving).</param>
/// <param name="GreedyBlocks">Blocks too large for that.</param>
public sealed record MatchingQuality(long Matched, long AtMost, int ExactBlocks, int GreedyBlocks);

/// <summary>What became of some groups.</summary>
/// <param name="Fate">What.</param>
/// <param name="Before">Groups of the first run, ascending; several in a merger, none where new.</param>
/// <param name="After">Groups of the second run, ascending; several in a split, none where gone.</param>
public sealed record GroupEvent(GroupFate Fate, int[] Before, int[] After);

/// <summary>Assets and yen of a change.</summary>
/// <param name="Assets">Number of assets.</param>
/// <param name="Yen">Their yen.</param>
public readonly record struct ChangeTotal(long Assets, long Yen);
