using System.Numerics;

namespace GunMane.Spatial.Clustering;

/// <summary>
/// The best groups of a very small island, by looking at every set of its assets: which sets are connected and within the
/// limits, then the best choice of disjoint ones, subset by subset (Held and Karp 1962 in spirit; 3ⁿ steps).
/// </summary>
internal sealed class BoundedExact(BoundedNet net, BoundedParts parts, BoundedCaps caps)
{
    /// <summary>Largest island looked at in full.</summary>
    public const int Most = 8;

    private readonly int[] touches = new int[Most];
    private readonly int[] far = new int[Most];
    private readonly (int Placed, long Affinity, double Tight)[] worth = new (int, long, double)[1 << Most];
    private readonly (int Placed, long Affinity, double Tight)[] best = new (int, long, double)[1 << Most];
    private readonly int[] choice = new int[1 << Most];

    /// <summary>Places the assets of an island, ascending, none of which is in a part.</summary>
    public void Place(ReadOnlySpan<int> island)
    {
        Relate(island);
        var all = (1 << island.Length) - 1;
        for (var set = 1; set <= all; set++) worth[set] = Allowed(island, set) ? Worth(island, set) : (0, 0, 0);
        for (var set = 1; set <= all; set++) Choose(set);
        for (var rest = all; rest != 0;)
        {
            var taken = choice[rest];
            if (taken == 0)
            {
                rest &= rest - 1;
                continue;
            }

            var part = parts.Open();
            for (var bits = taken; bits != 0; bits &= bits - 1) parts.Add(island[BitOperations.TrailingZeroCount(bits)], part);
            rest &= ~taken;
        }
    }

    private void Relate(ReadOnlySpan<int> island)
    {
        for (var one = 0; one < island.Length; one++)
        {
            (touches[one], far[one]) = (0, 0);
            foreach (var partner in net.Partners(island[one]))
            {
                if (island.BinarySearch(partner) is var at && at >= 0) touches[one] |= 1 << at;
            }

            for (var two = 0; two < island.Length; two++)
            {
                if (caps.HasExtent && net.Squared(island[one], island[two]) > caps.Squared || !net.Travels(island[one], island[two])) far[one] |= 1 << two;
            }
        }
    }

    private bool Allowed(ReadOnlySpan<int> island, int set)
    {
        long yen = 0, minutes = 0;
        var (reached, grown) = (set & -set, 0);
        for (var bits = set; bits != 0; bits &= bits - 1)
        {
            var at = BitOperations.TrailingZeroCount(bits);
            if ((far[at] & set) != 0) return false;
            yen += net.Yen[island[at]];
            minutes += net.Minutes[island[at]];
        }

        var assets = BitOperations.PopCount((uint)set);
        if (caps.Above(yen, minutes, assets) || caps.Below(yen, minutes, assets)) return false;
        while (reached != grown)
        {
            grown = reached;
            for (var bits = grown; bits != 0; bits &= bits - 1) reached |= touches[BitOperations.TrailingZeroCount(bits)] & set;
        }

        return reached == set;
    }

    private (int Placed, long Affinity, double Tight) Worth(ReadOnlySpan<int> island, int set)
    {
        long affinity = 0;
        double x = 0, y = 0, squares = 0;
        for (var bits = set; bits != 0; bits &= bits - 1)
        {
            var asset = island[BitOperations.TrailingZeroCount(bits)];
            var partners = net.Partners(asset);
            var affinities = net.Affinities(asset);
            for (var at = 0; at < partners.Length; at++)
            {
                if (partners[at] > asset && island.BinarySearch(partners[at]) is var other && other >= 0 && (set >> other & 1) == 1) affinity += affinities[at];
            }

            double dx = net.X[asset] - net.X[island[0]], dy = net.Y[asset] - net.Y[island[0]];
            (x, y, squares) = (x + dx, y + dy, squares + dx * dx + dy * dy);
        }

        var count = BitOperations.PopCount((uint)set);
        return (count, affinity, (x * x + y * y) / count - squares);
    }

    // The lowest asset stays out, or is in one of the allowed sets; the rest is known already.
    private void Choose(int set)
    {
        var low = set & -set;
        (best[set], choice[set]) = (best[set ^ low], 0);
        var others = set ^ low;
        for (var more = others; ; more = more - 1 & others)
        {
            var taken = more | low;
            if (worth[taken].Placed > 0)
            {
                var rest = best[set ^ taken];
                var offer = (worth[taken].Placed + rest.Placed, worth[taken].Affinity + rest.Affinity, worth[taken].Tight + rest.Tight);
                if (offer.CompareTo(best[set]) > 0) (best[set], choice[set]) = (offer, taken);
            }

            if (more == 0) return;
        }
    }
}
