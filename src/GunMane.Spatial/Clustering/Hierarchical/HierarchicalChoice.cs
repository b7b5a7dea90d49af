namespace GunMane.Spatial.Clustering;

/// <summary>Which clusters of a condensed tree become groups, and what is told of them.</summary>
internal static class HierarchicalChoice
{
    /// <summary>Groups of a tree.</summary>
    public static HierarchicalResult Of(HierarchicalTree tree, HierarchicalOptions options)
    {
        var chosen = options.Selection == HierarchicalSelection.Leaves ? Leaves(tree) : ExcessOfMass(tree, options.AllowSingleGroup);
        chosen[0] &= options.AllowSingleGroup;
        var owner = Owners(tree, chosen);
        var (root, strength) = (new int[tree.Assets], new double[tree.Assets]);
        var first = new int[owner.Length];
        Array.Fill(first, -1);
        for (var asset = 0; asset < root.Length; asset++)
        {
            var cluster = owner[tree.Cluster[asset]];
            // What fell out of everything at λ = 0 hangs together with nothing, not even with a group of all.
            if (cluster < 0 || tree.FellAt[asset] == HierarchicalGroups.Infinite) root[asset] = -1;
            else
            {
                if (first[cluster] < 0) first[cluster] = asset;
                root[asset] = first[cluster];
                strength[asset] = Strength(tree, asset, cluster);
            }
        }

        var grouping = Grouping.ByLowestMember(root);
        return new HierarchicalResult(grouping, strength, Told(tree, owner, grouping));
    }

    private static bool[] Leaves(HierarchicalTree tree)
    {
        var leaf = new bool[tree.Above.Length];
        Array.Fill(leaf, true);
        for (var cluster = 1; cluster < leaf.Length; cluster++) leaf[tree.Above[cluster]] = false;
        return leaf;
    }

    /// <summary>Dynamic programming from the leaves up: a cluster is chosen where it is worth at least the best choice below it.</summary>
    private static bool[] ExcessOfMass(HierarchicalTree tree, bool rootToo)
    {
        var (chosen, below) = (new bool[tree.Above.Length], new Int128[tree.Above.Length]);
        for (var cluster = chosen.Length - 1; cluster >= 0; cluster--)
        {
            chosen[cluster] = (cluster > 0 || rootToo) && tree.Stability[cluster] >= below[cluster];
            if (cluster > 0) below[tree.Above[cluster]] += Int128.Max(tree.Stability[cluster], below[cluster]);
        }

        return chosen;
    }

    /// <summary>The highest chosen cluster that holds each cluster; −1 if none does.</summary>
    private static int[] Owners(HierarchicalTree tree, bool[] chosen)
    {
        var owner = new int[chosen.Length];
        for (var cluster = 0; cluster < owner.Length; cluster++)
        {
            var above = cluster == 0 ? -1 : owner[tree.Above[cluster]];
            owner[cluster] = above >= 0 ? above : chosen[cluster] ? cluster : -1;
        }

        return owner;
    }

    /// <summary>An asset of a cluster further down left this one when it split, which is its end.</summary>
    private static double Strength(HierarchicalTree tree, int asset, int cluster) => tree.Cluster[asset] != cluster ? 1
        : (double)HierarchicalTree.Lambda(tree.FellAt[asset]) / HierarchicalTree.Lambda(tree.EndsAt[cluster]);

    private static HierarchicalGroup[] Told(HierarchicalTree tree, int[] owner, Grouping grouping)
    {
        var (assets, cluster) = (new int[grouping.Groups], new int[grouping.Groups]);
        for (var asset = 0; asset < tree.Assets; asset++)
        {
            var group = grouping.Label[asset];
            if (group < 0) continue;
            assets[group]++;
            cluster[group] = owner[tree.Cluster[asset]];
        }

        var greatest = HierarchicalTree.FromUnits(HierarchicalTree.Lambda(tree.EndsAt.Min()));
        return [.. cluster.Select((at, group) =>
        {
            var stability = HierarchicalTree.FromUnits(tree.Stability[at]);
            return new HierarchicalGroup(assets[group], tree.BornAt[at], tree.EndsAt[at], stability, stability / (assets[group] * greatest));
        })];
    }
}
