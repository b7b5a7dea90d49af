using System.Globalization;

namespace GunMane.MapApi.Http.Html;

/// <summary>Moments and durations in Japanese words.</summary>
internal static class JapaneseTime
{
    private static readonly JapaneseCalendar Eras = new();
    private static readonly string[] Names = ["明治", "大正", "昭和", "平成", "令和"];
    private static readonly DateTime First = new(1873, 1, 1);

    /// <summary>令和8年（2026年）11月28日 18:52, in the time of Japan (UTC+9, which knows no summer time).</summary>
    public static string Text(DateTime utc)
    {
        var at = utc.AddHours(9);
        var era = at < First ? "" : Eras.GetYear(at) is 1 ? $"{Names[Eras.GetEra(at) - 1]}元年" : $"{Names[Eras.GetEra(at) - 1]}{Eras.GetYear(at)}年";
        var year = era.Length == 0 ? $"{at.Year}年" : $"{era}（{at.Year}年）";
        return string.Create(CultureInfo.InvariantCulture, $"{year}{at.Month}月{at.Day}日 {at:HH:mm}");
    }

    /// <summary>3.2 秒, 2 分 05 秒, 1 時間 02 分.</summary>
    public static string Text(TimeSpan duration) => duration switch
    {
        { TotalSeconds: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, duration.TotalSeconds):0.0} 秒"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{duration.Minutes} 分 {duration.Seconds:00} 秒"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)duration.TotalHours} 時間 {duration.Minutes:00} 分"),
    };
}
