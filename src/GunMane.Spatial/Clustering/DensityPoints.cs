namespace GunMane.Spatial.Clustering;

/// <summary>
/// DBSCAN of points in the plane (Ester et al. 1996) on a grid of cells eps/√2 wide, where all points of a cell are
/// neighbours (Gunawan 2013; de Berg, Gunawan, Roeloffzen 2019): cells with minPoints points need no distances at all, and
/// two cells are compared only while they are not yet one group. Sorted arrays, all cores of the machine, deterministic.
/// Cores and their groups are those of ST_ClusterDBSCAN; a distance equal to eps is inside; a border point joins its
/// nearest core (ties: the earlier). Expected time O(n log n) for the sort, memory about 60 bytes a point.
/// </summary>
public static class DensityPoints
{
    /// <summary>Groups points.</summary>
    /// <param name="x">Eastings, metres.</param>
    /// <param name="y">Northings, metres.</param>
    /// <param name="eps">Radius, metres, greater than 0.</param>
    /// <param name="minPoints">Points within eps, itself counted, that make a core.</param>
    public static Grouping Of(double[] x, double[] y, double eps, int minPoints)
    {
        if (x.Length == 0) return new Grouping([], 0);
        var run = new Run(new PointGrid(x, y, eps), eps, minPoints);
        run.OverCells(run.FindCores);
        run.OverCells(run.JoinCells);
        var root = new int[x.Length];
        run.OverCells((first, end) => run.Label(first, end, root));
        return Grouping.ByLowestMember(root);
    }

    private sealed class Run(PointGrid grid, double eps, int minPoints)
    {
        /// <summary>The rows nearest to the cell hold most of what is near: often the first one is enough.</summary>
        private static readonly int[] NearestFirst = [2, 1, 3, 0, 4];

        private readonly double squared = eps * eps;
        private readonly double[] x = grid.X;
        private readonly double[] y = grid.Y;
        private readonly bool[] core = new bool[grid.X.Length];
        private readonly int[] cores = new int[grid.Cells];
        private readonly UnionFind groups = new(grid.Cells);

        public void OverCells(Action<int, int> work) => PointGrid.InBlocks(grid.Cells, work);

        public void FindCores(int first, int end)
        {
            var near = new PointGrid.Window(grid, first);
            for (var cell = first; cell < end; cell++)
            {
                int from = grid.Start[cell], to = grid.Start[cell + 1];
                if (to - from >= minPoints)
                {
                    core.AsSpan(from..to).Fill(true);
                    cores[cell] = to - from;
                    continue;
                }

                near.MoveTo(cell);
                for (var point = from; point < to; point++)
                {
                    if (!HasEnough(point, to - from, near)) continue;
                    core[point] = true;
                    cores[cell]++;
                }
            }
        }

        private bool HasEnough(int point, int count, PointGrid.Window near)
        {
            foreach (var row in NearestFirst)
            {
                if (count >= minPoints) break;
                count += row == PointGrid.SameRow ? Within(point, near.First(row), grid.Start[near.Cell]) + Within(point, grid.Start[near.Cell + 1], near.End(row))
                    : Within(point, near.First(row), near.End(row));
            }

            return count >= minPoints;
        }

        private int Within(int point, int from, int to)
        {
            double px = x[point], py = y[point];
            ReadOnlySpan<double> easting = x.AsSpan(from, to - from), northing = y.AsSpan(from, to - from);
            var count = 0;
            for (var other = 0; other < easting.Length && other < northing.Length; other++)
            {
                double dx = easting[other] - px, dy = northing[other] - py;
                if (dx * dx + dy * dy <= squared) count++;
            }

            return count;
        }

        public void JoinCells(int first, int end)
        {
            var near = new PointGrid.Window(grid, first);
            for (var cell = first; cell < end; cell++)
            {
                if (cores[cell] == 0) continue;
                near.MoveTo(cell);
                var group = groups.Find(cell);
                for (var row = PointGrid.SameRow; row < PointGrid.Rows; row++)
                {
                    for (var other = Math.Max(near.FirstCell(row), cell + 1); other < near.EndCell(row); other++)
                    {
                        if (cores[other] == 0 || groups.Find(other) == group || !Touch(cell, other)) continue;
                        groups.Union(cell, other);
                        group = groups.Find(cell);
                    }
                }
            }
        }

        private bool Touch(int one, int two)
        {
            for (var a = grid.Start[one]; a < grid.Start[one + 1]; a++)
            {
                if (!core[a]) continue;
                for (var b = grid.Start[two]; b < grid.Start[two + 1]; b++)
                {
                    if (core[b] && Squared(a, b) <= squared) return true;
                }
            }

            return false;
        }

        public void Label(int first, int end, int[] root)
        {
            var near = new PointGrid.Window(grid, first);
            for (var cell = first; cell < end; cell++)
            {
                int from = grid.Start[cell], to = grid.Start[cell + 1];
                if (cores[cell] < to - from) near.MoveTo(cell);
                var group = cores[cell] > 0 ? groups.Find(cell) : -1;
                for (var point = from; point < to; point++) root[grid.Order[point]] = core[point] ? group : NearestGroup(point, near);
            }
        }

        private int NearestGroup(int point, PointGrid.Window near)
        {
            var (best, least, cell) = (-1, squared, -1);
            for (var row = 0; row < PointGrid.Rows; row++)
            {
                for (var other = near.FirstCell(row); other < near.EndCell(row); other++)
                {
                    if (cores[other] == 0) continue;
                    for (var at = grid.Start[other]; at < grid.Start[other + 1]; at++)
                    {
                        if (!core[at] || Squared(point, at) is var distance && (distance > least || distance == least && best >= 0 && grid.Order[best] < grid.Order[at])) continue;
                        (best, least, cell) = (at, distance, other);
                    }
                }
            }

            return cell < 0 ? -1 : groups.Find(cell);
        }

        private double Squared(int a, int b)
        {
            double dx = x[a] - x[b], dy = y[a] - y[b];
            return dx * dx + dy * dy;
        }
    }
}
