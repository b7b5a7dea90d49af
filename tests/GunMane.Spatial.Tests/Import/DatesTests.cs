using System.Globalization;
using CsCheck;
using GunMane.Spatial.Import.Text;

namespace GunMane.Spatial.Tests.Import;

public sealed class DatesTests
{
    private static readonly (string Kanji, string Sign, char Letter, DateOnly First, DateOnly Last)[] Eras =
    [
        ("令和", "㋿", 'R', new(2019, 5, 1), new(2099, 12, 31)), ("平成", "㍻", 'H', new(1989, 1, 8), new(2019, 4, 30)),
        ("昭和", "㍼", 'S', new(1926, 12, 25), new(1989, 1, 7)), ("大正", "㍽", 'T', new(1912, 7, 30), new(1926, 12, 25)),
    ];

    private static readonly Func<string, string, char, int, DateOnly, string>[] Spellings =
    [
        (kanji, _, _, nth, day) => F($"{kanji}{First(nth)}年{day.Month}月{day.Day}日"),
        (kanji, _, _, nth, day) => Wide(F($"{kanji}{First(nth)}年{day.Month}月{day.Day}日")),
        (kanji, _, _, nth, day) => F($"{kanji} {nth:00} 年 {day.Month:00} 月 {day.Day:00} 日（月）"),
        (_, sign, _, nth, day) => F($"{sign}{nth}年{day.Month}月{day.Day}日"),
        (_, _, letter, nth, day) => F($"{letter}{nth}.{day.Month}.{day.Day}"),
        (_, _, letter, nth, day) => F($"{letter}{nth:00}/{day.Month:00}/{day.Day:00}"),
        (_, _, letter, nth, day) => Wide(F($"{letter}{nth}")) + "・" + Wide(F($"{day.Month}")) + "・" + Wide(F($"{day.Day}")),
        (_, _, letter, nth, day) => F($"{letter}{nth:00}{day.Month:00}{day.Day:00}"),
        (_, _, letter, nth, day) => F($"{char.ToLowerInvariant(letter)}.{nth}-{day.Month}-{day.Day}"),
        (kanji, _, _, nth, day) => F($"{kanji[0]}{First(nth)}.{day.Month}.{day.Day}"),
        (kanji, _, _, nth, day) => F($"{day.Year}年（{kanji}{First(nth)}年）{day.Month}月{day.Day}日"),
        (_, _, _, _, day) => F($"{day:yyyy-MM-dd}"),
        (_, _, _, _, day) => F($"{day.Year}/{day.Month}/{day.Day} 0:00"),
        (_, _, _, _, day) => F($"{day:yyyyMMdd}"),
        (_, _, _, _, day) => F($"{day:yyyy-MM-dd}T00:00:00+09:00"),
    ];

    [Fact]
    public void Every_day_of_every_era_is_read_back_from_every_spelling() =>
        Gen.Select(Gen.Int[0, Eras.Length - 1], Gen.Int[0, 40_000], Gen.Int[0, Spellings.Length - 1]).Sample((at, days, spelling) =>
        {
            var era = Eras[at];
            var day = era.First.AddDays(days % (era.Last.DayNumber - era.First.DayNumber + 1));
            var text = Spellings[spelling](era.Kanji, era.Sign, era.Letter, day.Year - era.First.Year + 1, day);
            Assert.True(Dates.TryRead(text, out var reading, out var fault), $"{text}: {fault}");
            Assert.Equal((text, day, null), (text, reading.Day, reading.Flag));
        });

    [Theory]
    [InlineData("平成31年5月1日", "2019-05-01")]
    [InlineData("平成31年4月30日", null)]
    [InlineData("令和元年4月30日", "2019-04-30")]
    [InlineData("昭和64年1月8日", "1989-01-08")]
    [InlineData("昭和64年1月7日", null)]
    [InlineData("平成元年1月7日", "1989-01-07")]
    [InlineData("大正15年12月25日", null)]
    [InlineData("昭和元年12月25日", null)]
    [InlineData("昭和元年12月24日", "1926-12-24")]
    [InlineData("平成32年度", "2020-04-01")]
    [InlineData("平成31年度", null)]
    [InlineData("令和元年度", null)]
    [InlineData("昭和70年", "1995-01-01")]
    [InlineData("平成31年5月", "2019-05-01")]
    [InlineData("H35.3.31", "2023-03-31")]
    [InlineData("昭和50年頃", "おおよそ")]
    [InlineData("1975年ごろ", "おおよそ")]
    [InlineData("明治5年12月2日", "旧暦")]
    [InlineData("明治6年1月1日", null)]
    public void Dates_outside_their_era_are_converted_and_flagged(string text, string? flag)
    {
        Assert.True(Dates.TryRead(text, out var reading, out _));
        if (flag is null) Assert.Null(reading.Flag);
        else Assert.Contains(flag, reading.Flag, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2023年3月", DatePrecision.Month, "2023-03-01", "2023-03-31")]
    [InlineData("令和5年3月", DatePrecision.Month, "2023-03-01", "2023-03-31")]
    [InlineData("R5.3", DatePrecision.Month, "2023-03-01", "2023-03-31")]
    [InlineData("202402", DatePrecision.Month, "2024-02-01", "2024-02-29")]
    [InlineData("2024-02", DatePrecision.Month, "2024-02-01", "2024-02-29")]
    [InlineData("昭和50年", DatePrecision.Year, "1975-01-01", "1975-12-31")]
    [InlineData("S50", DatePrecision.Year, "1975-01-01", "1975-12-31")]
    [InlineData("H04", DatePrecision.Year, "1992-01-01", "1992-12-31")]
    [InlineData("令元", DatePrecision.Year, "2019-01-01", "2019-12-31")]
    [InlineData("1961.0", DatePrecision.Year, "1961-01-01", "1961-12-31")]
    [InlineData("2019(令和元)年", DatePrecision.Year, "2019-01-01", "2019-12-31")]
    [InlineData("令和5年度", DatePrecision.FiscalYear, "2023-04-01", "2024-03-31")]
    [InlineData("Ｒ５年度", DatePrecision.FiscalYear, "2023-04-01", "2024-03-31")]
    [InlineData("R5度", DatePrecision.FiscalYear, "2023-04-01", "2024-03-31")]
    [InlineData("2023年度", DatePrecision.FiscalYear, "2023-04-01", "2024-03-31")]
    [InlineData("令和5年度〜令和7年度", DatePrecision.Period, "2023-04-01", "2026-03-31")]
    [InlineData("令和5～7年度", DatePrecision.Period, "2023-04-01", "2026-03-31")]
    [InlineData("2023-04-01～2024-03-31", DatePrecision.Period, "2023-04-01", "2024-03-31")]
    [InlineData("R5.4.1-R6.3.31", DatePrecision.Period, "2023-04-01", "2024-03-31")]
    [InlineData("2023-04-01 - 2024-03-31", DatePrecision.Period, "2023-04-01", "2024-03-31")]
    [InlineData("自 令和5年4月1日 至 令和6年3月31日", DatePrecision.Period, "2023-04-01", "2024-03-31")]
    [InlineData("令和5年4月1日から令和6年3月31日まで", DatePrecision.Period, "2023-04-01", "2024-03-31")]
    [InlineData("令和5年4月1日～9月30日", DatePrecision.Period, "2023-04-01", "2023-09-30")]
    [InlineData("契約締結日の翌日から令和6年3月31日まで", DatePrecision.Period, null, "2024-03-31")]
    [InlineData("令和6年3月31日まで", DatePrecision.Period, null, "2024-03-31")]
    [InlineData("令和5年4月1日～", DatePrecision.Period, "2023-04-01", null)]
    public void Months_years_and_periods_keep_how_exact_they_are(string text, DatePrecision precision, string? from, string? to)
    {
        Assert.True(Dates.TryRead(text, out var reading, out var fault), fault);
        Assert.Equal((precision, Day(from), Day(to), null), (reading.Precision, reading.From, reading.To, reading.Flag));
    }

    [Theory]
    [InlineData("2024-02-30", "2024 年 2 月 30 日")]
    [InlineData("令和5年2月29日", "2023 年 2 月 29 日")]
    [InlineData("20241301", "13 月")]
    [InlineData("令和5年4月31日～令和6年3月31日", "2023 年 4 月 31 日")]
    [InlineData("令和6年4月1日～令和5年3月31日", "終わり")]
    [InlineData("2020年（令和元年）5月1日", "合いません")]
    [InlineData("昭和50年代", "読めません")]
    [InlineData("5.4.1", "読めません")]
    [InlineData("13.4", "読めません")]
    [InlineData("45383", "読めません")]
    [InlineData("120日間", "読めません")]
    [InlineData("以前", "読めません")]
    public void Others_are_refused_with_what_is_wrong(string text, string fault)
    {
        Assert.False(Dates.TryRead(text, out _, out var said));
        Assert.Contains(fault, said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("45383", "2024-04-01")]
    [InlineData("45383.0", "2024-04-01")]
    [InlineData("36526", "2000-01-01")]
    public void Day_numbers_of_a_spreadsheet_are_dates_in_date_columns_only(string text, string day)
    {
        Assert.True(Dates.TryRead(text, out var reading, out _, serials: true));
        Assert.Equal(Day(day), reading.Day);
        Assert.Contains(text[..5], reading.Flag, StringComparison.Ordinal);
    }

    [Fact]
    public void A_moment_of_universal_time_is_a_day_in_Japan()
    {
        Assert.True(Dates.TryRead("2024-04-02T15:00:00Z", out var reading, out _));
        Assert.Equal(new DateOnly(2024, 4, 3), reading.Day);
        Assert.NotNull(reading.Flag);
    }

    [Theory]
    [InlineData("平成14年", 2002)]
    [InlineData("平成32年度", 2020)]
    [InlineData("平成15年3月31日", 2003)]
    [InlineData("1961", 1961)]
    public void Years_are_read_from_any_of_them(string text, int expected)
    {
        Assert.True(Dates.TryYear(text, out var year));
        Assert.Equal(expected, year);
    }

    [Theory]
    [InlineData("不明")]
    [InlineData("1234")]
    [InlineData("3")]
    [InlineData(null)]
    public void Others_are_no_years(string? text) => Assert.False(Dates.TryYear(text, out _));

    [Fact]
    public void No_text_makes_it_throw() => Gen.String[Gen.Char["令和平成昭年月日度元RHS0123456789./-～から()T:Z "], 0, 25].Sample(text =>
    {
        var read = Dates.TryRead(text, out var reading, out _, serials: true);
        return !read || reading.From is not null || reading.To is not null;
    });

    private static DateOnly? Day(string? text) => text is null ? null : DateOnly.Parse(text, CultureInfo.InvariantCulture);

    private static string First(int nth) => nth == 1 ? "元" : nth.ToString(CultureInfo.InvariantCulture);

    private static string F(FormattableString text) => FormattableString.Invariant(text);

    private static string Wide(string text) => string.Concat(text.Select(letter => letter is > ' ' and < '\u007F' ? (char)(letter + 0xFEE0) : letter));
}
