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

/// <summary>
/// A geometry in a file's own coordinates: as well-known binary (two-dimensional, little-endian), which is what goes to
/// PostGIS, and as an object only where somebody asks for it.
/// </summary>
public sealed class FileShape
{
    private static readonly NtsGeometryServices Services = new(Crs.FileFactory.CoordinateSequenceFactory, Crs.FileFactory.PrecisionModel, Crs.FileFactory.SRID);
    private readonly byte[]? bytes;
    private Geometry? geometry;

    /// <summary>A geometry that a reader wrote as well-known binary.</summary>
    public FileShape(byte[] wkb, bool isPoint, FileBox box) => (bytes, IsPoint, Box) = (wkb, isPoint, box);

    private FileShape(Geometry geometry)
    {
        this.geometry = geometry;
        IsPoint = geometry is Point;
        var box = geometry.EnvelopeInternal;
        Box = new FileBox(box.MinX, box.MinY, box.MaxX, box.MaxY);
    }

    /// <summary>Whether it is a single point.</summary>
    public bool IsPoint { get; }

    /// <summary>The rectangle that it fills.</summary>
    public FileBox Box { get; }

    /// <summary>Well-known binary.</summary>
    public ReadOnlySpan<byte> Wkb => bytes ?? new WKBWriter(ByteOrder.LittleEndian).Write(geometry);

    /// <summary>The geometry as an object.</summary>
    public Geometry Geometry => geometry ??= new WKBReader(Services).Read(bytes);

    /// <summary>A geometry made by a library.</summary>
    public static FileShape Of(Geometry geometry) => new(geometry);
}
