using GunMane.Spatial.Contractors;

namespace GunMane.Spatial.Tests.Contractors;

public sealed class IdentityLearningTests
{
    [Fact]
    public void The_weights_of_made_up_labels_are_found_again()
    {
        var random = new Random(7);
        var truth = new double[IdentityModel.Features.Count];
        (truth[0], truth[1], truth[2]) = (-1, 2, -1.5);
        var model = new IdentityModel(truth, 0, -2);
        var pairs = Enumerable.Range(0, 20_000).Select(_ =>
        {
            var features = new double[truth.Length];
            (features[0], features[1], features[2]) = (1, random.NextDouble() * 2 - 1, random.NextDouble() * 2 - 1);
            return new LabelledPair(features, random.NextDouble() < IdentityModel.Probability(model.LogOdds(features)));
        }).ToList();
        var learned = IdentityLearning.Fit(pairs);
        for (var at = 0; at < truth.Length; at++) Assert.Equal(truth[at], learned[at], 0.15);
    }

    [Fact]
    public void The_shipped_model_has_a_weight_for_every_feature_and_asks_below_what_it_merges()
    {
        var model = IdentityModel.Shipped;
        Assert.Equal(IdentityModel.Features.Count, model.Weights.Count);
        Assert.True(model.Ask < model.Merge);
    }
}
