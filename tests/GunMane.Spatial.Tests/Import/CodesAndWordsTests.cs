using CsCheck;
using GunMane.Spatial.Geo;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Tests.Import;

public sealed class CodesAndWordsTests
{
    [Theory]
    [InlineData("22212", "22212", false)]
    [InlineData("222127", "22212", false)]
    [InlineData("２２２１２７", "22212", false)]
    [InlineData(" 01101 ", "01101", false)]
    [InlineData("1101", "01101", true)]
    [InlineData("011011", "01101", false)]
    public void Codes_of_five_and_six_digits_are_read(string text, string code, bool restored)
    {
        Assert.True(MunicipalityCode.TryParse(text, false, out var read, out var mended));
        Assert.Equal((code, restored), (read, mended));
    }

    [Theory]
    [InlineData("222120")]
    [InlineData("22")]
    [InlineData("2221A")]
    [InlineData("")]
    [InlineData(null)]
    public void Others_are_not(string? text) => Assert.False(MunicipalityCode.TryParse(text, false, out _, out _));

    [Fact]
    public void A_made_up_code_is_not_mended_to_a_real_one()
    {
        Assert.True(MunicipalityCode.TryParse("90000", true, out var code, out var restored));
        Assert.Equal(("90000", false), (code, restored));
    }

    [Fact]
    public void Any_code_with_its_check_digit_is_read_back() => Gen.Int[1000, 47999].Sample(number =>
    {
        var code = number.ToString("D5", System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(MunicipalityCode.TryParse(code + MunicipalityCode.CheckDigit(code), false, out var read, out _));
        Assert.Equal(code, read);
    });

    [Theory]
    [InlineData("22101", "22100")]
    [InlineData("22103", "22100")]
    [InlineData("22131", "22130")]
    [InlineData("22138", "22130")]
    [InlineData("22100", "22100")]
    [InlineData("14118", "14100")]
    [InlineData("14137", "14130")]
    [InlineData("14151", "14150")]
    [InlineData("27141", "27140")]
    [InlineData("40137", "40130")]
    [InlineData("01110", "01100")]
    [InlineData("13101", "13101")]
    [InlineData("22212", "22212")]
    [InlineData("90101", "90101")]
    public void Wards_roll_up_to_their_city(string code, string border) => Assert.Equal(border, MunicipalityCode.BorderCode(code));

    [Theory]
    [InlineData("静岡県榛原郡吉田町", "吉田町", "municipality", "22")]
    [InlineData("焼津市", "焼津市", "municipality", null)]
    [InlineData("兵庫県赤穂郡上郡町", "上郡町", "municipality", "28")]
    [InlineData("上郡町", "上郡町", "municipality", null)]
    [InlineData("愛知県蒲郡市", "蒲郡市", "municipality", "23")]
    [InlineData("静岡県", "静岡県", "prefecture", "22")]
    [InlineData("静岡県道路公社", "静岡県道路公社", "corporation", "22")]
    [InlineData("見本広域水道企業団", "見本広域水道企業団", "union", null)]
    [InlineData("国土交通省 見本国道事務所", "国土交通省見本国道事務所", "state", null)]
    [InlineData("見本の会", "見本の会", "other", null)]
    public void Names_of_organisations_are_taken_apart(string text, string name, string kind, string? prefecture) =>
        Assert.Equal(new OrganisationName(name, kind, prefecture), OrganisationName.Parse(text));

    [Theory]
    [InlineData("22", 138.3, 34.9, "+lat_0=36 +lon_0=138.5")]
    [InlineData("13", 139.7, 35.7, "+lat_0=36 +lon_0=139.83333333333334")]
    [InlineData("13", 142.2, 27.1, "+lat_0=26 +lon_0=142")]
    [InlineData("47", 124.2, 24.4, "+lat_0=26 +lon_0=124")]
    [InlineData("01", 144.4, 43.0, "+lat_0=44 +lon_0=144.25")]
    public void The_local_metres_are_the_prefectures_zone(string prefecture, double longitude, double latitude, string origin) =>
        Assert.Contains(origin, PlaneZones.Proj(prefecture, longitude, latitude));

    [Fact]
    public void A_made_up_prefecture_has_no_zone() => Assert.Null(PlaneZones.Proj("90", 138, 35));
}
