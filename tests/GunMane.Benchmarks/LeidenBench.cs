using System.Diagnostics;
using GunMane.Spatial.Affinity;
using GunMane.Spatial.Clustering;

namespace GunMane.Benchmarks;

/// <summary>
/// leiden: communities of points in towns, affinity 1 − distance / radius at a mean of twelve neighbours, kernel alone with its
/// defaults. Equal means that every community is connected by its edges, which is checked without the kernel.
/// </summary>
internal sealed class LeidenBench(Action<string> say)
{
    private const int Rounds = 3;

    /// <summary>Measures one size.</summary>
    public Task<IReadOnlyList<Measurement>> MeasureAsync(int size, CancellationToken cancellation)
    {
        var graph = Pairs(size, cancellation);
        var affinity = Array.ConvertAll(graph.DistanceMm, mm => PairAffinity.ToMillionths(1 - (double)mm / graph.RadiusMm));
        var options = new LeidenOptions { SmallestGroup = 1 };
        var (seconds, found) = (new List<double>(), (LeidenResult?)null);
        for (var round = 0; round < Rounds; round++)
        {
            GC.Collect();
            var (clock, allocated) = (Stopwatch.StartNew(), GC.GetTotalAllocatedBytes());
            found = LeidenCommunities.Find(graph, affinity, 0, options, null, cancellation);
            seconds.Add(clock.Elapsed.TotalSeconds);
            say(FormattableString.Invariant($"{size:N0} assets, {graph.Count:N0} pairs, round {round + 1}: {seconds[^1]:0.000} s, {(GC.GetTotalAllocatedBytes() - allocated) / 1e6:0} MB allocated, {Environment.WorkingSet / 1e6:0} MB resident, quality {found.Quality:0.0}, {found.Grouping.Groups:N0} groups, {found.Passes} passes{(found.Settled ? ", settled" : "")}"));
        }

        return Task.FromResult<IReadOnlyList<Measurement>>(
            [new("engine", "leiden", "s", size, Measurement.Median(seconds), null, null, Connected(graph, affinity, found!.Grouping))]);
    }

    private static PairGraph Pairs(int size, CancellationToken cancellation)
    {
        var towns = PointTowns.Make(size);
        int[] each = [.. Enumerable.Range(0, size + 1)];
        return ProximityPairs.Find(new Shapes(each, new PartKind[size], each, towns.X, towns.Y), null, (int)Math.Round(towns.Eps * 1000), cancellation);
    }

    /// <summary>As many components of the edges within groups as there are groups.</summary>
    private static bool Connected(PairGraph graph, int[] affinity, Grouping grouping)
    {
        var (sets, components) = (new UnionFind(graph.Assets), graph.Assets);
        for (var asset = 0; asset < graph.Assets; asset++)
        {
            for (var at = graph.Start[asset]; at < graph.Start[asset + 1]; at++)
            {
                var other = graph.Other[at];
                if (affinity[at] == 0 || grouping.Label[asset] != grouping.Label[other] || sets.Find(asset) == sets.Find(other)) continue;
                sets.Union(asset, other);
                components--;
            }
        }

        return components == grouping.Groups;
    }
}
