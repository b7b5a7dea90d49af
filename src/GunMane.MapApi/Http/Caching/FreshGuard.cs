using System.IO.Hashing;
using System.Text;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using Microsoft.Net.Http.Headers;

namespace GunMane.MapApi.Http.Caching;

/// <summary>
/// Answers 304 before any work is done, where an answer depends on nothing but the request, the program, who asks, and versions that the database
/// keeps. The tag is read before the answer is made: if an edit comes between, the client holds a newer answer under an older tag and asks once
/// more than it need; never the other way round.
/// </summary>
internal sealed class FreshGuard(RequestDelegate next)
{
    private const string Private = "private, no-cache";
    private static readonly Guid Program = typeof(FreshGuard).Module.ModuleVersionId;

    public Task InvokeAsync(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method)) return next(context);
        return context.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } pattern } && FreshRoutes.PartsOf(pattern, context.Request.RouteValues) is { } parts
            ? AnswerAsync(context, parts)
            : next(context);
    }

    private async Task AnswerAsync(HttpContext context, StampParts parts)
    {
        var services = context.RequestServices;
        var stamp = parts == StampParts.None ? "" : await services.GetRequiredService<KeptStamps>().GetAsync(services.GetRequiredService<Database>(), parts, context.RequestAborted);
        var tag = Tag(context.Request, stamp);
        var headers = context.Response.Headers;
        (headers.ETag, headers.CacheControl) = (tag.ToString(), Private);
        headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        headers.Append(HeaderNames.Vary, HeaderNames.AcceptLanguage);
        if (context.Request.Headers.IfNoneMatch.Count > 0 && context.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false)))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        await next(context);
    }

    /// <summary>Everything that makes one answer differ from another. Weak: the time of the answer and its compression don't count.</summary>
    private static EntityTagHeaderValue Tag(HttpRequest request, string stamp)
    {
        var all = string.Join('\n', request.Scheme, request.Host, request.Path, request.QueryString, request.Headers.Accept, request.Headers.AcceptLanguage, AccessScope.Local.Key, Program, stamp);
        return new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes(all)))}\"", isWeak: true);
    }
}
