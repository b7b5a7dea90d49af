using GunMane.MapApi.Http;
using GunMane.MapApi.Options;
using GunMane.MapApi.Telemetry;
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
    public static void AddTiles(this IServiceCollection services) => services.AddSingleton<TileCache>().AddSingleton<SharedLook<TileSource>>().AddSingleton<SharedLook<TileSources>>().AddSingleton<TileDesk>().AddSingleton(provider =>
        new ResidentTiles(provider.GetRequiredService<HostSettings>().Database, provider.GetRequiredService<HostSettings>().ResidentTileBytes, provider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping));

    private static async Task GetAsync(string layer, string z, string x, string y, TileDesk desk, HttpContext context)
    {
        var finder = Finder(layer, context.Request);
        var address = Address(z, x, y);
        var known = desk.Look.Recall(finder.Name)
            ?? await desk.Look.GetAsync(finder.Name, patience => desk.Database.ReadAsync(Scope, session => finder.Find(session, patience), patience), context.RequestAborted);
        var key = KeyOf(known, address);
        if (IsKnown(context.Request, key))
        {
            SendKnown(context.Response, key);
            return;
        }

        var kept = desk.Cache.Find(key);
        desk.Meters.TileAsked(kept is not null);
        await SendAsync(context, kept ?? await CutAsync(desk, finder, known, key, context.RequestAborted));
    }

    /// <summary>A tile that isn't kept: from memory, or cut by the database.</summary>
    internal static async ValueTask<CutTile> CutAsync(TileDesk desk, TileFinder finder, TileSource known, TileKey key, CancellationToken cancellation)
    {
        if (desk.Cache.Encode(key, () => TileStore.FromResident(desk.Resident, known, key.Tile, Scope)) is { } encoded) return encoded;
        return await desk.Cache.CutAsync(key, async patience =>
            await TileStore.FromResidentAsync(desk.Resident, known, key.Tile, Scope, patience) is { } late ? new CutTile(key, late)
            : await desk.Database.SnapshotAsync(Scope, async session =>
            {
                // Facts may have changed since the version was asked for: a tile is kept under the version of the view that it is cut from.
                var source = await finder.Find(session, patience);
                return new CutTile(KeyOf(source, key.Tile), await TileStore.ReadAsync(session, source, key.Tile, patience));
            }, patience), cancellation);
    }

    /// <summary>Sends a tile, packed to who takes it packed; 204 where nothing lies in it.</summary>
    internal static async Task SendAsync(HttpContext context, CutTile cut)
    {
        var response = context.Response;
        Describe(response, cut.TagText);
        if (cut.Bytes.Length == 0)
        {
            response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        var bytes = cut.Bytes;
        response.ContentType = TileSetDocuments.VectorTile;
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        if (TakesGzip(context.Request) && cut.Packed is { } packed)
        {
            bytes = packed;
            response.Headers.ContentEncoding = "gzip";
        }

        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    /// <summary>The client has this very tile.</summary>
    internal static void SendKnown(HttpResponse response, in TileKey key)
    {
        Describe(response, key.Tag.ToString());
        response.StatusCode = StatusCodes.Status304NotModified;
    }

    private static void Describe(HttpResponse response, string tag)
    {
        response.Headers.CacheControl = "private, no-cache";
        response.Headers.ETag = tag;
    }

    /// <summary>Whether the client has the tile of a key.</summary>
    internal static bool IsKnown(HttpRequest request, TileKey key) =>
        request.Headers.IfNoneMatch.Count > 0 && request.GetTypedHeaders().IfNoneMatch.Any(tag => tag.Compare(key.Tag, useStrongComparison: false));

    private static bool TakesGzip(HttpRequest request) =>
        request.Headers.AcceptEncoding.Count > 0 && request.GetTypedHeaders().AcceptEncoding.Any(coding => coding.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase) && coding.Quality is not 0);

    /// <summary>The key of a tile of a source.</summary>
    internal static TileKey KeyOf(TileSource source, TileAddress tile) => new(source.Stem(Scope, tile), tile);

    internal static AccessScope Scope => AccessScope.Local;

    /// <summary>Where a tile may come from.</summary>
    internal sealed record TileDesk(HostSettings Settings, TileCache Cache, SharedLook<TileSource> Look, ResidentTiles Resident, ServiceMeters Meters)
    {
        /// <summary>One for all tiles: what one request has the database cut may be for many.</summary>
        public Database Database { get; } = Settings.Database.Within(TimeSpan.FromSeconds(Settings.Limits.TileSeconds));
    }

    /// <summary>What a layer is cut from, under a name that says which it is.</summary>
    internal sealed record TileFinder(string Name, Func<Session, CancellationToken, Task<TileSource>> Find);

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
        if (taken.Length == 1) return new TileFinder($"{Scope.Key}/{layer}/{area}", (session, cancellation) => TileStore.OfAreaAsync(session, layer, area, cancellation));
        var id = Query.Id(Query.Required(request, taken[1]), taken[1]);
        return new TileFinder($"{Scope.Key}/{layer}/{area}/{id}", layer == "groups"
            ? (session, cancellation) => TileStore.OfRunAsync(session, area, new RunId(id), cancellation)
            : (session, cancellation) => TileStore.OfScenarioAsync(session, area, new ScenarioId(id), cancellation));
    }

    /// <summary>The tile of a path.</summary>
    /// <exception cref="GunManeException">There is none (BadInput, names the part).</exception>
    internal static TileAddress Address(string z, string x, string y)
    {
        var zoom = Query.Whole(z, "z", 0, TileAddress.DeepestZoom);
        var last = TileAddress.Last(zoom);
        return TileAddress.At(zoom, Query.Whole(x, "x", 0, last), Query.Whole(y, "y", 0, last));
    }
}
