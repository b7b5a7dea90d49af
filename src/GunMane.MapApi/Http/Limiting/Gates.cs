using GunMane.MapApi.Options;
using GunMane.MapApi.Telemetry;
using GunMane.Spatial.Model;

namespace GunMane.MapApi.Http.Limiting;

/// <summary>The gates of the service.</summary>
internal sealed class Gates : IDisposable
{
    private readonly TimeSpan longest;

    public Gates(HostSettings settings, ServiceMeters meters)
    {
        var limits = settings.Limits;
        longest = TimeSpan.FromSeconds(limits.WaitSeconds);
        Heavy = New("heavyAtOnce", "requests", limits.HeavyAtOnce, limits.HeavyWaiting);
        ColdTiles = New("coldTilesAtOnce", "tiles", limits.ColdTilesAtOnce, limits.ColdTilesWaiting);
        Streams = New("eventStreams", "streams", limits.EventStreams, 0);
        // One instrument for all: of several with one name a receiver keeps what it likes.
        meters.Watch("gunmane.gates", "{request}", "Requests, cold tiles and event streams at a gate, by gate and state=running or waiting",
            () => [.. Heavy.Levels(), .. ColdTiles.Levels(), .. Streams.Levels()]);
    }

    /// <summary>For heavy requests, while they run.</summary>
    public Gate Heavy { get; }

    /// <summary>For each tile that isn't in memory, while it is cut. Whoever cuts enters; those who wait for the same tile don't.</summary>
    public Gate ColdTiles { get; }

    /// <summary>For event streams, as long as they are open.</summary>
    public Gate Streams { get; }

    public void Dispose()
    {
        Heavy.Dispose();
        ColdTiles.Dispose();
        Streams.Dispose();
    }

    private Gate New(string name, string unit, int atOnce, int waiting) => new(new LimitFact(name, atOnce, unit), atOnce, waiting, longest);
}
