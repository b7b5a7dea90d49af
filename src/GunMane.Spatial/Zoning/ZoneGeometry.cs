using System.Globalization;
using GunMane.Spatial.Geo;
using GunMane.Spatial.Model;
using NetTopologySuite.Algorithm;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;
using NetTopologySuite.Operation.Valid;
using NetTopologySuite.Precision;

namespace GunMane.Spatial.Zoning;

/// <summary>A zone's geometry as it may be stored, and what had to be repaired to get there.</summary>
public sealed record PreparedZone(Geometry Geometry, IReadOnlyList<ZoneNote> Repairs);

/// <summary>
/// Makes a drawn polygon storable: valid, on the 1e-7° grid, right-handed rings (RFC 7946 § 3.1.6), or refuses it with
/// the reason. A geometry that is storable already comes back with the same coordinates.
/// </summary>
public static class ZoneGeometry
{
    /// <summary>Most vertices of one zone.</summary>
    public const int MostVertices = 20_000;

    /// <summary>Smallest zone and smallest part of a zone, m².</summary>
    public const double SmallestM2 = 1;

    // A bow-tie has one part more than was drawn. A scribble that falls into more is not what anyone meant.
    private const int MostAddedParts = 4;

    /// <summary>Checks, repairs and snaps a polygon.</summary>
    /// <param name="drawn">Polygon or MultiPolygon in longitude/latitude (degrees).</param>
    /// <param name="parameter">Name of the field for the refusal.</param>
    /// <exception cref="GunManeException">BadInput: not a polygon, empty, out of range, too many vertices, too small, or crossing itself in no clear way.</exception>
    public static PreparedZone Prepare(Geometry drawn, string parameter = "geometry")
    {
        Accept(drawn, parameter);
        var repairs = new List<ZoneNote>();
        var spikes = 0;
        var snapped = ZoneGrid.MapRings(drawn, ring => Ring(ring, ref spikes));
        if (spikes > 0)
            repairs.Add(new ZoneNote($"幅のない突起を {spikes} か所取り除きました。", $"Removed {spikes} spike(s) without width."));
        if (snapped.IsEmpty) throw TooSmall(parameter);
        var valid = snapped.IsValid ? snapped : Mend(drawn, parameter, repairs);
        var kept = WithoutCrumbs(valid, repairs);
        if (kept.IsEmpty) throw TooSmall(parameter);
        return new PreparedZone(RightHanded(kept), repairs);
    }

    private static void Accept(Geometry drawn, string parameter)
    {
        if (drawn is not (Polygon or MultiPolygon))
            throw Refuse($"区域は面（Polygon か MultiPolygon）で描いてください。{drawn.GeometryType} は使えません。", "A zone is a Polygon or MultiPolygon.", parameter);
        if (drawn.IsEmpty) throw Refuse("区域が空です。3 点以上で囲んでください。", "The zone is empty: draw at least 3 points.", parameter);
        if (drawn.NumPoints > MostVertices)
        {
            throw new GunManeException(Refusal.BadInput, $"区域の頂点が {drawn.NumPoints} 個あります。{MostVertices} 個までにしてください。(A zone has at most {MostVertices} vertices.)", parameter)
            {
                Details = new Dictionary<string, object?> { [LimitFact.Member] = new LimitFact("zoneVertices", MostVertices, "vertices") },
            };
        }

        foreach (var at in drawn.Coordinates) AcceptPosition(at, parameter);
        if (ZoneGrid.Rings(drawn).Any(ring => ring.Distinct().Count() < 3))
            throw Refuse("区域の輪には異なる点が 3 つ以上必要です。", "A ring needs at least 3 distinct points.", parameter);
    }

    private static void AcceptPosition(Coordinate at, string parameter)
    {
        if (Math.Abs(at.X) <= 180 && Math.Abs(at.Y) <= 90) return;
        var (x, y) = (at.X.ToString(CultureInfo.InvariantCulture), at.Y.ToString(CultureInfo.InvariantCulture));
        throw Refuse($"座標 [{x}, {y}] は経度・緯度の範囲にありません。[経度, 緯度] の順に度で書いてください。", $"[{x}, {y}] is not [longitude, latitude] in degrees.", parameter);
    }

    private static Coordinate[] Ring(Coordinate[] ring, ref int spikes)
    {
        var open = new List<Coordinate>(ring.Length);
        foreach (var at in ring.Select(ZoneGrid.Snap))
        {
            if (open.Count == 0 || !open[^1].Equals2D(at)) open.Add(at);
        }

        if (open.Count > 1 && open[0].Equals2D(open[^1])) open.RemoveAt(open.Count - 1);
        for (var at = 0; at < open.Count && open.Count >= 3;)
        {
            if (!IsSpike(open[(at + open.Count - 1) % open.Count], open[at], open[(at + 1) % open.Count]))
            {
                at++;
                continue;
            }

            spikes++;
            open.RemoveAt(at);
            if (open.Count > 1 && open[at % open.Count].Equals2D(open[(at + open.Count - 1) % open.Count])) open.RemoveAt(at % open.Count);
            at = Math.Max(0, at - 2);
        }

        return open.Count < 3 ? [] : [.. open, open[0].Copy()];
    }

    // A ring that runs out and back on (nearly) the same line: thinner than half a grid step.
    private static bool IsSpike(Coordinate before, Coordinate tip, Coordinate after)
    {
        var (ax, ay) = (before.X - tip.X, before.Y - tip.Y);
        var (bx, by) = (after.X - tip.X, after.Y - tip.Y);
        if (ax * bx + ay * by <= 0) return false;
        var width = Math.Abs(ax * by - ay * bx) / Math.Max(Math.Sqrt(ax * ax + ay * ay), Math.Sqrt(bx * bx + by * by));
        return width * Crs.GridPerDegree < 0.5;
    }

    private static Geometry Mend(Geometry drawn, string parameter, List<ZoneNote> repairs)
    {
        var check = new IsValidOp(drawn);
        var whole = check.IsValid ? drawn : Fix(drawn, check.ValidationError, parameter, repairs);
        var reduced = GeometryPrecisionReducer.Reduce(whole, new PrecisionModel(Crs.GridPerDegree));
        var spikes = 0;
        var mended = ZoneGrid.MapRings(reduced, ring => Ring(ring, ref spikes));
        if (mended.IsEmpty) throw TooSmall(parameter);
        return mended.IsValid ? mended : throw Unclear(check.ValidationError, parameter);
    }

    private static Geometry Fix(Geometry drawn, TopologyValidationError error, string parameter, List<ZoneNote> repairs)
    {
        var repaired = GeometryFixer.Fix(drawn);
        if (repaired.IsEmpty || ZoneGrid.Parts(repaired).Count() > ZoneGrid.Parts(drawn).Count() + MostAddedParts) throw Unclear(error, parameter);
        var (ja, en) = Fault(error);
        var ha = ZoneMeasure.AreaM2(repaired) / 10_000;
        var parts = ZoneGrid.Parts(repaired).Count();
        repairs.Add(new ZoneNote(
            string.Create(CultureInfo.InvariantCulture, $"{ja}ため直しました。{parts} つの面、{ha:0.##} ha になりました。形を確かめてください。"),
            string.Create(CultureInfo.InvariantCulture, $"Repaired: {en}. It now has {parts} part(s), {ha:0.##} ha. Please check its shape.")));
        return repaired;
    }

    private static Geometry WithoutCrumbs(Geometry valid, List<ZoneNote> repairs)
    {
        var parts = ZoneGrid.Parts(valid).ToArray();
        var kept = parts.Where(part => ZoneMeasure.AreaM2(part) > SmallestM2).ToArray();
        if (kept.Length == parts.Length || kept.Length == 0) return kept.Length == 0 ? Crs.StorageFactory.CreatePolygon() : valid;
        repairs.Add(new ZoneNote(
            $"{SmallestM2} m² 以下の切れ端を {parts.Length - kept.Length} つ取り除きました。", $"Removed {parts.Length - kept.Length} part(s) of at most {SmallestM2} m²."));
        return kept.Length == 1 ? kept[0] : Crs.StorageFactory.CreateMultiPolygon(kept);
    }

    /// <summary>The same polygons with shells counter-clockwise and holes clockwise, each starting where it did.</summary>
    public static Geometry RightHanded(Geometry polygonal)
    {
        var parts = ZoneGrid.Parts(polygonal).Select(part => Crs.StorageFactory.CreatePolygon(
            Turned(part.Shell, counterClockwise: true), [.. part.Holes.Select(hole => Turned(hole, counterClockwise: false))])).ToArray();
        return parts.Length == 1 ? parts[0] : Crs.StorageFactory.CreateMultiPolygon(parts);
    }

    private static LinearRing Turned(LinearRing ring, bool counterClockwise) => Crs.StorageFactory.CreateLinearRing(
        Orientation.IsCCW(ring.Coordinates) == counterClockwise ? ring.Coordinates : [.. ring.Coordinates.Reverse()]);

    private static (string Ja, string En) Fault(TopologyValidationError? error)
    {
        if (error is null) return ("格子に合わせると辺が重なる", "edges fall together on the grid");
        var at = string.Create(CultureInfo.InvariantCulture, $"[{error.Coordinate.X:0.#######}, {error.Coordinate.Y:0.#######}]");
        return error.ErrorType switch
        {
            TopologyValidationErrors.SelfIntersection => ($"{at} で辺が交差していた", $"edges crossed at {at}"),
            TopologyValidationErrors.RingSelfIntersection => ($"{at} で輪が自分に触れていた", $"a ring touched itself at {at}"),
            TopologyValidationErrors.HoleOutsideShell or TopologyValidationErrors.NestedHoles => ($"{at} の穴が面の外か別の穴の中にあった", $"a hole at {at} lay outside or in another hole"),
            TopologyValidationErrors.NestedShells or TopologyValidationErrors.DuplicateRings => ($"{at} で面が重なっていた", $"parts overlapped at {at}"),
            _ => ($"{at} で面が正しくつながっていなかった", $"the interior was broken at {at} ({error.Message})"),
        };
    }

    private static GunManeException Unclear(TopologyValidationError? error, string parameter)
    {
        var (ja, en) = Fault(error);
        return Refuse($"{ja}ため、どの形か決められません。辺が交差しないように描き直してください。", $"Cannot be repaired clearly: {en}. Draw it without crossing edges.", parameter);
    }

    private static GunManeException TooSmall(string parameter) =>
        Refuse($"区域が小さすぎます。{SmallestM2} m² より大きく描いてください。", $"The zone is too small: more than {SmallestM2} m² is needed.", parameter);

    private static GunManeException Refuse(string ja, string en, string parameter) => new(Refusal.BadInput, $"{ja}({en})", parameter);
}
