namespace GunMane.Spatial.Tiles;

/// <summary>
/// Rings in whole units of a tile (the first point is not repeated at the end), tested exactly in integers: most rings of a tile are small and sound, and
/// need no overlay to be drawn. Coordinates up to 10⁹, so that products fit 64 bits.
/// </summary>
internal static class WholeRings
{
    /// <summary>Polygons of more points are left to the overlay: every pair of edges is compared.</summary>
    public const int MostPoints = 256;

    /// <summary>Whether a ring has area and neither crosses nor touches itself.</summary>
    public static bool IsSimple(ReadOnlySpan<(int X, int Y)> ring)
    {
        if (ring.Length < 3) return false;
        for (var at = 0; at < ring.Length; at++)
        {
            var (a, b) = (ring[at], Next(ring, at));
            if (a == b || FoldsBack(a, b, ring[(at + 2) % ring.Length])) return false;
            for (var other = at + 2; other < ring.Length; other++)
            {
                // The last edge ends where the first one begins.
                if ((other + 1) % ring.Length != at && Meet(a, b, ring[other], Next(ring, other))) return false;
            }
        }

        return true;
    }

    /// <summary>Whether two rings have a point in common.</summary>
    public static bool Meet(ReadOnlySpan<(int X, int Y)> one, ReadOnlySpan<(int X, int Y)> other)
    {
        for (var at = 0; at < one.Length; at++)
        {
            for (var beside = 0; beside < other.Length; beside++)
            {
                if (Meet(one[at], Next(one, at), other[beside], Next(other, beside))) return true;
            }
        }

        return false;
    }

    /// <summary>Whether a point lies inside a simple ring, by the even-odd rule; on its edge either may be answered.</summary>
    public static bool Holds(ReadOnlySpan<(int X, int Y)> ring, (int X, int Y) point)
    {
        var inside = false;
        for (var at = 0; at < ring.Length; at++)
        {
            var (a, b) = (ring[at], Next(ring, at));
            if (a.Y > point.Y == b.Y > point.Y) continue;
            var side = Side(a, b, point);
            if (b.Y > a.Y ? side > 0 : side < 0) inside = !inside;
        }

        return inside;
    }

    /// <summary>Whether a ring turns as an outer ring of the format must: clockwise as seen on screen, y being downwards.</summary>
    public static bool IsClockwise(ReadOnlySpan<(int X, int Y)> ring)
    {
        // Twice the area, by the surveyor's formula.
        var (area, before) = (0L, ring[^1]);
        foreach (var at in ring)
        {
            area += ((long)before.X * at.Y) - ((long)at.X * before.Y);
            before = at;
        }

        return area > 0;
    }

    /// <summary>
    /// Cuts a ring to a square frame (Sutherland and Hodgman 1974, "Reentrant polygon clipping"); new points are rounded to whole units. What is left of a ring
    /// that is not convex may hang together along the frame.
    /// </summary>
    /// <param name="ring">The ring; holds what is left of it afterwards, maybe nothing.</param>
    /// <param name="spare">Room.</param>
    /// <param name="least">Lower edge of the frame in x and y.</param>
    /// <param name="most">Upper edge.</param>
    public static void Cut(List<(int X, int Y)> ring, List<(int X, int Y)> spare, int least, int most)
    {
        for (var edge = 0; edge < 4 && ring.Count > 0; edge++)
        {
            spare.Clear();
            spare.AddRange(ring);
            ring.Clear();
            for (var at = 0; at < spare.Count; at++)
            {
                var (a, b) = (spare[at], spare[(at + 1) % spare.Count]);
                var (fromEdge, toEdge) = (Inside(a, edge, least, most), Inside(b, edge, least, most));
                if (fromEdge >= 0) Add(ring, a);
                if (fromEdge >= 0 != toEdge >= 0) Add(ring, Between(a, b, edge, fromEdge, toEdge, least, most));
            }

            if (ring.Count > 1 && ring[0] == ring[^1]) ring.RemoveAt(ring.Count - 1);
        }
    }

    private static void Add(List<(int X, int Y)> ring, (int X, int Y) at)
    {
        if (ring.Count == 0 || ring[^1] != at) ring.Add(at);
    }

    // How far inside of an edge of the frame: west, east, north, south.
    private static long Inside((int X, int Y) at, int edge, int least, int most) => edge switch
    {
        0 => (long)at.X - least,
        1 => (long)most - at.X,
        2 => (long)at.Y - least,
        _ => (long)most - at.Y,
    };

    private static (int X, int Y) Between((int X, int Y) a, (int X, int Y) b, int edge, long from, long to, int least, int most)
    {
        var share = (double)from / (from - to);
        return edge switch
        {
            0 => (least, (int)Math.Round(a.Y + (share * ((double)b.Y - a.Y)))),
            1 => (most, (int)Math.Round(a.Y + (share * ((double)b.Y - a.Y)))),
            2 => ((int)Math.Round(a.X + (share * ((double)b.X - a.X))), least),
            _ => ((int)Math.Round(a.X + (share * ((double)b.X - a.X))), most),
        };
    }

    private static (int X, int Y) Next(ReadOnlySpan<(int X, int Y)> ring, int at) => ring[at + 1 == ring.Length ? 0 : at + 1];

    private static bool FoldsBack((int X, int Y) a, (int X, int Y) b, (int X, int Y) c) =>
        Side(a, b, c) == 0 && (((long)b.X - a.X) * ((long)c.X - b.X)) + (((long)b.Y - a.Y) * ((long)c.Y - b.Y)) < 0;

    // Segments that cross or touch.
    private static bool Meet((int X, int Y) a, (int X, int Y) b, (int X, int Y) c, (int X, int Y) d)
    {
        if (Math.Max(a.X, b.X) < Math.Min(c.X, d.X) || Math.Max(c.X, d.X) < Math.Min(a.X, b.X)
            || Math.Max(a.Y, b.Y) < Math.Min(c.Y, d.Y) || Math.Max(c.Y, d.Y) < Math.Min(a.Y, b.Y)) return false;
        return Math.Sign(Side(a, b, c)) * Math.Sign(Side(a, b, d)) <= 0 && Math.Sign(Side(c, d, a)) * Math.Sign(Side(c, d, b)) <= 0;
    }

    private static long Side((int X, int Y) a, (int X, int Y) b, (int X, int Y) c) =>
        (((long)b.X - a.X) * ((long)c.Y - a.Y)) - (((long)b.Y - a.Y) * ((long)c.X - a.X));
}
