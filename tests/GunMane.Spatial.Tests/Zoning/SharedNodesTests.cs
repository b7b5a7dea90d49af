using CsCheck;
using GunMane.Spatial.Zoning;
using NetTopologySuite.Geometries;

namespace GunMane.Spatial.Tests.Zoning;

public sealed class SharedNodesTests
{
    [Fact]
    public void A_node_on_the_neighbours_edge_becomes_a_node_of_both()
    {
        var west = Shapes.Zone("西", Shapes.Ring((139, 35), (139.01, 35), (139.01, 35.01), (139, 35.01)));
        var east = ZoneGeometry.Prepare(Shapes.Ring((139.01, 35.002), (139.02, 35.002), (139.02, 35.02), (139.01, 35.02))).Geometry;
        var joined = SharedNodes.Join(east, [west]);
        Assert.Contains(new Coordinate(139.01, 35.01), joined.Geometry.Coordinates);
        var neighbour = Assert.Single(joined.Neighbours);
        Assert.Equal(west.Id, neighbour.Zone);
        Assert.Contains(new Coordinate(139.01, 35.002), neighbour.Geometry.Coordinates);
        Assert.Equal(Between(joined.Geometry), Between(neighbour.Geometry));

        static IEnumerable<Coordinate> Between(Geometry zone) => zone.Coordinates.Distinct().Where(at => at.X == 139.01 && at.Y is >= 35.002 and <= 35.01).Order();
    }

    [Fact]
    public void Zones_that_do_not_touch_stay_as_they_are()
    {
        var west = Shapes.Zone("西", Shapes.Ring((139, 35), (139.01, 35), (139.01, 35.01), (139, 35.01)));
        var far = ZoneGeometry.Prepare(Shapes.Ring((139.0100003, 35.002), (139.02, 35.002), (139.02, 35.02), (139.0100003, 35.02))).Geometry;
        var joined = SharedNodes.Join(far, [west]);
        Assert.Same(far, joined.Geometry);
        Assert.Empty(joined.Neighbours);
    }

    [Fact]
    public void A_node_one_step_beside_a_neighbours_node_moves_onto_it()
    {
        var west = Shapes.Zone("西", Shapes.Ring((139, 35), (139.01, 35), (139.01, 35.01), (139, 35.01)));
        var east = ZoneGeometry.Prepare(Shapes.Ring((139.0100001, 35), (139.02, 35), (139.02, 35.01), (139.0100001, 35.0100001))).Geometry;
        var joined = SharedNodes.Join(east, [west]);
        Assert.Contains(new Coordinate(139.01, 35), joined.Geometry.Coordinates);
        Assert.Contains(new Coordinate(139.01, 35.01), joined.Geometry.Coordinates);
        Assert.Empty(joined.Neighbours);
        Assert.Equal(0, joined.Geometry.Intersection(west.Geometry).Area);
    }

    [Fact]
    public void Two_parts_of_a_cut_polygon_share_every_node_of_their_border_and_joining_again_changes_nothing() =>
        Gen.Select(Shapes.Stars, Gen.Double[0.1, 0.9], Gen.Double[0.1, 0.9]).Sample((star, a, b) =>
        {
            var box = star.EnvelopeInternal;
            var (low, high) = (box.MinX + box.Width * a, box.MinX + box.Width * b);
            var halves = new[]
            {
                Shapes.Ring((box.MinX - 1e-3, box.MinY - 1e-3), (low, box.MinY - 1e-3), (high, box.MaxY + 1e-3), (box.MinX - 1e-3, box.MaxY + 1e-3)),
                Shapes.Ring((low, box.MinY - 1e-3), (box.MaxX + 1e-3, box.MinY - 1e-3), (box.MaxX + 1e-3, box.MaxY + 1e-3), (high, box.MaxY + 1e-3)),
            }.Select(half => Polygonal(star.Intersection(half))).ToArray();
            if (halves.Any(half => half is null || half.Area < 1e-7)) return;
            var west = Shapes.Zone("西", halves[0]!);
            var joined = SharedNodes.Join(ZoneGeometry.Prepare(halves[1]!).Geometry, [west]);
            var neighbour = west with { Geometry = joined.Neighbours.Select(zone => zone.Geometry).FirstOrDefault(west.Geometry) };
            Assert.True(joined.Geometry.IsValid && neighbour.Geometry.IsValid);
            var again = SharedNodes.Join(joined.Geometry, [neighbour]);
            Assert.True(again.Geometry.EqualsExact(joined.Geometry));
            Assert.Empty(again.Neighbours);
            Assert.Equal(0, joined.Geometry.Intersection(neighbour.Geometry).Area);
            Assert.Empty(Lonely(joined.Geometry, neighbour.Geometry));
            Assert.Empty(Lonely(neighbour.Geometry, joined.Geometry));
        }, iter: 300);

    // Nodes of a zone that lie on the border of another which does not have them.
    private static IEnumerable<Coordinate> Lonely(Geometry zone, Geometry other) => zone.Coordinates.Distinct()
        .Where(node => other.Boundary.Distance(Spatial.Geo.Crs.StorageFactory.CreatePoint(node)) < 0.5e-7).Except(other.Coordinates);

    private static Geometry? Polygonal(Geometry geometry) => geometry is Polygon or MultiPolygon && !geometry.IsEmpty ? geometry : null;
}
