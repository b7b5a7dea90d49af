using GunMane.Spatial.Model;

namespace GunMane.MapApi.Access;

/// <summary>For whom a request acts. The service listens on loopback only: whoever reaches it is its one user.</summary>
internal static class Caller
{
    /// <summary>The scope of a request.</summary>
    public static AccessScope Of(HttpRequest request) => request.HttpContext.Connection.RemoteIpAddress is { } address && !System.Net.IPAddress.IsLoopback(address)
        ? throw new GunManeException(Refusal.BadInput, "この機械からだけ使えます。(Only from this machine.)")
        : AccessScope.Local;
}
