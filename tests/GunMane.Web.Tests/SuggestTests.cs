using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace GunMane.Web.Tests;

/// <summary>A file of a kind never seen: looked at on the map, put right with clicks, imported.</summary>
[Collection(Screen.Collection)]
public class SuggestTests(Screen screen)
{
    // Guard rails; the headers say little, and where the rails are called by name nothing says so.
    private const string Rails = """
        記号,ばしょ,よびな,できた,支柱間隔,きた,ひがし,おねがい先
        G-01,見本町一,甲,S61,2,34.851234,138.251234,㈱見本組
        G-02,見本町二,乙,H12,3,34.861234,138.261234,例示土木(有)
        G-03,見本町三,丙,2004,2,34.871234,138.271234,㈱見本組
        G-04,見本町四,丁,2011,2,,138.281234,㈱見本組
        """;

    [Fact]
    public async Task An_unknown_file_is_looked_at_put_right_and_imported_with_clicks()
    {
        await screen.PostAsync("/api/areas", new JsonObject { ["code"] = "unseen", ["name"] = "見たことのない台帳" });
        await using var visit = await screen.OpenAsync("#area=unseen&tab=import");
        await visit.SettledAsync();
        await ChooseAsync(visit, "ガードレール.csv", Rails);
        await visit.PressAsync("列の対応を確かめる");
        var panel = visit.Page.Locator("[data-testid=checking]");
        await Assertions.Expect(panel.Locator("[data-figure=stored]")).ToHaveAttributeAsync("value", "3", new() { Timeout = 60000 });
        await Assertions.Expect(panel.Locator("[data-figure=quarantined]")).ToHaveAttributeAsync("value", "1");
        await Assertions.Expect(visit.Page.GetByText("まだ保存されていません")).ToBeVisibleAsync();
        await Assertions.Expect(panel.GetByLabel("「きた」の項目")).ToHaveValueAsync("latitude");
        await Assertions.Expect(panel.GetByLabel("分野（すべての行）")).ToHaveValueAsync("road");
        await Assertions.Expect(panel.GetByLabel("「おねがい先」の項目")).ToHaveValueAsync("firm:built");
        await Assertions.Expect(panel.GetByText("緯度").First).ToBeVisibleAsync();
        await visit.SettledAsync();
        Assert.True(await visit.PixelsAsync(0, 0x17, 0xc1) > 20);
        await visit.AssertAccessibleAsync();
        await visit.PictureAsync("suggest.png");
        await panel.Locator(".check-columns").ScrollIntoViewIfNeededAsync();
        await panel.GetByText("気をつける行").First.ScrollIntoViewIfNeededAsync();
        await visit.PictureAsync("suggest-columns.png");
        Assert.Equal(0, (await screen.GetAsync("/api/areas/unseen"))["counts"]!["assets"]!.GetValue<int>());

        // What odd headers hide, the planner says, by the keyboard as well.
        await panel.GetByLabel("「よびな」の項目").SelectOptionAsync("name");
        await panel.GetByLabel("「記号」の項目").FocusAsync();
        await panel.GetByLabel("「記号」の項目").SelectOptionAsync("ledgerNumber");
        await panel.GetByLabel("「できた」の項目").SelectOptionAsync("builtYear");
        await panel.GetByLabel("「おねがい先」の項目").SelectOptionAsync("firm:maintains");
        await panel.GetByLabel("行を見分ける番号の列").SelectOptionAsync("記号");
        await Assertions.Expect(panel.GetByText("選んだもの").First).ToBeVisibleAsync();
        await Assertions.Expect(panel).ToHaveAttributeAsync("aria-busy", "false", new() { Timeout = 60000 });
        await panel.GetByLabel("この対応の名前").FillAsync("防護柵台帳");
        await visit.PressAsync("この対応で取り込む");
        await Assertions.Expect(visit.Page.GetByText("取り込みが終わりました。").First).ToBeVisibleAsync(new() { Timeout = 60000 });
        await Assertions.Expect(visit.Page.GetByText("まだ保存されていません")).ToBeHiddenAsync();

        var report = (await screen.GetAsync("/api/areas/unseen/imports"))[0]!;
        Assert.Equal("4 3 1", $"{report["read"]} {report["stored"]} {report["quarantined"]}");
        var profile = Assert.Single((await screen.GetAsync("/api/areas/unseen/profiles")).AsArray())!;
        Assert.Equal(("防護柵台帳", (string)report["profile"]!), ((string)profile["title"]!, (string)profile["name"]!));
        var asset = await screen.GetAsync("/api/areas/unseen/assets/0");
        Assert.Equal("road", (string)asset["sector"]!);
        Assert.Contains((string)asset["name"]!, new[] { "甲", "乙", "丙" });
        Assert.Equal("maintains", (string)asset["firms"]![0]!["role"]!);
        Assert.StartsWith("G-0", (string)asset["ledgerNumber"]!, StringComparison.Ordinal);
        // The kept mapping is there for the next file of this form.
        await ChooseAsync(visit, "ガードレール2.csv", Rails);
        await visit.Page.GetByLabel("読み取り方").SelectOptionAsync(new SelectOptionValue { Label = "防護柵台帳" });
        visit.AssertNoComplaints();
        using var removed = await screen.Host.Client.DeleteAsync("/api/areas/unseen", TestContext.Current.CancellationToken);
        Assert.True(removed.IsSuccessStatusCode, "the study area is removed with its firms");
    }

    [Fact]
    public async Task Leaving_it_stores_nothing_and_the_files_can_be_imported_otherwise()
    {
        await screen.PostAsync("/api/areas", new JsonObject { ["code"] = "left", ["name"] = "やめた地域" });
        await using var visit = await screen.OpenAsync("#area=left&tab=import");
        await visit.SettledAsync();
        await ChooseAsync(visit, "公園.csv", "公園名,緯度,経度\n北公園,34.81,138.31\n南公園,34.82,138.32\n");
        await visit.PressAsync("列の対応を確かめる");
        await Assertions.Expect(visit.Page.Locator("[data-testid=checking] [data-figure=stored]")).ToHaveAttributeAsync("value", "2", new() { Timeout = 60000 });
        await visit.PressAsync("やめる");
        await Assertions.Expect(visit.Page.Locator("[data-testid=checking]")).ToBeHiddenAsync();
        await Assertions.Expect(visit.Page.GetByText("公園.csv").First).ToBeVisibleAsync();
        Assert.Empty((await screen.GetAsync("/api/areas/left/imports")).AsArray());
        Assert.Empty((await screen.GetAsync("/api/areas/left/profiles")).AsArray());
        visit.AssertNoComplaints();
    }

    private static Task ChooseAsync(Visit visit, string name, string text) => visit.Page.Locator("[data-testid=files]").SetInputFilesAsync(
        new FilePayload { Name = name, MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(text) });
}
