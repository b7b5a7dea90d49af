using GunMane.Spatial.Affinity;

namespace GunMane.Spatial.Clustering;

/// <summary>What holds an asset in its community (<see cref="LeidenCommunities"/>, constant Potts model), moved alone with all others kept.</summary>
/// <param name="Own">Affinity to its own group less resolution × its other assets, millionths.</param>
/// <param name="Other">The same with the best other group, or 0 for being alone where that is more.</param>
/// <param name="OtherGroup">Label of that group; −1 for being alone.</param>
public sealed record CommunityHold(long Own, long Other, int OtherGroup)
{
    /// <summary>By how much ties to the other group must grow, millionths.</summary>
    public long Margin => Own - Other;

    /// <summary>Works it out.</summary>
    /// <param name="neighbours">Partners of the asset in pairs of at least the threshold, with their affinities, millionths.</param>
    /// <param name="label">Group of each asset of the snapshot; 0 and less for none.</param>
    /// <param name="sizes">Assets of each group.</param>
    /// <param name="asset">The asset.</param>
    /// <param name="resolution">γ, 0…1.</param>
    public static CommunityHold Of(IEnumerable<(int Partner, int Affinity)> neighbours, Func<int, int> label, IReadOnlyDictionary<int, int> sizes, int asset, double resolution)
    {
        var price = PairAffinity.ToMillionths(resolution);
        var own = label(asset);
        var ties = neighbours.GroupBy(neighbour => label(neighbour.Partner)).Where(group => group.Key > 0).ToDictionary(group => group.Key, group => group.Sum(neighbour => (long)neighbour.Affinity));
        var other = ties.Where(tie => tie.Key != own).Select(tie => (Gain: tie.Value - (long)price * sizes[tie.Key], Group: tie.Key)).Append((Gain: 0, Group: -1))
            .OrderByDescending(offer => offer.Gain).ThenBy(offer => offer.Group).First();
        return new CommunityHold(ties.GetValueOrDefault(own) - (long)price * (sizes[own] - 1), other.Gain, other.Group);
    }
}

/// <summary>How firmly an asset is tied to its group by mutual reachability (<see cref="HierarchicalGroups"/>).</summary>
public static class HierarchicalHold
{
    /// <summary>
    /// The greatest affinity, millionths, up to which the asset hangs together with any other of its group in the hierarchy: over its pairs inside,
    /// the most of min(core of both, affinity of the pair), core being the affinity to the (minPoints − 1)-th neighbour. 0 without a pair inside.
    /// </summary>
    /// <param name="asset">The asset.</param>
    /// <param name="neighbours">Partners with affinities, by falling affinity, of any asset.</param>
    /// <param name="inside">Whether an asset is in its group.</param>
    /// <param name="minPoints">Neighbours, itself counted, of a core.</param>
    public static int Of(int asset, Func<int, IReadOnlyList<(int Partner, int Affinity)>> neighbours, Func<int, bool> inside, int minPoints)
    {
        int Core(int of) => minPoints < 2 ? PairAffinity.One : neighbours(of) is var around && around.Count >= minPoints - 1 ? around[minPoints - 2].Affinity : 0;
        var own = Core(asset);
        return neighbours(asset).Where(neighbour => inside(neighbour.Partner)).Select(neighbour => Math.Min(neighbour.Affinity, Math.Min(own, Core(neighbour.Partner)))).DefaultIfEmpty(0).Max();
    }
}
