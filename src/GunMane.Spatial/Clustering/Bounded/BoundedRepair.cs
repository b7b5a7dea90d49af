namespace GunMane.Spatial.Clustering;

/// <summary>
/// What agglomeration leaves below a minimum: takes assets from neighbours that can spare them; else hands its assets out
/// where they fit; then divides the region anew with one to three of the parts round it (<see cref="BoundedWindow"/>), and slides
/// pieces together (<see cref="BoundedSlides"/>).
/// Afterwards every part keeps all limits.
/// </summary>
internal sealed class BoundedRepair(BoundedNet net, BoundedParts parts, BoundedCaps caps, BoundedPaths paths, CancellationToken cancellation)
{
    /// <summary>Assets taken from neighbours for one part at most.</summary>
    public const int MostTaken = 256;

    /// <summary>Steps of dividing anew, per asset of the graph and at least: beyond, regions stay as they are.</summary>
    public const int StepsPerAsset = 24, LeastSteps = 4_000_000;

    private const int Tries = 8;
    private const int Round = 3;
    private const int SlideRounds = 2;
    private readonly BoundedWindow window = new(net, parts);

    /// <summary>Repairs every part below a minimum, by its lowest asset.</summary>
    public void Run()
    {
        for (var asset = 0; asset < net.Count; asset++)
        {
            var part = parts.Of[asset];
            if (part < 0 || parts.Meets(part)) continue;
            if (asset % 64 == 0) cancellation.ThrowIfCancellationRequested();
            if (!Take(part)) HandOut(part);
        }
    }

    /// <summary>Divides regions with assets in no part anew.</summary>
    /// <param name="possible">Whether an asset can be in a group at all, and its island is not settled.</param>
    public void DivideAnew(Func<int, bool> possible) => EachPiece(possible, Divide);

    /// <summary>Slides pieces in no part together and divides again where they meet.</summary>
    /// <param name="possible">Whether an asset can be in a group at all, and its island is not settled.</param>
    public void SlideTogether(Func<int, bool> possible)
    {
        var slides = new BoundedSlides(net, parts, paths, possible);
        for (var round = 0; round < SlideRounds; round++)
        {
            EachPiece(possible, piece =>
            {
                var goal = slides.Run(piece);
                if (goal >= 0 && Connected(goal, []) is var met && Enough(met)) Divide(met);
            });
        }
    }

    private void EachPiece(Func<int, bool> possible, Action<List<int>> work)
    {
        var seen = new HashSet<int>();
        for (var asset = 0; asset < net.Count; asset++)
        {
            if (parts.Of[asset] >= 0 || !possible(asset) || seen.Contains(asset)) continue;
            cancellation.ThrowIfCancellationRequested();
            if (window.Spent > Math.Max(LeastSteps, (long)StepsPerAsset * net.Count)) return;
            work(Connected(asset, seen));
        }
    }

    private bool Enough(List<int> left) => !caps.Below(left.Sum(at => net.Yen[at]), left.Sum(at => net.Minutes[at]), left.Count);

    private void Divide(List<int> left)
    {
        for (var around = Enough(left) ? 0 : 1; around <= Round && left.Exists(at => parts.Of[at] < 0); around++)
        {
            if (Region(left, around) is { } region) window.Improve(region, Tries);
        }
    }

    private bool Take(int part)
    {
        var taken = new List<(int Asset, int From)>();
        while (!parts.Meets(part) && taken.Count < MostTaken)
        {
            var best = Spared(part);
            if (best < 0) break;
            taken.Add((best, parts.Of[best]));
            parts.Remove(best);
            parts.Add(best, part);
        }

        if (parts.Meets(part)) return true;
        for (var at = taken.Count - 1; at >= 0; at--)
        {
            parts.Remove(taken[at].Asset);
            parts.Add(taken[at].Asset, taken[at].From);
        }

        return false;
    }

    // The partner of highest affinity its own part can spare and this one can take; ties: the lower.
    private int Spared(int part)
    {
        var offers = new List<(int Affinity, int Asset)>();
        for (var asset = parts.First(part); asset >= 0; asset = parts.Next(asset))
        {
            var partners = net.Partners(asset);
            var affinities = net.Affinities(asset);
            for (var at = 0; at < partners.Length; at++)
            {
                if (parts.Of[partners[at]] >= 0 && parts.Of[partners[at]] != part) offers.Add((-affinities[at], partners[at]));
            }
        }

        offers.Sort();
        foreach (var (_, asset) in offers)
        {
            if (parts.MeetsWithout(parts.Of[asset], asset) && parts.Fits(asset, part) && paths.HoldsWithout(asset)) return asset;
        }

        return -1;
    }

    private void HandOut(int part)
    {
        var members = new List<int>();
        for (var asset = parts.First(part); asset >= 0; asset = parts.Next(asset)) members.Add(asset);
        parts.Dissolve(part);
        members.Sort();
        while (members.RemoveAll(asset => parts.Join(asset)) > 0)
        {
        }
    }

    // Assets in no part that hang together with this one.
    private List<int> Connected(int asset, HashSet<int> seen)
    {
        List<int> found = [asset];
        seen.Add(asset);
        for (var at = 0; at < found.Count; at++)
        {
            foreach (var partner in net.Partners(found[at]))
            {
                if (parts.Of[partner] < 0 && seen.Add(partner)) found.Add(partner);
            }
        }

        return found;
    }

    // Those still left, and the parts round them they have most affinity with; null where that is too much or nothing.
    private int[]? Region(List<int> left, int around)
    {
        var pull = new Dictionary<int, long>();
        foreach (var asset in left)
        {
            var partners = net.Partners(asset);
            var affinities = net.Affinities(asset);
            for (var at = 0; at < partners.Length; at++)
            {
                var part = parts.Of[partners[at]];
                if (part >= 0) pull[part] = pull.GetValueOrDefault(part) + affinities[at];
            }
        }

        if (pull.Count < around) return null;
        var region = left.Where(asset => parts.Of[asset] < 0).ToList();
        foreach (var part in pull.OrderByDescending(one => one.Value).ThenBy(one => one.Key).Take(around).Select(one => one.Key))
        {
            for (var asset = parts.First(part); asset >= 0 && region.Count <= BoundedWindow.Most; asset = parts.Next(asset)) region.Add(asset);
        }

        return region.Count > BoundedWindow.Most ? null : [.. region.Order()];
    }
}
