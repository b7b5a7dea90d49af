namespace GunMane.Spatial.Affinity.Roads;

/// <summary>Two positions that are joined, and the way between them in micrometres.</summary>
internal readonly record struct RoadJoin(long One, long Two, long Way);

/// <summary>Where the lines of a network meet.</summary>
internal static class RoadJoins
{
    private const int SegmentsPerBlock = 1 << 14;

    /// <summary>All meetings, in the order of the segments.</summary>
    public static List<RoadJoin> Find(RoadLines lines, RoadGrid grid, CancellationToken cancellation)
    {
        var found = new List<RoadJoin>[(lines.X.Length + SegmentsPerBlock - 1) / SegmentsPerBlock];
        Parallel.For(0, found.Length, new ParallelOptions { CancellationToken = cancellation }, () => new int[lines.X.Length], (block, _, seen) =>
        {
            found[block] = [];
            for (int at = block * SegmentsPerBlock, end = Math.Min(lines.X.Length, at + SegmentsPerBlock); at < end; at++)
            {
                if (lines.IsSegment(at)) Around(lines, grid, at, seen, found[block]);
            }

            return seen;
        }, _ => { });
        return [.. found.SelectMany(joins => joins)];
    }

    // Meetings of a segment with later ones. seen: one more than the segment that looked at each last.
    private static void Around(RoadLines lines, RoadGrid grid, int one, int[] seen, List<RoadJoin> joins)
    {
        var (x, y) = (lines.X, lines.Y);
        var (west, east) = (Math.Min(x[one], x[one + 1]) - RoadNetwork.JoinM, Math.Max(x[one], x[one + 1]) + RoadNetwork.JoinM);
        var (south, north) = (Math.Min(y[one], y[one + 1]) - RoadNetwork.JoinM, Math.Max(y[one], y[one + 1]) + RoadNetwork.JoinM);
        for (int row = grid.Row(south), last = grid.Row(north); row <= last; row++)
        {
            for (int column = grid.Column(west), end = grid.Column(east); column <= end; column++)
            {
                foreach (var two in grid.In(column, row))
                {
                    if (two <= one || seen[two] == one + 1) continue;
                    seen[two] = one + 1;
                    if (two == one + 1 && lines.LineOf[two] == lines.LineOf[one]) continue;
                    if (Math.Max(x[two], x[two + 1]) < west || Math.Min(x[two], x[two + 1]) > east || Math.Max(y[two], y[two + 1]) < south || Math.Min(y[two], y[two + 1]) > north) continue;
                    Meet(lines, one, two, joins);
                }
            }
        }
    }

    private static void Meet(RoadLines lines, int one, int two, List<RoadJoin> joins)
    {
        if (Crossing(lines, one, two) is var (t, u) && !double.IsNaN(t))
        {
            joins.Add(new RoadJoin(lines.At(one, t), lines.At(two, u), 0));
            return;
        }

        End(lines, one, two, joins);
        End(lines, one + 1, two, joins);
        End(lines, two, one, joins);
        End(lines, two + 1, one, joins);
    }

    private static void End(RoadLines lines, int point, int segment, List<RoadJoin> joins)
    {
        var (t, squared) = Nearest(lines, segment, lines.X[point], lines.Y[point]);
        if (squared > RoadNetwork.JoinM * RoadNetwork.JoinM) return;
        joins.Add(new RoadJoin(lines.Position[point], lines.At(segment, t), (long)Math.Floor(Math.Sqrt(squared) * RoadLines.Micro + 0.5)));
    }

    /// <summary>Where a segment comes nearest to a point (0…1), and the squared distance.</summary>
    public static (double T, double Squared) Nearest(RoadLines lines, int segment, double px, double py)
    {
        double dx = lines.X[segment + 1] - lines.X[segment], dy = lines.Y[segment + 1] - lines.Y[segment], ex = px - lines.X[segment], ey = py - lines.Y[segment];
        var length = dx * dx + dy * dy;
        var t = length > 0 ? Math.Clamp((ex * dx + ey * dy) / length, 0, 1) : 0;
        return (t, (ex - t * dx) * (ex - t * dx) + (ey - t * dy) * (ey - t * dy));
    }

    // Where two segments cross inside both; NaN where they don't.
    private static (double T, double U) Crossing(RoadLines lines, int one, int two)
    {
        var (x, y) = (lines.X, lines.Y);
        double ax = x[one + 1] - x[one], ay = y[one + 1] - y[one], bx = x[two + 1] - x[two], by = y[two + 1] - y[two];
        double cx = x[two] - x[one], cy = y[two] - y[one], across = ax * by - ay * bx;
        if (across == 0) return (double.NaN, double.NaN);
        var (t, u) = ((cx * by - cy * bx) / across, (cx * ay - cy * ax) / across);
        return t is > 0 and < 1 && u is > 0 and < 1 ? (t, u) : (double.NaN, double.NaN);
    }
}
