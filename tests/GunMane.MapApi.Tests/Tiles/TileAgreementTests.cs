using System.Globalization;
using GunMane.Spatial.Geo;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using GunMane.Spatial.Tiles;
using NetTopologySuite.Geometries;

namespace GunMane.MapApi.Tests.Tiles;

/// <summary>The resident encoder and the database draw the same tiles: random assets, tile borders, tiny ones, holes, multi geometries.</summary>
public sealed class TileAgreementTests(TileAgreementTests.Host host) : IClassFixture<TileAgreementTests.Host>
{
    private const int Dense = 30_000;

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(18)]
    [InlineData(22)]
    public async Task Every_tile_is_the_same_as_the_database_cuts_it(int z)
    {
        var assets = await host.ReadAsync("random", Now);
        var (seen, drawn) = (0, 0);
        foreach (var tile in await host.TilesAsync("random", z))
        {
            var ours = TileEncoder.Encode(assets, tile);
            var theirs = await host.CutAsync("tile_assets", "random", tile);
            if (TileLikeness.Difference(ours, theirs, z, tile.Column, tile.Row) is { } difference) Assert.Fail($"{tile}: {difference}");
            seen++;
            drawn += TileLikeness.Decode(ours, z, tile.Column, tile.Row).Count;
        }

        Assert.True(seen > 4 && drawn > 50, $"{seen} tiles, {drawn} features");
    }

    [Theory]
    [InlineData(12)]
    [InlineData(14)]
    [InlineData(16)]
    public async Task Polygons_are_valid_and_lines_have_length(int z)
    {
        var assets = await host.ReadAsync("random", Now);
        foreach (var tile in await host.TilesAsync("random", z))
        {
            var features = TileLikeness.Decode(TileEncoder.Encode(assets, tile), z, tile.Column, tile.Row).Values;
            Assert.All(features, feature => Assert.True(feature.Geometry.IsValid && (feature.Geometry.Dimension != Dimension.Curve || feature.Geometry.Length > 0), $"{tile}: {feature.Geometry}"));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(9)]
    [InlineData(11)]
    public async Task Cells_are_the_same_as_the_database_adds_them_up(int z)
    {
        var assets = await host.ReadAsync("random", Now);
        foreach (var tile in await host.TilesAsync("random", z))
        {
            var ours = Cells(TileEncoder.Encode(assets, tile), tile);
            Assert.Equal(Cells(await host.CutAsync("tile_asset_cells", "random", tile), tile), ours);
        }
    }

    [Fact]
    public async Task A_place_without_assets_has_no_bytes() =>
        Assert.Empty(TileEncoder.Encode(await host.ReadAsync("random", Now), TileAddress.At(14, 0, 0)));

    [Theory]
    [InlineData(8)]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(15)]
    public async Task No_tile_of_a_dense_place_passes_500_kB_and_nothing_is_left_out(int z)
    {
        var assets = await host.ReadAsync("dense", Now);
        var counted = 0L;
        foreach (var tile in await host.TilesAsync("dense", z))
        {
            var bytes = TileEncoder.Encode(assets, tile);
            Assert.InRange(bytes.Length, 0, 500_000);
            if (bytes.Length == 0) continue;
            var layer = TileText.Decode(bytes, z, tile.Column, tile.Row)["assets"];
            counted += layer.Sum(one => one.Attributes.Exists("count") ? Convert.ToInt64(one.Attributes["count"], CultureInfo.InvariantCulture) : 1);
        }

        Assert.True(counted >= Dense, $"{counted} of {Dense}");
    }

    [Fact]
    public async Task The_endpoint_serves_no_tile_of_a_dense_place_over_500_kB_by_either_way()
    {
        foreach (var tile in await host.TilesAsync("dense", 12))
        {
            var each = await host.CutAsync("tile_assets", "dense", tile);
            var served = await host.Client.GetByteArrayAsync($"/tiles/assets/12/{tile.Column}/{tile.Row}.mvt?area=dense", Now);
            Assert.InRange(served.Length, 0, 500_000);
            if (each.Length > 500_000) Assert.True(TileText.Decode(served, 12, tile.Column, tile.Row)["assets"][0].Attributes.Exists("count"));
        }
    }

    private static List<string> Cells(byte[] bytes, TileAddress tile) => bytes.Length == 0 ? [] : [.. TileText.Decode(bytes, tile.Zoom, tile.Column, tile.Row)["assets"]
        .Select(cell => string.Create(CultureInfo.InvariantCulture, $"{cell.Attributes["count"]} {cell.Attributes["sector"]} {cell.Attributes["length_m"]} {cell.Attributes["yen"]} {Where(cell.Geometry.Coordinate, tile.Zoom)}"))
        .Order(StringComparer.Ordinal)];

    // Half a unit either way: a mean is added up in another order there.
    private static string Where(Coordinate at, int zoom) => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(at.X * Math.Pow(2, zoom) / 8, 0)}");

    /// <summary>A service with two study areas: random assets of every kind, and a dense one.</summary>
    public sealed class Host : CoastHost
    {
        // Snapped to whole tiles of zoom 12 for a part: borders.
        private const string Random = """
            SELECT setseed(0.7);
            INSERT INTO gunmane.study_area (code, name, name_en, fictitious, created_by, data_version) VALUES ('random', 'r', 'r', true, 't', 1), ('dense', 'd', 'd', true, 't', 1);
            WITH place AS (SELECT n, 139.9 + 0.16 * random() AS x, 35.9 + 0.12 * random() AS y, 0.00001 * pow(3000, random()) AS s, random() AS a, random() AS b, random() AS c FROM generate_series(0, 699) n),
            made AS (SELECT n, CASE n % 9
                WHEN 0 THEN ST_MakePoint(x, y)
                WHEN 1 THEN ST_MakePoint(360 * round(x / 360 * 65536) / 65536 + 1e-9, y)
                WHEN 2 THEN ST_MakeLine(ARRAY[ST_MakePoint(x, y), ST_MakePoint(x + s * a, y + s * b), ST_MakePoint(x + s, y - s * c)])
                WHEN 3 THEN ST_MakeLine(ST_MakePoint(x, y), ST_MakePoint(x + s / 1000, y))
                WHEN 4 THEN ST_Buffer(ST_MakePoint(x, y), s, 4)
                WHEN 5 THEN ST_Difference(ST_MakeEnvelope(x - s, y - s, x + s, y + s), ST_Buffer(ST_MakePoint(x, y), s * 0.7, 3))
                WHEN 6 THEN ST_Collect(ST_MakePoint(x, y), ST_MakePoint(x + s, y + s * a))
                WHEN 7 THEN ST_Collect(ST_MakeLine(ST_MakePoint(x, y), ST_MakePoint(x + s, y)), ST_MakeLine(ST_MakePoint(x, y + s), ST_MakePoint(x + s, y + s * 1.5)))
                ELSE ST_Collect(ST_MakeEnvelope(x, y, x + s * a, y + s), ST_MakeEnvelope(x + s * 2, y, x + s * 3, y + s * b)) END AS geom FROM place)
            INSERT INTO gunmane.asset (study_area, prefecture, dense_id, id, municipality, sector, kind, name, length_m, source, source_key, content_hash, geom, geom_m)
            SELECT s.id, '90', n, gen_random_uuid(), CASE WHEN n % 5 > 0 THEN lpad((90000 + n % 3)::text, 5, '0') END, (ARRAY['road','bridge','park','river'])[n % 4 + 1],
              CASE WHEN n % 3 = 0 THEN '種別' || n % 2 ELSE '' END, CASE WHEN n % 7 > 0 THEN '施設' || n % 50 ELSE '' END, n % 13, 't', n::text, '\x00', ST_SetSRID(geom, gunmane.storage_srid()), ST_Point(0, 0)
            FROM made, gunmane.study_area s WHERE s.code = 'random';
            INSERT INTO gunmane.asset (study_area, prefecture, dense_id, id, municipality, sector, source, source_key, content_hash, geom, geom_m)
            SELECT s.id, '90', n, gen_random_uuid(), '90001', (ARRAY['road','bridge','tunnel','river','park','sewer','water','slope','lighting','building','harbour','other'])[n % 12 + 1], 't', 'd' || n, '\x00',
              ST_SetSRID(ST_MakePoint(139.93 + 0.04 * random(), 35.93 + 0.03 * random()), gunmane.storage_srid()), ST_Point(0, 0)
            FROM generate_series(0, 29999) n, gunmane.study_area s WHERE s.code = 'dense';
            UPDATE gunmane.study_area s SET next_dense_id = 30000 WHERE code IN ('random', 'dense');
            """;

        protected override async Task ArrangeAsync(Database empty)
        {
            await base.ArrangeAsync(empty);
            await ExecuteAsync(Random);
        }

        public async Task<TileAssets> ReadAsync(string area, CancellationToken cancellation)
        {
            var id = (int)(await ScalarAsync($"SELECT id FROM gunmane.study_area WHERE code = '{area}'"))!;
            return await Database.SnapshotAsync(AccessScope.Local, session => ResidentTiles.ReadAsync(session, id, cancellation), cancellation);
        }

        public async Task<byte[]> CutAsync(string function, string area, TileAddress tile) => await ScalarAsync(string.Create(CultureInfo.InvariantCulture,
            $"SELECT gunmane.{function}(id, {tile.Zoom}, {tile.Column}, {tile.Row}) FROM gunmane.study_area WHERE code = '{area}'")) as byte[] ?? [];

        /// <summary>Tiles of a zoom over the area; of the deep ones those where some assets begin.</summary>
        public async Task<List<TileAddress>> TilesAsync(string area, int z)
        {
            var begins = ((string)(await ScalarAsync($"SELECT string_agg(ST_XMin(a.geom) || ' ' || ST_YMin(a.geom), ',' ORDER BY a.dense_id) FROM gunmane.asset a JOIN gunmane.study_area s ON s.id = a.study_area WHERE s.code = '{area}'"))!)
                .Split(',').Select(pair => Array.ConvertAll(pair.Split(' '), number => double.Parse(number, CultureInfo.InvariantCulture)));
            var tiles = begins.Select(at => TileTests.TileOf(at[0], at[1], z)).Distinct();
            return [.. (z > 15 ? tiles.Take(150) : tiles).Select(at => TileAddress.At(z, at.X, at.Y))];
        }
    }
}
