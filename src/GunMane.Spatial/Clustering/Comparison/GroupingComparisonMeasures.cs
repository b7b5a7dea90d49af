namespace GunMane.Spatial.Clustering;

/// <summary>How alike two partitions of the assets that both runs looked at are; an asset in no group is a part of its own.</summary>
internal static class GroupingComparisonMeasures
{
    /// <summary>Adjusted Rand index, in whole numbers up to its one division.</summary>
    public static double AdjustedRand(GroupingComparisonTable table)
    {
        Int128 both = table.Cells.Where(cell => cell.IsOverlap).Sum(cell => Pairs(cell.Assets));
        Int128 before = Groups(table.Before).Sum(assets => Pairs(assets)), after = Groups(table.After).Sum(assets => Pairs(assets));
        Int128 all = Pairs(table.Compared);
        var most = (before + after) * all - 2 * before * after;
        return most == 0 ? 1 : (double)(2 * (both * all - before * after)) / (double)most;
    }

    /// <summary>Variation of information, bits. The terms are added in the order of their size, so that no numbering shows in the last bit.</summary>
    public static double VariationOfInformation(GroupingComparisonTable table)
    {
        var terms = table.Cells.Where(cell => cell.Before >= GroupingComparisonTable.None && cell.After >= GroupingComparisonTable.None).Select(cell =>
        {
            var shared = cell.IsOverlap ? cell.Assets : 1;
            return cell.Assets * (Math.Log2((double)Part(table.Before, cell.Before) / shared) + Math.Log2((double)Part(table.After, cell.After) / shared));
        });
        return table.Compared == 0 ? 0 : terms.Order().Sum() / table.Compared;
    }

    private static IEnumerable<int> Groups(GroupingComparisonTable.Side side) => side.Compared.Skip(GroupingComparisonTable.FirstGroup);

    private static int Part(GroupingComparisonTable.Side side, int number) => number >= GroupingComparisonTable.FirstGroup ? side.Compared[number] : 1;

    private static long Pairs(long assets) => assets * (assets - 1) / 2;
}
