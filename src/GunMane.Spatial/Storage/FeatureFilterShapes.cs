using GunMane.Spatial.Filtering;
using GunMane.Spatial.Geo;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;

namespace GunMane.Spatial.Storage;

/// <summary>Geometries of filters: from the axis order and system of filter-crs to the stored one.</summary>
public sealed partial class FeatureFilter
{
    private const double FarthestMetres = 5e6;

    // Where a plane zone still has a meaning: about 5,000 km; Web Mercator reaches 20,037 km from its origin.
    private const double MercatorMetres = 20_037_508.35;

    private string Shape(CqlNode node, CqlCall call) => node switch
    {
        CqlProperty property => Of(property, Sort.Geometry),
        CqlBox box => Literal(Boxes(box), box, call),
        CqlGeometry { Value: var geometry } => Literal(EastFirst(geometry, crs), node, call),
        _ => throw CqlFault.At(node.At, "図形が必要です。", "A geometry is needed."),
    };

    private string Literal(Geometry geometry, CqlNode node, CqlCall call)
    {
        if (geometry.GetType() == typeof(GeometryCollection) && CqlOperators.KindOf(call.Operator) == CqlKind.Spatial && call.Operator is not ("s_intersects" or "s_disjoint"))
            throw CqlFault.At(node.At, "GEOMETRYCOLLECTION は S_INTERSECTS と S_DISJOINT だけで使えます。", "A collection only with S_INTERSECTS and S_DISJOINT.");
        foreach (var at in geometry.Coordinates)
        {
            if (!IsWithin(at, crs)) throw CqlFault.At(node.At, FormattableString.Invariant($"座標 {at.X}, {at.Y} は {crs.Uri} の範囲の外です。軸の順と filter-crs を確かめてください。"), "Outside of filter-crs; check the order of the axes.");
        }

        var bytes = parameter(new WKBWriter(ByteOrder.LittleEndian).Write(geometry));
        return crs.IsStorage ? Clause("geometry", bytes) : Clause("geometry_of", bytes, parameter(crs.Srid));
    }

    /// <summary>How far from its origin a system of metres can be asked about.</summary>
    public static double FarthestOf(ServedCrs crs) => crs.IsNorthFirst ? FarthestMetres : MercatorMetres;

    /// <summary>Whether a coordinate (east or longitude first) can belong to a system.</summary>
    internal static bool IsWithin(Coordinate at, ServedCrs crs) => crs.IsDegrees
        ? Math.Abs(at.X) <= 180 && Math.Abs(at.Y) <= 90
        : Math.Abs(at.X) <= FarthestOf(crs) && Math.Abs(at.Y) <= FarthestOf(crs);

    /// <summary>A geometry whose axes are in the order of a system, with east or longitude first.</summary>
    internal static Geometry EastFirst(Geometry geometry, ServedCrs crs)
    {
        if (!crs.IsNorthFirst) return geometry;
        var turned = geometry.Copy();
        turned.Apply(new Turn());
        turned.GeometryChanged();
        return turned;
    }

    private Geometry Boxes(CqlBox box)
    {
        var (west, south, east, north) = crs.IsNorthFirst ? (box.Second1, box.First1, box.Second2, box.First2) : (box.First1, box.Second1, box.First2, box.Second2);
        if (south > north || (west > east && !crs.IsDegrees)) throw CqlFault.At(box.At, "BBOX は「小,小,大,大」の順です。", "A box goes from its lower to its upper corner.");
        return west <= east
            ? Rectangle(west, south, east, north)
            : Crs.FileFactory.BuildGeometry([Rectangle(west, south, 180, north), Rectangle(-180, south, east, north)]);
    }

    // A box without width or height is a line or a point.
    private static Geometry Rectangle(double west, double south, double east, double north) =>
        Crs.FileFactory.ToGeometry(new Envelope(west, east, south, north));

    private sealed class Turn : ICoordinateSequenceFilter
    {
        public bool Done => false;

        public bool GeometryChanged => true;

        public void Filter(CoordinateSequence sequence, int at)
        {
            var first = sequence.GetX(at);
            sequence.SetX(at, sequence.GetY(at));
            sequence.SetY(at, first);
        }
    }
}
