using CsCheck;
using GunMane.Spatial.Affinity;
using GunMane.Spatial.Clustering;
using GunMane.Spatial.Tests.Affinity;

namespace GunMane.Spatial.Tests.Clustering;

/// <summary>What is said of one asset is replayed: each answer is run by the engine, with graph, affinities and groups made anew.</summary>
public sealed class DensityReasonsTests
{
    private const int Most = 40;

    private static readonly Gen<Town> Towns = Gen.Select(RandomShapes.Some(Most, 300), Gen.Int[0, 4].Array[Most], Gen.Int[0, 3].Array[Most],
        Gen.Select(Gen.Int[2, 12], Gen.Int[0, 8].Array[5], Gen.Int[1, 19], Gen.Int[2, 5], Gen.Int[1, 8], Gen.Bool.Array[Most], Gen.Bool, Gen.Int[0, 4]),
        (shapes, firms, traits, choice) => new Town(RandomShapes.Arrays(shapes), TownFacts.Firms(shapes.Length, firms), TownFacts.Traits(shapes.Length, traits),
            choice.Item1 * 10, choice.Item2.Sum() > 19 ? new AffinityWeights(0.45) : new AffinityWeights(choice.Item2[0] / 20.0, choice.Item2[1] / 20.0, choice.Item2[2] / 20.0, choice.Item2[3] / 20.0, choice.Item2[4] / 20.0),
            choice.Item3 / 20.0, choice.Item4, choice.Item5, choice.Item7 ? null : choice.Item6[..shapes.Length], choice.Item8 * 25));

    [Fact]
    public void Looking_from_one_asset_finds_what_grouping_all_of_them_finds() => Towns.Sample(town =>
    {
        var (around, parameters) = (town.Around(), town.Parameters);
        var expected = town.Replay(parameters, town.MinAssets);
        for (var asset = 0; asset < expected.Length; asset++) Assert.Equal(expected[asset], around.IsIn(asset, parameters, town.MinAssets));
    }, iter: 1_500);

    [Fact]
    public void Run_at_the_stated_value_the_asset_is_out_and_just_before_it_is_in()
    {
        var (told, gate) = (new Dictionary<string, int>(), new Lock());
        Towns.Sample(town =>
        {
            var exits = town.Exits();
            var within = town.Replay(town.Parameters, town.MinAssets);
            foreach (var asset in Enumerable.Range(0, within.Length).Where(asset => within[asset]).Take(6))
            {
                foreach (var exit in exits.Of(asset, TestContext.Current.CancellationToken))
                {
                    Assert.False(town.Replay(exit.Input, exit.Value)[asset], $"{asset} is still in at {exit}");
                    Assert.True(town.Replay(exit.Input, exit.Before)[asset], $"{asset} is out before {exit}");
                    lock (gate) told[exit.Input] = told.GetValueOrDefault(exit.Input) + 1;
                }
            }
        }, iter: 400);
        // Every kind of answer was given, and so replayed.
        Assert.Equal(["borderWeight", "contractorWeight", "inspectionWeight", "minPoints", "radius", "sectorWeight", "termsWeight", "threshold", "workKindWeight", "yenWeight"], told.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_nearer_step_moves_the_asset_out() => Towns.Sample(town =>
    {
        var exits = town.Exits();
        var within = town.Replay(town.Parameters, town.MinAssets);
        foreach (var asset in Enumerable.Range(0, within.Length).Where(asset => within[asset]).Take(2))
        {
            var found = exits.Of(asset, TestContext.Current.CancellationToken).SingleOrDefault(exit => exit.Input == "radius");
            for (var metres = town.Radius - 1; metres >= DensityExits.LeastRadius && metres > (found?.Value ?? 0); metres--)
                Assert.True(town.Replay(town.With("radius", metres), town.MinAssets)[asset], $"{asset} is out at {metres} m, {found} was told");
        }
    }, iter: 60);

    [Fact]
    public void Without_a_vital_tie_the_asset_is_out_and_without_any_other_it_stays() => Towns.Sample(town =>
    {
        var exits = town.Exits();
        var within = town.Replay(town.Parameters, town.MinAssets);
        foreach (var asset in Enumerable.Range(0, within.Length).Where(asset => within[asset]).Take(4))
        {
            var vital = exits.Vital(asset).Select(end => end.Partner).ToHashSet();
            foreach (var (end, _) in town.Around().Neighbours(asset, town.Parameters))
                Assert.Equal(!vital.Contains(end.Partner), town.Replay(town.Parameters, town.MinAssets, (Math.Min(asset, end.Partner), Math.Max(asset, end.Partner)))[asset]);
        }
    }, iter: 300);

    [Fact]
    public void By_correlation_the_asset_leaves_at_the_stated_bar_or_without_a_vital_tie_and_not_before()
    {
        var told = 0;
        Towns.Sample(town =>
        {
            var (graph, rule) = town.Rule();
            var pairs = new PairsOfAssets(graph);
            int[] At(double bar, (int One, int Other)? lost = null)
            {
                var weights = new int[graph.Count];
                for (var asset = 0; asset < graph.Assets; asset++)
                {
                    for (var at = graph.Start[asset]; at < graph.Start[asset + 1]; at++) weights[at] = (asset, graph.Other[at]) == lost ? 0 : rule.Weight(asset, at, bar);
                }

                return weights;
            }

            var label = Array.ConvertAll(CorrelationGroups.Of(graph, At(0.1), TestContext.Current.CancellationToken).Label, of => of + 1);
            foreach (var asset in Enumerable.Range(0, label.Length).Where(asset => label[asset] > 0).Take(6))
            {
                var hold = CorrelationHold.Of(rule, pairs, asset, at => label[at], 0.1);
                Assert.True(hold.Margin >= 0, "an asset would be better off elsewhere");
                Assert.True(Stays(graph, At(0.1), label, asset));
                foreach (var partner in pairs.Of(asset).Select(end => end.Partner).Where(partner => label[partner] == label[asset]))
                    Assert.Equal(!hold.Vital.Contains(partner), Stays(graph, At(0.1, (Math.Min(asset, partner), Math.Max(asset, partner))), label, asset));
                for (var bar = 101; bar <= 1000 && (hold.Exit is null || bar / 1000.0 < hold.Exit.Value); bar += 23) Assert.True(Stays(graph, At(bar / 1000.0), label, asset));
                if (hold.Exit is not { } exit) continue;
                Assert.False(Stays(graph, At(exit.Value), label, asset), $"{asset} stays at {exit}");
                Assert.True(Stays(graph, At(exit.Before), label, asset), $"{asset} leaves before {exit}");
                Interlocked.Increment(ref told);
            }
        }, iter: 300);
        Assert.True(told > 100, $"{told} bars were told");
    }

    // The engine's own step for one asset, the others where they are.
    private static bool Stays(PairGraph graph, int[] weights, int[] label, int asset) => CorrelationGroups.Step(graph, weights, label, asset) == label[asset];

    [Fact]
    public void A_community_holds_an_asset_by_what_it_gains()
    {
        // 0–1–2 in group 1, 3–4 in group 2; asset 2 has 0.9 + 0.8 inside and 0.5 to group 2.
        int[] label = [1, 1, 1, 2, 2];
        var hold = CommunityHold.Of([(0, 900_000), (1, 800_000), (3, 500_000)], at => label[at], new Dictionary<int, int> { [1] = 3, [2] = 2 }, 2, 0.05);
        Assert.Equal((1_600_000, 400_000, 2, 1_200_000), (hold.Own, hold.Other, hold.OtherGroup, hold.Margin));
        Assert.Equal(-1, CommunityHold.Of([(0, 900_000)], at => label[at], new Dictionary<int, int> { [1] = 3 }, 2, 0.05).OtherGroup);
    }

    [Fact]
    public void In_the_hierarchy_an_asset_hangs_as_far_as_its_strongest_way_into_the_group()
    {
        Dictionary<int, (int, int)[]> pairs = new() { [0] = [(1, 900), (2, 700)], [1] = [(0, 900), (2, 600)], [2] = [(0, 700), (1, 600)] };
        Assert.Equal(600, HierarchicalHold.Of(2, of => pairs[of], _ => true, 3));
        Assert.Equal(700, HierarchicalHold.Of(2, of => pairs[of], _ => true, 2));
        Assert.Equal(0, HierarchicalHold.Of(2, of => pairs[of], _ => false, 2));
    }

    private sealed record Town(Shapes Shapes, FirmSets Firms, AssetTraits Traits, int Radius, AffinityWeights Weights, double Threshold, int MinPoints, int MinAssets, bool[]? Active, int YenPercent)
    {
        public LiveParameters Parameters => new(Radius * 1000, Weights, PairAffinity.ToMillionths(Threshold), MinPoints, Active);

        // The graph reaches further than the run's radius, as the resident one does.
        public DensityAround Around()
        {
            var graph = ProximityPairs.Find(Shapes, null, Radius * 1500, TestContext.Current.CancellationToken);
            return new DensityAround(new PairsOfAssets(graph), PairTies.Of(graph, Firms, FirmWeights.Of(Firms, YenPercent), TestContext.Current.CancellationToken), Traits);
        }

        public DensityExits Exits()
        {
            var around = Around();
            return new DensityExits(around, Parameters, MinAssets, Threshold, Radius)
            {
                YenWeight = YenPercent / 100.0,
                ByYen = percent => around.With((one, other) => PairTies.CommonOf(Firms, FirmWeights.Of(Firms).With(Firms, percent), one, other)),
            };
        }

        public (PairGraph Graph, PairAgreement.Rule Rule) Rule()
        {
            var graph = ProximityPairs.Find(Shapes, null, Radius * 1500, TestContext.Current.CancellationToken);
            var weights = FirmWeights.Of(Firms);
            return (graph, new PairAgreement.Rule(graph, PairTies.Of(graph, Firms, weights, TestContext.Current.CancellationToken), PairAgreement.TrustOf(Firms, weights), Traits, Weights, Radius * 1000, Active));
        }

        public LiveParameters With(string input, double value) => input switch
        {
            "radius" => Parameters with { RadiusMm = (int)Math.Floor(value * 1000 + 0.5) },
            "threshold" => Parameters with { Threshold = PairAffinity.ToMillionths(value) },
            "minPoints" => Parameters with { MinPoints = (int)value },
            "contractorWeight" => Parameters with { Weights = Weights with { Firms = value } },
            "sectorWeight" => Parameters with { Weights = Weights with { Sector = value } },
            "termsWeight" => Parameters with { Weights = Weights with { Terms = value } },
            "inspectionWeight" => Parameters with { Weights = Weights with { Inspection = value } },
            "borderWeight" => Parameters with { Weights = Weights with { Border = value } },
            "workKindWeight" => Parameters with { Weights = Weights with { WorkKind = value } },
            _ => throw new ArgumentOutOfRangeException(nameof(input)),
        };

        // A run from the beginning: which assets are in a group of at least the least size.
        public bool[] Replay(string input, double value) =>
            input == "yenWeight" ? Replay(Parameters, MinAssets, null, (int)Math.Round(value * 100)) : Replay(With(input, value), MinAssets);

        public bool[] Replay(LiveParameters parameters, int minAssets, (int, int)? lost = null, int? yenPercent = null)
        {
            Assert.True(parameters.Weights.IsValid);
            var cancellation = TestContext.Current.CancellationToken;
            var graph = Without(ProximityPairs.Find(Shapes, parameters.Active, parameters.RadiusMm, cancellation), lost);
            var affinity = PairAffinity.Of(graph, PairTies.Of(graph, Firms, FirmWeights.Of(Firms, yenPercent ?? YenPercent), cancellation), Traits, parameters.Weights, parameters.RadiusMm, cancellation);
            var label = DensityGroups.Of(graph, affinity, parameters.Threshold, parameters.MinPoints).Label;
            var size = label.Where(group => group >= 0).CountBy(group => group).ToDictionary();
            return Array.ConvertAll(label, group => group >= 0 && size[group] >= minAssets);
        }

        private static PairGraph Without(PairGraph graph, (int One, int Other)? lost)
        {
            if (lost is not { } pair) return graph;
            var (start, other, mm) = (new int[graph.Start.Length], new List<int>(), new List<int>());
            for (var asset = 0; asset < graph.Assets; asset++)
            {
                for (var at = graph.Start[asset]; at < graph.Start[asset + 1]; at++)
                {
                    if (asset == pair.One && graph.Other[at] == pair.Other) continue;
                    other.Add(graph.Other[at]);
                    mm.Add(graph.DistanceMm[at]);
                }

                start[asset + 1] = other.Count;
            }

            return new PairGraph(start, [.. other], [.. mm], graph.RadiusMm);
        }
    }
}
