using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;

namespace GunMane.MapApi.Http.Html;

/// <summary>What pages of several folders are made of.</summary>
internal static class Parts
{
    /// <summary>A page as an answer.</summary>
    public static ContentHttpResult Answer(Markup page, int status = StatusCodes.Status200OK) => TypedResults.Text(page.ToString(), Layout.MediaType, Encoding.UTF8, status);

    /// <summary>The links of a document as a table.</summary>
    public static Markup Links(IEnumerable<JsonNode?> links) => Markup.Of($"""
        <h2>すべてのリンク <small lang="en">All links</small></h2>
        <div class="ogc-table" tabindex="0"><table><thead><tr><th scope="col" lang="en">rel</th><th scope="col">リンク</th><th scope="col" lang="en">type</th></tr></thead><tbody>
        {Markup.Join(links.Select(link => Markup.Of($"<tr><td><code>{(string?)link!["rel"]}</code></td><td><a href=\"{(string?)link["href"]}\">{(string?)link["title"] ?? (string?)link["href"]}</a></td><td><code>{(string?)link["type"]}</code></td></tr>")))}
        </tbody></table></div>
        """);

    /// <summary>The query of a request with one parameter changed; null takes it away.</summary>
    public static string With(HttpRequest request, string name, string? value) => With(request.QueryString.Value ?? "", name, value);

    /// <summary>A query with one parameter changed; null takes it away.</summary>
    public static string With(string query, string name, string? value)
    {
        var builder = new QueryBuilder(QueryHelpers.ParseQuery(query).Where(pair => pair.Key != name));
        if (value is not null) builder.Add(name, value);
        return builder.ToString();
    }

    /// <summary>A fact with its name, Japanese and English.</summary>
    public static Markup Fact(string title, string english, Markup value) => Markup.Of($"<div><dt>{title} <small lang=\"en\">{english}</small></dt><dd>{value}</dd></div>");

    /// <summary>A text as it is.</summary>
    public static Markup Text(string? text) => Markup.Of($"{text}");

    /// <summary>A word of the API.</summary>
    public static Markup Code(string? text) => Markup.Of($"<code>{text}</code>");

    /// <summary>A moment as a planner reads it: 和暦 with the Western year, in the time of Japan; the exact one for machines.</summary>
    public static Markup Moment(DateTime? utc) => utc is { } moment
        ? Markup.Of($"<time datetime=\"{moment.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture)}\">{JapaneseTime.Text(moment)}</time>")
        : Markup.Of($"—");
}
