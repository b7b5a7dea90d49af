using GunMane.Spatial.Affinity;

namespace GunMane.Spatial.Clustering;

/// <summary>
/// Points sorted into cells eps/√2 wide, row by row; empty cells take no space. Whatever lies within eps of a point lies in
/// the 5 × 5 cells round its own: of each of the five rows one contiguous range.
/// </summary>
internal sealed class PointGrid
{
    /// <summary>Rows of the neighbourhood.</summary>
    public const int Rows = 5;

    /// <summary>The row of the cell itself.</summary>
    public const int SameRow = 2;

    private const int Reach = 2;
    private readonly long columns;
    private readonly long[] keys;

    /// <summary>Sorts points.</summary>
    public PointGrid(double[] x, double[] y, double eps)
    {
        var cell = eps / Math.Sqrt(2);
        var (left, right) = Ends(x);
        var (bottom, _) = Ends(y);
        // Two empty columns on each side keep the end of a row apart from the beginning of the next.
        columns = (long)((right - left) / cell) + 1 + 2 * Reach;
        var key = new long[x.Length];
        InBlocks(x.Length, (first, end) =>
        {
            for (var at = first; at < end; at++)
            {
                key[at] = ((long)((y[at] - bottom) / cell) + Reach) * columns + (long)((x[at] - left) / cell) + Reach;
            }
        });
        Order = RadixSort.Order(key);
        (X, Y) = (new double[x.Length], new double[x.Length]);
        InBlocks(x.Length, (first, end) =>
        {
            for (var at = first; at < end; at++) (X[at], Y[at]) = (x[Order[at]], y[Order[at]]);
        });
        (Start, keys) = Compact(key);
    }

    /// <summary>Where each sorted point stood in the input.</summary>
    public int[] Order { get; }

    /// <summary>Eastings, sorted.</summary>
    public double[] X { get; }

    /// <summary>Northings, sorted.</summary>
    public double[] Y { get; }

    /// <summary>Offsets of each cell into the sorted points, one more than there are cells.</summary>
    public int[] Start { get; }

    /// <summary>Number of cells with points.</summary>
    public int Cells => keys.Length;

    private const int Blocks = 64;
    private const int LeastBlock = 4096;

    /// <summary>Does a piece of work for blocks from (inclusive) to (exclusive) on all cores; for little work no thread is woken.</summary>
    public static void InBlocks(int count, Action<int, int> work)
    {
        var blocks = Math.Clamp(count / LeastBlock, 1, Blocks);
        if (blocks == 1) work(0, count);
        else Parallel.For(0, blocks, block => work((int)((long)count * block / blocks), (int)((long)count * (block + 1) / blocks)));
    }

    private static (double Least, double Most) Ends(double[] values)
    {
        var (least, most) = (values[0], values[0]);
        foreach (var value in values) (least, most) = (Math.Min(least, value), Math.Max(most, value));
        return (least, most);
    }

    private static (int[] Start, long[] Keys) Compact(long[] key)
    {
        var cells = 1;
        for (var at = 1; at < key.Length; at++)
        {
            if (key[at] != key[at - 1]) cells++;
        }

        int[] start = new int[cells + 1];
        var keys = new long[cells];
        for (int at = 0, cell = 0; at < key.Length; at++)
        {
            if (at > 0 && key[at] == key[at - 1]) continue;
            (start[cell], keys[cell++]) = (at, key[at]);
        }

        start[cells] = key.Length;
        return (start, keys);
    }

    /// <summary>The neighbourhood of a cell, moved along the cells in their order.</summary>
    public sealed class Window
    {
        private readonly PointGrid grid;
        private readonly int[] first = new int[Rows];
        private readonly int[] end = new int[Rows];
        private readonly int[] reached = [-1, -1, -1, -1, -1];

        /// <summary>A window that will start at a cell.</summary>
        public Window(PointGrid grid, int cell)
        {
            this.grid = grid;
            if (cell >= grid.Cells) return;
            for (var row = 0; row < Rows; row++)
            {
                var at = Array.BinarySearch(grid.keys, grid.keys[cell] + (row - SameRow) * grid.columns - Reach);
                first[row] = end[row] = at < 0 ? ~at : at;
            }
        }

        /// <summary>The cell in the middle.</summary>
        public int Cell { get; private set; }

        /// <summary>Moves on to a cell, never back. A row follows when it is asked for: many a cell needs only the nearest ones.</summary>
        public void MoveTo(int cell) => Cell = cell;

        /// <summary>First cell of a row of the window.</summary>
        public int FirstCell(int row)
        {
            if (reached[row] != Cell) Follow(row);
            return first[row];
        }

        /// <summary>One past its last cell.</summary>
        public int EndCell(int row)
        {
            if (reached[row] != Cell) Follow(row);
            return end[row];
        }

        /// <summary>First point of a row of the window.</summary>
        public int First(int row) => grid.Start[FirstCell(row)];

        /// <summary>One past its last point.</summary>
        public int End(int row) => grid.Start[EndCell(row)];

        private void Follow(int row)
        {
            var (keys, from, to) = (grid.keys, first[row], end[row]);
            var middle = keys[Cell] + (row - SameRow) * grid.columns;
            while (from < keys.Length && keys[from] < middle - Reach) from++;
            for (to = Math.Max(from, to); to < keys.Length && keys[to] <= middle + Reach; to++) { }
            (first[row], end[row], reached[row]) = (from, to, Cell);
        }
    }
}
