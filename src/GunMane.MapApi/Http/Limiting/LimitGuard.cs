using GunMane.MapApi.Options;
using GunMane.MapApi.Telemetry;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using Microsoft.AspNetCore.Http.Features;

namespace GunMane.MapApi.Http.Limiting;

/// <summary>What holds for the request under way.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="BodyBytes">How much it may bring.</param>
/// <param name="Statement">Name of the limit on its statements.</param>
/// <param name="Seconds">How long each of them may take.</param>
internal sealed record AppliedLimits(RequestKind Kind, long BodyBytes, string Statement, int Seconds);

/// <summary>The database as one request may use it: its statements end in time.</summary>
internal sealed class RequestDatabase
{
    /// <summary>How long a statement may take; null for work that belongs to no request.</summary>
    public TimeSpan? Longest { get; set; }
}

/// <summary>Applies to each request the limits of its kind: how often, how much, how long. How many at once: <see cref="TurnGuard"/>.</summary>
internal sealed class LimitGuard(RequestDelegate next, HostSettings settings, ClientRates rates)
{
    public static void Add(IServiceCollection services, HostSettings settings) => services
        .AddSingleton<ClientRates>().AddSingleton<Gates>().AddScoped<RequestDatabase>()
        .AddScoped(provider => settings.Database.Within(provider.GetRequiredService<RequestDatabase>().Longest));

    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is not RouteEndpoint { RoutePattern.RawText: { } pattern }) return next(context);
        var kind = RequestKind.Of(context.Request.Method, pattern);
        rates.Count(context.Connection.RemoteIpAddress, kind.Weight);
        var applied = Applied(kind, settings.Limits);
        context.Features.Set(applied);
        LimitBody(context, applied);
        context.RequestServices.GetRequiredService<RequestDatabase>().Longest = TimeSpan.FromSeconds(applied.Seconds);
        return next(context);
    }

    /// <summary>Says of a refusal because of its size which limit that was: the server itself, which counts the bytes, does not.</summary>
    public static void Explain(ProblemDetailsContext context)
    {
        var problem = context.ProblemDetails;
        if (problem.Status != StatusCodes.Status413PayloadTooLarge || problem.Extensions.ContainsKey(LimitFact.Member)) return;
        if (context.HttpContext.Features.Get<AppliedLimits>() is not { } applied) return;
        var over = OverLimitException.Body(applied.Kind.Body, applied.BodyBytes);
        (problem.Detail, problem.Extensions[LimitFact.Member]) = (over.Message, over.Limit);
        context.HttpContext.RequestServices.GetRequiredService<ServiceMeters>().Refused(over.Limit.Name);
    }

    private static AppliedLimits Applied(RequestKind kind, Limits limits)
    {
        var body = kind.Body switch
        {
            RequestBody.Upload => limits.UploadBytes, RequestBody.ZoneFile => limits.ZoneFileBytes, RequestBody.Geometry => limits.GeometryBytes, _ => limits.JsonBytes,
        };
        return kind.Weight switch
        {
            RequestWeight.Heavy => new(kind, body, "heavySeconds", limits.HeavySeconds),
            RequestWeight.Tile => new(kind, body, "tileSeconds", limits.TileSeconds),
            RequestWeight.Lengthy => new(kind, body, "longSeconds", limits.LongSeconds),
            _ => new(kind, body, "lightSeconds", limits.LightSeconds),
        };
    }

    private static void LimitBody(HttpContext context, AppliedLimits applied)
    {
        if (context.Request.ContentLength > applied.BodyBytes) throw OverLimitException.Body(applied.Kind.Body, applied.BodyBytes);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature) feature.MaxRequestBodySize = applied.BodyBytes;
    }
}
