using CsCheck;
using GunMane.Spatial.Affinity;
using GunMane.Spatial.Tests.Runs;
using GunMane.TestKit;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;

namespace GunMane.Spatial.Tests.Affinity;

public sealed class ProximityPairsTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(10)]
    [InlineData(50)]
    [InlineData(300)]
    public async Task Pairs_and_distances_are_those_of_PostGIS(int radius) =>
        await RandomShapes.Some(40, 600).SampleAsync(async shapes => Assert.Equal(await PostGisAsync(shapes, radius), Kernel(shapes, radius)), iter: 60);

    [Fact]
    public void Exactly_at_the_radius_is_inside_and_a_millimetre_more_is_not()
    {
        Geometry[] shapes = [Wkt("POINT (0 0)"), Wkt("LINESTRING (100 -50, 100 50)"), Wkt("POINT (0 -100.001)")];
        Assert.Equal([(0, 1, 100_000)], Kernel(shapes, 100));
    }

    [Fact]
    public void A_hole_is_outside_and_an_island_in_the_water_is_not_in_the_land()
    {
        Geometry[] shapes =
        [
            Wkt("POLYGON ((0 0, 1000 0, 1000 1000, 0 1000, 0 0), (300 300, 700 300, 700 700, 300 700, 300 300))"),
            Wkt("POINT (500 500)"), Wkt("POINT (150 150)"), Wkt("POLYGON ((400 400, 410 400, 410 410, 400 410, 400 400))"),
        ];
        Assert.Equal([(0, 2, 0), (0, 3, 100_000), (1, 3, 127_279)], Kernel(shapes, 150));
    }

    [Fact]
    public void Input_order_and_translation_by_whole_metres_change_nothing() =>
        RandomShapes.Some(30, 400).Sample(shapes =>
        {
            var pairs = Kernel(shapes, 60);
            var reversed = Kernel([.. shapes.Reverse()], 60).Select(pair => (shapes.Length - 1 - pair.B, shapes.Length - 1 - pair.A, pair.Mm)).Order();
            var moved = AffineTransformation.TranslationInstance(-131_072, 65_536);
            Assert.Equal(pairs, reversed);
            Assert.Equal(pairs.Select(pair => (pair.A, pair.B)), Kernel([.. shapes.Select(moved.Transform)], 60).Select(pair => (pair.A, pair.B)));
        }, iter: 200);

    [Fact]
    public void Assets_that_take_no_part_have_no_pairs()
    {
        Geometry[] shapes = [Wkt("POINT (0 0)"), Wkt("POINT (1 0)"), Wkt("POLYGON ((-9 -9, 9 -9, 9 9, -9 9, -9 -9))")];
        var graph = ProximityPairs.Find(RandomShapes.Arrays(shapes), [true, false, true], 10_000, Now);
        Assert.Equal((1, 2), (graph.Count, graph.Other[0]));
    }

    [Fact]
    public void An_empty_area_and_an_empty_geometry_have_no_pairs()
    {
        Assert.Empty(Kernel([], 100));
        Assert.Empty(Kernel([Wkt("POINT EMPTY"), Wkt("POINT (0 0)"), Wkt("GEOMETRYCOLLECTION EMPTY")], 100));
    }

    private static List<(int A, int B, int Mm)> Kernel(Geometry[] shapes, int radius)
    {
        var graph = ProximityPairs.Find(RandomShapes.Arrays(shapes), null, radius * 1000, Now);
        return [.. Enumerable.Range(0, graph.Assets).SelectMany(a => Enumerable.Range(graph.Start[a], graph.Start[a + 1] - graph.Start[a])
            .Select(at => (a, graph.Other[at], graph.DistanceMm[at])))];
    }

    private Task<List<(int A, int B, int Mm)>> PostGisAsync(Geometry[] shapes, int radius) => new TownSeed(database).RowsAsync("""
        SELECT * FROM (
          SELECT (a.n - 1)::int, (b.n - 1)::int, floor(ST_Distance(ST_GeomFromWKB(a.g), ST_GeomFromWKB(b.g)) * 1000 + 0.3183)::int AS mm
          FROM unnest($1::bytea[]) WITH ORDINALITY AS a(g, n), unnest($1::bytea[]) WITH ORDINALITY AS b(g, n) WHERE a.n < b.n) p
        WHERE mm <= $2 * 1000 ORDER BY 1, 2
        """, row => (row.GetInt32(0), row.GetInt32(1), row.GetInt32(2)), shapes.Select(shape => shape.AsBinary()).ToArray(), radius);

    private static Geometry Wkt(string text) => new NetTopologySuite.IO.WKTReader().Read(text);
}
