namespace GunMane.Spatial.Import.Profiles;

/// <summary>
/// Pairs rows with columns so that the sum of their scores is greatest, each at most once (the Hungarian method with
/// potentials, O(n²m); H. W. Kuhn, "The Hungarian Method for the Assignment Problem", 1955). Pure.
/// </summary>
public static class BestAssignment
{
    /// <summary>For each row its column, or −1; pairs with a score of 0 or less are never made.</summary>
    /// <param name="scores">Rows × columns, rectangular.</param>
    public static int[] Of(double[,] scores)
    {
        var (rows, columns) = (scores.GetLength(0), scores.GetLength(1));
        // One column of nothing for each row: staying alone costs nothing.
        var matched = Solve(rows, columns + rows, (row, column) => column < columns ? -Math.Max(0, scores[row, column]) : 0);
        return Array.ConvertAll(Enumerable.Range(0, rows).ToArray(), row =>
            matched[row] < columns && scores[row, matched[row]] > 0 ? matched[row] : -1);
    }

    // Shortest augmenting paths; rows and columns are counted from 1, 0 stands for none.
    private static int[] Solve(int rows, int columns, Func<int, int, double> cost)
    {
        var (rowPotential, columnPotential) = (new double[rows + 1], new double[columns + 1]);
        var (rowOf, from) = (new int[columns + 1], new int[columns + 1]);
        for (var row = 1; row <= rows; row++)
        {
            rowOf[0] = row;
            var last = Augment(rowPotential, columnPotential, rowOf, from, cost);
            for (; last != 0; last = from[last]) rowOf[last] = rowOf[from[last]];
        }

        var result = new int[rows];
        for (var column = 1; column <= columns; column++)
        {
            if (rowOf[column] > 0) result[rowOf[column] - 1] = column - 1;
        }

        return result;
    }

    private static int Augment(double[] rowPotential, double[] columnPotential, int[] rowOf, int[] from, Func<int, int, double> cost)
    {
        var least = Enumerable.Repeat(double.PositiveInfinity, rowOf.Length).ToArray();
        var used = new bool[rowOf.Length];
        var at = 0;
        do
        {
            used[at] = true;
            var (row, next, delta) = (rowOf[at], 0, double.PositiveInfinity);
            for (var column = 1; column < rowOf.Length; column++)
            {
                if (used[column]) continue;
                var reduced = cost(row - 1, column - 1) - rowPotential[row] - columnPotential[column];
                if (reduced < least[column]) (least[column], from[column]) = (reduced, at);
                if (least[column] < delta) (delta, next) = (least[column], column);
            }

            for (var column = 0; column < rowOf.Length; column++)
            {
                if (used[column]) (rowPotential[rowOf[column]], columnPotential[column]) = (rowPotential[rowOf[column]] + delta, columnPotential[column] - delta);
                else least[column] -= delta;
            }

            at = next;
        }
        while (rowOf[at] != 0);
        return at;
    }
}
