using GunMane.MapApi.Http.Html;
using Microsoft.AspNetCore.Http.Extensions;

namespace GunMane.MapApi.Http;

/// <summary>A link as OGC API writes it.</summary>
internal sealed record Link(string Href, string Rel, string Type, string? Title = null)
{
    /// <summary>A link to a path of this service.</summary>
    public static Link To(HttpRequest request, string path, string rel, string type = "application/json", string? title = null) =>
        new(Root(request) + path, rel, type, title);

    /// <summary>The link to the page that begins at an offset, with the other parameters of the request.</summary>
    public static Link Next(HttpRequest request, string offset)
    {
        var query = request.Query.Where(parameter => parameter.Key != "offset").Append(KeyValuePair.Create("offset", new Microsoft.Extensions.Primitives.StringValues(offset)));
        return To(request, request.Path + QueryString.Create(query), "next");
    }

    /// <summary>The link to the same as a page for people, with the parameters of the request.</summary>
    public static Link Page(HttpRequest request, string path)
    {
        var query = new QueryBuilder(request.Query.Where(pair => pair.Key != "f")) { { "f", "html" } };
        return To(request, path + query, "alternate", Layout.MediaType, "HTML");
    }

    /// <summary>Scheme, host and port that the client used.</summary>
    public static string Root(HttpRequest request) => $"{request.Scheme}://{request.Host}";
}
