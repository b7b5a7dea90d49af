using System.Buffers;
using System.Text;
using CsCheck;
using GunMane.Spatial.Geo;
using GunMane.TestKit;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;
using Npgsql;

namespace GunMane.Spatial.Tests.Geo;

/// <summary>PostGIS writes the same text.</summary>
public sealed class GeoJsonGeometryTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    // Degrees, metres, whole numbers, numbers in the middle between two steps, beside it, and beside zero. Nearer to zero than this PostGIS writes an exponent and does not round.
    private const double WithExponent = 1e-8;

    private static readonly Gen<double> Numbers = Gen.OneOf(Gen.Double[-180, 180], Gen.Double[-4e7, 4e7], Gen.Int[-200, 200].Select(whole => (double)whole),
        Gen.Int[-1_800_000_000, 1_800_000_000].Select(steps => steps / 1e7), Gen.Select(Gen.Int[-400_000, 400_000], Gen.Int[48, 52], (steps, part) => (steps + (part / 100.0)) / 1e4), Gen.Double[-1e-6, 1e-6]).Select(value => Math.Abs(value) < WithExponent ? 0 : value);

    private static readonly Gen<Coordinate> Corners = Gen.Select(Numbers, Numbers, (x, y) => new Coordinate(x, y));

    private static readonly Gen<Geometry> Simple = Gen.OneOf(
        Corners.Select(at => (Geometry)new Point(at)),
        Corners.Array[2, 9].Select(line => (Geometry)new LineString(line)),
        Corners.Array[3, 9].Select(ring => (Geometry)new Polygon(new LinearRing([.. ring, ring[0]]))),
        Gen.Select(Corners.Array[3, 5], Corners.Array[3, 5], (ring, hole) => (Geometry)new Polygon(new LinearRing([.. ring, ring[0]]), [new LinearRing([.. hole, hole[0]])])),
        Gen.Int[0, 2].Select(at => (Geometry)(at == 0 ? Point.Empty : at == 1 ? LineString.Empty : Polygon.Empty)));

    private static readonly Gen<Geometry> Geometries = Gen.OneOf(Simple,
        Simple.Where(one => one is Point { IsEmpty: false }).Array[0, 4].Select(parts => (Geometry)new MultiPoint([.. parts.Cast<Point>()])),
        Simple.Where(one => one is LineString { IsEmpty: false }).Array[0, 4].Select(parts => (Geometry)new MultiLineString([.. parts.Cast<LineString>()])),
        Simple.Where(one => one is Polygon { IsEmpty: false }).Array[0, 4].Select(parts => (Geometry)new MultiPolygon([.. parts.Cast<Polygon>()])),
        Simple.Array[0, 4].Where(parts => parts.Length == 0 || parts.Any(part => !part.IsEmpty)).Select(parts => (Geometry)new GeometryCollection(parts)));

    [Theory]
    [InlineData(7)]
    [InlineData(4)]
    [InlineData(0)]
    public async Task Random_geometries_read_as_PostGIS_writes_them(int decimals)
    {
        var geometries = Geometries.Array[3000].Single();
        byte[][] binary = Array.ConvertAll(geometries, (Geometry one) => new WKBWriter(ByteOrder.LittleEndian).Write(one));
        var theirs = await TextsAsync(binary, decimals);
        for (var at = 0; at < geometries.Length; at++)
        {
            Assert.Equal(theirs[at], Text(binary[at], decimals));
            Assert.Equal(theirs[at], Text(new WKBWriter(ByteOrder.BigEndian).Write(geometries[at]), decimals));
        }
    }

    [Fact]
    public async Task Heights_are_kept_and_measures_left_out()
    {
        await using var connection = new NpgsqlConnection(database.Administrator);
        await connection.OpenAsync(Now);
        foreach (var wkt in (string[])["POINT Z (1 2 3.25)", "POINT M (1 2 3)", "POINT ZM (1 2 3 4)", "LINESTRING Z (1 2 3, 4 5 6.5)", "MULTIPOINT ZM ((1 2 3 4))", "POLYGON Z ((0 0 1, 1 0 1, 1 1 1, 0 0 1))"])
        {
            await using var command = new NpgsqlCommand("SELECT ST_AsBinary($1::geometry), ST_AsGeoJSON($1::geometry, 7, 0)", connection) { Parameters = { new() { Value = wkt } } };
            await using var reader = await command.ExecuteReaderAsync(Now);
            Assert.True(await reader.ReadAsync(Now));
            Assert.Equal(reader.GetString(1), Text((byte[])reader[0], 7));
        }
    }

    [Fact]
    public void Damaged_bytes_are_refused_and_never_read_beyond() =>
        Gen.Select(Geometries, Gen.Int[0, 1000], Gen.Byte).Sample((geometry, at, value) =>
        {
            var bytes = new WKBWriter(ByteOrder.LittleEndian).Write(geometry);
            Try(bytes.AsSpan(0, at % bytes.Length));
            bytes[at % bytes.Length] = value;
            Try(bytes);

            static void Try(ReadOnlySpan<byte> damaged)
            {
                try
                {
                    GeoJsonGeometry.Write(damaged, new ArrayBufferWriter<byte>(), 7);
                }
                catch (FormatException)
                {
                    // What is refused is refused as such.
                }
            }
        }, iter: 3000);

    private static string Text(byte[] wkb, int decimals)
    {
        var into = new ArrayBufferWriter<byte>();
        GeoJsonGeometry.Write(wkb, into, decimals);
        return Encoding.UTF8.GetString(into.WrittenSpan);
    }

    private async Task<string[]> TextsAsync(byte[][] binary, int decimals)
    {
        await using var connection = new NpgsqlConnection(database.Administrator);
        await connection.OpenAsync(Now);
        await using var command = new NpgsqlCommand("SELECT array_agg(ST_AsGeoJSON(ST_GeomFromWKB(b), $2, 0) ORDER BY n) FROM unnest($1) WITH ORDINALITY AS u(b, n)", connection)
        {
            Parameters = { new() { Value = binary }, new() { Value = decimals } },
        };
        return (string[])(await command.ExecuteScalarAsync(Now))!;
    }
}
