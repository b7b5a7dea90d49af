using GunMane.Spatial.Affinity;

namespace GunMane.Spatial.Clustering;

/// <summary>
/// The overlaps of two runs under numbers of our own: 0 not looked at, 1 in no group, 2 … the groups in the order of their
/// lowest asset. Whatever is done in the order of these numbers doesn't depend on the labels.
/// </summary>
internal sealed class GroupingComparisonTable
{
    /// <summary>Number of the first group.</summary>
    public const int FirstGroup = 2;

    /// <summary>Number for an asset in no group.</summary>
    public const int None = 1;

    /// <summary>Counts the overlaps.</summary>
    public GroupingComparisonTable(int[] before, int[] after, long[]? yen)
    {
        (Before, After) = (new Side(before), new Side(after));
        Flipped = Before.Number.AsSpan().SequenceCompareTo(After.Number) > 0;
        var keys = new long[before.Length];
        for (var asset = 0; asset < keys.Length; asset++) keys[asset] = (long)Before.Number[asset] * After.Count + After.Number[asset];
        var order = RadixSort.Order(keys);
        CellOf = new int[keys.Length];
        Cells = Count(keys, order, yen);
        foreach (var cell in Cells)
        {
            if (cell.Before < None || cell.After < None) continue;
            Compared += cell.Assets;
            Before.Compared[cell.Before] += cell.Assets;
            After.Compared[cell.After] += cell.Assets;
        }
    }

    /// <summary>The first run.</summary>
    public Side Before { get; }

    /// <summary>The second run.</summary>
    public Side After { get; }

    /// <summary>Whether the runs stand the other way round than a rule of their content has it: the same two, swapped, are the same problem.</summary>
    public bool Flipped { get; }

    /// <summary>The overlaps, ascending.</summary>
    public Cell[] Cells { get; }

    /// <summary>Cell of each asset.</summary>
    public int[] CellOf { get; }

    /// <summary>Assets that both runs looked at.</summary>
    public long Compared { get; }

    private Cell[] Count(long[] keys, int[] order, long[]? yen)
    {
        var cells = new List<Cell>();
        for (int at = 0, end; at < keys.Length; at = end)
        {
            var sum = 0L;
            for (end = at; end < keys.Length && keys[end] == keys[at]; end++)
            {
                CellOf[order[end]] = cells.Count;
                sum += yen?[order[end]] ?? 0;
            }

            // The sort is stable: the first of a cell is its lowest asset.
            cells.Add(new Cell((int)(keys[at] / After.Count), (int)(keys[at] % After.Count), end - at, sum, order[at]));
        }

        return [.. cells];
    }

    /// <summary>Assets with one number before and one after.</summary>
    public readonly record struct Cell(int Before, int After, int Assets, long Yen, int LowestAsset)
    {
        /// <summary>Whether they are in a group in both.</summary>
        public bool IsOverlap => Before >= FirstGroup && After >= FirstGroup;
    }

    /// <summary>One run.</summary>
    public sealed class Side
    {
        /// <summary>Numbers the groups.</summary>
        public Side(int[] labels)
        {
            var number = new Dictionary<int, int> { [GroupingComparison.NotLookedAt] = 0, [GroupingComparison.None] = None };
            Number = new int[labels.Length];
            for (var asset = 0; asset < labels.Length; asset++)
            {
                if (labels[asset] < GroupingComparison.NotLookedAt) throw new ArgumentException($"Label {labels[asset]} of asset {asset} is below −1.", nameof(labels));
                number.TryAdd(labels[asset], number.Count);
                Number[asset] = number[labels[asset]];
            }

            Label = [.. number.OrderBy(pair => pair.Value).Select(pair => pair.Key)];
            Compared = new int[Label.Length];
        }

        /// <summary>Our number of each asset's group.</summary>
        public int[] Number { get; }

        /// <summary>The label behind each number.</summary>
        public int[] Label { get; }

        /// <summary>Assets under each number that the other run looked at too.</summary>
        public int[] Compared { get; }

        /// <summary>One above the highest number.</summary>
        public int Count => Label.Length;
    }
}
