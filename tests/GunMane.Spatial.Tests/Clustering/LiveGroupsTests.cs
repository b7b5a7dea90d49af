using CsCheck;
using GunMane.Spatial.Affinity;
using GunMane.Spatial.Clustering;
using GunMane.Spatial.Tests.Affinity;
using NetTopologySuite.Geometries;

namespace GunMane.Spatial.Tests.Clustering;

/// <summary>Groups on a resident graph are those of a run that begins anew with the same parameters.</summary>
public sealed class LiveGroupsTests
{
    private const int LargestMm = 120_000;

    private static readonly Gen<AffinityWeights> Weights = Gen.Select(Gen.Double[0, 0.25], Gen.Int[0, 3].Array[5], Gen.Int[0, 400],
        (firms, others, days) => new AffinityWeights(firms, others[0] * 0.05, others[1] * 0.05, others[2] * 0.05, others[3] * 0.05, days, others[4] * 0.05));

    private static readonly Gen<LiveParameters> Parameters = Gen.Select(Gen.Int[1, 12], Weights, Gen.Int[0, 10], Gen.Int[2, 5], Gen.Bool.Array[40], Gen.Bool,
        (radius, weights, threshold, minPoints, active, all) => new LiveParameters(radius * 10_000, weights, threshold * 100_000, minPoints, all ? null : active));

    [Fact]
    public void Every_other_choice_gives_the_groups_of_a_new_run() =>
        Gen.Select(RandomShapes.Some(40, 300), Gen.Int[0, 4].Array[40], Gen.Int[0, 3].Array[40], Parameters.Array[3]).Sample((shapes, firms, traits, choices) =>
        {
            var (geometries, cancellation) = (RandomShapes.Arrays(shapes), TestContext.Current.CancellationToken);
            var (sets, known) = (TownFacts.Firms(shapes.Length, firms), TownFacts.Traits(shapes.Length, traits));
            var weights = FirmWeights.Of(sets);
            var graph = ProximityPairs.Find(geometries, null, LargestMm, cancellation);
            var live = new LiveGroups(graph, PairTies.Of(graph, sets, weights, cancellation), known);
            foreach (var choice in choices.Select(choice => choice with { Active = choice.Active?[..shapes.Length] }))
            {
                var anew = ProximityPairs.Find(geometries, choice.Active, choice.RadiusMm, cancellation);
                var affinity = PairAffinity.Of(anew, PairTies.Of(anew, sets, weights, cancellation), known, choice.Weights, choice.RadiusMm, cancellation);
                Assert.Equal(DensityGroups.Of(anew, affinity, choice.Threshold, choice.MinPoints).Label, live.Density(choice, cancellation).Label);
            }
        }, iter: 1_500);

    [Fact]
    public void A_large_graph_is_cut_into_blocks_without_a_seam()
    {
        var (x, y) = (new double[60_000], new double[60_000]);
        for (var at = 0; at < x.Length; at++) (x[at], y[at]) = (at % 300 * 10 + at % 7, at / 300 * 10 + at % 5);
        var shapes = RandomShapes.Arrays(x.Select((easting, at) => (Geometry)new Point(easting, y[at])));
        var (sets, cancellation) = (TownFacts.Firms(x.Length, [.. Enumerable.Range(0, x.Length).Select(at => at / 37 % 5)]), TestContext.Current.CancellationToken);
        var graph = ProximityPairs.Find(shapes, null, 30_000, cancellation);
        Assert.True(PairBlocks.Bounds(graph).Length > 4);
        var (ties, traits) = (PairTies.Of(graph, sets, FirmWeights.Of(sets), cancellation), TownFacts.Traits(x.Length, new int[x.Length]));
        var live = new LiveGroups(graph, ties, traits);
        foreach (var (threshold, minPoints) in new[] { (0, 3), (450_000, 4), (700_000, 9), (980_000, 2) })
        {
            var weights = new AffinityWeights(0.6);
            var expected = DensityGroups.Of(graph, PairAffinity.Of(graph, ties, traits, weights, graph.RadiusMm, cancellation), threshold, minPoints);
            Assert.Equal(expected.Label, live.Density(new LiveParameters(graph.RadiusMm, weights, threshold, minPoints), cancellation).Label);
        }
    }

    [Fact]
    public void A_radius_beyond_the_graph_is_refused()
    {
        var live = new LiveGroups(new PairGraph([0, 0], [], [], 1_000), PairTies.None(0), TownFacts.Traits(1, [0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => live.Density(new LiveParameters(1_001, AffinityWeights.Nearness, 0, 2), TestContext.Current.CancellationToken));
    }
}
