using GunMane.Spatial.Model;

namespace GunMane.Spatial.Metrics;

/// <summary>A firm's part in one asset's orders.</summary>
/// <param name="Contractor">Number of the contractor; 0 for orders whose contractor is not known.</param>
/// <param name="Yen">Yen of its orders that fall to this asset; 0 where it is linked without an order (e.g. built it).</param>
public readonly record struct FirmPart(long Contractor, double Yen);

/// <summary>One asset as a zone or group holds it.</summary>
/// <param name="DenseId">The asset.</param>
/// <param name="Counted">Whether the larger part of it is held, so that it counts as one.</param>
/// <param name="Share">Part of it that is held, 0…1.</param>
/// <param name="Municipality">Border code of the municipality where it lies; null if in none.</param>
/// <param name="OwnerOrg">Organisation that owns it.</param>
/// <param name="Sector">Its sector.</param>
/// <param name="LengthM">Length held, metres.</param>
/// <param name="AreaM2">Area held, square metres.</param>
/// <param name="Firms">Firms linked to it, with the whole yen of the asset (not yet cut to <paramref name="Share"/>).</param>
public sealed record HeldAsset(
    int DenseId, bool Counted, double Share, string? Municipality, int? OwnerOrg, Sector Sector,
    double LengthM, double AreaM2, IReadOnlyList<FirmPart> Firms);

/// <summary>A line of a table of what is held.</summary>
public sealed record HoldingRow<TKey>(TKey Key, int Assets, double LengthM, double AreaM2, long Yen);

/// <summary>What a zone or a group holds: totals, and the same by municipality, sector, contractor and owner.</summary>
/// <param name="Assets">Assets counted.</param>
/// <param name="Partly">Assets of which only a part is held.</param>
/// <param name="LengthM">Length of lines, metres.</param>
/// <param name="AreaM2">Area of polygons, square metres.</param>
/// <param name="Yen">Yen of orders, apportioned.</param>
/// <param name="WithoutFirm">Counted assets to which no firm is linked.</param>
public sealed record Holding(
    int Assets, int Partly, double LengthM, double AreaM2, long Yen, int WithoutFirm,
    IReadOnlyList<HoldingRow<string?>> ByMunicipality,
    IReadOnlyList<HoldingRow<Sector>> BySector,
    IReadOnlyList<HoldingRow<long>> ByContractor,
    IReadOnlyList<HoldingRow<int?>> ByOwner)
{
    /// <summary>Sums up held assets. Each table is ordered by falling yen, then assets, and adds up to the total yen.</summary>
    public static Holding Of(IReadOnlyCollection<HeldAsset> held)
    {
        var yen = (long)Math.Round(held.Sum(Yens), MidpointRounding.AwayFromZero);
        return new Holding(
            held.Count(asset => asset.Counted),
            held.Count(asset => asset.Share < 1),
            held.Sum(asset => asset.LengthM),
            held.Sum(asset => asset.AreaM2),
            yen,
            held.Count(asset => asset.Counted && asset.Firms.All(firm => firm.Contractor == 0)),
            Table(held, asset => asset.Municipality, yen),
            Table(held, asset => asset.Sector, yen),
            ContractorTable(held, yen),
            Table(held, asset => asset.OwnerOrg, yen));
    }

    private static double Yens(HeldAsset asset) => asset.Share * asset.Firms.Sum(firm => firm.Yen);

    private static List<HoldingRow<TKey>> Table<TKey>(IEnumerable<HeldAsset> held, Func<HeldAsset, TKey> key, long total) =>
        InOrder(held.GroupBy(key).Select(part => (
            Row: new HoldingRow<TKey>(part.Key, part.Count(asset => asset.Counted), part.Sum(asset => asset.LengthM), part.Sum(asset => asset.AreaM2), 0),
            Yen: part.Sum(Yens))), total);

    private static List<HoldingRow<long>> ContractorTable(IEnumerable<HeldAsset> held, long total) =>
        InOrder(held.SelectMany(asset => asset.Firms.Select(firm => (asset, firm))).GroupBy(pair => pair.firm.Contractor).Select(part => (
            Row: new HoldingRow<long>(part.Key, part.Where(pair => pair.asset.Counted).Select(pair => pair.asset.DenseId).Distinct().Count(),
                part.DistinctBy(pair => pair.asset.DenseId).Sum(pair => pair.asset.LengthM),
                part.DistinctBy(pair => pair.asset.DenseId).Sum(pair => pair.asset.AreaM2), 0),
            Yen: part.Sum(pair => pair.asset.Share * pair.firm.Yen))), total);

    private static List<HoldingRow<TKey>> InOrder<TKey>(IEnumerable<(HoldingRow<TKey> Row, double Yen)> rows, long total)
    {
        var list = rows.ToList();
        var yen = Apportionment.ToWhole(list.ConvertAll(row => row.Yen), total);
        return [.. list.Select((row, at) => row.Row with { Yen = yen[at] })
            .OrderByDescending(row => row.Yen).ThenByDescending(row => row.Assets).ThenBy(row => row.Key)];
    }
}
