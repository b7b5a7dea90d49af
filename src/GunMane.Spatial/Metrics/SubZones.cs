namespace GunMane.Spatial.Metrics;

/// <summary>A part of a group that one firm would look after.</summary>
/// <param name="Contractor">The firm.</param>
/// <param name="Assets">Assets in it.</param>
/// <param name="Own">Of them those behind which a record names the firm; the others came to it with their neighbours.</param>
public sealed record SubZone(long Contractor, int Assets, int Own);

/// <summary>
/// A second level inside a group (precedent 栃木県: a cooperative takes the contract and its members split the area): one connected sub-zone for each firm.
/// Each firm keeps the largest connected part of the assets behind which it stands most; what is left goes step by step to the sub-zone beside it.
/// Firms with fewer than <see cref="Least"/> connected assets get none. Pure; equal choices fall to the lowest asset.
/// </summary>
/// <param name="Zones">The sub-zones, most assets first.</param>
/// <param name="Of">Place in <paramref name="Zones"/> of each asset; −1 for none.</param>
public sealed record SubZones(IReadOnlyList<SubZone> Zones, int[] Of)
{
    /// <summary>Connected assets that make a sub-zone.</summary>
    public const int Least = 3;

    /// <summary>Divides a group.</summary>
    /// <param name="firm">The firm that stands behind each asset most; 0 where no record names one.</param>
    /// <param name="ties">Pairs of near assets, each once, as places in <paramref name="firm"/>.</param>
    public static SubZones Divide(long[] firm, IReadOnlyList<(int One, int Other)> ties)
    {
        var near = Neighbours(firm.Length, ties);
        var kept = Cores(firm, near);
        var taken = Array.ConvertAll(kept, own => own);
        Spread(taken, near);
        var zones = Enumerable.Range(0, firm.Length).Where(at => taken[at] != 0).GroupBy(at => taken[at])
            .Select(zone => new SubZone(zone.Key, zone.Count(), zone.Count(at => firm[at] == zone.Key)))
            .OrderByDescending(zone => zone.Assets).ThenBy(zone => zone.Contractor).ToList();
        var place = zones.Select((zone, at) => (zone.Contractor, at)).ToDictionary(pair => pair.Contractor, pair => pair.at);
        return new SubZones(zones, Array.ConvertAll(taken, zone => zone == 0 ? -1 : place[zone]));
    }

    private static List<int>[] Neighbours(int count, IReadOnlyList<(int One, int Other)> ties)
    {
        var near = Array.ConvertAll(new int[count], _ => new List<int>());
        foreach (var (one, other) in ties)
        {
            near[one].Add(other);
            near[other].Add(one);
        }

        foreach (var list in near) list.Sort();
        return near;
    }

    // The largest connected part of each firm's assets; 0 for the rest.
    private static long[] Cores(long[] firm, List<int>[] near)
    {
        var (seen, best) = (new bool[firm.Length], new Dictionary<long, List<int>>());
        for (var first = 0; first < firm.Length; first++)
        {
            if (firm[first] == 0 || seen[first]) continue;
            var part = Part(firm, near, seen, first);
            if (part.Count >= Least && part.Count > (best.GetValueOrDefault(firm[first])?.Count ?? 0)) best[firm[first]] = part;
        }

        var core = new long[firm.Length];
        foreach (var (name, part) in best)
        {
            foreach (var at in part) core[at] = name;
        }

        return core;
    }

    private static List<int> Part(long[] firm, List<int>[] near, bool[] seen, int first)
    {
        var part = new List<int> { first };
        seen[first] = true;
        for (var at = 0; at < part.Count; at++)
        {
            foreach (var next in near[part[at]].Where(next => !seen[next] && firm[next] == firm[first]))
            {
                seen[next] = true;
                part.Add(next);
            }
        }

        return part;
    }

    // Steps outwards from all cores at once, so that every sub-zone stays connected.
    private static void Spread(long[] taken, List<int>[] near)
    {
        var queue = new Queue<int>(Enumerable.Range(0, taken.Length).Where(at => taken[at] != 0));
        while (queue.TryDequeue(out var at))
        {
            foreach (var next in near[at].Where(next => taken[next] == 0))
            {
                taken[next] = taken[at];
                queue.Enqueue(next);
            }
        }
    }
}
