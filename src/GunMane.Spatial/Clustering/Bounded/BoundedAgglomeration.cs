using GunMane.Spatial.Affinity;

namespace GunMane.Spatial.Clustering;

/// <summary>
/// Agglomeration of neighbouring parts under maxima (contiguity-constrained, as Murtagh 1985; average linkage over the pairs
/// that exist), in rounds as Borůvka's: every part offers itself to the neighbour of highest mean affinity it fits together
/// with (ties: the smaller pair, then a fixed hash), and offers are taken strongest first. A part grows at most threefold a
/// round, so that no early one eats the rest. What doesn't fit once never fits again, and its pair is dropped.
/// </summary>
internal sealed class BoundedAgglomeration(BoundedNet net, BoundedParts parts, CancellationToken cancellation)
{
    /// <summary>Rounds after which it stops whatever is left; a few dozen are usual.</summary>
    public const int MostRounds = 400;

    private const int Growth = 3;
    private int[] left = [];
    private int[] right = [];
    private long[] sum = [];
    private int[] pairs = [];
    private int count;

    /// <summary>Merges until nothing fits.</summary>
    /// <param name="onlySmall">Only parts below a minimum look for a partner.</param>
    public void Run(bool onlySmall)
    {
        Borders();
        var (best, into, before) = (new int[net.Count], new int[net.Count], new int[net.Count]);
        for (var round = 0; round < MostRounds && count > 0; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            Offer(best, onlySmall);
            if (!Take(best, into, before, onlySmall)) return;
            Fold(into);
        }
    }

    // Pairs of parts that touch, with the sum and number of the pairs of assets between them.
    private void Borders()
    {
        count = 0;
        var most = net.Other.Length / 2;
        (left, right, sum, pairs) = (new int[most], new int[most], new long[most], new int[most]);
        for (var asset = 0; asset < net.Count; asset++)
        {
            var own = parts.Of[asset];
            var partners = net.Partners(asset);
            var affinities = net.Affinities(asset);
            for (var at = 0; at < partners.Length; at++)
            {
                var other = parts.Of[partners[at]];
                if (partners[at] < asset || own < 0 || other < 0 || own == other) continue;
                (left[count], right[count]) = own < other ? (own, other) : (other, own);
                (sum[count], pairs[count++]) = (affinities[at], 1);
            }
        }

        Gather();
    }

    private void Offer(int[] best, bool onlySmall)
    {
        Array.Fill(best, -1);
        for (var at = 0; at < count; at++)
        {
            bool one = !onlySmall || !parts.Meets(left[at]), two = !onlySmall || !parts.Meets(right[at]);
            one = one && (best[left[at]] < 0 || Stronger(at, best[left[at]]));
            two = two && (best[right[at]] < 0 || Stronger(at, best[right[at]]));
            if (!one && !two) continue;
            if (!parts.FitTogether(left[at], right[at]))
            {
                pairs[at] = 0;
                continue;
            }

            if (one) best[left[at]] = at;
            if (two) best[right[at]] = at;
        }
    }

    private bool Take(int[] best, int[] into, int[] before, bool onlySmall)
    {
        var offers = best.Where(at => at >= 0).Distinct().ToArray();
        Array.Sort(offers, (one, two) => one == two ? 0 : Stronger(one, two) ? -1 : 1);
        for (var part = 0; part < into.Length; part++) (into[part], before[part]) = (part, parts.Assets(part));
        var merged = false;
        foreach (var at in offers)
        {
            var (one, two) = (Last(into, left[at]), Last(into, right[at]));
            if (one == two || onlySmall && parts.Meets(one) && parts.Meets(two)) continue;
            if ((long)parts.Assets(one) + parts.Assets(two) > (long)Growth * Math.Max(before[one], before[two])) continue;
            if (!parts.FitTogether(one, two)) continue;
            var lasts = parts.Merge(one, two);
            into[lasts == one ? two : one] = lasts;
            before[lasts] = Math.Max(before[one], before[two]);
            merged = true;
        }

        return merged;
    }

    private bool Stronger(int one, int two)
    {
        double a = (double)sum[one] / pairs[one], b = (double)sum[two] / pairs[two];
        if (a != b) return a > b;
        long sizeA = parts.Assets(left[one]) + (long)parts.Assets(right[one]), sizeB = parts.Assets(left[two]) + (long)parts.Assets(right[two]);
        if (sizeA != sizeB) return sizeA < sizeB;
        uint hashA = BoundedNet.Mix(left[one], right[one]), hashB = BoundedNet.Mix(left[two], right[two]);
        return hashA != hashB ? hashA < hashB : one < two;
    }

    private static int Last(int[] into, int part)
    {
        while (into[part] != part) part = into[part] = into[into[part]];
        return part;
    }

    private void Fold(int[] into)
    {
        var kept = 0;
        for (var at = 0; at < count; at++)
        {
            if (pairs[at] == 0) continue;
            var (one, two) = (Last(into, left[at]), Last(into, right[at]));
            if (one == two) continue;
            (left[kept], right[kept]) = one < two ? (one, two) : (two, one);
            (sum[kept], pairs[kept++]) = (sum[at], pairs[at]);
        }

        count = kept;
        Gather();
    }

    // Sorts by the two parts and adds up what belongs to the same two.
    private void Gather()
    {
        var keys = new long[count];
        for (var at = 0; at < count; at++) keys[at] = (long)left[at] * net.Count + right[at];
        var order = RadixSort.Order(keys);
        var (sums, numbers) = (new long[count], new int[count]);
        var last = -1;
        for (var at = 0; at < order.Length; at++)
        {
            if (at == 0 || keys[at] != keys[at - 1]) keys[++last] = keys[at];
            sums[last] += sum[order[at]];
            numbers[last] += pairs[order[at]];
        }

        count = last + 1;
        for (var at = 0; at < count; at++) (left[at], right[at]) = ((int)(keys[at] / net.Count), (int)(keys[at] % net.Count));
        (sum, pairs) = (sums, numbers);
    }
}
