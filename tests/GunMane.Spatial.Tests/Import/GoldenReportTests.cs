using System.Globalization;
using System.Text;
using GunMane.Spatial.Import;
using GunMane.Spatial.Import.Profiles;
using GunMane.Spatial.Storage;
using GunMane.TestKit;

namespace GunMane.Spatial.Tests.Import;

/// <summary>
/// For every shipped profile a small made-up file under Golden/ and the report that its import gives, as text. Look at what
/// changed; <c>GUNMANE_BLESS=1</c> writes the reports anew.
/// </summary>
public sealed class GoldenReportTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const string ReportName = "report.txt";
    private static readonly string Folder = Checkout.At("tests", "GunMane.Spatial.Tests", "Golden");

    private static readonly Dictionary<ProfileKind, string> Facts = new()
    {
        [ProfileKind.Assets] = """
            SELECT concat_ws(' · ', a.sector, nullif(a.kind, ''), '名称 ' || nullif(a.name, ''), '路線 ' || nullif(a.route, ''), '番号 ' || a.ledger_number,
              '管理者 ' || coalesce(o.code || ' ', '') || o.name, '課 ' || d.name, '年 ' || a.built_year, '次回点検 ' || a.inspection_due, '健全性 ' || coalesce(a.condition_scale, '?') || ' ' || a.condition_raw,
              round(nullif(a.length_m, 0)::numeric, 1) || ' m', round(nullif(a.area_m2, 0)::numeric, 1) || ' m²', ST_AsText(a.geom, 5), nullif(a.attributes::text, '{}'),
              (SELECT '事業者 ' || string_agg(x.role || ' ' || f.name || coalesce(' ' || x.since, ''), ', ' ORDER BY x.role, f.name)
               FROM gunmane.asset_contractor x JOIN gunmane.contractor f ON f.id = x.contractor WHERE x.study_area = a.study_area AND x.dense_id = a.dense_id))
            FROM gunmane.asset a LEFT JOIN gunmane.organisation o ON o.id = a.owner_org LEFT JOIN gunmane.department d ON d.id = a.managing_department
            WHERE a.study_area = $1 ORDER BY a.sector, a.kind, a.name, a.ledger_number, ST_AsText(a.geom, 5), a.attributes::text
            """,
        [ProfileKind.Contracts] = """
            SELECT concat_ws(' · ', c.title, '発注者 ' || coalesce(o.code || ' ', '') || o.name, '契約担当課 ' || d.name, '所管課 ' || e.name, '番号 ' || c.contract_number, c.sector, c.work_kind, nullif(c.method, ''), '応札 ' || c.bidders,
              c.outcome, c.yen || ' 円 ' || c.price_kind || CASE c.tax_included WHEN true THEN ' 税込' WHEN false THEN ' 税抜' ELSE '' END, '開札 ' || c.tender_date, '期間 ' || coalesce(c.starts_on::text, '?') || '～' || coalesce(c.ends_on::text, '?'),
              '年度 ' || c.fiscal_year, '事業者 ' || f.name || coalesce(' ' || f.corporate_number, ''))
            FROM gunmane.contract c JOIN gunmane.organisation o ON o.id = c.orderer LEFT JOIN gunmane.contractor f ON f.id = c.contractor
              LEFT JOIN gunmane.department d ON d.id = c.contracting_department LEFT JOIN gunmane.department e ON e.id = c.managing_department
            WHERE c.study_area = $1 ORDER BY c.title, c.contract_number
            """,
        [ProfileKind.Contractors] = """
            SELECT concat_ws(' · ', f.name, '英字 ' || nullif(f.name_en, ''), f.legal_form, f.kind, '法人番号 ' || f.corporate_number, '番号 ' || f.source_number, nullif(f.address, ''), nullif(f.trades, ''), ST_AsText(f.geom, 5))
            FROM gunmane.contractor f WHERE f.study_area = $1 ORDER BY f.source_number, f.name
            """,
        [ProfileKind.Municipalities] = """
            SELECT concat_ws(' · ', code, border_code, name, nullif(name_en, ''), prefecture_name, ST_AsText(geom, 5)) FROM gunmane.municipality WHERE study_area = $1 ORDER BY code
            """,
    };

    public static TheoryData<string> Names => [.. ProfileCatalogue.All.Select(profile => profile.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_report_of_a_small_file_is_as_it_was(string name)
    {
        var folder = Path.Combine(Folder, name);
        Assert.True(Directory.Exists(folder), $"There is no {folder}: put a small made-up file there.");
        var file = Assert.Single(Directory.GetFiles(folder), path => Path.GetFileName(path) != ReportName);
        await using var town = await ImportTown.CreateAsync(database, fictitious: name.StartsWith("model-", StringComparison.Ordinal));
        var text = await ReportAsync(town, file, ProfileCatalogue.Named(name));
        var path = Path.Combine(folder, ReportName);
        if (Environment.GetEnvironmentVariable("GUNMANE_BLESS") == "1") await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        Assert.True(File.Exists(path), $"There is no {path}: look at the result, then write it with GUNMANE_BLESS=1.");
        Assert.Equal(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken), text);
    }

    [Fact]
    public void No_folder_is_left_over() =>
        Assert.Empty(Directory.GetDirectories(Folder).Select(Path.GetFileName).Except(ProfileCatalogue.All.Select(profile => profile.Name)));

    private static async Task<string> ReportAsync(ImportTown town, string file, SourceProfile profile)
    {
        // Metres state no system of their own, and this town has no boundaries to prove one.
        var report = await town.ImportAsync(file, new ImportOptions(profile.Name, Crs: profile.Name == "points-plane" ? "平面直角8系" : null));
        var text = new StringBuilder()
            .AppendLine(CultureInfo.InvariantCulture, $"{profile.Name} {profile.Version}: {report.File}, {report.Encoding}, {report.Crs ?? "no CRS"}")
            .AppendLine(CultureInfo.InvariantCulture, $"read {report.Read} = stored {report.Stored} + repaired {report.Repaired} + duplicate {report.Duplicate} + quarantined {report.Quarantined}");
        foreach (var note in report.Notes) text.AppendLine(CultureInfo.InvariantCulture, $"note: {note.Ja}");
        text.AppendLine().AppendLine("rows not simply stored");
        foreach (var row in await town.RowsAsync(report)) text.AppendLine(Line(row));
        text.AppendLine().AppendLine("stored");
        foreach (var fact in await town.AskAsync(Facts[profile.Kind])) text.AppendLine(CultureInfo.InvariantCulture, $"  {fact}");
        return text.Replace("\r\n", "\n").ToString();
    }

    private static string Line(ImportRow row) =>
        string.Create(CultureInfo.InvariantCulture, $"  {row.RowNumber} {row.State}: {row.Reason}") + (row.Detail.Length > 0 ? $" 〔{row.Detail}〕" : "");
}
