using GunMane.Spatial.Affinity;

namespace GunMane.Spatial.Clustering;

/// <summary>
/// Whether one asset is in a density group, looked at from that asset: the answer of <see cref="DensityGroups"/> for it without grouping the others.
/// The search ends as soon as the group has as many cores as a group must have assets, so that an answer costs as much in a million assets as
/// in a thousand. Pure; one thread at a time.
/// </summary>
/// <param name="pairs">Pairs within the largest radius that is asked for.</param>
/// <param name="ties">What firms say of them.</param>
/// <param name="traits">What else is compared.</param>
/// <param name="alike">How alike the firms of two assets are, ten-thousandths, instead of what <paramref name="ties"/> says; null: that.</param>
public sealed class DensityAround(PairsOfAssets pairs, PairTies ties, AssetTraits traits, Func<int, int, ushort>? alike = null)
{
    /// <summary>No pair is lost.</summary>
    public const int NoPair = -1;

    /// <summary>Whether an asset is in a group of at least so many assets.</summary>
    /// <param name="asset">The asset.</param>
    /// <param name="parameters">Under these parameters.</param>
    /// <param name="minAssets">Smaller groups are none.</param>
    /// <param name="lost">A pair that is taken away; <see cref="NoPair"/> for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">The radius is larger than the graph's.</exception>
    public bool IsIn(int asset, LiveParameters parameters, int minAssets, int lost = NoPair)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(parameters.RadiusMm, pairs.Graph.RadiusMm);
        return new Look(pairs, ties, traits, alike, parameters, lost).IsIn(asset, minAssets);
    }

    /// <summary>The same pairs where firms are alike otherwise; how far they are known stays.</summary>
    public DensityAround With(Func<int, int, ushort> otherwise) => new(pairs, ties, traits, otherwise);

    /// <summary>The neighbours of an asset (pairs that hold), by falling affinity, then nearer, then lower partner.</summary>
    public IReadOnlyList<(PairEnd End, int Affinity)> Neighbours(int asset, LiveParameters parameters) =>
        [.. new Look(pairs, ties, traits, alike, parameters, NoPair).Neighbours(asset).OrderByDescending(neighbour => neighbour.Affinity)
            .ThenBy(neighbour => pairs.Graph.DistanceMm[neighbour.End.Pair]).ThenBy(neighbour => neighbour.End.Partner)];

    // One set of parameters: what is found out of an asset is kept.
    private sealed class Look(PairsOfAssets pairs, PairTies ties, AssetTraits traits, Func<int, int, ushort>? alike, LiveParameters parameters, int lost)
    {
        private readonly PairAffinity.Rule rule = new(pairs.Graph, ties, traits, parameters.Weights, parameters.RadiusMm);
        private readonly Dictionary<int, List<(PairEnd End, int Affinity)>> neighbours = [];

        public bool IsIn(int asset, int minAssets)
        {
            if (!TakesPart(asset)) return false;
            var start = IsCore(asset) ? asset : ChosenCore(asset);
            return start >= 0 && GroupReaches(start, minAssets);
        }

        public List<(PairEnd End, int Affinity)> Neighbours(int asset)
        {
            if (!neighbours.TryGetValue(asset, out var found)) neighbours[asset] = found = [.. Holding(asset)];
            return found;
        }

        private IEnumerable<(PairEnd, int)> Holding(int asset)
        {
            foreach (var end in pairs.Of(asset))
            {
                if (end.Pair == lost || pairs.Graph.DistanceMm[end.Pair] > parameters.RadiusMm || !TakesPart(end.Partner)) continue;
                var affinity = (int)Math.Floor(alike is null ? rule.Parts(end.Lower, end.Pair) : rule.Parts(end.Lower, end.Pair, alike(asset, end.Partner)));
                if (affinity >= parameters.Threshold) yield return (end, affinity);
            }
        }

        private bool TakesPart(int asset) => parameters.Active is null || parameters.Active[asset];

        private bool IsCore(int asset) => Neighbours(asset).Count + 1 >= parameters.MinPoints;

        // The core that a border asset joins: of highest affinity, ties the nearer, then the lower; −1 where none is near.
        private int ChosenCore(int border)
        {
            var best = (Affinity: -1, Nearness: 0, Core: 1);
            foreach (var (end, affinity) in Neighbours(border))
            {
                var offer = (affinity, -pairs.Graph.DistanceMm[end.Pair], -end.Partner);
                if (offer.CompareTo(best) > 0 && IsCore(end.Partner)) best = offer;
            }

            return best.Affinity < 0 ? -1 : -best.Core;
        }

        private bool GroupReaches(int start, int minAssets)
        {
            var (cores, open) = (new HashSet<int> { start }, new Queue<int>([start]));
            while (cores.Count < minAssets && open.TryDequeue(out var core))
            {
                foreach (var (end, _) in Neighbours(core))
                {
                    if (IsCore(end.Partner) && cores.Add(end.Partner)) open.Enqueue(end.Partner);
                }
            }

            return cores.Count >= minAssets || cores.Count + Borders(cores) >= minAssets;
        }

        private int Borders(HashSet<int> cores) => cores.SelectMany(core => Neighbours(core).Select(neighbour => neighbour.End.Partner)).Distinct()
            .Count(asset => !cores.Contains(asset) && cores.Contains(ChosenCore(asset)));
    }
}
