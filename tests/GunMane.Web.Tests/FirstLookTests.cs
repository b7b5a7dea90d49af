using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace GunMane.Web.Tests;

/// <summary>What one sees on opening the page, in both languages, near and far, with and without the internet.</summary>
[Collection(Screen.Collection)]
public class FirstLookTests(Screen screen)
{
    [Fact]
    public async Task The_first_page_shows_the_region_its_counts_and_its_sectors()
    {
        await using var visit = await screen.OpenAsync("");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "モデル地域（架空）" })).ToBeVisibleAsync();
        var area = await screen.GetAsync("/api/areas/model");
        foreach (var key in new[] { "municipalities", "assets", "contractors", "contracts" })
            Assert.Equal(area["counts"]![key]!.GetValue<double>(), await visit.FigureAsync(key, "[data-testid=counts]"));
        await Assertions.Expect(visit.Page.Locator(".legend-row")).ToHaveCountAsync(area["sectors"]!.AsArray().Count);
        await Assertions.Expect(visit.Page.GetByText("架空の地域です（実在しません）")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.Locator(".ol-attribution")).ToContainTextAsync("架空のデータ");
        await visit.SettledAsync();
        visit.AssertNoComplaints();

        await using var picture = await screen.OpenAsync($"#area=model&scenario={await screen.NewScenarioAsync("最初の検討案")}");
        await picture.PictureAsync("model-region.png");
    }

    [Fact]
    public async Task A_sector_that_is_switched_off_leaves_the_map()
    {
        var river = (await screen.GetAsync("/ogc/collections/assets/items?study_area=model&sector=river&limit=1"))["features"]![0]!;
        await using var visit = await screen.OpenAsync($"#area=model&{Visit.Place(17, river["geometry"]!)}");
        await visit.SettledAsync();
        Assert.True(await visit.PixelsAsync(0x00, 0x66, 0xbe) > 0);
        await visit.Page.GetByRole(AriaRole.Checkbox, new() { Name = "河川" }).UncheckAsync();
        await visit.SettledAsync();
        Assert.Equal(0, await visit.PixelsAsync(0x00, 0x66, 0xbe));
        visit.AssertNoComplaints();
    }

    [Fact]
    public async Task The_wheel_zooms_without_a_click_first()
    {
        await using var visit = await screen.OpenAsync("#area=model");
        await visit.SettledAsync();
        var scale = visit.Page.Locator(".ol-scale-line-inner");
        var before = await scale.InnerTextAsync();
        await visit.Page.Mouse.MoveAsync(850, 400);
        await visit.Page.Mouse.WheelAsync(0, -1000);
        await Assertions.Expect(scale).Not.ToHaveTextAsync(before);
        visit.AssertNoComplaints();
    }

    [Fact]
    public async Task Clicking_an_asset_shows_what_it_is()
    {
        var bridge = (await screen.GetAsync("/ogc/collections/assets/items?study_area=model&sector=bridge&limit=1"))["features"]![0]!;
        var at = Visit.Place(17, bridge["geometry"]!);
        await using var visit = await screen.OpenAsync($"#area=model&{at}");
        await visit.SettledAsync();
        await visit.Page.Locator("#map").ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Complementary, new() { Name = "施設の詳細" }).GetByRole(AriaRole.Heading, new() { Level = 2 })).ToBeVisibleAsync();
        await visit.AssertAccessibleAsync();
        visit.AssertNoComplaints();
    }

    [Fact]
    public async Task English_is_one_press_away_and_stays()
    {
        await using var visit = await screen.OpenAsync();
        await visit.PressAsync("English");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Tab, new() { Name = "Groups" })).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("lang", "en");
        await visit.Page.ReloadAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Model region (fictitious)" })).ToBeVisibleAsync();
        await visit.PressAsync("日本語");
        await Assertions.Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("lang", "ja");
        visit.AssertNoComplaints();
    }

    [Fact]
    public async Task A_fictitious_region_asks_for_no_background_map()
    {
        var asked = 0;
        await using var visit = await screen.OpenAsync("#area=model", page => page.RouteAsync(Screen.Background, route =>
        {
            asked++;
            return route.AbortAsync();
        }));
        await visit.SettledAsync();
        Assert.Equal(0, asked);
    }

    [Fact]
    public async Task Without_the_internet_a_real_area_shows_its_boundaries_and_says_so()
    {
        await NewAreaAsync("offline", "背景のない地域");
        await using var visit = await screen.OpenAsync("#area=offline&map=11.00/35.00000/138.20000");
        await Assertions.Expect(visit.Page.GetByText("背景地図に接続できないため")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.Locator(".ol-attribution")).Not.ToContainTextAsync("地理院タイル");
        await Assertions.Expect(visit.Page.GetByText("次にすること").Filter(new() { Visible = true })).ToBeVisibleAsync();
        visit.AssertNoComplaints();
    }

    [Fact]
    public async Task With_the_internet_the_background_is_credited()
    {
        await NewAreaAsync("online", "背景のある地域");
        var tile = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==");
        await using var visit = await screen.OpenAsync("#area=online&map=11.00/35.00000/138.20000", page => page.RouteAsync(Screen.Background, route =>
            route.FulfillAsync(new RouteFulfillOptions { BodyBytes = tile, ContentType = "image/png", Headers = new Dictionary<string, string> { ["Access-Control-Allow-Origin"] = "*" } })));
        await Assertions.Expect(visit.Page.Locator(".ol-attribution").GetByRole(AriaRole.Link, new() { Name = "地理院タイル" })).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByText("背景地図に接続できないため")).ToBeHiddenAsync();
        visit.AssertNoComplaints();
    }

    [Fact]
    public async Task When_the_server_is_away_the_page_says_so_and_recovers_by_itself()
    {
        await using var visit = await screen.OpenAsync();
        await visit.TabAsync("群候補");
        await visit.SettledAsync();
        await visit.Page.RouteAsync("**/{api,ogc,health}/**", route => route.AbortAsync());
        await visit.PressAsync("群候補を求める");
        await Assertions.Expect(visit.Page.GetByText("サーバーとの接続が切れました")).ToBeVisibleAsync();
        await visit.Page.UnrouteAllAsync();
        await Assertions.Expect(visit.Page.GetByText("サーバーとの接続が切れました")).ToBeHiddenAsync(new() { Timeout = 20000 });
        await Assertions.Expect(visit.Page.GetByText("接続が回復しました")).ToBeVisibleAsync();
        visit.AssertNoComplaints();
    }

    [Theory]
    [InlineData("地域")]
    [InlineData("群候補")]
    [InlineData("区域")]
    [InlineData("発注")]
    [InlineData("取り込み")]
    public async Task Every_tab_is_accessible(string tab)
    {
        await using var visit = await screen.OpenAsync();
        await visit.TabAsync(tab);
        await visit.SettledAsync();
        await visit.AssertAccessibleAsync();
        visit.AssertNoComplaints();
    }

    [Theory]
    [InlineData(1024, 700)]
    [InlineData(640, 360)]
    public async Task Nothing_is_out_of_reach_on_a_small_screen_or_at_200_percent(int width, int height)
    {
        await using var visit = await screen.OpenAsync("#area=model&tab=groups", width: width, height: height);
        // Hovering scrolls to it, and looks again when the panel was drawn anew meanwhile.
        await visit.Button("群候補を求める").HoverAsync();
        await Assertions.Expect(visit.Button("群候補を求める")).ToBeInViewportAsync();
        await Assertions.Expect(visit.Button("English")).ToBeInViewportAsync();
        Assert.Equal(0, await visit.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth"));
        await visit.PressAsync("パネルを閉じる");
        await visit.PressAsync("パネルを開く");
    }

    private Task<JsonNode> NewAreaAsync(string code, string name) => screen.PostAsync("/api/areas", new JsonObject { ["code"] = code, ["name"] = name });
}
