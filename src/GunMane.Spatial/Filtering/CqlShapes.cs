using NetTopologySuite.Geometries;

namespace GunMane.Spatial.Filtering;

/// <summary>What both encodings ask of geometries.</summary>
internal static class CqlShapes
{
    /// <summary>A geometry, with NTS's refusals (ring not closed, too few points) turned into ours.</summary>
    public static Geometry Built(string at, Func<Geometry> build)
    {
        try
        {
            return build();
        }
        catch (ArgumentException e)
        {
            throw CqlFault.At(at, "図形になりません。線は2点以上、面の輪は4点以上で始めと終わりが同じ点です。", $"Not a geometry: {e.Message}");
        }
    }

    /// <summary>A box of four numbers, or of six with heights.</summary>
    public static CqlBox Box(IReadOnlyList<double> numbers, string at)
    {
        double[] edges = numbers.Count == 6 ? [numbers[0], numbers[1], numbers[3], numbers[4]] : [.. numbers];
        return edges.Length == 4
            ? new CqlBox(edges[0], edges[1], edges[2], edges[3]) { At = at }
            : throw CqlFault.At(at, "BBOX は4個（高さを含めて6個）の数です。", "A box has four numbers, or six with heights.");
    }
}
