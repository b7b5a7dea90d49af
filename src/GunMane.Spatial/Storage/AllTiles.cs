using GunMane.Spatial.Model;

namespace GunMane.Spatial.Storage;

/// <summary>What tiles with several layers of a study area are put together from, at one moment.</summary>
/// <param name="Sources">The layers that there are, in the order asked for: an area may have no run or no scenario yet.</param>
public sealed record TileSources(IReadOnlyList<TileSource> Sources);

/// <summary>The tiles of a whole study area: those of its layers, one after the other.</summary>
public static class AllTiles
{
    /// <summary>The layers, the lowest on a map first.</summary>
    public static IReadOnlyList<string> Layers { get; } = ["municipalities", "assets", "groups", "zones"];

    /// <summary>The sources of layers. Call it in <see cref="Database.SnapshotAsync{T}"/>: then all are of one moment.</summary>
    /// <param name="session">Where to look.</param>
    /// <param name="area">Code of the study area.</param>
    /// <param name="layers">Which layers.</param>
    /// <param name="run">The run whose groups are meant; null: the newest, which the collection groups has too.</param>
    /// <param name="scenario">The scenario whose zones are meant; null: the newest.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="GunManeException">There is no such study area, or it has no such run or scenario (NotFound, names it).</exception>
    public static async Task<TileSources> FindAsync(Session session, string area, IEnumerable<string> layers, RunId? run, ScenarioId? scenario, CancellationToken cancellation)
    {
        var municipalities = await TileStore.OfAreaAsync(session, "municipalities", area, cancellation);
        List<TileSource> found = [];
        foreach (var layer in layers)
        {
            var source = layer switch
            {
                "municipalities" => municipalities,
                "groups" => await OfRunAsync(session, area, run, cancellation),
                "zones" => await OfScenarioAsync(session, area, scenario, cancellation),
                _ => await TileStore.OfAreaAsync(session, layer, area, cancellation),
            };
            if (source is not null) found.Add(source);
        }

        return new TileSources(found);
    }

    /// <summary>Where the layers together hold something, by study area or of the one asked for; what has nothing to show is left out.</summary>
    public static Task<IReadOnlyList<TileExtent>> ExtentsAsync(Session session, string? area, IEnumerable<string> layers, RunId? run, ScenarioId? scenario, CancellationToken cancellation) =>
        session.ListAsync("tiles.all_extents", TileStore.Extent, cancellation, area ?? "", layers.ToArray(), run?.Value ?? Guid.Empty, scenario?.Value ?? Guid.Empty);

    /// <summary>The same source as it is now.</summary>
    /// <exception cref="GunManeException">It is gone (NotFound).</exception>
    public static Task<TileSource> AgainAsync(Session session, string area, TileSource source, CancellationToken cancellation) => source.Layer switch
    {
        "groups" => TileStore.OfRunAsync(session, area, new RunId((Guid)source.Owner), cancellation),
        "zones" => TileStore.OfScenarioAsync(session, area, new ScenarioId((Guid)source.Owner), cancellation),
        _ => TileStore.OfAreaAsync(session, source.Layer, area, cancellation),
    };

    private static async Task<TileSource?> OfRunAsync(Session session, string area, RunId? run, CancellationToken cancellation)
    {
        var id = run?.Value ?? await session.ScalarAsync<Guid>("tiles.newest_run", cancellation, area);
        return id == Guid.Empty && run is null ? null : await TileStore.OfRunAsync(session, area, new RunId(id), cancellation);
    }

    private static async Task<TileSource?> OfScenarioAsync(Session session, string area, ScenarioId? scenario, CancellationToken cancellation)
    {
        var id = scenario?.Value ?? await session.ScalarAsync<Guid>("tiles.newest_scenario", cancellation, area);
        return id == Guid.Empty && scenario is null ? null : await TileStore.OfScenarioAsync(session, area, new ScenarioId(id), cancellation);
    }
}
