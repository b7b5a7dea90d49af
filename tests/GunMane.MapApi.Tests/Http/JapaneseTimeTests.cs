using System.Globalization;
using GunMane.MapApi.Http.Html;

namespace GunMane.MapApi.Tests.Http;

/// <summary>Moments and durations as pages write them.</summary>
public sealed class JapaneseTimeTests
{
    [Theory]
    [InlineData("2026-11-28T10:15:59Z", "令和8年（2026年）11月28日 19:15")]
    [InlineData("2026-12-31T15:00:00Z", "令和9年（2027年）1月1日 00:00")]
    [InlineData("2019-04-30T14:59:59Z", "平成31年（2019年）4月30日 23:59")]
    [InlineData("2019-04-30T15:00:00Z", "令和元年（2019年）5月1日 00:00")]
    [InlineData("1989-01-07T15:00:00Z", "平成元年（1989年）1月8日 00:00")]
    [InlineData("1850-06-01T00:00:00Z", "1850年6月1日 09:00")]
    public void A_moment_has_both_years_in_the_time_of_Japan(string utc, string text) =>
        Assert.Equal(text, JapaneseTime.Text(DateTime.Parse(utc, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal)));

    [Theory]
    [InlineData(-3, "0.0 秒")]
    [InlineData(2.74, "2.7 秒")]
    [InlineData(125, "2 分 05 秒")]
    [InlineData(93_780, "26 時間 03 分")]
    public void A_duration_is_as_coarse_as_it_is_long(double seconds, string text) => Assert.Equal(text, JapaneseTime.Text(TimeSpan.FromSeconds(seconds)));
}
