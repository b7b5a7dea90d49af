using GunMane.Spatial.Affinity;
using GunMane.Spatial.Affinity.Edits;
using GunMane.Spatial.Clustering;

namespace GunMane.Spatial.Runs;

/// <summary>From the resident graph of one snapshot to that of the next one: only pairs around assets that came, went or moved are found anew. Pure.</summary>
internal static class GraphEdit
{
    /// <summary>Beyond this share of touched assets finding all pairs anew is as quick (<c>./gunmane bench engine --only edit</c>).</summary>
    private const double MostTouched = 0.25;

    /// <summary>The graph of the snapshot now, as far as that before, with what is said of its pairs.</summary>
    /// <returns>Null where too much was touched or too many pairs would stay in memory: then it is to be made anew.</returns>
    public static LiveGroups? Of(Snapshot before, LiveGroups groups, int yenPercent, Snapshot now, GroupingRequest request, int mostPairs, CancellationToken cancellation)
    {
        var sameSides = SameTowns(before, now) && SameOwners(before, now);
        var borders = request.Borders == "keep";
        if (borders && !sameSides) return null;
        var kept = KeptAssets.Between(before.DenseIds, before.Shapes, now.DenseIds, now.Shapes, borders ? (was, at) => before.Town[was] == now.Town[at] && before.Owner[was] == now.Owner[at] : null);
        if (kept.Touched + kept.Lost > MostTouched * now.Count) return null;
        var touched = TouchedPairs.Find(now.Shapes, Array.ConvertAll(kept.Before, was => was < 0), groups.Graph.RadiusMm, cancellation);
        var edit = EditedPairs.Of(groups.Graph, kept, borders ? touched.Inside(now.Town, now.Owner) : touched, cancellation);
        if (edit is null || edit.Graph.Count > mostPairs) return null;
        var ties = EditedTies.Of(edit, kept, (groups.Ties, before.Firms, before.WeightsOf(yenPercent)), (now.Firms, now.WeightsOf(request.YenPercent)), yenPercent == request.YenPercent && SameFirms(before, now), cancellation);
        return groups.After(edit, kept, ties, now.Traits(), sameSides, cancellation);
    }

    private static bool SameTowns(Snapshot before, Snapshot now) => before.Towns.Select(town => town.Code).SequenceEqual(now.Towns.Select(town => town.Code));

    private static bool SameOwners(Snapshot before, Snapshot now) => before.Owners.Select(owner => owner.Id).SequenceEqual(now.Owners.Select(owner => owner.Id));

    private static bool SameFirms(Snapshot before, Snapshot now) => before.FirmNames.Select(firm => firm.Id).SequenceEqual(now.FirmNames.Select(firm => firm.Id));
}
