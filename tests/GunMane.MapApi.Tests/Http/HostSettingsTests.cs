using System.Net;
using GunMane.MapApi.Options;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using GunMane.TestKit;

namespace GunMane.MapApi.Tests.Http;

/// <summary>Settings with which the service must not start.</summary>
public sealed class HostSettingsTests
{
    private static readonly HostSettings Good = new(
        Database.Open("Host=/nowhere"), "/tmp", Checkout.At("web"), Checkout.At("data"), new IPEndPoint(IPAddress.Loopback, 0));

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("192.0.2.1")]
    [InlineData("::")]
    public void An_address_that_others_can_reach_is_refused(string address) =>
        Assert.Equal("listen", Refused(Good with { Listen = new IPEndPoint(IPAddress.Parse(address), 5080) }).Parameter);

    [Fact]
    public void A_missing_page_is_refused() => Assert.Equal("webRoot", Refused(Good with { WebRoot = "/nowhere" }).Parameter);

    [Fact]
    public void Numbers_out_of_range_are_refused()
    {
        Refused(Good with { Workers = 0 });
        Refused(Good with { TileCacheBytes = -1 });
        Refused(Good with { HeartbeatLost = Good.Heartbeat });
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void Loopback_is_good(string address) => (Good with { Listen = new IPEndPoint(IPAddress.Parse(address), 0) }).Check();

    private static GunManeException Refused(HostSettings settings) => Assert.Throws<GunManeException>(settings.Check);
}
