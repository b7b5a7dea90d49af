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

    [Fact]
    public async Task From_what_a_process_needs_to_what_came_of_it()
    {
        await using var visit = await screen.OpenAsync("ogc");
        var page = visit.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = "プロセス", Exact = true }).First.ClickAsync();
        await visit.AssertAccessibleAsync();
        await PictureAsync(page, "ogc-processes.png");
        await page.GetByRole(AriaRole.Link, new() { Name = "群候補を求める", Exact = true }).First.ClickAsync();
        var radius = page.GetByRole(AriaRole.Row, new() { Name = "近さの半径" });
        await Assertions.Expect(radius).ToContainTextAsync("10 ～ 5,000");
        await Assertions.Expect(radius).ToContainTextAsync("250");
        await Assertions.Expect(page.GetByRole(AriaRole.Row, new() { Name = "群の最大年額" })).ToContainTextAsync("円/年");
        await visit.AssertAccessibleAsync();
        await PictureAsync(page, "ogc-process.png");
        var done = await StartAsync(page, "links", new { studyArea = "model" });
        var failed = await StartAsync(page, "comparison", new { studyArea = "model", before = Guid.Empty, after = Guid.Empty });
        await UntilAsync(page, done, "完了");
        await Assertions.Expect(page.GetByText(new Regex("令和\\d+年（\\d{4}年）")).First).ToBeVisibleAsync();
        await visit.AssertAccessibleAsync();
        await PictureAsync(page, "ogc-job.png");
        await page.GetByRole(AriaRole.Link, new() { Name = "結果を見る" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "見た契約の数" })).ToBeVisibleAsync();
        await visit.AssertAccessibleAsync();
        await UntilAsync(page, failed, "失敗");
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("計算結果");
        await visit.AssertAccessibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "処理", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "失敗", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("tr[data-id] .ogc-state").First).ToHaveTextAsync("失敗");
        await Assertions.Expect(page.Locator($"tr[data-id='{done[^36..]}']")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Link, new() { Name = "すべて", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator($"tr[data-id='{done[^36..]}']")).ToHaveCountAsync(1);
        await visit.AssertAccessibleAsync();
        await PictureAsync(page, "ogc-jobs.png");
        visit.AssertNoComplaints();
    }

    [Theory]
    [InlineData("ogc/functions", "fiscal_year")]
    [InlineData("ogc/api", "getProcesses")]
    public async Task Pages_of_reference_can_be_read(string path, string word)
    {
        await using var visit = await screen.OpenAsync(path);
        await Assertions.Expect(visit.Page.GetByText(word).First).ToBeVisibleAsync();
        await visit.AssertAccessibleAsync();
        await PictureAsync(visit.Page, $"{path.Replace('/', '-')}.png");
        visit.AssertNoComplaints();
    }

    private static async Task<string> StartAsync(IPage page, string process, object inputs)
    {
        var accepted = await page.APIRequest.PostAsync($"/ogc/processes/{process}/execution", new()
        {
            DataObject = new { inputs }, Headers = new Dictionary<string, string> { ["Prefer"] = "respond-async" },
        });
        Assert.Equal(201, accepted.Status);
        return accepted.Headers["location"];
    }

    // The page says how far it is; whoever waits reads it again.
    private static async Task UntilAsync(IPage page, string job, string state)
    {
        for (var times = 0; times < 120; times++)
        {
            await page.GotoAsync(job);
            if (await page.Locator(".ogc-state").InnerTextAsync() == state) return;
            await Task.Delay(500);
        }

        await Assertions.Expect(page.Locator(".ogc-state")).ToHaveTextAsync(state);
    }

    private static async Task PictureAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("GUNMANE_SCREENSHOTS") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name) });
    }
}
