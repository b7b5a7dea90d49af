namespace GunMane.Spatial.Clustering;

/// <summary>Groups within limits, what each amounts to, and what could not be placed.</summary>
/// <param name="Grouping">Group of each asset, −1 for none.</param>
/// <param name="Totals">What each group amounts to, by its number.</param>
/// <param name="Conflicts">Why assets are in no group; every one of them is a member of one conflict (of several where minima are above maxima).</param>
/// <param name="Objective">How good it is.</param>
public sealed record BoundedGrouping(Grouping Grouping, BoundedTotals[] Totals, IReadOnlyList<BoundedConflict> Conflicts, BoundedObjective Objective);

/// <summary>What a group amounts to.</summary>
/// <param name="Yen">Yen a year.</param>
/// <param name="Minutes">Direct-work minutes a year.</param>
/// <param name="Assets">Number of assets.</param>
/// <param name="ExtentMm">Greatest distance of two representative points, millimetres, rounded up.</param>
public readonly record struct BoundedTotals(long Yen, long Minutes, int Assets, long ExtentMm);

/// <summary>What is raised, in this order: more assets in groups, then more affinity inside groups, then more compact groups.</summary>
/// <param name="Placed">Assets in groups.</param>
/// <param name="Affinity">Sum of the affinities of pairs (at or above the threshold) inside groups, millionths.</param>
/// <param name="Spread">Sum of squared distances to the centre of the group (Ward 1963), square metres; less is better.</param>
public readonly record struct BoundedObjective(int Placed, long Affinity, double Spread);

/// <summary>
/// Why assets are in no group. Keys:
/// <list type="bullet">
/// <item><c>minimum_above_maximum</c>: the limits of a measure exclude each other (reached: the maximum, limit: the minimum);</item>
/// <item><c>asset_above_maximum</c>: one asset alone is above a maximum (reached: its amount, limit: the maximum);</item>
/// <item><c>island_below_minimum</c>: everything connected with these assets is less than a minimum;</item>
/// <item><c>extent_below_minimum</c>: whatever can be reached from any of these assets without leaving the extent (or the travel time: <see cref="Against"/>) is less than a minimum;</item>
/// <item><c>limits_conflict</c>: every connected set with one of these assets was looked at; each that keeps the maxima misses
/// a minimum. <see cref="Against"/>: a maximum without which a set would be found; null when no single one is found to blame;</item>
/// <item><c>left_over</c>: not proven impossible; the neighbours are needed elsewhere, or the method found no way.</item>
/// </list>
/// </summary>
/// <param name="Key">What it is about.</param>
/// <param name="Measure">The measure that falls short (or, for one asset, is exceeded).</param>
/// <param name="Reached">The most that can be had of it; for <c>left_over</c> what these assets have together.</param>
/// <param name="Limit">What was asked.</param>
/// <param name="Against">The limit it conflicts with, where there is one.</param>
/// <param name="AgainstLimit">Its number: yen, minutes, assets, millimetres, or seconds of travel.</param>
/// <param name="Members">The assets, by key.</param>
/// <param name="Proven">Whether it is certain that none of them can be in any group.</param>
public sealed record BoundedConflict(string Key, BoundedMeasure Measure, long Reached, long Limit, BoundedMeasure? Against, long AgainstLimit, int[] Members, bool Proven);
