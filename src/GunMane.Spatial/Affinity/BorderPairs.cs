namespace GunMane.Spatial.Affinity;

/// <summary>Pairs that stay on one side of every border: the graph of a plan within one municipality and one owner.</summary>
public static class BorderPairs
{
    /// <summary>The pairs of a graph whose assets lie in one municipality and have one owner. Unknown is neutral: a side that is not known parts nobody.</summary>
    /// <param name="graph">The pairs.</param>
    /// <param name="town">Municipality of each asset; −1 where it lies in none.</param>
    /// <param name="owner">Owner of each asset; −1 where unknown.</param>
    public static PairGraph Inside(PairGraph graph, int[] town, int[] owner)
    {
        var start = new int[graph.Start.Length];
        var (other, distance) = (new List<int>(), new List<int>());
        for (var asset = 0; asset < graph.Assets; asset++)
        {
            for (var at = graph.Start[asset]; at < graph.Start[asset + 1]; at++)
            {
                if (Parts(town, asset, graph.Other[at]) || Parts(owner, asset, graph.Other[at])) continue;
                other.Add(graph.Other[at]);
                distance.Add(graph.DistanceMm[at]);
            }

            start[asset + 1] = other.Count;
        }

        return new PairGraph(start, [.. other], [.. distance], graph.RadiusMm);
    }

    private static bool Parts(int[] side, int one, int other) => side[one] >= 0 && side[other] >= 0 && side[one] != side[other];
}
