using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace GunMane.Web.Tests;

/// <summary>Drawing, saving, undoing, exporting zones; drawings that meet other people's edits.</summary>
[Collection(Screen.Collection)]
public class ZoneTests(Screen screen)
{
    private const string Place = "map=12.00/32.99000/149.99000";

    private static readonly (float, float)[] Corners = [(760, 300), (900, 290), (930, 430), (770, 450)];

    [Fact]
    public async Task A_zone_is_drawn_counted_saved_undone_redone_reshaped_and_removed()
    {
        var scenario = await screen.NewScenarioAsync("描く検討案");
        await using var visit = await OpenAsync(scenario);
        await DrawAsync(visit, "東の区域");
        var drawn = await OnlyZoneAsync(scenario);
        Assert.Equal("東の区域", drawn["name"]!.GetValue<string>());
        await AssertPanelEqualsAsync(visit, drawn["geometry"]!);
        await visit.PictureAsync("zone-panel.png");

        await visit.Page.Keyboard.PressAsync("Control+z");
        await Assertions.Expect(visit.Page.GetByText("区域はまだありません")).ToBeVisibleAsync();
        Assert.Empty(await ZonesAsync(scenario));
        await visit.Page.Keyboard.PressAsync("Control+y");
        await Assertions.Expect(visit.Page.Locator("[data-testid=zones] li")).ToHaveCountAsync(1);
        Assert.Equal(drawn["geometry"]!.ToJsonString(), (await OnlyZoneAsync(scenario))["geometry"]!.ToJsonString());

        await visit.Page.Locator(".zone-row").ClickAsync();
        await visit.PressAsync("形を直す");
        await visit.SettledAsync();
        await visit.Page.WaitForTimeoutAsync(500);
        await DragAsync(visit, await PixelOfAsync(visit, drawn["geometry"]!["coordinates"]![0]![0]!), 40, 25);
        await visit.CountedAsync();
        await visit.PressAsync("保存する");
        await Assertions.Expect(visit.Page.Locator("[data-testid=zones] li")).ToHaveCountAsync(1);
        var reshaped = await OnlyZoneAsync(scenario);
        Assert.NotEqual(drawn["geometry"]!.ToJsonString(), reshaped["geometry"]!.ToJsonString());
        await AssertPanelEqualsAsync(visit, reshaped["geometry"]!);

        await visit.PressAsync("元に戻す");
        await Assertions.Expect(visit.Button("やり直す")).Not.ToHaveAttributeAsync("aria-disabled", "true");
        Assert.Equal(drawn["geometry"]!.ToJsonString(), (await OnlyZoneAsync(scenario))["geometry"]!.ToJsonString());

        await visit.PressAsync("削除");
        await Assertions.Expect(visit.Page.GetByText("区域はまだありません")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByText("を削除しました。")).ToBeVisibleAsync();
        Assert.Empty(await ZonesAsync(scenario));
        visit.AssertNoComplaints();
    }

    [Fact]
    public async Task The_export_button_gives_the_zone_as_GeoJSON()
    {
        var scenario = await screen.NewScenarioAsync("書き出す検討案");
        await using var visit = await OpenAsync(scenario);
        await DrawAsync(visit, "書き出す区域");
        var download = await visit.Page.RunAndWaitForDownloadAsync(() =>
            visit.Page.GetByRole(AriaRole.Link, new() { Name = "「書き出す区域」を GeoJSON に書き出す" }).ClickAsync());
        var file = JsonNode.Parse(await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken))!;
        Assert.Equal("FeatureCollection", file["type"]!.GetValue<string>());
        var stored = (await OnlyZoneAsync(scenario))["geometry"]!;
        Assert.Single(file["features"]!.AsArray(), feature => JsonNode.DeepEquals(feature!["geometry"], stored));
        Assert.EndsWith(".geojson", download.SuggestedFilename, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Crossing_sides_are_named_and_can_not_be_saved()
    {
        var scenario = await screen.NewScenarioAsync("交わる検討案");
        await using var visit = await OpenAsync(scenario);
        await visit.PressAsync("区域を描く");
        await visit.DrawAsync((760, 300), (900, 430), (900, 300), (760, 450));
        await Assertions.Expect(visit.Page.GetByText("辺が交わっています")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Button("保存する")).ToHaveAttributeAsync("aria-disabled", "true");
        await visit.Page.Keyboard.PressAsync("Escape");
        Assert.Empty(await ZonesAsync(scenario));
        visit.AssertNoComplaints();
    }

    [Fact]
    public async Task Drawing_works_by_keys_as_well()
    {
        var scenario = await screen.NewScenarioAsync("鍵の検討案");
        await using var visit = await OpenAsync(scenario);
        await visit.PressAsync("区域を描く");
        foreach (var (x, y) in Corners.Append((1100f, 600f)))
        {
            await visit.Page.Mouse.MoveAsync(x, y, new() { Steps = 4 });
            await visit.Page.Mouse.ClickAsync(x, y);
            await visit.Page.WaitForTimeoutAsync(300);
        }

        await visit.Page.Keyboard.PressAsync("Backspace");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.PressAsync("保存する");
        await Assertions.Expect(visit.Page.Locator("[data-testid=zones] li")).ToHaveCountAsync(1);
        var ring = (await OnlyZoneAsync(scenario))["geometry"]!["coordinates"]![0]!.AsArray();
        Assert.Equal(5, ring.Count);
        visit.AssertNoComplaints();
    }

    [Fact]
    public async Task A_drawing_outlives_a_reload()
    {
        var scenario = await screen.NewScenarioAsync("残る検討案");
        await using var visit = await OpenAsync(scenario);
        await visit.PressAsync("区域を描く");
        await visit.DrawAsync(Corners);
        await visit.Page.GetByLabel("区域の名前").FillAsync("途中の区域");
        await visit.Page.ReloadAsync();
        await visit.PressAsync("続きから直す");
        await Assertions.Expect(visit.Page.GetByLabel("区域の名前")).ToHaveValueAsync("途中の区域");
        await visit.PressAsync("保存する");
        await Assertions.Expect(visit.Page.GetByText("「途中の区域」を保存しました。")).ToBeVisibleAsync();
        Assert.Equal("途中の区域", (await OnlyZoneAsync(scenario))["name"]!.GetValue<string>());
        visit.AssertNoComplaints();
    }

    [Fact]
    public async Task A_zone_that_someone_else_changed_first_keeps_both_until_the_planner_decides()
    {
        var scenario = await screen.NewScenarioAsync("競う検討案");
        await using var visit = await OpenAsync(scenario);
        await DrawAsync(visit, "争われる区域");
        await visit.PressAsync("形を直す");
        var before = await screen.GetAsync($"/api/scenarios/{scenario}");
        var zone = before["zones"]![0]!;
        await screen.PostAsync($"/api/scenarios/{scenario}/edits", new JsonObject
        {
            ["editId"] = Guid.NewGuid().ToString(), ["clientId"] = "someone-else", ["baseVersion"] = before["version"]!.GetValue<int>(), ["operation"] = "rename",
            ["changes"] = new JsonArray(new JsonObject { ["zone"] = zone["id"]!.GetValue<string>(), ["name"] = "ほかの人の名前", ["geometry"] = zone["geometry"]!.DeepClone() }),
        });
        await Assertions.Expect(visit.Page.GetByText("ほかの画面で変更されました")).ToBeVisibleAsync();
        await visit.SettledAsync();
        await DragAsync(visit, await PixelOfAsync(visit, zone["geometry"]!["coordinates"]![0]![0]!), 30, 20);
        await visit.PressAsync("保存する");
        await Assertions.Expect(visit.Page.GetByText("ほかの人が先に変更しました")).ToBeVisibleAsync();
        Assert.Equal("ほかの人の名前", (await OnlyZoneAsync(scenario))["name"]!.GetValue<string>());
        await visit.PressAsync("最新を読み込んで続ける");
        await visit.PressAsync("保存する");
        await Assertions.Expect(visit.Page.GetByText("「争われる区域」を保存しました。")).ToBeVisibleAsync();
        var after = await OnlyZoneAsync(scenario);
        Assert.Equal("争われる区域", after["name"]!.GetValue<string>());
        Assert.NotEqual(zone["geometry"]!.ToJsonString(), after["geometry"]!.ToJsonString());
        visit.AssertNoComplaints();
    }

    private async Task<Visit> OpenAsync(string scenario)
    {
        var visit = await screen.OpenAsync($"#area=model&tab=zones&scenario={scenario}&{Place}");
        await Assertions.Expect(visit.Button("区域を描く")).ToBeVisibleAsync();
        await visit.SettledAsync();
        return visit;
    }

    private static async Task DrawAsync(Visit visit, string name)
    {
        await visit.PressAsync("区域を描く");
        await visit.DrawAsync(Corners);
        await visit.CountedAsync();
        await visit.Page.GetByLabel("区域の名前").FillAsync(name);
        await visit.PressAsync("保存する");
        await Assertions.Expect(visit.Page.GetByText($"「{name}」を保存しました。")).ToBeVisibleAsync();
        await visit.CountedAsync();
    }

    private async Task AssertPanelEqualsAsync(Visit visit, JsonNode geometry)
    {
        await visit.CountedAsync();
        var holding = await screen.PostAsync("/api/areas/model/membership", geometry.DeepClone());
        Assert.True(holding["assets"]!.GetValue<int>() > 0);
        foreach (var key in new[] { "assets", "yen", "lengthM", "areaM2" })
            Assert.Equal(holding[key]!.GetValue<double>(), await visit.FigureAsync(key), 6);
        await visit.Page.GetByRole(AriaRole.Tab, new() { Name = "分野別" }).ClickAsync();
        foreach (var row in holding["bySector"]!.AsArray())
            await Assertions.Expect(visit.Page.Locator($"[data-testid=holding] tr[data-row='{row!["key"]}'] data")).ToHaveAttributeAsync("value", row["yen"]!.ToJsonString());
    }

    /// <summary>Where a position is on the screen, by the address bar's place and Web Mercator.</summary>
    private static async Task<(float X, float Y)> PixelOfAsync(Visit visit, JsonNode position)
    {
        var place = (await visit.Page.EvaluateAsync<string>("() => new URLSearchParams(location.hash.slice(1)).get('map')")).Split('/')
            .Select(part => double.Parse(part, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        var box = (await visit.Page.Locator("#map").BoundingBoxAsync())!;
        var side = 256 * Math.Pow(2, place[0]);
        double X(double lon) => (lon + 180) / 360 * side;
        double Y(double lat) => (1 - Math.Asinh(Math.Tan(lat * Math.PI / 180)) / Math.PI) / 2 * side;
        return ((float)(box.X + box.Width / 2 + X(position[0]!.GetValue<double>()) - X(place[2])),
            (float)(box.Y + box.Height / 2 + Y(position[1]!.GetValue<double>()) - Y(place[1])));
    }

    private static async Task DragAsync(Visit visit, (float X, float Y) from, float right, float down)
    {
        await visit.Page.Mouse.MoveAsync(from.X, from.Y, new() { Steps = 3 });
        await visit.Page.Mouse.DownAsync();
        await visit.Page.Mouse.MoveAsync(from.X + right, from.Y + down, new() { Steps = 5 });
        await visit.Page.Mouse.UpAsync();
    }

    private async Task<JsonArray> ZonesAsync(string scenario) => (await screen.GetAsync($"/api/scenarios/{scenario}"))["zones"]!.AsArray();

    private async Task<JsonNode> OnlyZoneAsync(string scenario) => Assert.Single(await ZonesAsync(scenario))!;
}
