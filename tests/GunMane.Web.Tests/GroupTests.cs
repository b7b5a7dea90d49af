using System.Globalization;
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
        await using var visit = await screen.OpenAsync("#area=model&tab=groups");
        await visit.SettledAsync();
        // The fourth group's colour belongs to no sector of the region.
        Assert.Equal(0, await visit.PixelsAsync(0x8b, 0x00, 0x8b));
        var run = await FindAsync(visit);
        await Assertions.Expect(visit.Page.Locator("[data-testid=groups] li")).ToHaveCountAsync(run["groups"]!.AsArray().Count);
        await visit.SettledAsync();
        Assert.True(await visit.PixelsAsync(0x8b, 0x00, 0x8b) > 0);
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
    public async Task Clicking_a_group_on_the_map_opens_its_reasons()
    {
        await using var visit = await screen.OpenAsync("#area=model&tab=groups");
        await visit.SettledAsync();
        var run = await FindAsync(visit);
        var position = run["groups"]![1]!["outline"]!["coordinates"]!.AsArray();
        while (position[0] is JsonArray inner) position = inner;
        await visit.Page.GotoAsync(string.Create(CultureInfo.InvariantCulture,
            $"/#area=model&tab=groups&run={run["id"]}&map=15.00/{position[1]!.GetValue<double>():F5}/{position[0]!.GetValue<double>():F5}"));
        await visit.Page.ReloadAsync();
        await Assertions.Expect(visit.Page.Locator("[data-testid=groups] li").First).ToBeVisibleAsync();
        await visit.SettledAsync();
        await visit.Page.Locator("#map").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("[data-testid=reasons]")).ToBeVisibleAsync();
        visit.AssertNoComplaints();
    }

    [Fact]
    public async Task A_value_out_of_range_is_refused_beside_its_field()
    {
        await using var visit = await screen.OpenAsync("#area=model&tab=groups");
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
