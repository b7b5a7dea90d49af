using System.Text;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Tiles;

/// <summary>Texts that assets share, each kept once (nearly: a text may be kept again when many others came between), as UTF-8.</summary>
/// <param name="Bytes">All texts one after the other.</param>
/// <param name="Start">Offsets, one more than there are texts.</param>
public sealed record TileTexts(byte[] Bytes, int[] Start)
{
    /// <summary>UTF-8 of a text.</summary>
    public ReadOnlySpan<byte> this[int text] => Bytes.AsSpan(Start[text], Start[text + 1] - Start[text]);
}

/// <summary>
/// What tiles of a study area's assets are made of, as arrays in the order of ascending dense id. Immutable: read once by data version
/// and access scope, safe for concurrent use.
/// </summary>
/// <param name="Ids">Dense id of each asset, strictly ascending.</param>
/// <param name="Sectors">Sector of each.</param>
/// <param name="Town">Index of its municipality's code among <paramref name="Texts"/>; −1 where it has none.</param>
/// <param name="Name">Index of its name; −1 where it has none.</param>
/// <param name="Kind">Index of its kind; −1 where it has none.</param>
/// <param name="Texts">The texts.</param>
/// <param name="LengthM">Length, metres.</param>
/// <param name="Yen">Yen of placed orders that fall to it.</param>
/// <param name="SpanDegrees">The larger side of its bounds, degrees.</param>
/// <param name="CentreX">Centroid, as share of the <see cref="World"/> from the west.</param>
/// <param name="CentreY">Centroid, as share of the world from the north.</param>
/// <param name="Shapes">Geometries.</param>
public sealed record TileAssets(
    int[] Ids, Sector[] Sectors, int[] Town, int[] Name, int[] Kind, TileTexts Texts, double[] LengthM, double[] Yen, float[] SpanDegrees,
    double[] CentreX, double[] CentreY, TileShapes Shapes)
{
    /// <summary>Number of assets.</summary>
    public int Count => Ids.Length;

    /// <summary>Finds assets by place.</summary>
    public TileIndex Index { get; } = new(Shapes);

    /// <summary>Cells for far away.</summary>
    public CellPyramid Cells { get; } = CellPyramid.Of(Sectors, LengthM, Yen, CentreX, CentreY);

    /// <summary>Bytes that it takes, near enough.</summary>
    public long Bytes => (61L * Count) + Texts.Bytes.Length + (4L * Texts.Start.Length) + (4L * Shapes.PartStart.Length) + (6L * Shapes.PointStart.Length)
        + (17L * Shapes.X.Length) + Index.Bytes + Cells.Bytes;
}

/// <summary>Gathers <see cref="TileAssets"/> one asset after the other. Not thread-safe.</summary>
public sealed class TileAssetsBuilder
{
    private const int Recent = 1 << 16;
    private readonly (string Text, int Index)[] recent = new (string, int)[Recent];
    private readonly List<int> ids = [], town = [], name = [], kind = [], textStart = [0];
    private readonly List<Sector> sectors = [];
    private readonly List<byte> texts = [];
    private readonly List<double> lengths = [], yen = [], centreX = [], centreY = [];
    private readonly List<float> spans = [];
    private readonly TileShapesBuilder shapes = new();

    /// <summary>Adds an asset; its dense id must be higher than the last one's.</summary>
    /// <param name="id">Dense id.</param>
    /// <param name="sector">Sector.</param>
    /// <param name="words">Municipality's code, name and kind; null where unknown.</param>
    /// <param name="totals">Length in metres, yen of placed orders.</param>
    /// <param name="spanDegrees">The larger side of its bounds, degrees.</param>
    /// <param name="centre">Centroid: longitude, latitude.</param>
    /// <param name="wkb">Geometry: little-endian WKB in degrees.</param>
    /// <exception cref="FormatException">The geometry is something else.</exception>
    public void Add(
        int id, Sector sector, (string? Town, string? Name, string? Kind) words, (double LengthM, double Yen) totals, double spanDegrees,
        (double Longitude, double Latitude) centre, ReadOnlySpan<byte> wkb)
    {
        ids.Add(id);
        sectors.Add(sector);
        town.Add(Text(words.Town));
        name.Add(Text(words.Name));
        kind.Add(Text(words.Kind));
        lengths.Add(totals.LengthM);
        yen.Add(totals.Yen);
        spans.Add((float)spanDegrees);
        centreX.Add(World.X(centre.Longitude));
        centreY.Add(World.Y(centre.Latitude));
        shapes.Add(wkb);
    }

    /// <summary>The arrays of all assets added.</summary>
    public TileAssets Build() => new([.. ids], [.. sectors], [.. town], [.. name], [.. kind], new TileTexts([.. texts], [.. textStart]), [.. lengths], [.. yen], [.. spans],
        [.. centreX], [.. centreY], shapes.Build());

    private int Text(string? text)
    {
        if (text is null) return -1;
        ref var place = ref recent[Slot(text)];
        if (place.Text == text) return place.Index;
        texts.AddRange(Encoding.UTF8.GetBytes(text));
        textStart.Add(texts.Count);
        place = (text, textStart.Count - 2);
        return place.Index;
    }

    // FNV-1a: string.GetHashCode differs from process to process.
    private static int Slot(string text)
    {
        var hash = 2166136261u;
        foreach (var letter in text) hash = (hash ^ letter) * 16777619;
        return (int)((hash ^ (hash >> 16)) & (Recent - 1));
    }
}
