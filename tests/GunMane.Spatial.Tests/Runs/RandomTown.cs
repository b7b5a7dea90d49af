using CsCheck;
using GunMane.Spatial.Model;
using GunMane.Spatial.Tests.Affinity;
using NetTopologySuite.Geometries;

namespace GunMane.Spatial.Tests.Runs;

/// <summary>A random small study area: mixed geometries of two towns and a prefecture, firms linked on every rung.</summary>
/// <param name="Shapes">Geometries of the assets.</param>
/// <param name="Sides">Town, owner and sector of each, as numbers.</param>
/// <param name="Links">Asset, firm and rung, as numbers taken modulo what there is.</param>
/// <param name="Orders">Orderer, sector and firm of orders that name no asset.</param>
internal sealed record RandomTown(Geometry[] Shapes, int[] Sides, (int Asset, int Firm, int Rung)[] Links, (int Orderer, int Sector, int Firm)[] Orders)
{
    private const int Firms = 5;
    private static readonly string[] Rungs = ["asset", "title", "area"];
    private static readonly string[] Codes = ["90000", "90001", "90002"];
    private static readonly string[] SectorKeys = ["road", "park"];

    /// <summary>Random towns with up to <paramref name="most"/> assets.</summary>
    public static Gen<RandomTown> Some(int most) => Gen.Select(
        RandomShapes.Some(most, 500), Gen.Int[0, 11].Array[most],
        Gen.Select(Gen.Int[0, most - 1], Gen.Int[0, Firms - 1], Gen.Int[0, 2]).Array[0, most],
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 1], Gen.Int[0, Firms - 1]).Array[0, 6],
        (shapes, sides, links, orders) => new RandomTown(shapes, sides, links, orders));

    /// <summary>Puts it into a new study area.</summary>
    public async Task<StudyAreaId> StoreAsync(TownSeed seed)
    {
        var area = await seed.AreaAsync();
        await seed.AssetsAsync(area, [.. Shapes.Select((shape, at) => new SeedAsset(shape.AsText(), SectorKeys[Sides[at] % 2],
            Sides[at] % 3 == 0 ? null : Codes[Sides[at] % 3], Sides[at] > 8 ? null : Codes[Sides[at] % 3]))]);
        var firms = new long[Firms];
        for (var firm = 0; firm < Firms; firm++) firms[firm] = await seed.FirmAsync(area, $"firm {firm}");
        foreach (var (asset, firm, rung) in Links) await seed.LinkAsync(area, asset % Shapes.Length, firms[firm], Rungs[rung]);
        foreach (var (orderer, sector, firm) in Orders)
        {
            await seed.OrderAsync(area, Codes[orderer], SectorKeys[sector], firms[firm], 1_000_000, new DateOnly(2026, 3, 31), orderer == 0 ? [firm % Shapes.Length] : []);
        }

        return area;
    }
}
