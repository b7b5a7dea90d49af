using GunMane.Spatial.Geo;
using GunMane.Spatial.Metrics;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using GunMane.Spatial.Zoning;
using GunMane.TestKit;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;
using NetTopologySuite.IO;
using Npgsql;

namespace GunMane.Spatial.Tests.Holdings;

/// <summary>What areas hold, against the whole and against brute force.</summary>
public sealed class HoldingTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly SemaphoreSlim Gate = new(1, 1);
    private static StudyAreaId? region;

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("POLYGON((139 35,139.1 35,139.1 35.1,139 35.1,139 35))", "POLYGON((139.1 35,139.2 35,139.2 35.1,139.1 35.1,139.1 35))")]
    [InlineData("POLYGON((139 35,139.0717171 35,139.1535353 35.1,139 35.1,139 35))", "POLYGON((139.0717171 35,139.2 35,139.2 35.1,139.1535353 35.1,139.0717171 35))")]
    [InlineData("POLYGON((139 35,139.2 35,139.2 35.05,139 35.05,139 35))", "POLYGON((139 35.05,139.2 35.05,139.2 35.1,139 35.1,139 35.05))")]
    public async Task Two_halves_add_up_to_the_whole(string west, string east)
    {
        var whole = await HoldAsync("POLYGON((139 35,139.2 35,139.2 35.1,139 35.1,139 35))");
        var (a, b) = (await HoldAsync(west), await HoldAsync(east));
        Assert.Equal(whole.Holding.Assets, a.Holding.Assets + b.Holding.Assets);
        Assert.Equal(whole.Holding.LengthM, a.Holding.LengthM + b.Holding.LengthM, 0.001);
        Assert.Equal(whole.Holding.AreaM2, a.Holding.AreaM2 + b.Holding.AreaM2, whole.Holding.AreaM2 * 1e-6);
        Assert.InRange(whole.Holding.Yen - a.Holding.Yen - b.Holding.Yen, -1, 1);
    }

    [Fact]
    public async Task Every_asset_counts_once_in_any_two_parts_and_shares_add_up_in_any_partition()
    {
        var random = new Random(20240401);
        for (var round = 0; round < 8; round++)
        {
            var (x, y) = (Grid(139.02 + random.NextDouble() * 0.16), Grid(35.02 + random.NextDouble() * 0.06));
            if (round == 0) x = 139.1;
            var parts = new[] { Box(138.9, 34.9, x, y), Box(x, 34.9, 139.3, y), Box(138.9, y, x, 35.2), Box(x, y, 139.3, 35.2) };
            var members = new List<(int Asset, bool Counted, double Share)>();
            foreach (var part in parts) members.AddRange(await MembersAsync(part));
            var all = await MembersAsync(Box(138.9, 34.9, 139.3, 35.2));
            Assert.All(members.GroupBy(member => member.Asset), asset => Assert.Equal(1, asset.Sum(member => member.Share), 1e-6));
            Assert.All(members.GroupBy(member => member.Asset), asset => Assert.True(asset.Count(member => member.Counted)
                == (asset.Max(member => member.Share) >= 0.5 - 1e-9 ? 1 : 0), $"asset {asset.Key}"));
            Assert.Equal(all.Select(member => member.Asset).Order(), members.Select(member => member.Asset).Distinct().Order());
        }
    }

    [Fact]
    public async Task What_lies_exactly_on_a_shared_border_is_held_by_one_side()
    {
        var (west, east) = (await MembersAsync(Box(139, 35, 139.1, 35.1)), await MembersAsync(Box(139.1, 35, 139.2, 35.1)));
        var onBorder = Enumerable.Range(0, 600).Where(asset => asset % 20 is 3 or 4).ToArray();
        Assert.All(onBorder, asset => Assert.Equal(1, west.Count(member => member.Asset == asset) + east.Count(member => member.Asset == asset)));
        var split = Enumerable.Range(0, 600).Where(asset => asset % 20 == 5).ToArray();
        Assert.All(split, asset => Assert.Equal(1, west.Concat(east).Count(member => member.Asset == asset && member.Counted)));
        Assert.All(split, asset => Assert.Equal(0.5, west.Single(member => member.Asset == asset).Share, 1e-6));
    }

    [Fact]
    public async Task Clipped_shares_agree_with_planar_overlay()
    {
        var zone = Read("POLYGON((139.03 35.01,139.17 35.03,139.15 35.09,139.05 35.07,139.03 35.01))");
        var members = (await MembersAsync(zone)).ToDictionary(member => member.Asset, member => member.Share);
        foreach (var (asset, geometry) in await AssetsAsync())
        {
            var (flat, cut) = (Flat(geometry), Flat(geometry.Intersection(zone)));
            var size = geometry.Dimension == Dimension.Surface ? flat.Area : flat.Length;
            var share = geometry.Dimension == Dimension.Point ? (zone.Covers(geometry) ? 1 : 0)
                : (geometry.Dimension == Dimension.Surface ? cut.Area : cut.Length) / size;
            Assert.Equal(share, members.GetValueOrDefault(asset), 2e-3);
        }
    }

    [Fact]
    public async Task Tables_add_up_and_name_their_rows()
    {
        var held = await HoldAsync("POLYGON((139.02 35.02,139.18 35.02,139.18 35.08,139.02 35.08,139.02 35.02))");
        var document = await database.Database.ReadAsync(AccessScope.Local, async session =>
            await HoldingDocument.OfAreaAsync(session, await RegionAsync(), held, Now), Now);
        foreach (var table in new[] { document.ByMunicipality, document.BySector, document.ByContractor, document.ByOwner })
            Assert.Equal(document.Yen, table.Sum(row => row.Yen));
        Assert.Equal(["東町", "西町"], document.ByMunicipality.Select(row => row.Name).Order());
        Assert.Contains(document.ByContractor, row => row.Name == "架空・見本共同企業体" && row.Yen > 0);
        Assert.Contains(document.ByContractor, row => row is { Key: null, Name: "事業者不明", Yen: > 0 });
        Assert.Equal([2021, 2025], document.FiscalYears!);
        Assert.Equal(document.Yen / 5.0, document.YenPerYear, 0.51);
        Assert.Equal(7, document.DataVersion);
        Assert.Equal(document.Assets, document.BySector.Sum(row => row.Assets));
        Assert.Equal("橋梁", document.BySector.Single(row => row.Key == "bridge").Name);
    }

    [Fact]
    public async Task Linked_yen_of_the_whole_region_is_the_yen_of_its_linked_orders()
    {
        var held = await HoldAsync("POLYGON((138.9 34.9,139.3 34.9,139.3 35.2,138.9 35.2,138.9 34.9))");
        var linked = await ScalarAsync<decimal>("SELECT sum(yen) FROM gunmane.contract c WHERE outcome = 'awarded' AND EXISTS (SELECT FROM gunmane.contract_asset l WHERE l.contract = c.id)");
        Assert.InRange(linked - held.Holding.Yen, -1, 1);
        Assert.Equal(0, held.Holding.Partly);
    }

    [Fact]
    public async Task Unlinked_orders_are_those_of_the_towns_touched()
    {
        var west = await HoldAsync("POLYGON((139 35,139.1 35,139.1 35.1,139 35.1,139 35))");
        Assert.Equal(["90201"], west.Unlinked.Select(orderer => orderer.Key));
        var both = await HoldAsync("POLYGON((139.09 35,139.11 35,139.11 35.1,139.09 35.1,139.09 35))");
        Assert.Equal(["90201", "90202"], both.Unlinked.Select(orderer => orderer.Key).Order());
        var unlinked = await ScalarAsync<decimal>("SELECT sum(yen) FROM gunmane.contract c WHERE outcome = 'awarded' AND NOT EXISTS (SELECT FROM gunmane.contract_asset l WHERE l.contract = c.id)");
        Assert.Equal(unlinked, both.Unlinked.Sum(orderer => orderer.Yen));
    }

    [Fact]
    public async Task A_firm_without_orders_counts_as_a_firm_with_no_yen()
    {
        var held = await database.Database.ReadAsync(AccessScope.Local, async session =>
            await HoldingStore.AssetsAsync(session, await RegionAsync(), Box(139, 35, 139.2, 35.1), Now), Now);
        var built = held.First(asset => asset.DenseId % 11 == 0 && asset.DenseId % 7 >= 5);
        Assert.Equal([0.0], built.Firms.Select(firm => firm.Yen));
        var without = Spatial.Metrics.Holding.Of(held).WithoutFirm;
        Assert.Equal(held.Count(asset => asset.Counted && !asset.Firms.Any(firm => firm.Contractor != 0)), without);
        Assert.True(without > 0);
    }

    private async Task<AreaHolding> HoldAsync(string wkt) => await database.Database.ReadAsync(AccessScope.Local, async session =>
        await HoldingStore.OfAreaAsync(session, await RegionAsync(), Read(wkt), Now), Now);

    private async Task<IReadOnlyList<(int Asset, bool Counted, double Share)>> MembersAsync(Geometry zone)
    {
        var area = await RegionAsync();
        return await database.Database.ReadAsync(AccessScope.Local, session => session.ListAsync(
            "holding.members", row => (row.GetInt32(0), row.GetBoolean(1), row.GetDouble(2)), Now, area.Value, zone), Now);
    }

    private async Task<List<(int Asset, Geometry Geometry)>> AssetsAsync()
    {
        await RegionAsync();
        return await database.Database.ReadAsync(AccessScope.Local, async session =>
        {
            await using var command = new NpgsqlCommand("SELECT dense_id, geom FROM gunmane.asset", session.Connection);
            await using var rows = await command.ExecuteReaderAsync(Now);
            var list = new List<(int, Geometry)>();
            while (await rows.ReadAsync(Now)) list.Add((rows.GetInt32(0), rows.GetFieldValue<Geometry>(1)));
            return list;
        }, Now);
    }

    private async Task<T> ScalarAsync<T>(string sql)
    {
        await RegionAsync();
        await using var connection = new NpgsqlConnection(database.Administrator);
        await connection.OpenAsync(Now);
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(Now))!;
    }

    private async Task<StudyAreaId> RegionAsync()
    {
        await Gate.WaitAsync(Now);
        try
        {
            return region ??= await SmallRegion.AddAsync(database.Administrator, "two-towns", 600, Now);
        }
        finally
        {
            Gate.Release();
        }
    }

    private static Geometry Read(string wkt)
    {
        var geometry = new WKTReader().Read(wkt);
        geometry.SRID = Crs.Storage;
        return geometry;
    }

    // Degrees of longitude are shorter than degrees of latitude.
    private static Geometry Flat(Geometry geometry) =>
        AffineTransformation.ScaleInstance(Math.Cos(35.05 / 180 * Math.PI) * 1.0034, 1).Transform(geometry);

    private static Geometry Box(double west, double south, double east, double north) =>
        Crs.StorageFactory.ToGeometry(new Envelope(west, east, south, north));

    private static double Grid(double degrees) => ZoneGrid.Snap(degrees);
}
