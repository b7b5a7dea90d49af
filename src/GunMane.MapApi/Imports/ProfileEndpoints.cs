using System.Text;
using System.Text.Json.Nodes;
using GunMane.MapApi.Http;
using GunMane.Spatial.Import;
using GunMane.Spatial.Import.Profiles;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GunMane.MapApi.Imports;

/// <summary>A study area's own import profiles, and the fields that profiles may name.</summary>
public static class ProfileEndpoints
{
    private const int LongestDocument = 1 << 20;

    /// <summary>Maps the resource.</summary>
    public static void MapProfiles(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/profiles/fields", Fields);
        app.MapGet("/api/areas/{code}/profiles", ListAsync);
        app.MapPut("/api/areas/{code}/profiles/{name}", PutAsync);
    }

    private static Ok<List<KindDocument>> Fields() => TypedResults.Ok(ColumnNames.Shipped.Kinds.Select(kind => new KindDocument(
        Suggestions.KindKey(kind.Kind), kind.Ja, kind.En, [.. kind.Fields.Select(field => new FieldDocument(field.Field, field.Ja, field.En))])).ToList());

    private static async Task<Ok<List<OwnProfile>>> ListAsync(string code, Database database, CancellationToken cancellation) =>
        TypedResults.Ok(await database.ReadAsync(AccessScope.Local, async session =>
            (await ProfileStore.ListAsync(session, (await AreaStore.FindAsync(session, code, cancellation)).Id, cancellation)).Select(Document).ToList(), cancellation));

    private static async Task<Ok<OwnProfile>> PutAsync(string code, string name, HttpRequest request, Database database, CancellationToken cancellation)
    {
        var profile = ProfileText.Read(await TextAsync(request, cancellation), name);
        if (profile.Name != name)
            throw new GunManeException(Refusal.BadInput, $"中身の name「{profile.Name}」が URL の名前「{name}」と違います。(name differs from the one in the URL.)", "name");
        return TypedResults.Ok(await database.WriteAsync(AccessScope.Local, async session =>
        {
            var area = await AreaStore.FindAsync(session, code, cancellation);
            await OwnProfiles.KeepAsync(session, area.Id, profile, cancellation);
            return Document((await ProfileStore.TryFindAsync(session, area.Id, name, cancellation))!);
        }, cancellation));
    }

    private static async Task<string> TextAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentLength > LongestDocument) throw new BadHttpRequestException("大きすぎます(1 MB まで)。(At most 1 MB.)", StatusCodes.Status413PayloadTooLarge);
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var buffer = new char[LongestDocument + 1];
        var read = await reader.ReadBlockAsync(buffer, cancellation);
        return read <= LongestDocument ? new string(buffer, 0, read)
            : throw new BadHttpRequestException("大きすぎます(1 MB まで)。(At most 1 MB.)", StatusCodes.Status413PayloadTooLarge);
    }

    private static OwnProfile Document(StoredProfile stored)
    {
        var profile = OwnProfiles.Read(stored);
        return new(stored.Name, stored.Version, profile.Title, profile.TitleEn, Suggestions.KindKey(profile.Kind), JsonNode.Parse(stored.Document)!, stored.Actor, stored.SavedAt);
    }

    /// <summary>An own profile in its newest version.</summary>
    internal sealed record OwnProfile(string Name, int Version, string Title, string TitleEn, string Kind, JsonNode Document, string Actor, DateTimeOffset SavedAt);

    /// <summary>The fields of a kind.</summary>
    internal sealed record KindDocument(string Kind, string Ja, string En, IReadOnlyList<FieldDocument> Fields);

    /// <summary>A field.</summary>
    internal sealed record FieldDocument(string Field, string Ja, string En);
}
