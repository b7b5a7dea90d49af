namespace GunMane.Spatial.Clustering;

/// <summary>Working arrays of one search, as long as there are assets; every step leaves <see cref="Sum"/> and <see cref="Queued"/> clear.</summary>
internal sealed class LeidenScratch(int assets)
{
    /// <summary>Weight from the present node to each group.</summary>
    public long[] Sum { get; } = new long[assets];

    /// <summary>Groups with a sum.</summary>
    public int[] Touched { get; } = new int[assets];

    /// <summary>Size of each group.</summary>
    public long[] Total { get; } = new long[assets];

    /// <summary>Nodes of each group.</summary>
    public int[] Members { get; } = new int[assets];

    /// <summary>Nodes that wait, a ring.</summary>
    public int[] Queue { get; } = new int[assets];

    /// <summary>Whether a node waits.</summary>
    public bool[] Queued { get; } = new bool[assets];

    /// <summary>Numbers without nodes, a stack.</summary>
    public int[] Free { get; } = new int[assets];

    /// <summary>Size of each part of a group.</summary>
    public long[] PartTotal { get; } = new long[assets];

    /// <summary>Weight from each part to the rest of its group.</summary>
    public long[] Outward { get; } = new long[assets];

    /// <summary>Counts sizes and nodes of groups.</summary>
    public void Count(int[] group, long[] size)
    {
        Array.Clear(Total, 0, size.Length);
        Array.Clear(Members, 0, size.Length);
        for (var node = 0; node < size.Length; node++)
        {
            Total[group[node]] += size[node];
            Members[group[node]]++;
        }
    }

    /// <summary>Renumbers groups by their lowest node, in place; uses <see cref="Free"/>.</summary>
    /// <returns>Number of groups.</returns>
    public int Renumber(Span<int> group)
    {
        var number = Free.AsSpan(0, group.Length);
        number.Fill(-1);
        var groups = 0;
        for (var node = 0; node < group.Length; node++)
        {
            ref var known = ref number[group[node]];
            if (known < 0) known = groups++;
            group[node] = known;
        }

        return groups;
    }
}
