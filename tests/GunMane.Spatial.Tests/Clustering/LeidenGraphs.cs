using GunMane.Spatial.Affinity;
using GunMane.Spatial.Clustering;

namespace GunMane.Spatial.Tests.Clustering;

/// <summary>A small weighted graph for tests of communities: edges (A &lt; B, each once) with affinity in millionths.</summary>
internal sealed record Edges(int Assets, (int A, int B, int Affinity)[] All)
{
    public PairGraph Graph { get; } = Pairs(Assets, All);

    public int[] Affinity { get; } = [.. All.OrderBy(edge => (edge.A, edge.B)).Select(edge => edge.Affinity)];

    public LeidenResult Leiden(LeidenOptions options, int threshold = 0, long[]? order = null) =>
        LeidenCommunities.Find(Graph, Affinity, threshold, options with { SmallestGroup = 1 }, order, CancellationToken.None);

    public double Quality(int[] label, LeidenOptions options) => LeidenCommunities.Quality(Graph, Affinity, 0, label, options);

    /// <summary>The same graph where asset a is called name[a].</summary>
    public Edges Renamed(int[] name) => new(Assets, [.. All.Select(edge => (Math.Min(name[edge.A], name[edge.B]), Math.Max(name[edge.A], name[edge.B]), edge.Affinity))]);

    /// <summary>Whether a set of assets hangs together by edges within it.</summary>
    public bool Connected(IReadOnlyCollection<int> set)
    {
        var inside = set.ToHashSet();
        var links = All.Where(edge => inside.Contains(edge.A) && inside.Contains(edge.B)).SelectMany(edge => new[] { (edge.A, edge.B), (A: edge.B, B: edge.A) }).ToLookup(edge => edge.A, edge => edge.B);
        var (seen, open) = (new HashSet<int> { set.First() }, new Stack<int>([set.First()]));
        while (open.TryPop(out var asset))
        {
            foreach (var other in links[asset].Where(seen.Add)) open.Push(other);
        }

        return seen.Count == inside.Count;
    }

    /// <summary>Edges of weight 1.</summary>
    public static Edges Plain(int assets, IEnumerable<(int A, int B)> edges) => new(assets, [.. edges.Select(edge => (Math.Min(edge.A, edge.B), Math.Max(edge.A, edge.B), PairAffinity.One))]);

    /// <summary>Zachary's karate club, 34 members and 78 ties (W. W. Zachary, J. Anthropological Research 33, 1977, fig. 3), unweighted.</summary>
    public static Edges Karate { get; } = Plain(34, new Dictionary<int, int[]>
    {
        [1] = [2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 18, 20, 22, 32],
        [2] = [3, 4, 8, 14, 18, 20, 22, 31],
        [3] = [4, 8, 9, 10, 14, 28, 29, 33],
        [4] = [8, 13, 14],
        [5] = [7, 11],
        [6] = [7, 11, 17],
        [7] = [17],
        [9] = [31, 33, 34],
        [10] = [34],
        [14] = [34],
        [15] = [33, 34],
        [16] = [33, 34],
        [19] = [33, 34],
        [20] = [34],
        [21] = [33, 34],
        [23] = [33, 34],
        [24] = [26, 28, 30, 33, 34],
        [25] = [26, 28, 32],
        [26] = [32],
        [27] = [30, 34],
        [28] = [34],
        [29] = [32, 34],
        [30] = [33, 34],
        [31] = [33, 34],
        [32] = [33, 34],
        [33] = [34],
    }.SelectMany(row => row.Value.Select(to => (row.Key - 1, to - 1))));

    /// <summary>Thirty complete graphs of five, each joined to the next by one edge (Fortunato and Barthélemy, PNAS 104, 2007).</summary>
    public static Edges RingOfCliques { get; } = Plain(150, Enumerable.Range(0, 30).SelectMany(clique =>
        Clique(5 * clique, 5).Append((5 * clique + 4, 5 * ((clique + 1) % 30)))));

    public static IEnumerable<(int A, int B)> Clique(int from, int size) =>
        Enumerable.Range(from, size).SelectMany(a => Enumerable.Range(a + 1, from + size - 1 - a).Select(b => (a, b)));

    private static PairGraph Pairs(int assets, (int A, int B, int Affinity)[] edges)
    {
        var start = new int[assets + 1];
        foreach (var edge in edges) start[edge.A + 1]++;
        for (var at = 0; at < assets; at++) start[at + 1] += start[at];
        return new PairGraph(start, [.. edges.OrderBy(edge => (edge.A, edge.B)).Select(edge => edge.B)], new int[edges.Length], 1000);
    }
}
