using GunMane.Spatial.Geo;
using NetTopologySuite;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;

namespace GunMane.Spatial.Import.Readers;

/// <summary>A rectangle in a file's own coordinates.</summary>
public readonly record struct FileBox(double MinX, double MinY, double MaxX, double MaxY)
{
    /// <summary>That of a geometry without any place: it ends before it begins.</summary>
    public static FileBox Nothing { get; } = new(0, 0, -1, -1);
}

/// <summary>What is to be said of a geometry beside its plane coordinates.</summary>
[Flags]
public enum ShapeTraits
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>It is a single point.</summary>
    Point = 1,

    /// <summary>The file has heights or measures for it, which are not stored.</summary>
    Heights = 2,

    /// <summary>It is a line of four points or more that ends where it begins.</summary>
    ClosedLine = 4,

    /// <summary>It is a single line, every ordinate of which is a number.</summary>
    Line = 8,
}

/// <summary>
/// A geometry in a file's own coordinates: as well-known binary (two-dimensional, little-endian), which is what goes to
/// PostGIS, and as an object only where somebody asks for it.
/// </summary>
public sealed class FileShape
{
    /// <summary>From how many points on a closed line goes round an area.</summary>
    public const int FewestClosedPoints = 4;

    private static readonly NtsGeometryServices Services = new(Crs.FileFactory.CoordinateSequenceFactory, Crs.FileFactory.PrecisionModel, Crs.FileFactory.SRID);
    private readonly byte[]? bytes;
    private Geometry? geometry;

    /// <summary>A geometry that a reader wrote as well-known binary.</summary>
    public FileShape(byte[] wkb, ShapeTraits traits, FileBox box) => (bytes, Traits, Box) = (wkb, traits, box);

    private FileShape(Geometry geometry)
    {
        this.geometry = geometry;
        Traits = TraitsOf(geometry);
        var box = geometry.EnvelopeInternal;
        Box = new FileBox(box.MinX, box.MinY, box.MaxX, box.MaxY);
    }

    /// <summary>Whether it is a single point.</summary>
    public bool IsPoint => Traits.HasFlag(ShapeTraits.Point);

    /// <summary>What is to be said of it.</summary>
    public ShapeTraits Traits { get; }

    /// <summary>The rectangle that it fills.</summary>
    public FileBox Box { get; }

    /// <summary>Well-known binary.</summary>
    public ReadOnlySpan<byte> Wkb => bytes ?? new WKBWriter(ByteOrder.LittleEndian).Write(geometry);

    /// <summary>The geometry as an object.</summary>
    public Geometry Geometry => geometry ??= new WKBReader(Services).Read(bytes);

    /// <summary>A geometry made by a library.</summary>
    public static FileShape Of(Geometry geometry) => new(geometry);

    private static bool IsFinite(LineString line)
    {
        for (var at = 0; at < line.NumPoints; at++)
        {
            if (!double.IsFinite(line.CoordinateSequence.GetX(at)) || !double.IsFinite(line.CoordinateSequence.GetY(at))) return false;
        }

        return true;
    }

    private static ShapeTraits TraitsOf(Geometry geometry) => geometry switch
    {
        Point => ShapeTraits.Point,
        LineString line => (IsFinite(line) ? ShapeTraits.Line : ShapeTraits.None) | (line is { IsClosed: true, NumPoints: >= FewestClosedPoints } ? ShapeTraits.ClosedLine : ShapeTraits.None),
        _ => ShapeTraits.None,
    } | (!geometry.IsEmpty && geometry.Coordinate is CoordinateZ or CoordinateM ? ShapeTraits.Heights : ShapeTraits.None);
}
