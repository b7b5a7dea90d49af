using GunMane.Spatial.Affinity;
using GunMane.Spatial.Clustering;

namespace GunMane.Spatial.Runs;

/// <summary>Which groups are large and mixed enough to be proposed: <c>minAssets</c>, <c>minOwners</c>, <c>minSectors</c>. Pure.</summary>
internal static class KeptGroups
{
    /// <summary>Whether a request asks for more than a number of assets.</summary>
    public static bool AsksForMixture(GroupingRequest request) => request.MinOwners > 1 || request.MinSectors > 1;

    /// <summary>For each group whether it is proposed.</summary>
    public static bool[] Of(Snapshot snapshot, Grouping grouping, GroupingRequest request)
    {
        var (size, sectors) = (new int[grouping.Groups], new int[grouping.Groups]);
        var owners = request.MinOwners > 1 ? Owners(snapshot, grouping) : null;
        for (var at = 0; at < grouping.Label.Length; at++)
        {
            if (grouping.Label[at] is not (>= 0 and var label)) continue;
            size[label]++;
            sectors[label] |= 1 << (int)snapshot.Sectors[at];
        }

        return [.. Enumerable.Range(0, grouping.Groups).Select(group => size[group] >= request.MinAssets
            && int.PopCount(sectors[group]) >= request.MinSectors && (owners is null || owners[group] >= request.MinOwners))];
    }

    // Distinct known owners of each group.
    private static int[] Owners(Snapshot snapshot, Grouping grouping)
    {
        var (seen, count) = (new HashSet<long>(), new int[grouping.Groups]);
        for (var at = 0; at < grouping.Label.Length; at++)
        {
            var label = grouping.Label[at];
            if (label >= 0 && snapshot.Owner[at] >= 0 && seen.Add((long)label * snapshot.Owners.Count + snapshot.Owner[at])) count[label]++;
        }

        return count;
    }
}
