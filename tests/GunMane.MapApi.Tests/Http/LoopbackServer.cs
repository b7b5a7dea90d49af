using System.Net;
using GunMane.MapApi.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace GunMane.MapApi.Tests.Http;

/// <summary>A server beside the service, on a free port of loopback, that answers every request in one way.</summary>
internal static class LoopbackServer
{
    /// <summary>Builds it; the caller starts and disposes of it. <see cref="GunManeHost.Address"/> tells where it listens.</summary>
    public static WebApplication Of(RequestDelegate answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.Run(answer);
        return app;
    }
}
