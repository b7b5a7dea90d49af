using System.Diagnostics;
using GunMane.Spatial.Affinity;
using GunMane.Spatial.Clustering;

namespace GunMane.Benchmarks;

/// <summary>
/// hierarchical: HDBSCAN* on the pairs of a million points (mean twelve neighbours), kernel alone. No rival: equal says that
/// every group is what the definition says, checked link by link with other means (breadth-first instead of a hierarchy).
/// </summary>
internal static class HierarchicalBench
{
    private const int Rounds = 5;
    private static readonly HierarchicalOptions Options = new(MinPoints: 5, MinGroup: 20);

    /// <summary>Measures one size.</summary>
    public static IReadOnlyList<Measurement> Measure(int size, Action<string> say)
    {
        var graph = Pairs(size);
        var affinity = Array.ConvertAll(graph.DistanceMm, mm => PairAffinity.ToMillionths(1.0 - (double)mm / graph.RadiusMm));
        var result = HierarchicalGroups.Of(graph, affinity, Options, CancellationToken.None);
        say(FormattableString.Invariant($"{graph.Assets:N0} assets, {graph.Count:N0} pairs, {result.Grouping.Groups:N0} groups, {result.Grouping.Label.Count(label => label < 0):N0} assets in none"));
        var seconds = Enumerable.Range(0, Rounds).Select(_ => Time(() => HierarchicalGroups.Of(graph, affinity, Options, CancellationToken.None))).ToArray();
        return [new("engine", "hierarchical", "s", size, Measurement.Median(seconds), null, null, Holds(graph, affinity, result))];
    }

    private static PairGraph Pairs(int size)
    {
        var towns = PointTowns.Make(size);
        var steps = Enumerable.Range(0, size + 1).ToArray();
        var shapes = new Shapes(steps, new PartKind[size], steps, towns.X, towns.Y);
        return ProximityPairs.Find(shapes, null, (int)(towns.Eps * 1000), CancellationToken.None);
    }

    /// <summary>Whether each group is connected by what is nearer than its birth, and nothing outside is that near to any of it.</summary>
    internal static bool Holds(PairGraph graph, int[] affinity, HierarchicalResult result)
    {
        var near = Neighbours(graph, affinity);
        var core = near.Select(list => list.Count + 1 < Options.MinPoints ? int.MaxValue : list.Select(link => link.Distance).Order().ElementAt(Options.MinPoints - 2)).ToArray();
        var seen = new bool[graph.Assets];
        var parts = new int[result.Groups.Length];
        for (var asset = 0; asset < seen.Length; asset++)
        {
            if (result.Grouping.Label[asset] < 0 || seen[asset]) continue;
            if (parts[result.Grouping.Label[asset]]++ > 0 || !Closed(asset, near, core, result, seen)) return false;
        }

        return parts.All(count => count == 1) && result.Groups.All(group => group.Assets >= Options.MinGroup && group.EndsAt <= group.BornAt);
    }

    private static List<(int Other, int Distance)>[] Neighbours(PairGraph graph, int[] affinity)
    {
        var near = Enumerable.Range(0, graph.Assets).Select(_ => new List<(int, int)>()).ToArray();
        for (var asset = 0; asset < graph.Assets; asset++)
        {
            for (var at = graph.Start[asset]; at < graph.Start[asset + 1]; at++)
            {
                near[asset].Add((graph.Other[at], PairAffinity.One - affinity[at]));
                near[graph.Other[at]].Add((asset, PairAffinity.One - affinity[at]));
            }
        }

        return near;
    }

    private static bool Closed(int first, List<(int Other, int Distance)>[] near, int[] core, HierarchicalResult result, bool[] seen)
    {
        var (label, group) = (result.Grouping.Label, result.Groups[result.Grouping.Label[first]]);
        List<int> part = [first];
        seen[first] = true;
        for (var at = 0; at < part.Count; at++)
        {
            foreach (var (other, distance) in near[part[at]])
            {
                var reach = Math.Max(Math.Max(core[part[at]], core[other]), Math.Max(distance, Options.Resolution));
                if (reach >= group.BornAt || seen[other] && label[other] == label[first]) continue;
                if (label[other] != label[first]) return false;
                seen[other] = true;
                part.Add(other);
            }
        }

        return part.Count == group.Assets;
    }

    private static double Time(Action work)
    {
        GC.Collect();
        var clock = Stopwatch.StartNew();
        work();
        return clock.Elapsed.TotalSeconds;
    }
}
