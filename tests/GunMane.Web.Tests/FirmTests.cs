using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace GunMane.Web.Tests;

/// <summary>名寄せ on the page: doubtful pairs side by side, decided by mouse and keyboard, and taken back.</summary>
[Collection(Screen.Collection)]
public class FirmTests(Screen screen)
{
    private const string Rows = """
        発注者,担当課,件名,落札者,法人番号,落札金額,年度
        浜辺市,契約課,市道舗装工事,(株)グンマネ環境,,9000000,2025
        浜辺市,契約課,橋りょう点検,(有)グンマネ環境,,8000000,2012
        浜辺市,契約課,公園清掃,(株)テストナ道路サービス,,500000,2025
        浜辺市,契約課,河川草刈,(有)テストナ道路サービス,,400000,2015
        磯辺市,契約課,市道舗装修繕工事,株式会社グンマネ環境　浜辺営業所,,700000,2024

        """;

    [Fact]
    public async Task A_planner_decides_doubtful_pairs_the_worst_first_and_takes_a_decision_back()
    {
        await screen.PostAsync("/api/areas", new JsonObject { ["code"] = "firms", ["name"] = "事業者の地域" });
        await using var visit = await screen.OpenAsync("#area=firms&tab=firms");
        await Assertions.Expect(visit.Page.GetByText("確認が要る組はありません。")).ToBeVisibleAsync();
        await visit.AssertAccessibleAsync();
        await DropAsync(visit);
        await visit.PressAsync("取り込む");
        await Assertions.Expect(visit.Page.GetByText("取り込みが終わりました。").First).ToBeVisibleAsync(new() { Timeout = 60000 });

        await visit.TabAsync("事業者");
        var review = visit.Page.GetByTestId("firm-review");
        await Assertions.Expect(review.GetByText("(有)グンマネ環境").First).ToBeVisibleAsync();
        await Assertions.Expect(review.GetByText("会社の種類が違います")).ToBeVisibleAsync();
        await visit.AssertAccessibleAsync();
        await visit.PictureAsync("firms.png");

        await visit.PressAsync("同じ事業者（キー 1）");
        await Assertions.Expect(visit.Page.GetByText("を同じ事業者としました。").First).ToBeVisibleAsync(new() { Timeout = 30000 });
        await Assertions.Expect(review.GetByText("(有)テストナ道路サービス").First).ToBeVisibleAsync();
        Assert.Equal(1, (await screen.GetAsync("/api/areas/firms/firms/questions"))["total"]!.GetValue<int>());
        await visit.PressAsync("元に戻す");
        await Assertions.Expect(visit.Page.GetByText("決定を取り消しました。").First).ToBeVisibleAsync(new() { Timeout = 30000 });
        Assert.Equal(2, (await screen.GetAsync("/api/areas/firms/firms/questions"))["total"]!.GetValue<int>());

        // The keyboard alone: 3 puts the pair off, 2 tells the next one apart.
        await Assertions.Expect(review.GetByRole(AriaRole.Button, new() { Name = "あとで（キー 3）" })).ToBeVisibleAsync();
        await review.GetByRole(AriaRole.Button, new() { Name = "あとで（キー 3）" }).FocusAsync();
        await visit.Page.Keyboard.PressAsync("2");
        await Assertions.Expect(visit.Page.GetByText("を別の事業者としました。").First).ToBeVisibleAsync(new() { Timeout = 30000 });
        Assert.Equal(1, (await screen.GetAsync("/api/areas/firms/firms/questions"))["total"]!.GetValue<int>());

        // A merge of the engine, with its evidence, made two firms again.
        await visit.Page.GetByTestId("firm-merges").GetByText("浜辺営業所").First.ClickAsync();
        await Assertions.Expect(visit.Page.GetByTestId("firm-merges").GetByText("名前が同じです")).ToBeVisibleAsync();
        await visit.AssertAccessibleAsync();
        await visit.Page.GetByTestId("firm-merges").GetByRole(AriaRole.Button).First.ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("まとめた書き方はまだありません。")).ToBeVisibleAsync(new() { Timeout = 30000 });
        visit.AssertNoComplaints();
    }

    private static async Task DropAsync(Visit visit)
    {
        var transfer = await visit.Page.EvaluateHandleAsync("""
            text => {
              const transfer = new DataTransfer();
              transfer.items.add(new File([text], 'orders.csv'));
              return transfer;
            }
            """, Rows);
        await visit.Page.DispatchEventAsync("#map", "dragenter", new { dataTransfer = transfer });
        await visit.Page.DispatchEventAsync("#map", "drop", new { dataTransfer = transfer });
    }
}
