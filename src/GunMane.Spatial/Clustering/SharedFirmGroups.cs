using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GunMane.Spatial.Clustering;

/// <summary>
/// Groups of points that stand near one another, or a little further off and share a firm (guidebook, question 3: nearness and shared
/// contractors): the connected components of the pairs that lie within <c>near</c> metres, or within <c>reach</c> metres with a firm in common.
/// An asset without such a pair is in no group. One walk over a <see cref="PointGrid"/> joins pairs as they are met (Union–Find; Tarjan 1975), no
/// pair is kept, and pairs whose ends are already together cost no look at their firms. The same components as PostGIS's ST_DWithin self-join
/// with pgRouting's pgr_connectedComponents; a distance equal to a limit is inside. Pure, deterministic, uses all cores; about 70 bytes a point.
/// </summary>
public static class SharedFirmGroups
{
    /// <summary>Groups points.</summary>
    /// <param name="x">Eastings, metres.</param>
    /// <param name="y">Northings, metres.</param>
    /// <param name="firmStart">n + 1 offsets into <paramref name="firm"/>.</param>
    /// <param name="firm">Firms of each asset, ascending, each once; none where unknown.</param>
    /// <param name="near">Within so many metres firms do not matter; at most <paramref name="reach"/>.</param>
    /// <param name="reach">Within so many metres a firm in common joins; greater than 0.</param>
    public static Grouping Of(double[] x, double[] y, int[] firmStart, int[] firm, double near, double reach)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(reach);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(near, reach);
        if (x.Length == 0) return new Grouping([], 0);
        var run = new Run(new PointGrid(x, y, reach), firmStart, firm, near, reach);
        PointGrid.InBlocks(x.Length, run.Mark);
        PointGrid.InBlocks(run.Cells, run.JoinCells);
        return Grouping.ByLowestMember(run.Roots());
    }

    private sealed class Run(PointGrid grid, int[] firmStart, int[] firm, double near, double reach)
    {
        private readonly double nearSquared = near * near;
        private readonly double reachSquared = reach * reach;
        private readonly double[] x = grid.X;
        private readonly double[] y = grid.Y;
        private readonly ulong[] marks = new ulong[grid.X.Length];
        private readonly UnionFind groups = new(grid.X.Length);

        public int Cells => grid.Cells;

        /// <summary>One bit for each firm, several firms to a bit: points without a common bit share no firm.</summary>
        public void Mark(int first, int end)
        {
            for (var point = first; point < end; point++)
            {
                var asset = grid.Order[point];
                for (var at = firmStart[asset]; at < firmStart[asset + 1]; at++) marks[point] |= 1UL << firm[at];
            }
        }

        /// <summary>Each pair is met once: from the earlier of its points in the order of the grid.</summary>
        public void JoinCells(int first, int end)
        {
            var window = new PointGrid.Window(grid, first);
            for (var cell = first; cell < end; cell++)
            {
                window.MoveTo(cell);
                for (int point = grid.Start[cell], last = grid.Start[cell + 1]; point < last; point++)
                {
                    Join(point, point + 1, window.End(PointGrid.SameRow));
                    for (var row = PointGrid.SameRow + 1; row < PointGrid.Rows; row++) Join(point, window.First(row), window.End(row));
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Join(int point, int from, int to)
        {
            var (px, py, limit) = (Vector256.Create(x[point]), Vector256.Create(y[point]), Vector256.Create(reachSquared));
            var other = from;
            for (; other + Vector256<double>.Count <= to; other += Vector256<double>.Count)
            {
                var (dx, dy) = (Vector256.LoadUnsafe(ref x[other]) - px, Vector256.LoadUnsafe(ref y[other]) - py);
                var within = Vector256.LessThanOrEqual(dx * dx + dy * dy, limit).ExtractMostSignificantBits();
                for (; within != 0; within &= within - 1) Consider(point, other + BitOperations.TrailingZeroCount(within));
            }

            for (; other < to; other++)
            {
                if (Squared(point, other) <= reachSquared) Consider(point, other);
            }
        }

        private void Consider(int one, int other)
        {
            if (groups.HaveOneParent(one, other)) return;
            if (Squared(one, other) <= nearSquared || (marks[one] & marks[other]) != 0 && Share(grid.Order[one], grid.Order[other])) groups.Union(one, other);
        }

        private bool Share(int one, int other)
        {
            int a = firmStart[one], endA = firmStart[one + 1], b = firmStart[other], endB = firmStart[other + 1];
            while (a < endA && b < endB)
            {
                if (firm[a] == firm[b]) return true;
                if (firm[a] < firm[b]) a++;
                else b++;
            }

            return false;
        }

        private double Squared(int a, int b)
        {
            double dx = x[b] - x[a], dy = y[b] - y[a];
            return dx * dx + dy * dy;
        }

        /// <summary>A member that stands for the group of each asset, −1 for an asset that is alone.</summary>
        public int[] Roots()
        {
            var (root, together) = (new int[x.Length], new bool[x.Length]);
            PointGrid.InBlocks(x.Length, (first, end) =>
            {
                for (var point = first; point < end; point++)
                {
                    if (groups.Find(point) is var top && top != point) together[top] = together[point] = true;
                }
            });
            PointGrid.InBlocks(x.Length, (first, end) =>
            {
                for (var point = first; point < end; point++) root[grid.Order[point]] = together[point] ? groups.Find(point) : -1;
            });
            return root;
        }
    }
}
