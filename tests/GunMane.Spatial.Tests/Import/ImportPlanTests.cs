using System.IO.Compression;
using System.Text;
using GunMane.Spatial.Import;
using GunMane.Spatial.Model;
using GunMane.Spatial.Runs;
using GunMane.TestKit;

namespace GunMane.Spatial.Tests.Import;

/// <summary>A plan beside the data says what its files don't tell themselves, file by file.</summary>
public sealed class ImportPlanTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const string Points = "名称,緯度,経度\n";

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_rule_that_matches_decides_and_what_it_does_not_say_stays_as_the_command_has_it()
    {
        await using var town = await ImportTown.CreateAsync(database);
        var folder = Path.GetDirectoryName(town.Write("送付/a.txt", "paper"))!;
        town.Write("送付/橋/一覧.csv", Points + "東橋,34.81,138.31\n");
        town.Write("送付/公園/一覧.csv", Points + "西公園,34.82,138.32\n");
        town.Write("送付/公園/列名.csv", "a,b\n1,2\n");
        town.Write("送付/ほか.csv", Points + "何か,34.83,138.33\n");
        var plan = Plan(town, """
            {"match": "橋/*", "sector": "bridge", "owner": "22901"}, {"match": "*/列名.csv", "leaveOut": "列の名前"},
            {"match": "公園/*", "sector": "park"}, {"match": "公園/一覧.csv", "sector": "river"}
            """);
        var outcome = await RunAsync(town, plan, new ImportOptions(Owner: "22902"), folder);
        Assert.Equal(["東橋|bridge|22901", "西公園|park|22902", "何か|other|22902"], (await town.AskAsync(
            "SELECT a.name, a.sector, o.code FROM gunmane.asset a JOIN gunmane.organisation o ON o.id = a.owner_org WHERE a.study_area = $1")).OrderBy(row => "東西何".IndexOf(row[0], StringComparison.Ordinal)));
        Assert.Empty(outcome.Refused);
        Assert.Equal(["公園/列名.csv"], outcome.Files.Where(file => file.Planned.LeftOut == "列の名前").Select(file => file.Planned.File.Shown));
        Assert.Equal(["ほか.csv", "公園/一覧.csv", "橋/一覧.csv"], outcome.Files.Where(file => file.Report is not null).Select(file => file.Planned.File.Shown));
        Assert.Equal(["a.txt"], outcome.Papers.Select(file => file.Name));
        Assert.Equal(["公園/一覧.csv"], outcome.IdleRules);
    }

    [Fact]
    public async Task Files_of_an_archive_are_named_below_it_and_a_profile_may_lie_beside_the_plan()
    {
        await using var town = await ImportTown.CreateAsync(database);
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = new StreamWriter(zip.CreateEntry("R6/柵.csv").Open(), new UTF8Encoding(false));
            entry.Write("なまえ,y,x\n北の柵,34.81,138.31\n");
        }

        var path = town.Write("送付/台帳.zip", bytes.ToArray());
        town.Write("saku.json", """{"name":"saku","version":1,"title":"柵","titleEn":"Rails","kind":"assets","shapes":["table"],"fields":{"name":["なまえ"],"latitude":["y"],"longitude":["x"]},"required":["latitude"],"defaults":{"sector":"road"}}""");
        var outcome = await RunAsync(town, Plan(town, """{"match": "台帳.zip/*柵*", "profile": "saku.json"}"""), new ImportOptions(), Path.GetDirectoryName(path)!);
        Assert.Equal("台帳.zip/R6/柵.csv", Assert.Single(outcome.Files).Planned.File.Shown);
        Assert.Equal(["北の柵|road"], await town.AskAsync("SELECT name, sector FROM gunmane.asset WHERE study_area = $1"));
    }

    [Theory]
    [InlineData("""{"match": "*", "ownr": "22901"}""", "ownr")]
    [InlineData("""{"profile": "points-csv"}""", "plan.json")]
    [InlineData("""{"match": "a*", "sector": "公園たち"}""", "計画の「a*」: 分野「公園たち」")]
    [InlineData("""{"match": "a*", "crs": "EPSG:1"}""", "EPSG:1")]
    [InlineData("""{"match": "a*", "profile": "none.json"}""", "none.json")]
    [InlineData("""{"match": "a*", "profile": "no-such"}""", "no-such")]
    public async Task A_rule_that_means_nothing_is_refused_before_any_file_is_read(string rule, string told)
    {
        await using var town = await ImportTown.CreateAsync(database);
        var path = town.Write("b.csv", Points + "東橋,34.81,138.31\n");
        var refusal = await Assert.ThrowsAsync<GunManeException>(() => RunAsync(town, Plan(town, rule), new ImportOptions(), path));
        Assert.Equal(Refusal.BadInput, refusal.Refusal);
        Assert.Contains(told, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(["0"], await town.AskAsync("SELECT count(*) FROM gunmane.import WHERE study_area = $1"));
    }

    private static string Plan(ImportTown town, string rules) => town.Write("plan.json", $$"""{"sections": [{"title": "町", "files": [{{rules}}]}]}""");

    private Task<ImportOutcome> RunAsync(ImportTown town, string plan, ImportOptions options, string path) => ImportRun.ImportAsync(
        database.Database, AccessScope.Local, town.Code, [path], options, ImportPlan.Read(plan), (_, _) => Task.CompletedTask, Now);
}
