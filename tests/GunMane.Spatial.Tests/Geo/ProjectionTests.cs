using GunMane.Spatial.Geo;
using GunMane.TestKit;
using Npgsql;

namespace GunMane.Spatial.Tests.Geo;

/// <summary>Coordinates of every system end where published formulas and PROJ's own definitions put them.</summary>
public sealed class ProjectionTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    public static TheoryData<int> Systems => new(CrsTests.Codes().Select(code => new TheoryDataRow<int>(code.Srid)));

    // Out by PostGIS from storage, back by what an import does: within a millimetre (1e-8°); the Tokyo datum, zones I–III too,
    // within centimetres (5e-7°): its shift in space loses the height each time.
    [Theory]
    [MemberData(nameof(Systems))]
    public async Task There_and_back_is_the_same_place(int srid)
    {
        var crs = Crs.FromEpsg(srid)!;
        var (longitude, latitude) = crs.Kind switch
        {
            CrsKind.Plane => (PlaneZones.Origin(crs.Zone).Longitude + 0.3, PlaneZones.Origin(crs.Zone).Latitude - 0.7),
            CrsKind.Utm => (6 * crs.Zone - 183 + 1.2, 34.5),
            _ => (138.3, 34.8),
        };
        var shifted = crs.Datum == Datum.Tokyo ? $"{crs.Proj} {Crs.TokyoShift}" : $"{crs.Proj} +towgs84=0,0,0,0,0,0,0";
        Assert.True(await AskAsync("""
            SELECT ST_Distance(gunmane.by_proj(ST_Transform(ST_SetSRID(ST_MakePoint($1, $2), 0), $4, $3), $3, $4), ST_SetSRID(ST_MakePoint($1, $2), 6668)) < $5
            """, longitude, latitude, shifted, Crs.StorageProj, crs.Datum == Datum.Tokyo ? 5e-7 : 1e-8));
        if (crs.Datum == Datum.Tokyo) return;
        Assert.True(await AskAsync("""
            SELECT ST_Distance(gunmane.to_storage(ST_SetSRID(ST_Transform(ST_SetSRID(ST_MakePoint($1, $2), 6668), $3::integer), 0), $3::integer, $4), ST_SetSRID(ST_MakePoint($1, $2), 6668)) < 1e-8
            """, longitude, latitude, srid, crs.Degrees));
    }

    // The shift of the origin by hand: geodetic → geocentric on Bessel, add, → geodetic on GRS80 (Bowring).
    [Theory]
    [InlineData(129.7, 32.8)]
    [InlineData(131.4, 33.2)]
    [InlineData(132.5, 34.4)]
    [InlineData(138.38, 34.97)]
    [InlineData(139.76, 35.68)]
    [InlineData(141.35, 43.06)]
    [InlineData(127.68, 26.21)]
    public async Task The_tokyo_datum_moves_by_the_published_shift_in_every_zone(double longitude, double latitude)
    {
        var (east, north) = ShiftedByHand(longitude, latitude);
        Assert.InRange(Math.Abs(east - longitude) * 91_000 + Math.Abs(north - latitude) * 111_000, 300, 1000);
        foreach (var zone in Enumerable.Range(1, 19).Where(zone => Math.Abs(PlaneZones.Origin(zone).Longitude - longitude) < 3))
        {
            var tokyo = $"{Crs.Of(CrsKind.Plane, Datum.Tokyo, zone).Proj}";
            Assert.True(await AskAsync("""
                SELECT ST_Distance(gunmane.by_proj(ST_Transform(ST_SetSRID(ST_MakePoint($1, $2), 0), '+proj=longlat +ellps=bessel +no_defs', $3), $3 || $7, $4), ST_SetSRID(ST_MakePoint($5, $6), 6668)) < 2e-8
                """, longitude, latitude, tokyo, Crs.StorageProj, east, north, " " + Crs.TokyoShift));
        }
    }

    [Fact]
    public async Task A_grid_is_there_or_it_is_not()
    {
        Assert.False(await AskAsync("SELECT gunmane.has_grid($1)", "no-such-grid.gsb"));
        Assert.True(await AskAsync("SELECT gunmane.has_grid($1)", "@null"));
    }

    private static (double Longitude, double Latitude) ShiftedByHand(double longitude, double latitude)
    {
        const double degree = Math.PI / 180;
        var (a, f) = (6377397.155, 1 / 299.1528128);
        var e2 = f * (2 - f);
        var n = a / Math.Sqrt(1 - e2 * Math.Pow(Math.Sin(latitude * degree), 2));
        var (x, y, z) = (n * Math.Cos(latitude * degree) * Math.Cos(longitude * degree) - 146.414, n * Math.Cos(latitude * degree) * Math.Sin(longitude * degree) + 507.337,
            n * (1 - e2) * Math.Sin(latitude * degree) + 680.507);
        (a, f) = (6378137, 1 / 298.257222101);
        e2 = f * (2 - f);
        var (p, b) = (Math.Sqrt(x * x + y * y), a * (1 - f));
        var t = Math.Atan2(z * a, p * b);
        var north = Math.Atan2(z + (a * a - b * b) / b * Math.Pow(Math.Sin(t), 3), p - e2 * a * Math.Pow(Math.Cos(t), 3));
        return (Math.Atan2(y, x) / degree, north / degree);
    }

    private async Task<bool> AskAsync(string sql, params object[] values)
    {
        await using var connection = new NpgsqlConnection(database.Administrator);
        await connection.OpenAsync(Now);
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.AddWithValue(value);
        return (bool)(await command.ExecuteScalarAsync(Now))!;
    }
}
