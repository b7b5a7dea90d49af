using CsCheck;
using GunMane.Spatial.Affinity;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Tests.Affinity;

public sealed class PairAffinityTests
{
    [Fact]
    public void Unknown_is_neutral_nearness_alone_decides() =>
        Assert.Equal(750_000, Affinity([], [(0, Evidence.Asset)], weight: 0.9));

    [Fact]
    public void A_shared_rare_firm_draws_together_and_different_firms_hold_apart()
    {
        var same = Affinity([(0, Evidence.Asset)], [(0, Evidence.Asset)], weight: 0.5);
        var different = Affinity([(0, Evidence.Asset)], [(1, Evidence.Asset)], weight: 0.5);
        Assert.True(different < 750_000 && same > 750_000, $"{different} {same}");
    }

    [Fact]
    public void The_weakest_rung_counts_at_most_three_tenths_of_a_link_on_record()
    {
        var strong = 750_000 - Affinity([(0, Evidence.Asset)], [(1, Evidence.Asset)], weight: 0.5);
        var weak = 750_000 - Affinity([(0, Evidence.TownSectorKind)], [(1, Evidence.TownSectorKind)], weight: 0.5);
        Assert.InRange(weak, 1, strong * 3 / 10 + strong / 20);
    }

    [Fact]
    public void A_firm_that_works_everywhere_tells_nothing()
    {
        var sets = Sets([.. Enumerable.Range(0, 20).Select(_ => new[] { (0, Evidence.Asset) })]);
        Assert.Equal(750_000, Of(sets, 1));
    }

    [Fact]
    public void A_firm_tells_less_the_more_assets_it_serves() => Gen.Int[1, 40].Sample(others =>
    {
        var sets = Sets([[(0, Evidence.Asset), (1, Evidence.Asset)], [(0, Evidence.Asset), (2, Evidence.Asset)], .. Enumerable.Range(0, 41).Select(at => new[] { (at < others ? 0 : 3, Evidence.Asset) })]);
        var weights = FirmWeights.Of(sets);
        var more = Sets([[(0, Evidence.Asset), (1, Evidence.Asset)], [(0, Evidence.Asset), (2, Evidence.Asset)], .. Enumerable.Range(0, 41).Select(at => new[] { (at <= others ? 0 : 3, Evidence.Asset) })]);
        Assert.True(PairAffinity.Similarity(more, FirmWeights.Of(more), 0, 1) <= PairAffinity.Similarity(sets, weights, 0, 1));
    });

    [Fact]
    public void Half_of_the_firms_in_common_count_as_all()
    {
        var sets = Sets([[(0, Evidence.Asset), (1, Evidence.Asset)], [(0, Evidence.Asset)], [(2, Evidence.Asset)], [(1, Evidence.Asset)]]);
        Assert.Equal(1, PairAffinity.Similarity(sets, FirmWeights.Of(sets), 0, 1));
    }

    [Theory]
    [InlineData(0, 1.0)] // the evidence alone: both firms on both assets
    [InlineData(100, 2.0 * 30 / (100 + 100))] // Σ min (10 + 20) ÷ Σ max (100 + 100), doubled
    [InlineData(50, 2.0 * (55 + 60) / (100 + 100))]
    public void Role_and_yen_tell_who_works_here_from_who_once_did(int yenPercent, double expected)
    {
        var builder = new FirmSetsBuilder(4, 4);
        foreach (var (asset, firm, weighs) in new[] { (0, 0, 100), (0, 1, 20), (1, 0, 10), (1, 1, 100), (2, 2, 100), (2, 3, 100), (3, 2, 100), (3, 3, 100) })
            builder.Link(asset, firm, Evidence.Asset, Evidence.Asset.StrengthPercent(), (byte)weighs);
        var sets = builder.Build(new int[4], new Sector[4]);
        var weights = FirmWeights.Of(sets, yenPercent);
        Assert.Equal(Math.Min(1, expected), PairAffinity.Similarity(sets, weights, 0, 1), 12);
        Assert.Equal(FirmWeights.Of(sets).Trust, weights.Trust);
    }

    /// <summary>Affinity of two assets a quarter of the radius apart, among others with firms of their own.</summary>
    private static int Affinity((int Firm, Evidence Rung)[] one, (int Firm, Evidence Rung)[] two, double weight) =>
        Of(Sets([one, two, .. Enumerable.Range(0, 50).Select(at => new[] { (2 + at, Evidence.Asset) })]), weight);

    private static int Of(FirmSets sets, double weight)
    {
        var start = new int[sets.SetOf.Length + 1];
        Array.Fill(start, 1, 1, start.Length - 1);
        return PairAffinity.Of(new PairGraph(start, [1], [25_000], 100_000), sets, FirmWeights.Of(sets), weight, TestContext.Current.CancellationToken)[0];
    }

    private static FirmSets Sets((int Firm, Evidence Rung)[][] assets)
    {
        var builder = new FirmSetsBuilder(assets.Length, 60);
        for (var asset = 0; asset < assets.Length; asset++)
        {
            foreach (var (firm, rung) in assets[asset]) builder.Link(asset, firm, rung, rung.StrengthPercent());
        }

        return builder.Build(new int[assets.Length], new Sector[assets.Length]);
    }
}
