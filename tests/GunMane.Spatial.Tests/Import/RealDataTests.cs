using GunMane.Spatial.Import;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using GunMane.TestKit;

namespace GunMane.Spatial.Tests.Import;

/// <summary>志太・榛原 and 中遠 from real public files, which are no part of this project: GUNMANE_REAL_DATA names their folder.</summary>
public sealed class RealDataTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const string Withdrawn = "yaizu/withdrawn-from-history/";
    private static readonly string? Folder = Environment.GetEnvironmentVariable("GUNMANE_REAL_DATA");

    // File, profile, sector, rows read, rows quarantined. The park lists reach far beyond the boundaries of one prefecture.
    private static readonly (string Path, ImportOptions Options, long Read, long Quarantined)[] Files =
    [
        ("yaizu/current/緊急輸送路_一次緊急輸送路", new("yaizu-roads"), 31, 0),
        ("yaizu/current/緊急輸送路_二次緊急輸送路", new("yaizu-roads"), 23, 0),
        ("yaizu/current/緊急輸送路_三次輸送路", new("yaizu-roads"), 40, 0),
        ("yaizu/current/都市計画道路", new("yaizu-roads"), 300, 0),
        ("yaizu/current/農道一般平面図_農道", new("yaizu-farm-roads"), 26, 0),
        ("yaizu/current/農道一般平面図_林道", new("yaizu-farm-roads"), 1, 0),
        ("yaizu/current/農業用施設図", new("yaizu-waterway-facilities"), 355, 0),
        ("yaizu/current/公園一覧", new("yaizu-park-list"), 142, 0),
        ("yaizu/current/公園_緑地", new("yaizu-parks"), 148, 0),
        (Withdrawn + "用水受益区域_用水線_用水路(緑)", new("yaizu-waterways"), 478, 0),
        (Withdrawn + "用水受益区域_用水線_排水路(黒)", new("yaizu-waterways"), 840, 0),
        (Withdrawn + "用水受益区域_用水線_用排兼用水路(青)", new("yaizu-waterways"), 158, 0),
        (Withdrawn + "汚水管路_管渠", new("yaizu-sewer-pipes"), 5_610, 0),
        (Withdrawn + "汚水管路_マンホール", new("yaizu-manholes"), 5_583, 1),
        ("parks-sanennanshin/park_sena_506.csv", new("points-csv", Sector: "park"), 820, 213),
        ("awards-shizuoka", new("awards"), 21_888, 0),
    ];

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_real_towns_import_completely_and_a_second_time_changes_nothing()
    {
        Assert.SkipUnless(Folder is not null, "GUNMANE_REAL_DATA is not set.");
        await using var town = await ImportTown.CreateAsync(database);
        var boundaries = await town.ImportAllAsync(new ImportOptions(), Path.Combine(Folder!, "admin-shizuoka/n03"));
        Assert.Equal((42, 0), (boundaries.Imports.Count, boundaries.Refused.Count));
        Assert.All(boundaries.Imports, report => Assert.Equal(report.Read, report.Stored));
        foreach (var (path, options, read, quarantined) in Files)
        {
            var report = await OneAsync(town, path, options);
            Assert.Equal((path, read, quarantined), (path, report.Read, report.Quarantined));
        }

        await LookAsync(town);
        var (area, summary) = (await town.AreaAsync(), await town.SummaryAsync());
        foreach (var (path, options, read, quarantined) in Files)
        {
            var report = await OneAsync(town, path, options);
            Assert.Equal((path, read - quarantined), (path, report.Duplicate));
        }

        Assert.Equal(area, await town.AreaAsync());
        Assert.Equal(summary.Links, (await town.SummaryAsync()).Links);
    }

    private static async Task LookAsync(ImportTown town)
    {
        Assert.Equal(["34|42"], await town.AskAsync("SELECT count(DISTINCT border_code), count(*) FROM gunmane.municipality WHERE study_area = $1"));
        // 牧之原 … 磐田: parks on both sides of each border.
        Assert.Equal(["22211", "22213", "22216", "22223", "22224", "22226"], await town.AskAsync(
            "SELECT DISTINCT municipality FROM gunmane.asset WHERE study_area = $1 AND sector = 'park' AND municipality IN ('22211', '22213', '22216', '22223', '22224', '22226') ORDER BY 1"));
        // Firms in common: builders of 焼津's sewers that win awards in the prefecture. Doubtful ones are asked, see docs/reference/identity.md.
        Assert.Equal(["22|3958"], await town.AskAsync("""
            SELECT count(DISTINCT x.contractor), count(DISTINCT x.dense_id) FROM gunmane.asset_firm x
            WHERE x.study_area = $1 AND x.role = 'built' AND EXISTS (SELECT FROM gunmane.placed_order c WHERE c.contractor = x.contractor)
            """));
        Assert.Equal(["171.9"], await town.AskAsync("SELECT round((sum(length_m) / 1000)::numeric, 1) FROM gunmane.asset WHERE study_area = $1 AND source LIKE 'yaizu-sewer-pipes/%'"));
    }

    // Their .prj taken away: zone VIII is proved by the town; where no border lies near, the datum is asked for and nothing else.
    [Theory]
    [InlineData("yaizu/current/公園_緑地")]
    [InlineData("yaizu/current/都市計画道路")]
    [InlineData(Withdrawn + "汚水管路_管渠")]
    public async Task A_real_shapefile_without_its_prj_is_proved_or_asks_for_the_datum(string folder)
    {
        Assert.SkipUnless(Folder is not null, "GUNMANE_REAL_DATA is not set.");
        await using var town = await ImportTown.CreateAsync(database);
        await town.ImportAllAsync(new ImportOptions(), Path.Combine(Folder!, "admin-shizuoka/n03"));
        var files = Directory.GetFiles(Path.Combine(Folder!, folder)).Where(file => !file.EndsWith(".prj", StringComparison.Ordinal) && !file.EndsWith(".csv", StringComparison.Ordinal) && !file.EndsWith(".yml", StringComparison.Ordinal));
        var shape = files.Select(file => town.Write(Path.GetFileName(file), File.ReadAllBytes(file))).First(file => file.EndsWith(".shp", StringComparison.Ordinal));
        var outcome = await town.ImportAllAsync(new ImportOptions(Sector: "road", Owner: "22212"), shape);
        TestContext.Current.TestOutputHelper!.WriteLine(outcome.Imports.Count > 0 ? string.Join(' ', outcome.Imports[0].Notes.Select(note => note.Ja)) : outcome.Refused[0].Reason.Ja);
        if (outcome.Imports.Count == 0) Assert.Contains("平面直角 VIII 系 で", outcome.Refused[0].Reason.Ja, StringComparison.Ordinal);
        var report = outcome.Imports.Count > 0 ? outcome.Imports[0] : await town.ImportAsync(shape, new ImportOptions(Sector: "road", Owner: "22212", Crs: "世界測地系"));
        Assert.Contains("JGD2011 平面直角 VIII 系", report.Crs, StringComparison.Ordinal);
        Assert.Equal(0, report.Quarantined);
    }

    private static async Task<ImportReport> OneAsync(ImportTown town, string path, ImportOptions options)
    {
        var outcome = await town.ImportAllAsync(options, Path.Combine(Folder!, path));
        // The city lays a list of column names beside each layer: no data, and said so.
        Assert.All(outcome.Refused, refused => Assert.Equal("attributes.csv", refused.File));
        return Assert.Single(outcome.Imports, report => report.File != "attributes.csv");
    }
}
