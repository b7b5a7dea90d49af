using GunMane.Spatial.Affinity;

namespace GunMane.Spatial.Clustering;

/// <summary>One end of a pair: the partner, and the pair as the graph stores it.</summary>
/// <param name="Partner">The asset at the other end.</param>
/// <param name="Lower">The lower of both assets, under which the graph stores it.</param>
/// <param name="Pair">Its place in the graph.</param>
public readonly record struct PairEnd(int Partner, int Lower, int Pair);

/// <summary>The pairs of a graph from both ends: the graph itself names each under its lower asset only. O(assets + pairs) to make; immutable.</summary>
public sealed class PairsOfAssets
{
    private readonly PairGraph graph;
    private readonly int[] start;
    private readonly int[] lower;
    private readonly int[] pair;

    /// <summary>Turns a graph round.</summary>
    public PairsOfAssets(PairGraph graph)
    {
        this.graph = graph;
        start = new int[graph.Assets + 1];
        foreach (var partner in graph.Other) start[partner + 1]++;
        for (var asset = 0; asset < graph.Assets; asset++) start[asset + 1] += start[asset];
        (lower, pair) = (new int[graph.Count], new int[graph.Count]);
        var next = start[..^1];
        for (var asset = 0; asset < graph.Assets; asset++)
        {
            for (var at = graph.Start[asset]; at < graph.Start[asset + 1]; at++) (lower[next[graph.Other[at]]], pair[next[graph.Other[at]]++]) = (asset, at);
        }
    }

    /// <summary>The graph.</summary>
    public PairGraph Graph => graph;

    /// <summary>The pairs of an asset.</summary>
    public IEnumerable<PairEnd> Of(int asset)
    {
        for (var at = start[asset]; at < start[asset + 1]; at++) yield return new PairEnd(lower[at], lower[at], pair[at]);
        for (var at = graph.Start[asset]; at < graph.Start[asset + 1]; at++) yield return new PairEnd(graph.Other[at], asset, at);
    }
}
