using GunMane.Spatial.Import.Readers;
using Npgsql;

namespace GunMane.Spatial.Import.Places;

/// <summary>
/// Where the places of an import may lie, in degrees (<c>gunmane.import_bounds</c>). A point or line in degrees that lies there
/// needs no look by PostGIS; whatever is in doubt gets one.
/// </summary>
/// <param name="Outer">Japan, or the world for made-up regions.</param>
/// <param name="Inner">The study area with a margin; null while there are no boundaries.</param>
internal readonly record struct ImportBounds(FileBox Outer, FileBox? Inner)
{
    // Coordinates this near to 0,0 are a filler.
    private const double Filler = 1;

    /// <summary>Reads the bounds: west, south, east, north of both boxes.</summary>
    public static ImportBounds Of(NpgsqlDataReader row) => new(Box(row, 0), row.IsDBNull(4) ? null : Box(row, 4));

    /// <summary>Whether a shape lies within both boxes, is no filler, and is valid wherever it lies: a point, or a line with length.</summary>
    public bool Holds(FileShape shape) =>
        (shape.IsPoint || (shape.Traits.HasFlag(ShapeTraits.Line) && HasLength(shape.Box)))
        && IsWithin(Outer, shape.Box) && (Inner is not { } inner || IsWithin(inner, shape.Box)) && !IsNearFiller(shape.Box);

    private static bool HasLength(FileBox box) => box.MaxX > box.MinX || box.MaxY > box.MinY;

    private static bool IsNearFiller(FileBox box) => box is { MinX: <= Filler, MaxX: >= -Filler, MinY: <= Filler, MaxY: >= -Filler };

    private static bool IsWithin(FileBox box, FileBox point) =>
        point.MinX >= box.MinX && point.MaxX <= box.MaxX && point.MinY >= box.MinY && point.MaxY <= box.MaxY;

    private static FileBox Box(NpgsqlDataReader row, int at) => new(row.GetDouble(at), row.GetDouble(at + 1), row.GetDouble(at + 2), row.GetDouble(at + 3));
}
