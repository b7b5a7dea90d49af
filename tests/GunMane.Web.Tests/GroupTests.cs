using System.Buffers.Binary;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace GunMane.Web.Tests;

/// <summary>From the button to coloured groups, their reasons, and a zone of one of them.</summary>
[Collection(Screen.Collection)]
public class GroupTests(Screen screen)
{
    [Fact]
    public async Task Groups_are_found_listed_coloured_and_explained()
    {
        var scenario = await screen.NewScenarioAsync("群を見る検討案");
        await using var visit = await screen.OpenAsync($"#area=model&tab=groups&scenario={scenario}");
        await visit.SettledAsync();
        var run = await FindAsync(visit);
        await Assertions.Expect(visit.Page.Locator("[data-testid=groups] li")).ToHaveCountAsync(Math.Min(30, run["groups"]!.AsArray().Count));
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = $"群候補 {run["groups"]!.AsArray().Count:N0}" })).ToBeVisibleAsync();
        await visit.PictureAsync("groups.png");

        var first = run["groups"]![0]!;
        await visit.Page.Locator("[data-group='1']").ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "群候補 1" })).ToBeVisibleAsync();
        var reasons = first["reasons"]!.AsArray().Select(reason => reason!["ja"]!.GetValue<string>()).ToArray();
        await Assertions.Expect(visit.Page.Locator("[data-testid=reasons] li")).ToHaveTextAsync(reasons);
        Assert.Equal(first["holding"]!["assets"]!.GetValue<double>(), await visit.FigureAsync("assets"));
        Assert.Equal(first["holding"]!["yen"]!.GetValue<double>(), await visit.FigureAsync("yen"));
        await visit.AssertAccessibleAsync();
        visit.AssertNoComplaints();
    }

    [Fact]
    public async Task While_a_run_is_shown_assets_have_the_colour_of_their_group()
    {
        await using var finding = await screen.OpenAsync("#area=model&tab=groups");
        await finding.SettledAsync();
        var run = await FindAsync(finding);
        var labels = await screen.Host.Client.GetByteArrayAsync(new Uri($"/api/runs/{run["id"]}/labels", UriKind.Relative), TestContext.Current.CancellationToken);
        var member = Enumerable.Range(0, labels.Length / 4).First(dense => BinaryPrimitives.ReadInt32LittleEndian(labels.AsSpan(dense * 4)) == 4);
        var asset = await screen.GetAsync($"/api/areas/model/assets/{member}");
        var feature = await screen.GetAsync($"/ogc/collections/assets/items/{asset["id"]}");

        // The fourth group's colour belongs to no sector of the region.
        var place = $"area=model&{Visit.Place(17, feature["geometry"]!)}";
        await using (var plain = await screen.OpenAsync($"#{place}"))
        {
            await plain.SettledAsync();
            Assert.Equal(0, await plain.PixelsAsync(0x8b, 0x00, 0x8b));
        }

        await using var coloured = await screen.OpenAsync($"#{place}&run={run["id"]}");
        await coloured.TabAsync("群候補");
        await Assertions.Expect(coloured.Page.Locator("[data-testid=groups] li").First).ToBeAttachedAsync();
        await coloured.SettledAsync();
        Assert.True(await coloured.PixelsAsync(0x8b, 0x00, 0x8b) > 0);
    }

    [Fact]
    public async Task An_asset_of_a_group_tells_why_it_is_in_and_what_would_move_it_out()
    {
        await using var finding = await screen.OpenAsync("#area=model&tab=groups");
        await finding.SettledAsync();
        var run = await FindAsync(finding);
        var labels = await screen.Host.Client.GetByteArrayAsync(new Uri($"/api/runs/{run["id"]}/labels", UriKind.Relative), TestContext.Current.CancellationToken);
        var member = Enumerable.Range(0, labels.Length / 4).First(dense => BinaryPrimitives.ReadInt32LittleEndian(labels.AsSpan(dense * 4)) == 2);
        var asset = await screen.GetAsync($"/api/areas/model/assets/{member}");
        var feature = await screen.GetAsync($"/ogc/collections/assets/items/{asset["id"]}");
        await using var visit = await screen.OpenAsync($"#area=model&tab=groups&run={run["id"]}&{Visit.Place(18, feature["geometry"]!)}", height: 900);
        await Assertions.Expect(visit.Page.Locator("[data-testid=groups] li").First).ToBeVisibleAsync();
        await visit.SettledAsync();
        await visit.Page.Locator("#map").ClickAsync();
        var card = visit.Page.Locator("[data-testid=asset-reasons][aria-busy=false]");
        await Assertions.Expect(card).ToBeVisibleAsync();
        // Whichever of the assets at that place was hit: what the card says is what the service answers for it.
        var hit = await visit.Page.Locator(".card h2").InnerTextAsync();
        await Assertions.Expect(visit.Page.Locator("[data-testid=asset-ties] li")).Not.ToHaveCountAsync(0);
        await Assertions.Expect(visit.Page.Locator("[data-testid=asset-exits] li").First).ToContainTextAsync("外れます");
        if (hit == asset["name"]!.GetValue<string>())
        {
            var reasons = await screen.GetAsync($"/api/runs/{run["id"]}/assets/{asset["id"]}/reasons");
            await Assertions.Expect(visit.Page.Locator("[data-testid=asset-exits] li")).ToHaveTextAsync(reasons["exits"]!.AsArray().Select(exit => exit!["words"]!["ja"]!.GetValue<string>()).ToArray());
        }

        // The group's panel beside it has the new numbers with their units.
        await Assertions.Expect(visit.Page.GetByText("実績のある地元の事業者", new() { Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByText("巡回の移動（直線）")).ToBeVisibleAsync();
        await visit.PictureAsync("asset-reasons.png");
        await visit.AssertAccessibleAsync();
        visit.AssertNoComplaints();
    }

    [Fact]
    public async Task Clicking_a_group_on_the_map_opens_its_reasons()
    {
        await using var finding = await screen.OpenAsync("#area=model&tab=groups");
        await finding.SettledAsync();
        var run = await FindAsync(finding);
        var at = Visit.Place(15, run["groups"]![1]!["outline"]!);
        await using var visit = await screen.OpenAsync($"#area=model&tab=groups&run={run["id"]}&{at}");
        await Assertions.Expect(visit.Page.Locator("[data-testid=groups] li").First).ToBeVisibleAsync();
        await visit.SettledAsync();
        await visit.Page.Locator("#map").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("[data-testid=reasons]")).ToBeVisibleAsync();
        visit.AssertNoComplaints();
    }

    [Fact]
    public async Task A_moving_slider_colours_the_map_at_once_and_a_run_is_one_choice_away()
    {
        await using var visit = await screen.OpenAsync("#area=model&tab=groups");
        await visit.SettledAsync();
        var live = visit.Page.Locator("[data-testid=live]");
        await visit.Page.Locator("input[name=radius]").FillAsync("120");
        await Assertions.Expect(live).ToContainTextAsync("この条件では");
        var wide = await live.InnerTextAsync();
        await visit.Page.Locator("[data-key=slider-radius]").FocusAsync();
        for (var presses = 0; presses < 6; presses++) await visit.Page.Keyboard.PressAsync("ArrowLeft");
        await Assertions.Expect(live).Not.ToHaveTextAsync(wide);
        await Assertions.Expect(visit.Page.Locator("input[name=radius]")).ToHaveValueAsync("60");
        await visit.SettledAsync();
        await visit.PictureAsync("live-groups.png");
        await visit.AssertAccessibleAsync();

        var run = await FindAsync(visit);
        await Assertions.Expect(live).ToBeEmptyAsync();
        Assert.Equal(60, run["parameters"]!["radius"]!.GetValue<double>());
        visit.AssertNoComplaints();
    }

    [Fact]
    public async Task Seen_from_afar_live_groups_are_outlines_and_near_by_their_assets_are_coloured()
    {
        var extent = (await screen.GetAsync("/api/areas/model"))["extent"]!.AsArray().Select(degrees => degrees!.GetValue<double>()).ToArray();
        var place = FormattableString.Invariant($"map=9.8/{(extent[1] + extent[3]) / 2:F4}/{(extent[0] + extent[2]) / 2:F4}");
        await using var visit = await screen.OpenAsync($"#area=model&tab=groups&{place}");
        await visit.SettledAsync();
        var before = await PurpleAsync(visit);
        var outlines = await visit.Page.RunAndWaitForResponseAsync(() => visit.Page.Locator("input[name=radius]").FillAsync("120"), answer => answer.Url.Contains("/regroup/outlines?", StringComparison.Ordinal));
        Assert.Equal(200, outlines.Status);
        await Assertions.Expect(visit.Page.Locator("[data-testid=live]")).ToContainTextAsync("この条件では");
        await visit.SettledAsync();
        Assert.True(await PurpleAsync(visit) > before + 20);
        await visit.PictureAsync("live-outlines.png");

        // Nearer, the same settings are asked for again, as labels.
        await visit.Page.RunAndWaitForResponseAsync(() => visit.Page.Locator(".ol-zoom-in").ClickAsync(), answer => answer.Url.EndsWith("/regroup", StringComparison.Ordinal));
        await visit.SettledAsync();
        await visit.Page.RunAndWaitForResponseAsync(() => visit.Page.Locator(".ol-zoom-out").ClickAsync(), answer => answer.Url.Contains("/regroup/outlines?", StringComparison.Ordinal));

        // A stored run has outlines of its own.
        await FindAsync(visit);
        await Assertions.Expect(visit.Page.Locator("[data-testid=live]")).ToBeEmptyAsync();
        visit.AssertNoComplaints();
    }

    // Pixels of the fourth group's colour and its like, laid over the map: no sector has them.
    private static Task<int> PurpleAsync(Visit visit) => visit.Page.EvaluateAsync<int>("""
        () => [...document.querySelectorAll('#map canvas')].filter(canvas => canvas.width).reduce((sum, canvas) => {
          const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
          for (let at = 0; at < data.length; at += 4) if (data[at + 3] > 100 && data[at] > data[at + 1] + 60 && data[at + 2] > data[at + 1] + 60) sum += 1;
          return sum;
        }, 0)
        """);

    [Fact]
    public async Task A_precedent_fills_the_settings_colours_the_map_and_can_be_changed()
    {
        await using var visit = await screen.OpenAsync("#area=model&tab=groups", height: 1000);
        await visit.SettledAsync();
        var (preset, words) = (visit.Page.Locator("[data-key=preset]"), visit.Page.Locator("[data-testid=preset]"));
        await Assertions.Expect(preset.Locator("option").First).ToHaveTextAsync("選ばない");
        await preset.SelectOptionAsync("shimoda");
        await Assertions.Expect(words).ToContainTextAsync("見どころ");
        await Assertions.Expect(visit.Page.Locator("[data-key=method]")).ToHaveValueAsync("density");
        await Assertions.Expect(visit.Page.Locator("input[name=radius]")).ToHaveValueAsync("100");
        await Assertions.Expect(visit.Page.Locator("input[name=borderWeight]")).ToHaveValueAsync("0.4");
        await Assertions.Expect(visit.Page.Locator("[data-key=sectors-road]")).ToBeCheckedAsync();
        await Assertions.Expect(visit.Page.Locator("[data-key=sectors-park]")).Not.ToBeCheckedAsync();
        await Assertions.Expect(visit.Page.Locator("[data-testid=live]")).ToContainTextAsync("この条件では");
        await visit.SettledAsync();
        await visit.PictureAsync("preset.png");
        await visit.AssertAccessibleAsync();

        await visit.Page.Locator("input[name=minPoints]").FillAsync("4");
        await visit.Page.Locator("[data-key=sectors-road]").UncheckAsync();
        await Assertions.Expect(words).ToContainTextAsync("変えてあります");
        var run = await FindAsync(visit);
        Assert.Equal(("shimoda", 4), (run["parameters"]!["preset"]!.GetValue<string>(), run["parameters"]!["minPoints"]!.GetValue<int>()));
        Assert.Null(run["parameters"]!["sectors"]);

        await visit.Page.Locator("[data-group='1']").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("[data-testid=plan]")).ToContainTextAsync("着手の順");
        await visit.PictureAsync("group-plan.png");
        await visit.AssertAccessibleAsync();
        visit.AssertNoComplaints();
    }

    [Fact]
    public async Task Groups_are_fitted_to_the_size_of_a_contract()
    {
        await using var visit = await screen.OpenAsync("#area=model&tab=groups");
        await visit.SettledAsync();
        await visit.Page.Locator("[data-key=method]").SelectOptionAsync("bounded");
        await visit.Page.Locator("input[name=maxAssets]").FillAsync("80");
        await visit.Page.Locator("input[name=maxExtent]").FillAsync("4000");
        var run = await FindAsync(visit);
        Assert.Equal("bounded", run["parameters"]!["method"]!.GetValue<string>());
        Assert.All(run["groups"]!.AsArray(), group => Assert.InRange(group!["assets"]!.GetValue<int>(), 10, 80));
        await Assertions.Expect(visit.Page.Locator(".notice.warn")).ToHaveCountAsync(run["notes"]!.AsArray().Count);
        visit.AssertNoComplaints();
    }

    [Fact]
    public async Task Limits_of_hours_and_travel_time_are_set_beside_their_assumptions()
    {
        await using var visit = await screen.OpenAsync("#area=model&tab=groups");
        await visit.SettledAsync();
        await visit.Page.Locator("[data-key=method]").SelectOptionAsync("bounded");
        await visit.Page.Locator("[data-key=hours] > summary").ClickAsync();
        await visit.Page.Locator("input[name=maxHours]").FillAsync("150");
        await visit.Page.Locator("input[name=hoursPerOrder]").FillAsync("0");
        await visit.Page.Locator("input[name=hours-bridge]").FillAsync("6");
        await visit.Page.Locator("[data-key=travel] > summary").ClickAsync();
        await visit.Page.Locator("input[name=maxTravelMinutes]").FillAsync("12");
        await visit.AssertAccessibleAsync();
        var run = await FindAsync(visit);
        var parameters = run["parameters"]!;
        Assert.Equal((150, 0, 6, 12), (parameters["maxHours"]!.GetValue<int>(), parameters["hoursPerOrder"]!.GetValue<int>(), parameters["hoursBySector"]!["bridge"]!.GetValue<int>(), parameters["maxTravelMinutes"]!.GetValue<int>()));
        Assert.NotEmpty(run["groups"]!.AsArray());
        await Assertions.Expect(visit.Page.Locator(".notice.warn", new() { HasText = "前提値で計算しました" })).ToHaveCountAsync(1);
        await Assertions.Expect(visit.Page.Locator(".notice.warn", new() { HasText = "移動時間は" })).ToHaveCountAsync(1);
        visit.AssertNoComplaints();
    }

    [Fact]
    public async Task Groups_that_share_a_firm_recolour_the_map_as_settings_move()
    {
        await using var visit = await screen.OpenAsync("#area=model&tab=groups");
        await visit.SettledAsync();
        await visit.Page.Locator("[data-key=method]").SelectOptionAsync("shared-firm");
        await visit.Page.Locator("input[name=near]").FillAsync("20");
        await Assertions.Expect(visit.Page.Locator("[data-testid=live]")).ToContainTextAsync("この条件では", new() { Timeout = 20_000 });
        await Assertions.Expect(visit.Page.Locator("input[name=radius]")).ToHaveValueAsync("60");
        await visit.Page.Locator("[data-key=evidence]").SelectOptionAsync("title");
        await visit.AssertAccessibleAsync();
        var run = await FindAsync(visit);
        Assert.Equal(("shared-firm", 20, "title"), (run["parameters"]!["method"]!.GetValue<string>(), run["parameters"]!["near"]!.GetValue<int>(), run["parameters"]!["evidence"]!.GetValue<string>()));
        visit.AssertNoComplaints();
    }

    [Fact]
    public async Task Distance_along_roads_is_one_choice_and_work_kinds_are_one_weight_more()
    {
        await using var visit = await screen.OpenAsync("#area=model&tab=groups");
        await visit.SettledAsync();
        await visit.Page.Locator("[data-key=distance]").SelectOptionAsync("road");
        // The first answer waits for the graph; the next ones are live.
        await Assertions.Expect(visit.Page.Locator("[data-testid=live]")).ToContainTextAsync("この条件では", new() { Timeout = 20_000 });
        await visit.Page.GetByText("ほかに重く見ること").ClickAsync();
        await visit.Page.Locator("input[name=workKindWeight]").FillAsync("0.1");
        await visit.AssertAccessibleAsync();
        var run = await FindAsync(visit);
        Assert.Equal(("road", 0.1), (run["parameters"]!["distance"]!.GetValue<string>(), run["parameters"]!["workKindWeight"]!.GetValue<double>()));
        await Assertions.Expect(visit.Page.Locator(".notice.warn")).ToContainTextAsync("道路沿い");
        visit.AssertNoComplaints();
    }

    [Fact]
    public async Task A_value_out_of_range_is_refused_beside_its_field()
    {
        await using var visit = await screen.OpenAsync("#area=model&tab=groups");
        // The defaults come with the description of the process, and would take the number back.
        await visit.SettledAsync();
        await visit.Page.Locator("input[name=radius]").FillAsync("99999");
        await visit.PressAsync("群候補を求める");
        await Assertions.Expect(visit.Page.Locator(".setting", new() { Has = visit.Page.Locator("input[name=radius]") }).Locator(".fault")).ToContainTextAsync("5000");
        visit.AssertNoComplaints();
    }

    [Fact]
    public async Task A_group_becomes_a_zone_by_the_keyboard_alone()
    {
        var scenario = await screen.NewScenarioAsync("鍵盤だけの検討案");
        await using var visit = await screen.OpenAsync($"#area=model&tab=area&scenario={scenario}");
        await visit.SettledAsync();
        await visit.Page.GetByRole(AriaRole.Tab, new() { Name = "地域" }).FocusAsync();
        await visit.Page.Keyboard.PressAsync("ArrowRight");
        await TabToAsync(visit, "find");
        await visit.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(visit.Page.Locator("[data-testid=groups] li").First).ToBeVisibleAsync(new() { Timeout = 30000 });
        await TabToAsync(visit, "group-2");
        await visit.Page.Keyboard.PressAsync("Enter");
        await TabToAsync(visit, "accept");
        await visit.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(visit.Page.GetByText("「群候補 2」を検討案「鍵盤だけの検討案」に加えました。")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.Locator("[data-testid=zones] li")).ToContainTextAsync(["群候補 2"]);
        var zone = (await screen.GetAsync($"/api/scenarios/{scenario}"))["zones"]![0]!;
        Assert.Equal("群候補 2", zone["name"]!.GetValue<string>());
        visit.AssertNoComplaints();
    }

    /// <summary>Presses the button and returns the run that the service stored.</summary>
    private async Task<JsonNode> FindAsync(Visit visit)
    {
        await visit.PressAsync("群候補を求める");
        await Assertions.Expect(visit.Page.Locator("[data-testid=groups] li").First).ToBeVisibleAsync(new() { Timeout = 30000 });
        var run = await visit.Page.EvaluateAsync<string>("() => new URLSearchParams(location.hash.slice(1)).get('run')");
        return await screen.GetAsync($"/api/runs/{run}");
    }

    /// <summary>Presses Tab until the control with that key has the focus.</summary>
    private static async Task TabToAsync(Visit visit, string key)
    {
        for (var presses = 0; presses < 60; presses++)
        {
            if (await visit.Page.EvaluateAsync<string?>("() => document.activeElement?.getAttribute('data-key')") == key) return;
            await visit.Page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"{key} can't be reached by the Tab key.");
    }
}
