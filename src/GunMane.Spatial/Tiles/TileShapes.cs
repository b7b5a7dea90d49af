using System.Buffers.Binary;

namespace GunMane.Spatial.Tiles;

/// <summary>What a part of a geometry is, and so how a tile draws it.</summary>
public enum TilePart : byte
{
    /// <summary>One point.</summary>
    Point = 1,

    /// <summary>A line of two or more points.</summary>
    Line = 2,

    /// <summary>The outer ring of a polygon.</summary>
    Shell = 3,

    /// <summary>An inner ring of the polygon whose shell stands before it.</summary>
    Hole = 4,
}

/// <summary>
/// Geometries of n assets as shares of the <see cref="World"/>: asset a has the parts PartStart[a] … PartStart[a + 1] − 1, part p the
/// points PointStart[p] … PointStart[p + 1] − 1.
/// </summary>
/// <param name="PartStart">n + 1 offsets into the parts.</param>
/// <param name="Kinds">Kind of each part.</param>
/// <param name="PointStart">Offsets into the points, one more than there are parts.</param>
/// <param name="X">Share from the west of each point.</param>
/// <param name="Y">Share from the north of each point.</param>
public sealed record TileShapes(int[] PartStart, TilePart[] Kinds, int[] PointStart, double[] X, double[] Y)
{
    /// <summary>From which zoom on each point is drawn.</summary>
    internal TileLevels Levels { get; init; } = TileLevels.Of(Kinds, PointStart, X, Y);

    /// <summary>First point of an asset.</summary>
    public int FirstPoint(int asset) => PointStart[PartStart[asset]];

    /// <summary>One past the last point of an asset.</summary>
    public int EndPoint(int asset) => PointStart[PartStart[asset + 1]];

    /// <summary>The kind that an asset is drawn as: of a collection the parts of most dimensions, as ST_AsMVTGeom takes them.</summary>
    public TilePart DrawnAs(int asset)
    {
        var drawn = TilePart.Point;
        for (var part = PartStart[asset]; part < PartStart[asset + 1]; part++)
        {
            if (Kinds[part] > drawn) drawn = Kinds[part];
        }

        return drawn == TilePart.Hole ? TilePart.Shell : drawn;
    }
}

/// <summary>Reads two-dimensional well-known binary (OGC 06-103r4) in degrees into <see cref="TileShapes"/>. Not thread-safe.</summary>
internal sealed class TileShapesBuilder
{
    private readonly List<int> partStart = [0];
    private readonly List<TilePart> kinds = [];
    private readonly List<int> pointStart = [0];
    private readonly List<double> x = [];
    private readonly List<double> y = [];

    /// <summary>Adds one asset: little-endian WKB, longitude and latitude in degrees.</summary>
    /// <exception cref="FormatException">The bytes are something else.</exception>
    public void Add(ReadOnlySpan<byte> wkb)
    {
        var at = 0;
        Geometry(wkb, ref at);
        partStart.Add(kinds.Count);
    }

    /// <summary>The arrays of all assets added.</summary>
    public TileShapes Build() => new([.. partStart], [.. kinds], [.. pointStart], [.. x], [.. y]);

    private void Geometry(ReadOnlySpan<byte> wkb, ref int at)
    {
        if (wkb[at++] != 1) throw new FormatException("WKB must be little-endian.");
        switch (Int(wkb, ref at))
        {
            case 1: Points(wkb, ref at, 1, TilePart.Point); break;
            case 2: Points(wkb, ref at, Int(wkb, ref at), TilePart.Line); break;
            case 3:
                var rings = Int(wkb, ref at);
                for (var ring = 0; ring < rings; ring++) Points(wkb, ref at, Int(wkb, ref at), ring == 0 ? TilePart.Shell : TilePart.Hole);
                break;
            case >= 4 and <= 7:
                for (var parts = Int(wkb, ref at); parts > 0; parts--) Geometry(wkb, ref at);
                break;
            case var type: throw new FormatException($"WKB type {type} is neither point, line nor polygon in two dimensions.");
        }
    }

    private void Points(ReadOnlySpan<byte> wkb, ref int at, int count, TilePart kind)
    {
        var before = x.Count;
        for (; count > 0; count--, at += 16)
        {
            var longitude = BinaryPrimitives.ReadDoubleLittleEndian(wkb[at..]);
            if (double.IsNaN(longitude)) continue; // how WKB writes an empty point
            x.Add(World.X(longitude));
            y.Add(World.Y(BinaryPrimitives.ReadDoubleLittleEndian(wkb[(at + 8)..])));
        }

        if (x.Count == before) return;
        kinds.Add(kind);
        pointStart.Add(x.Count);
    }

    private static int Int(ReadOnlySpan<byte> wkb, ref int at)
    {
        var value = BinaryPrimitives.ReadInt32LittleEndian(wkb[at..]);
        at += 4;
        return value;
    }
}
