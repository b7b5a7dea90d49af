using GunMane.Spatial.Affinity;

namespace GunMane.Spatial.Clustering;

/// <summary>Which clusters of the condensed tree become groups.</summary>
public enum HierarchicalSelection
{
    /// <summary>The disjoint clusters whose stabilities sum to the most (Campello et al. 2013): few groups of any density.</summary>
    ExcessOfMass,

    /// <summary>The clusters that don't split any further: many small, even groups.</summary>
    Leaves,
}

/// <summary>Parameters of <see cref="HierarchicalGroups"/>.</summary>
/// <param name="MinPoints">k of the core distance, the distance to the k-th neighbour, itself counted; at least 1 (plain single linkage).</param>
/// <param name="MinGroup">Least assets of a cluster, at least 2: fewer that come off a cluster are assets falling out of it.</param>
/// <param name="Selection">Which clusters become groups.</param>
/// <param name="AllowSingleGroup">Whether everything that hangs together may be one group.</param>
/// <param name="Resolution">
/// Dissimilarities below this count as this, millionths, 1 … 1,000,000. λ = 1 / dissimilarity would let a handful of assets
/// that touch (dissimilarity 0, λ infinite) outweigh any town; nearer than a hundredth of the radius is "in the same place".
/// </param>
public sealed record HierarchicalOptions(int MinPoints, int MinGroup, HierarchicalSelection Selection = HierarchicalSelection.ExcessOfMass,
    bool AllowSingleGroup = false, int Resolution = HierarchicalOptions.DefaultResolution)
{
    /// <summary>A hundredth.</summary>
    public const int DefaultResolution = 10_000;

    /// <summary>Refuses parameters out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is.</exception>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MinPoints, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MinGroup, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(Resolution, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Resolution, PairAffinity.One);
    }
}

/// <summary>How firm one group is.</summary>
/// <param name="Assets">Number of its assets.</param>
/// <param name="BornAt">
/// Mutual reachability at which it comes off the rest, millionths: its assets are joined by less, and to all others by at
/// least this; <see cref="HierarchicalGroups.Infinite"/> where the graph joins it to no other cluster.
/// </param>
/// <param name="EndsAt">Mutual reachability at which it splits or its last assets fall out, millionths; at most <paramref name="BornAt"/>.</param>
/// <param name="Stability">Σ over its assets of λ when the asset leaves − λ when the group is born; λ = 1,000,000 / millionths.</param>
/// <param name="Persistence">
/// 0…1: stability over what it would be had every asset stayed from λ = 0 to the greatest λ of the tree; comparable between runs.
/// </param>
public sealed record HierarchicalGroup(int Assets, int BornAt, int EndsAt, double Stability, double Persistence);

/// <summary>Groups with how firmly each asset belongs and how firm each group is.</summary>
/// <param name="Grouping">The groups.</param>
/// <param name="Strength">Per asset 0…1: λ at which it falls out of its group over λ at which the group ends; 0 in no group.</param>
/// <param name="Groups">Per group, in the order of the labels.</param>
public sealed record HierarchicalResult(Grouping Grouping, double[] Strength, HierarchicalGroup[] Groups);

/// <summary>
/// Groups of differing density without a radius: HDBSCAN* (Campello, Moulavi, Sander 2013; Campello, Moulavi, Zimek, Sander
/// 2015) on an affinity graph; condensed tree as McInnes and Healy 2017. The dissimilarity of a pair is 1,000,000 − affinity;
/// assets without a pair are infinitely far apart (λ = 0).
/// <para>
/// d(i, j) becomes the mutual reachability max(core(i), core(j), d(i, j)); its minimum spanning forest gives the single-linkage
/// hierarchy. All joins at one mutual reachability happen at once: a node has as many children as there were parts, where
/// programs that join two by two let the order of rows decide (mutual reachability has ties even when distances have none,
/// since core(i) is shared by several pairs). So a permutation of the assets changes nothing but the numbers.
/// </para>
/// <para>
/// λ is counted in whole millionths and stabilities are sums of integers: which clusters win never hangs on the last bit.
/// On a tie the parent wins over its children. Pure; O(pairs + assets · α) beside the radix sort.
/// </para>
/// </summary>
public static class HierarchicalGroups
{
    /// <summary>Mutual reachability of what the graph doesn't join.</summary>
    public const int Infinite = int.MaxValue;

    /// <summary>Groups the assets of a graph.</summary>
    /// <param name="graph">The pairs.</param>
    /// <param name="affinity">Affinity of each pair, 0 … 1,000,000.</param>
    /// <param name="options">Parameters.</param>
    /// <param name="cancellation">Gives up between the steps.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter or an affinity is out of range.</exception>
    /// <exception cref="ArgumentException">Not one affinity per pair.</exception>
    public static HierarchicalResult Of(PairGraph graph, int[] affinity, HierarchicalOptions options, CancellationToken cancellation)
    {
        options.Check();
        if (affinity.Length != graph.Count) throw new ArgumentException($"{affinity.Length} affinities for {graph.Count} pairs.", nameof(affinity));
        if (affinity.AsSpan().ContainsAnyExceptInRange(0, PairAffinity.One)) throw new ArgumentOutOfRangeException(nameof(affinity), "An affinity is outside 0 … 1,000,000.");
        var core = HierarchicalCores.Of(graph, affinity, options.MinPoints, cancellation);
        var forest = HierarchicalForest.Of(graph, affinity, core, options.Resolution, cancellation);
        cancellation.ThrowIfCancellationRequested();
        var tree = new HierarchicalTree(forest, options.MinGroup);
        return HierarchicalChoice.Of(tree, options);
    }
}
