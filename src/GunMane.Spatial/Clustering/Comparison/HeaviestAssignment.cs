using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GunMane.Spatial.Clustering;

/// <summary>
/// Assignment of rows to columns, each at most once, with the greatest sum of weights: shortest augmenting paths with
/// potentials (Kuhn 1955; Jonker and Volgenant 1987) in whole numbers, O(n²m) for n rows and m ≥ n columns. Pure.
/// </summary>
internal sealed class HeaviestAssignment
{
    private const long Unreached = long.MaxValue;
    private readonly int[,] weight;
    private readonly int columns;

    // Rows and columns are counted from 1; column 0 stands for the row that looks for a place.
    private readonly long[] rowPotential;
    private readonly long[] columnPotential;
    private readonly int[] rowOf;
    private readonly int[] from;
    private readonly long[] least;
    private readonly bool[] used;

    private HeaviestAssignment(int[,] weight)
    {
        this.weight = weight;
        columns = weight.GetLength(1);
        rowPotential = new long[weight.GetLength(0) + 1];
        (columnPotential, rowOf, from, least, used) = (new long[columns + 1], new int[columns + 1], new int[columns + 1], new long[columns + 1], new bool[columns + 1]);
    }

    /// <summary>The pairs, as many as there are rows or columns, whichever are fewer; some may be of weight 0.</summary>
    /// <param name="weight">Rows × columns, 0 or more.</param>
    public static List<(int Row, int Column)> Of(int[,] weight)
    {
        if (weight.GetLength(0) <= weight.GetLength(1)) return new HeaviestAssignment(weight).Solve();
        var turned = new int[weight.GetLength(1), weight.GetLength(0)];
        for (var row = 0; row < turned.GetLength(0); row++)
        {
            for (var column = 0; column < turned.GetLength(1); column++) turned[row, column] = weight[column, row];
        }

        return new HeaviestAssignment(turned).Solve().ConvertAll(pair => (pair.Column, pair.Row));
    }

    private List<(int Row, int Column)> Solve()
    {
        for (var row = 1; row < rowPotential.Length; row++)
        {
            rowOf[0] = row;
            for (var last = FindFree(); last != 0; last = from[last]) rowOf[last] = rowOf[from[last]];
        }

        return [.. Enumerable.Range(1, columns).Where(column => rowOf[column] > 0).Select(column => (rowOf[column] - 1, column - 1))];
    }

    /// <summary>Shortest path from column 0 to a free one (Dijkstra on reduced costs); the potentials follow once, at its end.</summary>
    private int FindFree()
    {
        Array.Fill(least, Unreached);
        Array.Clear(used);
        least[0] = 0;
        var at = 0;
        while (rowOf[at] != 0)
        {
            used[at] = true;
            at = Nearest(at);
        }

        for (var column = 0; column <= columns; column++)
        {
            if (!used[column]) continue;
            rowPotential[rowOf[column]] += least[at] - least[column];
            columnPotential[column] -= least[at] - least[column];
        }

        return at;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Nearest(int at)
    {
        var row = MemoryMarshal.CreateReadOnlySpan(ref weight[rowOf[at] - 1, 0], columns);
        ReadOnlySpan<long> potential = columnPotential.AsSpan(1, columns);
        ReadOnlySpan<bool> done = used.AsSpan(1, columns);
        Span<long> reach = least.AsSpan(1, columns);
        var (next, nearest, before) = (-1, Unreached, least[at] - rowPotential[rowOf[at]]);
        for (var column = 0; column < row.Length; column++)
        {
            if (done[column]) continue;
            var cost = before - row[column] - potential[column];
            if (cost < reach[column]) (reach[column], from[column + 1]) = (cost, at);
            if (reach[column] < nearest) (nearest, next) = (reach[column], column);
        }

        return next + 1;
    }
}
