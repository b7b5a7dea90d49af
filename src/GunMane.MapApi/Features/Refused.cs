using Microsoft.AspNetCore.Mvc;

namespace GunMane.MapApi.Features;

/// <summary>Refusals that carry a status of HTTP's own (405, 415, 428), or headers that an exception would lose.</summary>
internal static class Refused
{
    public static IResult With(HttpContext context, int status, string detail, string? parameter = null)
    {
        var problem = new ProblemDetails { Status = status, Detail = detail, Extensions = { ["traceId"] = context.TraceIdentifier } };
        if (parameter is not null) problem.Extensions["parameter"] = parameter;
        return TypedResults.Problem(problem);
    }

    /// <summary>405 with what the resource allows.</summary>
    public static IResult Method(HttpContext context, string allowed)
    {
        context.Response.Headers.Allow = allowed;
        return With(context, StatusCodes.Status405MethodNotAllowed,
            $"ここでは {context.Request.Method} は使えません。使えるもの: {allowed}。書き込めるのは区域 (zones) だけです。(Allowed here: {allowed}; only zones can be written.)");
    }
}
