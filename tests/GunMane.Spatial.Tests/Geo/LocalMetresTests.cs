using GunMane.Spatial.Geo;
using GunMane.TestKit;
using Npgsql;

namespace GunMane.Spatial.Tests.Geo;

/// <summary>The way from local metres to the web map is PostGIS's.</summary>
public sealed class LocalMetresTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(138.5, 36)]
    [InlineData(127.5, 26)]
    [InlineData(144.25, 44)]
    public async Task Places_on_the_map_are_those_of_postgis(double longitude, double latitude)
    {
        var proj = Crs.LocalMetres(longitude, latitude);
        await using var connection = new NpgsqlConnection(database.Administrator);
        await connection.OpenAsync(Now);
        await using var command = new NpgsqlCommand("SELECT x, y, ST_X(m), ST_Y(m) FROM (SELECT x, y, ST_Transform(ST_SetSRID(ST_Transform(ST_Point(x, y), $1, 6668), 4326), 3857) AS m FROM generate_series(-300000, 300000, 75000) x, generate_series(-500000, 500000, 125000) y) t", connection);
        command.Parameters.AddWithValue(proj);
        await using var reader = await command.ExecuteReaderAsync(Now);
        var (plane, places) = (LocalMetres.Of(proj), 0);
        for (; await reader.ReadAsync(Now); places++)
        {
            var (x, y) = plane.ToMap(reader.GetInt32(0), reader.GetInt32(1));
            Assert.Equal(reader.GetDouble(2), x, 0.01);
            Assert.Equal(reader.GetDouble(3), y, 0.01);
        }

        Assert.Equal(81, places);
    }

    [Fact]
    public void Many_threads_find_the_same_places()
    {
        var plane = LocalMetres.Of(Crs.LocalMetres(138.5, 36));
        (double X, double Y) At(int at) => plane.ToMap(at % 331 * 700.0 - 100_000, at / 331 * 900.0 - 100_000);
        var found = new (double X, double Y)[100_000];
        Parallel.For(0, found.Length, at => found[at] = At(at));
        Assert.Equal(Enumerable.Range(0, found.Length).Select(At), found);
    }

    [Theory]
    [InlineData("+proj=utm +zone=54 +ellps=GRS80")]
    [InlineData("+proj=tmerc +lat_0=36 +lon_0=138.5 +k=0.9999 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m +no_defs")]
    public void Another_projection_is_refused(string proj) => Assert.Throws<FormatException>(() => LocalMetres.Of(proj));
}
