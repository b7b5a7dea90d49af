namespace GunMane.Spatial.Clustering;

/// <summary>
/// Brings pieces that are left over together (ejection chains, Glover 1996): an asset in no part enters a part next to it,
/// which gives up another one nearer to the next piece, and so on, as tiles slide in a puzzle. Parts keep all limits at each
/// step and as many assets stay placed; where pieces meet and are enough for a group, there is one group more.
/// </summary>
internal sealed class BoundedSlides(BoundedNet net, BoundedParts parts, BoundedPaths paths, Func<int, bool> possible)
{
    /// <summary>Assets looked at round a piece in search of the next one.</summary>
    public const int Widest = 1000;

    private readonly int[] steps = new int[net.Count];
    private readonly List<int> reached = [];

    /// <summary>Slides each asset of a piece as near to the nearest other piece as it comes.</summary>
    /// <returns>An asset of that other piece, −1 where there is none near.</returns>
    public int Run(List<int> piece)
    {
        var goal = Nearest(piece);
        if (goal < 0) return -1;
        Measure(goal);
        foreach (var asset in piece.Where(asset => steps[asset] > 0).OrderBy(asset => steps[asset]).ThenBy(asset => asset).ToList())
        {
            for (var at = asset; at >= 0 && steps[at] > 2;) at = Slide(at);
        }

        Forget();
        return goal;
    }

    private int Nearest(List<int> piece)
    {
        foreach (var asset in piece) Reach(asset, 1);
        var goal = -1;
        for (var at = 0; at < reached.Count && reached.Count < Widest && goal < 0; at++)
        {
            foreach (var partner in net.Partners(reached[at]))
            {
                if (steps[partner] > 0 || !possible(partner)) continue;
                Reach(partner, 1);
                if (goal < 0 && parts.Of[partner] < 0) goal = partner;
            }
        }

        Forget();
        return goal;
    }

    // Steps from the other piece: 1 inside it.
    private void Measure(int goal)
    {
        Reach(goal, 1);
        for (var at = 0; at < reached.Count; at++)
        {
            foreach (var partner in net.Partners(reached[at]))
            {
                if (steps[partner] == 0 && parts.Of[partner] < 0 && possible(partner)) Reach(partner, 1);
            }
        }

        for (var at = 0; at < reached.Count && reached.Count < Widest; at++)
        {
            foreach (var partner in net.Partners(reached[at]))
            {
                if (steps[partner] == 0 && possible(partner)) Reach(partner, steps[reached[at]] + 1);
            }
        }
    }

    private void Reach(int asset, int step)
    {
        steps[asset] = step;
        reached.Add(asset);
    }

    private void Forget()
    {
        foreach (var asset in reached) steps[asset] = 0;
        reached.Clear();
    }

    // The asset that is out instead, nearer to the goal; −1 where none can be.
    private int Slide(int asset)
    {
        var offers = new List<(int Steps, int Asset)>();
        var tried = new HashSet<int>();
        foreach (var partner in net.Partners(asset))
        {
            var part = parts.Of[partner];
            if (part < 0 || !tried.Add(part)) continue;
            for (var other = parts.First(part); other >= 0; other = parts.Next(other))
            {
                if (steps[other] > 0 && steps[other] < steps[asset]) offers.Add((steps[other], other));
            }
        }

        offers.Sort();
        foreach (var (_, other) in offers)
        {
            if (Instead(asset, other)) return other;
        }

        return -1;
    }

    private bool Instead(int asset, int other)
    {
        var part = parts.Of[other];
        if (parts.Assets(part) < 2 || !Touches(asset, part, other) || !paths.HoldsWithout(other)) return false;
        parts.Remove(other);
        if (parts.Fits(asset, part))
        {
            parts.Add(asset, part);
            if (parts.Meets(part)) return true;
            parts.Remove(asset);
        }

        parts.Add(other, part);
        return false;
    }

    private bool Touches(int asset, int part, int otherThan)
    {
        foreach (var partner in net.Partners(asset))
        {
            if (partner != otherThan && parts.Of[partner] == part) return true;
        }

        return false;
    }
}
