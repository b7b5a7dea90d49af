using System.Runtime.InteropServices;
using CsCheck;
using GunMane.Spatial.Tiles;
using NetTopologySuite.Geometries;

namespace GunMane.Spatial.Tests.Tiles;

/// <summary>The short ways say of small rings what JTS says.</summary>
public sealed class WholeRingsTests
{
    private const int Least = -64;
    private const int Most = 4160;
    private static readonly GeometryFactory Factory = new();

    // On a coarse grid touches, folds and repeated points are frequent.
    private static readonly Gen<(int X, int Y)[]> Rings = Gen.Select(Gen.Int[0, 7], Gen.Int[0, 7]).Array[3, 8];

    private static readonly Gen<(int X, int Y)[]> Convex = Gen.Select(Gen.Int[-900, 5000], Gen.Int[-900, 5000], Gen.Int[1, 2500], Gen.Double[0, 6.28].Array[3, 20])
        .Select((x, y, radius, angles) => angles.Order().Select(angle => (x + (int)Math.Round(radius * Math.Cos(angle)), y + (int)Math.Round(radius * Math.Sin(angle)))).Distinct().ToArray());

    [Fact]
    public void A_ring_is_simple_where_its_polygon_is_valid() => Rings.Sample(ring =>
    {
        // Points that repeat one after the other are left out before.
        if (Enumerable.Range(0, ring.Length).Any(at => ring[at] == ring[(at + 1) % ring.Length])) return;
        var polygon = Polygon(ring);
        Assert.Equal(polygon.IsValid && polygon.Area > 0, WholeRings.IsSimple(ring));
    }, iter: 20_000);

    [Fact]
    public void Rings_meet_where_their_lines_do() => Gen.Select(Rings, Rings).Sample((one, other) =>
        Assert.Equal(Line(one).Intersects(Line(other)), WholeRings.Meet(one, other)), iter: 20_000);

    [Fact]
    public void A_point_beside_the_edge_is_inside_or_outside() => Gen.Select(Rings, Gen.Int[0, 7], Gen.Int[0, 7]).Sample((ring, x, y) =>
    {
        if (!WholeRings.IsSimple(ring) || Line(ring).Distance(Factory.CreatePoint(new Coordinate(x, y))) == 0) return;
        Assert.Equal(Polygon(ring).Contains(Factory.CreatePoint(new Coordinate(x, y))), WholeRings.Holds(ring, (x, y)));
    }, iter: 20_000);

    [Fact]
    public void A_convex_ring_fills_its_hull() => Rings.Sample(ring =>
    {
        if (!WholeRings.IsSimple(ring)) return;
        Assert.Equal(Polygon(ring).ConvexHull().Area == Polygon(ring).Area, WholeRings.IsConvex(ring));
    }, iter: 20_000);

    [Fact]
    public void What_is_cut_off_a_convex_ring_is_what_lies_outside_the_frame() => Convex.Sample(ring =>
    {
        if (!WholeRings.IsSimple(ring) || !WholeRings.IsConvex(ring)) return;
        var left = ring.ToList();
        WholeRings.Cut(left, [], Least, Most);
        var expected = Polygon(ring).Intersection(Factory.ToGeometry(new Envelope(Least, Most, Least, Most)));
        Assert.All(left, at => Assert.True(at.X is >= Least and <= Most && at.Y is >= Least and <= Most));
        var drawn = WholeRings.IsSimple(CollectionsMarshal.AsSpan(left)) ? Polygon([.. left]) : Factory.CreatePolygon();
        // A unit along the border, which is what rounding may take or give.
        Assert.True(drawn.SymmetricDifference(expected).Area <= expected.Length + 2);
    }, iter: 5_000);

    private static Polygon Polygon((int X, int Y)[] ring) => Factory.CreatePolygon([.. ring.Append(ring[0]).Select(at => new Coordinate(at.X, at.Y))]);

    private static LineString Line((int X, int Y)[] ring) => Factory.CreateLineString([.. ring.Append(ring[0]).Select(at => new Coordinate(at.X, at.Y))]);
}
