using GunMane.MapApi.Http;
using GunMane.Spatial.Storage;

namespace GunMane.MapApi.Tiles;

/// <summary>Which tile set: that of one layer, or that of a whole study area.</summary>
/// <param name="Name">As our own addresses have it: /tiles/NAME.json, /styles/NAME.json.</param>
/// <param name="Path">Where its list of tile sets is.</param>
/// <param name="Query">The query string that says whose: study area, run, scenario, collections.</param>
/// <param name="Layers">The layers that its tiles are made of.</param>
internal sealed record TileSetName(string Name, string Path, string Query, IReadOnlyList<string> Layers)
{
    /// <summary>Name of the tile sets of whole study areas.</summary>
    public const string All = "all";

    /// <summary>Of one layer: of a study area, run or scenario.</summary>
    public static TileSetName Of(string layer, TileExtent extent) => new(layer, $"/ogc/collections/{layer}/tiles",
        $"?area={Uri.EscapeDataString(extent.Area)}{(TileStore.OwnerOf(layer) is { } owner ? $"&{owner}={extent.Owner}" : "")}", [layer]);

    /// <summary>Of several layers of a study area.</summary>
    public static TileSetName Of(LayerChoice choice) => new(All, "/ogc/tiles", choice.Query, choice.Layers);
}
