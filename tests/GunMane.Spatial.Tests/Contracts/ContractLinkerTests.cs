using CsCheck;
using GunMane.Spatial.Contracts;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Tests.Contracts;

/// <summary>The ladder of rules on a made-up town (1), its neighbour (2) and their prefecture (9).</summary>
public sealed class ContractLinkerTests
{
    private static readonly LinkAsset[] Assets =
    [
        new(0, 1, "90001", Sector.Bridge, "潮見橋（浜辺川）", "市道12号浜辺線", "B-001", 1990, "海辺市浜町二丁目7"),
        new(1, 1, "90001", Sector.Bridge, "潮見橋側道橋", "市道12号浜辺線", "B-002", 1995, ""),
        new(2, 1, "90001", Sector.Bridge, "新橋", "市道3号山手線", "B-003", null, ""),
        new(3, 1, "90001", Sector.Bridge, "新橋", "市道4号谷線", "B-004", null, ""),
        new(4, 1, "90001", Sector.Road, "市道12号浜辺線 第1区間", "市道12号浜辺線", "R-001", null, ""),
        new(5, 1, "90001", Sector.Road, "市道12号浜辺線 第2区間", "市道12号浜辺線", "R-002", null, ""),
        new(6, 1, "90001", Sector.Park, "海辺市立あおぞら公園", "", "P-001", null, "海辺市浜町1丁目"),
        new(7, 1, "90001", Sector.River, "浜辺川 第1区間", "浜辺川", "V-001", null, ""),
        new(8, 1, "90001", Sector.Sewer, "", "", "S-001", 2024, "浜町2丁目地内"),
        new(9, 1, "90001", Sector.Sewer, "", "", "S-002", 2024, "山手町1番地"),
        new(10, 1, "90001", Sector.Building, "髙台浄化センター", "", "K-001", null, ""),
        new(11, 2, "90002", Sector.Bridge, "岬橋", "", "B-001", null, ""),
        new(12, 1, "90001", Sector.Lighting, "照明1", "市道12号浜辺線", "E-001", null, ""),
    ];

    private static readonly LinkOrderer[] Orderers = [new(1, "海辺市", "municipality"), new(2, "岬町", "municipality"), new(9, "架空県", "prefecture")];

    [Theory]
    [InlineData("潮見橋補修工事", "0 name")]
    [InlineData("（都）浜通り線（潮見橋）橋梁補修工事", "0 name")]
    [InlineData("令和6年度海辺市潮見橋ほか橋梁補修設計業務委託", "0 name")]
    [InlineData("市道12号浜辺線潮見橋側道橋補修工事", "1 name")]
    [InlineData("潮見橋線舗装補修工事", "")]
    [InlineData("新潮見橋補修工事", "")]
    [InlineData("新橋補修工事", "2 name?,3 name?")]
    [InlineData("市道12号浜辺線舗装補修工事", "4 line,5 line")]
    [InlineData("(市)浜辺線舗装補修工事", "4 line,5 line")]
    [InlineData("市道12号線道路照明灯更新工事", "12 line")]
    [InlineData("市道112号浜辺西線舗装工事", "")]
    [InlineData("市道12号浜辺線橋梁点検業務委託", "0 line,1 line")]
    [InlineData("市道12号浜辺線配水管布設替工事", "")]
    [InlineData("潮見橋撤去に伴う舗装補修工事", "")]
    [InlineData("あおぞら公園遊具更新工事", "6 name")]
    [InlineData("あおぞら公園線舗装工事", "")]
    [InlineData("準用河川浜辺川浚渫工事", "7 line")]
    [InlineData("浜辺川（二）護岸工事", "7 line")]
    [InlineData("高台浄化センター空調設備更新工事", "10 name")]
    [InlineData("浜町2丁目地内管渠更生工事", "8 area")]
    [InlineData("浜町公園街灯設置工事", "")]
    [InlineData("施設番号 B-003 橋梁補修工事", "2 number")]
    [InlineData("空家実態調査", "")]
    public void A_title_is_linked_by_the_strongest_rung_that_finds_something(string title, string expected) =>
        Assert.Equal(expected, Shown(Propose(Order(1, title))));

    [Theory]
    [InlineData("岬橋補修工事", "11 name?")]
    [InlineData("潮見橋補修工事", "0 name?")]
    public void A_prefecture_meets_a_towns_asset_only_as_an_open_question(string title, string expected) =>
        Assert.Equal(expected, Shown(Propose(Order(9, title))));

    [Fact]
    public void Another_towns_assets_are_never_meant() => Assert.Empty(Propose(Order(2, "潮見橋補修工事")));

    [Fact]
    public void A_stated_number_names_the_orderers_asset_where_two_ledgers_use_it()
    {
        var order = Order(2, "橋梁点検業務");
        Assert.Equal("11 number", Shown(Propose([order], numbers: [(order.Id, "B-001")])));
        Assert.Equal("", Shown(Propose([Order(9, "橋梁点検業務")], numbers: [(1, "B-001")])));
    }

    [Fact]
    public void What_the_file_stated_already_is_not_looked_for_in_the_title() =>
        Assert.Empty(Propose([Order(1, "潮見橋補修工事") with { Numbered = true }]));

    [Fact]
    public void The_builder_of_the_ledger_with_the_same_year_and_place_is_the_order_that_built_it()
    {
        var order = Order(1, "浜町2丁目地内管渠築造工事") with { Contractor = 77, FiscalYear = 2024 };
        (int, long)[] builders = [(8, 77), (9, 77)];
        Assert.Equal("8 builder", Shown(Propose([order], builders: builders)));
        Assert.Equal("8 area", Shown(Propose([order with { FiscalYear = 2023 }], builders: builders)));
        Assert.Equal("8 area", Shown(Propose([order with { Contractor = 78 }], builders: builders)));
        // Two orders that claim to have built it: a planner decides.
        var both = Propose([order, order with { Id = 2 }], builders: builders);
        Assert.Equal([false, false], both.Select(proposal => proposal.Sure));
    }

    [Fact]
    public void A_district_too_wide_says_nothing()
    {
        var many = Enumerable.Range(100, ContractLinker.WidestArea + 1).Select(id => new LinkAsset(id, 1, "90001", Sector.Sewer, "", "", null, null, "新田1")).ToList();
        Assert.Empty(ContractLinker.Propose(Facts([Order(1, "新田地区管渠更生工事")], many)));
        Assert.Equal(ContractLinker.WidestArea, ContractLinker.Propose(Facts([Order(1, "新田地区管渠更生工事")], many[..^1])).Count);
    }

    [Fact]
    public void The_order_of_the_facts_changes_nothing()
    {
        string[] titles = ["潮見橋補修工事", "新橋補修工事", "市道12号浜辺線舗装補修工事", "浜町2丁目地内管渠更生工事", "準用河川浜辺川浚渫工事"];
        var orders = titles.Select((title, at) => Order(1, title) with { Id = at + 1 }).ToArray();
        var expected = ContractLinker.Propose(Facts(orders, Assets));
        Gen.Shuffle(Assets).Select(Gen.Shuffle(orders)).Sample((assets, shuffled) =>
            ContractLinker.Propose(Facts(shuffled, assets)).SequenceEqual(expected), iter: 100);
    }

    [Fact]
    public void Any_text_is_a_title()
    {
        string[] parts = ["橋", "川", "線", "号", "市道", "一", "二", "1", "2", "-", "（", "）", "(", ")", "ー", "ヶ", "の", " ", "\u3000", "𠮷", "潮見", "浜辺", "第"];
        Gen.Int[0, parts.Length - 1].Array[0, 40].Sample(
            picked => { ContractLinker.Propose(Facts([Order(1, string.Concat(picked.Select(at => parts[at])))], Assets)); }, iter: 2_000);
    }

    private static LinkContract Order(int orderer, string title) =>
        new(1, orderer, title, TitleVocabulary.Shipped.SectorOf(title), TitleVocabulary.Shipped.WorkKindOf(title), null, null, false);

    private static IReadOnlyList<LinkProposal> Propose(LinkContract order) => Propose([order]);

    private static IReadOnlyList<LinkProposal> Propose(
        LinkContract[] orders, IReadOnlyList<(long, string)>? numbers = null, IReadOnlyList<(int, long)>? builders = null) =>
        ContractLinker.Propose(Facts(orders, Assets) with { Numbers = numbers ?? [], Builders = builders ?? [] });

    private static LinkFacts Facts(IReadOnlyList<LinkContract> orders, IReadOnlyList<LinkAsset> assets) =>
        new(Orderers, [new("90001", "海辺市"), new("90002", "岬町")], assets, orders, [], []);

    private static string Shown(IReadOnlyList<LinkProposal> proposals) =>
        string.Join(',', proposals.Select(proposal => $"{proposal.DenseId} {proposal.Basis.Key()}{(proposal.Sure ? "" : "?")}"));
}
