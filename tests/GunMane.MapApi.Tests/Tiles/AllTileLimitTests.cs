using GunMane.MapApi.Tiles;
using GunMane.Spatial.Storage;

namespace GunMane.MapApi.Tests.Tiles;

/// <summary>
/// No tile passes 500 kB, of a layer or of all: what the documented rules leave out, and no more, in a place where 30,000 assets lie close together, all in
/// groups, with some, many and very many zones, and in another run with very many groups.
/// </summary>
public sealed class AllTileLimitTests(AllTileLimitTests.Host host) : IClassFixture<AllTileLimitTests.Host>
{
    private const int Most = 500_000;
    private const string Run = "00000000-0000-4000-b000-0000000000d1";
    private const string ManyGroups = "00000000-0000-4000-b000-0000000000d2";

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_would_be_too_much_is_left_out_by_the_rule_and_nothing_else()
    {
        var seen = new SortedDictionary<string, int>();
        foreach (var (zoom, scenario, run) in from zoom in (int[])[11, 13, 14] from show in ((int, string)[])[(1, Run), (2, Run), (3, Run), (2, ManyGroups)] select (zoom, show.Item1, show.Item2))
        {
            foreach (var (x, y) in Tiles(zoom))
            {
                var query = $"area=dense&run={run}&scenario=00000000-0000-4000-d000-0000000000d{scenario}";
                var own = new List<byte[]>();
                foreach (var layer in AllTiles.Layers) own.Add(await OwnAsync(layer, zoom, x, y, query));
                Assert.All(own, tile => Assert.InRange(tile.Length, 0, Most));
                var all = await host.Client.GetByteArrayAsync($"/tiles/all/{zoom}/{x}/{y}.mvt?{query}", Now);
                Assert.InRange(all.Length, 0, Most);
                var (rule, expected) = Expected(own);
                Assert.Equal((zoom, x, y, scenario, rule, string.Join(' ', expected)), (zoom, x, y, scenario, rule, Told(all)));
                if (rule is "all" or "no members") Assert.Equal(TileLayers.Join([.. own.Select(tile => rule == "all" ? tile : TileLayers.Without(tile, "group_members"))]), all);
                seen[rule] = seen.GetValueOrDefault(rule) + 1;
            }
        }

        Assert.Equal(["all", "cells", "layers out", "no members"], seen.Keys);
    }

    [Theory]
    [InlineData("zones", "scenario=00000000-0000-4000-d000-0000000000d3", "SELECT id::text FROM gunmane.zone WHERE scenario = '00000000-0000-4000-d000-0000000000d3'", "id")]
    [InlineData("groups", $"run={ManyGroups}", $"SELECT number::text FROM gunmane.candidate_group WHERE run = '{ManyGroups}'", "number")]
    public async Task Of_too_many_shapes_the_largest_are_drawn(string layer, string owner, string sql, string id)
    {
        // One tile of zoom 11 holds all of them.
        var (x, y) = TileTests.TileOf(139.95, 35.95, 11);
        var drawn = TileText.Decode(await host.Client.GetByteArrayAsync($"/tiles/{layer}/11/{x}/{y}.mvt?area=dense&{owner}", Now), 11, x, y)[layer]
            .Select(one => Convert.ToString(one.Attributes[id], System.Globalization.CultureInfo.InvariantCulture)!).Order(StringComparer.Ordinal).ToList();
        await using var connection = await host.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand($"{sql} ORDER BY ST_Area(geom) DESC, 1 LIMIT {drawn.Count}", connection);
        await using var reader = await command.ExecuteReaderAsync(Now);
        var largest = new List<string>();
        while (await reader.ReadAsync(Now)) largest.Add(reader.GetString(0));
        Assert.Contains(drawn.Count, (int[])[8192, 4096]);
        Assert.Equal(largest.Order(StringComparer.Ordinal), drawn);
    }

    // The rule of docs/reference/api.md, told by what the layers' own tiles hold.
    private static (string Rule, IEnumerable<string> Layers) Expected(List<byte[]> own)
    {
        var layers = own.SelectMany(TileLayers.Split).ToList();
        if (layers.Sum(layer => layer.Bytes.Length) <= Most) return ("all", layers.Select(Told));
        layers.RemoveAll(layer => layer.Name == "group_members");
        if (layers.Sum(layer => layer.Bytes.Length) <= Most) return ("no members", layers.Select(Told));
        var others = layers.Where(layer => layer.Name != "assets").ToList();
        if (others.Sum(layer => layer.Bytes.Length) <= Most) return ("cells", layers.Select(layer => layer.Name == "assets" ? "assets:cells" : layer.Name));
        layers.RemoveAll(layer => layer.Name == others.MaxBy(one => one.Bytes.Length).Name);
        return ("layers out", layers.Select(layer => layer.Name == "assets" && layers.Sum(one => one.Bytes.Length) > Most ? "assets:cells" : Told(layer)));
    }

    private static string Told(byte[] tile) => string.Join(' ', TileLayers.Split(tile).Select(Told));

    // Cells have the attribute count among their keys (field 3 of a layer).
    private static string Told((string Name, byte[] Bytes) layer) => layer.Name == "assets" && layer.Bytes.AsSpan().IndexOf("\u001A\u0005count"u8) >= 0 ? "assets:cells" : layer.Name;

    private async Task<byte[]> OwnAsync(string layer, int zoom, int x, int y, string query)
    {
        var taken = query.Split('&').Where(one => one.StartsWith("area", StringComparison.Ordinal) || one.StartsWith($"{TileStore.OwnerOf(layer)}=", StringComparison.Ordinal));
        return await host.Client.GetByteArrayAsync($"/tiles/{layer}/{zoom}/{x}/{y}.mvt?{string.Join('&', taken)}", Now);
    }

    private static IEnumerable<(int X, int Y)> Tiles(int zoom)
    {
        var ((west, north), (east, south)) = (TileTests.TileOf(139.944, 35.957, zoom), TileTests.TileOf(139.965, 35.943, zoom));
        return Enumerable.Range(west, east - west + 1).SelectMany(x => Enumerable.Range(north, south - north + 1).Select(y => (x, y)));
    }

    /// <summary>A service with a dense study area, a run that has all its assets in groups, and scenarios with 1,700, 5,200 and 10,000 zones.</summary>
    public sealed class Host : CoastHost
    {
        private const string Dense = $$"""
            SELECT setseed(0.4);
            INSERT INTO gunmane.study_area (code, name, name_en, fictitious, created_by, data_version) VALUES ('dense', 'd', 'd', true, 't', 1);
            INSERT INTO gunmane.asset (study_area, prefecture, dense_id, id, municipality, sector, source, source_key, content_hash, geom, geom_m)
            SELECT s.id, '90', n, gen_random_uuid(), '90001', (ARRAY['road','bridge','tunnel','river','park','sewer','water','slope','lighting','building','harbour','other'])[n % 12 + 1], 't', 'd' || n, '\x00',
              ST_SetSRID(ST_MakePoint(139.93 + 0.04 * random(), 35.93 + 0.03 * random()), gunmane.storage_srid()), ST_Point(0, 0)
            FROM generate_series(0, 29999) n, gunmane.study_area s WHERE s.code = 'dense';
            UPDATE gunmane.study_area SET next_dense_id = 30000 WHERE code = 'dense';
            INSERT INTO gunmane.group_run (id, study_area, data_version, engine, engine_version, parameters, assets, ungrouped, labels, actor)
            SELECT '{{Run}}', id, 1, 'kernel', '1', '{}', 30000, 0, '', 't' FROM gunmane.study_area WHERE code = 'dense';
            INSERT INTO gunmane.group_run (id, study_area, data_version, engine, engine_version, parameters, assets, ungrouped, labels, actor)
            SELECT '{{ManyGroups}}', id, 1, 'kernel', '1', '{}', 30000, 30000, '', 't' FROM gunmane.study_area WHERE code = 'dense';
            INSERT INTO gunmane.candidate_group (run, number, id, study_area, score, assets, metrics, reasons, geom)
            SELECT '{{ManyGroups}}', n + 1, gen_random_uuid(), s.id, 1, 2, '{}', '[]', ST_MakeEnvelope(x, y, x + side * (10000 + n * 7919 % 10000) / 20000, y + side * (10000 + n * 7919 % 10000) / 20000, 6668)
            FROM gunmane.study_area s, LATERAL (SELECT n, 139.944 + 0.0215 * (n % 100) / 100 AS x, 35.943 + 0.014 * (n / 100) / 140 AS y, 0.014 / 100 AS side FROM generate_series(0, 13999) n) square WHERE s.code = 'dense';
            INSERT INTO gunmane.candidate_group (run, number, id, study_area, score, assets, metrics, reasons, geom)
            SELECT '{{Run}}', 1, gen_random_uuid(), id, 1, 30000, '{}', '[]', ST_MakeEnvelope(139.93, 35.93, 139.97, 35.96, 6668) FROM gunmane.study_area WHERE code = 'dense';
            INSERT INTO gunmane.group_member (run, study_area, dense_id, number) SELECT '{{Run}}', id, n, 1 FROM gunmane.study_area, generate_series(0, 29999) n WHERE code = 'dense';
            INSERT INTO gunmane.scenario (id, study_area, name, created_by)
            SELECT ('00000000-0000-4000-d000-0000000000d' || n)::uuid, id, 'd' || n, 't' FROM gunmane.study_area, generate_series(1, 3) n WHERE code = 'dense';
            INSERT INTO gunmane.zone (id, scenario, study_area, name, version, geom)
            SELECT gen_random_uuid(), c.id, c.study_area, 'd', 1, ST_MakeEnvelope(x, y, x + side * (10000 + n * 7919 % 10000) / 40000, y + side * (10000 + n * 7919 % 10000) / 40000, 6668)
            FROM gunmane.scenario c JOIN (VALUES ('d1', 1700), ('d2', 5200), ('d3', 10000)) zones (name, count) ON zones.name = c.name,
              LATERAL (SELECT n, 139.944 + 0.0215 * (n % 100) / 100 AS x, 35.943 + 0.014 * (n / 100) / 100 AS y, 0.014 / 100 AS side FROM generate_series(0, zones.count - 1) n) square;
            """;

        protected override async Task ArrangeAsync(Database empty)
        {
            await base.ArrangeAsync(empty);
            await ExecuteAsync(Dense);
        }
    }
}
