using System.Diagnostics.Metrics;
using System.Threading.RateLimiting;
using GunMane.Spatial.Model;

namespace GunMane.MapApi.Http.Limiting;

/// <summary>
/// Lets a number in at once, has a number wait in the order in which they came, and refuses whoever comes then: past capacity the service answers as
/// fast as it can and no slower. Safe for concurrent use.
/// </summary>
internal sealed class Gate : IDisposable
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(2);
    private readonly ConcurrencyLimiter limiter;
    private readonly LimitFact limit;
    private readonly TimeSpan longest;
    private readonly int atOnce;

    /// <summary>A gate.</summary>
    /// <param name="limit">What a refusal names.</param>
    /// <param name="atOnce">How many are in at once.</param>
    /// <param name="waiting">How many wait.</param>
    /// <param name="longest">How long one waits.</param>
    public Gate(LimitFact limit, int atOnce, int waiting, TimeSpan longest)
    {
        limiter = new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = atOnce, QueueLimit = waiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst });
        (this.limit, this.longest, this.atOnce) = (limit, longest, atOnce);
    }

    /// <summary>Waits for its turn; it is over when the answer is disposed of.</summary>
    /// <exception cref="OverLimitException">Too many wait, or it waited too long (503).</exception>
    /// <exception cref="OperationCanceledException">Whoever waited went away.</exception>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellation)
    {
        var lease = limiter.AttemptAcquire();
        if (lease.IsAcquired) return lease;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(longest);
        try
        {
            lease = await limiter.AcquireAsync(1, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw Full();
        }

        return lease.IsAcquired ? lease : throw Full();
    }

    /// <summary>How many are in and how many wait.</summary>
    public IEnumerable<Measurement<long>> Levels()
    {
        if (limiter.GetStatistics() is not { } now) yield break;
        yield return new(atOnce - now.CurrentAvailablePermits, new("gate", limit.Name), new("state", "running"));
        yield return new(now.CurrentQueuedCount, new("gate", limit.Name), new("state", "waiting"));
    }

    public void Dispose() => limiter.Dispose();

    private OverLimitException Full() => new(limit, StatusCodes.Status503ServiceUnavailable,
        "いま混み合っています。少し待ってからもう一度お試しください。", "The service is busy: try again in a moment.", Again);
}
