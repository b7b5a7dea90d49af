using System.Globalization;
using System.Text.RegularExpressions;
using GunMane.MapApi.Tests.Commands;
using GunMane.TestKit;

namespace GunMane.MapApi.Tests.Acceptance;

/// <summary>
/// docs/reference/real-data.md is what the import of the whole folder of GUNMANE_REAL_DATA comes to today, line by line.
/// Where a change of the import is wanted, run the command that the document names and look at what changed.
/// </summary>
public sealed partial class RealReportTests : IAsyncLifetime
{
    private const string Document = "real-data.md";
    private static readonly string[] ShapefileParts = [".shx", ".dbf", ".prj", ".cpg"];
    private static readonly string[] DataEndings = [".csv", ".gz", ".json", ".geojson", ".shp", .. ShapefileParts];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);
    private static readonly string Plan = Checkout.At("docs", "reference", "real-data-plan.json");
    private readonly string home = Directory.CreateTempSubdirectory("gunmane-real-report-").FullName;
    private string database = "";
    private string connection = "";

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    private string Report => Path.Combine(home, Document);

    public async ValueTask InitializeAsync()
    {
        database = await TestCluster.CloneAsync(Now);
        connection = TestCluster.At((await TestCluster.SharedAsync(Now)).Administrator, database);
    }

    public async ValueTask DisposeAsync()
    {
        await TestCluster.DropAsync(database);
        Directory.Delete(home, recursive: true);
    }

    [Fact]
    public async Task The_whole_folder_imports_as_the_document_says_and_GDAL_counts_the_same_rows()
    {
        SkipWithoutRealData();
        // One file is refused, and the document says why: exit code 1.
        Assert.Equal(1, await ImportAsync([RealTowns.Folder!, "--area", "shizuoka", "--plan", Plan, "--report", Report, "--report-english"]));
        Assert.Equal(Lines(Checkout.At("docs", "reference", Document)), Lines(Report));
        var rows = Rows(await File.ReadAllTextAsync(Report, Now));
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Equal((row.Path, RealTowns.GdalCount(GdalPath(row.Path))), (row.Path, row.Read)));
    }

    [Fact]
    public async Task Every_file_of_the_folder_is_told_in_the_document()
    {
        SkipWithoutRealData();
        var text = await File.ReadAllTextAsync(Checkout.At("docs", "reference", Document), Now);
        var files = Directory.GetFiles(RealTowns.Folder!, "*", SearchOption.AllDirectories).ToLookup(path => DataEndings.Contains(Path.GetExtension(path)));
        Assert.All(files[true], path => Assert.Contains(Shown(path), text, StringComparison.Ordinal));
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"{files[false].Count():N0} files are papers"), text, StringComparison.Ordinal);
        // A rule that no file needs would be a slip in the plan.
        Assert.DoesNotContain("No file matches", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("park_nakanoku.csv", 178)]
    [InlineData("park_suginamiku.csv", 357)]
    public async Task Parks_of_Tokyo_are_stored_completely_in_a_study_area_of_their_own(string name, long rows)
    {
        SkipWithoutRealData();
        Assert.Equal(0, await ImportAsync([Path.Combine(RealTowns.Folder!, "parks-sanennanshin", name), "--area", "tokyo", "--sector", "park", "--report", Report]));
        var row = Assert.Single(Rows(await File.ReadAllTextAsync(Report, Now)));
        Assert.Equal((rows, rows), (row.Read, row.Taken));
    }

    private static void SkipWithoutRealData() => Assert.SkipUnless(RealTowns.Folder is not null, "GUNMANE_REAL_DATA is not set.");

    private async Task<int> ImportAsync(IEnumerable<string> arguments)
    {
        await using var command = ServiceProcess.Start(["import", .. arguments, "--home", home], new Dictionary<string, string> { ["GUNMANE_DB"] = connection });
        await command.EndedAsync(Now, Patience);
        Assert.True(File.Exists(Report), command.Output);
        return command.ExitCode;
    }

    // The day and the version of the program are no result.
    private static IEnumerable<string> Lines(string path) => File.ReadAllLines(path).Where(line => !line.StartsWith("Study area ", StringComparison.Ordinal));

    private static List<(string Path, long Read, long Taken)> Rows(string report) =>
        [.. Row().Matches(report).Select(row => (row.Groups[1].Value.Split('#')[0], Number(row.Groups[2]), Number(row.Groups[3]) + Number(row.Groups[4])))];

    private static long Number(Group text) => long.Parse(text.Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    private static string GdalPath(string path) => Path.Combine(RealTowns.Folder!, path) is var full && full.EndsWith(".csv.gz", StringComparison.Ordinal) ? $"CSV:/vsigzip/{full}" : full;

    // What is left out stands under its name alone; parts of a shapefile under its .shp.
    private static string Shown(string path) => Path.GetFileName(ShapefileParts.Contains(Path.GetExtension(path)) ? Path.ChangeExtension(path, ".shp") : path);

    [GeneratedRegex(@"^\| ([^|]+\.[^|]+) \| [^|]+ \| [^|]+ \| [^|]+ \| [^|]+ \| ([0-9,]+) \| ([0-9,]+) \| ([0-9,]+) \| [0-9,]+ \| [0-9,]+ \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
