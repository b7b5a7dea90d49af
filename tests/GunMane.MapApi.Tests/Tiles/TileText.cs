using System.Globalization;
using System.Text;
using NetTopologySuite.Features;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO.VectorTiles.Mapbox;

namespace GunMane.MapApi.Tests.Tiles;

/// <summary>A decoded tile as text that a person can compare: one line per feature, degrees to five decimals.</summary>
internal static class TileText
{
    private const string IdAttribute = "id";

    /// <summary>The features of each layer of a tile.</summary>
    public static Dictionary<string, List<IFeature>> Decode(byte[] bytes, int z, int x, int y)
    {
        using var stream = new MemoryStream(bytes);
        return new MapboxTileReader().Read(stream, new NetTopologySuite.IO.VectorTiles.Tiles.Tile(x, y, z), IdAttribute).Layers
            .ToDictionary(layer => layer.Name, layer => layer.Features.ToList(), StringComparer.Ordinal);
    }

    public static string Of(byte[] bytes, int z, int x, int y)
    {
        var text = new StringBuilder();
        foreach (var (layer, features) in Decode(bytes, z, x, y))
        {
            text.Append(CultureInfo.InvariantCulture, $"{layer}\n");
            foreach (var feature in features) text.Append(CultureInfo.InvariantCulture, $"  {Attributes(feature)} {Shape(feature.Geometry)}\n");
        }

        return text.ToString();
    }

    private static string Attributes(IFeature feature) =>
        string.Join(' ', feature.Attributes.GetNames().Order(StringComparer.Ordinal).Select(name => string.Create(CultureInfo.InvariantCulture, $"{name}={feature.Attributes[name]}")));

    // Drawn from memory or by the database, a ring may begin at another corner.
    private static string Shape(Geometry drawn)
    {
        var geometry = drawn is IPolygonal ? drawn.Normalized() : drawn;
        return $"{geometry.GeometryType} {string.Join(' ', geometry.Coordinates.Select(at => string.Create(CultureInfo.InvariantCulture, $"{at.X:F4},{at.Y:F4}")))}";
    }
}
