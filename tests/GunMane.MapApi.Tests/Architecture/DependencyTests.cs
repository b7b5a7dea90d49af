using System.Reflection;
using System.Text.RegularExpressions;
using GunMane.Spatial.Model;
using GunMane.TestKit;
using NetArchTest.Rules;

namespace GunMane.MapApi.Tests.Architecture;

/// <summary>Who may refer to whom: the rules of docs/architecture.md.</summary>
public sealed partial class DependencyTests
{
    private const string Spatial = "GunMane.Spatial.";
    private const string Host = "GunMane.MapApi.";

    // Each room with the rooms of GunMane.Spatial that it may know.
    private static readonly Dictionary<string, string[]> MayKnow = new()
    {
        ["Model"] = [],
        ["Geo"] = ["Model"],
        ["Filtering"] = ["Model", "Geo"],
        ["Contractors"] = ["Model", "Geo"],
        ["Contracts"] = ["Model", "Geo"],
        ["Affinity"] = ["Model", "Geo"],
        ["Tiles"] = ["Model", "Geo"],
        ["Metrics"] = ["Model", "Geo"],
        ["Clustering"] = ["Model", "Geo", "Contractors", "Contracts", "Affinity", "Metrics"],
        ["Zoning"] = ["Model", "Geo", "Contractors", "Contracts", "Affinity", "Metrics"],
        ["Analysis"] = ["Model", "Geo", "Contractors", "Contracts", "Affinity", "Metrics"],
        ["Storage"] = ["Model", "Geo", "Filtering", "Contractors", "Contracts", "Affinity", "Metrics", "Clustering", "Zoning", "Analysis", "Tiles"],
        ["Import"] = ["Model", "Geo", "Contractors", "Contracts", "Affinity", "Metrics", "Clustering", "Zoning", "Analysis", "Tiles", "Storage"],
        ["Export"] = ["Model", "Geo", "Contractors", "Contracts", "Affinity", "Metrics", "Clustering", "Zoning", "Analysis", "Tiles", "Storage"],
        ["Runs"] = ["Model", "Geo", "Contractors", "Contracts", "Affinity", "Metrics", "Clustering", "Zoning", "Analysis", "Tiles", "Storage", "Import", "Export"],
    };

    private static readonly string[] SharedByEndpoints = ["Http", "Access", "Options", "Telemetry"];

    private static readonly Assembly Engine = typeof(Sector).Assembly;
    private static readonly Assembly MapApi = Assembly.Load("GunMane.MapApi");

    public static TheoryData<string> Rooms => [.. MayKnow.Keys];

    public static TheoryData<string> EndpointFolders =>
        [.. Folders(MapApi, Host).Except([.. SharedByEndpoints, "Commands"])];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_knows_only_the_rooms_to_its_left(string room)
    {
        var forbidden = MayKnow.Keys.Except([.. MayKnow[room], room]).Select(name => Spatial + name).ToArray();
        Assert.Empty(Offenders(Types.InAssembly(Engine).That().ResideInNamespaceStartingWith(Spatial + room).ShouldNot().HaveDependencyOnAny(forbidden)));
    }

    [Fact]
    public void Every_room_has_its_rule() => Assert.Empty(Folders(Engine, Spatial).Except(MayKnow.Keys));

    [Fact]
    public void The_engine_knows_no_web_server() =>
        Assert.Empty(Offenders(Types.InAssembly(Engine).ShouldNot().HaveDependencyOnAny("Microsoft.AspNetCore", "GunMane.MapApi")));

    [Fact]
    public void Only_storage_import_export_and_runs_know_the_database_driver() =>
        Assert.Empty(Offenders(Types.InAssembly(Engine)
            .That().DoNotResideInNamespaceMatching(@"^GunMane\.Spatial\.(Storage|Import|Export|Runs)(\.|$)").ShouldNot().HaveDependencyOn("Npgsql")));

    [Theory]
    [MemberData(nameof(EndpointFolders))]
    public void Endpoint_folders_do_not_know_one_another(string folder)
    {
        var others = Folders(MapApi, Host).Except([folder, .. SharedByEndpoints]).Select(name => Host + name).ToArray();
        Assert.Empty(Offenders(Types.InAssembly(MapApi).That().ResideInNamespaceStartingWith(Host + folder).ShouldNot().HaveDependencyOnAny(others)));
    }

    [Fact]
    public void Only_the_catalogue_names_an_SRID()
    {
        var offenders = Directory.GetFiles(Checkout.At("src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.EndsWith("/Geo/Crs.cs", StringComparison.Ordinal))
            .Where(file => SridInCode().IsMatch(File.ReadAllText(file)));
        Assert.Empty(offenders);
    }

    [Theory]
    [InlineData("map", @"\bol\.[a-zA-Z]")]
    [InlineData("api", @"\b(fetch|EventSource)\s*\(")]
    public void Only_one_room_of_the_page_uses(string room, string pattern) =>
        Assert.DoesNotContain(Scripts(), file => !file.Contains($"/js/{room}/", StringComparison.Ordinal) && Regex.IsMatch(Code(file), pattern));

    [Theory]
    [InlineData("core")]
    [InlineData("actions")]
    public void Pure_rooms_touch_neither_page_nor_network(string room) =>
        Assert.DoesNotContain(Scripts(), file => file.Contains($"/js/{room}/", StringComparison.Ordinal)
            && Regex.IsMatch(Code(file), @"\b(document|window|localStorage|navigator|fetch|EventSource)\b\s*[.(]"));

    private static IEnumerable<string> Offenders(ConditionList rule) => (rule.GetResult().FailingTypeNames ?? []).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Folders(Assembly assembly, string root) => assembly.GetTypes()
        .Select(type => type.Namespace)
        .Where(name => name?.StartsWith(root, StringComparison.Ordinal) == true)
        .Select(name => name![root.Length..].Split('.')[0])
        .Distinct(StringComparer.Ordinal);

    private static string[] Scripts() => Directory.GetFiles(Checkout.At("web", "js"), "*.js", SearchOption.AllDirectories);

    private static string Code(string file) => Comments().Replace(File.ReadAllText(file), "");

    [GeneratedRegex(@"(?<![0-9A-Za-z_#])(6668|4326|3857|4612|4301|66[6-8][0-9]|669[0-7]|24[4-6][0-9]|301[67][0-9]|3265[1-5]|309[2-9]|310[01])(?![0-9A-Za-z_])")]
    private static partial Regex SridInCode();

    [GeneratedRegex(@"/\*.*?\*/|//[^\n]*", RegexOptions.Singleline)]
    private static partial Regex Comments();
}
