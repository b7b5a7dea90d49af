namespace GunMane.Spatial.Clustering;

/// <summary>Why assets are in no group: the strongest thing that can be said of each, told once for those that hang together.</summary>
internal sealed class BoundedFindings(BoundedNet net, BoundedParts parts, BoundedCaps caps, CancellationToken cancellation)
{
    /// <summary>Sets looked at in all, per asset of the graph and at least, before the rest is only called left over.</summary>
    public const int SetsPerAsset = 6, LeastSets = 500_000;

    private static readonly BoundedMeasure[] Spans = [BoundedMeasure.Extent, BoundedMeasure.Travel];
    private static readonly BoundedMeasure[] Measures = [BoundedMeasure.Yen, BoundedMeasure.Minutes, BoundedMeasure.Assets];
    private readonly BoundedSearch search = new(net, caps);
    private readonly Finding?[] of = new Finding?[net.Count];

    private sealed record Finding(string Key, BoundedMeasure Measure, long Reached, long Limit, BoundedMeasure? Against, bool Proven);

    /// <summary>Whether nothing is known yet that keeps an asset out of every group.</summary>
    public bool Possible(int asset) => of[asset] is null;

    /// <summary>Assets alone above a maximum, and islands below a minimum: known before anything is grouped.</summary>
    /// <param name="island">Called with every other island, its assets ascending.</param>
    public void Before(Action<List<int>> island)
    {
        for (var asset = 0; asset < net.Count; asset++)
        {
            if (caps.Above(net.Yen[asset], net.Minutes[asset], 1)) of[asset] = AboveMaximum(asset);
        }

        var seen = new bool[net.Count];
        for (var asset = 0; asset < net.Count; asset++)
        {
            if (seen[asset] || of[asset] is not null) continue;
            var found = Island(asset, seen, at => of[at] is null);
            var (yen, minutes) = (found.Sum(at => net.Yen[at]), found.Sum(at => net.Minutes[at]));
            if (caps.Below(yen, minutes, found.Count)) Tell(found, Shortest("island_below_minimum", (yen, minutes, found.Count), null, true));
            else island(found);
        }
    }

    /// <summary>Assets left that can't reach a minimum within the extent, or within the travel time.</summary>
    public void BeyondReach()
    {
        for (var asset = 0; asset < net.Count; asset++)
        {
            if (parts.Of[asset] >= 0 || of[asset] is not null) continue;
            if (asset % 64 == 0) cancellation.ThrowIfCancellationRequested();
            foreach (var span in Spans)
            {
                if (of[asset] is null && caps.Has(span) && search.Within(asset, span) is var reach && caps.Below(reach.Yen, reach.Minutes, reach.Assets))
                    of[asset] = Shortest("extent_below_minimum", reach, span, true);
            }
        }
    }

    /// <summary>All conflicts, by the lowest key of their assets.</summary>
    public List<BoundedConflict> All()
    {
        for (var asset = 0; asset < net.Count; asset++)
        {
            if (parts.Of[asset] >= 0) continue;
            if (asset % 64 == 0) cancellation.ThrowIfCancellationRequested();
            of[asset] ??= Searched(asset);
        }

        var (conflicts, seen) = (new List<BoundedConflict>(), new bool[net.Count]);
        for (var asset = 0; asset < net.Count; asset++)
        {
            if (parts.Of[asset] >= 0 || seen[asset] || of[asset] is not { } first) continue;
            var members = first.Key == "asset_above_maximum" ? [asset] : Island(asset, seen, at => parts.Of[at] < 0 && of[at] is { } other && Same(first, other));
            conflicts.Add(Conflict(first, members));
        }

        return conflicts;
    }

    private static bool Same(Finding one, Finding two) => (one.Key, one.Measure, one.Against) == (two.Key, two.Measure, two.Against);

    private BoundedConflict Conflict(Finding first, List<int> members)
    {
        var reached = first.Key == "left_over" ? members.Sum(at => Amount(at, first.Measure)) : members.Max(at => of[at]!.Reached);
        return new BoundedConflict(first.Key, first.Measure, reached, first.Limit, first.Against, first.Against is { } against ? caps.Max(against) : 0,
            members.ConvertAll(at => net.Input[at]).ToArray(), first.Proven);
    }

    private long Amount(int asset, BoundedMeasure measure) =>
        measure switch { BoundedMeasure.Yen => net.Yen[asset], BoundedMeasure.Minutes => net.Minutes[asset], _ => 1 };

    private Finding AboveMaximum(int asset)
    {
        var measure = Measures.First(one => Amount(asset, one) > caps.Max(one));
        return new Finding("asset_above_maximum", measure, Amount(asset, measure), caps.Max(measure), null, true);
    }

    private Finding Searched(int asset)
    {
        var all = Math.Max(LeastSets, (long)SetsPerAsset * net.Count);
        var end = search.Spent > all ? BoundedSearchEnd.GivenUp : search.Look(asset);
        if (end != BoundedSearchEnd.None) return Shortest("left_over", (net.Yen[asset], net.Minutes[asset], 1), null, false);
        var reached = search.Reached;
        foreach (var against in (BoundedMeasure[])[.. Spans, .. Measures])
        {
            if (caps.Has(against) && search.Look(asset, against) == BoundedSearchEnd.Found) return Shortest("limits_conflict", reached, against, true);
        }

        return Shortest("limits_conflict", reached, null, true);
    }

    // Of the minima, the one of which least was reached.
    private Finding Shortest(string key, (long Yen, long Minutes, long Assets) reached, BoundedMeasure? against, bool proven)
    {
        long Reached(BoundedMeasure measure) => measure switch { BoundedMeasure.Yen => reached.Yen, BoundedMeasure.Minutes => reached.Minutes, _ => reached.Assets };
        var measure = Measures.Where(one => caps.Min(one) > 0).DefaultIfEmpty(BoundedMeasure.Assets).MinBy(one => (double)Reached(one) / Math.Max(1, caps.Min(one)));
        return new Finding(key, measure, Reached(measure), caps.Min(measure), against, proven);
    }

    private void Tell(List<int> assets, Finding finding)
    {
        foreach (var asset in assets) of[asset] = finding;
    }

    private List<int> Island(int asset, bool[] seen, Func<int, bool> belongs)
    {
        List<int> found = [asset];
        seen[asset] = true;
        for (var at = 0; at < found.Count; at++)
        {
            foreach (var partner in net.Partners(found[at]))
            {
                if (seen[partner] || !belongs(partner)) continue;
                seen[partner] = true;
                found.Add(partner);
            }
        }

        found.Sort();
        return found;
    }
}
