using System.Text.Json;
using System.Text.Json.Nodes;
using GunMane.MapApi.Features.Html;
using GunMane.MapApi.Http;
using GunMane.MapApi.Http.Html;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GunMane.MapApi.Features;

/// <summary>OGC API – Features Part 1 (17-069r4: core, GeoJSON, HTML, OpenAPI 3.0), Part 2 (18-058r1: CRS) and Part 3 (19-079r2: filters in CQL2); schemas (23-058), property selection (24-019), sorting (24-030).</summary>
internal static class FeatureEndpoints
{
    private const string GeoJson = "application/geo+json";

    // Whoever serves GET serves HEAD (RFC 9110, 9.1); the server leaves the body out.
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static void MapFeatures(this IEndpointRouteBuilder app)
    {
        var ogc = app.MapGroup("/ogc");
        ogc.MapMethods("", Reading, Landing).Takes("f");
        ogc.MapMethods("/conformance", Reading, Conformance).Takes("f");
        ogc.MapMethods("/api", Reading, Api).Takes("f");
        ogc.MapMethods("/functions", Reading, Functions).Takes("f");
        ogc.MapMethods("/collections", Reading, CollectionsAsync).Takes("f");
        ogc.MapMethods("/collections/{collectionId}", Reading, CollectionAsync).Takes("f");
        ogc.MapMethods("/collections/{collectionId}/schema", Reading, Schema).Takes("f");
        ogc.MapMethods("/collections/{collectionId}/schema/feature", Reading, FeatureSchema).Takes("f");
        ogc.MapMethods("/collections/{collectionId}/sortables", Reading, Sortables).Takes("f");
        ogc.MapMethods("/collections/{collectionId}/queryables", Reading, Queryables).Takes("f");
        ogc.MapMethods("/collections/{collectionId}/items", Reading, ItemsAsync).TakesWhatItChecks();
        ogc.MapMethods("/collections/{collectionId}/items/{featureId}", Reading, ItemAsync).Takes("crs", "properties", "skipGeometry", "f");
        ogc.MapZoneFeatures();
    }

    private static IResult Landing(HttpRequest request) => Answer(request, FeatureDocuments.Landing(request), FeaturePages.Landing);

    private static IResult Conformance(IEnumerable<OgcPart> parts, HttpRequest request) => Answer(request, FeatureDocuments.Conformance(parts), FeaturePages.Conformance);

    private static IResult Functions(HttpRequest request) => Answer(request, FunctionDocuments.Document(request), FunctionDocuments.Page);

    private static ContentHttpResult Api(IEnumerable<OgcPart> parts, HttpRequest request)
    {
        var html = Wants.Html(request);
        var document = FeatureApiDocument.Of(request, parts);
        return html ? Parts.Answer(ApiPage.Of(document)) : TypedResults.Text(document.ToJsonString(Json.Options), FeatureDocuments.OpenApi);
    }

    private static async Task<IResult> CollectionsAsync(Database database, KeptByVersion kept, HttpRequest request, CancellationToken cancellation)
    {
        var documents = await database.SnapshotAsync(AccessScope.Local, async session =>
        {
            var all = new JsonArray();
            foreach (var collection in FeatureCatalogue.All)
            {
                var document = FeatureDocuments.Collection(collection, await ExtentAsync(session, collection, kept, cancellation), request);
                document["crs"] = new JsonArray("#/crs");
                all.Add(document);
            }

            return all;
        }, cancellation);
        return Answer(request, new JsonObject
        {
            ["links"] = FeatureDocuments.Links(Link.To(request, "/ogc/collections", "self"), Link.Page(request, "/ogc/collections")), ["crs"] = FeatureDocuments.Systems(), ["collections"] = documents,
        }, FeaturePages.Collections);
    }

    private static async Task<IResult> CollectionAsync(string collectionId, Database database, KeptByVersion kept, HttpRequest request, CancellationToken cancellation)
    {
        var collection = Find(collectionId);
        var extent = await database.SnapshotAsync(AccessScope.Local, session => ExtentAsync(session, collection, kept, cancellation), cancellation);
        return Answer(request, FeatureDocuments.Collection(collection, extent, request), document => FeaturePages.Collection(collection, document));
    }

    private static async Task<double[]?> ExtentAsync(Session session, FeatureCollection collection, KeptByVersion kept, CancellationToken cancellation) =>
        await (await kept.AtAsync(session, cancellation)).GetAsync(collection, "extent", () => FeatureStore.ExtentAsync(session, collection, cancellation));

    private static ContentHttpResult Schema(string collectionId, HttpRequest request)
    {
        Query.OnlyJson(request);
        return TypedResults.Text(FeatureSchemas.Schema(Find(collectionId), request).ToJsonString(Json.Options), FeatureDocuments.JsonSchema);
    }

    private static ContentHttpResult FeatureSchema(string collectionId, HttpRequest request)
    {
        Query.OnlyJson(request);
        return TypedResults.Text(FeatureSchemas.GeoJson(Find(collectionId), request).ToJsonString(Json.Options), FeatureDocuments.JsonSchema);
    }

    private static ContentHttpResult Sortables(string collectionId, HttpRequest request)
    {
        Query.OnlyJson(request);
        return TypedResults.Text(FeatureSchemas.Sortables(Find(collectionId), request).ToJsonString(Json.Options), FeatureDocuments.JsonSchema);
    }

    private static ContentHttpResult Queryables(string collectionId, HttpRequest request)
    {
        Query.OnlyJson(request);
        return TypedResults.Text(FeatureSchemas.Queryables(Find(collectionId), request).ToJsonString(Json.Options), FeatureDocuments.JsonSchema);
    }

    private static async Task ItemsAsync(string collectionId, Database database, KeptByVersion kept, HttpContext context, TimeProvider time, CancellationToken cancellation)
    {
        var collection = Find(collectionId);
        if (Wants.Html(context.Request))
        {
            await HtmlAnswers.ItemsAsync(collection, database, kept, context, cancellation);
            return;
        }

        var query = ItemsQuery.Read(collection, context.Request);

        var sortables = Link.To(context.Request, $"/ogc/collections/{collectionId}/sortables", FeatureDocuments.SortablesRelation, FeatureDocuments.JsonSchema);
        context.Response.Headers.Link = $"<{sortables.Href}>; rel=\"{sortables.Rel}\"; type=\"{sortables.Type}\"";
        await database.StreamAsync(AccessScope.Local, async session =>
        {
            var known = await kept.AtAsync(session, cancellation);
            var matched = await known.GetAsync(query.Collection, ItemsQuery.Selection(context.Request), () => FeatureStore.CountAsync(session, query, cancellation));
            var names = await known.NamesAsync(query, cancellation);
            await using var answer = new JsonAnswer(context.Response, GeoJson, query.Crs);
            var writer = answer.Writer;
            writer.WriteStartObject();
            writer.WriteString("type", "FeatureCollection");
            writer.WriteStartArray("features");
            var page = await FeatureStore.WriteAsync(session, query, names, writer, () => answer.SendAsync(cancellation), cancellation);
            writer.WriteEndArray();
            writer.WriteNumber("numberMatched", matched);
            writer.WriteNumber("numberReturned", page.Returned);
            writer.WriteString("timeStamp", time.GetUtcNow().UtcDateTime);
            writer.WritePropertyName("links");
            JsonSerializer.Serialize(writer, ItemsQuery.Links(query, page, context.Request), Json.Options);
            writer.WriteEndObject();
            await answer.SendAsync(cancellation);
            return page;
        }, cancellation);
    }

    private static async Task ItemAsync(string collectionId, string featureId, Database database, KeptByVersion kept, HttpContext context, CancellationToken cancellation)
    {
        var html = Wants.Html(context.Request);
        var collection = Find(collectionId);
        var query = new FeatureQuery(collection)
        {
            Crs = ItemsQuery.ReadCrs(context.Request, "crs"), Selected = ItemsQuery.Selected(collection, context.Request), SkipGeometry = ItemsQuery.SkipsGeometry(context.Request),
        };
        var missing = new GunManeException(Refusal.NotFound, $"「{collection.Title}」に {featureId} はありません。(There is no feature {featureId}.)", "featureId");
        if (collection.IdType == FieldType.Id && !Guid.TryParseExact(featureId, "D", out _)) throw missing;
        await database.StreamAsync(AccessScope.Local, async session =>
        {
            if (collection.IsWritable && await ZoneFeatureStore.FindAsync(session, new ZoneId(Guid.Parse(featureId)), cancellation) is { } zone
                && IsKnown(context, ZoneTag.Of(zone, context.Request, html ? "html" : "json"))) return true;
            var names = await (await kept.AtAsync(session, cancellation)).NamesAsync(query, cancellation);
            if (html)
            {
                await HtmlAnswers.ItemAsync(session, query, names, featureId, missing, context, cancellation);
                return true;
            }

            await using var answer = new JsonAnswer(context.Response, GeoJson, query.Crs);
            var links = FeatureDocuments.ItemLinks(collection, featureId, context.Request);
            if (!await FeatureStore.WriteOneAsync(session, query, names, featureId, answer.Writer, links, cancellation)) throw missing;
            await answer.SendAsync(cancellation);
            return true;
        }, cancellation);
    }

    /// <summary>Sets the ETag, and answers 304 where the client has that very representation.</summary>
    private static bool IsKnown(HttpContext context, string tag)
    {
        context.Response.Headers.ETag = tag;
        context.Response.Headers.CacheControl = "no-cache";
        if (!context.Request.Headers.IfNoneMatch.SelectMany(line => (line ?? "").Split(',', StringSplitOptions.TrimEntries)).Any(known => known == "*" || known == tag)) return false;
        context.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }

    private static IResult Answer(HttpRequest request, JsonObject document, Func<JsonObject, Markup> page) =>
        Wants.Html(request) ? Parts.Answer(page(document)) : TypedResults.Ok(document);

    /// <summary>The collection of an id.</summary>
    /// <exception cref="GunManeException">There is none (NotFound).</exception>
    internal static FeatureCollection Find(string id) => FeatureCatalogue.Find(id)
        ?? throw new GunManeException(Refusal.NotFound, $"コレクション「{id}」はありません。(There is no collection {id}.)", "collectionId");
}
