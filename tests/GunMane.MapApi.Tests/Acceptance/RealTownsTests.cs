using System.Globalization;
using System.Text.Json.Nodes;

namespace GunMane.MapApi.Tests.Acceptance;

/// <summary>志太・榛原 and 中遠, from files to a zone in a tender file; counts agree at every step.</summary>
public sealed class RealTownsTests(RealTowns towns) : IClassFixture<RealTowns>
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_row_that_GDAL_counts_was_read_and_ended_in_one_state()
    {
        SkipWithoutRealData();
        foreach (var source in RealSource.All)
        {
            var counts = RealTowns.Counts(towns.Reports[source.Path]);
            Assert.True(counts[0] == source.GdalPaths(RealTowns.Folder!).Sum(path => RealTowns.GdalCount(path)), $"{source.Path}: {towns.Reports[source.Path]}");
            Assert.Equal(counts[0], counts[1] + counts[2] + counts[3] + counts[4]);
        }
    }

    [Fact]
    public async Task What_was_stored_is_what_the_service_serves()
    {
        SkipWithoutRealData();
        var assets = RealSource.All.Where(source => source.IsAssets).Sum(source => Stored(source.Path));
        Assert.Equal(assets, await MatchedAsync("assets"));
        Assert.Equal(Stored("awards-shizuoka/awards.csv.gz"), await MatchedAsync("contracts"));
        var area = await towns.GetAsync($"/api/areas/{RealTowns.Area}");
        Assert.Equal(assets, (long)area["counts"]!["assets"]!);
        Assert.Contains("国土数値情報", (string?)area["attribution"], StringComparison.Ordinal);
        Assert.Contains("焼津市オープンデータ", (string?)area["attribution"], StringComparison.Ordinal);
        // 42 files, of which seven are the wards of 浜松市 and three those of 静岡市.
        Assert.Equal(Directory.GetFiles(Path.Combine(RealTowns.Folder!, "admin-shizuoka/n03")).Length - 8, (int)area["counts"]!["municipalities"]!);
    }

    [Fact]
    public async Task The_same_file_twice_changes_nothing()
    {
        SkipWithoutRealData();
        var before = (long)(await towns.GetAsync($"/api/areas/{RealTowns.Area}"))["dataVersion"]!;
        var again = RealTowns.Counts(await towns.ImportAsync(RealSource.All[1]));
        Assert.Equal([again[0], 0, 0, again[0] - again[4], again[4]], again);
        Assert.Equal(before, (long)(await towns.GetAsync($"/api/areas/{RealTowns.Area}"))["dataVersion"]!);
    }

    [Fact]
    public async Task Builders_of_Yaizus_sewers_also_work_for_other_orderers_of_the_prefecture()
    {
        SkipWithoutRealData();
        var run = await towns.GroupAsync(new JsonObject { ["method"] = "density", ["sectors"] = new JsonArray("sewer"), ["contractorWeight"] = 0, ["threshold"] = 0, ["radius"] = 300 });
        var largest = run["groups"]!.AsArray().MaxBy(group => (int)group!["assets"]!)!;
        // Pipes name their builder, manholes don't.
        Assert.InRange((double)largest["evidence"]!["asset"]!, 0.3, 0.7);
        var builders = largest["holding"]!["byContractor"]!.AsArray().Where(row => row!["key"] is not null).ToDictionary(row => (string)row!["key"]!, row => (int)row!["assets"]!);
        var anywhere = await WinnersAsync("");
        var prefecture = await WinnersAsync("&orderer=22000");
        // The description of these files counts 25 firms of 82, by a normaliser of its own.
        Assert.InRange(builders.Keys.Count(anywhere.Contains), 20, 30);
        Assert.InRange(builders.Keys.Count(prefecture.Contains), 12, 25);
        Assert.InRange(builders.Where(builder => anywhere.Contains(builder.Key)).Sum(builder => builder.Value), 3_500, 5_610);
    }

    [Fact]
    public async Task A_chain_of_parks_over_a_border_becomes_a_zone_whose_file_GDAL_reads_back()
    {
        SkipWithoutRealData();
        var run = await towns.GroupAsync(new JsonObject
        {
            ["method"] = "density", ["sectors"] = new JsonArray("park"), ["radius"] = 1500, ["minPoints"] = 2, ["minAssets"] = 6, ["contractorWeight"] = 0, ["threshold"] = 0,
            ["municipalities"] = new JsonArray("22226", "22223", "22224", "22213", "22216", "22211"),
        });
        var group = run["groups"]!.AsArray().Where(candidate => (int)candidate!["towns"]!.AsArray().Count >= 2).MaxBy(candidate => (int)candidate!["assets"]!);
        Assert.NotNull(group);
        Assert.NotEmpty(group["reasons"]!.AsArray());

        var scenario = await towns.PostAsync($"/api/areas/{RealTowns.Area}/scenarios", new JsonObject { ["name"] = "公園の束" });
        var zone = Guid.NewGuid().ToString();
        await towns.PostAsync($"/api/scenarios/{(string?)scenario["id"]}/edits", new JsonObject
        {
            ["editId"] = Guid.NewGuid().ToString(), ["clientId"] = "acceptance", ["baseVersion"] = 0, ["operation"] = "draw",
            ["changes"] = new JsonArray(new JsonObject { ["zone"] = zone, ["name"] = "牧之原から磐田", ["geometry"] = group["outline"]!.DeepClone() }),
        });
        var holding = await towns.GetAsync($"/api/scenarios/{(string?)scenario["id"]}/zones/{zone}/holding");
        Assert.True(holding["byMunicipality"]!.AsArray().Count(row => (int)row!["assets"]! > 0) >= 2, holding.ToJsonString());
        Assert.Equal((int)holding["assets"]!, holding["byMunicipality"]!.AsArray().Sum(row => (int)row!["assets"]!));

        var file = Path.Combine(towns.Home, "zones.geojson");
        await towns.CommandAsync(["export", "--area", RealTowns.Area, "--scenario", "公園の束", "--out", file]);
        Assert.Equal(1, RealTowns.GdalCount(file, "-where", "featureType = 'zone'"));
        // A park of a point list is in or out: nothing of it is held in part.
        Assert.Equal(0, (int)holding["partly"]!);
        Assert.Equal((long)holding["assets"]!, RealTowns.GdalCount(file, "-where", "featureType = 'asset'"));
        var over = await towns.Client.GetStringAsync(new Uri($"/api/scenarios/{(string?)scenario["id"]}/export.geojson", UriKind.Relative), Now);
        Assert.Equal(JsonNode.Parse(await File.ReadAllTextAsync(file, Now))!["features"]!.AsArray().Count, JsonNode.Parse(over)!["features"]!.AsArray().Count);
    }

    private static void SkipWithoutRealData() => Assert.SkipUnless(RealTowns.Folder is not null, "GUNMANE_REAL_DATA is not set.");

    private long Stored(string path) => RealTowns.Counts(towns.Reports[path]) is var counts ? counts[1] + counts[2] : 0;

    private async Task<long> MatchedAsync(string collection) =>
        (long)(await towns.GetAsync(string.Create(CultureInfo.InvariantCulture, $"/ogc/collections/{collection}/items?limit=1&study_area={RealTowns.Area}")))["numberMatched"]!;

    private async Task<HashSet<string>> WinnersAsync(string filter)
    {
        var winners = new HashSet<string>();
        string? next = $"/ogc/collections/contracts/items?limit=10000&study_area={RealTowns.Area}{filter}";
        while (next is not null)
        {
            var page = await towns.GetAsync(next);
            winners.UnionWith(page["features"]!.AsArray().Select(order => (string?)order!["properties"]!["contractor"]).OfType<string>());
            next = page["links"]!.AsArray().Where(link => (string?)link!["rel"] == "next").Select(link => new Uri((string)link!["href"]!).PathAndQuery).SingleOrDefault();
        }

        return winners;
    }
}
