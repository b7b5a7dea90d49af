using GunMane.Spatial.Import;
using GunMane.TestKit;

namespace GunMane.Spatial.Tests.Import.Places;

/// <summary>Every asset is found in its municipality, the larger part decides, and what is odd about a place is told.</summary>
public sealed class PlaceTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    // Random points, and a seventh of them exactly on the edges of cells; how many are placed otherwise than by brute force.
    private const string Differences = """
        CREATE FUNCTION gunmane.test_differences(area integer) RETURNS bigint LANGUAGE plpgsql AS $$
        DECLARE n bigint;
        BEGIN
          PERFORM setseed(0.5);
          CREATE TEMP TABLE point AS SELECT i::bigint AS row_number, ST_SetSRID(ST_MakePoint(CASE WHEN i % 7 = 0 THEN 138 + 0.02 * (i % 40) ELSE 137.95 + random() * 0.9 END,
            33.95 + random() * 0.9), 6668) AS geom FROM generate_series(1, 4000) AS i;
          PERFORM gunmane.place_tables();
          PERFORM gunmane.locate_rows(area, 'point');
          SELECT count(*) INTO n FROM point p
          LEFT JOIN (SELECT * FROM place_found WHERE NOT near_shore) f USING (row_number)
          LEFT JOIN LATERAL (SELECT min(m.code) AS code FROM gunmane.municipality m WHERE m.study_area = area AND ST_Intersects(m.geom, p.geom)) b ON true
          WHERE f.code IS DISTINCT FROM b.code;
          RETURN n;
        END $$
        """;

    [Fact]
    public async Task The_larger_part_decides_and_all_towns_are_remembered_with_their_shares()
    {
        await using var town = await TownAsync();
        var report = await town.ImportAsync(town.Write("道路.geojson", Collection(
            Feature("またぐ", "LineString", "[[138.38,34.85],[138.41,34.85]]"), Feature("内", "LineString", "[[138.31,34.85],[138.312,34.85]]"),
            Feature("触れる", "LineString", "[[138.39,34.82],[138.4,34.82]]"), Feature("広場", "Polygon", "[[[138.39,34.81],[138.43,34.81],[138.43,34.82],[138.39,34.82],[138.39,34.81]]]"),
            Feature("点々", "MultiPoint", "[[138.35,34.81],[138.36,34.81],[138.45,34.81]]"))), new ImportOptions(Sector: "road", Owner: "22901"));
        Assert.Equal(5, report.Stored);
        Assert.Equal(["またぐ|22901|", "内|22901|", "触れる|22901|", "広場|22902|", "点々|22901|"], (await town.AskAsync("SELECT name, municipality, place_flag FROM gunmane.asset WHERE study_area = $1")).OrderBy(row => Array.IndexOf(["ま", "内", "触", "広", "点"], row[..1])));
        Assert.Equal(["またぐ 22901:0.667 22902:0.333", "広場 22901:0.250 22902:0.750", "点々 22901:0.667 22902:0.333"], (await town.AskAsync("""
            SELECT a.name || ' ' || string_agg(s.code || ':' || round(s.share::numeric, 3), ' ' ORDER BY s.code) FROM gunmane.asset_municipality s JOIN gunmane.asset a USING (study_area, dense_id)
            WHERE study_area = $1 GROUP BY a.name HAVING abs(sum(s.share) - 1) < 1e-12
            """)).OrderBy(row => Array.IndexOf(["ま", "広", "点"], row[..1])));
        Assert.Contains(report.Notes, note => note.Ja.Contains("またぐ施設が 3 件", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_town_elsewhere_the_shore_and_nowhere_are_flagged_and_told()
    {
        await using var town = await TownAsync();
        var path = town.Write("公園.csv", "公園名,管理者,緯度,経度\n隣,海辺市,34.85,138.45\n県,静岡県,34.85,138.45\n岸,海辺市,34.7985,138.35\n沖,海辺市,34.75,138.35\n内,海辺市,34.85,138.35\n");
        var report = await town.ImportAsync(path);
        Assert.Equal(["隣|22902|other_town", "県|22902|", "岸|22901|near_shore", "沖||outside", "内|22901|"],
            (await town.AskAsync("SELECT name, municipality, place_flag FROM gunmane.asset WHERE study_area = $1")).OrderBy(row => Array.IndexOf(["隣", "県", "岸", "沖", "内"], row[..1])));
        Assert.Contains(report.Notes, note => note.Ja.Contains("別の市区町村にある施設が 1 件", StringComparison.Ordinal) && note.Ja.Contains('隣', StringComparison.Ordinal));
    }

    [Fact]
    public async Task Boundaries_that_come_later_move_what_they_touch()
    {
        await using var town = await ImportTown.CreateAsync(database);
        await town.ImportAsync(town.Write("道路.geojson", Collection(Feature("線", "LineString", "[[138.38,34.85],[138.43,34.85]]"))), new ImportOptions(Sector: "road"));
        await town.ImportAsync(town.Write("a.geojson", Collection(ContainerTests.Boundary("22901", "海辺市", 138.3))), new ImportOptions("n03"));
        Assert.Equal(["22901|"], await town.AskAsync("SELECT municipality, place_flag FROM gunmane.asset WHERE study_area = $1"));
        await town.ImportAsync(town.Write("b.geojson", Collection(ContainerTests.Boundary("22902", "川辺市", 138.4))), new ImportOptions("n03"));
        Assert.Equal(["22902|2"], await town.AskAsync("SELECT municipality, (SELECT count(*) FROM gunmane.asset_municipality s WHERE s.study_area = a.study_area) FROM gunmane.asset a WHERE study_area = $1"));
    }

    // Cells are a short cut: the same as asking every municipality about every point, also where towns come one after another, the last over others.
    [Fact]
    public async Task Points_are_found_by_cells_as_by_asking_every_municipality()
    {
        await using var town = await ImportTown.CreateAsync(database, fictitious: true);
        await town.AskAsync("""
            WITH hex AS (
              SELECT row_number() OVER () AS id, ST_Segmentize(geom, 0.004) AS g FROM ST_HexagonGrid(0.05, ST_MakeEnvelope(138, 34, 138.8, 34.8))
            ), moved AS (
              SELECT id, ST_MakePolygon(ST_MakeLine(ST_MakePoint(ST_X(d.geom) + 0.01 * sin(23 * ST_Y(d.geom)), ST_Y(d.geom) + 0.01 * sin(19 * ST_X(d.geom))) ORDER BY d.path)) AS g
              FROM hex, ST_DumpPoints(g) d GROUP BY id
              UNION ALL SELECT 0, ST_MakeEnvelope(138.203, 34.203, 138.457, 34.457)
            )
            INSERT INTO gunmane.municipality (study_area, prefecture, code, border_code, name, geom)
            SELECT $1, '90', lpad(id::text, 5, '0'), lpad(id::text, 5, '0'), id::text, ST_Multi(ST_SetSRID(g, 6668)) FROM moved
            """);
        foreach (var third in new[] { 1, 2, 0 })
        {
            Assert.NotEmpty(await town.AskAsync(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"""
                INSERT INTO gunmane.municipality_part (study_area, code, geom)
                SELECT study_area, code, p FROM gunmane.municipality, ST_Subdivide(geom, 32) AS p WHERE study_area = $1 AND code::integer % 3 = {third} RETURNING NULL::text
                """)));
        }

        await town.AskAsync(Differences);
        Assert.Equal(["0"], await town.AskAsync("SELECT gunmane.test_differences($1)"));
    }

    [Fact]
    public async Task A_repair_that_changes_the_area_is_kept_out_and_outlines_become_areas_only_if_the_profile_says_so()
    {
        await using var town = await TownAsync();
        var report = await town.ImportAsync(town.Write("公園.geojson", Collection(
            Feature("蝶", "Polygon", "[[[138.3,34.8],[138.31,34.81],[138.31,34.8],[138.3,34.81],[138.3,34.8]]]"),
            Feature("瘤", "Polygon", "[[[138.3,34.8],[138.32,34.8],[138.32,34.82],[138.310001,34.82],[138.31,34.820001],[138.310001,34.820001],[138.31,34.82],[138.3,34.82],[138.3,34.8]]]"),
            Feature("輪", "LineString", "[[138.33,34.81],[138.34,34.81],[138.34,34.82],[138.33,34.81]]"))), new ImportOptions(Sector: "park"));
        Assert.Equal((1, 1, 1), (report.Stored, report.Repaired, report.Quarantined));
        Assert.Contains("面積が変わりすぎ", Assert.Single(await town.RowsAsync(report, "quarantined")).Reason, StringComparison.Ordinal);
        Assert.Contains("m² →", Assert.Single(await town.RowsAsync(report, "repaired")).Reason, StringComparison.Ordinal);
        Assert.Contains(report.Notes, note => note.Ja.Contains("閉じた線", StringComparison.Ordinal));
        Assert.Equal(["POLYGON", "POLYGON", "LINESTRING"], await town.AskAsync("""
            SELECT GeometryType(gunmane.closed_line(g)) FROM unnest(ARRAY['LINESTRING(0 0,1 0,1 1,0 0)', 'LINESTRING(0 0,1 0,1 1)', 'LINESTRING(0 0,1 0)']::geometry[]) WITH ORDINALITY AS u(g, n) ORDER BY n
            """));
    }

    private async Task<ImportTown> TownAsync()
    {
        var town = await ImportTown.CreateAsync(database);
        await town.ImportAsync(town.Write("N03.geojson", Collection(ContainerTests.Boundary("22901", "海辺市", 138.3), ContainerTests.Boundary("22902", "川辺市", 138.4))));
        return town;
    }

    private static string Collection(params string[] features) => "{\"type\":\"FeatureCollection\",\"features\":[" + string.Join(',', features) + "]}";

    private static string Feature(string name, string type, string coordinates) =>
        $"{{\"type\":\"Feature\",\"properties\":{{\"名称\":\"{name}\"}},\"geometry\":{{\"type\":\"{type}\",\"coordinates\":{coordinates}}}}}";
}
