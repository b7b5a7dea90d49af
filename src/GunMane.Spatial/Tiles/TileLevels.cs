namespace GunMane.Spatial.Tiles;

/// <summary>
/// From which zoom on points are drawn: simplification asks for the same distances in every tile, so that it is done once, when geometries are read.
/// </summary>
/// <param name="Points">The first zoom at which a point is kept by its line or ring; <see cref="Never"/> where it lies straight between others.</param>
/// <param name="Parts">The first zoom at which no point of a part lies so near to the one before that it is dropped; only from there on <paramref name="Points"/> holds.</param>
internal sealed record TileLevels(byte[] Points, byte[] Parts)
{
    /// <summary>At no zoom.</summary>
    public const byte Never = byte.MaxValue;

    /// <summary>The levels of the parts of <see cref="TileShapes"/>.</summary>
    public static TileLevels Of(TilePart[] kinds, int[] pointStart, double[] x, double[] y)
    {
        var levels = new TileLevels(new byte[x.Length], new byte[kinds.Length]);
        var simplifier = new Simplifier();
        for (var part = 0; part < kinds.Length; part++)
        {
            if (kinds[part] == TilePart.Point) continue;
            var isRing = kinds[part] != TilePart.Line;
            var points = pointStart[part]..pointStart[part + 1];
            levels.Parts[part] = Zoom(Simplifier.Nearest(x.AsSpan(points), y.AsSpan(points), isRing), Simplifier.Near);
            var level = levels.Points.AsSpan(points);
            var weights = simplifier.Weigh(x.AsSpan(points), y.AsSpan(points), isRing);
            for (var at = 0; at < weights.Length; at++) level[at] = Zoom(weights[at], Simplifier.Tolerance(isRing));
        }

        return levels;
    }

    // The first zoom at which a squared distance, in shares of the world, is more than the square of so many units.
    private static byte Zoom(double square, double units)
    {
        var fourfold = units * units / (square * World.Extent * World.Extent);
        if (fourfold < 1) return 0;
        return double.IsFinite(fourfold) ? (byte)Math.Min(Never, (Math.ILogB(fourfold) / 2) + 1) : Never;
    }
}

/// <summary>
/// Which points of lines and rings are drawn, by the rules of ST_AsMVTGeom: a point within half a unit of the one before is dropped; of the others rings are
/// simplified (Douglas and Peucker 1973) by half a unit and lines by a tenth. Not thread-safe.
/// </summary>
internal sealed class Simplifier
{
    /// <summary>Units within which a point is dropped beside the one before.</summary>
    public const double Near = 0.5;

    private readonly Stack<(int From, int To, double Least)> open = new();
    private double[] weights = [];

    /// <summary>Units that a line or ring may be off.</summary>
    public static double Tolerance(bool isRing) => isRing ? 0.5 : 0.1;

    /// <summary>Points that a line or ring has at least: while they run short none is dropped.</summary>
    public static int FewestPoints(bool isRing) => isRing ? 4 : 2;

    /// <summary>The least squared distance of a point from the one before, of those that may be dropped.</summary>
    public static double Nearest(ReadOnlySpan<double> x, ReadOnlySpan<double> y, bool isRing)
    {
        var nearest = double.PositiveInfinity;
        for (var at = 1; at < x.Length - FewestPoints(isRing); at++) nearest = Math.Min(nearest, Squared(x[at] - x[at - 1], y[at] - y[at - 1]));
        return nearest;
    }

    /// <summary>The square below which a tolerance must stay for each point to be kept; valid until the next call.</summary>
    public ReadOnlySpan<double> Weigh(ReadOnlySpan<double> x, ReadOnlySpan<double> y, bool isRing)
    {
        if (weights.Length < x.Length) weights = new double[2 * x.Length];
        var kept = weights.AsSpan(0, x.Length);
        kept.Clear();
        if (kept.Length == 0) return kept;
        kept[0] = kept[^1] = double.PositiveInfinity;
        var wanted = FewestPoints(isRing) - 2;
        open.Push((0, x.Length - 1, double.PositiveInfinity));
        while (open.TryPop(out var stretch))
        {
            var (farthest, distance) = (0, -1.0);
            for (var at = stretch.From + 1; at < stretch.To; at++)
            {
                var off = Off((x[at], y[at]), (x[stretch.From], y[stretch.From]), (x[stretch.To], y[stretch.To]));
                if (off > distance) (farthest, distance) = (at, off);
            }

            if (farthest == 0) continue;
            var least = wanted-- > 0 ? double.PositiveInfinity : Math.Min(stretch.Least, distance);
            kept[farthest] = least;
            open.Push((farthest, stretch.To, least));
            open.Push((stretch.From, farthest, least));
        }

        return kept;
    }

    /// <summary>A squared distance.</summary>
    public static double Squared(double dx, double dy) => (dx * dx) + (dy * dy);

    // Squared distance of a point from a segment.
    private static double Off((double X, double Y) at, (double X, double Y) from, (double X, double Y) to)
    {
        double dx = to.X - from.X, dy = to.Y - from.Y, length = Squared(dx, dy);
        var share = length == 0 ? 0 : Math.Clamp((((at.X - from.X) * dx) + ((at.Y - from.Y) * dy)) / length, 0, 1);
        return Squared(at.X - from.X - (share * dx), at.Y - from.Y - (share * dy));
    }
}
