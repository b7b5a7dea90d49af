using GunMane.Spatial.Storage;
using GunMane.TestKit;

namespace GunMane.MapApi.Tests.Scenarios;

/// <summary>The service with the two made-up towns of <see cref="SmallRegion"/>.</summary>
public sealed class TwoTownsHost : TestHost
{
    /// <inheritdoc/>
    protected override Task ArrangeAsync(Database empty) => SmallRegion.AddAsync(Administrator, "two-towns", 300, CancellationToken.None);
}
