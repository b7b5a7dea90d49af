using System.Globalization;
using GunMane.Spatial.Geo;
using GunMane.Spatial.Import;
using GunMane.TestKit;

namespace GunMane.Spatial.Tests.Import.Places;

/// <summary>In which system coordinates are is declared, or proved by the towns that the rows claim; never guessed silently.</summary>
public sealed class ProofTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const string West = "22901", East = "22902";

    [Theory]
    [InlineData(CrsKind.Plane, Datum.Jgd2011, 8, false)]
    [InlineData(CrsKind.Plane, Datum.Jgd2011, 8, true)]
    [InlineData(CrsKind.Plane, Datum.Tokyo, 8, false)]
    [InlineData(CrsKind.Utm, Datum.Jgd2011, 54, false)]
    [InlineData(CrsKind.WebMercator, Datum.Wgs84, 0, false)]
    public async Task Metres_without_a_system_are_proved_by_the_town_they_claim(CrsKind kind, Datum datum, int zone, bool swapped)
    {
        await using var town = await TownAsync();
        var crs = Crs.Of(kind, datum, zone);
        var report = await town.ImportAsync(town.Write("水路.csv", await TableAsync(town, crs, swapped, 0.0005, 0.0995)), new ImportOptions(Sector: "river"));
        Assert.StartsWith(crs.Name, report.Crs, StringComparison.Ordinal);
        Assert.Equal((900, swapped ? 900 : 0, 0), (report.Read, report.Repaired, report.Quarantined));
        Assert.Contains(report.Notes, note => note.Ja.Contains("としました(次に合うのは", StringComparison.Ordinal));
        Assert.Equal(["True"], await town.AskAsync("SELECT bool_and(municipality = '22901' AND place_flag IS NULL AND ST_Distance(geom, ST_SetSRID(ST_MakePoint((attributes ->> '東')::float8, (attributes ->> '北')::float8), 6668)) < 1e-6) FROM gunmane.asset WHERE study_area = $1"));
    }

    [Fact]
    public async Task What_the_boundaries_cannot_tell_apart_is_a_question_and_its_answer_is_enough()
    {
        await using var town = await TownAsync();
        var path = town.Write("水路.csv", await TableAsync(town, Crs.Of(CrsKind.Plane, Datum.Jgd2011, 8), false, 0.03, 0.07));
        Assert.Contains("見分けられません", (await town.RefusedAsync(path, new ImportOptions(Sector: "river"))).Reason.Ja, StringComparison.Ordinal);
        var report = await town.ImportAsync(path, new ImportOptions(Sector: "river", Crs: "世界測地系"));
        Assert.StartsWith(Crs.Of(CrsKind.Plane, Datum.Jgd2011, 8).Name, report.Crs, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_proved_is_refused_with_what_was_tried()
    {
        await using var town = await TownAsync();
        var refused = await town.RefusedAsync(town.Write("水路.csv", await TableAsync(town, Crs.Of(CrsKind.Plane, Datum.Jgd2011, 3), false, 0.03, 0.07)), new ImportOptions(Sector: "river"));
        Assert.Contains("どれとも決められません", refused.Reason.Ja, StringComparison.Ordinal);
        Assert.Contains("--crs", refused.Reason.Ja, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_declared_system_that_the_places_deny_stops_the_import()
    {
        await using var town = await TownAsync();
        var path = town.Write("水路.csv", await TableAsync(town, Crs.Of(CrsKind.Plane, Datum.Jgd2011, 8), false, 0.0005, 0.0995));
        var refused = await town.RefusedAsync(path, new ImportOptions(Sector: "river", Crs: "平面直角7系"));
        Assert.Contains("VII 系 とされていますが", refused.Reason.Ja, StringComparison.Ordinal);
        Assert.Contains("VIII 系 なら", refused.Reason.Ja, StringComparison.Ordinal);
        Assert.Empty(await town.AskAsync("SELECT 1 FROM gunmane.asset WHERE study_area = $1"));
    }

    [Fact]
    public async Task A_stated_datum_that_the_places_deny_stops_the_import_but_the_planners_word_is_taken()
    {
        await using var town = await TownAsync();
        var rows = (await TableAsync(town, Crs.Of(CrsKind.Plane, Datum.Tokyo, 8), false, 0.0005, 0.0995)).Split('\n').Skip(1).Where(line => line.Length > 0).Select(line => line.Split(','));
        var path = town.Write("水路.geojson", "{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"EPSG:6676\"}},\"features\":["
            + string.Join(',', rows.Select(cell => $"{{\"type\":\"Feature\",\"properties\":{{\"名称\":\"{cell[0]}\"}},\"geometry\":{{\"type\":\"Point\",\"coordinates\":[{cell[3]},{cell[2]}]}}}}")) + "]}");
        Assert.Contains("日本測地系(旧)", (await town.RefusedAsync(path, new ImportOptions(Sector: "river", Owner: West))).Reason.Ja, StringComparison.Ordinal);
        Assert.Equal(900, (await town.ImportAsync(path, new ImportOptions(Sector: "river", Owner: West, Crs: "EPSG:6676"))).Stored);
    }

    [Fact]
    public async Task Axes_of_a_declared_system_are_turned_and_every_row_says_so()
    {
        await using var town = await TownAsync();
        var report = await town.ImportAsync(town.Write("水路.csv", await TableAsync(town, Crs.Of(CrsKind.Plane, Datum.Jgd2011, 8), true, 0.0005, 0.0995)), new ImportOptions(Sector: "river", Crs: "EPSG:6676"));
        Assert.Equal((900, 900), (report.Read, report.Repaired));
        Assert.EndsWith("X と Y が逆", report.Crs, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_tokyo_datum_is_converted_for_assets_with_its_accuracy_and_refused_for_boundaries()
    {
        await using var town = await TownAsync();
        var report = await town.ImportAsync(town.Write("公園.csv", "公園名,緯度,経度\n海辺公園,34.85,138.35\n"), new ImportOptions(Crs: "日本測地系"));
        Assert.Contains(report.Notes, note => note.Ja.Contains("約 9 m", StringComparison.Ordinal));
        Assert.Equal(["True"], await town.AskAsync("SELECT abs(ST_Distance(geom::geography, ST_SetSRID(ST_MakePoint(138.35, 34.85), 6668)::geography) - 455) < 15 FROM gunmane.asset WHERE study_area = $1"));
        var refused = await town.RefusedAsync(town.Write("N03.geojson", "{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"EPSG:4301\"}},\"features\":[" + ContainerTests.Boundary("22903", "山辺市", 138.5) + "]}"));
        Assert.Contains("TKY2JGD", refused.Reason.Ja, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Jgd2000_is_noted_only_where_the_earthquake_moved_the_ground()
    {
        await using var town = await TownAsync();
        var report = await town.ImportAsync(town.Write("公園.csv", "公園名,緯度,経度\n海辺公園,34.85,138.35\n"), new ImportOptions(Crs: "EPSG:4612"));
        Assert.DoesNotContain(report.Notes, note => note.Ja.Contains("JGD2000", StringComparison.Ordinal));
        await using var north = await ImportTown.CreateAsync(database);
        report = await north.ImportAsync(north.Write("公園.csv", "公園名,緯度,経度\n海辺公園,38.4,141.3\n"), new ImportOptions(Crs: "EPSG:4612"));
        Assert.Contains(report.Notes, note => note.Ja.Contains("2011 年の地震", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Degrees_minutes_and_seconds_swapped_columns_and_fillers()
    {
        await using var town = await TownAsync();
        var report = await town.ImportAsync(town.Write("公園.csv", "公園名,緯度,経度\n甲,34°51′0″,138°21′0″\n乙,138.35,34.85\n丙,0,0\n丁,999,999\n戊,35.9,139.9\n己,34.85,\n庚,34.85,138.35\n"));
        Assert.Equal((7, 1, 2, 4), (report.Read, report.Stored, report.Repaired, report.Quarantined));
        Assert.Equal(["True"], await town.AskAsync("SELECT bool_and(ST_Distance(geom, ST_SetSRID(ST_MakePoint(138.35, 34.85), 6668)) < 1e-9) FROM gunmane.asset WHERE study_area = $1"));
        var reasons = (await town.RowsAsync(report, "quarantined")).Select(row => row.Reason).ToList();
        Assert.Contains(reasons, reason => reason.Contains("0,0", StringComparison.Ordinal));
        Assert.Contains(reasons, reason => reason.Contains("対象地域の外", StringComparison.Ordinal));
    }

    private async Task<ImportTown> TownAsync()
    {
        var town = await ImportTown.CreateAsync(database);
        await town.ImportAsync(town.Write("N03.geojson", "{\"type\":\"FeatureCollection\",\"features\":[" + ContainerTests.Boundary(West, "海辺市", 138.3) + "," + ContainerTests.Boundary(East, "川辺市", 138.4) + ","
            + ContainerTests.Boundary("22904", "谷辺市", 138.2) + "]}"));
        return town;
    }

    // 900 places of 海辺市, each coordinate between two fractions of a degree from its corner, as columns X (north) and Y (east).
    private static async Task<string> TableAsync(ImportTown town, SourceCrs crs, bool swapped, double from, double to)
    {
        var target = crs.Datum == Datum.Tokyo ? $"{crs.Proj} {Crs.TokyoShift}" : $"{crs.Proj} +towgs84=0,0,0,0,0,0,0";
        var rows = await town.AskAsync(string.Create(CultureInfo.InvariantCulture, $"""
            SELECT i, ST_X(g), ST_Y(g), ST_X(p), ST_Y(p) FROM (
              SELECT i, p, ST_Transform(p, '{Crs.StorageProj}', '{target}') AS g
              FROM (SELECT i, ST_SetSRID(ST_MakePoint(138.3 + {from} + {to - from} * (i % 30) / 29.0, 34.8 + {from} + {to - from} * (i / 30) / 29.0), 0) AS p FROM generate_series(0, 899) AS i) AS q) AS r
            """));
        var lines = rows.Select(row => row.Split('|')).Select(cell => $"水路{cell[0]},海辺市,{(swapped ? cell[1] : cell[2])},{(swapped ? cell[2] : cell[1])},{cell[3]},{cell[4]}");
        return "名称,管理者,X座標,Y座標,東,北\n" + string.Join('\n', lines) + "\n";
    }
}
