using System.Globalization;
using CsCheck;
using GunMane.Spatial.Import.Text;

namespace GunMane.Spatial.Tests.Import;

public sealed class NumbersTests
{
    private static readonly (string Unit, Quantity Quantity, decimal Factor)[] Units =
    [
        ("m", Quantity.Length, 1), ("ｍ", Quantity.Length, 1), ("km", Quantity.Length, 1000), ("㎞", Quantity.Length, 1000), (" メートル", Quantity.Length, 1),
        ("㎡", Quantity.Area, 1), ("m²", Quantity.Area, 1), ("ha", Quantity.Area, 10_000), ("㏊", Quantity.Area, 10_000), ("円", Quantity.Money, 1),
        ("千円", Quantity.Money, 1000), ("万円", Quantity.Money, 10_000), ("百万円", Quantity.Money, 1_000_000), ("者", Quantity.Count, 1), ("", Quantity.Bare, 1),
    ];

    private static readonly Func<string, string>[] Dresses =
    [
        text => text, text => Wide(text), text => $" {text}　", text => $"約{text}", text => $"約 {text}程度",
    ];

    [Fact]
    public void Every_spelling_of_a_number_is_read_back_in_the_stored_unit() =>
        Gen.Select(Gen.Int[-9_999_999, 9_999_999], Gen.Int[0, 3], Gen.Bool, Gen.Int[0, Units.Length - 1], Gen.Int[0, Dresses.Length - 1], Gen.Int[0, 4]).Sample(
            (number, decimals, grouped, unit, dress, minus) =>
            {
                var value = new decimal(Math.Abs(number), 0, 0, number < 0, (byte)decimals);
                var digits = Math.Abs(value).ToString((grouped ? "#,0." : "0.") + new string('0', decimals), CultureInfo.InvariantCulture);
                var text = Dresses[dress]((value < 0 ? "-−△▲－"[minus].ToString() : "") + digits + Units[unit].Unit);
                Assert.True(Numbers.TryParse(text, Units[unit].Quantity, 1, out var read, out var repair), text);
                Assert.Equal((double)(value * Units[unit].Factor), read);
                Assert.Equal(double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _), repair is null);
            });

    [Theory]
    [InlineData("32,500 ", Quantity.Bare, 1, 32500)]
    [InlineData("約 1.2km", Quantity.Length, 1, 1200)]
    [InlineData("1,200㎡", Quantity.Area, 1, 1200)]
    [InlineData("1.2", Quantity.Length, 1000, 1200)]
    [InlineData("900m", Quantity.Length, 1000, 900)]
    [InlineData("1億2,345万円", Quantity.Money, 1, 123_450_000)]
    [InlineData("1.5億円", Quantity.Money, 1, 150_000_000)]
    [InlineData("1.1百万円", Quantity.Money, 1, 1_100_000)]
    [InlineData("金1,234,567円也", Quantity.Money, 1, 1_234_567)]
    [InlineData("¥1,000-", Quantity.Money, 1, 1000)]
    [InlineData("￥１，０００", Quantity.Money, 1000, 1000)]
    [InlineData("△500", Quantity.Money, 1000, -500_000)]
    [InlineData("3者", Quantity.Count, 1, 3)]
    [InlineData("1、234", Quantity.Bare, 1, 1234)]
    [InlineData("121坪", Quantity.Area, 1, 400)]
    public void Numbers_are_read_with_their_unit(string text, Quantity quantity, int scale, double expected)
    {
        Assert.True(Numbers.TryParse(text, quantity, scale, out var value, out _));
        Assert.Equal(expected, value, 6);
    }

    [Theory]
    [InlineData("10～20", Quantity.Length)]
    [InlineData("10-20", Quantity.Length)]
    [InlineData("100以上", Quantity.Length)]
    [InlineData("5未満", Quantity.Length)]
    [InlineData("3m×4m", Quantity.Length)]
    [InlineData("500㎡", Quantity.Length)]
    [InlineData("500m", Quantity.Area)]
    [InlineData("500円", Quantity.Length)]
    [InlineData("¥500", Quantity.Length)]
    [InlineData("12,34", Quantity.Bare)]
    [InlineData("12 34", Quantity.Bare)]
    [InlineData("1.2.3", Quantity.Bare)]
    [InlineData("NaN", Quantity.Bare)]
    [InlineData("1e999", Quantity.Bare)]
    [InlineData("", Quantity.Bare)]
    [InlineData(null, Quantity.Bare)]
    public void Others_are_no_numbers(string? text, Quantity quantity)
    {
        Assert.False(Numbers.TryParse(text, quantity, 1, out var value, out var repair));
        Assert.True(double.IsNaN(value) && repair is null);
    }

    [Fact]
    public void No_text_makes_it_throw() => Gen.String[Gen.Char["0123456789,.約程度億万千円km㎡△-（税込） e"], 0, 20].Sample(text =>
    {
        foreach (var quantity in Enum.GetValues<Quantity>())
            if (Numbers.TryParse(text, quantity, 1000, out var value, out _)) Assert.True(double.IsFinite(value));
        Money.TryParse(text, 1, out _, out _, out _);
    });

    [Theory]
    [InlineData("1,234,567円（税込）", 1, 1_234_567, true)]
    [InlineData("1,234,567円(税抜き)", 1, 1_234_567, false)]
    [InlineData("税込 1,234円", 1, 1234, true)]
    [InlineData("1234（消費税込み）", 1, 1234, true)]
    [InlineData("1234", 1000, 1_234_000, null)]
    [InlineData("1,234 ", 1, 1234, null)]
    public void Amounts_tell_whether_tax_is_in(string text, int scale, long expected, bool? tax)
    {
        Assert.True(Money.TryParse(text, scale, out var yen, out var read, out var repair));
        Assert.Equal((expected, tax), (yen, read));
        Assert.Equal(text == "1234", repair is null);
    }

    [Theory]
    [InlineData("1.5")]
    [InlineData("1,000,000,000,000,000,000")]
    [InlineData("未定")]
    public void Others_are_no_amounts(string text) => Assert.False(Money.TryParse(text, 1, out _, out _, out _));

    [Theory]
    [InlineData("延長（km）", "延長", Quantity.Length, 1000, null, null)]
    [InlineData("面積(㎡)", "面積", Quantity.Area, 1, null, null)]
    [InlineData("公園面積_m2", "公園面積", Quantity.Area, 1, null, null)]
    [InlineData("面積（単位：ha）", "面積", Quantity.Area, 10_000, null, null)]
    [InlineData("事業費（千円）", "事業費", Quantity.Money, 1000, null, null)]
    [InlineData("契約金額（税抜・千円）", "契約金額", Quantity.Money, 1000, false, "contract")]
    [InlineData("落札価格(税込)", "落札価格", Quantity.Money, 1, true, "award")]
    [InlineData("変更後契約金額（円）", "変更後契約金額", Quantity.Money, 1, null, "changed")]
    [InlineData("予定価格【税抜】", "予定価格", Quantity.Money, 1, false, "estimated")]
    [InlineData("緯度（10進）", "緯度(10進)", Quantity.Length, 1, null, null)]
    [InlineData("橋長(ｍ)", "橋長", Quantity.Length, 1, null, null)]
    public void Columns_tell_unit_tax_and_price(string column, string name, Quantity quantity, int scale, bool? tax, string? price)
    {
        var read = ColumnName.Parse(column);
        Assert.Equal((name, (decimal)scale, tax, price), (read.Name, read.Scale(quantity), read.TaxIncluded, read.PriceKind));
    }

    [Theory]
    [InlineData(" ﾊｼ　１ ", "ハシ 1")]
    [InlineData("−１", "-1")]
    [InlineData("plain", "plain")]
    public void Text_is_folded_for_comparison(string text, string folded) => Assert.Equal(folded, Plain.Fold(text));

    [Fact]
    public void Half_a_letter_is_no_letter() => Assert.Equal("\uFFFDx", Plain.Fold("\uD800x"));

    private static string Wide(string text) => string.Concat(text.Select(letter => letter is > ' ' and < '\u007F' ? (char)(letter + 0xFEE0) : letter));
}
