using GunMane.Spatial.Geo;
using NetTopologySuite.Geometries;

namespace GunMane.Spatial.Tiles;

/// <summary>Where something changed at which version: a tile has the version of the last change that touched it.</summary>
public sealed class TileTouches
{
    // Units beyond a tile's edges within which a change may show: what is drawn there, and rounding.
    private const double Reach = World.Buffer + 2;

    // The latest first, in shares of the world's square.
    private readonly List<(int Version, double West, double North, double East, double South)> touches;

    /// <summary>Gathers changes.</summary>
    /// <param name="changes">Version and envelope (degrees of the storage CRS) of each; null: anywhere.</param>
    public TileTouches(IEnumerable<(int Version, Envelope? Place)> changes) => touches = [.. changes.OrderByDescending(change => change.Version).Select(change => change.Place is { } place
        ? (change.Version, World.X(place.MinX), World.Y(place.MaxY), World.X(place.MaxX), World.Y(place.MinY))
        : (change.Version, double.NegativeInfinity, double.NegativeInfinity, double.PositiveInfinity, double.PositiveInfinity))];

    /// <summary>The version of the last change that may show in a tile; 0 where there was none.</summary>
    public int Last(TileAddress tile)
    {
        var side = 1.0 / (1L << tile.Zoom);
        var reach = side * Reach / World.Extent;
        var (west, north) = ((tile.Column * side) - reach, (tile.Row * side) - reach);
        var (east, south) = (west + side + (2 * reach), north + side + (2 * reach));
        foreach (var touch in touches)
        {
            if (touch.West <= east && touch.East >= west && touch.North <= south && touch.South >= north) return touch.Version;
        }

        return 0;
    }
}
