using CsCheck;
using GunMane.Spatial.Tiles;
using NetTopologySuite.Geometries;

namespace GunMane.Spatial.Tests.Tiles;

/// <summary>The short ways say of small rings what JTS says.</summary>
public sealed class WholeRingsTests
{
    private static readonly GeometryFactory Factory = new();

    // On a coarse grid touches, folds and repeated points are frequent.
    private static readonly Gen<(int X, int Y)[]> Rings = Gen.Select(Gen.Int[0, 7], Gen.Int[0, 7]).Array[3, 8];

    [Fact]
    public void A_ring_is_simple_where_its_polygon_is_valid() => Rings.Sample(ring =>
    {
        // Points that repeat one after the other are left out before.
        if (Enumerable.Range(0, ring.Length).Any(at => ring[at] == ring[(at + 1) % ring.Length])) return;
        var polygon = Polygon(ring);
        Assert.Equal(polygon.IsValid && polygon.Area > 0, WholeRings.IsSimple(ring));
    }, iter: 20_000);

    // By distance, as Intersects denies that a line of one repeated point meets a line through it.
    [Fact]
    public void Rings_meet_where_their_lines_do() => Gen.Select(Rings, Rings).Sample((one, other) =>
        Assert.Equal(Line(one).Distance(Line(other)) == 0, WholeRings.Meet(one, other)), iter: 20_000);

    [Fact]
    public void A_point_beside_the_edge_is_inside_or_outside() => Gen.Select(Rings, Gen.Int[0, 7], Gen.Int[0, 7]).Sample((ring, x, y) =>
    {
        if (!WholeRings.IsSimple(ring) || Line(ring).Distance(Factory.CreatePoint(new Coordinate(x, y))) == 0) return;
        Assert.Equal(Polygon(ring).Contains(Factory.CreatePoint(new Coordinate(x, y))), WholeRings.Holds(ring, (x, y)));
    }, iter: 20_000);

    [Fact]
    public void A_ring_is_clockwise_on_screen_where_it_is_not_in_a_plane_with_y_upwards() => Rings.Sample(ring =>
    {
        if (WholeRings.IsSimple(ring)) Assert.Equal(Polygon(ring).Shell.IsCCW, WholeRings.IsClockwise(ring));
    }, iter: 20_000);

    private static Polygon Polygon((int X, int Y)[] ring) => Factory.CreatePolygon([.. ring.Append(ring[0]).Select(at => new Coordinate(at.X, at.Y))]);

    private static LineString Line((int X, int Y)[] ring) => Factory.CreateLineString([.. ring.Append(ring[0]).Select(at => new Coordinate(at.X, at.Y))]);
}
