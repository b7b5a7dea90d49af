using System.Text.Json.Nodes;
using GunMane.TestKit;
using Microsoft.Playwright;

namespace GunMane.Web.Tests;

/// <summary>Files dropped on the page, and their reports.</summary>
[Collection(Screen.Collection)]
public class ImportTests(Screen screen)
{
    [Fact]
    public async Task A_file_dropped_on_the_page_is_imported_and_every_row_accounted_for()
    {
        await screen.PostAsync("/api/areas", new JsonObject { ["code"] = "dropped", ["name"] = "落とした地域" });
        await using var visit = await screen.OpenAsync("#area=dropped");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "落とした地域" })).ToBeVisibleAsync();
        await DropAsync(visit, "contractors.csv");
        await Assertions.Expect(visit.Page.GetByText("contractors.csv").First).ToBeVisibleAsync();
        await visit.PressAsync("取り込む");
        await Assertions.Expect(visit.Page.GetByText("取り込みが終わりました。").First).ToBeVisibleAsync(new() { Timeout = 30000 });

        var report = (await screen.GetAsync("/api/areas/dropped/imports"))[0]!;
        var shown = visit.Page.Locator("[data-testid=report]").First;
        foreach (var key in new[] { "read", "stored", "repaired", "duplicate", "quarantined" })
            await Assertions.Expect(shown.Locator($"[data-figure={key}]")).ToHaveAttributeAsync("value", report[key]!.ToJsonString());
        Assert.True(report["read"]!.GetValue<int>() > 0);
        Assert.Equal(report["read"]!.GetValue<int>(), new[] { "stored", "repaired", "duplicate", "quarantined" }.Sum(key => report[key]!.GetValue<int>()));
        await visit.AssertAccessibleAsync();
        visit.AssertNoComplaints();
    }

    [Fact]
    public async Task A_study_area_is_added_with_a_suggested_code_and_asks_for_its_first_file()
    {
        await using var visit = await screen.OpenAsync();
        await visit.PressAsync("対象地域を追加");
        await visit.Page.GetByLabel("名前", new() { Exact = true }).FillAsync("試しの地域 Trial");
        await Assertions.Expect(visit.Page.GetByLabel("コード", new() { Exact = true })).ToHaveValueAsync("trial");
        await visit.AssertAccessibleAsync();
        await visit.PressAsync("追加する");
        await Assertions.Expect(visit.Page.GetByText("次にすること").Filter(new() { Visible = true })).ToBeVisibleAsync();
        await Assertions.Expect(visit.Button("ファイルを選ぶ")).ToBeVisibleAsync();
        Assert.Equal("試しの地域 Trial", (await screen.GetAsync("/api/areas/trial"))["name"]!.GetValue<string>());

        await visit.TabAsync("地域");
        await visit.PressAsync("この対象地域を削除");
        await visit.PressAsync("削除する");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "モデル地域（架空）" })).ToBeVisibleAsync();
        Assert.DoesNotContain((await screen.GetAsync("/api/areas")).AsArray(), area => area!["code"]!.GetValue<string>() == "trial");
        visit.AssertNoComplaints();
    }

    private static async Task DropAsync(Visit visit, string file)
    {
        var content = Convert.ToBase64String(await File.ReadAllBytesAsync(Checkout.At("data", "sample", file)));
        var transfer = await visit.Page.EvaluateHandleAsync("""
            ([name, content]) => {
              const transfer = new DataTransfer();
              transfer.items.add(new File([Uint8Array.from(atob(content), letter => letter.charCodeAt(0))], name));
              return transfer;
            }
            """, new[] { file, content });
        await visit.Page.DispatchEventAsync("#map", "dragenter", new { dataTransfer = transfer });
        await Assertions.Expect(visit.Page.GetByText("ここでファイルを離すと")).ToBeVisibleAsync();
        await visit.Page.DispatchEventAsync("#map", "drop", new { dataTransfer = transfer });
    }
}
