using System.Globalization;
using CsCheck;
using GunMane.Spatial.Import.Text;

namespace GunMane.Spatial.Tests.Import;

public sealed class DegreesTests
{
    private static readonly (string Name, Func<int, int, double, bool, string> Write)[] Spellings =
    [
        ("marks", (d, m, s, _) => F($"{d}°{m}′{s:0.0##}″")),
        ("quotes", (d, m, s, _) => F($"{d}°{m:00}'{s:00.0##}\"")),
        ("kanji", (d, m, s, _) => F($"{d}度{m}分{s:0.0##}秒")),
        ("kanji, full width", (d, m, s, _) => Wide(F($"{d}度{m}分{s:0.0##}秒"))),
        ("named", (d, m, s, north) => (north ? "北緯" : "東経") + F($"{d}度{m:00}分{s:00.0##}秒")),
        ("letter before", (d, m, s, north) => (north ? "N" : "E") + F($"{d}.{m:00}.{s:00.0##}")),
        ("letter behind", (d, m, s, north) => F($"{d} {m:00} {s:00.0##}") + (north ? "N" : " E")),
        ("hyphens", (d, m, s, _) => F($"{d}-{m}-{s:0.0##}")),
        ("long vowels", (d, m, s, _) => F($"{d}ー{m}ー{s:0.0##}")),
        ("colons", (d, m, s, _) => F($"{d}:{m:00}:{s:00.0##}")),
        ("points", (d, m, s, _) => F($"{d}.{m}.{s:0.0##}")),
        ("packed", (d, m, s, _) => F($"{d}{m:00}{s:00.0##}")),
        ("seconds, then their fraction", (d, m, s, _) => F($"{d}度{m}分{Math.Floor(s):0}秒{(int)Math.Round((s - Math.Floor(s)) * 1000) % 1000:000}")),
    ];

    [Fact]
    public void Every_spelling_of_degrees_minutes_and_seconds_is_read_back() =>
        Gen.Select(Gen.Bool, Gen.Int[0, 26], Gen.Int[0, 59], Gen.Int[0, 59_999], Gen.Int[0, Spellings.Length - 1]).Sample((north, past, minutes, thousandths, spelling) =>
        {
            var (degrees, seconds) = ((north ? 20 : 122) + past, thousandths / 1000.0);
            var text = Spellings[spelling].Write(degrees, minutes, seconds, north);
            Assert.True(Degrees.TryParse(text, north ? DegreeAxis.Latitude : DegreeAxis.Longitude, out var value, out var repair), text);
            Assert.Equal(degrees + minutes / 60.0 + seconds / 3600, value, 9);
            Assert.Contains(text.Trim(), repair, StringComparison.Ordinal);
        });

    [Fact]
    public void Decimal_degrees_are_read_as_they_are() => Gen.Double[-90, 90].Sample(degrees =>
    {
        Assert.True(Degrees.TryParse(degrees.ToString("R", CultureInfo.InvariantCulture), DegreeAxis.Latitude, out var value, out var repair));
        Assert.Equal((degrees, null), (value, repair));
    });

    [Theory]
    [InlineData("35.2095", 35.2095)]
    [InlineData(" 35.2095　", 35.2095)]
    [InlineData("３５．２０９５", 35.2095)]
    [InlineData("35.2095度", 35.2095)]
    [InlineData("北緯 35.2095", 35.2095)]
    [InlineData("N 35°12.57'", 35.2095)]
    [InlineData("南緯35度30分", -35.5)]
    [InlineData("35.5S", -35.5)]
    [InlineData("−35.5", -35.5)]
    [InlineData("35°30′", 35.5)]
    [InlineData("３５°３０’００”", 35.5)]
    public void Latitudes_are_read(string text, double expected)
    {
        Assert.True(Degrees.TryParse(text, DegreeAxis.Latitude, out var value, out _));
        Assert.Equal(expected, value, 9);
    }

    [Theory]
    [InlineData("90.1")]
    [InlineData("138.5")]
    [InlineData("東経35度12分34秒")]
    [InlineData("35°60′00″")]
    [InlineData("35°12′60″")]
    [InlineData("351299")]
    [InlineData("501234")]
    [InlineData("-81234.5")]
    [InlineData("35.12.34.5.6")]
    [InlineData("N-35.5")]
    [InlineData("北緯")]
    [InlineData("35,2095")]
    [InlineData("NaN")]
    [InlineData("不明")]
    [InlineData("")]
    [InlineData(null)]
    public void Others_are_no_latitudes(string? text)
    {
        Assert.False(Degrees.TryParse(text, DegreeAxis.Latitude, out var value, out var repair));
        Assert.True(double.IsNaN(value) && repair is null);
    }

    [Theory]
    [InlineData("138.5", 138.5)]
    [InlineData("東経138度30分", 138.5)]
    [InlineData("1383000", 138.5)]
    [InlineData("W138.5", -138.5)]
    public void Longitudes_are_read(string text, double expected)
    {
        Assert.True(Degrees.TryParse(text, DegreeAxis.Longitude, out var value, out _));
        Assert.Equal(expected, value, 9);
    }

    [Fact]
    public void No_text_makes_it_throw() => Gen.String.Sample(text =>
    {
        Degrees.TryParse(text, DegreeAxis.Latitude, out var value, out _);
        return double.IsNaN(value) || Math.Abs(value) <= 90;
    });

    private static string F(FormattableString text) => FormattableString.Invariant(text);

    private static string Wide(string text) => string.Concat(text.Select(letter => letter is > ' ' and < '\u007F' ? (char)(letter + 0xFEE0) : letter));
}
