using System.Runtime.InteropServices;
using CsCheck;
using GunMane.Spatial.Tiles;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;
using NetTopologySuite.Operation.OverlayNG;

namespace GunMane.Spatial.Tests.Tiles;

/// <summary>What is cut off polygons is what lies outside the frame: corners cut, several pieces, holes that become bays, rings along the frame, a frame all inside.</summary>
public sealed class FrameCutTests
{
    private static readonly GeometryFactory Factory = new();
    private static readonly Geometry Frame = Factory.ToGeometry(new Envelope(TileFrame.Least, TileFrame.Most, TileFrame.Least, TileFrame.Most));

    // Around a point, jagged: not convex, and the same nearer to the point is a hole.
    private static readonly Gen<(int X, int Y)[][]> Stars = Gen.Select(Gen.Int[-900, 5000], Gen.Int[-900, 5000], Gen.Select(Gen.Double[0, 6.28], Gen.Double[50, 4000]).Array[3, 24], Gen.Double[0.2, 0.8], Gen.Bool)
        .Select((x, y, spikes, share, hollow) => (double[])(hollow ? [1, share] : [1]) is var sizes
            ? sizes.Select(size => spikes.OrderBy(spike => spike.Item1).Select(spike => (x + (int)Math.Round(size * spike.Item2 * Math.Cos(spike.Item1)), y + (int)Math.Round(size * spike.Item2 * Math.Sin(spike.Item1)))).ToArray()).ToArray() : []);

    // On few coordinates, some of them the frame's own.
    private static readonly int[] Lines = [-900, TileFrame.Least - 1, TileFrame.Least, TileFrame.Least + 1, 700, 2900, TileFrame.Most - 1, TileFrame.Most, TileFrame.Most + 1, 5000];
    private static readonly Gen<(int X, int Y)[][]> Coarse = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 9], (x, y) => (Lines[x], Lines[y])).Array[3, 9].Select(ring => new[] { ring });

    [Fact]
    public void Jagged_polygons_with_and_without_a_hole_are_cut_as_an_overlay_cuts_them() => Cut(Stars, 0.99);

    [Fact]
    public void Rings_along_the_frame_are_cut_as_an_overlay_cuts_them() => Cut(Coarse, 0.6);

    // Where pieces touch an overlay is asked: seldom.
    private static void Cut(Gen<(int X, int Y)[][]> polygons, double share)
    {
        var (all, done) = (0, 0);
        polygons.Sample(rings =>
        {
            if (!Array.TrueForAll(rings, ring => WholeRings.IsSimple(ring)) || (rings.Length == 2 && !(!WholeRings.Meet(rings[0], rings[1]) && WholeRings.Holds(rings[0], rings[1][0])))) return;
            var list = new RingList();
            for (var at = 0; at < rings.Length; at++) list.Next().AddRange(WholeRings.IsClockwise(rings[at]) == (at == 0) ? rings[at] : rings[at].Reverse());
            Interlocked.Increment(ref all);
            if (!new FrameCut().TryCut(list)) return;
            Interlocked.Increment(ref done);
            var inside = OverlayNG.Overlay(Factory.CreatePolygon(Ring(rings[0]), [.. rings.Skip(1).Select(Ring)]), Frame, OverlayNG.INTERSECTION);
            // Where a ring only touches the frame, lines and points are left, which are not drawn.
            var expected = Factory.CreateMultiPolygon([.. PolygonExtracter.GetPolygons(inside).Cast<Polygon>()]);
            var drawn = Drawn(list);
            Assert.True(drawn.IsValid && (drawn.IsEmpty || Frame.Covers(drawn)));
            // A unit along the border, which is what rounding may take or give.
            Assert.True(OverlayNG.Overlay(drawn, expected, OverlayNG.SYMDIFFERENCE).Area <= expected.Length + 2);
        }, iter: 20_000);
        Assert.True(done > share * all && done > 500, $"{done} of {all}");
    }

    private static MultiPolygon Drawn(RingList list)
    {
        var rings = Enumerable.Range(0, list.Count).Select(at => list[at].ToArray()).ToLookup(ring => WholeRings.IsClockwise(ring));
        Polygon[] polygons = [.. rings[true].Select(shell => Factory.CreatePolygon(Ring(shell), [.. rings[false].Where(hole => WholeRings.Holds(shell, hole[0])).Select(Ring)]))];
        return Factory.CreateMultiPolygon(polygons);
    }

    private static LinearRing Ring((int X, int Y)[] ring) => Factory.CreateLinearRing([.. ring.Append(ring[0]).Select(at => new Coordinate(at.X, at.Y))]);
}
