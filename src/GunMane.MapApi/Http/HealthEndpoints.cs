using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GunMane.MapApi.Http;

/// <summary>Whether the service lives, and whether it can do its work.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/health/live", Live);
        app.MapGet("/health/ready", ReadyAsync);
    }

    private static Ok<HealthState> Live() => TypedResults.Ok(new HealthState("live"));

    private static async Task<Ok<HealthState>> ReadyAsync(Database database, CancellationToken cancellation)
    {
        await database.ReadAsync(AccessScope.Local, session => session.ScalarAsync<int>("session.alive", cancellation), cancellation);
        return TypedResults.Ok(new HealthState("ready"));
    }

    /// <summary>live or ready.</summary>
    internal sealed record HealthState(string Status);
}
