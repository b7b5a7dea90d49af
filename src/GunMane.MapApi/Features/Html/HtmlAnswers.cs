using System.Text.Json;
using System.Text.Json.Nodes;
using GunMane.MapApi.Http.Html;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;

namespace GunMane.MapApi.Features.Html;

/// <summary>Reads what a page shows and sends it.</summary>
internal static class HtmlAnswers
{
    private const int UsualRows = 50;
    private const int MostRows = 1_000;

    /// <summary>Sends a page of features, or one that says what is wrong with the request.</summary>
    public static async Task ItemsAsync(FeatureCollection collection, Database database, KeptByVersion kept, HttpContext context, CancellationToken cancellation)
    {
        Markup page;
        try
        {
            page = await ItemsAsync(ItemsQuery.Read(collection, context.Request), database, kept, context.Request, cancellation);
        }
        catch (GunManeException refusal) when (refusal.Refusal == Refusal.BadInput)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            page = FeaturePages.Refused(collection, refusal, context.Request);
        }

        await Parts.Answer(page, context.Response.StatusCode).ExecuteAsync(context);
    }

    // 50 features unless a limit is given.
    private static Task<Markup> ItemsAsync(FeatureQuery asked, Database database, KeptByVersion kept, HttpRequest request, CancellationToken cancellation)
    {
        var query = asked with { Limit = request.Query.ContainsKey("limit") ? Math.Min(asked.Limit, MostRows) : UsualRows };
        return database.SnapshotAsync(AccessScope.Local, async session =>
        {
            var known = await kept.AtAsync(session, cancellation);
            var matched = await known.GetAsync(query.Collection, ItemsQuery.Selection(request), () => FeatureStore.CountAsync(session, query, cancellation));
            var names = await known.NamesAsync(query, cancellation);
            var (features, read) = await ReadAsync(async writer =>
            {
                writer.WriteStartArray();
                var done = await FeatureStore.WriteAsync(session, query with { SkipGeometry = true }, names, writer, () => writer.FlushAsync(cancellation), cancellation);
                writer.WriteEndArray();
                return done;
            });
            var next = ItemsQuery.Links(query, read, request).FirstOrDefault(link => link.Rel == "next")?.Href;
            var document = new JsonObject { ["features"] = features, ["numberMatched"] = matched, ["next"] = next };
            return FeaturePages.Items(query, document, await GroundAsync(session, features.AsArray(), cancellation), request);
        }, cancellation);
    }

    /// <summary>Sends a feature.</summary>
    public static async Task ItemAsync(Session session, FeatureQuery query, FeatureNames names, string id, GunManeException missing, HttpContext context, CancellationToken cancellation)
    {
        var page = await ItemPageAsync(session, query, names, id, context.Request, cancellation) ?? throw missing;
        await Parts.Answer(page).ExecuteAsync(context);
    }

    /// <summary>The page of a feature; null if there is none of that id.</summary>
    public static async Task<Markup?> ItemPageAsync(Session session, FeatureQuery query, FeatureNames names, string id, HttpRequest request, CancellationToken cancellation)
    {
        var (feature, found) = await ReadAsync(writer => FeatureStore.WriteOneAsync(session, query with { Crs = Spatial.Geo.Crs.Served[0] }, names, id, writer, new JsonArray(), cancellation));
        return found ? FeaturePages.Item(query, feature.AsObject(), await GroundAsync(session, [feature.DeepClone()], cancellation), request) : null;
    }

    private static async Task<(JsonNode Json, T Result)> ReadAsync<T>(Func<Utf8JsonWriter, Task<T>> write)
    {
        using var buffer = new MemoryStream();
        await using var writer = new Utf8JsonWriter(buffer);
        var result = await write(writer);
        await writer.FlushAsync();
        return (buffer.Length == 0 ? new JsonObject() : JsonNode.Parse(buffer.ToArray())!, result);
    }

    private static async Task<MapGround> GroundAsync(Session session, JsonArray features, CancellationToken cancellation)
    {
        var codes = features.Select(feature => (string?)feature!["properties"]!["study_area"]).ToHashSet(StringComparer.Ordinal);
        var areas = (await AreaStore.ListAsync(session, cancellation)).Where(area => codes.Contains(area.Code)).ToList();
        return new MapGround(codes.Count == 1 ? areas.FirstOrDefault() : null, areas.Count > 0 && areas.Count == codes.Count && !areas.Any(area => area.Fictitious));
    }
}

/// <summary>What a map shows under its features.</summary>
/// <param name="Area">Their study area; null where they have several.</param>
/// <param name="HasBackground">Whether there is a real place under all of them: none is shown under made-up regions.</param>
internal sealed record MapGround(StudyArea? Area, bool HasBackground);
