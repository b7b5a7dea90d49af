using GunMane.MapApi.Options;
using Microsoft.AspNetCore.HttpOverrides;

namespace GunMane.MapApi.Http;

/// <summary>Takes the word of trusted reverse proxies on who asks, by which scheme and under which name; of no one else.</summary>
internal static class Proxies
{
    /// <summary>Comes first of all: limits, links and the guard of origins see the client as the proxy does.</summary>
    public static void UseProxies(this WebApplication app, ProxySettings settings)
    {
        if (settings.Trusted.Count == 0) return;
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
            // Several proxies in a row: as far back as each is trusted.
            ForwardLimit = null,
        };
        // Loopback is among the library's own trusted ones.
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in settings.Trusted) options.KnownIPNetworks.Add(network);
        app.UseForwardedHeaders(options);
    }
}
