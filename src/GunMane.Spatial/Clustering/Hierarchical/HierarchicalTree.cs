using System.Runtime.CompilerServices;
using GunMane.Spatial.Affinity;

namespace GunMane.Spatial.Clustering;

/// <summary>
/// Condensed tree (McInnes and Healy 2017) of a hierarchy. Going down from all assets at weight infinite, a cluster that
/// falls apart into two or more parts of at least the least size ends there and those parts are its children; with one such
/// part it goes on as that part; assets of smaller parts fall out. Cluster 0 is the root; a child's number is above its parent's.
/// </summary>
internal sealed class HierarchicalTree
{
    private const long LambdaUnits = 1_000_000;
    private readonly HierarchicalForest forest;
    private readonly List<int> above = [-1];
    private readonly List<int> born = [HierarchicalGroups.Infinite];
    private readonly List<int> size;

    /// <summary>Condenses a hierarchy.</summary>
    public HierarchicalTree(HierarchicalForest forest, int minGroup)
    {
        this.forest = forest;
        size = [forest.Assets];
        var top = Levels();
        (Cluster, FellAt) = (new int[forest.All + 1], new int[forest.All + 1]);
        Condense(top, BigChildren(top, minGroup), minGroup);
        (Above, BornAt) = ([.. above], [.. born]);
        EndsAt = Ends();
        Stability = Stabilities();
    }

    /// <summary>Number of assets.</summary>
    public int Assets => forest.Assets;

    /// <summary>Per asset (the first ones) the cluster it falls out of: the deepest that holds it.</summary>
    public int[] Cluster { get; }

    /// <summary>Per asset the weight at which it does.</summary>
    public int[] FellAt { get; }

    /// <summary>Parent of each cluster; −1 of the root.</summary>
    public int[] Above { get; }

    /// <summary>Weight at which each comes off its parent.</summary>
    public int[] BornAt { get; }

    /// <summary>Weight at which each splits or its last assets fall out.</summary>
    public int[] EndsAt { get; }

    /// <summary>Σ over its assets of λ when they leave it − λ when it is born, millionths of λ.</summary>
    public Int128[] Stability { get; }

    /// <summary>λ = 1,000,000 / weight in whole millionths, halves up; 0 of an infinite weight.</summary>
    public static long Lambda(int weight) =>
        weight == HierarchicalGroups.Infinite ? 0 : (LambdaUnits * PairAffinity.One + weight / 2) / weight;

    /// <summary>A number in λ instead of its millionths.</summary>
    public static double FromUnits(Int128 units) => (double)units / LambdaUnits;

    /// <summary>For each node the highest one of the same weight above it, itself if none: joins of one weight are one join of many.</summary>
    private int[] Levels()
    {
        var (up, weight, top) = (forest.Up, forest.Weight, new int[forest.All + 1]);
        top[forest.All] = forest.All;
        for (var node = forest.All - 1; node >= 0; node--) top[node] = weight[up[node]] == weight[node] ? top[up[node]] : node;
        return top;
    }

    private int[] BigChildren(int[] top, int minGroup)
    {
        var big = new int[forest.All + 1];
        for (var node = forest.Assets; node < forest.All; node++)
        {
            if (top[node] == node && forest.Size[node] >= minGroup) big[top[forest.Up[node]]]++;
        }

        return big;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Condense(int[] top, int[] big, int minGroup)
    {
        for (var node = forest.All - 1; node >= 0; node--)
        {
            if (top[node] != node) continue;
            var parent = top[forest.Up[node]];
            var fallen = FellAt[parent] != 0;
            Cluster[node] = Cluster[parent];
            if (fallen) FellAt[node] = FellAt[parent];
            else if (forest.Size[node] < minGroup) FellAt[node] = forest.Weight[parent];
            else if (big[parent] > 1) Cluster[node] = NewCluster(Cluster[parent], forest.Weight[parent], forest.Size[node]);
        }
    }

    private int NewCluster(int parent, int weight, int assets)
    {
        above.Add(parent);
        born.Add(weight);
        size.Add(assets);
        return above.Count - 1;
    }

    private int[] Ends()
    {
        var ends = new int[Above.Length];
        Array.Fill(ends, HierarchicalGroups.Infinite);
        for (var asset = 0; asset < Assets; asset++) ends[Cluster[asset]] = Math.Min(ends[Cluster[asset]], FellAt[asset]);
        for (var cluster = 1; cluster < ends.Length; cluster++) ends[Above[cluster]] = Math.Min(ends[Above[cluster]], BornAt[cluster]);
        return ends;
    }

    private Int128[] Stabilities()
    {
        var stability = new Int128[Above.Length];
        for (var asset = 0; asset < Assets; asset++) stability[Cluster[asset]] += Lambda(FellAt[asset]);
        for (var cluster = 1; cluster < stability.Length; cluster++)
        {
            var all = (Int128)size[cluster] * Lambda(BornAt[cluster]);
            stability[cluster] -= all;
            stability[Above[cluster]] += all;
        }

        return stability;
    }
}
