using System.Text.RegularExpressions;
using GunMane.TestKit;

namespace GunMane.MapApi.Tests.Commands;

/// <summary>The report of a folder that mixes everything, as it is handed on. <c>GUNMANE_BLESS=1</c> writes the golden reports anew.</summary>
public sealed partial class ImportReportTests : IAsyncLifetime
{
    private const string Boundaries = """
        {"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"N03_001":"静岡県","N03_004":"海辺市","N03_007":"22901"},"geometry":{"type":"Polygon","coordinates":[[[138.3,34.8],[138.4,34.8],[138.4,34.9],[138.3,34.9],[138.3,34.8]]]}}]}
        """;

    private const string Ponds = """
        {"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"名称":"東池","施工業者":"㈱見本建設"},"geometry":{"type":"Polygon","coordinates":[[[138.309,34.809],[138.311,34.809],[138.311,34.811],[138.309,34.811],[138.309,34.809]]]}}]}
        """;

    private const string Parks = "名称,面積,緯度,経度\n東公園,\"1,200㎡\",34.81,138.31\n西公園,\"2,400㎡\",34.82,138.32\n遠公園,500,38.1,140.2\n東公園,\"1,200㎡\",34.81,138.31\n";

    private readonly string home = Directory.CreateTempSubdirectory("gunmane-import-report-").FullName;
    private string database = "";
    private string connection = "";

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    private string Folder => Path.Combine(home, "送付");

    public async ValueTask InitializeAsync()
    {
        database = await TestCluster.CloneAsync(Now);
        connection = TestCluster.At((await TestCluster.SharedAsync(Now)).Administrator, database);
        await WriteAsync("公園/一覧.csv", Parks);
        await WriteAsync("公園/池.geojson", Ponds);
        await WriteAsync("公園/列名.csv", "a,b\n1,2\n");
        await WriteAsync("避難/場所.csv", "名称,緯度,経度\n東 公園,34.8101,138.31\n");
        await WriteAsync("避難/記録.json", """{"places":[{"name":"東公園"}]}""");
        await WriteAsync("落札.csv", "発注者,件名,落札者,落札金額,開札日\n海辺市,東公園 除草業務,㈱見本建設,\"1,000,000\",令和6年4月3日\n海辺市,西公園 清掃業務,,,R6.4.4\n");
        await WriteAsync("行政区域/N03.geojson", Boundaries);
        await WriteAsync("読んでください.txt", "…");
        await WriteAsync("gunmane-plan.json", """
            {"title": "海辺市の送付データ", "about": "見本です。", "sections": [
              {"title": "境界", "files": [{"match": "行政区域/*"}]},
              {"title": "公園と発注", "about": "台帳と落札結果。", "files": [
                {"match": "*列名.csv", "leaveOut": "列の名前の一覧"},
                {"match": "公園/*", "sector": "park", "owner": "22901"}, {"match": "落札.csv"}, {"match": "契約.csv"}]}]}
            """);
    }

    public async ValueTask DisposeAsync()
    {
        await TestCluster.DropAsync(database);
        Directory.Delete(home, recursive: true);
    }

    [Theory]
    [InlineData("import-report.ja.md")]
    [InlineData("import-report.en.md", "--report-english")]
    public async Task A_folder_that_mixes_everything_gives_one_report(string golden, params string[] options)
    {
        var path = Path.Combine(home, "report.md");
        var (code, output) = await ImportAsync(["--report", path, .. options]);
        // Something was refused, and the report says what.
        Assert.Equal(1, code);
        Assert.Contains("公園/列名.csv: 列の名前の一覧", output, StringComparison.Ordinal);
        Assert.Contains("避難/記録.json", output, StringComparison.Ordinal);
        var text = await File.ReadAllTextAsync(path, Now);
        Golden.Equal(golden, Made().Replace(text, "$1…"));
        // Values of rows stay out of what is handed on.
        foreach (var value in new[] { "東公園", "東池", "見本建設", "1,200", "1,000,000" }) Assert.DoesNotContain(value, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_plan_the_folders_are_the_sections_and_rows_add_up()
    {
        File.Delete(Path.Combine(Folder, "gunmane-plan.json"));
        var path = Path.Combine(home, "report.md");
        await ImportAsync(["--report", path]);
        var text = await File.ReadAllTextAsync(path, Now);
        Assert.Equal(["まとめ", "行政区域", "公園", "このほか", "避難", "データではないファイル"], Heading().Matches(text).Select(match => match.Groups[1].Value));
        var rows = text.Split('\n').Where(line => line.Split('|').Length == 12 && Counts().IsMatch(line)).Select(line => Counts().Match(line).Groups.Values.Skip(1).Select(group => int.Parse(group.Value, System.Globalization.CultureInfo.InvariantCulture)).ToArray()).ToList();
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Equal(row[0], row[1..].Sum()));
    }

    [Fact]
    public async Task A_report_that_cannot_be_written_and_a_plan_that_is_missing_stop_before_anything_is_imported()
    {
        var (code, output) = await ImportAsync(["--report", Path.Combine(home, "no-folder", "report.md")]);
        Assert.Equal((1, true), (code, output.Contains("no-folder", StringComparison.Ordinal)));
        (code, output) = await ImportAsync(["--plan", Path.Combine(home, "no-plan.json")]);
        Assert.Equal((1, true), (code, output.Contains("no-plan.json", StringComparison.Ordinal)));
        Assert.DoesNotContain("読んだ行", output, StringComparison.Ordinal);
    }

    private async Task WriteAsync(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, text, Now);
    }

    private async Task<(int Code, string Output)> ImportAsync(string[] options)
    {
        await using var command = ServiceProcess.Start(["import", Folder, "--area", "umibe", "--home", home, .. options], new Dictionary<string, string> { ["GUNMANE_DB"] = connection });
        await command.EndedAsync(Now);
        return (command.ExitCode, command.Output);
    }

    [GeneratedRegex("(対象地域 umibe、|Study area umibe, ).*")]
    private static partial Regex Made();

    [GeneratedRegex("^## (.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\| ([0-9]+) \| ([0-9]+) \| ([0-9]+) \| ([0-9]+) \| ([0-9]+) \|$")]
    private static partial Regex Counts();
}
