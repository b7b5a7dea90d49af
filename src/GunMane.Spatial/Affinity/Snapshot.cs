using GunMane.Spatial.Model;

namespace GunMane.Spatial.Affinity;

/// <summary>A municipality whose border counts, as a snapshot names it.</summary>
public sealed record SnapshotTown(string Code, string Name, string NameEn);

/// <summary>An organisation that owns assets, as a snapshot names it.</summary>
public sealed record SnapshotOwner(int Id, string? Code, string Name, string NameEn);

/// <summary>A firm, as a snapshot names it.</summary>
public sealed record SnapshotFirm(long Id, Guid PublicId, string Name, string NameEn);

/// <summary>Orders linked to assets: asset a has the links Start[a] … Start[a + 1] − 1.</summary>
/// <param name="Start">Offsets per asset, one more than there are assets.</param>
/// <param name="Contract">Number of the contract.</param>
/// <param name="Firm">Index of its firm; −1 where no firm won it.</param>
/// <param name="Yen">Yen of the contract that fall to the asset (by weight over the assets of the contract).</param>
/// <param name="EndDay">Day number on which it ends (DateOnly.DayNumber); 0 where unknown.</param>
/// <param name="FiscalYear">Fiscal year; 0 where unknown.</param>
public sealed record OrderLinks(int[] Start, long[] Contract, int[] Firm, double[] Yen, int[] EndDay, short[] FiscalYear);

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
/// <param name="Shapes">Geometries in the local metres of the study area.</param>
/// <param name="Firms">Which firms stand behind each asset.</param>
/// <param name="Weights">How much sharing each of them tells.</param>
/// <param name="Orders">Orders linked to each asset.</param>
/// <param name="Towns">Municipalities by code.</param>
/// <param name="Owners">Owners by number.</param>
/// <param name="FirmNames">Firms by number.</param>
public sealed record Snapshot(
    StudyAreaId Area, long DataVersion, int NextDenseId,
    int[] DenseIds, Sector[] Sectors, int[] Town, int[] Owner, double[] LengthM, double[] AreaM2,
    Shapes Shapes, FirmSets Firms, FirmWeights Weights, OrderLinks Orders,
    IReadOnlyList<SnapshotTown> Towns, IReadOnlyList<SnapshotOwner> Owners, IReadOnlyList<SnapshotFirm> FirmNames)
{
    /// <summary>Number of assets.</summary>
    public int Count => DenseIds.Length;
}
