using System.Runtime.CompilerServices;
using GunMane.Spatial.Affinity;

namespace GunMane.Spatial.Clustering;

/// <summary>
/// Density groups on an affinity graph: DBSCAN (Ester, Kriegel, Sander, Xu 1996; Schubert, Sander, Ester, Kriegel, Xu 2017)
/// where the neighbours of an asset are its pairs with affinity ≥ threshold. An asset with at least minPoints neighbours,
/// itself counted, is a core; groups are the components of cores; a border asset joins the core neighbour of highest
/// affinity (ties: the nearer, then the lower dense id), where classic DBSCAN takes whichever comes first.
/// With threshold 0 the cores and their groups equal those of ST_ClusterDBSCAN. Pure and deterministic.
/// </summary>
public static class DensityGroups
{
    /// <summary>Groups the assets of a graph.</summary>
    /// <param name="graph">Pairs within the radius.</param>
    /// <param name="affinity">Affinity of each pair, millionths.</param>
    /// <param name="threshold">Least affinity of neighbours, millionths; equal is enough.</param>
    /// <param name="minPoints">Neighbours, itself counted, that make a core.</param>
    public static Grouping Of(PairGraph graph, int[] affinity, int threshold, int minPoints)
    {
        var core = Cores(graph, affinity, threshold, minPoints);
        var root = Components(graph, affinity, threshold, core);
        JoinBorders(graph, affinity, threshold, core, root);
        return Grouping.ByLowestMember(root);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool[] Cores(PairGraph graph, int[] affinity, int threshold, int minPoints)
    {
        var neighbours = new int[graph.Assets];
        for (var asset = 0; asset < graph.Assets; asset++)
        {
            for (var at = graph.Start[asset]; at < graph.Start[asset + 1]; at++)
            {
                if (affinity[at] < threshold) continue;
                neighbours[asset]++;
                neighbours[graph.Other[at]]++;
            }
        }

        return Array.ConvertAll(neighbours, count => count + 1 >= minPoints);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int[] Components(PairGraph graph, int[] affinity, int threshold, bool[] core)
    {
        var sets = new UnionFind(graph.Assets);
        for (var asset = 0; asset < graph.Assets; asset++)
        {
            if (!core[asset]) continue;
            for (var at = graph.Start[asset]; at < graph.Start[asset + 1]; at++)
            {
                if (affinity[at] >= threshold && core[graph.Other[at]]) sets.Union(asset, graph.Other[at]);
            }
        }

        var root = new int[graph.Assets];
        for (var asset = 0; asset < root.Length; asset++) root[asset] = core[asset] ? sets.Find(asset) : -1;
        return root;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void JoinBorders(PairGraph graph, int[] affinity, int threshold, bool[] core, int[] root)
    {
        var best = new (int Affinity, int Mm, int Core)[graph.Assets];
        Array.Fill(best, (-1, 0, -1));
        for (var asset = 0; asset < graph.Assets; asset++)
        {
            for (var at = graph.Start[asset]; at < graph.Start[asset + 1]; at++)
            {
                var other = graph.Other[at];
                if (affinity[at] < threshold || core[asset] == core[other]) continue;
                var (border, centre) = core[asset] ? (other, asset) : (asset, other);
                var offer = (affinity[at], graph.DistanceMm[at], centre);
                if (Better(offer, best[border])) best[border] = offer;
            }
        }

        for (var asset = 0; asset < root.Length; asset++)
        {
            if (best[asset].Core >= 0) root[asset] = root[best[asset].Core];
        }
    }

    private static bool Better((int Affinity, int Mm, int Core) offer, (int Affinity, int Mm, int Core) than) =>
        (offer.Affinity, -offer.Mm, -offer.Core).CompareTo((than.Affinity, -than.Mm, -than.Core)) > 0;
}
