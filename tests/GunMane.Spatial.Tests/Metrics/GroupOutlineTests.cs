using CsCheck;
using GunMane.Spatial.Metrics;
using NetTopologySuite.Geometries;

namespace GunMane.Spatial.Tests.Metrics;

public sealed class GroupOutlineTests
{
    private static readonly Gen<double> Radius = Gen.Int[1, 30].Select(tens => 10.0 * tens);

    // Lamps along a road: on one line but for the last digits, or a hair beside it.
    private static readonly Gen<Coordinate[]> NearlyOnALine = Gen.Select(Gen.OneOf(Gen.Double[0, Math.PI], Gen.Int[0, 8].Select(eighths => eighths * Math.PI / 8)), Gen.Int[3, 120], Gen.OneOf(Gen.Const(0.0), Gen.Const(1e-9), Gen.Const(1e-6), Gen.Const(0.02), Gen.Const(5.0), Gen.Const(30.0)), Gen.Int[0, 1_000_000],
        (angle, count, beside, seed) =>
        {
            var random = new Random(seed);
            return Enumerable.Range(0, count).Select(at => (Along: at * 25 * (0.5 + random.NextDouble()), Beside: beside * (random.NextDouble() - 0.5)))
                .Select(at => new Coordinate(-30_000 + at.Along * Math.Cos(angle) - at.Beside * Math.Sin(angle), 12_000 + at.Along * Math.Sin(angle) + at.Beside * Math.Cos(angle))).ToArray();
        });

    private static readonly Gen<Coordinate[]> Anywhere = Gen.Select(Gen.Int[0, 400], Gen.Int[0, 400], (x, y) => new Coordinate(x, y)).Array[1, 60];

    [Fact]
    public void It_goes_round_all_points_wherever_they_lie() => Gen.Select(Gen.OneOf(NearlyOnALine, Anywhere), Radius).Sample((points, radius) =>
    {
        var outline = GroupOutline.Of(points, radius);
        Assert.True(outline.Shape is Polygon or MultiPolygon && outline.Shape.IsValid && outline.Shape.Area > 0, outline.Shape.AsText());
        Assert.InRange(outline.Compactness, 0, 1);
        Assert.All(points, point => Assert.True(outline.Shape.Covers(new Point(point)), point.ToString()));
    }, iter: 3_000);
}
