using System.Runtime.CompilerServices;

namespace GunMane.Spatial.Affinity;

/// <summary>
/// A uniform grid over the segments of assets, on sorted arrays. The segments of one asset in one cell form a chunk; chunks
/// are sorted by cell (row by row), then asset, so that three neighbouring cells of a row are one contiguous range.
/// Two segments within the reach always lie in chunks of the same or of touching cells, since each segment stands in
/// every cell that it crosses. A point is a segment without length.
/// </summary>
internal sealed class SegmentGrid
{
    /// <summary>Widens cells and boxes so that rounding never drops a pair; far below the millimetre that counts.</summary>
    private const double Slack = 1e-6;

    private readonly Shapes shapes;
    private readonly double left;
    private readonly double bottom;
    private readonly double cell;
    private readonly long columns;
    private readonly List<long> keys = [];
    private readonly List<int> assets = [];
    private readonly List<int> segments = [];

    /// <summary>Builds the grid.</summary>
    /// <param name="shapes">The geometries.</param>
    /// <param name="active">Which assets take part; null for all.</param>
    /// <param name="reach">Largest distance that will be asked for, metres.</param>
    public SegmentGrid(Shapes shapes, bool[]? active, double reach)
    {
        this.shapes = shapes;
        cell = reach + 2 * Slack;
        (left, bottom, columns) = Frame();
        for (var asset = 0; asset < shapes.Count; asset++)
        {
            if (active is null || active[asset]) Register(asset);
        }

        var sorted = keys.ToArray();
        var order = RadixSort.Order(sorted);
        SegmentOf = Array.ConvertAll(order, at => segments[at]);
        var owner = Array.ConvertAll(order, at => assets[at]);
        (ChunkStart, ChunkAsset, ChunkKey) = Chunks(sorted, owner);
        Boxes = ChunkBoxes();
        (AssetStart, AssetChunks) = ByAsset();
        (RangeStart, RangeEnd) = NeighbourRanges();
    }

    /// <summary>Number of chunks.</summary>
    public int Count => ChunkAsset.Length;

    /// <summary>Segments by chunk: the place p of the segment's first point, or ~p for a single point.</summary>
    public int[] SegmentOf { get; }

    /// <summary>Offsets of each chunk into <see cref="SegmentOf"/>.</summary>
    public int[] ChunkStart { get; }

    /// <summary>The asset of each chunk.</summary>
    public int[] ChunkAsset { get; }

    /// <summary>Left, bottom, right, top of each chunk's segments within its cell.</summary>
    public double[] Boxes { get; }

    /// <summary>Offsets of each asset into <see cref="AssetChunks"/>.</summary>
    public int[] AssetStart { get; }

    /// <summary>Chunks of each asset.</summary>
    public int[] AssetChunks { get; }

    /// <summary>For chunk c and row r (0 below, 1 same, 2 above) at 3c + r: the first chunk of the three neighbouring cells.</summary>
    public int[] RangeStart { get; }

    /// <summary>One past the last chunk, see <see cref="RangeStart"/>.</summary>
    public int[] RangeEnd { get; }

    private long[] ChunkKey { get; }

    private (double Left, double Bottom, long Columns) Frame()
    {
        if (shapes.X.Length == 0) return (0, 0, 1);
        double west = shapes.X.Min(), south = shapes.Y.Min(), east = shapes.X.Max();
        // One empty column on each side: the neighbour of the last column is never the first of the next row.
        return (west - cell - Slack, south - cell - Slack, (long)((east - west) / cell) + 5);
    }

    private void Register(int asset)
    {
        for (var part = shapes.PartStart[asset]; part < shapes.PartStart[asset + 1]; part++)
        {
            int first = shapes.PointStart[part], end = shapes.PointStart[part + 1];
            if (end - first == 1) Register(asset, ~first, first, first);
            for (var at = first; at < end - 1; at++) Register(asset, at, at, at + 1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Register(int asset, int segment, int a, int b)
    {
        if (shapes.Y[a] > shapes.Y[b]) (a, b) = (b, a);
        double ax = shapes.X[a], ay = shapes.Y[a], bx = shapes.X[b], by = shapes.Y[b];
        long low = Row(ay - Slack), high = Row(by + Slack);
        for (var row = low; row <= high; row++)
        {
            var (from, to) = low == high ? (ax, bx) : (At(ax, ay, bx, by, bottom + row * cell - Slack), At(ax, ay, bx, by, bottom + (row + 1) * cell + Slack));
            for (long column = Column(Math.Min(from, to) - Slack), last = Column(Math.Max(from, to) + Slack); column <= last; column++)
            {
                keys.Add(row * columns + column);
                assets.Add(asset);
                segments.Add(segment);
            }
        }
    }

    /// <summary>Easting of a segment (ay ≤ by) at a northing, held to its ends.</summary>
    private static double At(double ax, double ay, double bx, double by, double y) =>
        y <= ay ? ax : y >= by ? bx : ax + (bx - ax) * ((y - ay) / (by - ay));

    private long Row(double y) => (long)((y - bottom) / cell);

    private long Column(double x) => (long)((x - left) / cell);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (int[] Start, int[] Asset, long[] Key) Chunks(long[] key, int[] asset)
    {
        List<int> start = [], owner = [];
        List<long> cells = [];
        for (var at = 0; at < key.Length; at++)
        {
            if (at > 0 && key[at] == key[at - 1] && asset[at] == asset[at - 1]) continue;
            start.Add(at);
            owner.Add(asset[at]);
            cells.Add(key[at]);
        }

        start.Add(key.Length);
        return ([.. start], [.. owner], [.. cells]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double[] ChunkBoxes()
    {
        var boxes = new double[4 * Count];
        for (var chunk = 0; chunk < Count; chunk++)
        {
            var (row, column) = Math.DivRem(ChunkKey[chunk], columns);
            double cellLeft = left + column * cell - Slack, cellBottom = bottom + row * cell - Slack;
            var box = boxes.AsSpan(4 * chunk, 4);
            (box[0], box[1], box[2], box[3]) = (double.MaxValue, double.MaxValue, double.MinValue, double.MinValue);
            for (var at = ChunkStart[chunk]; at < ChunkStart[chunk + 1]; at++) Widen(box, SegmentOf[at]);
            box[0] = Math.Max(box[0], cellLeft) - Slack;
            box[1] = Math.Max(box[1], cellBottom) - Slack;
            box[2] = Math.Min(box[2], cellLeft + cell + 2 * Slack) + Slack;
            box[3] = Math.Min(box[3], cellBottom + cell + 2 * Slack) + Slack;
        }

        return boxes;
    }

    private void Widen(Span<double> box, int segment)
    {
        var (a, b) = segment < 0 ? (~segment, ~segment) : (segment, segment + 1);
        box[0] = Math.Min(box[0], Math.Min(shapes.X[a], shapes.X[b]));
        box[1] = Math.Min(box[1], Math.Min(shapes.Y[a], shapes.Y[b]));
        box[2] = Math.Max(box[2], Math.Max(shapes.X[a], shapes.X[b]));
        box[3] = Math.Max(box[3], Math.Max(shapes.Y[a], shapes.Y[b]));
    }

    private (int[] Start, int[] Chunks) ByAsset()
    {
        var start = new int[shapes.Count + 1];
        foreach (var asset in ChunkAsset) start[asset + 1]++;
        for (var asset = 0; asset < shapes.Count; asset++) start[asset + 1] += start[asset];
        var next = start[..^1];
        var chunks = new int[Count];
        for (var chunk = 0; chunk < Count; chunk++) chunks[next[ChunkAsset[chunk]]++] = chunk;
        return (start, chunks);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private (int[] Start, int[] End) NeighbourRanges()
    {
        int[] from = new int[3 * Count], to = new int[3 * Count];
        for (var row = 0; row < 3; row++)
        {
            int low = 0, high = 0;
            var shift = (row - 1) * columns;
            for (var chunk = 0; chunk < Count; chunk++)
            {
                var middle = ChunkKey[chunk] + shift;
                while (low < Count && ChunkKey[low] < middle - 1) low++;
                while (high < Count && ChunkKey[high] <= middle + 1) high++;
                (from[3 * chunk + row], to[3 * chunk + row]) = (low, high);
            }
        }

        return (from, to);
    }
}
