using GunMane.Spatial.Affinity;

namespace GunMane.Spatial.Clustering;

/// <summary>
/// Correlation clustering (Bansal, Blum, Chawla 2004) of the pairs within the radius: the partition with the greatest sum of signed weights
/// within groups. A pair that agrees pulls together, one that disagrees pushes apart, pairs beyond the radius do neither. So a group may be as
/// long as a road, one asset that works for both sides is no bridge where all around it disagree, and assets of which nothing is known go with
/// what is near. The optimum is NP-hard; it is sought by local moving on ever coarser nets (Blondel et al. 2008), refined from above (Rotta and
/// Noack 2011): good, not proven best. Each group is cut into what hangs together by pairs that agree, which never lowers the sum, and so long as that lets an asset better itself the search goes on.
/// Pure and deterministic; ties go to the lower number.
/// </summary>
public static class CorrelationGroups
{
    private const int MostCycles = 20;

    /// <summary>Groups the assets of a graph. Assets alone are in none.</summary>
    /// <param name="graph">Pairs within the radius.</param>
    /// <param name="weight">Signed weight of each pair, millionths.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ArgumentException">Not one weight per pair.</exception>
    public static Grouping Of(PairGraph graph, int[] weight, CancellationToken cancellation)
    {
        if (weight.Length != graph.Count) throw new ArgumentException($"{weight.Length} weights for {graph.Count} pairs.", nameof(weight));
        var net = CorrelationNet.Of(graph.Assets, Firsts(graph), graph.Other, Array.ConvertAll(weight, of => (long)of));
        int[] group = [.. Enumerable.Range(0, net.Nodes)];
        for (var cycle = 0; cycle < MostCycles && new CorrelationMoving(net, group, cancellation).Run(); cycle++) group = Cut(net, Coarser(net, group, cancellation));
        return Grouping.ByLowestMember(Hanging(net, group));
    }

    /// <summary>Where one asset goes with the groups of all others as they are: a label, or 0 for being alone or beside one that is in no group.</summary>
    /// <param name="graph">Pairs within the radius.</param>
    /// <param name="weight">Signed weight of each pair, millionths.</param>
    /// <param name="label">Group of each asset; 0 and less for none.</param>
    /// <param name="asset">The asset.</param>
    internal static int Step(PairGraph graph, int[] weight, int[] label, int asset)
    {
        var group = Firsts([.. label.Select((of, node) => of > 0 ? of : -1 - node)]);
        var groups = label.Select((of, node) => (of, node)).Where(at => at.of > 0).DistinctBy(at => at.of).ToDictionary(at => at.node, at => at.of);
        var net = CorrelationNet.Of(graph.Assets, Firsts(graph), graph.Other, Array.ConvertAll(weight, of => (long)of));
        new CorrelationMoving(net, group, CancellationToken.None).Move(asset);
        return groups.GetValueOrDefault(group[asset]);
    }

    // Joins whole groups while that betters the sum.
    private static int[] Coarser(CorrelationNet net, int[] group, CancellationToken cancellation)
    {
        var (number, groups) = Numbered(group);
        var between = net.Between(number, groups);
        int[] joined = [.. Enumerable.Range(0, groups)];
        if (!new CorrelationMoving(between, joined, cancellation).Run()) return number;
        var above = Coarser(between, joined, cancellation);
        return Array.ConvertAll(number, of => above[of]);
    }

    private static (int[] Number, int Groups) Numbered(int[] group)
    {
        var numbered = Grouping.ByLowestMember(Firsts(group));
        return (numbered.Label, numbered.Groups);
    }

    // Of each node the first of its group.
    private static int[] Firsts(int[] group)
    {
        var (first, result) = (new Dictionary<int, int>(), new int[group.Length]);
        for (var node = 0; node < group.Length; node++)
        {
            first.TryAdd(group[node], node);
            result[node] = first[group[node]];
        }

        return result;
    }

    private static int[] Firsts(PairGraph graph)
    {
        var first = new int[graph.Count];
        for (var asset = 0; asset < graph.Assets; asset++) Array.Fill(first, asset, graph.Start[asset], graph.Start[asset + 1] - graph.Start[asset]);
        return first;
    }

    // The same groups, where they hang together; nodes alone in groups of their own.
    private static int[] Cut(CorrelationNet net, int[] group)
    {
        var root = Hanging(net, group);
        return [.. root.Select((of, node) => of < 0 ? node : of)];
    }

    // A node of the part of its group that hangs together by pairs that agree; −1 for nodes alone.
    private static int[] Hanging(CorrelationNet net, int[] group)
    {
        var (sets, alone, root) = (new UnionFind(net.Nodes), new bool[net.Nodes], new int[net.Nodes]);
        Array.Fill(alone, true);
        for (var node = 0; node < net.Nodes; node++)
        {
            for (var edge = net.Start[node]; edge < net.Start[node + 1]; edge++)
            {
                if (net.Weight[edge] <= 0 || group[node] != group[net.Other[edge]]) continue;
                sets.Union(node, net.Other[edge]);
                alone[node] = false;
            }
        }

        for (var node = 0; node < net.Nodes; node++) root[node] = alone[node] ? -1 : sets.Find(node);
        return root;
    }
}
