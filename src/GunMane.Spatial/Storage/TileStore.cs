using GunMane.Spatial.Geo;
using GunMane.Spatial.Model;
using GunMane.Spatial.Tiles;
using NetTopologySuite.Geometries;
using Npgsql;
using NpgsqlTypes;

namespace GunMane.Spatial.Storage;

/// <summary>What tiles are cut from, at one version.</summary>
/// <param name="Layer">municipalities, assets, groups or zones.</param>
/// <param name="Version">Changes whenever any tile of it may change: part of every cache key and ETag.</param>
/// <param name="Owner">Study area, run or scenario, as the layer's function takes it.</param>
public sealed record TileSource(string Layer, string Version, object Owner)
{
    /// <summary>Data version of the study area; 0 where the layer has another.</summary>
    public long DataVersion { get; init; }

    /// <summary>Where it changed last, so that tiles elsewhere keep their version; null: a new version may change any tile.</summary>
    public TileTouches? Touches { get; init; }

    private Tuple<string, string>? stem;

    /// <summary>Names the layer as a tile of it has it: at the version of the last change there, as one access scope sees it, cut by this release.</summary>
    public string Stem(AccessScope scope, TileAddress tile)
    {
        if (Touches is not null) return $"{Layer}/{scope.Key}/{Owner}.{Touches.Last(tile)}/{TileStore.Release}";
        if (stem is { } known && known.Item1 == scope.Key) return known.Item2;
        var text = $"{Layer}/{scope.Key}/{Version}/{TileStore.Release}";
        stem = Tuple.Create(scope.Key, text);
        return text;
    }
}

/// <summary>Where the tiles of a layer of a study area hold something, degrees; of groups and zones, those of one run or scenario.</summary>
public sealed record TileExtent(string Area, string Name, double West, double South, double East, double North)
{
    /// <summary>The run or scenario, where the layer has one (<see cref="TileStore.OwnerOf"/>).</summary>
    public Guid? Owner { get; init; }
}

/// <summary>Vector tiles by the functions of functions/30_tiles.sql.</summary>
public static class TileStore
{
    private const int FewestCells = 1;

    // Shapes that are tried first where all are too many for a tile, then half as many.
    private const int MostShapes = 8192;

    // Of a scenario so many of the last edits are told apart by place, up to twice as many less one: from where on they are does not change with each edit.
    private const int EditsKnown = 256;

    /// <summary>Layers that have a tile set of their own for each study area, run or scenario, with the attributes of their features.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Described { get; } = new Dictionary<string, IReadOnlyList<string>>
    {
        ["municipalities"] = ["code", "name", "name_en"],
        ["assets"] = ["sector", "municipality", "name", "kind", "count", "length_m", "yen"],
        ["groups"] = ["number", "score", "assets", "sector"],
        ["zones"] = ["id", "name"],
    };

    /// <summary>The parameter that says whose tiles of a layer are meant: run or scenario; null where the study area is enough.</summary>
    public static string? OwnerOf(string layer) => layer switch { "groups" => "run", "zones" => "scenario", _ => null };

    /// <summary>Changes with the code and the SQL that cut tiles: a new release makes new ETags.</summary>
    public static string Release { get; } = SqlText.Hash(SqlText.Scripts("functions").Single(script => script.Name == "30_tiles.sql").Text + TileEncoder.Release)[..8];

    /// <summary>Layers of facts: municipalities, assets.</summary>
    /// <exception cref="GunManeException">There is no such study area (NotFound).</exception>
    public static async Task<TileSource> OfAreaAsync(Session session, string layer, string area, CancellationToken cancellation)
    {
        var found = await session.ListAsync("tiles.area", row => (Id: row.GetInt32(0), Version: row.GetInt64(1)), cancellation, area);
        return found.Count == 0 ? throw Missing("対象地域", area, "area") : new TileSource(layer, $"{found[0].Id}.{found[0].Version}", found[0].Id) { DataVersion = found[0].Version };
    }

    /// <summary>Candidate groups of a run, with their assets as these are now: a run never changes, where its assets lie may.</summary>
    /// <exception cref="GunManeException">The study area has no such run (NotFound).</exception>
    public static async Task<TileSource> OfRunAsync(Session session, string area, RunId run, CancellationToken cancellation)
    {
        var found = await session.ListAsync("tiles.run", row => row.GetInt64(0), cancellation, area, run.Value);
        return found.Count == 0 ? throw Missing("計算結果", $"{run.Value}", "run") : new TileSource("groups", $"{run.Value}.{found[0]}", run.Value);
    }

    /// <summary>Zones of a scenario.</summary>
    /// <exception cref="GunManeException">The study area has no such scenario (NotFound).</exception>
    public static async Task<TileSource> OfScenarioAsync(Session session, string area, ScenarioId scenario, CancellationToken cancellation)
    {
        var found = await session.ListAsync("tiles.scenario", row => (Version: row.GetInt32(0), Edit: row.IsDBNull(1) ? (int?)null : row.GetInt32(1), Place: row.IsDBNull(2) ? null : row.GetFieldValue<Geometry>(2).EnvelopeInternal),
            cancellation, area, scenario.Value, EditsKnown);
        if (found.Count == 0) throw Missing("検討案", $"{scenario.Value}", "scenario");
        var version = found[0].Version;
        return new TileSource("zones", $"{scenario.Value}.{version}", scenario.Value) { Touches = Touches(version, [.. found.Where(row => row.Edit is not null).Select(row => (row.Edit!.Value, row.Place))]) };
    }

    // Where the edits do not tell how the scenario came to its version (it was raised by hand), the last change may have been anywhere.
    private static TileTouches Touches(int version, List<(int Version, Envelope? Place)> edits)
    {
        var before = Math.Max((version / EditsKnown) - 1, 0) * EditsKnown;
        return new TileTouches(edits.Count < version - before ? [(version, null)] : before > 0 ? [.. edits, (before, null)] : edits);
    }

    /// <summary>
    /// Extents of a layer by study area, run or scenario, or of the one asked for; what has nothing to show is left out. Of runs and scenarios
    /// the newest 100 of each study area.
    /// </summary>
    public static Task<IReadOnlyList<TileExtent>> ExtentsAsync(Session session, string layer, string? area, Guid? owner, CancellationToken cancellation) => OwnerOf(layer) is null
        ? session.ListAsync($"tiles.{layer}_extents", Extent, cancellation, area ?? "")
        : session.ListAsync($"tiles.{layer}_extents", row => Extent(row) with { Owner = row.GetGuid(6) }, cancellation, area ?? "", owner ?? Guid.Empty);

    internal static TileExtent Extent(Npgsql.NpgsqlDataReader row) =>
        new(row.GetString(0), row.GetString(1), row.GetDouble(2), row.GetDouble(3), row.GetDouble(4), row.GetDouble(5));

    /// <summary>A tile, encoded; no bytes when nothing lies in it.</summary>
    public static async Task<byte[]> ReadAsync(Session session, TileSource source, TileAddress tile, CancellationToken cancellation)
    {
        if (source.Layer != "assets") return await ReadShapesAsync(session, source, tile, cancellation);
        if (tile.Zoom >= TileEncoder.AssetsFrom)
        {
            var each = await session.ScalarAsync<byte[]>("tiles.assets", cancellation, source.Owner, tile.Zoom, tile.Column, tile.Row) ?? [];
            if (each.Length <= TileEncoder.MostBytes) return each;
        }

        return await ReadCellsAsync(session, source, tile, TileEncoder.MostBytes, cancellation);
    }

    // All shapes, or so many of the largest as stay within the bytes of a tile.
    private static async Task<byte[]> ReadShapesAsync(Session session, TileSource source, TileAddress tile, CancellationToken cancellation)
    {
        for (int? most = null; ; most = most is null ? MostShapes : most / 2)
        {
            var shapes = await session.ScalarAsync<byte[]>($"tiles.{source.Layer}", cancellation, source.Owner, tile.Zoom, tile.Column, tile.Row,
                new NpgsqlParameter { Value = (object?)most ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer }) ?? [];
            if (shapes.Length <= TileEncoder.MostBytes || most == 1) return shapes;
        }
    }

    /// <summary>A tile of assets as cells, at any zoom: as many as stay within a number of bytes, and one at least.</summary>
    public static async Task<byte[]> ReadCellsAsync(Session session, TileSource source, TileAddress tile, int mostBytes, CancellationToken cancellation)
    {
        for (var across = TileEncoder.CellsAcross; ; across /= 2)
        {
            var cells = await session.ScalarAsync<byte[]>("tiles.asset_cells", cancellation, source.Owner, tile.Zoom, tile.Column, tile.Row, across) ?? [];
            if (cells.Length <= mostBytes || across == FewestCells) return cells;
        }
    }

    /// <summary>A tile of assets, if they are resident at this version; null where the tile must be waited for or read.</summary>
    public static byte[]? FromResident(ResidentTiles resident, TileSource source, TileAddress tile, AccessScope scope) =>
        source.Layer == "assets" && resident.Find((int)source.Owner, source.DataVersion, scope) is { } assets ? TileEncoder.Encode(assets, tile) : null;

    /// <summary>
    /// A tile of assets from what is resident; null where the tile must be read. Far away, where the database takes longest, it waits until
    /// the assets are there; near by it doesn't.
    /// </summary>
    public static async Task<byte[]?> FromResidentAsync(ResidentTiles resident, TileSource source, TileAddress tile, AccessScope scope, CancellationToken cancellation)
    {
        if (source.Layer != "assets") return null;
        var area = (int)source.Owner;
        var assets = tile.Zoom < TileEncoder.AssetsFrom ? await resident.GetAsync(area, source.DataVersion, scope, cancellation) : resident.Find(area, source.DataVersion, scope);
        return assets is null ? null : TileEncoder.Encode(assets, tile);
    }

    private static GunManeException Missing(string what, string id, string parameter) =>
        new(Refusal.NotFound, $"{what}「{id}」はありません。(There is no such {parameter}: {id}.)", parameter);
}
