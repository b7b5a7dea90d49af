using CsCheck;
using GunMane.Spatial.Contractors;

namespace GunMane.Spatial.Tests.Contractors;

public sealed class CorporateNumberTests
{
    // 国税庁's own number, published as the example of the check digit.
    [Theory]
    [InlineData("7000012050002", true)]
    [InlineData("8000012050002", false)]
    [InlineData("700001205000", false)]
    [InlineData("70000120500022", false)]
    [InlineData("700001205000X", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void The_first_digit_checks_the_other_twelve(string? text, bool valid) => Assert.Equal(valid, CorporateNumber.IsValid(text));

    [Fact]
    public void Full_width_digits_blanks_and_hyphens_are_read() => Assert.Equal("7000012050002", CorporateNumber.Parse(" ７０００-０１２０-５０００２ "));

    [Fact]
    public void Exactly_one_first_digit_fits_any_twelve() => Gen.Char['0', '9'].Array[12].Sample(twelve =>
        Assert.Single("0123456789", digit => CorporateNumber.IsValid(digit + new string(twelve))));

    [Fact]
    public void One_wrong_digit_is_found() => Gen.Select(Gen.Int[1, 12], Gen.Int[1, 8]).Sample((at, step) =>
    {
        var digits = "7000012050002".ToCharArray();
        var other = (digits[at] - '0' + step) % 10;
        // Modulo 9, 0 and 9 are the same digit; so are 2·0 and 2·9.
        if (other % 9 == (digits[at] - '0') % 9) return;
        digits[at] = (char)('0' + other);
        Assert.False(CorporateNumber.IsValid(new string(digits)));
    });
}
