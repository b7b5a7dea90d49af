using System.Globalization;
using System.Text;
using System.Text.Json;
using GunMane.MapApi.Http;
using GunMane.Spatial.Filtering;
using GunMane.Spatial.Geo;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using Microsoft.AspNetCore.WebUtilities;

namespace GunMane.MapApi.Features;

/// <summary>Reads the query parameters of a collection's items, and makes the links of a page.</summary>
internal static class ItemsQuery
{
    /// <summary>Most features on a page; a larger limit means this one (17-069r4, /req/core/fc-limit-response-1).</summary>
    public const int MostItems = 10_000;

    /// <summary>Features on a page when no limit is given: clients that take their page length from here make few requests, and an answer is sent as it is read.</summary>
    public const int UsualItems = MostItems;

    /// <summary>Parameters of every collection beside its fields.</summary>
    public static readonly IReadOnlyList<string> Reserved = ["limit", "bbox", "bbox-crs", "crs", "datetime", "filter", "filter-crs", "filter-lang", "offset", "properties", "skipGeometry", "sortby", "f"];

    // What changes neither which features match nor how many.
    private static readonly string[] OfThePage = ["limit", "offset", "crs", "sortby", "properties", "skipGeometry", "f"];

    private const string Geometry = "geometry";

    /// <summary>What a request asks of a collection.</summary>
    /// <exception cref="GunManeException">A parameter is unknown or can't be read (BadInput, names it).</exception>
    public static FeatureQuery Read(FeatureCollection collection, HttpRequest request)
    {
        var fields = FeatureFilter.Queryables(collection).ToList();
        QueryGuard.RefuseUnknown(request.Query, [.. Reserved, .. fields.Select(field => field.Name)]);
        var bboxCrs = ReadCrs(request, "bbox-crs");
        var sort = Sort(collection, request);
        return new FeatureQuery(collection)
        {
            Limit = Math.Min(Query.Whole(request, "limit", 1, int.MaxValue, UsualItems), MostItems),
            Bbox = Given(request, "bbox") is { } box ? Bbox(box, bboxCrs) : null,
            BboxCrs = bboxCrs,
            Crs = ReadCrs(request, "crs"),
            Filter = Filter(request),
            Period = Given(request, "datetime") is { } period ? Period(period) : null,
            Sort = sort,
            After = Given(request, "offset") is { } token ? After(token, sort) : null,
            Selected = Selected(collection, request),
            SkipGeometry = SkipsGeometry(request),
            Equal = [.. fields.Where(field => request.Query.ContainsKey(field.Name)).Select(field => (field, request.Query[field.Name].ToString()))],
        };
    }

    /// <summary>Links of a page: itself, the next one where there is one, its collection.</summary>
    public static IReadOnlyList<Link> Links(FeatureQuery query, FeaturePage page, HttpRequest request)
    {
        const string geoJson = "application/geo+json";
        var path = $"/ogc/collections/{query.Collection.Id}";
        List<Link> links =
        [
            Link.To(request, $"{path}/items{request.QueryString}", "self", geoJson),
            Link.Page(request, $"{path}/items"),
            Link.To(request, path, "collection"),
        ];
        if (page.Next is not null) links.Add(Link.To(request, $"{path}/items{NextQuery(query, page.Next, request)}", "next", geoJson));
        return links;
    }

    /// <summary>What the number of matching features hangs on beside the data: the parameters that select, in the order of their names.</summary>
    public static string Selection(HttpRequest request) => string.Join('&', request.Query.Where(pair => !OfThePage.Contains(pair.Key, StringComparer.Ordinal))
        .OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value.ToString())}"));

    /// <summary>The fields that <c>properties</c> names (24-019); null where it is not given.</summary>
    /// <exception cref="GunManeException">One is unknown (BadInput).</exception>
    public static IReadOnlyList<FeatureField>? Selected(FeatureCollection collection, HttpRequest request)
    {
        if (Names(request) is not { } names) return null;
        if (names.FirstOrDefault(name => name != Geometry && collection.Fields.All(field => field.Name != name)) is { } unknown)
            throw new GunManeException(Refusal.BadInput,
                $"項目「{unknown}」はありません。使えるもの: {string.Join(", ", collection.Fields.Select(field => field.Name).Append(Geometry))} (There is no property {unknown}.)", "properties");
        return [.. collection.Fields.Where(field => names.Contains(field.Name, StringComparer.Ordinal))];
    }

    /// <summary>Whether the geometry is left out: <c>skipGeometry=true</c>, or <c>properties</c> without geometry.</summary>
    /// <exception cref="GunManeException">skipGeometry is neither true nor false (BadInput).</exception>
    public static bool SkipsGeometry(HttpRequest request) =>
        Query.Flag(request, "skipGeometry") || (Names(request) is { } names && !names.Contains(Geometry, StringComparer.Ordinal));

    private static string[]? Names(HttpRequest request) => Given(request, "properties")?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    // A plus sign arrives as a blank where it is not encoded.
    private static List<SortedBy> Sort(FeatureCollection collection, HttpRequest request)
    {
        if (Given(request, "sortby") is not { } text) return [];
        var keys = text.Split(',').Select(key => SortedByOf(collection, key)).ToList();
        return keys.DistinctBy(key => key.Field).Count() == keys.Count
            ? keys
            : throw new GunManeException(Refusal.BadInput, $"sortby に同じ項目が2回あります: {text} (A field is named twice.)", "sortby");
    }

    private static SortedBy SortedByOf(FeatureCollection collection, string key)
    {
        var name = key.TrimStart('+', '-', ' ');
        var field = key.Length - name.Length <= 1 ? collection.Fields.FirstOrDefault(field => field.Filterable && field.Name == name) : null;
        return field is not null ? new SortedBy(field, key[0] == '-') : throw new GunManeException(Refusal.BadInput,
            $"sortby の「{key}」では並べられません。「項目」か「-項目」をコンマで区切って書きます。使える項目は /ogc/collections/{collection.Id}/sortables にあります。(Not a sortable; write field or -field, separated by commas.)", "sortby");
    }

    private static string Text(IReadOnlyList<SortedBy> sort) => string.Join(',', sort.Select(key => (key.Descending ? "-" : "") + key.Field.Name));

    private static QueryString NextQuery(FeatureQuery query, IReadOnlyList<string?> key, HttpRequest request) => QueryString.Create(
        request.Query.Where(pair => pair.Key is not ("offset" or "limit")).Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value.ToString()))
            .Append(KeyValuePair.Create("limit", (string?)query.Limit.ToString(CultureInfo.InvariantCulture)))
            .Append(KeyValuePair.Create("offset", (string?)WebEncoders.Base64UrlEncode(JsonSerializer.SerializeToUtf8Bytes(query.Sort.Count == 0 ? key : [Text(query.Sort), .. key])))));

    private static string? Given(HttpRequest request, string name) => request.Query.TryGetValue(name, out var text) ? text.ToString() : null;

    /// <summary>The system that a parameter names; CRS84 where it is not given.</summary>
    /// <exception cref="GunManeException">It is none of those served (BadInput, names the parameter).</exception>
    public static ServedCrs ReadCrs(HttpRequest request, string parameter) => Given(request, parameter) is not { } uri
        ? Crs.Served[0]
        : Crs.FindServed(uri) ?? throw new GunManeException(Refusal.BadInput,
            $"座標系「{uri}」は使えません。使えるものは /ogc/collections/{{id}} の crs にあります。例: {Crs.Served[1].Uri} (Not one of the collection's crs.)", parameter);

    private static CqlFilter? Filter(HttpRequest request)
    {
        var language = Given(request, "filter-lang") ?? "cql2-text";
        if (language is not ("cql2-text" or "cql2-json"))
            throw new GunManeException(Refusal.BadInput, $"filter-lang は cql2-text か cql2-json です: {language} (filter-lang is cql2-text or cql2-json.)", "filter-lang");
        var crs = ReadCrs(request, "filter-crs");
        if (Given(request, "filter") is not { } text) return null;
        return new CqlFilter(language == "cql2-text" ? CqlTextParser.Parse(text) : CqlJsonReader.Parse(text), crs);
    }

    private static double[] Bbox(string text, ServedCrs crs)
    {
        var numbers = text.Split(',').Select(part =>
            double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN).ToArray();
        double[] box = numbers.Length == 6 ? [numbers[0], numbers[1], numbers[3], numbers[4]] : numbers;
        if (box.Length == 4 && crs.IsNorthFirst) box = [box[1], box[0], box[3], box[2]];
        if (!crs.IsDegrees) return numbers.All(double.IsFinite) && box.Length == 4 && box[0] <= box[2] && box[1] <= box[3] && box.All(edge => Math.Abs(edge) <= FeatureFilter.FarthestOf(crs))
            ? box
            : throw new GunManeException(Refusal.BadInput, $"bbox は {crs.Uri} の軸の順に「小,小,大,大」の4個の数（m）です: {text} (bbox: lower and upper corner in metres, in the order of the axes.)", "bbox");
        return numbers.All(double.IsFinite) && box.Length == 4 && box is [>= -180 and <= 180, >= -90 and <= 90, >= -180 and <= 180, >= -90 and <= 90] && box[1] <= box[3]
            ? box
            : throw new GunManeException(Refusal.BadInput,
                $"bbox は「西,南,東,北」の4個（高さを含めて6個）の度です: {text} (bbox: west,south,east,north in degrees, or six numbers with heights.)", "bbox");
    }

    // A token of sorted pages begins with the order that it belongs to.
    private static string?[] After(string token, List<SortedBy> sort)
    {
        try
        {
            var values = JsonSerializer.Deserialize<string?[]>(Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(token))) ?? throw new FormatException();
            return sort.Count == 0 ? values : values is [var order, .. var key] && order == Text(sort) ? key : throw new FormatException();
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            throw new GunManeException(Refusal.BadInput, "offset は next リンクにある値を、同じ sortby のまま使ってください。(Take offset from a next link, with the same sortby.)", "offset");
        }
    }

    /// <summary>RFC 3339 moment or interval with open ends.</summary>
    private static (DateTime From, DateTime To) Period(string text)
    {
        var ends = text.Split('/');
        var (from, to) = ends.Length switch
        {
            1 => (Moment(ends[0], isEnd: false), Moment(ends[0], isEnd: true)),
            2 when !(IsOpen(ends[0]) && IsOpen(ends[1])) =>
                (IsOpen(ends[0]) ? DateTime.MinValue : Moment(ends[0], isEnd: false), IsOpen(ends[1]) ? DateTime.MaxValue : Moment(ends[1], isEnd: true)),
            _ => (null, null),
        };
        return from is { } first && to is { } last && first <= last
            ? (first, last)
            : throw new GunManeException(Refusal.BadInput,
                $"datetime は 2026-04-01、2026-04-01T00:00:00Z、2026-04-01/.. のように書きます: {text} (datetime: an RFC 3339 moment or interval.)", "datetime");
    }

    private static bool IsOpen(string end) => end is "" or "..";

    private static DateTime? Moment(string text, bool isEnd)
    {
        const DateTimeStyles style = DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal;
        if (DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, style, out var day)) return isEnd ? day.AddDays(1).AddTicks(-1) : day;
        string[] formats = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];
        return DateTime.TryParseExact(text, formats, CultureInfo.InvariantCulture, style, out var moment) ? moment : null;
    }
}
