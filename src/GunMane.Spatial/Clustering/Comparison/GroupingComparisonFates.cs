using Cell = GunMane.Spatial.Clustering.GroupingComparisonTable.Cell;

namespace GunMane.Spatial.Clustering;

/// <summary>What became of the groups of two runs, see <see cref="GroupFate"/>.</summary>
internal sealed class GroupingComparisonFates
{
    private const int Tenth = 10;
    private readonly GroupingComparisonTable table;
    private readonly List<GroupEvent> events = [];
    private readonly bool[] told;
    private readonly bool[] toldAfter;

    private GroupingComparisonFates(GroupingComparisonTable table)
    {
        this.table = table;
        (told, toldAfter) = (new bool[table.Before.Count], new bool[table.After.Count]);
    }

    /// <summary>The events, by fate, then by group.</summary>
    public static GroupEvent[] Of(GroupingComparisonTable table, GroupingComparisonMatching matching)
    {
        var fates = new GroupingComparisonFates(table);
        var overlaps = table.Cells.Where(cell => cell.IsOverlap).ToList();
        var split = overlaps.Where(fates.IsPart).GroupBy(cell => cell.Before).Where(parts => parts.Count() > 1).ToDictionary(parts => parts.Key);
        var merged = overlaps.Where(fates.IsSource).GroupBy(cell => cell.After).Where(sources => sources.Count() > 1).ToDictionary(sources => sources.Key);
        foreach (var parts in split.Values) fates.Tell(GroupFate.Split, [parts.Key], parts.Select(cell => cell.After));
        foreach (var sources in merged.Values) fates.Tell(GroupFate.Merged, sources.Select(cell => cell.Before), [sources.Key]);
        foreach (var pair in overlaps.Where(matching.Holds))
        {
            // A pair that shares less than a tenth of both is matched for want of a better, not the same group.
            if (split.ContainsKey(pair.Before) || merged.ContainsKey(pair.After) || !(fates.IsPart(pair) || fates.IsSource(pair))) continue;
            fates.Tell(fates.FateOf(pair), [pair.Before], [pair.After]);
        }

        fates.TellTheRest();
        return [.. fates.events.OrderBy(one => one.Fate).ThenBy(one => one.Before.FirstOrDefault()).ThenBy(one => one.After.FirstOrDefault())];
    }

    private bool IsPart(Cell cell) => Tenth * (long)cell.Assets >= table.Before.Compared[cell.Before];

    private bool IsSource(Cell cell) => Tenth * (long)cell.Assets >= table.After.Compared[cell.After];

    private GroupFate FateOf(Cell pair)
    {
        var (before, after) = (table.Before.Compared[pair.Before], table.After.Compared[pair.After]);
        if (after != before) return after > before ? GroupFate.Grew : GroupFate.Shrank;
        return pair.Assets == before ? GroupFate.Kept : GroupFate.Exchanged;
    }

    private void Tell(GroupFate fate, IEnumerable<int> before, IEnumerable<int> after)
    {
        int[] was = [.. before], now = [.. after];
        foreach (var group in was) told[group] = true;
        foreach (var group in now) toldAfter[group] = true;
        events.Add(new GroupEvent(fate, [.. was.Select(group => table.Before.Label[group]).Order()], [.. now.Select(group => table.After.Label[group]).Order()]));
    }

    private void TellTheRest()
    {
        for (var group = GroupingComparisonTable.FirstGroup; group < told.Length; group++)
        {
            if (!told[group]) Tell(table.Before.Compared[group] == 0 ? GroupFate.OutOfView : GroupFate.Gone, [group], []);
        }

        for (var group = GroupingComparisonTable.FirstGroup; group < toldAfter.Length; group++)
        {
            if (!toldAfter[group]) Tell(table.After.Compared[group] == 0 ? GroupFate.OutOfView : GroupFate.New, [], [group]);
        }
    }
}
