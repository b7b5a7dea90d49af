namespace GunMane.Spatial.Clustering;

/// <summary>
/// Signed weights between nodes, both ways: node i has the partners Other[Start[i]] … Other[Start[i + 1] − 1]. Partners of weight 0 are left
/// out, a partner may stand there more than once.
/// </summary>
/// <param name="Start">n + 1 offsets.</param>
/// <param name="Other">Partners.</param>
/// <param name="Weight">Their weights, millionths, positive (together) or negative (apart).</param>
internal sealed record CorrelationNet(int[] Start, int[] Other, long[] Weight)
{
    /// <summary>Number of nodes.</summary>
    public int Nodes => Start.Length - 1;

    /// <summary>The net of weighted pairs: of each node <paramref name="first"/> … the higher partner <paramref name="other"/>.</summary>
    public static CorrelationNet Of(int nodes, int[] first, int[] other, long[] weight)
    {
        var start = new int[nodes + 1];
        for (var at = 0; at < weight.Length; at++)
        {
            if (weight[at] == 0) continue;
            start[first[at] + 1]++;
            start[other[at] + 1]++;
        }

        for (var node = 0; node < nodes; node++) start[node + 1] += start[node];
        var (next, partner, of) = (start[..nodes], new int[start[nodes]], new long[start[nodes]]);
        for (var at = 0; at < weight.Length; at++)
        {
            if (weight[at] == 0) continue;
            (partner[next[first[at]]], of[next[first[at]]++]) = (other[at], weight[at]);
            (partner[next[other[at]]], of[next[other[at]]++]) = (first[at], weight[at]);
        }

        return new CorrelationNet(start, partner, of);
    }

    /// <summary>The net between groups: weights between any two are summed, those inside left out.</summary>
    /// <param name="group">Group of each node, 0 … groups − 1.</param>
    /// <param name="groups">Number of groups.</param>
    public CorrelationNet Between(int[] group, int groups)
    {
        var (members, begin) = Members(group, groups);
        var (sum, met) = (new long[groups], new List<int>());
        var (one, two, weight) = (new List<int>(), new List<int>(), new List<long>());
        var seen = new bool[groups];
        for (var of = 0; of < groups; of++)
        {
            for (var at = begin[of]; at < begin[of + 1]; at++)
            {
                for (var edge = Start[members[at]]; edge < Start[members[at] + 1]; edge++)
                {
                    var to = group[Other[edge]];
                    if (to <= of) continue;
                    if (!seen[to]) met.Add(to);
                    seen[to] = true;
                    sum[to] += Weight[edge];
                }
            }

            foreach (var to in met)
            {
                one.Add(of);
                two.Add(to);
                weight.Add(sum[to]);
                (sum[to], seen[to]) = (0, false);
            }

            met.Clear();
        }

        return Of(groups, [.. one], [.. two], [.. weight]);
    }

    private static (int[] Members, int[] Begin) Members(int[] group, int groups)
    {
        var begin = new int[groups + 1];
        foreach (var of in group) begin[of + 1]++;
        for (var of = 0; of < groups; of++) begin[of + 1] += begin[of];
        var (next, members) = (begin[..groups], new int[group.Length]);
        for (var node = 0; node < group.Length; node++) members[next[group[node]]++] = node;
        return (members, begin);
    }
}
