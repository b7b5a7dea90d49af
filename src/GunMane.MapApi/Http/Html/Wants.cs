using GunMane.Spatial.Model;
using Microsoft.Net.Http.Headers;

namespace GunMane.MapApi.Http.Html;

/// <summary>Whether a client wants a page or data: <c>f</c>, else its Accept header; data where it does not care.</summary>
internal static class Wants
{
    private static readonly string[] Pages = ["text/html", "application/xhtml+xml"];

    /// <summary>Whether a page is wanted.</summary>
    /// <exception cref="GunManeException">f names neither (BadInput).</exception>
    public static bool Html(HttpRequest request)
    {
        request.HttpContext.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        if (request.Query.TryGetValue("f", out var format)) return format.ToString() switch
        {
            "html" => true,
            "json" => false,
            var other => throw new GunManeException(Refusal.BadInput, $"形式「{other}」はありません。json か html です。(f is json or html.)", "f"),
        };
        var types = request.GetTypedHeaders().Accept;
        return Quality(types, type => Pages.Contains(type.MediaType.Value, StringComparer.OrdinalIgnoreCase)) is > 0 and var html
            && html > Quality(types, type => type.MediaType.Value?.Contains("json", StringComparison.OrdinalIgnoreCase) == true);
    }

    private static double Quality(IList<MediaTypeHeaderValue> types, Func<MediaTypeHeaderValue, bool> match) =>
        types.Where(match).Select(type => type.Quality ?? 1).DefaultIfEmpty(0).Max();
}
