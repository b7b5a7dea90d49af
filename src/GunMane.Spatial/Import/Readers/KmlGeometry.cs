using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using GunMane.Spatial.Geo;
using NetTopologySuite.Geometries;

namespace GunMane.Spatial.Import.Readers;

/// <summary>Reads the geometry of a placemark; heights are dropped. Namespaces do not matter: KML 2.0 to 2.3 say the same.</summary>
internal static partial class KmlGeometry
{
    private const int Deepest = 16;
    private const int FewestRingPoints = 4;
    private static readonly string[] Kinds = ["Point", "LineString", "LinearRing", "Polygon", "MultiGeometry", "Model", "Track", "MultiTrack"];

    /// <summary>The geometry; null if the placemark has none.</summary>
    /// <exception cref="FormatException">It is none that can be stored.</exception>
    public static Geometry? Of(XElement placemark)
    {
        var all = placemark.Elements().Where(IsGeometry).ToList();
        return all.Count switch
        {
            0 => null,
            1 => Read(all[0]),
            _ => throw new FormatException("more than one geometry"),
        };
    }

    private static Geometry Read(XElement element) => element.Name.LocalName switch
    {
        "Point" => Crs.FileFactory.CreatePoint(Positions(element) is [var only] ? only : throw new FormatException("a point that is no single position")),
        "LineString" or "LinearRing" => Line(Positions(element)),
        "Polygon" => Area(element),
        "MultiGeometry" => Collected([.. Parts(element, 0)]),
        var other => throw new FormatException($"geometry type {other}"),
    };

    private static IEnumerable<Geometry> Parts(XElement multi, int depth)
    {
        if (depth > Deepest) throw new FormatException("geometries are nested too deeply");
        return multi.Elements().Where(IsGeometry).SelectMany(part => part.Name.LocalName == "MultiGeometry" ? Parts(part, depth + 1) : [Read(part)]);
    }

    private static Geometry Collected(List<Geometry> parts)
    {
        var factory = Crs.FileFactory;
        if (parts.Count == 0) throw new FormatException("a MultiGeometry without geometries");
        if (parts.TrueForAll(part => part is Point)) return factory.CreateMultiPoint([.. parts.Cast<Point>()]);
        if (parts.TrueForAll(part => part is LineString)) return factory.CreateMultiLineString([.. parts.Cast<LineString>()]);
        if (parts.TrueForAll(part => part is Polygon)) return factory.CreateMultiPolygon([.. parts.Cast<Polygon>()]);
        throw new FormatException("a MultiGeometry of points, lines and polygons together");
    }

    private static LineString Line(Coordinate[] positions) =>
        positions.Length >= 2 ? Crs.FileFactory.CreateLineString(positions) : throw new FormatException("a line of fewer than two points");

    private static Polygon Area(XElement polygon)
    {
        var outer = Rings(polygon, "outerBoundaryIs").ToList();
        if (outer.Count != 1) throw new FormatException("a polygon without one outer ring");
        return Crs.FileFactory.CreatePolygon(outer[0], [.. Rings(polygon, "innerBoundaryIs")]);
    }

    private static IEnumerable<LinearRing> Rings(XElement polygon, string boundary) =>
        polygon.Elements().Where(child => child.Name.LocalName == boundary).Elements().Where(child => child.Name.LocalName == "LinearRing").Select(Ring);

    private static LinearRing Ring(XElement element)
    {
        var positions = Positions(element);
        if (positions.Length < FewestRingPoints || !positions[0].Equals2D(positions[^1])) throw new FormatException("a ring that is not closed");
        return Crs.FileFactory.CreateLinearRing(positions);
    }

    private static Coordinate[] Positions(XElement element)
    {
        var text = element.Elements().FirstOrDefault(child => child.Name.LocalName == "coordinates")?.Value ?? throw new FormatException("no coordinates");
        return [.. AroundComma().Replace(text, ",").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Position)];
    }

    private static Coordinate Position(string tuple)
    {
        var parts = tuple.Split(',');
        return parts.Length is 2 or 3 && double.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var longitude)
            && double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var latitude)
            ? new Coordinate(longitude, latitude) : throw new FormatException($"「{tuple}」 is no position");
    }

    private static bool IsGeometry(XElement element) => Array.IndexOf(Kinds, element.Name.LocalName) >= 0;

    [GeneratedRegex(@"\s*,\s*")]
    private static partial Regex AroundComma();
}
