using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GunMane.MapApi.Features.Html;
using GunMane.MapApi.Http;
using GunMane.MapApi.Http.Html;
using GunMane.Spatial.Geo;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using GunMane.Spatial.Zoning;

namespace GunMane.MapApi.Features;

/// <summary>What is answered to who wrote a zone: the zone as it is stored where the client prefers it, else only what became of the request.</summary>
/// <param name="Text">The body.</param>
/// <param name="Type">Its media type.</param>
/// <param name="Tag">ETag of the zone as it is stored.</param>
/// <param name="Wanted">What the client prefers.</param>
internal sealed record WrittenZone(string Text, string Type, string Tag, Preferences Wanted)
{
    /// <summary>Reads it in the transaction that wrote it.</summary>
    /// <param name="session">The session.</param>
    /// <param name="id">The zone.</param>
    /// <param name="answer">What the edit did; null: nothing was to be changed.</param>
    /// <param name="passed">What of the request was passed over.</param>
    /// <param name="wanted">What the client prefers.</param>
    /// <param name="request">The request.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="GunManeException">BadInput, geometry: it had to be repaired, and the client prefers a refusal then.</exception>
    public static async Task<WrittenZone> ReadAsync(
        Session session, ZoneId id, EditAnswer? answer, IReadOnlyList<ZoneNote> passed, Preferences wanted, HttpRequest request, CancellationToken cancellation)
    {
        if (wanted.Handling == Handling.Strict && answer?.Repairs is [var repair, ..])
            throw new GunManeException(Refusal.BadInput, $"図形を直さないと使えません（handling=strict）: {repair.Ja} (The geometry would have to be repaired: {repair.En})", "geometry");
        var isPage = wanted.Representation && Wants.Html(request);
        var stands = (await ZoneFeatureStore.FindAsync(session, id, cancellation))!;
        var tag = ZoneTag.Of(stands, request, isPage ? "html" : "json");
        if (isPage) return new WrittenZone((await HtmlAnswers.ItemPageAsync(session, new FeatureQuery(Zones), FeatureNames.None, id.Value.ToString(), request, cancellation))!.ToString(), Layout.MediaType, tag, wanted);
        var document = wanted.Representation ? await FeatureAsync(session, id, request, cancellation) : new JsonObject { ["id"] = id.Value };
        document["warnings"] = ZoneJson.Notes([.. passed, .. answer?.Warnings ?? []]);
        document["repairs"] = ZoneJson.Notes(answer?.Repairs ?? []);
        document["alsoChanged"] = new JsonArray([.. (answer?.Changes ?? []).Where(change => change.Zone != id).Select(change => JsonValue.Create(change.Zone.Value))]);
        return new WrittenZone(document.ToJsonString(Json.Options), wanted.Representation ? "application/geo+json" : "application/json", tag, wanted);
    }

    /// <summary>The answer.</summary>
    public IResult Answer(HttpContext context, int status)
    {
        context.Response.Headers.ETag = Tag;
        if (Wanted.Representation) context.Response.Headers["Content-Crs"] = $"<{Crs.Crs84Uri}>";
        Wanted.SayReturned(context.Response);
        return TypedResults.Text(Text, Type, Type == Layout.MediaType ? Encoding.UTF8 : null, status);
    }

    private static FeatureCollection Zones => FeatureCatalogue.Find("zones")!;

    private static async Task<JsonObject> FeatureAsync(Session session, ZoneId id, HttpRequest request, CancellationToken cancellation)
    {
        using var buffer = new MemoryStream();
        await using (var writer = new Utf8JsonWriter(buffer))
            await FeatureStore.WriteOneAsync(session, new FeatureQuery(Zones), FeatureNames.None, id.Value.ToString(), writer, FeatureDocuments.ItemLinks(Zones, id.Value.ToString(), request), cancellation);
        return JsonNode.Parse(buffer.ToArray())!.AsObject();
    }
}
