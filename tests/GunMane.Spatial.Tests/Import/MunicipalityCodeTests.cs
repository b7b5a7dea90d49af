using System.Globalization;
using CsCheck;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Tests.Import;

public sealed class MunicipalityCodeTests
{
    [Theory]
    [InlineData("22212.0", "22212", false)]
    [InlineData("222127.0", "22212", false)]
    [InlineData("2.22127E+05", "22212", false)]
    [InlineData("'01100", "01100", false)]
    [InlineData("22212-7", "22212", false)]
    [InlineData("1100", "01100", true)]
    [InlineData("1100.0", "01100", true)]
    [InlineData("92011", "09201", true)]
    [InlineData("12025", "01202", true)]
    [InlineData("22000", "22000", false)]
    public void Codes_survive_spreadsheets(string text, string code, bool restored) =>
        Assert.Equal([(code, restored)], MunicipalityCode.Readings(text, false));

    [Theory]
    [InlineData("99999")]
    [InlineData("48201")]
    [InlineData("22050")]
    [InlineData("22212.5")]
    [InlineData("222128")]
    [InlineData("22 212")]
    [InlineData("焼津市")]
    public void Impossible_codes_are_refused(string text) => Assert.Empty(MunicipalityCode.Readings(text, false));

    [Fact]
    public void Where_five_digits_can_be_two_municipalities_the_study_area_decides()
    {
        var both = Ambiguous();
        Assert.Equal(2, MunicipalityCode.Readings(both, false).Count);
        var (plain, restored) = (both, "0" + both[..4]);
        Assert.Equal((plain, null), Pair(new MunicipalityCodeReader(false, []).Read(both)));
        Assert.Equal((plain, null), Pair(new MunicipalityCodeReader(false, [plain, "01100"]).Read(both)));
        var read = new MunicipalityCodeReader(false, [restored]).Read(both)!.Value;
        Assert.Equal(restored, read.Code);
        Assert.Contains(both, read.Repair, StringComparison.Ordinal);
        Assert.Equal(restored, new MunicipalityCodeReader(false, [restored[..2] + "100"]).Read(both)!.Value.Code);
    }

    [Fact]
    public void A_lost_zero_never_changes_a_code_of_the_study_area() => Gen.Int[1, 47].SelectMany(prefecture => Gen.Int[100, 799], (prefecture, number) => prefecture * 1000 + number).Sample(number =>
    {
        var code = number.ToString("D5", CultureInfo.InvariantCulture);
        var reader = new MunicipalityCodeReader(false, [code]);
        foreach (var text in new[] { code, code + MunicipalityCode.CheckDigit(code), code.TrimStart('0'), (code + MunicipalityCode.CheckDigit(code)).TrimStart('0'), code + ".0" })
            Assert.Equal((text, code), (text, reader.Read(text)!.Value.Code));
    });

    [Theory]
    [InlineData("11226", "11203")]
    [InlineData("093670", "09203")]
    [InlineData("22202", "22130")]
    [InlineData("22131", "22130")]
    [InlineData("22135", "22130")]
    [InlineData("22139", "22130")]
    [InlineData("11213", "11100")]
    [InlineData("14104", "14100")]
    public void Owners_have_the_code_of_today_and_wards_the_city_s(string text, string code)
    {
        var read = new MunicipalityCodeReader(false, []).ReadOrganisation(text)!.Value;
        Assert.Equal(code, read.Code);
        Assert.NotNull(read.Repair);
    }

    [Fact]
    public void A_code_that_the_study_area_s_boundaries_still_have_stays()
    {
        Assert.Equal(("11226", null), Pair(new MunicipalityCodeReader(false, ["11226"]).ReadOrganisation("11226")));
        Assert.Equal(("22212", null), Pair(new MunicipalityCodeReader(false, []).ReadOrganisation("222127")));
        Assert.Equal(("22131", null), Pair(new MunicipalityCodeReader(true, []).ReadOrganisation("22131")));
        Assert.Null(new MunicipalityCodeReader(false, []).ReadOrganisation("焼津市"));
    }

    [Fact]
    public void The_table_of_changes_holds_possible_codes_in_order_and_ends_somewhere()
    {
        Assert.True(MunicipalityChanges.CompleteFrom < MunicipalityChanges.CheckedTo);
        Assert.Equal(MunicipalityChanges.All.OrderBy(change => change.On).Select(change => change.On), MunicipalityChanges.All.Select(change => change.On));
        foreach (var change in MunicipalityChanges.All)
        {
            Assert.InRange(change.On, new DateOnly(2005, 1, 1), MunicipalityChanges.CheckedTo);
            Assert.All(change.To.Append(change.From), code => Assert.Equal(code, Assert.Single(MunicipalityCode.Readings(code + MunicipalityCode.CheckDigit(code), false)).Code));
            Assert.Equal(change.From[..2], Assert.Single(change.To.Select(code => code[..2]).Distinct()));
            Assert.NotNull(MunicipalityChanges.Present(change.From));
        }

        Assert.Null(MunicipalityChanges.Present("22212"));
    }

    [Fact]
    public void There_are_twenty_designated_cities_and_none_is_the_ward_of_another()
    {
        Assert.Equal(20, MunicipalityCode.DesignatedCities.Count);
        Assert.All(MunicipalityCode.DesignatedCities, city => Assert.Equal(city, MunicipalityCode.BorderCode(city)));
    }

    // A code of 01…09 whose six digits without their zero are a possible code as well.
    private static string Ambiguous() => Enumerable.Range(1400, 99).Select(number => "0" + number.ToString(CultureInfo.InvariantCulture))
        .Select(code => code[1..] + MunicipalityCode.CheckDigit(code)).First(text => MunicipalityCode.Readings(text, false).Count == 2);

    private static (string?, string?) Pair(CodeReading? read) => (read?.Code, read?.Repair);
}
