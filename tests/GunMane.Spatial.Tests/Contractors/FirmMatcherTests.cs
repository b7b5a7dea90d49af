using CsCheck;
using GunMane.Spatial.Contractors;

namespace GunMane.Spatial.Tests.Contractors;

public sealed class FirmMatcherTests
{
    private const string Number = "7000012050002";
    private const string Other = "4000012090001";
    private static readonly string[] Near = ["浜辺市", "磯辺市", "浜辺県 浜辺土木事務所"];
    private static readonly string[] Far = ["山奥町", "谷川村", "浜辺県 山奥土木事務所"];
    private static readonly string[] Places = [.. Near, .. Far];

    [Fact]
    public void A_rare_name_is_one_firm_in_letters_branches_and_at_several_orderers()
    {
        var result = Match([], Of("株式会社グンマネ髙環境", Near[0]), Of("(株)グンマネ高環境 浜辺営業所", Near[1]), Of("グンマネ高環境（株）", Near[2]));
        Assert.Single(result.Kept.Distinct());
        Assert.Equal(2, result.Links.Count);
        Assert.All(result.Links, link => Assert.NotEmpty(link.Evidence));
    }

    [Fact]
    public void A_surname_and_a_trade_far_apart_are_two_firms_and_near_are_one()
    {
        var result = Match([], Of("(株)鈴木組", Near[0]), Of("(株)鈴木組", Near[1]), Of("(株)鈴木組", Far[0]), Of("(株)鈴木組", Far[1]));
        Assert.Equal(result.Kept[0], result.Kept[1]);
        Assert.Equal(result.Kept[2], result.Kept[3]);
        Assert.NotEqual(result.Kept[0], result.Kept[2]);
    }

    [Fact]
    public void Two_numbers_are_two_firms_and_a_name_between_them_is_asked()
    {
        var result = Match([], Of("(株)鈴木組", Near[0], Number), Of("(株)鈴木組", Near[0], Other), Of("(株)鈴木組", Near[0]));
        Assert.Equal(3, result.Kept.Distinct().Count());
        Assert.Equal(2, result.Questions.Count);
    }

    [Fact]
    public void One_number_is_one_firm_whatever_the_names() =>
        Assert.Single(Match([], Of("(株)見本", Near[0], Number), Of("(有)試験", Far[0], Number)).Kept.Distinct());

    [Theory]
    [InlineData("(株)グンマネ", "(有)グンマネ")]
    [InlineData("(株)グンマ?環境", "(株)グンマネ環境")]
    [InlineData("(株)齊藤組", "(株)斉藤組")]
    public void Doubt_is_asked_and_never_merged(string one, string other)
    {
        var result = Match([], Of(one, Near[0]), Of(other, Near[0]));
        Assert.Equal(2, result.Kept.Distinct().Count());
        Assert.NotEmpty(Assert.Single(result.Questions).Evidence);
    }

    [Fact]
    public void People_are_never_overruled()
    {
        FirmProfile[] firms = [Of("(株)グンマネ環境", Near[0]), Of("(株)グンマネ環境", Near[1]), Of("(有)見本", Near[0]), Of("(株)別名", Far[0])];
        var result = Match([new FirmRuling([0], [1], Same: false), new FirmRuling([2], [3], Same: true)], firms);
        Assert.NotEqual(result.Kept[0], result.Kept[1]);
        Assert.Equal(result.Kept[2], result.Kept[3]);
        Assert.True(Assert.Single(result.Links).ByPerson);
        Assert.Empty(result.Questions);
    }

    [Fact]
    public void Joint_ventures_of_one_name_stay_two() =>
        Assert.Equal(2, Match([], Of("見本・試験特定建設工事共同企業体", Near[0]), Of("見本・試験特定建設工事共同企業体", Near[1])).Kept.Distinct().Count());

    [Fact]
    public void Members_of_a_joint_venture_are_found_where_one_firm_fits()
    {
        FirmProfile[] firms = [Of("見本・試験特定建設工事共同企業体 60:40", Near[0]), Of("(株)見本建設", Near[0]), Of("(株)試験土木", Near[0]), Of("(株)試験建設", Near[0])];
        var link = Assert.Single(VentureLinks.Find(firms, [0, 1, 2, 3]));
        Assert.Equal((0, 1, true, 0.6), (link.Venture, link.Member, link.Leader, link.Share));
    }

    // Kept is the class of an equivalence: it is its own, all of a class name one, and no class has two numbers or a ruled-out pair.
    [Fact]
    public void The_result_is_an_equivalence_that_keeps_every_rule_and_no_order_of_the_rows_changes_it() =>
        Scenes.Sample(scene =>
        {
            var (firms, rulings, order) = scene;
            var result = FirmMatcher.Match(firms, rulings, IdentityModel.Shipped);
            Assert.All(Enumerable.Range(0, firms.Length), at => Assert.Equal(result.Kept[at], result.Kept[result.Kept[at]]));
            Assert.Equal(result.Links.Select(link => link.Firm).Order(), Enumerable.Range(0, firms.Length).Where(at => result.Kept[at] != at));
            Assert.All(firms.Index().GroupBy(pair => result.Kept[pair.Index]), group => Assert.True(group.Select(pair => pair.Item.Number).OfType<string>().Distinct().Count() <= 1));
            Assert.All(rulings, ruling => Assert.NotEqual(result.Kept[ruling.One[0]], result.Kept[ruling.Other[0]]));
            Assert.All(result.Questions, question => Assert.NotEqual(result.Kept[question.One], result.Kept[question.Other]));
            var shuffled = FirmMatcher.Match([.. order.Select(at => firms[at])],
                [.. rulings.Select(ruling => new FirmRuling([Array.IndexOf(order, ruling.One[0])], [Array.IndexOf(order, ruling.Other[0])], false))], IdentityModel.Shipped);
            Assert.Equal(Enumerable.Range(0, firms.Length).Select(at => firms[result.Kept[at]].Key), Enumerable.Range(0, firms.Length).Select(at => firms[order[shuffled.Kept[Array.IndexOf(order, at)]]].Key));
        }, iter: 300);

    private static readonly string[] Names = ["(株)鈴木組", "鈴木組", "(有)鈴木組", "(株)グンマネ環境", "(株)グンマネ環境 浜辺営業所", "(株)齊藤組", "(株)斉藤組", "(株)グン?ネ環境"];
    private static readonly string?[] Numbers = [null, null, null, Number, Other];

    private static readonly Gen<FirmProfile[]> Firms = Gen.Select(Gen.Int[0, Names.Length - 1], Gen.Int[0, 5], Gen.Int[0, Numbers.Length - 1])
        .Array[2, 9].Select(made => made.Select(one => Of(Names[one.Item1], Places[one.Item2], Numbers[one.Item3])).DistinctBy(firm => firm.Key).ToArray());

    private static readonly Gen<(FirmProfile[] Firms, FirmRuling[] Rulings, int[] Order)> Scenes =
        from firms in Firms
        from ruled in Gen.Select(Gen.Int[0, firms.Length - 1], Gen.Int[0, firms.Length - 1]).Array[0, 2]
        from order in Gen.Shuffle(Enumerable.Range(0, firms.Length).ToArray())
        select (firms, ruled.Where(pair => pair.Item1 != pair.Item2 && (firms[pair.Item1].Number ?? "a") != (firms[pair.Item2].Number ?? "b"))
            .Select(pair => new FirmRuling([pair.Item1], [pair.Item2], false)).ToArray(), order);

    private static MatchResult Match(FirmRuling[] rulings, params FirmProfile[] firms)
    {
        // Forty local firms that work at the near places and forty at the far ones tell which places are near each other.
        FirmProfile[] others = [.. Enumerable.Range(0, 80).SelectMany(at => (at < 40 ? Near : Far).Select(place => Of($"(株){(char)('あ' + at % 40)}{(char)('い' + at % 37)}{(char)('う' + at % 31)}造園", place)))];
        var result = FirmMatcher.Match([.. firms, .. others], rulings, IdentityModel.Shipped);
        return new MatchResult([.. result.Kept.Take(firms.Length)], [.. result.Links.Where(link => link.Firm < firms.Length)], [.. result.Questions.Where(question => question.One < firms.Length)]);
    }

    private static FirmProfile Of(string name, string place, string? number = null)
    {
        var read = FirmName.Normalise(name)!;
        var key = number is null ? ContractorIdentity.NameKey(new FirmMention(read, null, null, place)) : $"number:{number}@{name}";
        return new FirmProfile(key, read, number, FirmWorks.Of(1, [new FirmOrder(0, place, "市道舗装工事", 5_000_000, 2025, 1)])[0]);
    }
}
