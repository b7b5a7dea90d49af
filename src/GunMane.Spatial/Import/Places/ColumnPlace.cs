using GunMane.Spatial.Geo;
using GunMane.Spatial.Import.Loading;
using GunMane.Spatial.Import.Profiles;
using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Import.Text;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;

namespace GunMane.Spatial.Import.Places;

/// <summary>
/// The geometry that stands in a row's columns: latitude and longitude as decimal degrees or degrees, minutes and seconds;
/// <c>x</c> and <c>y</c> as surveyors name them (x the northing, y the easting of 平面直角座標系, metres); or well-known text.
/// </summary>
internal sealed class ColumnPlace(FieldMap map)
{
    private static readonly WKTReader Wkt = new(Crs.FileFactory.GeometryServices) { IsOldNtsCoordinateSyntaxAllowed = false };

    /// <summary>The fields that say a place.</summary>
    public static IReadOnlyList<string> Fields { get; } = ["latitude", "longitude", "x", "y", "wkt"];

    /// <summary>Whether places stand in columns of latitude and longitude.</summary>
    public bool HasDegrees => map.Has("latitude") && map.Has("longitude");

    /// <summary>The geometry in the file's own coordinates; null with a fault where there is none.</summary>
    public FileShape? Of(SourceRow row, RowNotes notes)
    {
        if (map.Get(row, "wkt") is { } text) return Shape(text, notes);
        if (Pair(row, "latitude", "longitude") is { } degrees) return Degree(degrees.First, degrees.Second, notes);
        if (Pair(row, "x", "y") is { } metres) return Metre(metres.First, metres.Second, notes);
        notes.Fault(HasDegrees ? "緯度・経度がありません (no coordinates)"
            : map.Has("x") && map.Has("y") ? "X・Y 座標がありません (no coordinates)" : "図形がありません (no geometry)");
        return null;
    }

    private (string First, string Second)? Pair(SourceRow row, string first, string second) =>
        map.Get(row, first) is { } one && map.Get(row, second) is { } other ? (one, other) : null;

    private static FileShape? Degree(string latitudeText, string longitudeText, RowNotes notes)
    {
        if (Degrees.TryParse(latitudeText, DegreeAxis.Latitude, out var latitude, out var repair) && Degrees.TryParse(longitudeText, DegreeAxis.Longitude, out var longitude, out var other))
            return Point(longitude, latitude, notes, repair, other);
        if (Degrees.TryParse(latitudeText, DegreeAxis.Longitude, out longitude, out repair) && Degrees.TryParse(longitudeText, DegreeAxis.Latitude, out latitude, out other))
            return Point(longitude, latitude, notes, repair, other, "緯度と経度が入れ替わっていたので戻しました (latitude and longitude were swapped)");
        // Metres in columns called 緯度 and 経度: the boundaries will tell.
        if (notes.Number("緯度", latitudeText) is { } north && notes.Number("経度", longitudeText) is { } east) return Point(east, north, notes);
        notes.Fault("緯度・経度が数字ではありません (coordinates are no numbers)", $"{latitudeText}, {longitudeText}");
        return null;
    }

    private static FileShape? Metre(string northing, string easting, RowNotes notes)
    {
        if (notes.Number("X", northing) is { } north && notes.Number("Y", easting) is { } east) return Point(east, north, notes);
        notes.Fault("X・Y 座標が数字ではありません (coordinates are no numbers)", $"{northing}, {easting}");
        return null;
    }

    private static FileShape Point(double x, double y, RowNotes notes, params string?[] repairs)
    {
        foreach (var repair in repairs)
        {
            if (repair is not null) notes.Repaired(repair);
        }

        return FileShape.Of(Crs.FileFactory.CreatePoint(new Coordinate(x, y)));
    }

    private static FileShape? Shape(string text, RowNotes notes)
    {
        try
        {
            var body = text[(text.StartsWith("SRID=", StringComparison.OrdinalIgnoreCase) ? text.IndexOf(';', StringComparison.Ordinal) + 1 : 0)..];
            if (Wkt.Read(body) is { IsEmpty: false } shape) return FileShape.Of(shape);
            notes.Fault("図形がありません (no geometry)");
        }
        catch (Exception e) when (e is ParseException or ArgumentException or FormatException or IndexOutOfRangeException)
        {
            notes.Fault("図形の文字列(WKT)が読めません (unreadable well-known text)", e.Message);
        }

        return null;
    }
}
