namespace GunMane.Spatial.Affinity.Roads;

/// <summary>Which segments of a road network pass through each cell of a grid. Immutable.</summary>
internal sealed class RoadGrid
{
    private const double LeastCell = 25;
    private const double MostCells = 4e6;
    private readonly RoadLines lines;
    private readonly double west;
    private readonly double south;
    private readonly int[] start;
    private readonly int[] segments;

    public RoadGrid(RoadLines lines)
    {
        this.lines = lines;
        (west, south) = (lines.X.Min(), lines.Y.Min());
        var (width, height) = (lines.X.Max() - west, lines.Y.Max() - south);
        Cell = Math.Max(LeastCell, Math.Max(Math.Sqrt(width * height / MostCells), Math.Max(width, height) / MostCells));
        (Columns, Rows) = ((int)(width / Cell) + 1, (int)(height / Cell) + 1);
        start = new int[Columns * Rows + 1];
        Each((cell, _) => start[cell + 1]++);
        for (var cell = 0; cell < start.Length - 1; cell++) start[cell + 1] += start[cell];
        var (next, filled) = (start[..^1], new int[start[^1]]);
        Each((cell, segment) => filled[next[cell]++] = segment);
        segments = filled;
    }

    /// <summary>Side of a cell, metres.</summary>
    public double Cell { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Column of an easting, also of one beside the grid.</summary>
    public int Column(double x) => (int)Math.Clamp(Math.Floor((x - west) / Cell), -1e9, 1e9);

    /// <summary>Row of a northing, also of one beside the grid.</summary>
    public int Row(double y) => (int)Math.Clamp(Math.Floor((y - south) / Cell), -1e9, 1e9);

    /// <summary>Segments in a cell, ascending; none beside the grid.</summary>
    public ReadOnlySpan<int> In(int column, int row) => column < 0 || row < 0 || column >= Columns || row >= Rows ? []
        : segments.AsSpan(start[row * Columns + column], start[row * Columns + column + 1] - start[row * Columns + column]);

    // Every cell that a segment passes, row by row; a sliver more where it runs along a border of cells.
    private void Each(Action<int, int> work)
    {
        const double sliver = 1e-6;
        var (x, y) = (lines.X, lines.Y);
        for (var at = 0; at < x.Length; at++)
        {
            if (!lines.IsSegment(at)) continue;
            var (low, high) = y[at] <= y[at + 1] ? (at, at + 1) : (at + 1, at);
            var (from, to) = (Math.Max(0, Row(y[low] - sliver)), Math.Min(Rows - 1, Row(y[high] + sliver)));
            for (var row = from; row <= to; row++)
            {
                var (one, two) = (XAt(low, high, south + row * Cell), XAt(low, high, south + (row + 1) * Cell));
                var (first, last) = (Math.Max(0, Column(Math.Min(one, two) - sliver)), Math.Min(Columns - 1, Column(Math.Max(one, two) + sliver)));
                for (var column = first; column <= last; column++) work(row * Columns + column, at);
            }
        }
    }

    // Easting of a segment where it comes nearest to a northing. Of a level one both ends count.
    private double XAt(int low, int high, double northing)
    {
        var rise = lines.Y[high] - lines.Y[low];
        if (rise < 1e-3) return northing <= lines.Y[low] ? lines.X[low] : lines.X[high];
        return lines.X[low] + Math.Clamp((northing - lines.Y[low]) / rise, 0, 1) * (lines.X[high] - lines.X[low]);
    }
}
