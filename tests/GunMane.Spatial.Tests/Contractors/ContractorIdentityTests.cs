using CsCheck;
using GunMane.Spatial.Contractors;

namespace GunMane.Spatial.Tests.Contractors;

public sealed class ContractorIdentityTests
{
    private const string Number = "7000012050002";
    private const string Other = "4000012090001";

    [Fact]
    public void Spellings_of_one_name_are_one_firm()
    {
        var result = Resolve([], Of("(株)見本"), Of("株式会社見本"), Of("見本（株）浜辺営業所"), Of("見本"));
        Assert.Single(result.Made);
        Assert.Single(result.Of.Distinct());
    }

    [Fact]
    public void A_number_decides_whatever_the_name()
    {
        var result = Resolve([], Of("(株)見本", Number), Of("(株)試験", Number), Of("(株)見本", Other));
        Assert.Equal(result.Of[0], result.Of[1]);
        Assert.NotEqual(result.Of[0], result.Of[2]);
    }

    [Fact]
    public void A_name_alone_joins_the_only_firm_of_that_name()
    {
        var result = Resolve([Known(7, "number:" + Number, "見本", "株式会社", Number)], Of("見本(株)"));
        Assert.Equal([7L], result.Of);
        Assert.Empty(result.Made);
    }

    [Fact]
    public void A_name_alone_joins_none_of_several()
    {
        var result = Resolve([Known(7, "number:" + Number, "見本", "株式会社", Number), Known(8, "number:" + Other, "見本", "株式会社", Other)], Of("見本(株)"));
        Assert.Equal("name:見本/株式会社", Assert.Single(result.Made).Firm.Key);
    }

    [Fact]
    public void A_firm_known_by_name_takes_the_only_number_of_that_name()
    {
        var result = Resolve([Known(7, "name:見本/株式会社", "見本", "株式会社", null)], Of("(株)見本", Number));
        Assert.Equal([7L], result.Of);
        Assert.Equal(("number:" + Number, Number), (Assert.Single(result.Upgraded).Key, result.Upgraded[0].Number));
    }

    [Fact]
    public void Two_numbers_of_one_name_leave_the_firm_known_by_name_alone()
    {
        var result = Resolve([Known(7, "name:見本/株式会社", "見本", "株式会社", null)], Of("(株)見本", Number), Of("(株)見本", Other));
        Assert.Empty(result.Upgraded);
        Assert.Equal(2, result.Made.Count);
    }

    [Fact]
    public void Two_legal_forms_stay_apart_and_the_bare_name_joins_neither()
    {
        var result = Resolve([], Of("(株)見本"), Of("(有)見本"), Of("見本"));
        Assert.Equal(3, result.Made.Count);
    }

    [Fact]
    public void A_register_number_finds_the_firm_that_has_a_corporate_number_too()
    {
        var known = Known(7, "number:" + Number, "見本", "株式会社", Number) with { SourceNumber = "K-1" };
        Assert.Equal([7L], Resolve([known], Of("ミホン", null, "K-1")).Of);
    }

    [Fact]
    public void Lost_letters_join_nobody()
    {
        var result = Resolve([Known(7, "name:見?", "見?", "", null) with { Lossy = true }], Of("(株)見?"));
        Assert.Single(result.Made);
    }

    [Fact]
    public void The_order_of_the_mentions_changes_nothing() =>
        Gen.Shuffle(new[] { Of("(株)見本"), Of("見本"), Of("(有)見本"), Of("(株)見本", Number), Of("試験", Other), Of("(株)試験"), Of("試験", null, "K-2") })
            .Sample(mentions =>
            {
                var result = ContractorIdentity.Resolve([], mentions);
                var firms = mentions.Select((mention, at) => (mention.Name.Raw, mention.Number, mention.SourceNumber, result.Made[(int)(-1 - result.Of[at])].Firm.Key)).Order();
                Assert.Equal(expected ??= [.. firms], firms);
            }, threads: 1);

    private static (string, string?, string?, string)[]? expected;

    private static FirmMention Of(string name, string? number = null, string? source = null) => new(FirmName.Normalise(name)!, number, source);

    private static KnownFirm Known(long id, string key, string core, string form, string? number) => new(id, key, core, form, number, null, false);

    private static IdentityResult Resolve(KnownFirm[] known, params FirmMention[] mentions) => ContractorIdentity.Resolve(known, mentions);
}
