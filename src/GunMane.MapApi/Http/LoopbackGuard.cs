using System.Net;
using Microsoft.Net.Http.Headers;

namespace GunMane.MapApi.Http;

/// <summary>
/// Keeps other web sites away from a service that trusts its local user: the Host must be loopback (against DNS
/// rebinding), and what changes anything must come from this origin.
/// </summary>
internal sealed class LoopbackGuard(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (!IsLoopback(context.Request.Host.Host))
            throw new BadHttpRequestException($"Host「{context.Request.Host}」では使えません。127.0.0.1 か localhost で開いてください。(Open it as 127.0.0.1 or localhost.)",
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
