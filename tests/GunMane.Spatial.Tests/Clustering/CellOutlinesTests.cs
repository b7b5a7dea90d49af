using CsCheck;
using GunMane.Spatial.Affinity;
using GunMane.Spatial.Clustering;

namespace GunMane.Spatial.Tests.Clustering;

/// <summary>Outlines of live groups: who owns a cell, and that rings run round exactly those cells.</summary>
public sealed class CellOutlinesTests
{
    private static readonly CellWindow Window = new(-40, -20, 10, 9, 7);

    // Points and bent lines of up to four groups, some outside the window; none along a line of the grid or through a corner, where rounding decides.
    private static readonly Gen<(double X, double Y)[][]> Assets =
        Gen.Select(Gen.Int[-6000, 7000], Gen.Int[-4000, 7000], (x, y) => (x / 100.0 + 0.00371, y / 100.0 + 0.00593)).Array[1, 4].Array[0, 40];

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public void A_cell_belongs_to_the_group_with_most_assets_in_it_as_brute_force_says() => Assets.Sample(assets =>
    {
        var (shapes, number) = (Shaped(assets), Numbered(assets.Length));
        var owners = CellOutlines.Owners(shapes, number, Window, Now);
        for (var cell = 0; cell < owners.Length; cell++)
        {
            var (column, row) = (cell % Window.Columns, cell / Window.Columns);
            var held = Enumerable.Range(0, assets.Length).Where(at => number[at] > 0 && Passes(assets[at], column, row)).GroupBy(at => number[at]).ToArray();
            Assert.Equal(held.Length == 0 ? 0 : held.OrderByDescending(group => group.Count()).ThenBy(group => group.Key).First().Key, owners[cell]);
        }
    });

    [Fact]
    public void Rings_run_round_the_cells_of_their_group_and_no_others() => Gen.Int[0, 2].Array[Window.Columns * Window.Rows].Sample(wanted =>
    {
        var cells = Enumerable.Range(0, wanted.Length).Where(cell => wanted[cell] > 0).ToArray();
        var shapes = Shaped([.. cells.Select(cell => new[] { (Window.West + Window.Cell * (cell % Window.Columns + 0.5), Window.South + Window.Cell * (cell / Window.Columns + 0.5)) })]);
        var rings = CellOutlines.Of(shapes, [.. cells.Select(cell => wanted[cell])], Window, Now);
        Assert.All(rings, ring => Assert.True(ring.X.Length >= 4 && ring.X.Length % 2 == 0));
        for (var cell = 0; cell < wanted.Length; cell++)
        {
            var inside = rings.Where(ring => Inside(ring, cell % Window.Columns + 0.5, cell / Window.Columns + 0.5)).GroupBy(ring => ring.Group).Where(group => group.Count() % 2 == 1).Select(group => group.Key);
            Assert.Equal(wanted[cell] == 0 ? [] : [wanted[cell]], inside);
        }
    });

    [Fact]
    public void The_order_of_assets_changes_nothing() => Assets.Sample(assets =>
    {
        var number = Numbered(assets.Length);
        var forwards = CellOutlines.Of(Shaped(assets), number, Window, Now);
        var backwards = CellOutlines.Of(Shaped([.. assets.Reverse()]), [.. number.Reverse()], Window, Now);
        Assert.Equal(forwards.Select(ring => (ring.Group, string.Join(' ', ring.X), string.Join(' ', ring.Y))), backwards.Select(ring => (ring.Group, string.Join(' ', ring.X), string.Join(' ', ring.Y))));
    });

    [Fact]
    public void One_cell_is_a_square_and_a_hole_is_a_ring_of_its_own()
    {
        var square = CellOutlines.Of(Shaped([[(-35, -15)]]), [7], Window, Now).Single();
        Assert.Equal((7, "1 1 0 0", "1 0 0 1"), (square.Group, string.Join(' ', square.X), string.Join(' ', square.Y)));
        var round = CellOutlines.Of(Shaped([[(-35, -15), (-15, -15), (-15, 5), (-35, 5), (-35, -15)]]), [1], Window, Now);
        Assert.Equal(2, round.Count);
        Assert.Empty(CellOutlines.Of(Shaped([[(-35, -15)], [(500, 500)]]), [0, 1], Window, Now));
    }

    // Every fifth is in no group.
    private static int[] Numbered(int assets) => [.. Enumerable.Range(0, assets).Select(at => at % 5)];

    private static Shapes Shaped((double X, double Y)[][] assets)
    {
        int[] starts = [0, .. assets.Select((_, at) => assets[..(at + 1)].Sum(points => points.Length))];
        var all = assets.SelectMany(points => points).ToArray();
        return new Shapes([.. Enumerable.Range(0, assets.Length + 1)], [.. assets.Select(points => points.Length == 1 ? PartKind.Point : PartKind.Line)], starts, [.. all.Select(point => point.X)], [.. all.Select(point => point.Y)]);
    }

    // Whether a line has a piece in the open cell, by clipping its parameter on each axis; random numbers touch no corner.
    private static bool Passes((double X, double Y)[] points, int column, int row)
    {
        var (west, south) = (Window.West + column * Window.Cell, Window.South + row * Window.Cell);
        if (points.Any(point => point.X >= west && point.X < west + Window.Cell && point.Y >= south && point.Y < south + Window.Cell)) return true;
        return points.Zip(points.Skip(1)).Any(side =>
        {
            var (x, y) = (Range(side.First.X, side.Second.X, west), Range(side.First.Y, side.Second.Y, south));
            return Math.Max(Math.Max(x.From, y.From), 0) < Math.Min(Math.Min(x.To, y.To), 1);
        });

        static (double From, double To) Range(double one, double other, double low)
        {
            if (one == other) return one >= low && one < low + Window.Cell ? (0, 1) : (1, 0);
            var (a, b) = ((low - one) / (other - one), (low + Window.Cell - one) / (other - one));
            return (Math.Min(a, b), Math.Max(a, b));
        }
    }

    private static bool Inside(CellRing ring, double x, double y)
    {
        var inside = false;
        for (var at = 0; at < ring.X.Length; at++)
        {
            var next = (at + 1) % ring.X.Length;
            if (ring.X[at] == ring.X[next] && ring.X[at] > x && Math.Min(ring.Y[at], ring.Y[next]) < y && Math.Max(ring.Y[at], ring.Y[next]) > y) inside = !inside;
        }

        return inside;
    }
}
