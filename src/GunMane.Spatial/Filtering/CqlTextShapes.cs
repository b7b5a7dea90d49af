using GunMane.Spatial.Geo;
using NetTopologySuite.Geometries;

namespace GunMane.Spatial.Filtering;

/// <summary>WKT geometries and boxes of CQL2 text. A third ordinate (height) is read and dropped: the predicates are plane.</summary>
internal sealed partial class CqlTextReader
{
    private static GeometryFactory Factory => Crs.FileFactory;

    private CqlNode? Shape(string name, string at)
    {
        if (name == "BBOX") return Box(at);
        if (!IsShape(name)) return null;
        return new CqlGeometry(Geometry(name)) { At = at };
    }

    private static bool IsShape(string name) =>
        name is "POINT" or "LINESTRING" or "POLYGON" or "MULTIPOINT" or "MULTILINESTRING" or "MULTIPOLYGON" or "GEOMETRYCOLLECTION";

    private Geometry Geometry(string name)
    {
        Take("z");
        var at = Here;
        return CqlShapes.Built(at, () => name switch
        {
            "POINT" => Factory.CreatePoint(Alone(Position)),
            "LINESTRING" => Factory.CreateLineString(Positions()),
            "POLYGON" => Polygon(),
            "MULTIPOINT" => Factory.CreateMultiPointFromCoords([.. Several(() => Current.Is("(") ? Alone(Position) : Position())]),
            "MULTILINESTRING" => Factory.CreateMultiLineString([.. Several(() => Factory.CreateLineString(Positions()))]),
            "MULTIPOLYGON" => Factory.CreateMultiPolygon([.. Several(Polygon)]),
            _ => Factory.CreateGeometryCollection([.. Several(Member)]),
        });
    }

    private Geometry Member()
    {
        var name = Current.Text.ToUpperInvariant();
        if (Current.Kind != CqlTokenKind.Word || !IsShape(name) || name == "GEOMETRYCOLLECTION") throw Unexpected("POINT などの図形", "a geometry such as POINT");
        next++;
        return Geometry(name);
    }

    private Polygon Polygon()
    {
        var rings = Several(() => Factory.CreateLinearRing(Positions()));
        return Factory.CreatePolygon(rings[0], [.. rings.Skip(1)]);
    }

    private Coordinate[] Positions() => [.. Several(Position)];

    private List<T> Several<T>(Func<T> part) => Alone(() =>
    {
        var parts = new List<T>();
        do parts.Add(part());
        while (Take(","));
        return parts;
    });

    private T Alone<T>(Func<T> part)
    {
        Need("(");
        var inside = part();
        Need(")");
        return inside;
    }

    private Coordinate Position()
    {
        var position = new Coordinate(Ordinate(), Ordinate());
        if (Current.Kind == CqlTokenKind.Number || Current.Is("-")) Ordinate();
        return position;
    }

    private double Ordinate()
    {
        var sign = Current.Is("-") ? -1 : 1;
        if (sign < 0 || Current.Is("+")) next++;
        if (Current.Kind != CqlTokenKind.Number) throw Unexpected("座標の数", "a coordinate");
        return sign * tokens[next++].Number;
    }

    private CqlBox Box(string at)
    {
        var numbers = Several(Ordinate);
        return CqlShapes.Box(numbers, at);
    }
}
