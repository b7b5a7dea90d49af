using System.Diagnostics;
using GunMane.Spatial.Affinity;
using GunMane.Spatial.Clustering;
using GunMane.Spatial.Model;

namespace GunMane.Benchmarks;

/// <summary>
/// regroup: groups on a resident graph when the planner moves a slider: the slowest of another radius, weight of firms, threshold and
/// filter, each the median of its rounds; regroup-more-weights with weights of sector, terms, inspections, borders and work kinds. The kernel alone. Equal: labels are those of a run that begins anew.
/// </summary>
internal sealed class RegroupBench(Action<string> say)
{
    private const int MinPoints = 5;
    private const int Rounds = 7;
    private const double RadiusOfEps = 2.05;

    /// <summary>Measures one size.</summary>
    public Task<IReadOnlyList<Measurement>> MeasureAsync(int size, CancellationToken cancellation)
    {
        var towns = PointTowns.Make(size);
        var (x, y) = PointShapes.AlongCurve(towns.X, towns.Y);
        var shapes = PointShapes.Of(x, y);
        var sets = FirmTerritories.Sets(FirmTerritories.Of(x, y));
        var weights = FirmWeights.Of(sets);
        var clock = Stopwatch.StartNew();
        var graph = ProximityPairs.Find(shapes, null, (int)(towns.Eps * 1000 * RadiusOfEps), cancellation);
        var found = clock.Elapsed.TotalSeconds;
        clock.Restart();
        var ties = PairTies.Of(graph, sets, weights, cancellation);
        say(FormattableString.Invariant($"{size:N0} assets, {graph.Count:N0} resident pairs within {graph.RadiusMm / 1000.0} m: pairs {found:0.00} s, firms {clock.Elapsed.TotalSeconds:0.00} s"));
        var live = new LiveGroups(graph, ties, Traits(size));
        var (seconds, more) = (new List<double>(), 0.0);
        var equal = true;
        foreach (var (name, parameters) in Choices(graph.RadiusMm, size))
        {
            var times = Enumerable.Range(0, Rounds).Select(_ => Time(() => live.Density(parameters, cancellation))).ToArray();
            var median = Measurement.Median(times);
            if (parameters.Weights.HasTraits) more = median;
            else seconds.Add(median);
            var affinity = PairAffinity.Of(graph, ties, Traits(size), parameters.Weights, parameters.RadiusMm, cancellation);
            var groups = live.Density(parameters, cancellation);
            if (parameters is { Active: null, Threshold: > 0 }) equal &= DensityGroups.Of(graph, affinity, parameters.Threshold, MinPoints).Label.AsSpan().SequenceEqual(groups.Label);
            say(FormattableString.Invariant($"  {name}: {median * 1000:0} ms, {groups.Groups:N0} groups"));
        }

        return Task.FromResult<IReadOnlyList<Measurement>>([
            new("engine", "regroup", "s", size, seconds.Max(), null, null, equal), new("engine", "regroup-more-weights", "s", size, more, null, null, equal)]);
    }

    private static IEnumerable<(string Name, LiveParameters Parameters)> Choices(int radiusMm, int size)
    {
        var begin = new LiveParameters(radiusMm, new AffinityWeights(0.6), 500_000, MinPoints);
        yield return ("as before", begin);
        yield return ("another radius", begin with { RadiusMm = radiusMm * 2 / 3 });
        yield return ("another weight", begin with { Weights = new AffinityWeights(0.9) });
        yield return ("another threshold", begin with { Threshold = 300_000 });
        yield return ("nearness alone", begin with { Weights = AffinityWeights.Nearness, Threshold = 1 });
        yield return ("more weights", begin with { Weights = new AffinityWeights(0.4, Sector: 0.1, Terms: 0.1, Inspection: 0.1, Border: 0.1, WorkKind: 0.1) });
        yield return ("a filter", begin with { Active = [.. Enumerable.Range(0, size).Select(at => at % 4 != 0)] });
    }

    private static AssetTraits Traits(int size) => new([.. Enumerable.Range(0, size).Select(at => (Sector)(at % 6))], [.. Enumerable.Range(0, size).Select(at => at / 20_000)],
        [.. Enumerable.Range(0, size).Select(at => at % 3)], [.. Enumerable.Range(0, size).Select(at => 739_000 + at % 700)], [.. Enumerable.Range(0, size).Select(at => (short)(2025 + at % 5))], [.. Enumerable.Range(0, size).Select(at => (short)(at % 512))]);

    private static double Time(Action work)
    {
        GC.Collect();
        var clock = Stopwatch.StartNew();
        work();
        return clock.Elapsed.TotalSeconds;
    }
}

/// <summary>Points as the engine holds geometries.</summary>
internal static class PointShapes
{
    /// <summary>Points in the order in which imports number them: along a space-filling curve (here Morton's), neighbours beside one another.</summary>
    public static (double[] X, double[] Y) AlongCurve(double[] x, double[] y)
    {
        var order = Enumerable.Range(0, x.Length).ToArray();
        Array.Sort(Array.ConvertAll(order, at => Spread((uint)(x[at] / 8)) | Spread((uint)(y[at] / 8)) << 1), order);
        return (Array.ConvertAll(order, at => x[at]), Array.ConvertAll(order, at => y[at]));
    }

    private static ulong Spread(uint value)
    {
        ulong spread = value;
        foreach (var (shift, mask) in new[] { (16, 0x0000FFFF0000FFFFUL), (8, 0x00FF00FF00FF00FFUL), (4, 0x0F0F0F0F0F0F0F0FUL), (2, 0x3333333333333333UL), (1, 0x5555555555555555UL) }) spread = (spread | spread << shift) & mask;
        return spread;
    }

    /// <summary>One point an asset.</summary>
    public static Shapes Of(double[] x, double[] y)
    {
        var places = Enumerable.Range(0, x.Length + 1).ToArray();
        return new Shapes(places, new PartKind[x.Length], places, x, y);
    }
}
