using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using GunMane.MapApi.Options;
using GunMane.Spatial.Model;

namespace GunMane.MapApi.Http.Limiting;

/// <summary>How many requests a second one client (address) may send: one measure for light ones, one for heavy ones. Safe for concurrent use.</summary>
internal sealed class ClientRates(HostSettings settings) : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);
    private readonly PartitionedRateLimiter<Asked> limiter = PartitionedRateLimiter.Create<Asked, Asked>(asked =>
        RateLimitPartition.GetTokenBucketLimiter(asked, _ => Bucket(settings.Limits, asked.Heavy)));

    /// <summary>Counts a request.</summary>
    /// <exception cref="OverLimitException">Its client sent too many (429).</exception>
    public void Count(IPAddress? client, RequestWeight weight)
    {
        if (weight is RequestWeight.Free or RequestWeight.Tile) return;
        var heavy = weight is RequestWeight.Heavy or RequestWeight.Lengthy;
        var allowed = heavy ? settings.Limits.HeavyPerSecond : settings.Limits.LightPerSecond;
        if (allowed == 0) return;
        using var lease = limiter.AttemptAcquire(new Asked(Measured(client ?? IPAddress.None), heavy));
        if (lease.IsAcquired) return;
        throw new OverLimitException(new LimitFact(heavy ? "heavyPerSecond" : "lightPerSecond", allowed, "requests per second"), StatusCodes.Status429TooManyRequests,
            $"要求が多すぎます（平均で毎秒 {allowed} 件まで）。間をあけて送ってください。", $"Too many requests: at most {allowed} a second on average. Slow down.",
            lease.TryGetMetadata(MetadataName.RetryAfter, out var again) ? again : TimeSpan.FromSeconds(1));
    }

    public void Dispose() => limiter.Dispose();

    /// <summary>By what a client is told from others: its address; of IPv6 the first 64 bits, within which one machine has as many as it likes.</summary>
    internal static IPAddress Measured(IPAddress client)
    {
        if (client.IsIPv4MappedToIPv6) return client.MapToIPv4();
        return client.AddressFamily == AddressFamily.InterNetworkV6 && !IPAddress.IsLoopback(client) ? new IPAddress([.. client.GetAddressBytes().AsSpan(0, 8), .. new byte[8]]) : client;
    }

    // Refilled ten times a second, so that a client which went over is not kept out for a whole one.
    private static TokenBucketRateLimiterOptions Bucket(Limits limits, bool heavy)
    {
        var perSecond = heavy ? limits.HeavyPerSecond : limits.LightPerSecond;
        var (tokens, period) = perSecond >= 10 ? (perSecond / 10, Tick) : (1, TimeSpan.FromSeconds(1.0 / perSecond));
        return new TokenBucketRateLimiterOptions
        {
            TokenLimit = perSecond * limits.BurstSeconds, TokensPerPeriod = tokens, ReplenishmentPeriod = period, QueueLimit = 0, AutoReplenishment = true,
        };
    }

    private readonly record struct Asked(IPAddress Client, bool Heavy);
}
