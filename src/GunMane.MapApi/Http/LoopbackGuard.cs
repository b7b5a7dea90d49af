using System.Net;
using GunMane.MapApi.Options;
using Microsoft.Net.Http.Headers;

namespace GunMane.MapApi.Http;

/// <summary>
/// Keeps other web sites away from a service that trusts its local user: the Host must be loopback or one of the names that a proxy shows
/// (against DNS rebinding), and what changes anything must come from this origin.
/// </summary>
internal sealed class LoopbackGuard(RequestDelegate next, HostSettings settings)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (!IsLoopback(context.Request.Host.Host) && !settings.Proxy.PublicHosts.Contains(context.Request.Host.Host, StringComparer.OrdinalIgnoreCase))
            throw new BadHttpRequestException($"Host「{context.Request.Host}」では使えません。127.0.0.1 か localhost、または起動時の --public-hosts の名前で開いてください。(Open it as 127.0.0.1, as localhost, or by a name that --public-hosts gives it.)",
                StatusCodes.Status421MisdirectedRequest);
        if (Changes(context.Request) && !IsOwn(context.Request))
            throw new BadHttpRequestException("ほかのサイトからの変更は受け付けません。(Changes from other sites are refused.)", StatusCodes.Status403Forbidden);
        return next(context);
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static bool Changes(HttpRequest request) =>
        !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsOptions(request.Method);

    private static bool IsOwn(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site is not ("" or "same-origin" or "none")) return false;
        var origin = request.Headers[HeaderNames.Origin].ToString();
        return origin.Length == 0 || string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }
}
