using CsCheck;
using GunMane.Spatial.Geo;
using GunMane.Spatial.Tiles;

namespace GunMane.Spatial.Tests.Tiles;

/// <summary>A line or ring whose points were told once from which zoom on they are drawn is drawn as one that is simplified for its tile.</summary>
public sealed class TileLevelsTests
{
    private const double Unit12 = 1.0 / 4096 / 4096;

    // Steps from less than half a unit of zoom 12 to hundreds of them, some straight on.
    private static readonly Gen<(double X, double Y)[]> Steps = Gen.Select(Gen.Double[-1, 1], Gen.Double[-1, 1], Gen.Double[-6, 9], Gen.Int[0, 3])
        .Select((x, y, power, kind) => (X: x * Math.Pow(2, power) * Unit12, Y: kind == 0 ? 0 : y * Math.Pow(2, power) * Unit12)).Array[1, 30];

    [Theory]
    [InlineData(TilePart.Line)]
    [InlineData(TilePart.Shell)]
    public void What_was_found_once_is_what_is_found_for_each_tile(TilePart kind) => Gen.Select(Steps, Gen.Int[12, 22]).Sample((steps, zoom) =>
    {
        double x = 0.888, y = 0.394;
        List<(double X, double Y)> points = [(x, y)];
        foreach (var step in steps) points.Add((x += step.X, y += step.Y));
        if (kind == TilePart.Shell) points.Add(points[0]);
        var known = new TileShapes([0, 1], [kind], [0, points.Count], [.. points.Select(point => point.X)], [.. points.Select(point => point.Y)]);
        var anew = known with { Levels = known.Levels with { Parts = [TileLevels.Never] } };
        var tile = TileAddress.At(zoom, (int)(0.888 * (1 << zoom)), (int)(0.394 * (1 << zoom)));
        Assert.Equal(Commands(anew, tile, kind), Commands(known, tile, kind));
    }, iter: 20_000);

    [Fact]
    public void Most_lines_are_known_at_the_zoom_where_assets_begin()
    {
        // Three points, ten units apart.
        var line = new TileShapes([0, 1], [TilePart.Line], [0, 3], [0.888, 0.888 + (10 * Unit12), 0.888 + (20 * Unit12)], [0.394, 0.394 + (3 * Unit12), 0.394]);
        Assert.InRange(line.Levels.Parts[0], 0, 12);
        Assert.All(line.Levels.Points, level => Assert.InRange(level, 0, 12));
    }

    private static byte[] Commands(TileShapes shapes, TileAddress tile, TilePart kind)
    {
        var drawing = new TileDrawing();
        drawing.Turn(shapes, tile);
        drawing.Asset(0, kind);
        return drawing.Commands.Written.ToArray();
    }
}
