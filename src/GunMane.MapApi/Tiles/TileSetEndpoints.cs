using System.Text.Json.Nodes;
using GunMane.MapApi.Http;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GunMane.MapApi.Tiles;

/// <summary>What there is of tiles: OGC API – Tiles (20-057) a tile set for each study area, of groups for each run, of zones for each scenario, and of all layers together; TileJSON 3.0.</summary>
internal static class TileSetEndpoints
{
    public static void MapTileSets(this IEndpointRouteBuilder app)
    {
        var ogc = app.MapGroup("/ogc");
        ogc.MapGet("/tileMatrixSets", (HttpRequest request) => Answer(request, TileSetDocuments.MatrixSets(request))).Takes("f");
        ogc.MapGet("/tileMatrixSets/{set}", (string set, HttpRequest request) => Answer(request, Known(set) ? TileSetDocuments.MatrixSet() : null)).Takes("f");
        ogc.MapGet("/collections/{layer}/tiles", SetsAsync).Takes("f");
        ogc.MapGet("/collections/{layer}/tiles/{set}", SetAsync).Takes("f", "area", "run", "scenario");
        app.MapGet("/tiles/{layer}.json", TileJsonAsync).Takes("area", "run", "scenario");
        ogc.MapGet("/tiles", AllSetsAsync).Takes("f");
        ogc.MapGet("/tiles/{set}", AllSetAsync).Takes([.. LayerChoice.Parameters, "f"]);
        app.MapGet($"/tiles/{TileSetName.All}.json", AllTileJsonAsync).Takes(LayerChoice.Parameters);
    }

    private static async Task<Ok<JsonObject>> SetsAsync(string layer, Database database, HttpRequest request, CancellationToken cancellation)
    {
        Attributes(layer);
        var extents = await database.ReadAsync(AccessScope.Local, session => TileStore.ExtentsAsync(session, layer, null, null, cancellation), cancellation);
        return Answer(request, TileSetDocuments.Sets($"/ogc/collections/{layer}/tiles", extents.Select(extent => (TileSetName.Of(layer, extent), extent)), request));
    }

    private static async Task<Ok<JsonObject>> SetAsync(string layer, string set, Database database, HttpRequest request, CancellationToken cancellation)
    {
        Attributes(layer);
        if (!Known(set)) throw Missing(set, "set");
        var extent = await ExtentAsync(layer, database, request, cancellation);
        return Answer(request, TileSetDocuments.Set(TileSetName.Of(layer, extent), extent, request));
    }

    private static async Task<Ok<JsonObject>> TileJsonAsync(string layer, Database database, HttpRequest request, CancellationToken cancellation)
    {
        Attributes(layer);
        var extent = await ExtentAsync(layer, database, request, cancellation);
        return TypedResults.Ok(TileSetDocuments.TileJson(TileSetName.Of(layer, extent), extent, request));
    }

    private static async Task<Ok<JsonObject>> AllSetsAsync(Database database, HttpRequest request, CancellationToken cancellation)
    {
        var extents = await database.ReadAsync(AccessScope.Local, session => AllTiles.ExtentsAsync(session, null, AllTiles.Layers, null, null, cancellation), cancellation);
        return Answer(request, TileSetDocuments.Sets("/ogc/tiles", extents.Select(extent => (TileSetName.Of(LayerChoice.Of(extent.Area)), extent)), request));
    }

    private static async Task<Ok<JsonObject>> AllSetAsync(string set, Database database, HttpRequest request, CancellationToken cancellation)
    {
        if (!Known(set)) throw Missing(set, "set");
        var choice = LayerChoice.Read(request);
        return Answer(request, TileSetDocuments.Set(TileSetName.Of(choice), await ExtentAsync(choice, database, cancellation), request));
    }

    private static async Task<Ok<JsonObject>> AllTileJsonAsync(Database database, HttpRequest request, CancellationToken cancellation)
    {
        var choice = LayerChoice.Read(request);
        return TypedResults.Ok(TileSetDocuments.TileJson(TileSetName.Of(choice), await ExtentAsync(choice, database, cancellation), request));
    }

    private static Task<TileExtent> ExtentAsync(LayerChoice choice, Database database, CancellationToken cancellation) => ExtentAsync(choice, database,
        session => AllTiles.ExtentsAsync(session, choice.Area, choice.Layers, choice.Run, choice.Scenario, cancellation), cancellation);

    private static async Task<TileExtent> ExtentAsync(string layer, Database database, HttpRequest request, CancellationToken cancellation)
    {
        var (area, owner) = (Query.Required(request, "area"), TileStore.OwnerOf(layer));
        QueryGuard.RefuseUnknown(request.Query, owner is null ? ["area", "f"] : ["area", "f", owner]);
        Guid? id = owner is null ? null : Query.Id(Query.Required(request, owner), owner);
        var extent = await ExtentAsync(LayerChoice.Of(layer, area, id), database, session => TileStore.ExtentsAsync(session, layer, area, id, cancellation), cancellation);
        return extent with { Owner = id };
    }

    // Of tiles in which nothing lies yet, say those of a new scenario, the extent of the municipalities: what comes to lie in them will lie there.
    private static async Task<TileExtent> ExtentAsync(LayerChoice choice, Database database, Func<Session, Task<IReadOnlyList<TileExtent>>> find, CancellationToken cancellation)
    {
        var found = await database.SnapshotAsync(AccessScope.Local, async session =>
        {
            // Names what is not there: study area, run or scenario.
            await AllTiles.FindAsync(session, choice.Area, choice.Layers, choice.Run, choice.Scenario, cancellation);
            return await find(session) is { Count: > 0 } extents ? extents : await TileStore.ExtentsAsync(session, "municipalities", choice.Area, null, cancellation);
        }, cancellation);
        return found.Count > 0 ? found[0] : throw Missing(choice.Area, "area");
    }

    private static IReadOnlyList<string> Attributes(string layer) => TileStore.Described.GetValueOrDefault(layer) ?? throw Missing(layer, "layer");

    /// <summary>Whether tiles are cut so.</summary>
    private static bool Known(string set) => set == TileSetDocuments.Quad;

    private static Ok<JsonObject> Answer(HttpRequest request, JsonObject? document)
    {
        Query.OnlyJson(request);
        return TypedResults.Ok(document ?? throw Missing($"{request.Path}", "set"));
    }

    private static GunManeException Missing(string what, string parameter) => new(Refusal.NotFound, $"「{what}」のタイルはありません。(There are no tiles of {what}.)", parameter);
}
