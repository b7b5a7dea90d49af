namespace GunMane.MapApi.Http.Limiting;

/// <summary>Has heavy requests take turns, and counts open streams. Comes after what needs no turn: refusals, and answers that the client has already.</summary>
internal sealed class TurnGuard(RequestDelegate next, Gates gates)
{
    public Task InvokeAsync(HttpContext context) => context.Features.Get<AppliedLimits>()?.Kind.Weight switch
    {
        RequestWeight.Heavy => ThroughAsync(gates.Heavy, context),
        RequestWeight.Stream => ThroughAsync(gates.Streams, context),
        _ => next(context),
    };

    private async Task ThroughAsync(Gate gate, HttpContext context)
    {
        using var turn = await gate.EnterAsync(context.RequestAborted);
        await next(context);
    }
}
