namespace GunMane.Spatial.Affinity.Roads;

/// <summary>The place of a road network that is nearest to each of some points.</summary>
/// <param name="Position">Position on the network.</param>
/// <param name="Leg">Way from the point to it, micrometres; 0 within <see cref="RoadAccess.ReachM"/>.</param>
internal sealed record RoadPlaces(long[] Position, long[] Leg)
{
    /// <summary>Finds them; of equally near places the first.</summary>
    /// <param name="x">Eastings, metres.</param>
    /// <param name="y">Northings.</param>
    /// <param name="network">The roads; not empty.</param>
    /// <param name="detour">The way to a distant road in straight distances.</param>
    /// <param name="cancellation">Gives up.</param>
    public static RoadPlaces Of(double[] x, double[] y, RoadNetwork network, double detour, CancellationToken cancellation)
    {
        var found = new RoadPlaces(new long[x.Length], new long[x.Length]);
        Parallel.For(0, x.Length, new ParallelOptions { CancellationToken = cancellation }, at =>
        {
            var (squared, position) = Nearest(x[at], y[at], network.Lines, network.Grid!);
            var metres = Math.Sqrt(squared);
            (found.Position[at], found.Leg[at]) = (position, metres <= RoadAccess.ReachM ? 0 : (long)Math.Ceiling(metres * detour * RoadLines.Micro));
        });
        return found;
    }

    private static (double Squared, long Position) Nearest(double x, double y, RoadLines lines, RoadGrid grid)
    {
        // A point beside the grid begins at the cell of the grid nearest to it: rings then are counted from there.
        var (column, row) = (Math.Clamp(grid.Column(x), 0, grid.Columns - 1), Math.Clamp(grid.Row(y), 0, grid.Rows - 1));
        var best = (Squared: double.MaxValue, Position: long.MaxValue);
        var widest = Math.Max(grid.Columns, grid.Rows);
        for (var ring = 0; ring <= widest && ((ring - 1) * grid.Cell <= 0 || Math.Pow((ring - 1) * grid.Cell, 2) <= best.Squared); ring++)
        {
            for (var dy = -ring; dy <= ring; dy++)
            {
                for (var dx = -ring; dx <= ring; dx += Math.Abs(dy) == ring || ring == 0 ? 1 : 2 * ring)
                {
                    foreach (var segment in grid.In(column + dx, row + dy))
                    {
                        var (t, squared) = RoadJoins.Nearest(lines, segment, x, y);
                        var offer = (squared, lines.At(segment, t));
                        if (offer.CompareTo(best) < 0) best = offer;
                    }
                }
            }
        }

        return best;
    }
}
