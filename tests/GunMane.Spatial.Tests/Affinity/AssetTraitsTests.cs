using GunMane.Spatial.Affinity;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Tests.Affinity;

public sealed class AssetTraitsTests
{
    private static readonly AssetTraits Traits = new(
        [Sector.Road, Sector.Bridge, Sector.Park, Sector.Road], [0, 1, -1, 0], [7, 7, 8, -1], [739_000, 739_092, 0, 739_093], [2027, 2028, 2030, 0],
        [Bits(WorkKind.Patrol, WorkKind.Inspection), Bits(WorkKind.Mowing), 0, Bits(WorkKind.Inspection)]);

    [Theory]
    [InlineData(0, 3, 1.0, 1.0)] // the same sector
    [InlineData(0, 1, 1.0, 0.5)] // bridges are served by those who serve roads
    [InlineData(1, 2, 1.0, 0.0)]
    public void Sectors(int one, int other, double known, double speaks) => Says(new AffinityWeights(0, Sector: 1), one, other, known, speaks);

    [Theory]
    [InlineData(0, 1, 1.0, 1.0)] // 92 days apart: just inside
    [InlineData(0, 3, 1.0, 0.0)]
    [InlineData(0, 2, 0.0, 0.0)] // of one no term is known
    public void Terms(int one, int other, double known, double speaks) => Says(new AffinityWeights(0, Terms: 1), one, other, known, speaks);

    [Theory]
    [InlineData(0, 1, 1.0, 0.5)]
    [InlineData(0, 2, 1.0, 0.0)]
    [InlineData(0, 3, 0.0, 0.0)]
    public void Inspections(int one, int other, double known, double speaks) => Says(new AffinityWeights(0, Inspection: 1), one, other, known, speaks);

    [Theory]
    [InlineData(0, 1, 1.0, 1.0)] // another town, the same owner
    [InlineData(0, 2, 1.0, 1.0)] // another owner
    [InlineData(0, 3, 1.0, 0.0)] // the same town
    [InlineData(2, 3, 0.0, 0.0)] // nothing known of both
    public void Borders(int one, int other, double known, double speaks) => Says(new AffinityWeights(0, Border: 1), one, other, known, speaks);

    [Theory]
    [InlineData(0, 3, 1.0, 1.0)] // inspection of both
    [InlineData(0, 1, 1.0, 0.5)] // patrol and mowing: one crew's rounds
    [InlineData(1, 3, 1.0, 0.0)]
    [InlineData(0, 2, 0.0, 0.0)] // of one no order is known
    public void WorkKindsAlike(int one, int other, double known, double speaks) => Says(new AffinityWeights(0, WorkKind: 1), one, other, known, speaks);

    [Fact]
    public void Weights_add_up_and_the_order_of_a_pair_does_not_matter()
    {
        var weights = new AffinityWeights(0.2, 0.2, 0.2, 0.2, 0.1, WorkKind: 0.1);
        Assert.True(weights.IsValid);
        Assert.False((weights with { Firms = 0.3 }).IsValid);
        var (known, speaks) = Traits.Of(0, 1, weights);
        Assert.Equal(0.8, known, 12);
        Assert.Equal(0.2 * 0.5 + 0.2 + 0.2 * 0.5 + 0.1 + 0.1 * 0.5, speaks, 12);
        Assert.Equal((known, speaks), Traits.Of(1, 0, weights));
    }

    [Fact]
    public void What_is_not_known_leaves_its_weight_to_nearness()
    {
        var graph = new PairGraph([0, 0, 0, 1, 1], [3], [25_000], 100_000);
        var affinity = PairAffinity.Of(graph, PairTies.None(1), Traits, new AffinityWeights(0.5, Terms: 0.4), 100_000, TestContext.Current.CancellationToken);
        Assert.Equal(750_000, affinity[0]);
    }

    private static short Bits(params WorkKind[] kinds) => (short)kinds.Sum(kind => 1 << (int)kind);

    private static void Says(AffinityWeights weights, int one, int other, double known, double speaks) => Assert.Equal((known, speaks), Traits.Of(one, other, weights));
}
