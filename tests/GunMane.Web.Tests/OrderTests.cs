using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace GunMane.Web.Tests;

/// <summary>発注: the table with totals that agree, a cell opened, and names that a planner decides on the map.</summary>
[Collection(Screen.Collection)]
public class OrderTests(Screen screen)
{
    [Fact]
    public async Task The_table_agrees_with_the_service_sorts_and_opens_into_orders_and_firms()
    {
        var table = await screen.GetAsync("/api/areas/model/orders/table");
        await using var visit = await screen.OpenAsync("#area=model&tab=orders");
        await Assertions.Expect(visit.Page.Locator("[data-testid=orders]")).ToBeVisibleAsync();
        foreach (var key in new[] { "contracts", "yen" })
            Assert.Equal(table["total"]![key]!.GetValue<double>(), await visit.FigureAsync(key, "[data-row=total]"));
        var best = table["rows"]!.AsArray().MaxBy(row => row!["yen"]!.GetValue<long>())!;
        var first = visit.Page.Locator(".orders-table tbody tr").First;
        Assert.Equal(best["yen"]!.ToJsonString(), await first.Locator("data").First.GetAttributeAsync("value"));
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "件数" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator("th[aria-sort=descending]")).ToContainTextAsync("件数");
        await visit.AssertAccessibleAsync();
        await visit.PictureAsync("orders.png");

        await visit.Page.Locator(".orders-table tbody tr").First.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(visit.Page.Locator("[data-testid=order-firms] tbody tr").First).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.Locator("[data-testid=order-list] tbody tr").First).ToBeVisibleAsync();
        await visit.AssertAccessibleAsync();
        await visit.PictureAsync("orders-cell.png");
        await visit.PressAsync("一覧に戻る");
        await Assertions.Expect(visit.Page.Locator("[data-testid=orders]")).ToBeVisibleAsync();

        await visit.Page.GetByLabel("分野", new() { Exact = true }).SelectOptionAsync("bridge");
        var bridges = await screen.GetAsync("/api/areas/model/orders/table?sector=bridge");
        await Assertions.Expect(visit.Page.Locator("[data-row=total] [data-figure=yen]")).ToHaveAttributeAsync("value", bridges["total"]!["yen"]!.ToJsonString());
        await visit.Page.GetByLabel("分野", new() { Exact = true }).SelectOptionAsync("harbour");
        await Assertions.Expect(visit.Page.GetByText("この条件に合う発注はありません")).ToBeVisibleAsync();
        visit.AssertNoComplaints();
    }

    [Fact]
    public async Task An_open_name_is_shown_on_the_map_decided_and_taken_back()
    {
        await ArrangeAsync("decide");
        await using var visit = await screen.OpenAsync("#area=decide&tab=orders");
        await visit.TabAsync("契約と施設");
        await Assertions.Expect(visit.Page.Locator("[data-testid=shares] [data-row=total]")).ToBeVisibleAsync();
        var question = visit.Page.Locator("[data-testid=question]");
        await Assertions.Expect(question).ToHaveCountAsync(1);
        await question.GetByRole(AriaRole.Button).First.ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("「新橋」はどの施設ですか")).ToBeVisibleAsync();
        await visit.SettledAsync();
        Assert.True(await visit.PixelsAsync(0xce, 0, 0) > 100);
        await visit.AssertAccessibleAsync();
        await visit.PictureAsync("orders-links.png");

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "これ: 1 新橋" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("確認を待つ契約はありません。")).ToBeVisibleAsync();
        Assert.Equal("planner", (await screen.GetAsync("/api/areas/decide/orders"))["orders"]![0]!["basis"]!.GetValue<string>());
        await visit.Page.Locator("[data-testid=decisions]").GetByRole(AriaRole.Button).First.ClickAsync();
        await Assertions.Expect(question).ToHaveCountAsync(1);
        await Assertions.Expect(visit.Page.GetByText("取り消し済み")).ToBeVisibleAsync();
        visit.AssertNoComplaints();
        // Other tests start at the first area with assets.
        using var removed = await screen.Host.Client.DeleteAsync(new Uri("/api/areas/decide", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.True(removed.IsSuccessStatusCode);
    }

    [Fact]
    public async Task An_area_without_orders_says_what_to_do()
    {
        await screen.PostAsync("/api/areas", new JsonObject { ["code"] = "orderless", ["name"] = "契約のない地域" });
        await using var visit = await screen.OpenAsync("#area=orderless&tab=orders");
        await Assertions.Expect(visit.Page.GetByText("契約や入札結果を取り込むと")).ToBeVisibleAsync();
        await visit.AssertAccessibleAsync();
        visit.AssertNoComplaints();
    }

    // A made-up town with two bridges of one name, and an order for one of them.
    private async Task ArrangeAsync(string code)
    {
        await screen.PostAsync("/api/areas", new JsonObject { ["code"] = code, ["name"] = "判断の地域" });
        await ImportAsync(code, "bridges.csv", "points-csv", "name,latitude,longitude\n新橋,34.80,138.20\n新橋,34.81,138.22\n", "&sector=bridge&owner=22212");
        await ImportAsync(code, "awards.csv", "awards", "org,name,winner_name,amount,open_date\n焼津市,新橋補修工事,(株)見本組,1000000,2024-05-01\n", "&owner=22212");
    }

    private async Task ImportAsync(string code, string file, string profile, string text, string options)
    {
        using var form = new MultipartFormDataContent { { new StringContent(text), "files", file } };
        using var answer = await screen.Host.Client.PostAsync(new Uri($"/api/areas/{code}/imports?profile={profile}{options}", UriKind.Relative), form);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, body);
        var job = JsonNode.Parse(body)!["job"]!.GetValue<string>();
        await TestKit.TestWait.UntilAsync(async () => (await screen.GetAsync($"/ogc/jobs/{job}"))["finished"] is not null);
        Assert.Equal("successful", (await screen.GetAsync($"/ogc/jobs/{job}"))["status"]!.GetValue<string>());
    }
}
