namespace GunMane.Spatial.Tiles;

/// <summary>Where points lie to what is drawn of a tile.</summary>
internal enum Side
{
    /// <summary>All inside.</summary>
    Inside,

    /// <summary>Inside and outside, or all around.</summary>
    Across,

    /// <summary>All beyond one edge.</summary>
    Outside,
}

/// <summary>What is drawn of a tile, in its units: its square and <see cref="World.Buffer"/> units around it.</summary>
internal static class TileFrame
{
    /// <summary>The least x and y.</summary>
    public const int Least = -World.Buffer;

    /// <summary>The largest x and y.</summary>
    public const int Most = World.Extent + World.Buffer;

    private const uint Span = Most - Least;

    /// <summary>Whether a point is drawn.</summary>
    public static bool Holds((int X, int Y) at) => (uint)(at.X - Least) <= Span && (uint)(at.Y - Least) <= Span;

    /// <summary>Where points lie, none of them counted as inside.</summary>
    public static Side Of(ReadOnlySpan<(int X, int Y)> points)
    {
        var (left, top, right, bottom) = (int.MaxValue, int.MaxValue, int.MinValue, int.MinValue);
        foreach (var (x, y) in points)
        {
            (left, right) = (Math.Min(left, x), Math.Max(right, x));
            (top, bottom) = (Math.Min(top, y), Math.Max(bottom, y));
        }

        if (left >= Least && top >= Least && right <= Most && bottom <= Most) return Side.Inside;
        return left > Most || top > Most || right < Least || bottom < Least ? Side.Outside : Side.Across;
    }

    /// <summary>The part of a segment that is drawn (Liang and Barsky 1984), rounded to whole units; false if there is none.</summary>
    public static bool Clip((int X, int Y) a, (int X, int Y) b, out (int X, int Y) from, out (int X, int Y) to)
    {
        (from, to) = (a, b);
        double enter = 0, leave = 1, dx = (double)b.X - a.X, dy = (double)b.Y - a.Y;
        if (!Narrow(-dx, a.X - Least, ref enter, ref leave) || !Narrow(dx, Most - a.X, ref enter, ref leave)
            || !Narrow(-dy, a.Y - Least, ref enter, ref leave) || !Narrow(dy, Most - a.Y, ref enter, ref leave)) return false;
        if (enter > 0) from = ((int)Math.Round(a.X + (enter * dx)), (int)Math.Round(a.Y + (enter * dy)));
        if (leave < 1) to = ((int)Math.Round(a.X + (leave * dx)), (int)Math.Round(a.Y + (leave * dy)));
        return true;
    }

    private static bool Narrow(double direction, double distance, ref double enter, ref double leave)
    {
        if (direction == 0) return distance >= 0;
        var share = distance / direction;
        if (direction < 0) enter = Math.Max(enter, share);
        else leave = Math.Min(leave, share);
        return enter <= leave;
    }
}
