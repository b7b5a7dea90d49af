using GunMane.Spatial.Affinity;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Clustering;

/// <summary>Why two assets belong together: what counted for the pair under the planner's weights.</summary>
/// <param name="Partner">The other asset.</param>
/// <param name="Affinity">Millionths.</param>
/// <param name="DistanceMm">Distance of the geometries, whole millimetres.</param>
/// <param name="Firms">Firms behind both (index into the snapshot's firms), those that tell most first; none where firms have no weight.</param>
/// <param name="FirmsInferred">Whether a side knows them only from orderer and sector.</param>
/// <param name="SameSector">Whether the same sector counted.</param>
/// <param name="KindredSector">Whether a sector served by the same crews counted.</param>
/// <param name="SameWorkKind">Whether a work kind in common counted.</param>
/// <param name="TermsTogether">Whether ends of contracts within the window counted.</param>
/// <param name="InspectionYear">The year in which both are due for inspection, where that counted; else 0.</param>
/// <param name="CrossesTown">Whether a municipal border between them counted.</param>
/// <param name="CrossesOwner">Whether another owner counted.</param>
public sealed record AssetLink(
    int Partner, int Affinity, int DistanceMm, IReadOnlyList<int> Firms, bool FirmsInferred, bool SameSector, bool KindredSector,
    bool SameWorkKind, bool TermsTogether, int InspectionYear, bool CrossesTown, bool CrossesOwner)
{
    /// <summary>Looks at a pair.</summary>
    /// <param name="snapshot">The assets.</param>
    /// <param name="asset">The one that is asked about.</param>
    /// <param name="partner">The other.</param>
    /// <param name="affinity">Affinity of the pair, millionths.</param>
    /// <param name="distanceMm">Its distance.</param>
    /// <param name="weights">The planner's weights.</param>
    public static AssetLink Of(Snapshot snapshot, int asset, int partner, int affinity, int distanceMm, AffinityWeights weights)
    {
        var (firms, inferred) = weights.Firms > 0 ? Shared(snapshot, asset, partner) : ([], false);
        var (one, other) = (snapshot.Sectors[asset], snapshot.Sectors[partner]);
        var (end, otherEnd) = (LastEnd(snapshot, asset), LastEnd(snapshot, partner));
        var due = snapshot.InspectionDue[asset];
        return new AssetLink(partner, affinity, distanceMm, firms, inferred,
            weights.Sector > 0 && one == other, weights.Sector > 0 && one != other && AssetTraits.AreKindred(one, other),
            weights.WorkKind > 0 && (snapshot.WorkKinds[asset] & snapshot.WorkKinds[partner]) != 0,
            weights.Terms > 0 && end != 0 && otherEnd != 0 && Math.Abs(end - otherEnd) <= weights.TermDays,
            weights.Inspection > 0 && due == snapshot.InspectionDue[partner] ? due : 0,
            weights.Border > 0 && Differ(snapshot.Town, asset, partner), weights.Border > 0 && Differ(snapshot.Owner, asset, partner));
    }

    private static bool Differ(int[] side, int one, int other) => side[one] >= 0 && side[other] >= 0 && side[one] != side[other];

    private static int LastEnd(Snapshot snapshot, int asset)
    {
        var last = 0;
        for (var at = snapshot.Terms.Start[asset]; at < snapshot.Terms.Start[asset + 1]; at++) last = Math.Max(last, snapshot.Terms.EndDay[at]);
        return last;
    }

    private static (IReadOnlyList<int> Firms, bool Inferred) Shared(Snapshot snapshot, int asset, int partner)
    {
        var sets = snapshot.Firms;
        if (sets.SetOf[asset] < 0 || sets.SetOf[partner] < 0) return ([], false);
        var mine = FirmsOf(sets, sets.SetOf[asset]);
        List<int> both = [.. FirmsOf(sets, sets.SetOf[partner]).Intersect(mine).Where(firm => snapshot.Weights.Weight[firm] > 0).OrderByDescending(firm => snapshot.Weights.Weight[firm]).ThenBy(firm => firm)];
        return (both, sets.BestRung(asset) <= Evidence.TownSectorKind || sets.BestRung(partner) <= Evidence.TownSectorKind);
    }

    private static int[] FirmsOf(FirmSets sets, int set) => sets.Firm[sets.Start[set]..sets.Start[set + 1]];
}
