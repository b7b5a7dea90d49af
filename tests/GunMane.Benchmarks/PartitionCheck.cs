namespace GunMane.Benchmarks;

/// <summary>Whether two DBSCAN results are the same: what the definition leaves open (which of several groups a border point joins) may differ.</summary>
internal static class PartitionCheck
{
    /// <summary>Same cores together, same noise, and each border point in a group with a core within reach.</summary>
    /// <param name="ours">Label of each point, negative for noise.</param>
    /// <param name="theirs">The rival's.</param>
    /// <param name="near">Neighbours.</param>
    /// <param name="minPoints">Neighbours, itself counted, that make a core.</param>
    public static bool Same(int[] ours, int[] theirs, PlainNeighbours near, int minPoints)
    {
        var core = new bool[ours.Length];
        Parallel.For(0, core.Length, point => core[point] = near.Of(point).Take(minPoints).Count() == minPoints);
        var (there, back) = (new Dictionary<int, int>(), new Dictionary<int, int>());
        for (var point = 0; point < core.Length; point++)
        {
            if (ours[point] < 0 != theirs[point] < 0) return false;
            if (core[point] && (!Pairs(there, ours[point], theirs[point]) || !Pairs(back, theirs[point], ours[point]))) return false;
            if (!core[point] && ours[point] >= 0 && !near.Of(point).Any(other => core[other] && ours[other] == ours[point])) return false;
        }

        return true;
    }

    private static bool Pairs(Dictionary<int, int> seen, int from, int to) => seen.TryAdd(from, to) || seen[from] == to;
}
