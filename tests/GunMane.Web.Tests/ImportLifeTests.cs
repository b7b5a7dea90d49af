using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace GunMane.Web.Tests;

/// <summary>A planner corrects rows, undoes an import, updates a ledger.</summary>
[Collection(Screen.Collection)]
public class ImportLifeTests(Screen screen)
{
    private const string Parks = "公園名,緯度,経度,面積\n海辺公園,34.85,138.32,100\n山手公園,北緯,138.33,200\n川公園,,,300\n";

    [Fact]
    public async Task A_row_is_corrected_by_typing_another_on_the_map_and_the_import_undone()
    {
        await screen.PostAsync("/api/areas", new JsonObject { ["code"] = "mend", ["name"] = "直す地域" });
        await using var visit = await screen.OpenAsync("#area=mend&tab=import");
        await ChooseAsync(visit, "公園.csv", Parks);
        await visit.PressAsync("取り込む");
        var report = visit.Page.Locator("[data-testid=report]").First;
        await FigureAsync(report, "quarantined", "2");
        await report.GetByText("保留した行を直す").ClickAsync();
        await visit.PressAsync("2 行目を直す");
        await visit.Page.Locator("input[data-column=緯度]").FillAsync("34.86");
        await visit.AssertAccessibleAsync();
        await visit.PictureAsync("import-correct.png");
        await visit.PressAsync("直して取り込む");
        report = visit.Page.Locator("[data-testid=report]").First;
        await FigureAsync(report, "repaired", "1");
        await FigureAsync(report, "quarantined", "1");

        await report.GetByText("保留した行を直す").ClickAsync();
        await visit.PressAsync("3 行目を直す");
        await visit.PressAsync("地図で指す");
        await visit.Page.Mouse.ClickAsync(900, 400);
        await Assertions.Expect(visit.Page.Locator("input[data-column=place]")).Not.ToHaveValueAsync("");
        await visit.Page.Locator("input[data-column=place]").FillAsync("34.87, 138.34");
        await visit.PressAsync("直して取り込む");
        report = visit.Page.Locator("[data-testid=report]").First;
        await FigureAsync(report, "repaired", "2");
        await FigureAsync(report, "quarantined", "0");

        await report.GetByRole(AriaRole.Button, new() { Name = "この取り込みを取り消す" }).ClickAsync();
        await visit.Page.Locator("dialog").GetByRole(AriaRole.Button, new() { Name = "この取り込みを取り消す" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("取り消し済み").First).ToBeVisibleAsync();
        Assert.Equal(0, (await screen.GetAsync("/api/areas/mend"))["counts"]!["assets"]!.GetValue<int>());
        visit.AssertNoComplaints();
        await GoneAsync("mend");
    }

    [Fact]
    public async Task A_ledger_is_updated_after_its_differences_were_seen()
    {
        await screen.PostAsync("/api/areas", new JsonObject { ["code"] = "renew", ["name"] = "更新する地域" });
        await using var visit = await screen.OpenAsync("#area=renew&tab=import");
        await ChooseAsync(visit, "公園.csv", "公園名,緯度,経度,面積\n海辺公園,34.85,138.32,100\n山手公園,34.86,138.33,200\n");
        await visit.PressAsync("取り込む");
        await FigureAsync(visit.Page.Locator("[data-testid=report]").First, "stored", "2");
        await ChooseAsync(visit, "公園.csv", "公園名,緯度,経度,面積\n海辺公園,34.851,138.32,150\n新公園,34.87,138.34,1\n");
        await visit.Page.GetByLabel("台帳の更新").CheckAsync();
        await visit.PressAsync("違いを見る");
        var comparison = visit.Page.Locator("[data-testid=comparison]");
        foreach (var (kind, value) in new[] { ("added", "1"), ("changed", "1"), ("removed", "1"), ("unchanged", "0") }) await FigureAsync(comparison, $"diff-{kind}", value);
        await Assertions.Expect(comparison.GetByText("100 → 150")).ToBeVisibleAsync();
        await visit.AssertAccessibleAsync();
        await visit.PictureAsync("import-update.png");
        Assert.Equal(2, (await screen.GetAsync("/api/areas/renew"))["counts"]!["assets"]!.GetValue<int>());
        await visit.PressAsync("この内容で台帳を更新する");
        await Assertions.Expect(visit.Page.GetByText("台帳の更新：変わった").First).ToBeVisibleAsync(new() { Timeout = 30000 });
        Assert.Equal(3, (await screen.GetAsync("/api/areas/renew"))["counts"]!["assets"]!.GetValue<int>());
        visit.AssertNoComplaints();
        await GoneAsync("renew");
    }

    // Other journeys expect the model region first.
    private async Task GoneAsync(string area) => (await screen.Host.Client.DeleteAsync(new Uri($"/api/areas/{area}", UriKind.Relative))).EnsureSuccessStatusCode();

    private static Task FigureAsync(ILocator within, string figure, string value) =>
        Assertions.Expect(within.Locator($"[data-figure={figure}]").First).ToHaveAttributeAsync("value", value, new() { Timeout = 30000 });

    private static Task ChooseAsync(Visit visit, string name, string text) => visit.Page.GetByTestId("files").SetInputFilesAsync(
        new FilePayload { Name = name, MimeType = "text/csv", Buffer = System.Text.Encoding.UTF8.GetBytes(text) });
}
