namespace GunMane.Spatial.Clustering;

/// <summary>Parts as the caller sees them.</summary>
internal static class BoundedOutcome
{
    public static BoundedGrouping Of(BoundedNet net, BoundedParts parts, IReadOnlyList<BoundedConflict> conflicts)
    {
        var (root, lowest) = (new int[net.Count], new int[net.Count]);
        Array.Fill(root, -1);
        Array.Fill(lowest, -1);
        for (var asset = 0; asset < net.Count; asset++)
        {
            var part = parts.Of[asset];
            if (part < 0) continue;
            if (lowest[part] < 0) lowest[part] = net.Input[asset];
            root[net.Input[asset]] = lowest[part];
        }

        var grouping = Grouping.ByLowestMember(root);
        var totals = new BoundedTotals[grouping.Groups];
        double spread = 0;
        for (var asset = 0; asset < net.Count; asset++)
        {
            var part = parts.Of[asset];
            if (part < 0 || lowest[part] != net.Input[asset]) continue;
            totals[grouping.Label[net.Input[asset]]] = Totals(net, parts, part);
            spread += Spread(net, parts, part);
        }

        return new BoundedGrouping(grouping, totals, conflicts, new BoundedObjective(totals.Sum(group => group.Assets), Affinity(net, parts), spread / 1e6));
    }

    private static BoundedTotals Totals(BoundedNet net, BoundedParts parts, int part)
    {
        var (yen, minutes, assets) = parts.Totals(part);
        var corners = Members(parts, part);
        var count = BoundedHull.Reduce(net, corners);
        var squared = BoundedHull.Diameter(net, corners.AsSpan(0, count));
        var root = (long)Math.Sqrt(squared);
        while (root * root < squared) root++;
        while (root > 0 && (root - 1) * (root - 1) >= squared) root--;
        return new BoundedTotals(yen, minutes, assets, root);
    }

    // Summed from the lowest member on: the order in a part depends on how it came about.
    private static double Spread(BoundedNet net, BoundedParts parts, int part)
    {
        var members = Members(parts, part);
        double x = members.Average(at => (double)net.X[at]), y = members.Average(at => (double)net.Y[at]), spread = 0;
        foreach (var at in members) spread += (net.X[at] - x) * (net.X[at] - x) + (net.Y[at] - y) * (net.Y[at] - y);
        return spread;
    }

    private static int[] Members(BoundedParts parts, int part)
    {
        var members = new int[parts.Assets(part)];
        for (int asset = parts.First(part), at = 0; asset >= 0; asset = parts.Next(asset)) members[at++] = asset;
        Array.Sort(members);
        return members;
    }

    private static long Affinity(BoundedNet net, BoundedParts parts)
    {
        long affinity = 0;
        for (var asset = 0; asset < net.Count; asset++)
        {
            var partners = net.Partners(asset);
            var affinities = net.Affinities(asset);
            for (var at = 0; at < partners.Length; at++)
            {
                if (partners[at] > asset && parts.Of[asset] >= 0 && parts.Of[asset] == parts.Of[partners[at]]) affinity += affinities[at];
            }
        }

        return affinity;
    }
}
