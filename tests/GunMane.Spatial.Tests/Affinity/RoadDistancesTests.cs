using CsCheck;
using GunMane.Spatial.Affinity;
using GunMane.Spatial.Affinity.Roads;
using NetTopologySuite.Geometries;

namespace GunMane.Spatial.Tests.Affinity;

/// <summary>Distances along roads against ways found by Floyd and Warshall on all stretches of small towns.</summary>
public sealed class RoadDistancesTests
{
    private const int Mesh = 40;
    private static readonly GeometryFactory Factory = GeometryFactory.Default;

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    // Streets along the lines of a mesh: they meet at its knots only, and lie farther apart than lines are joined.
    private static readonly Gen<LineString> Street = Gen.Select(Gen.Int[0, 5], Gen.Int[0, 5], Gen.Int[1, 4], Gen.Bool, (column, row, length, east) => Factory.CreateLineString(
        [.. Enumerable.Range(0, length + 1).Select(at => new Coordinate(Mesh * (column + (east ? at : 0)), Mesh * (row + (east ? 0 : at))))]));

    private static readonly Gen<Geometry> Lamp = Gen.Select(Gen.Double[-30, 280], Gen.Double[-30, 280], (x, y) => (Geometry)Factory.CreatePoint(new Coordinate(x, y)));

    private static readonly Gen<(LineString[] Streets, Geometry[] Lamps, int Radius)> Town = Gen.Select(Street.Array[1, 9], Lamp.Array[2, 14], Gen.Int[20, 400]);

    [Fact]
    public void Distances_are_those_of_all_shortest_ways() => Town.Sample((streets, lamps, radius) =>
    {
        var (found, straight, _) = Measured(streets, lamps, radius * 1000);
        var ways = new StreetWays(streets, Mesh);
        for (var one = streets.Length; one < streets.Length + lamps.Length; one++)
        {
            for (var at = straight.Start[one]; at < straight.Start[one + 1]; at++)
            {
                var other = straight.Other[at];
                var expected = Math.Max(straight.DistanceMm[at] / 1000.0, ways.Between(lamps[one - streets.Length].Coordinate, lamps[other - streets.Length].Coordinate) ?? 0);
                var ours = Distance(found, one, other);
                Assert.True(ours is null ? expected > radius - 0.002 : Math.Abs(ours.Value / 1000.0 - expected) < 0.002, $"{ours} {expected}");
            }
        }
    }, iter: 2_000);

    [Fact]
    public void A_way_is_never_shorter_than_the_crow_flies_and_the_same_from_either_end() => Gen.Select(Town, RandomShapes.Some(12, 250)).Sample((town, more) =>
    {
        Geometry[] assets = [.. town.Lamps, .. more];
        var (found, straight, _) = Measured(town.Streets, assets, town.Radius * 1000);
        var (back, _, _) = Measured(town.Streets, [.. assets.Reverse()], town.Radius * 1000);
        for (var one = town.Streets.Length; one < found.Assets; one++)
        {
            for (var at = found.Start[one]; at < found.Start[one + 1]; at++)
            {
                Assert.InRange(found.DistanceMm[at], Distance(straight, one, found.Other[at])!.Value, found.RadiusMm);
                int Mirrored(int asset) => found.Assets - 1 - (asset - town.Streets.Length);
                Assert.Equal(found.DistanceMm[at], Distance(back, Mirrored(found.Other[at]), Mirrored(one)));
            }
        }

        Assert.Equal(found.Count, back.Count);
    }, iter: 1_000);

    [Fact]
    public void Two_banks_join_once_there_is_a_bridge()
    {
        // A street on each bank, 50 m apart, and a bridge two kilometres away.
        LineString[] banks = [Line(0, 0, 3_000, 0), Line(0, 50, 3_000, 50), Line(2_100, 0, 2_100, 50)];
        Geometry[] lamps = [Point(100, 0), Point(100, 50)];
        Assert.Null(Distance(Measured(banks, lamps, 500_000).Found, 3, 4));
        // Each lamp and the other, and each with the street of the other bank.
        Assert.Equal(3, Measured(banks, lamps, 500_000).Parted);
        Assert.Equal(4_050_000, Distance(Measured(banks, lamps, 5_000_000).Found, 3, 4));
        Assert.Equal(250_000, Distance(Measured([.. banks, Line(200, 0, 200, 50)], lamps, 500_000).Found, 4, 5));
        Assert.Null(Distance(Measured(banks[..2], lamps, 5_000_000).Found, 2, 3));
    }

    [Fact]
    public void Far_from_any_road_the_crow_flies_and_what_touches_stays_together()
    {
        LineString[] banks = [Line(0, 0, 3_000, 0), Line(0, 50, 3_000, 50)];
        Assert.Equal(260_000, Distance(Measured(banks, [Point(0, -100.5), Point(0, 159.5)], 500_000).Found, 2, 3));
        Assert.Null(Distance(Measured(banks, [Point(0, -99.5), Point(0, 149.5)], 500_000).Found, 2, 3));
        Assert.Equal(0, Distance(Measured(banks, [Line(0, -10, 0, 25), Line(0, 25, 0, 60)], 500_000).Found, 2, 3));
        var off = RoadDistances.Of(new PairGraph([0, 0, 0, 1, 1], [3], [1_000], 500_000), Shapes(banks, [Point(0, -200), Point(0, 0)]), Network(banks, [Point(0, -200), Point(0, 0)]), Now).Off;
        Assert.Equal([false, false, true, false], off);
    }

    [Theory]
    [InlineData(1.99, true)]
    [InlineData(2.01, false)]
    public void Ends_that_nearly_meet_are_joined(double gap, bool joined)
    {
        LineString[] streets = [Line(0, 0, 100, 0), Line(100 + gap, 0, 200, 0)];
        Assert.Equal(joined ? 40_000 : null, Distance(Measured(streets, [Point(80, 0), Point(120, 0)], 100_000).Found, 2, 3));
    }

    [Fact]
    public void Roads_that_cross_meet_though_neither_ends_there()
    {
        LineString[] streets = [Line(0, 0, 100, 0), Line(50, -50, 50, 50)];
        Assert.Equal(60_000, Distance(Measured(streets, [Point(20, 0), Point(50, 30)], 100_000).Found, 2, 3));
    }

    [Fact]
    public void A_pipe_lies_along_its_street_with_its_whole_length()
    {
        LineString[] streets = [Line(0, 0, 1_000, 0)];
        Assert.Equal(100_000, Distance(Measured(streets, [Line(0, 5, 400, 5), Point(500, 5)], 300_000).Found, 1, 2));
        Assert.Equal(10_000, Distance(Measured(streets, [Line(0, 5, 400, 5), Point(211, -5)], 300_000).Found, 1, 2));
    }

    private static LineString Line(params double[] at) => Factory.CreateLineString([.. at.Chunk(2).Select(place => new Coordinate(place[0], place[1]))]);

    private static Point Point(double x, double y) => Factory.CreatePoint(new Coordinate(x, y));

    private static Shapes Shapes(LineString[] streets, Geometry[] assets) => RandomShapes.Arrays([.. streets, .. assets]);

    private static RoadNetwork Network(LineString[] streets, Geometry[] assets) =>
        RoadNetwork.Of(Shapes(streets, assets), [.. Enumerable.Range(0, streets.Length + assets.Length).Select(at => at < streets.Length)], Now);

    private static (PairGraph Found, PairGraph Straight, int Parted) Measured(LineString[] streets, Geometry[] assets, int radiusMm)
    {
        var shapes = Shapes(streets, assets);
        var straight = ProximityPairs.Find(shapes, null, radiusMm, Now);
        var found = RoadDistances.Of(straight, shapes, Network(streets, assets), Now);
        return (found.Graph, straight, found.Parted);
    }

    private static int? Distance(PairGraph graph, int one, int other)
    {
        for (var at = graph.Start[one]; at < graph.Start[one + 1]; at++)
        {
            if (graph.Other[at] == other) return graph.DistanceMm[at];
        }

        return null;
    }
}
