using GunMane.MapApi.Options;
using GunMane.MapApi.Telemetry;
using GunMane.Spatial.Model;

namespace GunMane.MapApi.Http.Limiting;

/// <summary>The gates of the service.</summary>
internal sealed class Gates(HostSettings settings, ServiceMeters meters) : IDisposable
{
    /// <summary>For heavy requests, while they run.</summary>
    public Gate Heavy { get; } = new(
        new LimitFact("heavyAtOnce", settings.Limits.HeavyAtOnce, "requests"), settings.Limits.HeavyAtOnce, settings.Limits.HeavyWaiting, Wait(settings), meters);

    /// <summary>For each tile that isn't in memory, while it is cut. Whoever cuts enters; those who wait for the same tile don't.</summary>
    public Gate ColdTiles { get; } = new(
        new LimitFact("coldTilesAtOnce", settings.Limits.ColdTilesAtOnce, "tiles"), settings.Limits.ColdTilesAtOnce, settings.Limits.ColdTilesWaiting, Wait(settings), meters);

    /// <summary>For event streams, as long as they are open.</summary>
    public Gate Streams { get; } = new(new LimitFact("eventStreams", settings.Limits.EventStreams, "streams"), settings.Limits.EventStreams, 0, Wait(settings), meters);

    public void Dispose()
    {
        Heavy.Dispose();
        ColdTiles.Dispose();
        Streams.Dispose();
    }

    private static TimeSpan Wait(HostSettings settings) => TimeSpan.FromSeconds(settings.Limits.WaitSeconds);
}
