namespace GunMane.Benchmarks;

/// <summary>Neighbours by points sorted into cells eps wide: slow, obvious, and no part of the engine. It checks results.</summary>
internal sealed class PlainNeighbours
{
    private readonly double[] x;
    private readonly double[] y;
    private readonly double eps;
    private readonly long[] cell;
    private readonly int[] point;

    public PlainNeighbours(double[] x, double[] y, double eps)
    {
        (this.x, this.y, this.eps) = (x, y, eps);
        cell = new long[x.Length];
        point = [.. Enumerable.Range(0, x.Length)];
        Parallel.For(0, x.Length, at => cell[at] = Cell(Step(x[at]), Step(y[at])));
        Array.Sort(cell, point);
    }

    /// <summary>Points within eps, itself among them.</summary>
    public IEnumerable<int> Of(int centre)
    {
        long column = Step(x[centre]), row = Step(y[centre]);
        for (var dy = -1; dy <= 1; dy++)
        {
            var last = Cell(column + 1, row + dy);
            for (var at = FirstFrom(Cell(column - 1, row + dy)); at < cell.Length && cell[at] <= last; at++)
            {
                double ex = x[point[at]] - x[centre], ey = y[point[at]] - y[centre];
                if (ex * ex + ey * ey <= eps * eps) yield return point[at];
            }
        }
    }

    private long Step(double metres) => (long)Math.Floor(metres / eps);

    private static long Cell(long column, long row) => (row << 32) + column;

    private int FirstFrom(long wanted)
    {
        int low = 0, high = cell.Length;
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            if (cell[middle] < wanted) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
