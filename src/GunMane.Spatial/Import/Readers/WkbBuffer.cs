using System.Buffers.Binary;

namespace GunMane.Spatial.Import.Readers;

/// <summary>Types of geometry by their number in well-known binary.</summary>
internal enum ShapeKind
{
    Point = 1,
    LineString,
    Polygon,
    MultiPoint,
    MultiLineString,
    MultiPolygon,
}

/// <summary>
/// Well-known binary (OGC 06-103r4 §8.2, little-endian, two-dimensional) as it is put together position by position. Not thread-safe.
/// </summary>
internal sealed class WkbBuffer
{
    private const int PositionBytes = 2 * sizeof(double);
    private const int LineHead = 1 + 2 * sizeof(int);
    private readonly ByteBuffer wkb = new();
    private bool empty;
    private double minX;
    private double minY;
    private double maxX;
    private double maxY;

    /// <summary>Whether further ordinates than two were dropped; the reader says so.</summary>
    public bool Heights { get; set; }

    /// <summary>Begins a new geometry.</summary>
    public void Clear()
    {
        wkb.Cut();
        (empty, Heights) = (true, false);
    }

    /// <summary>Begins a geometry or a part of one.</summary>
    public void Begin(ShapeKind kind)
    {
        wkb.Add(1);
        Number((int)kind);
    }

    /// <summary>Leaves room for a count that is known later; returns where.</summary>
    public int Counter()
    {
        Number(0);
        return wkb.Length - sizeof(int);
    }

    /// <summary>Fills in a count.</summary>
    public void Count(int counter, int count)
    {
        var end = wkb.Length;
        wkb.Cut(counter);
        Number(count);
        wkb.Grow(end - wkb.Length);
    }

    /// <summary>Adds a position.</summary>
    public void Add(double x, double y)
    {
        var room = wkb.Room(PositionBytes);
        BinaryPrimitives.WriteDoubleLittleEndian(room, x);
        BinaryPrimitives.WriteDoubleLittleEndian(room[sizeof(double)..], y);
        wkb.Grow(PositionBytes);
        if (empty) (minX, minY, maxX, maxY, empty) = (x, y, x, y, false);
        (minX, maxX) = (Math.Min(minX, x), Math.Max(maxX, x));
        (minY, maxY) = (Math.Min(minY, y), Math.Max(maxY, y));
    }

    /// <summary>Whether the positions since a counter end where they began. Numbers, not bytes: 0 and −0 are one place.</summary>
    public bool IsClosedSince(int counter) => Same(counter + sizeof(int), wkb.Length - PositionBytes);

    /// <summary>The geometry put together since <see cref="Clear"/>.</summary>
    public FileShape Shape(ShapeKind kind) => new(wkb.Span.ToArray(), Traits(kind), empty ? FileBox.Nothing : new FileBox(minX, minY, maxX, maxY));

    private ShapeTraits Traits(ShapeKind kind)
    {
        var traits = Heights ? ShapeTraits.Heights : ShapeTraits.None;
        if (kind == ShapeKind.Point) traits |= ShapeTraits.Point;
        if (kind != ShapeKind.LineString) return traits;
        traits |= ShapeTraits.Line;
        return wkb.Length >= LineHead + FileShape.FewestClosedPoints * PositionBytes && Same(LineHead, wkb.Length - PositionBytes) ? traits | ShapeTraits.ClosedLine : traits;
    }

    private bool Same(int first, int last) => Double(first) == Double(last) && Double(first + sizeof(double)) == Double(last + sizeof(double));

    private double Double(int at) => BinaryPrimitives.ReadDoubleLittleEndian(wkb.Span[at..]);

    private void Number(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(wkb.Room(sizeof(int)), value);
        wkb.Grow(sizeof(int));
    }
}
