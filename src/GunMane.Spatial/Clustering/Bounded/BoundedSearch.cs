namespace GunMane.Spatial.Clustering;

/// <summary>What a full search for a group round one asset came to.</summary>
internal enum BoundedSearchEnd
{
    /// <summary>Every connected set was looked at; none keeps all limits.</summary>
    None,

    /// <summary>A set keeps all limits.</summary>
    Found,

    /// <summary>Too many sets.</summary>
    GivenUp,
}

/// <summary>
/// Looks for a connected set with a given asset that keeps all limits, whatever groups there are: every set once (Wernicke
/// 2006), leaving out what is above a maximum, since more assets never bring it back below.
/// </summary>
internal sealed class BoundedSearch(BoundedNet net, BoundedCaps caps)
{
    /// <summary>Sets looked at for one asset before it gives up.</summary>
    public const int MostSets = 2000;

    private readonly bool[] seen = new bool[net.Count];
    private readonly List<int> chosen = [];
    private readonly List<int> marked = [];
    private BoundedMeasure? dropped;
    private long yen;
    private long minutes;
    private int sets;

    /// <summary>Most yen, minutes and assets of a set that keeps the maxima, as of the last search.</summary>
    public (long Yen, long Minutes, long Assets) Reached { get; private set; }

    /// <summary>Sets looked at so far in all searches.</summary>
    public long Spent { get; private set; }

    /// <summary>Searches.</summary>
    /// <param name="asset">The asset.</param>
    /// <param name="without">A maximum that is not asked for this time.</param>
    public BoundedSearchEnd Look(int asset, BoundedMeasure? without = null)
    {
        (dropped, yen, minutes, sets, Reached) = (without, 0, 0, 0, default);
        seen[asset] = true;
        marked.Add(asset);
        var end = Keeps(asset) ? With(asset, []) : BoundedSearchEnd.None;
        foreach (var mark in marked) seen[mark] = false;
        marked.Clear();
        chosen.Clear();
        Spent += sets;
        return end;
    }

    /// <summary>
    /// Upper bounds of any group with an asset: what is connected with it by assets within the extent (or the travel time) of it. Stops as soon as the minima are reached.
    /// </summary>
    public (long Yen, long Minutes, long Assets) Within(int asset, BoundedMeasure measure)
    {
        var (reach, at) = ((Yen: 0L, Minutes: 0L, Assets: 0L), 0);
        Mark(asset);
        for (; at < marked.Count && caps.Below(reach.Yen, reach.Minutes, reach.Assets); at++)
        {
            reach = (reach.Yen + net.Yen[marked[at]], reach.Minutes + net.Minutes[marked[at]], reach.Assets + 1);
            foreach (var partner in net.Partners(marked[at]))
            {
                if (!seen[partner] && !caps.Above(net.Yen[partner], net.Minutes[partner], 1) && !caps.KeepsApart(net, asset, partner, measure)) Mark(partner);
            }
        }

        foreach (var mark in marked) seen[mark] = false;
        marked.Clear();
        return reach;
    }

    private void Mark(int asset)
    {
        seen[asset] = true;
        marked.Add(asset);
    }

    private bool Keeps(int asset)
    {
        if (dropped != BoundedMeasure.Yen && yen + net.Yen[asset] > caps.MaxYen) return false;
        if (dropped != BoundedMeasure.Minutes && minutes + net.Minutes[asset] > caps.MaxMinutes) return false;
        if (dropped != BoundedMeasure.Assets && chosen.Count + 1 > caps.MaxAssets) return false;
        if (!caps.HasExtent && net.Stop is null) return true;
        foreach (var other in chosen)
        {
            if (dropped != BoundedMeasure.Extent && caps.KeepsApart(net, other, asset, BoundedMeasure.Extent)) return false;
            if (dropped != BoundedMeasure.Travel && caps.KeepsApart(net, other, asset, BoundedMeasure.Travel)) return false;
        }

        return true;
    }

    private BoundedSearchEnd With(int asset, ReadOnlySpan<int> open)
    {
        if (++sets > MostSets) return BoundedSearchEnd.GivenUp;
        chosen.Add(asset);
        (yen, minutes) = (yen + net.Yen[asset], minutes + net.Minutes[asset]);
        Reached = (Math.Max(Reached.Yen, yen), Math.Max(Reached.Minutes, minutes), Math.Max(Reached.Assets, chosen.Count));
        var end = caps.Below(yen, minutes, chosen.Count) ? Beyond(asset, open) : BoundedSearchEnd.Found;
        chosen.RemoveAt(chosen.Count - 1);
        (yen, minutes) = (yen - net.Yen[asset], minutes - net.Minutes[asset]);
        return end;
    }

    private BoundedSearchEnd Beyond(int asset, ReadOnlySpan<int> open)
    {
        var before = marked.Count;
        foreach (var partner in net.Partners(asset))
        {
            if (!seen[partner]) Mark(partner);
        }

        int[] all = [.. open, .. marked.Skip(before)];
        var end = BoundedSearchEnd.None;
        // The one tried stays marked and is no longer open: no set comes twice.
        for (var left = all.Length; left > 0 && end == BoundedSearchEnd.None; left--)
        {
            if (Keeps(all[left - 1])) end = With(all[left - 1], all.AsSpan(0, left - 1));
        }

        foreach (var mark in marked.Skip(before)) seen[mark] = false;
        marked.RemoveRange(before, marked.Count - before);
        return end;
    }
}
