using System.Text.Json;
using GunMane.MapApi.Http;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using GunMane.Spatial.Zoning;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GunMane.MapApi.Scenarios;

/// <summary>What an area or a zone holds.</summary>
internal static class HoldingEndpoints
{
    public static void MapHoldings(this IEndpointRouteBuilder app)
    {
        app.MapPost("/api/areas/{code}/membership", OfPolygonAsync);
        app.MapGet("/api/scenarios/{id}/zones/{zone}/holding", OfZoneAsync);
    }

    private static async Task<Ok<HoldingDocument>> OfPolygonAsync(string code, JsonElement body, Database database, CancellationToken cancellation)
    {
        var polygon = ZoneGeometry.Prepare(ZoneGeoJson.Read(body, "geometry")).Geometry;
        return TypedResults.Ok(await database.SnapshotAsync(AccessScope.Local, async session =>
        {
            var area = await AreaStore.FindAsync(session, code, cancellation);
            return await HoldingDocument.OfAreaAsync(session, area.Id, await HoldingStore.OfAreaAsync(session, area.Id, polygon, cancellation), cancellation);
        }, cancellation));
    }

    private static async Task<Ok<HoldingDocument>> OfZoneAsync(string id, string zone, Database database, CancellationToken cancellation) =>
        TypedResults.Ok(await database.SnapshotAsync(AccessScope.Local, async session =>
        {
            var scenario = await ScenarioStore.FindAsync(session, new ScenarioId(Query.Id(id, "id")), cancellation);
            var geometry = ScenarioStore.Zone(scenario, new ZoneId(Query.Id(zone, "zone"))).Geometry;
            var held = await HoldingStore.OfAreaAsync(session, scenario.AreaId, geometry, cancellation);
            return await HoldingDocument.OfAreaAsync(session, scenario.AreaId, held, cancellation);
        }, cancellation));
}
