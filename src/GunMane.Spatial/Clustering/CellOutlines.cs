using System.Collections.Concurrent;
using GunMane.Spatial.Affinity;

namespace GunMane.Spatial.Clustering;

/// <summary>A part of the map as rows of square cells.</summary>
/// <param name="West">West edge, in the metres of the shapes.</param>
/// <param name="South">South edge.</param>
/// <param name="Cell">Side of a cell.</param>
/// <param name="Columns">Cells from west to east.</param>
/// <param name="Rows">Cells from south to north.</param>
public readonly record struct CellWindow(double West, double South, double Cell, int Columns, int Rows);

/// <summary>One ring round cells of a group.</summary>
/// <param name="Group">Number of the group, 1….</param>
/// <param name="X">Columns of its corners, counted from the west edge; not closed. Outer rings run clockwise, holes against it.</param>
/// <param name="Y">Rows of its corners, counted from the south edge.</param>
public sealed record CellRing(int Group, int[] X, int[] Y);

/// <summary>
/// Outlines of groups for a map on which single assets are too dense to see: each cell of a window belongs to the group with most assets in it (of as many, the lowest number); a group's outline runs round its cells. So an asset in a group
/// lies inside the outline of its own group, or of one that has at least as many assets in the same cell: what is told wrongly is less than a cell wide. Lines and rings of areas count in every cell that they pass; inner parts of areas don't.
/// Time and memory are linear in assets, points and cells. Pure and deterministic whatever the order of assets or number of threads.
/// </summary>
public static class CellOutlines
{
    private const int Block = 1 << 15;

    /// <summary>The rings of all groups in a window, row by row from the south by their first cell.</summary>
    /// <param name="shapes">Geometries of the assets.</param>
    /// <param name="number">Number of each asset's group; 0 or less for none.</param>
    /// <param name="window">Which part of the map, in the same metres.</param>
    /// <param name="cancellation">Gives up between blocks of assets.</param>
    public static List<CellRing> Of(Shapes shapes, int[] number, CellWindow window, CancellationToken cancellation) =>
        Trace(Owners(shapes, number, window, cancellation), window);

    /// <summary>Which group each cell belongs to, row by row from the south; 0 where none is.</summary>
    public static int[] Owners(Shapes shapes, int[] number, CellWindow window, CancellationToken cancellation)
    {
        var blocks = new ConcurrentBag<List<Entry>>();
        Parallel.For(0, (shapes.Count + Block - 1) / Block, new ParallelOptions { CancellationToken = cancellation }, block =>
        {
            var found = new List<Entry>();
            for (var at = block * Block; at < Math.Min(shapes.Count, (block + 1) * Block); at++)
            {
                if (number[at] > 0) Enter(shapes, at, number[at], window, found);
            }

            blocks.Add(found);
        });
        return Most(blocks, window.Columns * window.Rows);
    }

    // So many assets of one group in one cell.
    private readonly record struct Entry(int Cell, int Group, int Assets);

    private static void Enter(Shapes shapes, int asset, int group, CellWindow window, List<Entry> found)
    {
        int first = shapes.PartStart[asset], end = shapes.PartStart[asset + 1];
        if (end - first == 1 && shapes.Kinds[first] == PartKind.Point)
        {
            var point = shapes.PointStart[first];
            Add(found, CellOf(window, shapes.X[point], shapes.Y[point]), group);
            return;
        }

        // An asset counts once in a cell however often it comes by.
        var cells = new HashSet<int>();
        for (var part = first; part < end; part++) Pass(shapes, part, window, cells);
        foreach (var cell in cells) Add(found, cell, group);
    }

    private static void Pass(Shapes shapes, int part, CellWindow window, HashSet<int> cells)
    {
        for (var point = shapes.PointStart[part]; point < shapes.PointStart[part + 1]; point++)
        {
            cells.Add(CellOf(window, shapes.X[point], shapes.Y[point]));
            if (point > shapes.PointStart[part]) Along(window, (shapes.X[point - 1], shapes.Y[point - 1]), (shapes.X[point], shapes.Y[point]), cells);
        }

        cells.Remove(-1);
    }

    // Each piece between two crossings of lines of the grid lies in one cell: that of its middle.
    private static void Along(CellWindow window, (double X, double Y) from, (double X, double Y) to, HashSet<int> cells)
    {
        if (Clip(window, from, to) is not var (enter, leave)) return;
        var (dx, dy) = (to.X - from.X, to.Y - from.Y);
        var before = enter;
        while (before < leave)
        {
            var after = Math.Min(leave, Math.Min(Crossing(from.X, dx, window.West, window.Cell, before), Crossing(from.Y, dy, window.South, window.Cell, before)));
            // Rounding must not hold us at a corner for ever.
            after = Math.Max(after, Math.BitIncrement(before));
            var middle = (before + after) / 2;
            cells.Add(CellOf(window, from.X + dx * middle, from.Y + dy * middle));
            before = after;
        }
    }

    // The next share of the way, after one, at which a line of the grid is crossed.
    private static double Crossing(double from, double along, double origin, double cell, double after)
    {
        if (along == 0) return double.PositiveInfinity;
        var line = (from + along * after - origin) / cell;
        var next = along > 0 ? Math.Floor(line) + 1 : Math.Ceiling(line) - 1;
        var share = (origin + next * cell - from) / along;
        // Rounding may leave us where we are.
        return share > after ? share : (origin + (next + Math.Sign(along)) * cell - from) / along;
    }

    // The shares of the way between which it is inside the window (Liang and Barsky); null where it never is.
    private static (double Enter, double Leave)? Clip(CellWindow window, (double X, double Y) from, (double X, double Y) to)
    {
        var (enter, leave) = (0.0, 1.0);
        var inside = Side(from.X - window.West, to.X - from.X) && Side(window.West + window.Cell * window.Columns - from.X, from.X - to.X)
            && Side(from.Y - window.South, to.Y - from.Y) && Side(window.South + window.Cell * window.Rows - from.Y, from.Y - to.Y);
        return inside && enter < leave ? (enter, leave) : null;

        bool Side(double inwards, double along)
        {
            if (along == 0) return inwards >= 0;
            if (along > 0) enter = Math.Max(enter, -inwards / along);
            else leave = Math.Min(leave, -inwards / along);
            return true;
        }
    }

    private static int CellOf(CellWindow window, double x, double y)
    {
        var (column, row) = (Math.Floor((x - window.West) / window.Cell), Math.Floor((y - window.South) / window.Cell));
        return column >= 0 && row >= 0 && column < window.Columns && row < window.Rows ? (int)row * window.Columns + (int)column : -1;
    }

    // Neighbours mostly have neighbouring numbers: whole runs of assets are one entry.
    private static void Add(List<Entry> found, int cell, int group)
    {
        if (cell < 0) return;
        if (found.Count > 0 && found[^1] is var last && last.Cell == cell && last.Group == group) found[^1] = last with { Assets = last.Assets + 1 };
        else found.Add(new Entry(cell, group, 1));
    }

    private static int[] Most(IReadOnlyCollection<List<Entry>> blocks, int cells)
    {
        var start = new int[cells + 1];
        foreach (var block in blocks)
        {
            foreach (var entry in block) start[entry.Cell + 1]++;
        }

        for (var cell = 0; cell < cells; cell++) start[cell + 1] += start[cell];
        var (sorted, next) = (new Entry[start[cells]], start.AsSpan(0, cells).ToArray());
        foreach (var block in blocks)
        {
            foreach (var entry in block) sorted[next[entry.Cell]++] = entry;
        }

        var owners = new int[cells];
        Parallel.ForEach(Partitioner.Create(0, cells), range =>
        {
            for (var cell = range.Item1; cell < range.Item2; cell++) owners[cell] = Foremost(sorted.AsSpan(start[cell]..start[cell + 1]));
        });
        return owners;
    }

    private static int Foremost(Span<Entry> entries)
    {
        if (entries.Length > 1) entries.Sort((one, other) => one.Group.CompareTo(other.Group));
        var (best, most) = (0, 0);
        for (var at = 0; at < entries.Length;)
        {
            var (group, assets) = (entries[at].Group, 0);
            for (; at < entries.Length && entries[at].Group == group; at++) assets += entries[at].Assets;
            if (assets > most) (best, most) = (group, assets);
        }

        return best;
    }

    private static List<CellRing> Trace(int[] owners, CellWindow window)
    {
        var walk = new Walk(owners, window.Columns, window.Rows);
        var rings = new List<CellRing>();
        for (var row = 0; row < window.Rows; row++)
        {
            for (var column = 0; column < window.Columns; column++)
            {
                if (walk.Begins(column, row)) rings.Add(walk.Round(column, row));
            }
        }

        return rings;
    }

    // Walks along the sides of a group's cells, the cells on the right hand. Every ring has a side above a cell: there it is begun, once.
    private sealed class Walk(int[] owners, int columns, int rows)
    {
        private static readonly (int X, int Y)[] Ways = [(1, 0), (0, -1), (-1, 0), (0, 1)];
        private readonly bool[] walked = new bool[owners.Length];

        public bool Begins(int column, int row) => Owner(column, row) is > 0 and var group && !walked[row * columns + column] && Owner(column, row + 1) != group;

        public CellRing Round(int column, int row)
        {
            var group = Owner(column, row);
            List<int> xs = [], ys = [];
            var (x, y, way) = (column, row + 1, 0);
            do
            {
                if (way == 0) walked[(y - 1) * columns + x] = true;
                (x, y) = (x + Ways[way].X, y + Ways[way].Y);
                var (right, left) = Ahead(x, y, way);
                var turn = Owner(right.X, right.Y) != group ? 1 : Owner(left.X, left.Y) == group ? 3 : 0;
                if (turn == 0) continue;
                way = (way + turn) % 4;
                xs.Add(x);
                ys.Add(y);
            }
            while ((x, y, way) != (column, row + 1, 0));
            return new CellRing(group, [.. xs], [.. ys]);
        }

        // The two cells beyond a corner, on the right and on the left of the way.
        private static ((int X, int Y) Right, (int X, int Y) Left) Ahead(int x, int y, int way) => way switch
        {
            0 => ((x, y - 1), (x, y)),
            1 => ((x - 1, y - 1), (x, y - 1)),
            2 => ((x - 1, y), (x - 1, y - 1)),
            _ => ((x, y), (x - 1, y)),
        };

        private int Owner(int column, int row) => column < 0 || row < 0 || column >= columns || row >= rows ? 0 : owners[row * columns + column];
    }
}
