using Cell = GunMane.Spatial.Clustering.GroupingComparisonTable.Cell;

namespace GunMane.Spatial.Clustering;

/// <summary>
/// One-to-one matching of the groups of two runs with the most assets in matched pairs.
/// <para>
/// First the pairs that need no solving: an overlap as great as the greatest other one of its first group and the greatest
/// other one of its second together is in a best matching (one without it holds at most those two in its place). Taking
/// it leaves a smaller problem of the same kind. Then what still hangs together by overlaps, block by block: exactly
/// (<see cref="HeaviestAssignment"/>) up to <see cref="MostExact"/> groups a side, otherwise greedily, the greatest overlap
/// first.
/// </para>
/// <para>
/// The greedy matching has at least half the assets of the best one (Avis 1983): a pair of the best that greed did not take
/// shares a group with one that it took before, which is at least as great; a taken pair has two groups, so it stands for at
/// most two of the best. A closer bound is told too: each group gives at most its greatest overlap.
/// </para>
/// </summary>
internal sealed class GroupingComparisonMatching
{
    /// <summary>Most groups a side of a block that is solved exactly: at n³ a third of a second.</summary>
    public const int MostExact = 400;

    private const int MostPasses = 64;
    private readonly GroupingComparisonTable table;
    private readonly int[] partner;
    private readonly int[] partnerBack;
    private readonly bool[] greedy;
    private long matched;
    private long atMost;
    private int exactBlocks;
    private int greedyBlocks;

    /// <summary>Matches the groups of a table.</summary>
    public GroupingComparisonMatching(GroupingComparisonTable table, CancellationToken cancellation)
    {
        this.table = table;
        (partner, partnerBack, greedy) = (new int[table.Before.Count], new int[table.After.Count], new bool[table.Before.Count]);
        Array.Fill(partner, -1);
        Array.Fill(partnerBack, -1);
        var open = table.Cells.Where(cell => cell.IsOverlap).OrderByDescending(cell => cell.Assets).ThenBy(cell => cell.LowestAsset).ToList();
        var before = int.MaxValue;
        for (var pass = 0; pass < MostPasses && open.Count < before; pass++)
        {
            cancellation.ThrowIfCancellationRequested();
            before = open.Count;
            open = TakeSafe(open);
        }

        foreach (var block in Blocks(open))
        {
            cancellation.ThrowIfCancellationRequested();
            Match(block);
        }
    }

    /// <summary>How good it is.</summary>
    public MatchingQuality Quality => new(matched, atMost, exactBlocks, greedyBlocks);

    /// <summary>Whether the two groups of a cell are matched.</summary>
    public bool Holds(Cell cell) => cell.IsOverlap && partner[cell.Before] == cell.After;

    /// <summary>Whether a matched pair was not taken greedily.</summary>
    public bool IsExact(Cell cell) => !greedy[cell.Before];

    /// <summary>What became of the assets of a cell.</summary>
    public AssetChange ChangeOf(Cell cell) => (cell.Before, cell.After) switch
    {
        (0, 0) => AssetChange.NotLookedAt,
        (_, 0) => AssetChange.OnlyBefore,
        (0, _) => AssetChange.OnlyAfter,
        (GroupingComparisonTable.None, GroupingComparisonTable.None) => AssetChange.Ungrouped,
        (GroupingComparisonTable.None, _) => AssetChange.Joined,
        (_, GroupingComparisonTable.None) => AssetChange.Left,
        _ => Holds(cell) ? AssetChange.Stayed : AssetChange.Moved,
    };

    private void Take(Cell cell)
    {
        (partner[cell.Before], partnerBack[cell.After]) = (cell.After, cell.Before);
        matched += cell.Assets;
    }

    private bool IsFree(Cell cell) => partner[cell.Before] < 0 && partnerBack[cell.After] < 0;

    /// <summary>Takes what is in a best matching at sight; the overlaps of the groups that are left, still the greatest first.</summary>
    private List<Cell> TakeSafe(List<Cell> open)
    {
        var (before, after) = (new Greatest(table.Before.Count), new Greatest(table.After.Count));
        for (var at = 0; at < open.Count; at++)
        {
            before.Add(open[at].Before, at, open[at].Assets);
            after.Add(open[at].After, at, open[at].Assets);
        }

        for (var at = 0; at < open.Count; at++)
        {
            // What was taken meanwhile can only have made the others less.
            if (!IsFree(open[at]) || open[at].Assets < before.Other(open[at].Before, at) + after.Other(open[at].After, at)) continue;
            Take(open[at]);
            atMost += open[at].Assets;
        }

        return open.FindAll(IsFree);
    }

    private IEnumerable<List<Cell>> Blocks(List<Cell> open)
    {
        var sets = new UnionFind(table.Before.Count + table.After.Count);
        foreach (var cell in open) sets.Union(cell.Before, table.Before.Count + cell.After);
        return open.GroupBy(cell => sets.Find(cell.Before)).Select(block => block.ToList());
    }

    private void Match(List<Cell> block)
    {
        int[] before = [.. block.Select(cell => cell.Before).Distinct().Order()], after = [.. block.Select(cell => cell.After).Distinct().Order()];
        if (before.Length <= MostExact && after.Length <= MostExact) MatchExactly(block, before, after);
        else MatchGreedily(block);
    }

    private void MatchExactly(List<Cell> block, int[] before, int[] after)
    {
        exactBlocks++;
        var taken = matched;
        // Which of several best matchings is found depends on what are rows: the content decides, not which run came first.
        var (rows, columns) = table.Flipped ? (after, before) : (before, after);
        var cellAt = block.ToDictionary(cell => (Array.BinarySearch(rows, table.Flipped ? cell.After : cell.Before), Array.BinarySearch(columns, table.Flipped ? cell.Before : cell.After)));
        var weight = new int[rows.Length, columns.Length];
        foreach (var ((row, column), cell) in cellAt) weight[row, column] = cell.Assets;
        foreach (var pair in HeaviestAssignment.Of(weight))
        {
            if (cellAt.TryGetValue(pair, out var cell)) Take(cell);
        }

        atMost += matched - taken;
    }

    private void MatchGreedily(List<Cell> block)
    {
        greedyBlocks++;
        var taken = matched;
        foreach (var cell in block.Where(IsFree))
        {
            Take(cell);
            greedy[cell.Before] = true;
        }

        long EachGreatest(Func<Cell, int> group) => block.DistinctBy(group).Sum(cell => (long)cell.Assets);
        atMost += Math.Min(2 * (matched - taken), Math.Min(EachGreatest(cell => cell.Before), EachGreatest(cell => cell.After)));
    }

    /// <summary>The two greatest overlaps of each group, given the greatest first.</summary>
    private sealed class Greatest(int groups)
    {
        private readonly (int Cell, int First, int Second)[] of = new (int, int, int)[groups];

        public void Add(int group, int cell, int assets)
        {
            ref var two = ref of[group];
            if (two.First == 0) two = (cell, assets, 0);
            else if (two.Second == 0) two.Second = assets;
        }

        /// <summary>The greatest overlap of a group beside one.</summary>
        public int Other(int group, int cell) => of[group].Cell == cell ? of[group].Second : of[group].First;
    }
}
