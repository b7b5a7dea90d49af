using CsCheck;
using GunMane.Spatial.Contractors;

namespace GunMane.Spatial.Tests.Contractors;

public sealed class ContractorIdentityTests
{
    private const string Number = "7000012050002";
    private const string Other = "4000012090001";

    [Fact]
    public void Widths_blanks_and_short_forms_are_one_spelling()
    {
        var result = Resolve([], Of("(株)見本"), Of("株式会社　見本"), Of("見本（株）"), Of("ﾐﾎﾝ㈱"), Of("ミホン 株式会社"));
        Assert.Equal(2, result.Made.Count);
        Assert.Equal("name:見本/株式会社", result.Made[^1].Firm.Key);
    }

    [Fact]
    public void What_is_decided_beside_stays_apart_here() =>
        Assert.Equal(5, Resolve([], Of("髙見本(株)"), Of("高見本(株)"), Of("高見本"), Of("高見本(株)浜辺営業所"), Of("高見本(株)") with { Place = "浜辺市" }).Made.Count);

    [Fact]
    public void A_number_decides_whatever_the_name()
    {
        var result = Resolve([], Of("(株)見本", Number), Of("(株)試験", Number), Of("(株)見本", Other));
        Assert.Equal(result.Of[0], result.Of[1]);
        Assert.NotEqual(result.Of[0], result.Of[2]);
    }

    [Fact]
    public void A_stored_firm_is_found_by_its_key()
    {
        var result = Resolve([Known(7, "name:見本/株式会社@浜辺市", "見本", "株式会社", null)], Of("見本(株)") with { Place = "浜辺市" });
        Assert.Equal([7L], result.Of);
        Assert.Empty(result.Made);
    }

    [Fact]
    public void A_firm_of_a_register_takes_its_number()
    {
        var known = Known(7, "source:K-1", "見本", "", null) with { SourceNumber = "K-1" };
        var result = Resolve([known], Of("(株)見本", Number, "K-1"));
        Assert.Equal([7L], result.Of);
        Assert.Equal(("number:" + Number, Number, "株式会社"), (Assert.Single(result.Upgraded).Key, result.Upgraded[0].Number, result.Upgraded[0].Form));
    }

    [Fact]
    public void A_register_number_finds_the_firm_that_has_a_corporate_number_too()
    {
        var known = Known(7, "number:" + Number, "見本", "株式会社", Number) with { SourceNumber = "K-1" };
        Assert.Equal([7L], Resolve([known], Of("ミホン", null, "K-1")).Of);
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
