using GunMane.Spatial.Contractors;

namespace GunMane.Spatial.Tests.Contractors;

public sealed class FirmNameTests
{
    [Theory]
    [InlineData("（株）見本建設", "見本建設", "株式会社", "")]
    [InlineData("㈱見本建設", "見本建設", "株式会社", "")]
    [InlineData("見本建設株式会社", "見本建設", "株式会社", "")]
    [InlineData("株式会社 見本 建設", "見本建設", "株式会社", "")]
    [InlineData("㈲ミホン土木", "ミホン土木", "有限会社", "")]
    [InlineData("ﾐﾎﾝ土木有限会社", "ミホン土木", "有限会社", "")]
    [InlineData("見本建設", "見本建設", "", "")]
    [InlineData("見本設計（株）浜辺営業所", "見本設計", "株式会社", "浜辺営業所")]
    [InlineData("見本設計(株) 営業第一部", "見本設計", "株式会社", "営業第一部")]
    [InlineData("（株）見本設計　静岡支店", "見本設計", "株式会社", "静岡支店")]
    [InlineData("株式会社見本設計静岡支店", "見本設計", "株式会社", "静岡支店")]
    [InlineData("1株式会社見本", "1見本", "株式会社", "")]
    [InlineData("髙橋組（有）", "高橋組", "有限会社", "")]
    [InlineData("㈱渡邉工務店", "渡辺工務店", "株式会社", "")]
    [InlineData("㈱渡邊工務店", "渡辺工務店", "株式会社", "")]
    [InlineData("(有)見本工業(寄附申請者：テスト(株))", "見本工業", "有限会社", "")]
    [InlineData("株)見本建設", "見本建設", "株式会社", "")]
    [InlineData("見本建設㈱ 代表取締役 見本 太郎", "見本建設", "株式会社", "")]
    [InlineData("(株)見本建設 浜辺支店 支店長 見本太郎", "見本建設", "株式会社", "浜辺支店")]
    [InlineData("見本造園 代表 見本太郎", "見本造園", "", "")]
    [InlineData("見本建築設計事務所 佐藤太郎", "見本建築設計事務所", "", "")]
    [InlineData("ＮＰＯ法人見本の会", "見本の会", "特定非営利活動法人", "")]
    [InlineData("虹ヶ丘建設㈱", "虹ケ丘建設", "株式会社", "")]
    [InlineData("（株）ＡーＢ", "A-B", "株式会社", "")]
    [InlineData("（株）Ａ―Ｂ", "A-B", "株式会社", "")]
    [InlineData("濵邉𠮷澤組", "浜辺吉沢組", "", "")]
    [InlineData("見本設計〔株〕", "見本設計", "株式会社", "")]
    public void A_name_is_taken_apart(string raw, string core, string form, string branch)
    {
        var name = FirmName.Normalise(raw)!;
        Assert.Equal((core, form, branch), (name.Core, name.Form, name.Branch));
    }

    // Nobody can say where 虹ヶ丘支店 begins: kept whole rather than joined wrongly.
    [Fact]
    public void A_branch_at_an_unknown_place_stays_in_the_name() => Assert.Equal("見本設計虹ケ丘支店", FirmName.Normalise("(株)見本設計虹ヶ丘支店")!.Core);

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("－")]
    [InlineData("不明")]
    [InlineData("不調")]
    [InlineData(null)]
    public void These_name_no_firm(string? raw) => Assert.Null(FirmName.Normalise(raw));

    [Theory]
    [InlineData("見本・試験特定建設工事共同企業体", FirmKind.JointVenture)]
    [InlineData("見本・試験設備ＪＶ", FirmKind.JointVenture)]
    [InlineData("見本、試験", FirmKind.JointVenture)]
    [InlineData("見本建設・試験土木", FirmKind.JointVenture)]
    [InlineData("見本・コンサルタント(株)", FirmKind.Company)]
    [InlineData("浜辺町建設業協同組合", FirmKind.Cooperative)]
    [InlineData("(株)見本", FirmKind.Company)]
    [InlineData("JVC見本(株)", FirmKind.Company)]
    public void The_kind_is_read_from_the_name(string raw, FirmKind kind) => Assert.Equal(kind, FirmName.Normalise(raw)!.Kind);

    [Theory]
    [InlineData("（株）ＡＢ?Ｃ", true)]
    [InlineData("試験、＊本組", true)]
    [InlineData("見〓組", true)]
    [InlineData("見本組", false)]
    public void Lost_letters_are_seen(string raw, bool lossy) => Assert.Equal(lossy, FirmName.Normalise(raw)!.Lossy);

    [Theory]
    [InlineData("ミホン・コーポ", "ミホンコーポ")]
    [InlineData("虹ヶ丘組", "虹ケ丘組")]
    [InlineData("井之上組", "井ノ上組")]
    [InlineData("ジャパン見本", "ジヤパン見本")]
    [InlineData("ＡＢ－Ｇ見本", "ａｂーｇ見本")]
    public void Spellings_of_one_name_share_a_skeleton(string one, string other) =>
        Assert.Equal(FirmWords.Skeleton(FirmName.Normalise(one)!.Core), FirmWords.Skeleton(FirmName.Normalise(other)!.Core));

    [Fact]
    public void Old_letters_are_kept_beside_the_common_ones()
    {
        var name = FirmName.Normalise("髙見本組")!;
        Assert.Equal(("高見本組", "髙見本組"), (name.Core, name.Written));
    }

    [Fact]
    public void Two_different_legal_forms_are_two_firms()
    {
        var name = FirmName.Normalise("(株)見本")!;
        Assert.True(name.MayBe("見本", "株式会社"));
        Assert.True(name.MayBe("見本", ""));
        Assert.False(name.MayBe("見本", "有限会社"));
    }
}
