using GunMane.MapApi.Http;
using GunMane.MapApi.Options;
using GunMane.Spatial.Geo;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using Microsoft.Net.Http.Headers;

namespace GunMane.MapApi.Tiles;

/// <summary>Vector tiles: /tiles/{layer}/{z}/{x}/{y}.mvt, and as OGC API – Tiles addresses them, row before column.</summary>
internal static class TileEndpoints
{
    public static void MapTiles(this IEndpointRouteBuilder app)
    {
        app.MapGet("/tiles/{layer}/{z}/{x}/{y}.mvt", GetAsync).TakesWhatItChecks();
        app.MapGet("/ogc/collections/{layer}/tiles/" + TileSetDocuments.Quad + "/{z}/{y}/{x}", GetAsync).TakesWhatItChecks();
    }

    /// <summary>Registers the tile cache and what is resident.</summary>
    public static void AddTiles(this IServiceCollection services) => services.AddSingleton<TileCache>().AddSingleton<SharedLook>().AddSingleton(provider =>
        new ResidentTiles(provider.GetRequiredService<Database>(), provider.GetRequiredService<HostSettings>().ResidentTileBytes, provider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping));

    private static Task<IResult> GetAsync(
        string layer, string z, string x, string y, Database database, TileCache cache, SharedLook look, ResidentTiles resident, HttpContext context, CancellationToken cancellation) =>
        AnswerAsync(Finder(layer, context.Request), Address(z, x, y), new Desk(database, cache, look, resident), context, cancellation);

    private static async Task<IResult> AnswerAsync(TileFinder finder, TileAddress tile, Desk desk, HttpContext context, CancellationToken cancellation)
    {
        var scope = AccessScope.Local;
        string Key(TileSource source) => $"{source.Layer}/{scope.Key}/{source.Version}/{TileStore.Release}/{tile.Zoom}/{tile.Column}/{tile.Row}";
        var known = await desk.Look.GetAsync(finder.Name, patience => desk.Database.ReadAsync(scope, session => finder.Find(session, patience), patience), cancellation);
        var key = Key(known);
        context.Response.Headers.CacheControl = "private, no-cache";
        var asked = Tag(key);
        if (context.Request.Headers.IfNoneMatch.Count > 0 && context.Request.GetTypedHeaders().IfNoneMatch.Any(tag => tag.Compare(asked, useStrongComparison: false)))
        {
            context.Response.Headers.ETag = asked.ToString();
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        // Facts may have changed since the version was asked for: a tile is kept under the version of the view that it is cut from.
        var cut = await desk.Cache.GetAsync(key, async patience =>
            await TileStore.FromResidentAsync(desk.Resident, known, tile, scope, patience) is { } bytes ? new CutTile(key, bytes)
            : await desk.Database.SnapshotAsync(scope, async session =>
            {
                var source = await finder.Find(session, patience);
                return new CutTile(Key(source), await TileStore.ReadAsync(session, source, tile, patience));
            }, patience), cancellation);
        context.Response.Headers.ETag = Tag(cut.Key).ToString();
        return cut.Bytes.Length == 0 ? TypedResults.NoContent() : TypedResults.Bytes(cut.Bytes, TileSetDocuments.VectorTile);
    }

    /// <summary>Where a tile may come from.</summary>
    private sealed record Desk(Database Database, TileCache Cache, SharedLook Look, ResidentTiles Resident);

    /// <summary>What a layer is cut from, under a name that says which it is.</summary>
    private sealed record TileFinder(string Name, Func<Session, CancellationToken, Task<TileSource>> Find);

    private static EntityTagHeaderValue Tag(string key) => new($"\"{key}\"", isWeak: true);

    /// <summary>What a layer is cut from, with the query parameters that it takes.</summary>
    private static TileFinder Finder(string layer, HttpRequest request)
    {
        string[] taken = layer switch
        {
            "municipalities" or "assets" => ["area"],
            "groups" => ["area", "run"],
            "zones" => ["area", "scenario"],
            _ => throw new GunManeException(Refusal.NotFound, $"レイヤー「{layer}」はありません。(There is no layer {layer}.)", "layer"),
        };
        QueryGuard.RefuseUnknown(request.Query, taken);
        var area = Query.Required(request, "area");
        if (taken.Length == 1) return new TileFinder($"{layer}/{area}", (session, cancellation) => TileStore.OfAreaAsync(session, layer, area, cancellation));
        var id = Query.Id(Query.Required(request, taken[1]), taken[1]);
        return new TileFinder($"{layer}/{area}/{id}", layer == "groups"
            ? (session, cancellation) => TileStore.OfRunAsync(session, area, new RunId(id), cancellation)
            : (session, cancellation) => TileStore.OfScenarioAsync(session, area, new ScenarioId(id), cancellation));
    }

    private static TileAddress Address(string z, string x, string y)
    {
        var zoom = Query.Whole(z, "z", 0, TileAddress.DeepestZoom);
        var last = TileAddress.Last(zoom);
        return TileAddress.At(zoom, Query.Whole(x, "x", 0, last), Query.Whole(y, "y", 0, last));
    }
}
