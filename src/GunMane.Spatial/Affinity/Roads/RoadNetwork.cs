namespace GunMane.Spatial.Affinity.Roads;

/// <summary>
/// A road network from the lines of a ledger. Two lines are joined where they cross, and where an end or a bend of one comes within
/// <see cref="JoinM"/> of the other (hand-digitised ends seldom meet exactly; the gap counts as way). Ledgers of roads say nothing of levels: where one road
/// passes over another, they count as joined. A bridge that is a line is a road like others; without it its two banks are apart.
/// Ways are whole micrometres. Immutable; the same whatever the number of threads.
/// </summary>
public sealed class RoadNetwork
{
    /// <summary>Ends and bends within this distance of another line are joined to it, metres.</summary>
    public const double JoinM = 2;

    private RoadNetwork(RoadLines lines, RoadGrid? grid, long[] nodes, int[] start, int[] to, long[] way) =>
        (Lines, Grid, Nodes, LineOf, Start, To, Way) = (lines, grid, nodes, Array.ConvertAll(nodes, lines.LineAt), start, to, way);

    /// <summary>Whether there is no road line at all.</summary>
    public bool IsEmpty => Grid is null;

    /// <summary>Number of junctions.</summary>
    public int Junctions => Nodes.Length;

    internal RoadLines Lines { get; }

    internal RoadGrid? Grid { get; }

    /// <summary>Position of each node, ascending.</summary>
    internal long[] Nodes { get; }

    /// <summary>Line of each node.</summary>
    internal int[] LineOf { get; }

    /// <summary>Node n has the edges Start[n] … Start[n + 1] − 1.</summary>
    internal int[] Start { get; }

    /// <summary>Where each edge leads.</summary>
    internal int[] To { get; }

    /// <summary>How long it is, micrometres.</summary>
    internal long[] Way { get; }

    /// <summary>Builds the network.</summary>
    /// <param name="shapes">Geometries of all assets in metres; only line parts become roads.</param>
    /// <param name="roads">Which assets belong to the network.</param>
    /// <param name="cancellation">Gives up.</param>
    public static RoadNetwork Of(Shapes shapes, bool[] roads, CancellationToken cancellation)
    {
        var lines = RoadLines.Of(shapes, roads);
        if (lines.Count == 0) return new RoadNetwork(lines, null, [], [0], [], []);
        var grid = new RoadGrid(lines);
        var joins = RoadJoins.Find(lines, grid, cancellation);
        var nodes = Distinct(joins);
        var edges = new List<(int One, int Two, long Way)>(joins.Count + nodes.Length);
        foreach (var join in joins) edges.Add((Array.BinarySearch(nodes, join.One), Array.BinarySearch(nodes, join.Two), join.Way));
        for (int node = 1, line = 0; node < nodes.Length; node++)
        {
            while (lines.End(line) < nodes[node - 1]) line++;
            if (nodes[node] <= lines.End(line)) edges.Add((node - 1, node, nodes[node] - nodes[node - 1]));
        }

        var (start, to, way) = Adjacency(nodes.Length, edges);
        return new RoadNetwork(lines, grid, nodes, start, to, way);
    }

    private static long[] Distinct(List<RoadJoin> joins)
    {
        var all = new long[2 * joins.Count];
        for (var at = 0; at < joins.Count; at++) (all[2 * at], all[2 * at + 1]) = (joins[at].One, joins[at].Two);
        Array.Sort(all);
        var count = 0;
        foreach (var position in all)
        {
            if (count == 0 || all[count - 1] != position) all[count++] = position;
        }

        return all[..count];
    }

    private static (int[] Start, int[] To, long[] Way) Adjacency(int nodes, List<(int One, int Two, long Way)> edges)
    {
        var start = new int[nodes + 1];
        foreach (var (one, two, _) in edges) (start[one + 1], start[two + 1]) = (start[one + 1] + 1, start[two + 1] + 1);
        for (var node = 0; node < nodes; node++) start[node + 1] += start[node];
        var (next, to, way) = (start[..^1], new int[start[^1]], new long[start[^1]]);
        foreach (var (one, two, length) in edges)
        {
            (to[next[one]], way[next[one]]) = (two, length);
            next[one]++;
            (to[next[two]], way[next[two]]) = (one, length);
            next[two]++;
        }

        return (start, to, way);
    }
}
