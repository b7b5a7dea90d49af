using System.Globalization;
using GunMane.MapApi.Http;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;

namespace GunMane.MapApi.Processes;

/// <summary>The query parameters of the job list (18-062r2, requirements class job-list).</summary>
internal static class JobListQuery
{
    private const int MostListed = 1000;
    private const int UsuallyListed = 100;
    private const int MostSeconds = int.MaxValue;

    /// <summary>Their names.</summary>
    public static string[] Names { get; } = ["type", "processID", "status", "datetime", "minDuration", "maxDuration", "limit", "offset", "f"];

    /// <summary>The states of a job.</summary>
    public static string[] States { get; } = ["accepted", "running", "successful", "failed", "dismissed"];

    /// <summary>Reads them; one more is asked for than the page holds, to see whether there is a next one.</summary>
    /// <exception cref="GunManeException">One is not as the standard writes it (BadInput, names it).</exception>
    public static JobFilter Read(HttpRequest request)
    {
        if (Listed(request, "type").FirstOrDefault(type => type != "process") is { } other)
            throw Refused("type", $"種類「{other}」はありません。process だけです。(type: process.)");
        var states = Listed(request, "status");
        if (states.FirstOrDefault(state => !States.Contains(state)) is { } unknown)
            throw Refused("status", $"状態「{unknown}」はありません。{string.Join("、", States)} のどれかです。(status: one of {string.Join(", ", States)}.)");
        var (from, to) = Interval(request);
        return new JobFilter(Limit(request) + 1)
        {
            Processes = Listed(request, "processID") is { Length: > 0 } processes ? processes : null,
            States = states.Length > 0 ? states : null,
            From = from, To = to,
            LeastSeconds = Seconds(request, "minDuration"), MostSeconds = Seconds(request, "maxDuration"),
            After = After(request),
        };
    }

    /// <summary>How many jobs a page holds.</summary>
    public static int Limit(HttpRequest request) => Query.Whole(request, "limit", 1, MostListed, UsuallyListed);

    /// <summary>Where the page after one that ends with a job begins.</summary>
    public static string Offset(Job last) => string.Create(CultureInfo.InvariantCulture, $"{last.Created.Ticks}_{last.Id.Value:N}");

    private static string[] Listed(HttpRequest request, string name) =>
        request.Query.TryGetValue(name, out var text) ? text.ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : [];

    private static int? Seconds(HttpRequest request, string name) =>
        request.Query.TryGetValue(name, out var text) ? Query.Whole(text.ToString(), name, 0, MostSeconds) : null;

    private static (DateTime Created, Guid Id)? After(HttpRequest request)
    {
        if (!request.Query.TryGetValue("offset", out var text)) return null;
        var parts = text.ToString().Split('_');
        return parts.Length == 2 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTime.MaxValue.Ticks && Guid.TryParseExact(parts[1], "N", out var id)
            ? (new DateTime(ticks, DateTimeKind.Utc), id)
            : throw Refused("offset", "「offset」は next リンクのものを使ってください。(Take offset from a next link.)");
    }

    // RFC 3339: one moment, or two with / between them, of which one may be .. or empty.
    private static (DateTime? From, DateTime? To) Interval(HttpRequest request)
    {
        if (!request.Query.TryGetValue("datetime", out var text)) return (null, null);
        var parts = text.ToString().Split('/');
        if (parts.Length == 1) return (Moment(parts[0]), Moment(parts[0]));
        var (from, to) = parts.Length == 2 ? (Open(parts[0]) ? (DateTime?)null : Moment(parts[0]), Open(parts[1]) ? (DateTime?)null : Moment(parts[1])) : throw Wrong();
        return from > to || (from is null && to is null) ? throw Wrong() : (from, to);
    }

    private static bool Open(string text) => text is "" or "..";

    private static DateTime Moment(string text) =>
        text.Contains('T', StringComparison.OrdinalIgnoreCase) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment.UtcDateTime : throw Wrong();

    private static GunManeException Wrong() =>
        Refused("datetime", "「datetime」は RFC 3339 の時点か期間です（例: 2026-01-01T00:00:00Z/..）。(datetime: a moment or interval of RFC 3339.)");

    private static GunManeException Refused(string name, string message) => new(Refusal.BadInput, message, name);
}
