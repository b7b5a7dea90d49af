using GunMane.Spatial.Affinity;

namespace GunMane.Spatial.Clustering;

/// <summary>What holds an asset in its group by correlation (<see cref="CorrelationGroups"/>), moved alone with all other groups as they are.</summary>
/// <param name="Own">Sum of its weights to its own group, millionths (<see cref="PairAgreement"/>).</param>
/// <param name="Other">The same to the best other group, to a partner in no group, or 0 for being alone, whichever is most.</param>
/// <param name="OtherGroup">Label of that group; −1 for none.</param>
/// <param name="Exit">The nearest higher bar θ, in thousandths, at which it leaves; null where it stays up to 1.</param>
/// <param name="Vital">Partners inside, without any one of which it would leave; ascending.</param>
public sealed record CorrelationHold(long Own, long Other, int OtherGroup, DensityExit? Exit, IReadOnlyList<int> Vital)
{
    private const double Step = 0.001;

    /// <summary>By how much more another group, or being alone, would have to offer, millionths.</summary>
    public long Margin => Own - Other;

    /// <summary>Works it out.</summary>
    /// <param name="rule">Weights of the pairs.</param>
    /// <param name="pairs">The pairs from both ends.</param>
    /// <param name="asset">The asset, in a group.</param>
    /// <param name="label">Group of each asset; 0 and less for none.</param>
    /// <param name="agreement">θ of the run, 0…1.</param>
    internal static CorrelationHold Of(PairAgreement.Rule rule, PairsOfAssets pairs, int asset, Func<int, int> label, double agreement)
    {
        var ends = pairs.Of(asset).ToList();
        var (own, other, group) = Offers(rule, ends, label, label(asset), agreement);
        var vital = ends.Where(end => label(end.Partner) == label(asset) && own - rule.Weight(end.Lower, end.Pair, agreement) < other).Select(end => end.Partner).Order();
        return new CorrelationHold(own, other, group, ExitOf(rule, ends, label, label(asset), agreement), [.. vital]);
    }

    /// <summary>Partners of an asset inside its group that agree with it, strongest first; ties: the nearer, then the lower.</summary>
    internal static IEnumerable<(PairEnd End, int Weight)> Links(PairAgreement.Rule rule, PairsOfAssets pairs, int asset, Func<int, int> label, double agreement) =>
        pairs.Of(asset).Where(end => label(end.Partner) == label(asset)).Select(end => (End: end, Weight: rule.Weight(end.Lower, end.Pair, agreement))).Where(link => link.Weight > 0)
            .OrderByDescending(link => link.Weight).ThenBy(link => pairs.Graph.DistanceMm[link.End.Pair]).ThenBy(link => link.End.Partner);

    private static (long Own, long Other, int Group) Offers(PairAgreement.Rule rule, List<PairEnd> ends, Func<int, int> label, int own, double agreement)
    {
        // Partners in no group are each alone.
        var sums = ends.GroupBy(end => label(end.Partner) is > 0 and var group ? group : -2 - end.Partner, end => (long)rule.Weight(end.Lower, end.Pair, agreement)).ToDictionary(group => group.Key, group => group.Sum());
        var best = sums.Where(sum => sum.Key != own).Select(sum => (Sum: sum.Value, Group: Math.Max(-1, sum.Key))).Append((Sum: 0, Group: -1)).OrderByDescending(offer => offer.Sum).ThenBy(offer => offer.Group).First();
        return (sums.GetValueOrDefault(own), best.Sum, best.Group);
    }

    private static DensityExit? ExitOf(PairAgreement.Rule rule, List<PairEnd> ends, Func<int, int> label, int own, double agreement)
    {
        var before = agreement;
        for (var thousandths = (int)Math.Floor(agreement / Step) + 1; thousandths * Step <= 1; thousandths++)
        {
            var bar = Math.Round(thousandths * Step, 3);
            if (bar <= agreement) continue;
            var (sum, other, _) = Offers(rule, ends, label, own, bar);
            if (sum < other) return new DensityExit("agreement", bar, before);
            before = bar;
        }

        return null;
    }
}
