using System.IO.Hashing;
using System.Text;
using GunMane.MapApi.Http;
using GunMane.Spatial.Geo;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using GunMane.Spatial.Tiles;
using static GunMane.MapApi.Tiles.TileEndpoints;

namespace GunMane.MapApi.Tiles;

/// <summary>
/// Vector tiles of the whole data set: one tile with the layers of a study area. It is put together from the layers' own tiles, each kept under its own version: an edit of one layer
/// recomputes no other's.
/// </summary>
internal static class AllTileEndpoints
{
    // Left out first where a tile would be too large: the same assets are in the layer assets.
    private const string Members = "group_members";
    private const int MostRounds = 3;

    public static void MapAllTiles(this IEndpointRouteBuilder app)
    {
        app.MapGet($"/tiles/{TileSetName.All}/{{z}}/{{x}}/{{y}}.mvt", GetAsync).Takes(LayerChoice.Parameters);
        app.MapGet("/ogc/tiles/" + TileSetDocuments.Quad + "/{z}/{y}/{x}", GetAsync).Takes(LayerChoice.Parameters);
    }

    private static async Task GetAsync(string z, string x, string y, TileDesk desk, SharedLook<TileSources> look, HttpContext context)
    {
        var (choice, tile) = (LayerChoice.Read(context.Request), Address(z, x, y));
        var known = await LookAsync(look, desk, choice, context.RequestAborted);
        var key = KeyOf(known, tile);
        if (IsKnown(context.Request, key))
        {
            SendKnown(context.Response, key);
            return;
        }

        var kept = desk.Cache.Find(key);
        desk.Meters.TileAsked(kept is not null);
        await SendAsync(context, kept ?? await PutTogetherAsync(look, desk, choice, known, tile, context.RequestAborted));
    }

    private static ValueTask<TileSources> LookAsync(SharedLook<TileSources> look, TileDesk desk, LayerChoice choice, CancellationToken cancellation) =>
        look.GetAsync($"{Scope.Key}/{TileSetName.All}{choice.Query}", patience => desk.Database.SnapshotAsync(
            Scope, session => AllTiles.FindAsync(session, choice.Area, choice.Layers, choice.Run, choice.Scenario, patience), patience), cancellation);

    // Facts may change while layers are cut one by one: then once more, so that all are of one moment. Where they change all the time the last is given, under the versions that it has.
    private static async Task<CutTile> PutTogetherAsync(SharedLook<TileSources> look, TileDesk desk, LayerChoice choice, TileSources known, TileAddress tile, CancellationToken cancellation)
    {
        for (var round = 1; ; round++)
        {
            var sources = known.Sources;
            var parts = await Task.WhenAll(sources.Select(source => PartAsync(desk, choice.Area, source, tile, cancellation).AsTask()));
            var key = KeyOf(parts.Select(part => part.Key.Stem), tile);
            if (key == KeyOf(known, tile) || round == MostRounds)
                return parts.Length == 1 ? parts[0] : desk.Cache.Keep(new CutTile(key, await FitAsync(desk, choice.Area, sources, parts, tile, cancellation)));
            known = await LookAsync(look, desk, choice, cancellation);
        }
    }

    private static async ValueTask<CutTile> PartAsync(TileDesk desk, string area, TileSource source, TileAddress tile, CancellationToken cancellation)
    {
        var key = TileEndpoints.KeyOf(source, tile);
        return desk.Cache.Find(key)
            ?? await CutAsync(desk, new TileFinder("", (session, patience) => AllTiles.AgainAsync(session, area, source, patience)), source, key, cancellation);
    }

    // No tile has more than TileEncoder.MostBytes: first the members of groups are left out, then layers that are too large without any asset, the largest first; then assets are drawn
    // as cells, so large ones as it takes.
    private static async Task<byte[]> FitAsync(TileDesk desk, string area, IReadOnlyList<TileSource> sources, CutTile[] cut, TileAddress tile, CancellationToken cancellation)
    {
        var parts = Array.ConvertAll(cut, part => part.Bytes);
        if (TileLayers.Bytes(parts) <= TileEncoder.MostBytes) return TileLayers.Join(parts);
        parts = Array.ConvertAll(parts, part => TileLayers.Without(part, Members));
        if (TileLayers.Bytes(parts) <= TileEncoder.MostBytes) return TileLayers.Join(parts);
        var assets = sources.ToList().FindIndex(source => source.Layer == "assets");
        var others = TileLayers.Within([.. parts.Select((part, at) => at == assets ? [] : part)], TileEncoder.MostBytes);
        if (assets < 0) return TileLayers.Join(others);
        var room = TileEncoder.MostBytes - TileLayers.Bytes(others);
        var drawn = parts[assets].Length <= room ? parts[assets] : (await CellsAsync(desk, area, sources[assets], tile, room, cancellation)).Bytes;
        return TileLayers.Join(TileLayers.Within([.. others.Select((part, at) => at == assets ? drawn : part)], TileEncoder.MostBytes));
    }

    private static Task<CutTile> CellsAsync(TileDesk desk, string area, TileSource source, TileAddress tile, int room, CancellationToken cancellation)
    {
        TileKey Key(TileSource of) => new($"{of.Stem(Scope, tile)}/cells within {room}", tile);
        var key = Key(source);
        return desk.Cache.Find(key) is { } kept ? Task.FromResult(kept) : desk.Cache.CutAsync(key, async patience => await desk.Database.SnapshotAsync(Scope, async session =>
        {
            var now = await AllTiles.AgainAsync(session, area, source, patience);
            return new CutTile(Key(now), await TileStore.ReadCellsAsync(session, now, tile, room, patience));
        }, patience), cancellation);
    }

    private static TileKey KeyOf(TileSources known, TileAddress tile) => KeyOf(known.Sources.Select(source => source.Stem(Scope, tile)), tile);

    /// <summary>The key of the layers together; of one alone its own, so that it is kept once.</summary>
    private static TileKey KeyOf(IEnumerable<string> stems, TileAddress tile)
    {
        var all = stems.ToList();
        return new(all.Count == 1 ? all[0] : $"{TileSetName.All}/{Scope.Key}/{Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes(string.Join('\n', all))))}", tile);
    }
}
