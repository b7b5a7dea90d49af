using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace GunMane.Web.Tests;

/// <summary>The API's own pages: a person finds an asset by table and map.</summary>
[Collection(Screen.Collection)]
public class ApiPagesTests(Screen screen)
{
    [Fact]
    public async Task From_the_landing_page_to_one_asset_by_table_and_map()
    {
        await using var visit = await screen.OpenAsync("ogc");
        var page = visit.Page;
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("地図API");
        await visit.AssertAccessibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "コレクション", Exact = true }).First.ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "施設", Exact = true }).ClickAsync();
        var all = (await screen.GetAsync("/ogc/collections/assets/items?limit=1"))["numberMatched"]!.GetValue<long>();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync(all.ToString("#,0", CultureInfo.InvariantCulture));
        await page.GetByLabel("条件").FillAsync("sector = 'bridge' AND study_area = 'model'");
        await page.GetByRole(AriaRole.Button, new() { Name = "絞り込む" }).ClickAsync();
        await Assertions.Expect(page.Locator("tr[data-id]")).ToHaveCountAsync(50);
        await page.GetByRole(AriaRole.Link, new() { Name = "建設年" }).ClickAsync();
        await Assertions.Expect(page.Locator("th[aria-sort=ascending]")).ToContainTextAsync("建設年");
        await Assertions.Expect(page.Locator("#map[aria-busy=false]")).ToBeVisibleAsync(new() { Timeout = 20000 });
        Assert.True(await visit.PixelsAsync(0x00, 0x17, 0xc1) > 20);
        await visit.AssertAccessibleAsync();
        await PictureAsync(page, "ogc-items.png");
        var first = await page.Locator("tr[data-id]").First.GetAttributeAsync("data-id");
        await page.GetByRole(AriaRole.Link, new() { Name = "次のページ" }).ClickAsync();
        await Assertions.Expect(page.Locator("tr[data-id]").First).Not.ToHaveAttributeAsync("data-id", first!);
        await page.Locator("tr[data-id] a").First.ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/ogc/collections/assets/items/[0-9a-f-]{36}$"));
        await Assertions.Expect(page.GetByRole(AriaRole.Row, new() { Name = "分野" })).ToContainTextAsync("bridge");
        await Assertions.Expect(page.Locator("#map[aria-busy=false]")).ToBeVisibleAsync(new() { Timeout = 20000 });
        await visit.AssertAccessibleAsync();
        await PictureAsync(page, "ogc-item.png");
        visit.AssertNoComplaints();
    }

    private static async Task PictureAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("GUNMANE_SCREENSHOTS") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name) });
    }
}
