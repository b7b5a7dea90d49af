using System.Net;
using System.Net.Sockets;
using GunMane.MapApi.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GunMane.MapApi.Tests.Http;

/// <summary>
/// A reverse proxy as docs/howto/reverse-proxy.md sets one up: what the client says of scheme and host is replaced, its address is added to those in
/// X-Forwarded-For. Clients of it come from any loopback address (<see cref="ClientFrom"/>), it goes on from 127.0.0.1.
/// </summary>
internal sealed class ForwardingProxy : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly HttpClient onward;

    private ForwardingProxy(Uri service, string name)
    {
        onward = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = service };
        app = LoopbackServer.Of(context => ForwardAsync(context, name));
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => GunManeHost.Address(app);

    /// <summary>A running proxy that shows a service under a name, by https as far as its clients know.</summary>
    public static async Task<ForwardingProxy> StartAsync(Uri service, string name)
    {
        var proxy = new ForwardingProxy(service, name);
        await proxy.app.StartAsync();
        return proxy;
    }

    /// <summary>A client with an address of its own.</summary>
    public static HttpClient ClientFrom(string address, Uri to) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (context, cancellation) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
            await socket.ConnectAsync(context.DnsEndPoint, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
    }) { BaseAddress = to };

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        onward.Dispose();
    }

    private async Task ForwardAsync(HttpContext context, string name)
    {
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), context.Request.Path + context.Request.QueryString);
        if (context.Request.ContentLength > 0) request.Content = new StreamContent(context.Request.Body) { Headers = { { "Content-Type", context.Request.ContentType } } };
        foreach (var kept in (string[])["Origin", "Sec-Fetch-Site", "Prefer"])
        {
            if (context.Request.Headers.TryGetValue(kept, out var value)) request.Headers.Add(kept, value.ToArray());
        }

        string?[] through = [.. context.Request.Headers["X-Forwarded-For"], context.Connection.RemoteIpAddress!.ToString()];
        request.Headers.Add("X-Forwarded-For", string.Join(", ", through));
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-Host", name);
        using var answer = await onward.SendAsync(request, context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        if (answer.Headers.Location is { } location) context.Response.Headers.Location = location.ToString();
        if (answer.Headers.RetryAfter is { } again) context.Response.Headers.RetryAfter = again.ToString();
        context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
