using GunMane.Spatial.Model;

namespace GunMane.Spatial.Affinity;

/// <summary>A municipality whose border counts, as a snapshot names it.</summary>
public sealed record SnapshotTown(string Code, string Name, string NameEn);

/// <summary>An organisation that owns assets, as a snapshot names it.</summary>
public sealed record SnapshotOwner(int Id, string? Code, string Name, string NameEn)
{
    /// <summary>prefecture, municipality, state, union, corporation or other.</summary>
    public string Kind { get; init; } = "other";
}

/// <summary>A firm, as a snapshot names it.</summary>
public sealed record SnapshotFirm(long Id, Guid PublicId, string Name, string NameEn);

/// <summary>Yen of placed orders that fall to assets, by firm: asset a has the rows Start[a] … Start[a + 1] − 1.</summary>
/// <param name="Start">Offsets per asset, one more than there are assets.</param>
/// <param name="Contractor">Number of the contractor; 0 where it is not known.</param>
/// <param name="Yen">Yen that fall to the asset; 0 where the firm is linked without an order.</param>
public sealed record FirmYen(int[] Start, long[] Contractor, double[] Yen);

/// <summary>Ends of the placed orders that name assets: asset a has the rows Start[a] … Start[a + 1] − 1.</summary>
/// <param name="Start">Offsets per asset, one more than there are assets.</param>
/// <param name="Contract">Number of the contract.</param>
/// <param name="EndDay">Day on which it ends (DateOnly.DayNumber).</param>
public sealed record Terms(int[] Start, long[] Contract, int[] EndDay);

/// <summary>
/// Everything that grouping needs of one study area, as arrays in the order of ascending dense id: read once by data
/// version and access scope, asked again and again. Immutable by agreement: kernels never write into it.
/// </summary>
/// <param name="Area">The study area.</param>
/// <param name="DataVersion">Its data version when it was read.</param>
/// <param name="NextDenseId">Length of label arrays: one more than the highest dense id ever given.</param>
/// <param name="DenseIds">Dense id of each asset, strictly ascending.</param>
/// <param name="Sectors">Sector of each asset.</param>
/// <param name="Town">Index into <paramref name="Towns"/>; −1 where it lies in none.</param>
/// <param name="Owner">Index into <paramref name="Owners"/>; −1 where unknown.</param>
/// <param name="LengthM">Geodesic length, metres.</param>
/// <param name="AreaM2">Geodesic area, square metres.</param>
/// <param name="InspectionDue">Year of the next inspection; 0 where unknown.</param>
/// <param name="WorkKinds">Work kinds of the placed orders that name each asset, as bits by <see cref="WorkKind"/>; 0 where none is known.</param>
/// <param name="Shapes">Geometries in the local metres of the study area.</param>
/// <param name="Firms">Which firms stand behind each asset.</param>
/// <param name="Weights">How much sharing each of them tells, by the evidence alone.</param>
/// <param name="Yen">Yen by asset and firm.</param>
/// <param name="Terms">Ends of the orders of each asset.</param>
/// <param name="Towns">Municipalities by code.</param>
/// <param name="Owners">Owners by number.</param>
/// <param name="FirmNames">Firms by number.</param>
public sealed record Snapshot(
    StudyAreaId Area, long DataVersion, int NextDenseId,
    int[] DenseIds, Sector[] Sectors, int[] Town, int[] Owner, double[] LengthM, double[] AreaM2, short[] InspectionDue, short[] WorkKinds,
    Shapes Shapes, FirmSets Firms, FirmWeights Weights, FirmYen Yen, Terms Terms,
    IReadOnlyList<SnapshotTown> Towns, IReadOnlyList<SnapshotOwner> Owners, IReadOnlyList<SnapshotFirm> FirmNames)
{
    /// <summary>Number of assets.</summary>
    public int Count => DenseIds.Length;

    /// <summary>What of each asset is compared with its neighbours beside place and firms.</summary>
    public AssetTraits Traits() => new(Sectors, Town, Owner, LastTermEnds(), InspectionDue, WorkKinds);

    /// <summary>How much sharing each firm tells where role and recent yen weigh so many per cent.</summary>
    public FirmWeights WeightsOf(int yenPercent) => yenPercent == 0 ? Weights : FirmWeights.Of(Firms, yenPercent);

    // Day on which the last contract of each asset ends; 0 where none is known.
    private int[] LastTermEnds()
    {
        var ends = new int[Count];
        for (var asset = 0; asset < Count; asset++)
        {
            for (var at = Terms.Start[asset]; at < Terms.Start[asset + 1]; at++) ends[asset] = Math.Max(ends[asset], Terms.EndDay[at]);
        }

        return ends;
    }
}
