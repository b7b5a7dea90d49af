using System.Text;
using GunMane.Spatial.Geo;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Tiles;

/// <summary>
/// Tiles of the layer assets from resident arrays (Mapbox Vector Tile 2.1): the same features, attributes and, within a unit,
/// coordinates as functions/30_tiles.sql. Pure; safe for concurrent use.
/// </summary>
public static class TileEncoder
{
    /// <summary>No tile of assets has more bytes.</summary>
    public const int MostBytes = 500_000;

    /// <summary>Below this zoom assets are always served as cells.</summary>
    public const int AssetsFrom = 12;

    /// <summary>Changes with what this class draws: a new release makes new ETags.</summary>
    public const string Release = "2";

    /// <summary>Cells along the side of a tile.</summary>
    public const int CellsAcross = 1 << CellBits;

    private const int NamesFrom = 14;
    private const int CellBits = 5;
    private static readonly byte[][] SectorTexts = [.. Sectors.Keys.Select(Encoding.UTF8.GetBytes)];
    private static readonly string[] CellKeys = ["sector", "count", "length_m", "yen"];
    private static readonly string[] FarKeys = ["sector", "municipality"];
    private static readonly string[] NearKeys = ["sector", "municipality", "name", "kind"];

    [ThreadStatic]
    private static Workspace? room;

    private static Workspace Room => room ??= new Workspace();

    /// <summary>The tile: every asset, or cells where those come below <see cref="AssetsFrom"/> or would pass <see cref="MostBytes"/>. No bytes when nothing lies in it.</summary>
    public static byte[] Encode(TileAssets assets, TileAddress tile) =>
        (tile.Zoom >= AssetsFrom ? Each(assets, tile) : null) ?? InCells(assets, tile);

    /// <summary>Every asset in the order of dense ids; null where it would pass <see cref="MostBytes"/>.</summary>
    public static byte[]? Each(TileAssets assets, TileAddress tile)
    {
        var (drawing, layer, found) = (Room.Drawing, Room.Layer, Around(assets, tile));
        Room.Order.Sort(found);
        drawing.Turn(assets.Shapes, tile);
        var named = tile.Zoom >= NamesFrom;
        layer.Begin("assets", named ? NearKeys : FarKeys);
        var values = new LocalValues(layer, assets.Texts, Room.Known);
        var unit = World.UnitDegrees(tile.Zoom);
        Span<int> tags = stackalloc int[8];
        foreach (var asset in found)
        {
            // What is smaller than a unit would vanish: it becomes a point.
            var isPoint = assets.SpanDegrees[asset] < unit;
            var (at, drawn) = ((0, 0), TilePart.Point);
            if (isPoint ? !drawing.TryPlace(assets.CentreX[asset], assets.CentreY[asset], out at) : !drawing.Asset(asset, drawn = assets.Shapes.DrawnAs(asset))) continue;
            var count = 0;
            Tag(tags, ref count, 0, values.Sector(assets.Sectors[asset]));
            Tag(tags, ref count, 1, values.Town(assets.Town[asset]));
            if (named)
            {
                Tag(tags, ref count, 2, values.Text(assets.Name[asset]));
                Tag(tags, ref count, 3, values.Text(assets.Kind[asset]));
            }

            if (isPoint) layer.AddPoint(assets.Ids[asset], tags[..count], at.Item1, at.Item2);
            else layer.Add(assets.Ids[asset], tags[..count], drawn, drawing.Commands);
            if (layer.Bytes > MostBytes) return null;
        }

        var bytes = layer.ToTile();
        return bytes.Length > MostBytes ? null : bytes;
    }

    /// <summary>Cells: a point per sector and cell (32 × 32 to a tile, fewer where they would pass <see cref="MostBytes"/>) at the mean of its assets, with count, length_m and yen.</summary>
    public static byte[] InCells(TileAssets assets, TileAddress tile)
    {
        var level = tile.Zoom + CellBits;
        var cells = level <= CellPyramid.Deepest ? assets.Cells.In(tile, level) : Cells(assets, tile, level);
        while (true)
        {
            var bytes = Encode(cells, tile, assets);
            if (bytes.Length <= MostBytes) return bytes;
            cells = CellPyramid.Above(cells);
        }
    }

    private static List<int> Around(TileAssets assets, TileAddress tile)
    {
        double side = 1.0 / (1L << tile.Zoom), margin = side * (World.Buffer + 1) / World.Extent;
        var found = Room.Found;
        found.Clear();
        assets.Index.Find((tile.Column * side) - margin, (tile.Row * side) - margin, ((tile.Column + 1) * side) + margin, ((tile.Row + 1) * side) + margin, found);
        return found;
    }

    private static void Tag(Span<int> tags, ref int count, int key, int value)
    {
        if (value < 0) return;
        (tags[count], tags[count + 1]) = (key, value);
        count += 2;
    }

    private static AssetCell[] Cells(TileAssets assets, TileAddress tile, int level)
    {
        var side = (double)(1L << tile.Zoom);
        var inside = Around(assets, tile).FindAll(asset => Math.Floor(assets.CentreX[asset] * side) == tile.Column && Math.Floor(assets.CentreY[asset] * side) == tile.Row);
        inside.Sort();
        return CellPyramid.AtLevel(level, inside.Count, at =>
            new AssetCell(0, assets.Sectors[inside[at]], 1, assets.LengthM[inside[at]], assets.Yen[inside[at]], assets.CentreX[inside[at]], assets.CentreY[inside[at]]));
    }

    private static byte[] Encode(ReadOnlySpan<AssetCell> cells, TileAddress tile, TileAssets assets)
    {
        var (drawing, layer) = (Room.Drawing, Room.Layer);
        drawing.Turn(assets.Shapes, tile);
        layer.Begin("assets", CellKeys);
        var values = new LocalValues(layer, assets.Texts, Room.Known);
        AssetCell[] sorted = [.. cells];
        Array.Sort(sorted, MostFirst);
        foreach (var cell in sorted)
        {
            if (!drawing.Point(cell.X / cell.Count, cell.Y / cell.Count)) continue;
            layer.Add(null, [0, values.Sector(cell.Sector), 1, values.Whole(cell.Count), 2, values.Number(Math.Round(cell.LengthM, 1, MidpointRounding.AwayFromZero)),
                3, values.Whole((long)Math.Round(cell.Yen, MidpointRounding.AwayFromZero))], TilePart.Point, drawing.Commands);
        }

        return layer.ToTile();
    }

    private static int MostFirst(AssetCell a, AssetCell b)
    {
        var order = b.Count.CompareTo(a.Count);
        if (order == 0) order = string.CompareOrdinal(a.Sector.Key(), b.Sector.Key());
        return order != 0 ? order : a.Cell.CompareTo(b.Cell);
    }

    /// <summary>What encoding a tile needs besides the assets: kept by each thread, as making it anew takes longer than a small tile.</summary>
    private sealed class Workspace
    {
        public TileDrawing Drawing { get; } = new();

        public MvtLayer Layer { get; } = new();

        public List<int> Found { get; } = [];

        public AscendingOrder Order { get; } = new();

        public KnownTexts Known { get; } = new();
    }

    /// <summary>The values of one layer, each written once.</summary>
    private sealed class LocalValues
    {
        private readonly MvtLayer layer;
        private readonly TileTexts texts;
        private readonly KnownTexts known;
        private readonly int[] sectors = [.. Enumerable.Repeat(-1, SectorTexts.Length)];
        private (int Text, int Value) town = (-1, -1);
        private readonly Dictionary<long, int> wholes = [];
        private readonly Dictionary<double, int> numbers = [];

        public LocalValues(MvtLayer layer, TileTexts texts, KnownTexts known)
        {
            (this.layer, this.texts, this.known) = (layer, texts, known);
            known.Clear();
        }

        public int Sector(Sector sector) => sectors[(int)sector] >= 0 ? sectors[(int)sector] : sectors[(int)sector] = layer.Value(SectorTexts[(int)sector]);

        // Neighbours mostly lie in one town.
        public int Town(int text)
        {
            if (text != town.Text) town = (text, Text(text));
            return town.Value;
        }

        public int Text(int text)
        {
            if (text < 0) return -1;
            ref var value = ref known.At(text);
            if (value < 0) value = layer.Value(texts[text]);
            return value;
        }

        public int Whole(long whole) => wholes.TryGetValue(whole, out var value) ? value : wholes[whole] = layer.Value(whole);

        public int Number(double number) => numbers.TryGetValue(number, out var value) ? value : numbers[number] = layer.Value(number);
    }
}
