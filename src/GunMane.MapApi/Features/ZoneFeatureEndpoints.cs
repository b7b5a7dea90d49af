using System.Text.Json;
using GunMane.MapApi.Http;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using GunMane.Spatial.Zoning;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace GunMane.MapApi.Features;

/// <summary>
/// OGC API – Features Part 4 (20-002: create, replace, update, delete; optimistic locking by ETags; preferences of handling and of what is returned) for the collection of zones.
/// A change is an edit of the zone's scenario, so it shows on the page and is undone there. Other collections are only read.
/// </summary>
internal static class ZoneFeatureEndpoints
{
    private const string GeoJson = "application/geo+json";
    private const string MergePatch = "application/merge-patch+json";
    private const string ClientId = "ogcapi";
    private const string ReadOnly = "GET, HEAD, OPTIONS";
    private static readonly string[] Whole = [GeoJson, "application/json"];

    public static void MapZoneFeatures(this IEndpointRouteBuilder ogc)
    {
        ogc.MapPost("/collections/{collectionId}/items", CreateAsync);
        ogc.MapPut("/collections/{collectionId}/items/{featureId}", ReplaceAsync);
        ogc.MapPatch("/collections/{collectionId}/items/{featureId}", UpdateAsync);
        ogc.MapDelete("/collections/{collectionId}/items/{featureId}", RemoveAsync);
        ogc.MapMethods("/collections/{collectionId}/items", [HttpMethods.Options], OfItems);
        ogc.MapMethods("/collections/{collectionId}/items/{featureId}", [HttpMethods.Options], OfItem);
        ogc.MapMethods("/collections/{collectionId}/items", [HttpMethods.Put, HttpMethods.Patch, HttpMethods.Delete], (string collectionId, HttpContext context) =>
            Refused.Method(context, Allowed(FeatureEndpoints.Find(collectionId), "GET, HEAD, POST, OPTIONS")));
        ogc.MapPost("/collections/{collectionId}/items/{featureId}", (string collectionId, HttpContext context) =>
            Refused.Method(context, Allowed(FeatureEndpoints.Find(collectionId), "GET, HEAD, PUT, PATCH, DELETE, OPTIONS")));
    }

    private static Ok OfItems(string collectionId, HttpContext context)
    {
        var collection = FeatureEndpoints.Find(collectionId);
        if (collection.IsWritable) context.Response.Headers["Accept-Post"] = string.Join(", ", Whole);
        return Options(context, collection, "GET, HEAD, POST, OPTIONS");
    }

    private static Ok OfItem(string collectionId, HttpContext context)
    {
        var collection = FeatureEndpoints.Find(collectionId);
        if (collection.IsWritable) context.Response.Headers["Accept-Patch"] = MergePatch;
        return Options(context, collection, "GET, HEAD, PUT, PATCH, DELETE, OPTIONS");
    }

    private static Ok Options(HttpContext context, FeatureCollection collection, string writable)
    {
        context.Response.Headers.Allow = Allowed(collection, writable);
        var schema = Link.To(context.Request, $"/ogc/collections/{collection.Id}/schema", FeatureDocuments.SchemaRelation, FeatureDocuments.JsonSchema);
        context.Response.Headers[HeaderNames.Link] = $"<{schema.Href}>; rel=\"{schema.Rel}\"; type=\"{schema.Type}\"";
        return TypedResults.Ok();
    }

    private static string Allowed(FeatureCollection collection, string writable) => collection.IsWritable ? writable : ReadOnly;

    private static async Task<IResult> CreateAsync(string collectionId, Database database, HttpContext context, CancellationToken cancellation)
    {
        if (!FeatureEndpoints.Find(collectionId).IsWritable) return Refused.Method(context, ReadOnly);
        if (WrongType(context, Whole) is { } refused) return refused;
        var wanted = Preferences.Read(context);
        var body = ZoneBody.ReadFeature(await JsonAsync(context.Request, cancellation), context.Request, wanted.Handling);
        var passed = body.CheckNew();
        var id = new ZoneId(body.Id ?? Guid.NewGuid());
        var written = await database.WriteAsync(AccessScope.Local, async session =>
        {
            var geometry = await ZoneFeatureStore.ToStorageAsync(session, body.Geometry!, body.Crs, "geometry", cancellation);
            var answer = await Placed(() => ZoneFeatureStore.AddAsync(session, new ScenarioId(body.Scenario!.Value), new ZoneChange(id, body.Name, geometry), Guid.NewGuid(), ClientId, cancellation));
            return await WrittenZone.ReadAsync(session, id, answer, passed, wanted, context.Request, cancellation);
        }, cancellation);
        context.Response.Headers.Location = $"{Link.Root(context.Request)}/ogc/collections/{collectionId}/items/{id.Value}";
        return written.Answer(context, StatusCodes.Status201Created);
    }

    private static Task<IResult> ReplaceAsync(string collectionId, string featureId, Database database, HttpContext context, CancellationToken cancellation) =>
        ChangeAsync(collectionId, featureId, database, context, Whole, ZoneBody.ReadFeature, cancellation);

    private static Task<IResult> UpdateAsync(string collectionId, string featureId, Database database, HttpContext context, CancellationToken cancellation) =>
        ChangeAsync(collectionId, featureId, database, context, [MergePatch], ZoneBody.ReadPatch, cancellation);

    private static async Task<IResult> ChangeAsync(string collectionId, string featureId, Database database, HttpContext context, string[] types,
        Func<JsonElement, HttpRequest, Handling, ZoneBody> read, CancellationToken cancellation)
    {
        if (!FeatureEndpoints.Find(collectionId).IsWritable) return Refused.Method(context, ReadOnly);
        var id = await ExistingAsync(featureId, database, cancellation);
        if (WrongType(context, types) is { } refused) return refused;
        if (ZoneTag.Known(context.Request) is not { } known) return Unconditional(context);
        var wanted = Preferences.Read(context);
        var body = read(await JsonAsync(context.Request, cancellation), context.Request, wanted.Handling);
        IReadOnlyList<ZoneNote> passed = [];
        var written = await database.WriteAsync(AccessScope.Local, async session =>
        {
            var geometry = body.Geometry is null ? null : await ZoneFeatureStore.ToStorageAsync(session, body.Geometry, body.Crs, "geometry", cancellation);
            var answer = await Placed(() => ZoneFeatureStore.ChangeAsync(session, known, new ZoneChange(id, body.Name, geometry), zone => passed = body.Check(zone), Guid.NewGuid(), ClientId, cancellation));
            return await WrittenZone.ReadAsync(session, id, answer, passed, wanted, context.Request, cancellation);
        }, cancellation);
        return written.Answer(context, StatusCodes.Status200OK);
    }

    private static async Task<IResult> RemoveAsync(string collectionId, string featureId, Database database, HttpContext context, CancellationToken cancellation)
    {
        if (!FeatureEndpoints.Find(collectionId).IsWritable) return Refused.Method(context, ReadOnly);
        var id = await ExistingAsync(featureId, database, cancellation);
        if (ZoneTag.Known(context.Request) is not { } known) return Unconditional(context);
        await database.WriteAsync(AccessScope.Local, session =>
            ZoneFeatureStore.ChangeAsync(session, known, ZoneChange.Delete(id), _ => { }, Guid.NewGuid(), ClientId, cancellation), cancellation);
        return TypedResults.NoContent();
    }

    // What is not there is 404 whatever the rest of the request says.
    private static async Task<ZoneId> ExistingAsync(string featureId, Database database, CancellationToken cancellation)
    {
        if (!Guid.TryParseExact(featureId, "D", out var value))
            throw new GunManeException(Refusal.NotFound, $"区域 {featureId} はありません。(There is no zone {featureId}.)", "featureId");
        var id = new ZoneId(value);
        _ = await database.ReadAsync(AccessScope.Local, session => ZoneFeatureStore.FindAsync(session, id, cancellation), cancellation) ?? throw ZoneFeatureStore.Missing(id);
        return id;
    }

    private static IResult Unconditional(HttpContext context) => Refused.With(context, StatusCodes.Status428PreconditionRequired,
        "ヘッダー If-Match が必要です。区域を GET したときの ETag を付けてください。ほかの人の変更を消さないためです。(If-Match with the ETag of the zone is required.)", "If-Match");

    private static IResult? WrongType(HttpContext context, string[] types)
    {
        if (string.IsNullOrEmpty(context.Request.ContentType))
            return Refused.With(context, StatusCodes.Status400BadRequest, $"ヘッダー Content-Type が必要です: {string.Join(", ", types)} (Content-Type is required.)", "Content-Type");
        if (MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) && types.Contains(type.MediaType.Value, StringComparer.OrdinalIgnoreCase)) return null;
        context.Response.Headers[HttpMethods.IsPatch(context.Request.Method) ? "Accept-Patch" : "Accept-Post"] = string.Join(", ", types);
        return Refused.With(context, StatusCodes.Status415UnsupportedMediaType, $"Content-Type は {string.Join(" か ", types)} です。(Unsupported Content-Type.)", "Content-Type");
    }

    private static async Task<JsonElement> JsonAsync(HttpRequest request, CancellationToken cancellation)
    {
        using var document = await JsonDocument.ParseAsync(request.Body, cancellationToken: cancellation);
        return document.RootElement.Clone();
    }

    // The edit of one zone names its members as a list of changes; here they are the feature's own.
    private static async Task<T> Placed<T>(Func<Task<T>> edit)
    {
        try
        {
            return await edit();
        }
        catch (GunManeException refusal) when (Place(refusal.Parameter) is { } place)
        {
            throw new GunManeException(refusal.Refusal, refusal.Message, place) { Details = refusal.Details };
        }
    }

    private static string? Place(string? parameter) => parameter switch
    {
        "changes[0].name" => "properties.name",
        "changes[0].zone" or "changes" => "id",
        "id" => "properties.scenario",
        _ when parameter?.StartsWith("changes[0].geometry", StringComparison.Ordinal) == true => parameter["changes[0].".Length..],
        _ => null,
    };
}
