using GunMane.Spatial.Affinity;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Clustering;

/// <summary>What a pair needs to join two assets by shared firms.</summary>
/// <param name="RadiusMm">Greatest distance, at most that of the graph; whole millimetres, equal is inside.</param>
/// <param name="NearMm">Within it no firm need be shared; −1: all need one.</param>
/// <param name="Least">The lowest rung of evidence on which a firm counts, on both sides.</param>
/// <param name="Active">Which assets take part; null for all.</param>
public sealed record SharedFirmRule(int RadiusMm, int NearMm, Evidence Least, bool[]? Active = null);

/// <summary>
/// Groups of near assets that share a firm (guidebook, question 3), from the pairs of a graph: points, lines and polygons. The connected
/// components of the pairs that join (<see cref="SharedFirmRule"/>; Union–Find, Tarjan 1975); an asset without such a pair is in no group. The same groups as
/// the SQL function <c>gunmane.shared_firm_groups</c>, and, of points, as <see cref="SharedFirmGroups"/>, which keeps no pair. Pure, deterministic, uses all cores.
/// </summary>
public static class SharedFirmPairs
{
    /// <summary>Groups the assets of a graph.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The radius is larger than the graph's.</exception>
    public static Grouping Groups(PairGraph graph, FirmSets firms, SharedFirmRule rule)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rule.RadiusMm, graph.RadiusMm);
        var groups = new UnionFind(graph.Assets);
        PairBlocks.Each(graph, (from, to) =>
        {
            for (var asset = from; asset < to; asset++)
            {
                if (!TakesPart(rule, asset)) continue;
                for (var at = graph.Start[asset]; at < graph.Start[asset + 1]; at++)
                {
                    if (!groups.HaveOneParent(asset, graph.Other[at]) && Joins(graph, firms, rule, asset, at)) groups.Union(asset, graph.Other[at]);
                }
            }
        }, CancellationToken.None);
        var (root, size) = (new int[graph.Assets], new int[graph.Assets]);
        for (var asset = 0; asset < root.Length; asset++) size[root[asset] = groups.Find(asset)]++;
        return Grouping.ByLowestMember(Array.ConvertAll(root, top => size[top] > 1 ? top : -1));
    }

    /// <summary>Whether a pair joins its assets.</summary>
    public static bool Joins(PairGraph graph, FirmSets firms, SharedFirmRule rule, int asset, int pair) =>
        graph.DistanceMm[pair] <= rule.RadiusMm && TakesPart(rule, asset) && TakesPart(rule, graph.Other[pair])
        && (graph.DistanceMm[pair] <= rule.NearMm || Share(firms, asset, graph.Other[pair], rule.Least));

    /// <summary>Whether a firm stands behind both of two assets, on a rung of evidence or a higher one of each.</summary>
    public static bool Share(FirmSets firms, int one, int other, Evidence least)
    {
        if (firms.SetOf[one] < 0 || firms.SetOf[other] < 0) return false;
        int a = firms.Start[firms.SetOf[one]], endA = firms.Start[firms.SetOf[one] + 1], b = firms.Start[firms.SetOf[other]], endB = firms.Start[firms.SetOf[other] + 1];
        while (a < endA && b < endB)
        {
            if (firms.Rung[a] < least || firms.Firm[a] < firms.Firm[b]) a++;
            else if (firms.Rung[b] < least || firms.Firm[b] < firms.Firm[a]) b++;
            else return true;
        }

        return false;
    }

    private static bool TakesPart(SharedFirmRule rule, int asset) => rule.Active is null || rule.Active[asset];
}
