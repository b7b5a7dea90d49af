using System.Globalization;
using NetTopologySuite.Features;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;
using NetTopologySuite.IO.VectorTiles.Mapbox;

namespace GunMane.MapApi.Tests.Tiles;

/// <summary>Whether two tiles show the same: features and attributes the same, coordinates within a unit in x and in y (two in polygons with rings of a few units).</summary>
internal static class TileLikeness
{
    private const double Units = 4096;
    private const double Edge = 64;
    private const double Off = 1.4143;
    private const double OffMended = 2.1;
    private const double Tiny = 5;

    /// <summary>What differs first; null if nothing does.</summary>
    public static string? Difference(byte[] one, byte[] other, int z, int x, int y)
    {
        var (a, b) = (Decode(one, z, x, y), Decode(other, z, x, y));
        foreach (var id in a.Keys.Union(b.Keys).Order(StringComparer.Ordinal))
        {
            if (!a.TryGetValue(id, out var left) | !b.TryGetValue(id, out var right))
            {
                // Rounding decides whether the outermost unit of the buffer still shows something.
                if (IsFringe((left ?? right)!.Geometry)) continue;
                return $"{id} is in one only: {(left ?? right)!.Geometry}";
            }

            if (Attributes(left!) != Attributes(right!)) return $"{id}: {Attributes(left!)} | {Attributes(right!)}";
            if (left!.Geometry.Dimension != right!.Geometry.Dimension && !(IsFringe(left.Geometry) || IsFringe(right.Geometry))) return $"{id}: {left.Geometry} | {right.Geometry}";
            if (Apart(left.Geometry, right.Geometry) > (HasTinyRing(left.Geometry) || HasTinyRing(right.Geometry) ? OffMended : Off)) return $"{id}, {Apart(left.Geometry, right.Geometry):0.00} apart: {left.Geometry} | {right.Geometry}";
        }

        return null;
    }

    /// <summary>The features of a tile's one layer by id, in its units.</summary>
    public static Dictionary<string, IFeature> Decode(byte[] bytes, int z, int x, int y)
    {
        if (bytes.Length == 0) return [];
        using var stream = new MemoryStream(bytes);
        var toUnits = new ToUnits(z, x, y);
        var features = new MapboxTileReader().Read(stream, new NetTopologySuite.IO.VectorTiles.Tiles.Tile(x, y, z), "id").Layers.Single().Features;
        foreach (var feature in features) feature.Geometry = new GeometryEditor().Edit(feature.Geometry, toUnits);
        return features.ToDictionary(feature => Convert.ToString(feature.Attributes["id"], CultureInfo.InvariantCulture)!, StringComparer.Ordinal);
    }

    private static double Apart(Geometry a, Geometry b)
    {
        if (a is Point && b is Point) return a.Distance(b);
        var (left, right) = (a.Dimension == Dimension.Surface ? a.Boundary : a, b.Dimension == Dimension.Surface ? b.Boundary : b);
        return Math.Max(Coordinates(left, right), Coordinates(right, left));
    }

    // How far the corners of one are from the other, those at the cut aside: they move along it with the slope.
    private static double Coordinates(Geometry of, Geometry from) => of.Coordinates
        .Where(at => at.X is > 1 - Edge and < Units + Edge - 1 && at.Y is > 1 - Edge and < Units + Edge - 1)
        .Select(at => from.Distance(of.Factory.CreatePoint(at))).DefaultIfEmpty(0).Max();

    private static bool IsFringe(Geometry geometry)
    {
        var box = geometry.EnvelopeInternal;
        return box.MaxX <= 1 - Edge || box.MinX >= Units + Edge - 1 || box.MaxY <= 1 - Edge || box.MinY >= Units + Edge - 1;
    }

    // Rings of a few units touch themselves once they are in whole units; the one mends them otherwise than the other.
    private static bool HasTinyRing(Geometry geometry) => geometry.Dimension == Dimension.Surface && LinearComponentExtracter.GetLines(geometry)
        .Any(ring => Math.Min(ring.EnvelopeInternal.Width, ring.EnvelopeInternal.Height) < Tiny);

    private static string Attributes(IFeature feature) => string.Join(' ', feature.Attributes.GetNames().Order(StringComparer.Ordinal)
        .Select(name => string.Create(CultureInfo.InvariantCulture, $"{name}={feature.Attributes[name]}")));

    private sealed class ToUnits(int z, int x, int y) : GeometryEditor.CoordinateOperation
    {
        public override Coordinate[] Edit(Coordinate[] coordinates, Geometry geometry) => Array.ConvertAll(coordinates, at => new Coordinate(
            Math.Round((((at.X + 180) / 360 * Math.Pow(2, z)) - x) * Units),
            Math.Round((((1 - (Math.Asinh(Math.Tan(at.Y * Math.PI / 180)) / Math.PI)) / 2 * Math.Pow(2, z)) - y) * Units)));
    }
}
