using GunMane.Spatial.Metrics;
using GunMane.Spatial.Model;
using NetTopologySuite.Geometries;

namespace GunMane.Spatial.Storage;

/// <summary>Orders of one orderer that name no asset.</summary>
/// <param name="Key">団体コード of the orderer.</param>
/// <param name="Name">Its name.</param>
/// <param name="NameEn">Its English name.</param>
/// <param name="Contracts">Orders.</param>
/// <param name="Yen">Their yen.</param>
public sealed record UnlinkedOrderer(string Key, string Name, string NameEn, int Contracts, long Yen);

/// <summary>What an area holds, and what cannot be told of it.</summary>
/// <param name="Holding">Assets, lengths, areas, yen.</param>
/// <param name="Unlinked">Orders of the towns that the area touches and that name no asset: they may lie inside or not.</param>
/// <param name="FiscalYears">First and last fiscal year (年度) of the study area's orders; null if none has one.</param>
/// <param name="DataVersion">Data version of the study area that this was read from.</param>
public sealed record AreaHolding(Holding Holding, IReadOnlyList<UnlinkedOrderer> Unlinked, (int First, int Last)? FiscalYears, long DataVersion);

/// <summary>What an area holds (the planner's third question). Membership is decided by <c>gunmane.area_members</c> alone.</summary>
public static class HoldingStore
{
    /// <summary>What a polygon holds.</summary>
    /// <param name="session">A reading session.</param>
    /// <param name="area">The study area.</param>
    /// <param name="polygon">Valid Polygon or MultiPolygon in the storage CRS (see Zoning/ZoneGeometry.Prepare).</param>
    /// <param name="cancellation">Reaches PostgreSQL.</param>
    public static async Task<AreaHolding> OfAreaAsync(Session session, StudyAreaId area, Geometry polygon, CancellationToken cancellation)
    {
        var holding = Holding.Of(await AssetsAsync(session, area, polygon, cancellation));
        var unlinked = await session.ListAsync("holding.unlinked",
            row => new UnlinkedOrderer(row.GetString(0), row.GetString(1), row.GetString(2), (int)row.GetInt64(3), row.GetInt64(4)),
            cancellation, area.Value, polygon);
        var (years, version) = await YearsAsync(session, area, cancellation);
        return new AreaHolding(holding, unlinked, years, version);
    }

    /// <summary>The assets that a polygon holds, wholly or in part, with their firms.</summary>
    public static async Task<IReadOnlyList<HeldAsset>> AssetsAsync(
        Session session, StudyAreaId area, Geometry polygon, CancellationToken cancellation)
    {
        var held = await session.ListAsync("holding.members", row => new HeldAsset(
            row.GetInt32(0), row.GetBoolean(1), row.GetDouble(2), row.IsDBNull(3) ? null : row.GetString(3), row.IsDBNull(4) ? null : row.GetInt32(4),
            Sectors.TryParse(row.GetString(5), out var sector) ? sector : Sector.Other, row.GetDouble(6), row.GetDouble(7), []), cancellation, area.Value, polygon);
        var firms = await session.ListAsync("holding.firms",
            row => (DenseId: row.GetInt32(0), Part: new FirmPart(row.GetInt64(1), row.GetDouble(2))),
            cancellation, area.Value, held.Select(asset => asset.DenseId).ToArray());
        var byAsset = firms.ToLookup(firm => firm.DenseId, firm => firm.Part);
        return [.. held.Select(asset => asset with { Firms = [.. byAsset[asset.DenseId].OrderBy(firm => firm.Contractor)] })];
    }

    /// <summary>First and last fiscal year of a study area's placed orders (null if none has one), and its data version.</summary>
    public static async Task<((int First, int Last)? Years, long DataVersion)> YearsAsync(Session session, StudyAreaId area, CancellationToken cancellation) =>
        (await session.ListAsync("holding.years",
            row => (row.IsDBNull(0) ? ((int, int)?)null : (row.GetInt32(0), row.GetInt32(1)), row.GetInt64(2)), cancellation, area.Value)).Single();
}
