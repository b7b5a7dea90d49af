using System.Runtime.InteropServices;

namespace GunMane.Spatial.Tiles;

/// <summary>
/// Cuts sound polygons (simple rings in whole units that do not touch one another, outer ones clockwise as seen on screen, holes the other way) to the
/// <see cref="TileFrame"/>. Each ring is cut by itself (Sutherland and Hodgman 1974), which leaves ways along the frame that it does not have;
/// taken together, those that are walked both ways cancel out, and what is left closes to the rings of the cut polygons. Not thread-safe.
/// </summary>
internal sealed class FrameCut
{
    private const int Width = TileFrame.Most - TileFrame.Least;
    private readonly List<(int X, int Y)> ring = [];
    private readonly List<(int X, int Y)> spare = [];
    private readonly List<(int X, int Y)> starts = [];
    private readonly Dictionary<(int X, int Y), (int X, int Y)> next = [];
    private readonly List<(int At, int Change)> turns = [];

    /// <summary>Cuts rings; false where rounding makes them meet, so that only an overlay can tell what is left.</summary>
    /// <param name="rings">The rings; those of what is left take their place, maybe none.</param>
    public bool TryCut(RingList rings)
    {
        starts.Clear();
        next.Clear();
        turns.Clear();
        for (var at = 0; at < rings.Count; at++)
        {
            ring.Clear();
            ring.AddRange(CollectionsMarshal.AsSpan(rings[at]));
            WholeRings.Cut(ring, spare, TileFrame.Least, TileFrame.Most);
            for (var from = 0; from < ring.Count; from++)
            {
                if (!TryEdge(ring[from], ring[from + 1 == ring.Count ? 0 : from + 1])) return false;
            }
        }

        return TryFrame() && TryClose(rings);
    }

    private bool TryEdge((int X, int Y) from, (int X, int Y) to)
    {
        var side = SideOf(from, to);
        if (side < 0) return TryGo(from, to);
        var (begin, end) = ((side * Width) + Along(side, from), (side * Width) + Along(side, to));
        turns.Add((begin, 1));
        turns.Add((end, -1));
        return true;
    }

    private bool TryGo((int X, int Y) from, (int X, int Y) to)
    {
        starts.Add(from);
        return next.TryAdd(from, to);
    }

    // Clockwise from the upper left corner: the frame is walked where it lies inside of the polygons.
    private bool TryFrame()
    {
        turns.Sort(static (a, b) => a.At.CompareTo(b.At));
        var (walks, since) = (0, 0);
        for (var turn = 0; turn < turns.Count;)
        {
            var (at, before) = (turns[turn].At, walks);
            for (; turn < turns.Count && turns[turn].At == at; turn++) walks += turns[turn].Change;
            if (walks is < 0 or > 1) return false;
            var isCorner = at % Width == 0;
            if (before == 1 && (walks == 0 || isCorner) && at > since && !TryGo(Place(since), Place(at))) return false;
            if (before == 0 || isCorner) since = at;
        }

        return true;
    }

    private bool TryClose(RingList rings)
    {
        rings.Clear();
        foreach (var start in starts)
        {
            if (!next.ContainsKey(start)) continue;
            var closed = rings.Next();
            var at = start;
            while (next.Remove(at, out var to))
            {
                closed.Add(at);
                at = to;
            }

            if (at != start || !WholeRings.IsSimple(CollectionsMarshal.AsSpan(closed))) return false;
        }

        return rings.AreApart();
    }

    // The side of the frame along which a segment runs: north, east, south, west; −1 if along none.
    private static int SideOf((int X, int Y) a, (int X, int Y) b)
    {
        if (a.Y == b.Y && a.Y is TileFrame.Least or TileFrame.Most) return a.Y == TileFrame.Least ? 0 : 2;
        if (a.X == b.X && a.X is TileFrame.Least or TileFrame.Most) return a.X == TileFrame.Most ? 1 : 3;
        return -1;
    }

    private static int Along(int side, (int X, int Y) at) => side switch
    {
        0 => at.X - TileFrame.Least,
        1 => at.Y - TileFrame.Least,
        2 => TileFrame.Most - at.X,
        _ => TileFrame.Most - at.Y,
    };

    private static (int X, int Y) Place(int along) => (along / Width) switch
    {
        0 => (TileFrame.Least + along, TileFrame.Least),
        1 => (TileFrame.Most, TileFrame.Least + along - Width),
        2 => (TileFrame.Most - along + (2 * Width), TileFrame.Most),
        3 => (TileFrame.Least, TileFrame.Most - along + (3 * Width)),
        _ => (TileFrame.Least, TileFrame.Least),
    };
}

/// <summary>Rings in whole units, the first point not repeated at the end: lists that are used again. Not thread-safe.</summary>
internal sealed class RingList
{
    private readonly List<List<(int X, int Y)>> rings = [];

    /// <summary>Number of rings.</summary>
    public int Count { get; private set; }

    /// <summary>A ring.</summary>
    public List<(int X, int Y)> this[int ring] => rings[ring];

    /// <summary>Forgets all.</summary>
    public void Clear() => Count = 0;

    /// <summary>Adds an empty ring.</summary>
    public List<(int X, int Y)> Next()
    {
        if (Count == rings.Count) rings.Add([]);
        var ring = rings[Count++];
        ring.Clear();
        return ring;
    }

    /// <summary>Whether no two rings have a point in common.</summary>
    public bool AreApart()
    {
        for (var one = 0; one < Count; one++)
        {
            for (var other = one + 1; other < Count; other++)
            {
                if (WholeRings.Meet(CollectionsMarshal.AsSpan(rings[one]), CollectionsMarshal.AsSpan(rings[other]))) return false;
            }
        }

        return true;
    }
}
