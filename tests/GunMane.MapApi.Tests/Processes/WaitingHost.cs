using GunMane.MapApi.Options;

namespace GunMane.MapApi.Tests.Processes;

/// <summary>The made-up coast with a process that waits, and short patience with workers that died.</summary>
public class WaitingHost : CoastHost
{
    internal WaitingHandler Work { get; } = new();

    protected override HostSettings Configure(HostSettings settings) => settings with
    {
        Processes = [WaitingHandler.Offer(Work), SleepingHandler.Offer(new SleepingHandler(() => Database))], Heartbeat = TimeSpan.FromMilliseconds(200), HeartbeatLost = TimeSpan.FromSeconds(1),
    };
}
