using System.Diagnostics;
using System.Globalization;
using GunMane.Spatial.Import;
using GunMane.Spatial.Import.Readers;
using GunMane.TestKit;

namespace GunMane.Spatial.Tests.Import.Formats;

/// <summary>Every layer of the real files is read, and as GDAL writes it in other formats too: GUNMANE_REAL_DATA names their folder.</summary>
public sealed class RealFormatTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("GUNMANE_REAL_DATA");

    // File and rows. None of these rows may be unreadable.
    private static readonly (string Name, int Rows)[] Layers =
    [
        ("222127_douhoumusenkokyoku.csv", 200), ("222127_facilities_smartmap.csv", 28), ("222127_fire_hydrant.csv", 193), ("222127_hinannjo.csv", 56), ("222127_innryousuiyouchosuisou-64305.csv", 3),
        ("222127_municipal_parking_lot.csv", 4), ("222127_park_info.csv", 142), ("222127_public_facility-59773.csv", 230), ("222127_public_toilet.csv", 112), ("222127_suibousouko.csv", 5), ("CameraInfo.geojson", 20),
        ("N03-21_22_210101.json", 43), ("N03-21_22_210101.topojson.json#N03-21_22_210101", 43), ("R5汚水マンホール(シェープ形式).shp", 5_583), ("awards.csv.gz", 21_888), ("evacuation_places.csv", 54), ("evacuation_shelters.csv", 28),
        ("park_nakanoku.csv", 178), ("park_sena_506.csv", 820), ("park_suginamiku.csv", 357), ("し尿処理場.shp", 1), ("ごみ焼却場.shp", 1), ("アンダーパス.csv", 48), ("一次緊急輸送路.shp", 31), ("三次輸送路.shp", 40), ("二次緊急輸送路.shp", 23),
        ("公園・緑地.shp", 148), ("市街化区域界・市街化調整区域界.shp", 8), ("排水路(黒).shp", 840), ("整備区域.shp", 6), ("林道.shp", 1), ("桜位置.shp", 5_690), ("準防火地域.shp", 5), ("用排兼用水路(青).shp", 158), ("用水路(緑).shp", 478),
        ("管渠マンホール.shp", 5_610), ("自治会区域.shp", 35), ("行政区域界.shp", 123), ("農業用施設図.geojson", 355), ("農道.shp", 26), ("都市計画道路.shp", 300),
    ];

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_layer_reads_with_all_its_rows()
    {
        Assert.SkipUnless(Folder is not null, "GUNMANE_REAL_DATA is not set.");
        var work = Directory.CreateTempSubdirectory("gunmane-real-");
        // Each layer comes with a list of column names, which is no layer; one file is JSON of an application's own making.
        var read = FileSet.DataSets(FileSet.Walk([Folder!]), work.FullName).Where(file => file.Name is not "attributes.csv" and not "disaster_evac.json" && !file.Path.Contains("/n03/", StringComparison.Ordinal))
            .Select(file => MadeFiles.Read(file)).ToList();
        work.Delete(recursive: true);
        Assert.Equal(Layers.Order(), read.Select(one => (one.File.Name, one.Rows.Count)).Order());
        Assert.All(read, one => Assert.All(one.Rows, row => Assert.Null(row.Fault)));
    }

    [Theory]
    [InlineData("GPKG", "gpkg")]
    [InlineData("KML", "kml")]
    [InlineData("GeoJSONSeq", "geojsonl")]
    [InlineData("XLSX", "xlsx")]
    public void What_gdal_writes_of_a_layer_has_the_same_rows(string driver, string ending)
    {
        Assert.SkipUnless(Folder is not null, "GUNMANE_REAL_DATA is not set.");
        using var made = new MadeFiles();
        var source = Path.Combine(Folder!, "yaizu/withdrawn-from-history/汚水管路_管渠/管渠マンホール.shp");
        using (var gdal = Process.Start(new ProcessStartInfo("ogr2ogr", ["-q", "-f", driver, Path.Combine(made.Folder, $"a.{ending}"), source, "-nln", "管渠"]) { RedirectStandardError = true })!) gdal.WaitForExit();
        var (other, shapes) = (made.Only(), MadeFiles.Read(new DataFile(source, "管渠マンホール.shp", FileFormat.Shapefile)));
        Assert.Equal(shapes.Rows.Count, other.Rows.Count);
        foreach (var column in new[] { "施設番号", "延長", "管材質名" })
            Assert.Equal(Column(shapes, column), Column(other, column));
        Assert.True(ending == "xlsx" || other.Rows.All(row => row.Geometry is not null));
    }

    [Fact]
    public async Task All_towns_of_the_topology_are_stored_and_the_invalid_ones_said_so()
    {
        Assert.SkipUnless(Folder is not null, "GUNMANE_REAL_DATA is not set.");
        await using var town = await ImportTown.CreateAsync(database);
        var report = await town.ImportAsync(Path.Combine(Folder!, "admin-shizuoka/N03-21_22_210101.topojson.json"));
        Assert.Equal(("n03", 43, 0), (report.Profile, report.Read, report.Quarantined));
        Assert.Equal(["43"], await town.AskAsync("SELECT count(*) FROM gunmane.municipality WHERE study_area = $1 AND ST_IsValid(geom)"));
        Assert.Equal(2, (await town.RowsAsync(report, "repaired")).Count);
    }

    [Fact]
    public async Task Shapes_without_attributes_are_stored()
    {
        Assert.SkipUnless(Folder is not null, "GUNMANE_REAL_DATA is not set.");
        await using var town = await ImportTown.CreateAsync(database);
        var report = await town.ImportAsync(Path.Combine(Folder!, "yaizu/current/さくら並木管理調書/桜位置.shp"), new ImportOptions(Sector: "road", Owner: "22212"));
        Assert.Equal((5_690, 0), (report.Read, report.Quarantined));
        Assert.Contains(report.Notes, note => note.Ja.Contains(".dbf", StringComparison.Ordinal));
        Assert.Equal([$"{report.Stored + report.Repaired}"], await town.AskAsync("SELECT count(*) FROM gunmane.asset WHERE study_area = $1"));
    }

    private static IEnumerable<string?> Column(ReadOut read, string name)
    {
        var at = read.Columns.ToList().IndexOf(name);
        return read.Rows.Select(row => at >= row.Values.Length ? null
            : double.TryParse(row.Values[at], CultureInfo.InvariantCulture, out var number) ? number.ToString("R", CultureInfo.InvariantCulture) : row.Values[at]);
    }
}
