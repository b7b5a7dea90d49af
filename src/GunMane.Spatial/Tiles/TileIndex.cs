namespace GunMane.Spatial.Tiles;

/// <summary>
/// A packed Hilbert R-tree (Kamel and Faloutsos 1993) over the bounds of geometries: leaves of sixteen along the curve, nodes of sixteen
/// leaves, and so on. Immutable; safe for concurrent use.
/// </summary>
public sealed class TileIndex
{
    private const int Fan = 16;
    private const int GridBits = 16;
    private readonly int[] order;
    private readonly List<double[]> levels = [];

    /// <summary>Builds the index; the shapes are only read.</summary>
    public TileIndex(TileShapes shapes)
    {
        order = AlongCurve(shapes);
        var nodes = new double[4 * Blocks(order.Length)];
        for (var node = 0; node < nodes.Length / 4; node++)
        {
            var box = Nothing(nodes, node);
            for (var at = node * Fan; at < Math.Min(order.Length, (node + 1) * Fan); at++)
            {
                for (var point = shapes.FirstPoint(order[at]); point < shapes.EndPoint(order[at]); point++) Widen(box, shapes.X[point], shapes.Y[point]);
            }
        }

        levels.Add(nodes);
        while (levels[^1].Length > 4) levels.Add(Above(levels[^1]));
    }

    /// <summary>Bytes that it takes.</summary>
    public long Bytes => (4L * order.Length) + levels.Sum(level => 8L * level.Length);

    /// <summary>Adds geometries to a list: all that may touch a box (shares of the world, edges included), and a few more near it, in no order.</summary>
    public void Find(double west, double north, double east, double south, List<int> found)
    {
        if (order.Length > 0) Find(levels.Count - 1, 0, (west, north, east, south), found);
    }

    private void Find(int level, int node, (double West, double North, double East, double South) box, List<int> found)
    {
        var bounds = levels[level].AsSpan(4 * node, 4);
        if (bounds[0] > box.East || bounds[2] < box.West || bounds[1] > box.South || bounds[3] < box.North) return;
        var end = Math.Min((node + 1) * Fan, level == 0 ? order.Length : levels[level - 1].Length / 4);
        if (level == 0)
        {
            found.AddRange(order.AsSpan(node * Fan, end - (node * Fan)));
            return;
        }

        for (var below = node * Fan; below < end; below++) Find(level - 1, below, box, found);
    }

    private static int Blocks(int count) => (count + Fan - 1) / Fan;

    private static Span<double> Nothing(double[] nodes, int node)
    {
        var box = nodes.AsSpan(4 * node, 4);
        (box[0], box[1], box[2], box[3]) = (double.PositiveInfinity, double.PositiveInfinity, double.NegativeInfinity, double.NegativeInfinity);
        return box;
    }

    private static void Widen(Span<double> box, double x, double y)
    {
        (box[0], box[1]) = (Math.Min(box[0], x), Math.Min(box[1], y));
        (box[2], box[3]) = (Math.Max(box[2], x), Math.Max(box[3], y));
    }

    private static double[] Above(double[] below)
    {
        var nodes = new double[4 * Blocks(below.Length / 4)];
        for (var node = 0; node < nodes.Length / 4; node++)
        {
            var box = Nothing(nodes, node);
            for (var at = 4 * node * Fan; at < Math.Min(below.Length, 4 * (node + 1) * Fan); at += 4)
            {
                Widen(box, below[at], below[at + 1]);
                Widen(box, below[at + 2], below[at + 3]);
            }
        }

        return nodes;
    }

    private static int[] AlongCurve(TileShapes shapes)
    {
        var count = shapes.PartStart.Length - 1;
        var all = Nothing(new double[4], 0);
        for (var point = 0; point < shapes.X.Length; point++) Widen(all, shapes.X[point], shapes.Y[point]);
        var (cellX, cellY) = (Step(all[2] - all[0]), Step(all[3] - all[1]));
        var keys = new ulong[count];
        for (var asset = 0; asset < count; asset++)
        {
            keys[asset] = (uint)asset;
            var point = shapes.FirstPoint(asset);
            if (point < shapes.EndPoint(asset)) keys[asset] |= (ulong)Hilbert((uint)((shapes.X[point] - all[0]) / cellX), (uint)((shapes.Y[point] - all[1]) / cellY)) << 32;
        }

        Array.Sort(keys);
        return Array.ConvertAll(keys, key => (int)(uint)key);
    }

    private static double Step(double span) => span > 0 ? span / ((1 << GridBits) - 1) : 1;

    // Distance along the Hilbert curve of a cell of a 2^16 × 2^16 grid.
    private static uint Hilbert(uint x, uint y)
    {
        var distance = 0u;
        for (var side = 1u << (GridBits - 1); side > 0; side >>= 1)
        {
            uint right = (x & side) > 0 ? 1u : 0, down = (y & side) > 0 ? 1u : 0;
            distance += side * side * ((3 * right) ^ down);
            if (down == 1) continue;
            if (right == 1) (x, y) = (side - 1 - (x & (side - 1)), side - 1 - (y & (side - 1)));
            (x, y) = (y, x);
        }

        return distance;
    }
}
