using CsCheck;
using GunMane.Spatial.Affinity.Roads;
using NetTopologySuite.Geometries;

namespace GunMane.Spatial.Tests.Affinity;

/// <summary>What stops let be together, against ways found by Floyd and Warshall on all stretches of small towns.</summary>
public sealed class TravelStopsTests
{
    private const int Mesh = 40;
    private const double Micro = 1e6;
    private const double Rounding = 0.001;
    private static readonly GeometryFactory Factory = GeometryFactory.Default;

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    // Stretches between neighbouring knots of a mesh, each once, so that a place lies on one street only.
    private static readonly Gen<LineString[]> Streets = Gen.Select(Gen.Int[0, 5], Gen.Int[0, 5], Gen.Bool).Array[1, 40].Select(drawn => drawn.Distinct()
        .Select(at => Factory.CreateLineString([new Coordinate(Mesh * at.Item1, Mesh * at.Item2), new Coordinate(Mesh * (at.Item1 + (at.Item3 ? 1 : 0)), Mesh * (at.Item2 + (at.Item3 ? 0 : 1)))])).ToArray());

    private static readonly Gen<(LineString[] Streets, Coordinate[] Places, int Limit, int Most)> Towns = Gen.Select(Streets, Gen.Select(Gen.Int[0, 39], Gen.Int[0, 40]).Array[1, 24], Gen.Int[10, 600], Gen.Int[2, 30],
        (streets, places, limit, most) => (streets, places.Select(place => Along(streets[place.Item1 % streets.Length], place.Item2)).ToArray(), limit, most));

    [Fact]
    public void What_may_be_together_is_within_the_limit_and_what_is_well_within_it_may()
    {
        var (exact, coarse, parted, together, gate) = (0, 0, 0, 0, new Lock());
        Towns.Sample(town =>
        {
            var (streets, places, limit, most) = town;
            if (Stops(streets, places, limit, most) is not { } stops) return;
            var (ways, slack) = (new StreetWays(streets, Mesh, 1e-6), stops.SlackUm / Micro);
            Assert.InRange(slack, 0, 0.4 * limit + Rounding);
            for (var one = 0; one < places.Length; one++)
            {
                for (var two = 0; two < places.Length; two++)
                {
                    var way = ways.Between(places[one], places[two])!.Value;
                    var may = TravelStops.Has(stops.Near[stops.Stop[one]], stops.Stop[two]);
                    Assert.Equal(may, TravelStops.Has(stops.Near[stops.Stop[two]], stops.Stop[one]));
                    Assert.False(may && way > limit + Rounding, $"{one} and {two} are {way} m apart, the limit is {limit} m");
                    Assert.False(!may && way < limit - slack - Rounding, $"{one} and {two} are {way} m apart, the limit is {limit} m less {slack} m");
                    lock (gate) (parted, together) = (parted + (may ? 0 : 1), together + (may && one != two ? 1 : 0));
                }
            }

            lock (gate) (exact, coarse) = (exact + (slack == 0 ? 1 : 0), coarse + (slack > 0 ? 1 : 0));
        }, iter: 600);
        Assert.True(exact > 50 && coarse > 20 && parted > 1000 && together > 1000, $"{exact} exact, {coarse} coarse, {parted} parted, {together} together");
    }

    /// <summary>A lamp every 7 m: whatever room the table has, no pair beyond the limit is together.</summary>
    [Fact]
    public void Along_one_street_stops_are_as_coarse_as_they_have_to_be_and_never_too_generous()
    {
        LineString[] street = [Line(0, 0, 2_100, 0)];
        var places = Enumerable.Range(0, 301).Select(at => new Coordinate(7 * at, 0)).ToArray();
        var slacks = new HashSet<double>();
        for (var limit = 150; limit < 1_200; limit += 37)
        {
            foreach (var most in new[] { 12, 25, 50, 100, 400 })
            {
                if (Stops(street, places, limit, most) is not { } stops) continue;
                var slack = stops.SlackUm / Micro;
                slacks.Add(Math.Round(slack / limit, 2));
                for (var one = 0; one < places.Length; one++)
                {
                    for (var two = one; two < places.Length; two++)
                    {
                        var may = TravelStops.Has(stops.Near[stops.Stop[one]], stops.Stop[two]);
                        Assert.False(may && 7 * (two - one) > limit + Rounding, $"{7 * (two - one)} m are over {limit} m");
                        Assert.False(!may && 7 * (two - one) < limit - slack - Rounding, $"{7 * (two - one)} m are well within {limit} m");
                    }
                }
            }
        }

        Assert.Equal([0, 0.1, 0.2, 0.4], slacks.Order());
    }

    [Fact]
    public void Too_many_places_for_a_table_are_none()
    {
        LineString[] apart = [.. Enumerable.Range(0, 9).Select(at => Line(0, 100 * at, 50, 100 * at))];
        var places = apart.Select(street => street.GetCoordinateN(0)).ToArray();
        Assert.Null(Stops(apart, places, 500, 8));
        Assert.NotNull(Stops(apart, places, 500, 9));
    }

    [Fact]
    public void The_way_to_a_distant_road_counts_with_its_detour()
    {
        // 101 m from the road: 202 m with the detour; 300 m along the road; the other one stands within reach of the road.
        LineString[] road = [Line(0, 0, 1_000, 0)];
        Coordinate[] places = [new(200, 101), new(500, 99), new(500, 0), new(200, -101)];
        bool May(int one, int two, double limit) => Stops(road, places, limit, 100) is { } stops && TravelStops.Has(stops.Near[stops.Stop[one]], stops.Stop[two]);
        Assert.True(May(0, 1, 502));
        Assert.False(May(0, 1, 501.99));
        Assert.True(May(1, 2, 1));
        Assert.True(May(0, 3, 404));
        Assert.False(May(0, 3, 403));
        Assert.Equal(2, Stops(road, places, 500, 100)!.Off);
    }

    [Fact]
    public void A_river_parts_what_no_bridge_joins()
    {
        LineString[] banks = [Line(0, 0, 3_000, 0), Line(0, 50, 3_000, 50)];
        Coordinate[] places = [new(100, 0), new(100, 50)];
        bool May(LineString[] streets) => Stops(streets, places, 1_000, 100) is { } stops && TravelStops.Has(stops.Near[stops.Stop[0]], stops.Stop[1]);
        Assert.False(May(banks));
        Assert.True(May([.. banks, Line(500, 0, 500, 50)]));
        Assert.False(May([.. banks, Line(2_100, 0, 2_100, 50)]));
    }

    private static TravelStops? Stops(LineString[] streets, Coordinate[] places, double limit, int most)
    {
        var network = RoadNetwork.Of(RandomShapes.Arrays(streets), [.. streets.Select(_ => true)], Now);
        return TravelStops.Of([.. places.Select(place => place.X)], [.. places.Select(place => place.Y)], network, (long)(limit * Micro), 2, Now, most);
    }

    private static Coordinate Along(LineString street, int metres)
    {
        var (from, to) = (street.GetCoordinateN(0), street.GetCoordinateN(1));
        return new Coordinate(from.X + (to.X - from.X) * metres / Mesh, from.Y + (to.Y - from.Y) * metres / Mesh);
    }

    private static LineString Line(params double[] at) => Factory.CreateLineString([.. at.Chunk(2).Select(place => new Coordinate(place[0], place[1]))]);
}
