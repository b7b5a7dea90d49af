using System.Text.Json.Serialization;
using GunMane.Spatial.Metrics;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Storage;

/// <summary>A line of a table of a <see cref="HoldingDocument"/>.</summary>
/// <param name="Key">Border code of a municipality, key of a sector, public id of a contractor, code (or name) of an owner; null where it is not known.</param>
/// <param name="Name">Japanese name.</param>
/// <param name="NameEn">English name; empty where none is known.</param>
/// <param name="Assets">Assets counted.</param>
/// <param name="LengthM">Metres.</param>
/// <param name="AreaM2">Square metres.</param>
/// <param name="Yen">Whole yen; each table adds up to the total.</param>
public sealed record HoldingLine(string? Key, string Name, string NameEn, int Assets, double LengthM, double AreaM2, long Yen);

/// <summary>Orders that name no asset, by orderer.</summary>
public sealed record UnlinkedOrders(int Contracts, long Yen, IReadOnlyList<UnlinkedOrderer> ByOrderer);

/// <summary>
/// What a zone, an area or a group holds, as served (<c>Holding</c> in docs/reference/api.md) and exported: names
/// resolved, lengths to the millimetre. Serialise it with <see cref="System.Text.Json.JsonSerializerDefaults.Web"/>.
/// </summary>
/// <param name="Assets">Assets counted by their larger part.</param>
/// <param name="Partly">Assets of which only a part is held, counted or not.</param>
/// <param name="LengthM">Metres of lines inside.</param>
/// <param name="AreaM2">Square metres of polygons inside.</param>
/// <param name="Yen">Yen of placed orders, apportioned over the assets that they name.</param>
/// <param name="YenPerYear"><paramref name="Yen"/> over the number of fiscal years that the study area's orders span (first to last, both counted); 0 if none has a year.</param>
/// <param name="FiscalYears">First and last of those years.</param>
/// <param name="WithoutFirm">Counted assets to which no firm is linked.</param>
/// <param name="Unlinked">Orders of the towns touched that name no asset; absent for groups.</param>
/// <param name="DataVersion">Data version of the study area.</param>
public sealed record HoldingDocument(
    int Assets, int Partly, double LengthM, double AreaM2, long Yen, long YenPerYear, int[]? FiscalYears,
    IReadOnlyList<HoldingLine> ByMunicipality, IReadOnlyList<HoldingLine> BySector,
    IReadOnlyList<HoldingLine> ByContractor, IReadOnlyList<HoldingLine> ByOwner,
    int WithoutFirm,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] UnlinkedOrders? Unlinked,
    long DataVersion)
{
    /// <summary>The document of what an area holds.</summary>
    public static async Task<HoldingDocument> OfAreaAsync(Session session, StudyAreaId area, AreaHolding held, CancellationToken cancellation)
    {
        var names = await HoldingNames.LoadAsync(session, area, [.. held.Holding.ByContractor.Select(row => row.Key)], cancellation);
        var unlinked = new UnlinkedOrders(held.Unlinked.Sum(orderer => orderer.Contracts), held.Unlinked.Sum(orderer => orderer.Yen), held.Unlinked);
        return Of(held.Holding, names, held.FiscalYears, held.DataVersion, unlinked);
    }

    /// <summary>A document with resolved names.</summary>
    public static HoldingDocument Of(
        Holding holding, HoldingNames names, (int First, int Last)? years, long dataVersion, UnlinkedOrders? unlinked = null) => new(
        holding.Assets, holding.Partly, Millimetres(holding.LengthM), Millimetres(holding.AreaM2), holding.Yen,
        years is { } span ? (long)Math.Round((decimal)holding.Yen / (span.Last - span.First + 1), MidpointRounding.AwayFromZero) : 0,
        years is { } range ? [range.First, range.Last] : null,
        Lines(holding.ByMunicipality, names.Municipality), Lines(holding.BySector, HoldingNames.Sector),
        Lines(holding.ByContractor, names.Contractor), Lines(holding.ByOwner, names.Owner),
        holding.WithoutFirm, unlinked, dataVersion);

    private static List<HoldingLine> Lines<TKey>(IReadOnlyList<HoldingRow<TKey>> rows, Func<TKey, ResolvedName> name) =>
        [.. rows.Select(row => (Row: row, Name: name(row.Key))).Select(line => new HoldingLine(
            line.Name.Key, line.Name.Name, line.Name.NameEn, line.Row.Assets, Millimetres(line.Row.LengthM), Millimetres(line.Row.AreaM2), line.Row.Yen))];

    private static double Millimetres(double metres) => Math.Round(metres, 3);
}
