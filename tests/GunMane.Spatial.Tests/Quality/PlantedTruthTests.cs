using GunMane.Benchmarks.Quality;

namespace GunMane.Spatial.Tests.Quality;

/// <summary>A small version of <c>bench quality</c>: a worse default fails here.</summary>
public sealed class PlantedTruthTests
{
    private const double Missing = 0.2;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_default_comes_near_the_ceiling_and_far_above_location_alone(int seed)
    {
        var region = PlantedRegion.Make(new PlantedParameters(), seed);
        var (floor, ceiling) = (LocationFloor.Best(region).AdjustedRand, Agreement.Of(region.Bundle, BayesCeiling.Label(region, Missing)));
        var ours = Agreement.Of(region.Bundle, EngineMethods.Label(region.Seen(Missing), EngineMethods.Default));
        Assert.InRange(floor, 0.3, 0.6);
        Assert.True(ours >= 0.9 * ceiling, $"{ours} of {ceiling}");
        Assert.True(ours >= floor + 0.3, $"{ours} above {floor}");
        Assert.True(ours < ceiling, $"{ours} cannot be better than {ceiling}");
    }

    [Fact]
    public void The_ceiling_is_right_about_more_assets_than_any_labelling_without_the_truth_and_knows_most_with_all_firms()
    {
        var region = PlantedRegion.Make(new PlantedParameters(), 3);
        double Right(double missing) => BayesCeiling.Label(region, missing).Zip(region.Bundle).Count(pair => pair.First == pair.Second) / (double)region.Count;
        Assert.True(Right(0) > Right(Missing));
        Assert.True(Right(Missing) > Right(1));
        var label = EngineMethods.Label(region.Seen(Missing), EngineMethods.Default);
        // Each group may even be named after the bundle that most of it belongs to.
        var named = label.Zip(region.Bundle).Where(pair => pair.First >= 0).GroupBy(pair => pair.First, pair => pair.Second)
            .ToDictionary(group => group.Key, group => group.CountBy(bundle => bundle).MaxBy(bundle => bundle.Value).Key);
        Assert.True(Right(Missing) > label.Zip(region.Bundle).Count(pair => (pair.First < 0 ? PlantedRegion.None : named[pair.First]) == pair.Second) / (double)region.Count);
    }

    [Fact]
    public void The_truth_has_the_shares_that_the_parameters_name()
    {
        var region = PlantedRegion.Make(new PlantedParameters(), 4);
        double Share(Func<int, bool> of) => Enumerable.Range(0, region.Count).Count(of) / (double)region.Count;
        Assert.InRange(Share(asset => region.Bundle[asset] == PlantedRegion.None), 0.105, 0.135);
        Assert.InRange(Share(asset => region.IsMissing(asset, 0.4)), 0.375, 0.425);
        Assert.InRange(Share(asset => region.Seen(0.4).Firms.SetOf[asset] < 0 != region.IsMissing(asset, 0.4)), 0, 0);
        var foreign = Enumerable.Range(0, region.Count).Where(asset => region.Bundle[asset] >= 0)
            .SelectMany(asset => region.Firms[asset].Where(firm => firm < region.World.LocalFirms).Select(firm => !region.World.Bundles[region.Bundle[asset]].Firms.Contains(firm))).ToArray();
        Assert.InRange(foreign.Count(wrong => wrong) / (double)foreign.Length, 0.045, 0.08);
        Assert.Contains(region.World.Bundles.GroupBy(bundle => bundle.Firms[0]), territory => territory.Count() > 1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Densities_sum_to_one_and_draws_follow_them(int kind)
    {
        PlantedPiece piece = kind == 0 ? new PlantedStretch(1, 100, 200, 500, 500, 25) : new PlantedCluster(1, 300, 350, 60);
        var (random, inside, sum) = (new PlantedRandom(7), 0.0, 0.0);
        for (var x = -200; x < 900; x += 4)
        {
            for (var y = -200; y < 900; y += 4)
            {
                sum += piece.At(x, y) * 16;
                if (x < 300 && y < 360) inside += piece.At(x, y) * 16;
            }
        }

        Assert.InRange(sum, 0.98, 1.02);
        var drawn = Enumerable.Range(0, 20_000).Select(_ => piece.Draw(random)).Count(at => at is { X: < 298, Y: < 358 }) / 20_000.0;
        Assert.InRange(drawn, inside - 0.03, inside + 0.03);
    }
}
