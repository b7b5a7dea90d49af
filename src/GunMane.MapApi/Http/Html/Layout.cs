namespace GunMane.MapApi.Http.Html;

/// <summary>A step of the way to a page.</summary>
internal sealed record Crumb(string Href, string Title);

/// <summary>The frame of every page that shows the API to a person: Japanese first, with English.</summary>
internal static class Layout
{
    public const string MediaType = "text/html";

    /// <summary>The way to the collections.</summary>
    public static IReadOnlyList<Crumb> Way { get; } = [new("/ogc", "地図API"), new("/ogc/collections", "コレクション")];

    /// <summary>A whole page.</summary>
    /// <param name="title">Title, Japanese.</param>
    /// <param name="english">The same in English.</param>
    /// <param name="way">The pages above it.</param>
    /// <param name="data">Where the same is to be had as data, and its media type.</param>
    /// <param name="body">What it shows.</param>
    /// <param name="hasMap">Whether it has a map.</param>
    public static Markup Page(string title, string english, IReadOnlyList<Crumb> way, (string Href, string Type) data, Markup body, bool hasMap = false) => Markup.Of($"""
        <!DOCTYPE html>
        <html lang="ja">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <title>{title} – 群マネ 地図API</title>
          <link rel="icon" href="/icon.svg" type="image/svg+xml">
          <link rel="alternate" type="{data.Type}" href="{data.Href}">
          <link rel="stylesheet" href="/lib/design-tokens/dist/tokens.css">
          <link rel="stylesheet" href="/css/base.css">
          <link rel="stylesheet" href="/css/ogc.css">
          {(hasMap ? MapHead : Markup.None)}
        </head>
        <body class="ogc">
          <a class="skip" href="#main">本文へ</a>
          <header class="ogc-head"><a class="ogc-home" href="/">群マネ地図</a>
            <nav aria-label="現在位置"><ol>{Markup.Join(way.Select(step => Markup.Of($"<li><a href=\"{step.Href}\">{step.Title}</a></li>")))}<li aria-current="page">{title}</li></ol></nav>
          </header>
          <main id="main">
            <div class="ogc-title"><h1>{title} <small lang="en">{english}</small></h1><a class="button secondary" href="{data.Href}" type="{data.Type}">JSON</a></div>
            {body}
          </main>
        </body>
        </html>

        """);

    private static Markup MapHead { get; } = Markup.Of($"""
        <link rel="stylesheet" href="/lib/ol/ol.css">
          <link rel="stylesheet" href="/css/map.css">
          <script src="/lib/ol/dist/ol.js" defer></script>
          <script src="/js/browse.js" type="module"></script>
        """);
}
