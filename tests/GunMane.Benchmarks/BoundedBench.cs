using System.Diagnostics;
using GunMane.Spatial.Affinity;
using GunMane.Spatial.Clustering;

namespace GunMane.Benchmarks;

/// <summary>
/// bounded: made-up towns → groups within limits, kernel alone, affinity by nearness, about six pairs an asset. No rival does this; equal
/// says that every group keeps every limit and is connected, and that every other asset is in a conflict.
/// </summary>
internal sealed class BoundedBench(Action<string> say)
{
    private const int Rounds = 3;

    private static readonly (string Name, BoundedLimits Limits)[] Asked =
    [
        ("bounded", new(new(20_000_000, 60_000_000), MaxExtentM: 10_000)),
        ("bounded-tight", new(new(2_000_000, 3_000_000), new(null, 12_000), new(10, 60), MaxExtentM: 3_000)),
        ("bounded-assets", new(Assets: new(5, 20))),
    ];

    /// <summary>Measures one size.</summary>
    public Task<IReadOnlyList<Measurement>> MeasureAsync(int size, CancellationToken cancellation)
    {
        var towns = PointTowns.Make(size);
        var (graph, affinity) = Pairs(towns);
        var assets = Assets(towns);
        var measured = new List<Measurement>();
        foreach (var (name, limits) in Asked)
        {
            var seconds = new List<double>();
            BoundedGrouping? found = null;
            for (var round = 0; round < Rounds; round++)
            {
                var watch = Stopwatch.StartNew();
                found = BoundedGroups.Of(graph, affinity, 0, assets, limits, cancellation);
                seconds.Add(watch.Elapsed.TotalSeconds);
                say(FormattableString.Invariant($"{name}, {size:N0} assets, {graph.Count:N0} pairs, round {round + 1}: {seconds[^1]:0.000} s, {found.Grouping.Groups:N0} groups, {found.Objective.Placed:N0} placed; {Told(found)}"));
            }

            measured.Add(new("bounded", name, "s", size, Measurement.Median(seconds), null, null, Holds(graph, assets, limits, found!)));
        }

        return Task.FromResult<IReadOnlyList<Measurement>>(measured);
    }

    private static string Told(BoundedGrouping found) => string.Join(", ", found.Conflicts.GroupBy(one => one.Key).OrderBy(one => one.Key, StringComparer.Ordinal)
        .Select(one => FormattableString.Invariant($"{one.Key} {one.Sum(conflict => conflict.Members.Length):N0}")));

    private static (PairGraph Graph, int[] Affinity) Pairs(PointTowns towns)
    {
        var near = new PlainNeighbours(towns.X, towns.Y, towns.Eps);
        var lists = new (int Other, int Mm)[towns.X.Length][];
        Parallel.For(0, lists.Length, point => lists[point] = [.. near.Of(point).Where(other => other > point).Order().Select(other => (other, Mm(towns, point, other)))]);
        var start = new int[lists.Length + 1];
        for (var at = 0; at < lists.Length; at++) start[at + 1] = start[at] + lists[at].Length;
        var radius = (int)(towns.Eps * 1000);
        var graph = new PairGraph(start, [.. lists.SelectMany(list => list.Select(one => one.Other))], [.. lists.SelectMany(list => list.Select(one => one.Mm))], radius);
        return (graph, Array.ConvertAll(graph.DistanceMm, mm => PairAffinity.ToMillionths(Math.Max(0, 1.0 - (double)mm / radius))));
    }

    private static int Mm(PointTowns towns, int one, int two) => (int)Math.Round(1000 * Distance(towns.X, towns.Y, one, two));

    private static double Distance(double[] x, double[] y, int one, int two) => Math.Sqrt(Math.Pow(x[one] - x[two], 2) + Math.Pow(y[one] - y[two], 2));

    private static BoundedAssets Assets(PointTowns towns)
    {
        var random = new Random(20260401);
        var size = towns.X.Length;
        // Most cost a little, a few a lot: about 100,000 yen a year in the mean, up to some millions.
        var yen = Enumerable.Range(0, size).Select(_ => (long)(20_000 / Math.Pow(1 - random.NextDouble() * 0.999, 0.8))).ToArray();
        var minutes = Enumerable.Range(0, size).Select(_ => (long)random.Next(30, 600)).ToArray();
        return new BoundedAssets(yen, minutes, towns.X, towns.Y, [.. Enumerable.Range(0, size)]);
    }

    private static bool Holds(PairGraph graph, BoundedAssets assets, BoundedLimits limits, BoundedGrouping found)
    {
        var label = found.Grouping.Label;
        var told = found.Conflicts.SelectMany(conflict => conflict.Members).Order();
        if (!told.SequenceEqual(Enumerable.Range(0, label.Length).Where(at => label[at] < 0))) return false;
        var sets = new UnionFind(label.Length);
        for (var asset = 0; asset < label.Length; asset++)
        {
            foreach (var other in graph.Other.AsSpan(graph.Start[asset]..graph.Start[asset + 1]))
            {
                if (label[asset] >= 0 && label[asset] == label[other]) sets.Union(asset, other);
            }
        }

        return Enumerable.Range(0, label.Length).Where(at => label[at] >= 0).GroupBy(at => label[at]).AsParallel().All(group => Holds(assets, limits, [.. group], sets));
    }

    private static bool Holds(BoundedAssets assets, BoundedLimits limits, int[] group, UnionFind sets) =>
        limits.Yen.Holds(group.Sum(at => assets.Yen[at])) && limits.Minutes.Holds(group.Sum(at => assets.Minutes[at])) && limits.Assets.Holds(group.Length)
        && Array.TrueForAll(group, at => sets.Find(at) == sets.Find(group[0]))
        && (limits.MaxExtentM is not { } extent || Array.TrueForAll(group, one => Array.TrueForAll(group, two => Distance(assets.X, assets.Y, one, two) <= extent)));
}
