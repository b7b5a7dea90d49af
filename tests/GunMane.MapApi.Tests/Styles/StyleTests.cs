using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using GunMane.MapApi.Styles;
using GunMane.MapApi.Tests.Conformance;
using GunMane.MapApi.Tests.Tiles;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using GunMane.TestKit;

namespace GunMane.MapApi.Tests.Styles;

/// <summary>Styles: found from the tile sets, of the page's colours, and about layers and attributes that the tiles have.</summary>
public sealed partial class StyleTests(CoastHost host) : IClassFixture<CoastHost>
{
    private static readonly string[] Expressions =
        ["match", "get", "has", "all", "!", "==", "interpolate", "linear", "geometry-type"];

    public static TheoryData<string> Layers => [.. AllTiles.Layers, "all"];

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Layers))]
    public async Task A_style_keeps_the_rules_of_the_specification(string layer)
    {
        var style = await StyleAsync(layer);
        Assert.Equal(8, (int)style["version"]!);
        var layers = style["layers"]!.AsArray();
        Assert.Equal(layers.Count, layers.Select(one => (string)one!["id"]!).Distinct().Count());
        var source = Assert.Single(style["sources"]!.AsObject());
        Assert.Equal("vector", (string?)source.Value!["type"]);
        var described = (await host.Client.DocumentAsync((string)source.Value["url"]!))["vector_layers"]!.AsArray().ToDictionary(one => (string)one!["id"]!, one => one!["fields"]!.AsObject().Select(field => field.Key).ToList());
        foreach (var one in layers)
        {
            var type = (string)one!["type"]!;
            Assert.Contains(type, (string[])["fill", "line", "circle"]);
            Assert.Equal(source.Key, (string?)one["source"]);
            Assert.Contains((string)one["source-layer"]!, described.Keys);
            Assert.All(one["paint"]!.AsObject(), property => Assert.StartsWith($"{type}-", property.Key, StringComparison.Ordinal));
            foreach (var expression in Arrays(one).Where(array => array.Count > 0 && array[0] is JsonValue head && head.TryGetValue<string>(out _)))
            {
                var name = (string)expression[0]!;
                Assert.Contains(name, Expressions);
                if (name is "get" or "has") Assert.Contains((string)expression[1]!, described[(string)one["source-layer"]!]);
                if (name == "match") CheckMatch(expression);
            }
        }
    }

    // MapLibre and OpenLayers open on the whole world if the style doesn't say where it is.
    [Theory]
    [MemberData(nameof(Layers))]
    public async Task A_map_of_a_style_opens_where_the_study_area_is(string layer)
    {
        var style = await StyleAsync(layer);
        var towns = (await host.Client.DocumentAsync("/tiles/municipalities.json?area=coast"))["bounds"]!.AsArray().Select(bound => (double)bound!).ToArray();
        Assert.Equal((towns[0] + towns[2]) / 2, (double)style["center"]![0]!, 1e-6);
        Assert.Equal((towns[1] + towns[3]) / 2, (double)style["center"]![1]!, 1e-6);
        // At zoom 0 the world has 512 pixels: the larger side of the study area has as many at the zoom of the style.
        var share = Math.Max((towns[2] - towns[0]) / 360, (Mercator(towns[3]) - Mercator(towns[1])) / (2 * Math.PI));
        Assert.InRange(share * Math.Pow(2, (double)style["zoom"]!), 0.99, 1);
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public async Task Its_layers_are_in_the_tiles(string layer)
    {
        await host.ExecuteAsync("""
            INSERT INTO gunmane.group_member (run, study_area, dense_id, number)
            SELECT '00000000-0000-4000-b000-000000000002', 1, n, 1 + n % 2 FROM generate_series(0, 54) n ON CONFLICT DO NOTHING
            """);
        var style = await StyleAsync(layer);
        var tiles = (string)(await host.Client.DocumentAsync((string)style["sources"]!.AsObject().Single().Value!["url"]!))["tiles"]![0]!;
        var (x, y) = TileTests.TileOf(140.0501, 31.0485, 13);
        var bytes = await host.Client.GetByteArrayAsync(tiles.Replace("{z}", "13", StringComparison.Ordinal).Replace("{x}", $"{x}", StringComparison.Ordinal).Replace("{y}", $"{y}", StringComparison.Ordinal), Now);
        Assert.Subset(TileText.Decode(bytes, 13, x, y).Keys.ToHashSet(), style["layers"]!.AsArray().Select(one => (string)one!["source-layer"]!).ToHashSet());
    }

    [Fact]
    public async Task The_style_of_all_draws_from_one_source_what_those_of_the_layers_draw()
    {
        var all = await host.Client.DocumentAsync($"/styles/all.json?area=coast");
        var (sources, drawn) = (all["sources"]!.AsObject(), all["layers"]!.AsArray().ToDictionary(one => (string)one!["id"]!, one => one!));
        Assert.EndsWith("/tiles/all.json?area=coast", (string)Assert.Single(sources).Value!["url"]!, StringComparison.Ordinal);
        List<string> own = [];
        foreach (var layer in (string[])["municipalities", "assets", "groups", "zones"])
        {
            foreach (var one in (await StyleAsync(layer))["layers"]!.AsArray())
            {
                own.Add((string)one!["id"]!);
                // Assets in groups have a rim below them; all else is the same.
                if (!own[^1].StartsWith("members", StringComparison.Ordinal)) Assert.True(JsonNode.DeepEquals(one, drawn[own[^1]]), own[^1]);
            }
        }

        Assert.Equal(own.Order(), drawn.Keys.Order());
        Assert.Equal(["municipalities-halo", "municipalities-line", "members-fill", "members-line", "members-point", "assets-fill"], drawn.Keys.Take(6));
        Assert.Equal(7.5, (double)drawn["members-point"]["paint"]!["circle-radius"]!);
        var two = await host.Client.DocumentAsync("/styles/all.json?area=coast&collections=zones,groups");
        Assert.Equal(["zones-fill", "zones-line", "groups-fill", "groups-line", "members-fill", "members-line", "members-point"], two["layers"]!.AsArray().Select(one => (string)one!["id"]!));
        Assert.EndsWith("/tiles/all.json?area=coast&collections=zones,groups", (string)two["sources"]!["gunmane"]!["url"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("assets", "point", "marker", 12)]
    [InlineData("assets", "line", "line", 12)]
    [InlineData("assets", "polygon", "fill", 12)]
    [InlineData("groups", "polygon", "fill", 12)]
    [InlineData("zones", "polygon", "fill", 1)]
    public async Task A_style_for_QGIS_has_a_symbol_for_each_category(string layer, string geometry, string type, int symbols)
    {
        using var answer = await host.Client.GetAsync($"/styles/{layer}.qml?geometry={geometry}", Now);
        var style = XDocument.Parse(await answer.Content.ReadAsStringAsync(Now));
        Assert.Equal("qgis", style.DocumentType!.Name);
        var renderer = style.Root!.Element("renderer-v2")!;
        var drawn = renderer.Element("symbols")!.Elements("symbol").ToDictionary(one => one.Attribute("name")!.Value);
        Assert.Equal(symbols, drawn.Count);
        Assert.All(drawn.Values, one => Assert.Equal(type, one.Attribute("type")!.Value));
        Assert.All(drawn.Values.Descendants("Option").Where(one => one.Attribute("name")?.Value.EndsWith("color", StringComparison.Ordinal) == true), one => Assert.Matches(@"^\d+,\d+,\d+,\d+$", one.Attribute("value")!.Value));
        foreach (var category in renderer.Element("categories")?.Elements() ?? []) Assert.Contains(category.Attribute("symbol")!.Value, drawn.Keys);
    }

    [Fact]
    public void Colours_are_those_of_the_page()
    {
        var text = File.ReadAllText(Checkout.At("web", "js", "core", "sectors.js"));
        Assert.Equal(SectorLine().Matches(text).Select(line => (line.Groups[1].Value, line.Groups[2].Value, int.Parse(line.Groups[3].Value, System.Globalization.CultureInfo.InvariantCulture))),
            Looks.Sectors.Select(look => (look.Sector.Key(), look.Colour, look.Width)));
        Assert.Equal(Colour().Matches(GroupLine().Match(text).Value).Select(colour => colour.Value), Looks.Groups);
        Assert.Contains(Looks.Zone, File.ReadAllText(Checkout.At("web", "js", "map", "zones.js")), StringComparison.Ordinal);
        Assert.Contains(Looks.Border, File.ReadAllText(Checkout.At("web", "js", "map", "municipalities.js")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/styles/contracts.json?area=coast", 404)]
    [InlineData("/styles/assets.json", 400)]
    [InlineData("/styles/groups.json?area=coast", 400)]
    [InlineData("/styles/assets.json?area=coast&run=00000000-0000-4000-b000-000000000001", 400)]
    [InlineData("/styles/assets.json?area=nowhere", 404)]
    [InlineData("/styles/groups.json?area=coast&run=00000000-0000-4000-b000-0000000000ff", 404)]
    [InlineData("/styles/all.json", 400)]
    [InlineData("/styles/all.json?area=nowhere", 404)]
    [InlineData("/styles/all.json?area=coast&run=x", 400)]
    [InlineData("/styles/all.qml?geometry=point", 404)]
    [InlineData("/styles/assets.qml?geometry=solid", 400)]
    [InlineData("/styles/municipalities.qml", 404)]
    public async Task What_is_not_is_refused(string path, int status)
    {
        using var answer = await host.Client.GetAsync(path, Now);
        await answer.ProblemAsync((HttpStatusCode)status);
    }

    /// <summary>The style of a layer, by the links from its collection.</summary>
    private async Task<JsonObject> StyleAsync(string layer)
    {
        var set = (await host.Client.DocumentAsync(layer == "all" ? "/ogc/tiles" : $"/ogc/collections/{layer}/tiles"))["tilesets"]!.AsArray().First(one => one!.Href("self").Contains("area=coast", StringComparison.Ordinal))!;
        var links = (await host.Client.DocumentAsync(set.Href("self")))["links"]!.AsArray().Where(link => (string?)link!["rel"] == "stylesheet").ToList();
        Assert.Equal(layer switch { "assets" => 4, "municipalities" or "all" => 1, _ => 2 }, links.Count);
        foreach (var link in links.Where(link => (string?)link!["type"] == "application/xml")) Assert.True((await host.Client.GetAsync((string)link!["href"]!, Now)).IsSuccessStatusCode);
        return await host.Client.DocumentAsync((string)links.Single(link => (string?)link!["type"] == "application/vnd.mapbox.style+json")!["href"]!);
    }

    private static double Mercator(double latitude) => Math.Asinh(Math.Tan(latitude * Math.PI / 180));

    // match, input, pairs of labels and output, what else; no label twice.
    private static void CheckMatch(JsonArray match)
    {
        Assert.True(match.Count % 2 == 1 && match.Count > 4, match.ToJsonString());
        var labels = match.Where((_, at) => at >= 2 && at % 2 == 0 && at < match.Count - 1).SelectMany(one => one!.AsArray()).Select(one => one!.ToJsonString()).ToList();
        Assert.Equal(labels.Distinct(), labels);
    }

    private static IEnumerable<JsonArray> Arrays(JsonNode? node) => node switch
    {
        // Every second one of a match is a list of labels and no expression.
        JsonArray match when match.Count > 0 && $"{match[0]}" == "match" => match.Where((_, at) => at % 2 == 1).SelectMany(Arrays).Prepend(match),
        JsonArray array => array.SelectMany(Arrays).Prepend(array),
        JsonObject members => members.Where(member => member.Key != "line-dasharray").SelectMany(member => Arrays(member.Value)),
        _ => [],
    };

    [GeneratedRegex(@"key: '(\w+)'.*colour: '(#\w+)'.*width: (\d+)")]
    private static partial Regex SectorLine();

    [GeneratedRegex(@"GROUP_COLOURS = \[[^\]]*\]")]
    private static partial Regex GroupLine();

    [GeneratedRegex("#[0-9a-f]{6}")]
    private static partial Regex Colour();
}
