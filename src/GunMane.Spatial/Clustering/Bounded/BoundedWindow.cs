namespace GunMane.Spatial.Clustering;

/// <summary>
/// Divides a small region anew, several times from different starts, and keeps the best (greedy randomised search, Feo and
/// Resende 1995, as the construction of max-p-regions by Duque, Anselin and Rey 2012; the chance is a fixed hash): a group
/// grows from an asset with few free partners until it reaches the minima, preferring partners that would be stranded; what
/// is left joins where it fits. Never worse than before in assets placed, then affinity.
/// </summary>
internal sealed class BoundedWindow(BoundedNet net, BoundedParts parts)
{
    /// <summary>Most assets of a region.</summary>
    public const int Most = 600;

    private readonly bool[] inside = new bool[net.Count];
    private readonly bool[] failed = new bool[net.Count];
    private readonly long[] pull = new long[net.Count];
    private readonly List<int> frontier = [];
    private int[] region = [];

    /// <summary>Steps spent so far: assets times tries, and candidates weighed.</summary>
    public long Spent { get; private set; }

    /// <summary>Divides a region anew.</summary>
    /// <param name="assets">Assets, ascending: whole parts that keep all limits, and assets in none.</param>
    /// <param name="tries">How often.</param>
    /// <returns>Whether more assets are placed than before.</returns>
    public bool Improve(int[] assets, int tries)
    {
        region = assets;
        foreach (var asset in region) inside[asset] = true;
        var before = Score();
        var (best, labels) = (before, Labels());
        for (var turn = 0; turn < tries && (best.Placed < region.Length || turn == 0); turn++)
        {
            Spent += region.Length;
            Clear();
            Build(turn);
            var score = Score();
            if (score.CompareTo(best) > 0) (best, labels) = (score, Labels());
        }

        Clear();
        Restore(labels);
        foreach (var asset in region) inside[asset] = false;
        return best.Placed > before.Placed;
    }

    private (int Placed, long Affinity) Score()
    {
        var (placed, affinity) = (0, 0L);
        foreach (var asset in region)
        {
            if (parts.Of[asset] < 0) continue;
            placed++;
            var partners = net.Partners(asset);
            var affinities = net.Affinities(asset);
            for (var at = 0; at < partners.Length; at++)
            {
                if (partners[at] > asset && parts.Of[partners[at]] == parts.Of[asset]) affinity += affinities[at];
            }
        }

        return (placed, affinity);
    }

    private int[] Labels() => Array.ConvertAll(region, asset => parts.Of[asset]);

    private void Clear()
    {
        foreach (var asset in region)
        {
            failed[asset] = false;
            if (parts.Of[asset] >= 0) parts.Dissolve(parts.Of[asset]);
        }
    }

    private void Restore(int[] labels)
    {
        var opened = new Dictionary<int, int>();
        for (var at = 0; at < region.Length; at++)
        {
            if (labels[at] < 0) continue;
            if (!opened.TryGetValue(labels[at], out var part)) opened[labels[at]] = part = parts.Open();
            parts.Add(region[at], part);
        }
    }

    private void Build(int turn)
    {
        for (var start = Start(turn); start >= 0; start = Start(turn))
        {
            if (!Grow(start, turn)) failed[start] = true;
        }

        for (var joined = true; joined;)
        {
            joined = false;
            foreach (var asset in region) joined |= parts.Of[asset] < 0 && parts.Join(asset, inside);
        }
    }

    // The free asset with fewest free partners: a corner, if there is one.
    private int Start(int turn)
    {
        var (best, least) = (-1, (int.MaxValue, uint.MaxValue));
        foreach (var asset in region)
        {
            if (parts.Of[asset] >= 0 || failed[asset]) continue;
            var offer = (turn % 4 == 3 ? 0 : Free(asset), BoundedNet.Mix(asset, turn));
            if (offer.CompareTo(least) < 0) (best, least) = (asset, offer);
        }

        return best;
    }

    private int Free(int asset)
    {
        var free = 0;
        foreach (var partner in net.Partners(asset))
        {
            if (inside[partner] && parts.Of[partner] < 0) free++;
        }

        return free;
    }

    private bool Grow(int start, int turn)
    {
        var part = parts.Open();
        for (var next = start; next >= 0 && parts.Fits(next, part); next = Next(start, part, turn))
        {
            parts.Add(next, part);
            if (parts.Meets(part)) break;
            Widen(next);
        }

        foreach (var asset in frontier) pull[asset] = 0;
        frontier.Clear();
        if (parts.Assets(part) > 0 && parts.Meets(part)) return true;
        if (parts.Assets(part) > 0) parts.Dissolve(part);
        else parts.Shut(part);
        return false;
    }

    private void Widen(int asset)
    {
        var partners = net.Partners(asset);
        var affinities = net.Affinities(asset);
        for (var at = 0; at < partners.Length; at++)
        {
            if (!inside[partners[at]] || parts.Of[partners[at]] >= 0) continue;
            if (pull[partners[at]] == 0) frontier.Add(partners[at]);
            // A pair of affinity 0 is a pair too.
            pull[partners[at]] += affinities[at] + 1L;
        }
    }

    private int Next(int start, int part, int turn)
    {
        Spent += frontier.Count;
        var (best, most) = (-1, (double.MinValue, 0u));
        foreach (var asset in frontier)
        {
            if (parts.Of[asset] >= 0) continue;
            var offer = (Wish(asset, start, turn), BoundedNet.Mix(asset, turn));
            if (offer.CompareTo(most) > 0 && parts.Fits(asset, part)) (best, most) = (asset, offer);
        }

        return best;
    }

    private double Wish(int asset, int start, int turn) => (turn % 4) switch
    {
        0 => pull[asset] / (1.0 + Free(asset)),
        1 => -Free(asset),
        2 => -net.Squared(asset, start),
        _ => pull[asset],
    };
}
