using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GunMane.MapApi.Health;

/// <summary>Whether the service lives, and whether it can do its work.</summary>
internal static class HealthEndpoints
{
    private const int RetrySeconds = 2;

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/health/live", Live);
        app.MapGet("/health/ready", ReadyAsync);
    }

    /// <summary>Registers what looks at the parts.</summary>
    public static void AddHealth(this IServiceCollection services) => services.AddSingleton<Readiness>();

    // Asks nothing of anyone: a service whose database is away must not be restarted for it.
    private static Ok<LiveState> Live() => TypedResults.Ok(new LiveState("live"));

    private static async Task<Results<Ok<ReadyState>, ProblemHttpResult>> ReadyAsync(Readiness readiness, HttpResponse response, CancellationToken cancellation)
    {
        response.Headers.CacheControl = "no-store";
        var parts = await readiness.LookAsync(cancellation);
        var faulty = parts.Where(part => !part.Ready).ToList();
        if (faulty.Count == 0) return TypedResults.Ok(new ReadyState("ready", parts));
        response.Headers.RetryAfter = RetrySeconds.ToString(CultureInfo.InvariantCulture);
        return TypedResults.Problem(
            $"まだ使えません。{string.Concat(faulty.Select(part => part.Ja))} (Not ready. {string.Join(' ', faulty.Select(part => part.En))})",
            statusCode: StatusCodes.Status503ServiceUnavailable, extensions: new Dictionary<string, object?> { ["parts"] = parts });
    }

    /// <summary>live.</summary>
    internal sealed record LiveState(string Status);

    /// <summary>ready, with its parts.</summary>
    internal sealed record ReadyState(string Status, IReadOnlyList<ReadyPart> Parts);
}
