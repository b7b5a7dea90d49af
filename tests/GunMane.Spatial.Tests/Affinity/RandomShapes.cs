using CsCheck;
using GunMane.Spatial.Affinity;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;

namespace GunMane.Spatial.Tests.Affinity;

/// <summary>Random points, lines and polygons: anywhere, or on whole metres so that they touch, cross and lie exactly at the radius.</summary>
internal static class RandomShapes
{
    private static readonly GeometryFactory Factory = GeometryFactory.Default;

    /// <summary>Up to <paramref name="most"/> geometries in a square of <paramref name="side"/> metres.</summary>
    public static Gen<Geometry[]> Some(int most, double side) => Gen.Bool.SelectMany(whole =>
    {
        var number = whole ? Gen.Int[0, (int)(side / 10)].Select(step => step * 10.0) : Gen.Double[0, side];
        var coordinate = Gen.Select(number, number, (x, y) => new Coordinate(x, y));
        var size = whole ? Gen.Int[1, 6].Select(step => step * 10.0) : Gen.Double[1, 80];
        return Gen.OneOf(Points(coordinate), Lines(coordinate), Boxes(coordinate, size), Frames(coordinate, size), Many(coordinate, size)).Array[2, most];
    });

    /// <summary>Geometries as the engine holds them.</summary>
    public static Shapes Arrays(IEnumerable<Geometry> geometries)
    {
        var builder = new ShapesBuilder();
        foreach (var geometry in geometries) builder.Add(geometry.AsBinary());
        return builder.Build();
    }

    private static Gen<Geometry> Points(Gen<Coordinate> coordinate) => coordinate.Select(at => (Geometry)Factory.CreatePoint(at));

    private static Gen<Geometry> Lines(Gen<Coordinate> coordinate) => coordinate.Array[2, 6].Select(at => (Geometry)Factory.CreateLineString(at))
        .Where(line => line.Length > 0);

    private static Gen<Geometry> Boxes(Gen<Coordinate> corner, Gen<double> size) =>
        Gen.Select(corner, size, size, (at, width, height) => Box(at, width, height));

    private static Gen<Geometry> Frames(Gen<Coordinate> corner, Gen<double> size) => Gen.Select(corner, size, (at, width) =>
        Box(at, 3 * width, 3 * width).Difference(Box(new Coordinate(at.X + width, at.Y + width), width, width)));

    private static Gen<Geometry> Many(Gen<Coordinate> coordinate, Gen<double> size) => Gen.Select(Boxes(coordinate, size), Frames(coordinate, size), Lines(coordinate), Gen.Bool,
        (box, frame, line, lines) => lines ? Factory.BuildGeometry([line, AffineTransformation.TranslationInstance(40, 0).Transform(line)])
            : box.Disjoint(frame) ? Factory.CreateMultiPolygon([(Polygon)box, (Polygon)frame]) : box);

    private static Geometry Box(Coordinate at, double width, double height) =>
        Factory.ToGeometry(new Envelope(at.X, at.X + width, at.Y, at.Y + height));
}
