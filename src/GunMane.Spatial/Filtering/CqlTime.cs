using System.Globalization;

namespace GunMane.Spatial.Filtering;

/// <summary>Days, moments and intervals of both encodings.</summary>
internal static class CqlTime
{
    private const string DayFormat = "yyyy-MM-dd";
    private static readonly string[] MomentFormats = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>A day or a moment in UTC; null if it is neither.</summary>
    public static CqlNode? Instant(string text, string at)
    {
        if (DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return new CqlDate(day) { At = at };
        if (!text.EndsWith('Z') || !DateTime.TryParseExact(text, MomentFormats, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var moment)) return null;
        return new CqlTimestamp(moment.AddTicks(-(moment.Ticks % TimeSpan.TicksPerMicrosecond))) { At = at };
    }

    /// <summary>An end of an interval, or a day or moment.</summary>
    public static CqlNode End(string text, string at) => text == ".." ? new CqlOpen { At = at } : Instant(text, at)
        ?? throw CqlFault.At(at, $"「{text}」は日付ではありません。2026-04-01 か 2026-04-01T09:00:00Z と書きます。", "Write 2026-04-01 or 2026-04-01T09:00:00Z.");

    /// <summary>An interval whose end is not before its beginning.</summary>
    public static CqlInterval Interval(CqlNode from, CqlNode to, string at) =>
        Moment(from) is { } first && Moment(to) is { } last && last < first
            ? throw CqlFault.At(at, "期間の終わりが始めより前です。", "The interval ends before it begins.")
            : new CqlInterval(from, to) { At = at };

    /// <summary>As both encodings write it; null for a property.</summary>
    public static string? Write(CqlNode node) => node switch
    {
        CqlDate { Value: var day } => day.ToString(DayFormat, CultureInfo.InvariantCulture),
        CqlTimestamp { Value: var moment } => moment.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture),
        CqlOpen => "..",
        _ => null,
    };

    /// <summary>The moment of a day (its first) or of a moment, UTC; null for other nodes.</summary>
    public static DateTime? Moment(CqlNode node) => node switch
    {
        CqlDate { Value: var day } => day.ToDateTime(TimeOnly.MinValue),
        CqlTimestamp { Value: var moment } => moment,
        _ => null,
    };
}
