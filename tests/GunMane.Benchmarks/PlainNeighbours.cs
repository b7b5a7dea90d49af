namespace GunMane.Benchmarks;

/// <summary>Neighbours by a plain grid of lists: slow, obvious, and no part of the engine. It checks results.</summary>
internal sealed class PlainNeighbours
{
    private readonly double[] x;
    private readonly double[] y;
    private readonly double eps;
    private readonly ILookup<(int, int), int> cells;

    public PlainNeighbours(double[] x, double[] y, double eps)
    {
        (this.x, this.y, this.eps) = (x, y, eps);
        cells = Enumerable.Range(0, x.Length).ToLookup(Cell);
    }

    /// <summary>Points within eps, itself among them.</summary>
    public IEnumerable<int> Of(int point)
    {
        var (column, row) = Cell(point);
        for (var dy = -1; dy <= 1; dy++)
        {
            for (var dx = -1; dx <= 1; dx++)
            {
                foreach (var other in cells[(column + dx, row + dy)])
                {
                    double ex = x[other] - x[point], ey = y[other] - y[point];
                    if (ex * ex + ey * ey <= eps * eps) yield return other;
                }
            }
        }
    }

    private (int, int) Cell(int point) => ((int)Math.Floor(x[point] / eps), (int)Math.Floor(y[point] / eps));
}
