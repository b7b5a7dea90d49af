namespace GunMane.Spatial.Clustering;

/// <summary>
/// Local search on the borders (one asset at a time, and two against each other as Kernighan and Lin 1970): an asset goes to
/// the neighbouring part it has more affinity with, or as much and lies nearer to its centre, if both parts keep all limits
/// and stay connected; one in no part goes wherever it fits. Every change raises the objective, so it ends.
/// </summary>
internal sealed class BoundedMoves(BoundedNet net, BoundedParts parts, BoundedPaths paths, CancellationToken cancellation)
{
    /// <summary>Passes over the assets whose surroundings changed, after which it stops.</summary>
    public const int MostPasses = 12;

    /// <summary>Square millimetres by which a move without more affinity has to tighten its parts.</summary>
    private const double Noticeable = 1;

    // Affinity the asset looked at has with the parts round it, and those parts without its own.
    private readonly long[] drawn = new long[net.Count];
    private readonly bool[] near = new bool[net.Count];
    private readonly List<int> round = [];

    /// <summary>Moves until nothing helps.</summary>
    public void Run()
    {
        var stirred = new bool[net.Count];
        Array.Fill(stirred, true);
        for (var (pass, moved) = (0, true); moved && pass < MostPasses; pass++)
        {
            cancellation.ThrowIfCancellationRequested();
            moved = false;
            for (var asset = 0; asset < net.Count; asset++)
            {
                if (!stirred[asset]) continue;
                stirred[asset] = false;
                moved |= Place(asset, stirred);
            }
        }
    }

    private bool Place(int asset, bool[] stirred)
    {
        var own = parts.Of[asset];
        Look(asset, own);
        var done = round.Count > 0 && (own < 0 ? Enter(asset) : Move(asset, own) || Swap(asset, own));
        foreach (var part in round) (drawn[part], near[part]) = (0, false);
        if (own >= 0) (drawn[own], near[own]) = (0, false);
        if (!done) return false;
        stirred[asset] = true;
        foreach (var partner in net.Partners(asset)) stirred[partner] = true;
        return true;
    }

    private void Look(int asset, int own)
    {
        round.Clear();
        var partners = net.Partners(asset);
        var affinities = net.Affinities(asset);
        for (var at = 0; at < partners.Length; at++)
        {
            var part = parts.Of[partners[at]];
            if (part < 0) continue;
            if (!near[part] && part != own) round.Add(part);
            near[part] = true;
            drawn[part] += affinities[at];
        }
    }

    private bool Enter(int asset)
    {
        var best = -1;
        foreach (var part in round)
        {
            if ((best < 0 || drawn[part] > drawn[best]) && parts.Fits(asset, part)) best = part;
        }

        if (best >= 0) parts.Add(asset, best);
        return best >= 0;
    }

    private bool Move(int asset, int own)
    {
        if (!parts.MeetsWithout(own, asset)) return false;
        var (best, most) = (-1, (Gain: 0L, Tightens: Noticeable));
        foreach (var part in round)
        {
            var offer = (Gain: drawn[part] - drawn[own], Tightens: parts.Tightening(asset, part));
            if (offer.CompareTo(most) > 0 && parts.Fits(asset, part)) (best, most) = (part, offer);
        }

        if (best < 0 || !paths.HoldsWithout(asset)) return false;
        parts.Remove(asset);
        parts.Add(asset, best);
        return true;
    }

    private bool Swap(int asset, int own)
    {
        if (parts.Assets(own) == 1) return false;
        foreach (var part in round)
        {
            if (drawn[part] <= drawn[own] || parts.Assets(part) == 1) continue;
            foreach (var partner in net.Partners(asset))
            {
                if (parts.Of[partner] == part && Exchange(asset, partner, drawn[part] - drawn[own])) return true;
            }
        }

        return false;
    }

    private bool Exchange(int one, int two, long gainOfOne)
    {
        var (own, other) = (parts.Of[one], parts.Of[two]);
        if (gainOfOne + GainOf(two, one, own, other) <= 0) return false;
        parts.Remove(one);
        parts.Remove(two);
        if (parts.Fits(one, other) && parts.Fits(two, own))
        {
            parts.Add(one, other);
            parts.Add(two, own);
            if (parts.Meets(own) && parts.Meets(other) && paths.Holds(own) && paths.Holds(other)) return true;
            parts.Remove(one);
            parts.Remove(two);
        }

        parts.Add(one, own);
        parts.Add(two, other);
        return false;
    }

    // The pair of the two itself stays between the parts: it is in both gains, and counts in neither.
    private long GainOf(int asset, int against, int to, int from)
    {
        long gain = 0;
        var partners = net.Partners(asset);
        var affinities = net.Affinities(asset);
        for (var at = 0; at < partners.Length; at++)
        {
            if (partners[at] == against) gain -= affinities[at];
            else if (parts.Of[partners[at]] == to) gain += affinities[at];
            else if (parts.Of[partners[at]] == from) gain -= affinities[at];
        }

        return gain;
    }
}
