using NetTopologySuite.Geometries;

namespace GunMane.Spatial.Metrics;

/// <summary>
/// The order in which groups are put out area by area (precedent 三条市: one area first, then east and south of it): the best group first, then
/// always the one nearest to those already taken, the better one of equally near ones. Prim's rule on the gaps between groups; pure and deterministic.
/// </summary>
public static class GrowthOrder
{
    /// <summary>Beyond so many groups nobody plans phases, and the order is not worked out.</summary>
    public const int Most = 5000;

    /// <summary>The phase of each group, 1 … n; null for more than <see cref="Most"/> groups. Time n².</summary>
    /// <param name="boxes">Bounding boxes of the groups in local metres, best group first.</param>
    public static int[]? Of(IReadOnlyList<Envelope> boxes)
    {
        if (boxes.Count > Most) return null;
        var (phase, gap) = (new int[boxes.Count], new double[boxes.Count]);
        Array.Fill(gap, double.PositiveInfinity);
        for (var turn = 1; turn <= boxes.Count; turn++)
        {
            var next = Nearest(phase, gap);
            phase[next] = turn;
            for (var at = 0; at < boxes.Count; at++) gap[at] = Math.Min(gap[at], boxes[next].Distance(boxes[at]));
        }

        return phase;
    }

    // The first, and so the best, of those with the least gap.
    private static int Nearest(int[] phase, double[] gap)
    {
        var best = -1;
        for (var at = 0; at < phase.Length; at++)
        {
            if (phase[at] == 0 && (best < 0 || gap[at] < gap[best])) best = at;
        }

        return best;
    }
}
