namespace GunMane.Spatial.Clustering;

/// <summary>Walks inside parts: whether they stay connected.</summary>
internal sealed class BoundedPaths(BoundedNet net, BoundedParts parts)
{
    /// <summary>Assets visited before a part that is still undecided counts as cut: far more than a detour round one asset.</summary>
    public const int MostSteps = 4096;

    private readonly int[] seen = new int[net.Count];
    private readonly Queue<int> queue = new();
    private int turn;

    /// <summary>Whether a part stays in one piece without an asset: its partners there reach one another some other way.</summary>
    public bool HoldsWithout(int asset)
    {
        var part = parts.Of[asset];
        var (first, open) = (-1, 0);
        foreach (var partner in net.Partners(asset))
        {
            if (parts.Of[partner] != part) continue;
            if (first < 0) first = partner;
            else open++;
        }

        if (open == 0) return true;
        Begin(asset);
        Visit(first);
        return Reaches(part, asset, open);
    }

    /// <summary>Whether a part is in one piece.</summary>
    public bool Holds(int part)
    {
        Begin(-1);
        Visit(parts.First(part));
        var found = 1;
        for (var steps = 0; queue.Count > 0 && steps < MostSteps; steps++)
        {
            foreach (var partner in net.Partners(queue.Dequeue()))
            {
                if (parts.Of[partner] == part && Visit(partner)) found++;
            }
        }

        return found == parts.Assets(part);
    }

    private bool Reaches(int part, int without, int open)
    {
        // Partners of the asset are marked with the turn below: they are what has to be found.
        foreach (var partner in net.Partners(without))
        {
            if (parts.Of[partner] == part && seen[partner] != turn) seen[partner] = turn - 1;
        }

        for (var steps = 0; queue.Count > 0 && steps < MostSteps; steps++)
        {
            foreach (var partner in net.Partners(queue.Dequeue()))
            {
                if (parts.Of[partner] != part) continue;
                var wanted = seen[partner] == turn - 1;
                if (Visit(partner) && wanted && --open == 0) return true;
            }
        }

        return false;
    }

    private void Begin(int without)
    {
        turn += 2;
        queue.Clear();
        if (without >= 0) seen[without] = turn;
    }

    private bool Visit(int asset)
    {
        if (seen[asset] == turn) return false;
        seen[asset] = turn;
        queue.Enqueue(asset);
        return true;
    }
}
