using GunMane.Spatial.Contracts;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Tests.Contracts;

/// <summary>Sector and work kind of made-up titles, one per rule of the vocabulary.</summary>
public sealed class TitleVocabularyTests
{
    [Theory]
    // The longest word decides: what is worked on, not where.
    [InlineData("市道浜辺線配水管布設替工事", "water", "repair_works")]
    [InlineData("浜辺公園線道路改良工事", "road", null)]
    [InlineData("見本小学校トイレ改修工事", "building", "repair_works")]
    [InlineData("浜辺公園トイレ改修工事", "park", "repair_works")]
    [InlineData("公共下水道管渠築造工事（第3工区）", "sewer", null)]
    [InlineData("下水道管路施設耐震診断業務委託", "sewer", "inspection")]
    [InlineData("市道12号線道路照明灯LED化工事", "lighting", "repair_works")]
    [InlineData("橋梁定期点検業務委託（その2）", "bridge", "inspection")]
    [InlineData("潮見橋ほか橋梁補修設計業務委託", "bridge", "design")]
    [InlineData("横断歩道橋修繕工事", "bridge", "repair_works")]
    [InlineData("浜辺トンネル照明設備更新工事", "tunnel", "repair_works")]
    [InlineData("急傾斜地崩壊対策工事（防護柵工）", "slope", null)]
    [InlineData("架空港海岸メンテナンスに伴う長寿命化計画更新業務委託", "harbour", "design")]
    [InlineData("浜辺川浚渫工事", "river", "cleaning")]
    [InlineData("二級河川浜辺川河川改良工事（伐採工）", "river", "mowing")]
    [InlineData("街路樹管理業務委託", "road", "mowing")]
    [InlineData("浜辺線除雪業務委託", null, "snow_removal")]
    [InlineData("市道浜辺線道路維持工事", "road", "small_repair")]
    [InlineData("道路巡回業務委託", "road", "patrol")]
    // What follows に伴う is the work, what precedes it the cause.
    [InlineData("潮見橋撤去に伴う配水管布設替工事", "water", "repair_works")]
    [InlineData("市道浜辺線改良工事に伴う地質調査業務委託", "road", "design")]
    // Programmes and numbers of books name nothing while the rest does.
    [InlineData("（入札番号第12号）令和6年度 道路メンテナンス補助事業 潮見橋補修工事", "bridge", "repair_works")]
    [InlineData("令和6年度 都市公園事業 市道浜辺線舗装補修工事", "road", "pavement_repair")]
    [InlineData("舗装工事", "road", "pavement_repair")]
    [InlineData("市道浜辺線道路改良工事（舗装工）", "road", null)]
    [InlineData("見本工業団地用地調査業務委託", null, "design")]
    [InlineData("見本小学校改修工事監理業務委託", "building", null)]
    [InlineData("空家実態調査業務委託", null, null)]
    public void A_title_names_its_object_and_its_work(string title, string? sector, string? kind)
    {
        Assert.Equal(sector, TitleVocabulary.Shipped.SectorOf(title)?.Key());
        Assert.Equal(kind, TitleVocabulary.Shipped.WorkKindOf(title)?.Key());
    }

    [Fact]
    public void Several_sectors_in_one_title_come_best_first() =>
        Assert.Equal([Sector.Road, Sector.River], TitleVocabulary.Shipped.SectorsOf("道路維持・河川維持管理業務委託").Order());

    [Fact]
    public void The_category_tells_commissions_from_works()
    {
        Assert.Equal(WorkKind.RepairWorks, TitleVocabulary.Shipped.WorkKindOf("見本庁舎設備更新", "工事"));
        Assert.Null(TitleVocabulary.Shipped.WorkKindOf("見本庁舎設備更新", "委託"));
        Assert.Equal(WorkKind.Design, TitleVocabulary.Shipped.WorkKindOf("浜辺地内", "測量"));
    }
}
