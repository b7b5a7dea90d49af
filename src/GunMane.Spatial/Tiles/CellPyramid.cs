using GunMane.Spatial.Model;

namespace GunMane.Spatial.Tiles;

/// <summary>What the assets of one sector whose centroids lie in one cell add up to.</summary>
/// <param name="Cell">The cell of its level: the bits of row and column in turn (Morton 1966), row first.</param>
/// <param name="Sector">The sector.</param>
/// <param name="Count">How many assets.</param>
/// <param name="LengthM">Their length, metres.</param>
/// <param name="Yen">Their yen of placed orders.</param>
/// <param name="X">Sum of their centroids' shares of the world from the west.</param>
/// <param name="Y">Sum of their centroids' shares from the north.</param>
public readonly record struct AssetCell(ulong Cell, Sector Sector, int Count, double LengthM, double Yen, double X, double Y);

/// <summary>
/// Assets added up in the cells of a square grid at each of several levels (level l: 2^l × 2^l cells over the world): any tile of cells is
/// one stretch of one array. Immutable.
/// </summary>
public sealed class CellPyramid
{
    /// <summary>The finest level kept: 32 × 32 cells in a tile of zoom 11.</summary>
    public const int Deepest = 16;

    private readonly AssetCell[][] levels;

    private CellPyramid(AssetCell[][] levels) => this.levels = levels;

    /// <summary>Bytes that it takes.</summary>
    public long Bytes => levels.Sum(level => 56L * level.Length);

    /// <summary>Adds assets up: one entry of each array for each.</summary>
    public static CellPyramid Of(Sector[] sectors, double[] lengthM, double[] yen, double[] x, double[] y)
    {
        var levels = new AssetCell[Deepest + 1][];
        levels[Deepest] = AtLevel(Deepest, sectors.Length, asset => new AssetCell(0, sectors[asset], 1, lengthM[asset], yen[asset], x[asset], y[asset]));
        for (var level = Deepest - 1; level >= 0; level--) levels[level] = Above(levels[level + 1]);
        return new CellPyramid(levels);
    }

    /// <summary>The cells of a level, at most <see cref="Deepest"/>, that lie in a tile.</summary>
    public ReadOnlySpan<AssetCell> In(Geo.TileAddress tile, int level)
    {
        var bits = 2 * (level - tile.Zoom);
        var first = Interleave((uint)tile.Column, (uint)tile.Row);
        var cells = levels[level];
        int from = LowerBound(cells, first << bits), to = LowerBound(cells, (first + 1) << bits);
        return cells.AsSpan(from, to - from);
    }

    /// <summary>Adds up what is given one by one (count, totals and place; its cell is found here) into cells of a level, in the order of cell and sector.</summary>
    public static AssetCell[] AtLevel(int level, int count, Func<int, AssetCell> one)
    {
        var side = (double)(1L << level);
        var keys = new ulong[count];
        var places = new int[count];
        for (var at = 0; at < count; at++)
        {
            var asset = one(at);
            keys[at] = (Interleave(Cell(asset.X, side), Cell(asset.Y, side)) << 4) | (uint)asset.Sector;
            places[at] = at;
        }

        // Equal keys in their given order, so that sums come out the same whatever the sort.
        Array.Sort(keys, places);
        List<AssetCell> cells = [];
        for (int at = 0, next; at < count; at = next)
        {
            for (next = at + 1; next < count && keys[next] == keys[at];) next++;
            Array.Sort(places, at, next - at);
            var sum = one(places[at]) with { Cell = keys[at] >> 4 };
            for (var more = at + 1; more < next; more++) sum = Add(sum, one(places[more]));
            cells.Add(sum);
        }

        return [.. cells];
    }

    /// <summary>The level above: each cell is four of the one below.</summary>
    public static AssetCell[] Above(ReadOnlySpan<AssetCell> below)
    {
        List<AssetCell> cells = [];
        var sums = new AssetCell[Sectors.Keys.Count];
        for (int at = 0, next; at < below.Length; at = next)
        {
            Array.Clear(sums);
            var cell = below[at].Cell >> 2;
            for (next = at; next < below.Length && below[next].Cell >> 2 == cell; next++)
            {
                ref var sum = ref sums[(int)below[next].Sector];
                sum = sum.Count == 0 ? below[next] with { Cell = cell } : Add(sum, below[next]);
            }

            foreach (var sum in sums)
            {
                if (sum.Count > 0) cells.Add(sum);
            }
        }

        return [.. cells];
    }

    private static AssetCell Add(AssetCell sum, AssetCell more) => sum with
    {
        Count = sum.Count + more.Count, LengthM = sum.LengthM + more.LengthM, Yen = sum.Yen + more.Yen, X = sum.X + more.X, Y = sum.Y + more.Y,
    };

    private static uint Cell(double share, double side) => (uint)Math.Clamp(Math.Floor(share * side), 0, side - 1);

    private static ulong Interleave(uint column, uint row) => Spread(column) | (Spread(row) << 1);

    private static ulong Spread(uint bits)
    {
        ulong spread = bits;
        spread = (spread | (spread << 16)) & 0x0000FFFF0000FFFF;
        spread = (spread | (spread << 8)) & 0x00FF00FF00FF00FF;
        spread = (spread | (spread << 4)) & 0x0F0F0F0F0F0F0F0F;
        spread = (spread | (spread << 2)) & 0x3333333333333333;
        return (spread | (spread << 1)) & 0x5555555555555555;
    }

    private static int LowerBound(AssetCell[] cells, ulong cell)
    {
        int from = 0, to = cells.Length;
        while (from < to)
        {
            var middle = from + ((to - from) / 2);
            if (cells[middle].Cell < cell) from = middle + 1;
            else to = middle;
        }

        return from;
    }
}
