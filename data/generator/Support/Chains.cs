namespace GunMane.ModelRegion.Support;

/// <summary>An undirected graph on whole numbers that is read off as chains: the paths between its branching points.</summary>
public sealed class Chains
{
    private readonly SortedDictionary<int, List<int>> links = [];

    /// <summary>Adds a link once.</summary>
    public void Link(int a, int b)
    {
        Add(a, b);
        Add(b, a);
    }

    /// <summary>Neighbours of a node.</summary>
    public int Degree(int node) => links.TryGetValue(node, out var ends) ? ends.Count : 0;

    /// <summary>Every chain; open ones first, then closed rings (first node repeated).</summary>
    public List<List<int>> Read()
    {
        var used = new HashSet<(int, int)>();
        var result = new List<List<int>>();
        foreach (var node in links.Keys.Where(n => Degree(n) != 2))
            result.AddRange(links[node].Where(next => !used.Contains((node, next))).ToList().Select(next => Walk(node, next, used)).Where(c => c.Count > 0));
        foreach (var node in links.Keys.Where(n => Degree(n) == 2))
            result.AddRange(links[node].Take(1).Where(next => !used.Contains((node, next))).Select(next => Walk(node, next, used)));
        return result;
    }

    private List<int> Walk(int from, int to, HashSet<(int, int)> used)
    {
        if (used.Contains((from, to)))
            return [];
        var chain = new List<int> { from };
        var (before, here) = (from, to);
        while (true)
        {
            used.Add((before, here));
            used.Add((here, before));
            chain.Add(here);
            if (here == from || Degree(here) != 2)
                return chain;
            var next = links[here][0] == before ? links[here][1] : links[here][0];
            (before, here) = (here, next);
        }
    }

    private void Add(int a, int b)
    {
        if (!links.TryGetValue(a, out var ends))
            links[a] = ends = [];
        if (!ends.Contains(b))
            ends.Add(b);
    }
}
