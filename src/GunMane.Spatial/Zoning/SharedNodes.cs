using GunMane.Spatial.Geo;
using GunMane.Spatial.Model;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;
using NetTopologySuite.Index.Strtree;

namespace GunMane.Spatial.Zoning;

/// <summary>What joining a zone with its neighbours changed.</summary>
/// <param name="Geometry">The zone, with the neighbours' nodes on its border.</param>
/// <param name="Neighbours">Neighbours that received a node.</param>
public sealed record JoinedZone(Geometry Geometry, IReadOnlyList<(ZoneId Zone, Geometry Geometry)> Neighbours);

/// <summary>
/// Gives zones that touch the same nodes along their shared border, so that it is one line in both and stays one under
/// rounding. A node of one that lies within one grid step (1e-7°, about 1 cm) of the other's edge becomes a node of
/// both; a new node next to an existing one moves onto it. A zone that would become invalid by it stays as it is.
/// </summary>
public static class SharedNodes
{
    private const double GridStep = 1 / Crs.GridPerDegree;

    // A node bends an edge by up to a step, which may bring it next to another node: nearly always one round does.
    private const int Rounds = 8;

    // Diagonal neighbours on the grid are √2 steps apart; the rest is rounding.
    private const double Near = 1.5 * GridStep;
    private const double OnEdge = 1.01 * GridStep;

    /// <summary>Joins a changed zone with the other zones of its scenario.</summary>
    /// <param name="zone">The changed zone, prepared.</param>
    /// <param name="others">The other zones, in a fixed order; their geometry yields nothing but gains nodes.</param>
    public static JoinedZone Join(Geometry zone, IEnumerable<Zone> others)
    {
        var reach = zone.EnvelopeInternal.Copy();
        reach.ExpandBy(2 * GridStep);
        var near = others.Where(other => reach.Intersects(other.Geometry.EnvelopeInternal)).ToArray();
        if (near.Length == 0) return new JoinedZone(zone, []);
        var (joined, geometries) = (zone, near.Select(other => other.Geometry).ToArray());
        for (var round = 0; round < Rounds && Step(); round++)
        {
        }

        var changed = near.Zip(geometries).Where(pair => !ReferenceEquals(pair.First.Geometry, pair.Second)).Select(pair => (pair.First.Id, pair.Second));
        return new JoinedZone(joined, [.. changed]);

        bool Step()
        {
            var nodes = geometries.SelectMany(ZoneGrid.Rings).SelectMany(ring => ring).Where(reach.Contains).ToArray();
            var (before, now) = ((joined, geometries), Densify(MoveOnto(joined, nodes), Index(nodes)));
            var own = Index(ZoneGrid.Rings(now).SelectMany(ring => ring));
            (joined, geometries) = (now, [.. geometries.Select(other => Densify(other, own))]);
            return !ReferenceEquals(before.joined, joined) || !before.geometries.SequenceEqual(geometries, ReferenceEqualityComparer.Instance);
        }
    }

    private static Geometry MoveOnto(Geometry zone, IReadOnlyCollection<Coordinate> nodes)
    {
        var exact = nodes.ToHashSet();
        var index = Index(nodes);
        var moves = ZoneGrid.Rings(zone).SelectMany(ring => ring).Distinct().Where(at => !exact.Contains(at))
            .Select(at => (From: at, To: Nearest(index, at))).Where(move => move.To is not null).ToDictionary(move => move.From, move => move.To!);
        if (moves.Count == 0) return zone;
        var moved = ZoneGrid.MapRings(zone, ring => WithoutRepeats(ring.Select(at => moves.GetValueOrDefault(at, at))));
        return IsSound(moved, zone) ? moved : zone;
    }

    private static Coordinate? Nearest(STRtree<Coordinate> index, Coordinate at)
    {
        var reach = new Envelope(at);
        reach.ExpandBy(Near);
        return index.Query(reach).Where(node => node.Distance(at) <= Near).OrderBy(node => node.Distance(at)).ThenBy(node => node).FirstOrDefault();
    }

    private static Geometry Densify(Geometry zone, STRtree<Coordinate> nodes)
    {
        var present = ZoneGrid.Rings(zone).SelectMany(ring => ring).ToHashSet();
        var (added, touches) = (0, false);
        var dense = ZoneGrid.MapRings(zone, ring =>
        {
            var longer = new List<Coordinate>(ring.Length) { ring[0] };
            for (var at = 1; at < ring.Length; at++)
            {
                var between = NodesOn(ring[at - 1], ring[at], nodes);
                added += between.Count;
                foreach (var node in between) touches |= !present.Add(node);
                longer.AddRange(between);
                longer.Add(ring[at]);
            }

            return [.. longer];
        });
        if (added == 0) return zone;
        return touches ? Untangle(dense, zone) : IsSound(dense, zone) ? dense : zone;
    }

    // A node used twice closes a spike or a neck narrower than a grid step, which the neighbour fills: parted there.
    private static Geometry Untangle(Geometry dense, Geometry before)
    {
        var known = dense.Coordinates.ToHashSet();
        var parted = ZoneGrid.MapRings(GeometryFixer.Fix(dense), ring => ring);
        var sound = !parted.IsEmpty && parted.IsValid && parted.Coordinates.All(known.Contains)
            && Math.Abs(parted.Area - before.Area) <= before.Length * OnEdge;
        return sound ? parted : before;
    }

    // Nodes within one grid step of the open edge from a to b, in its direction.
    private static List<Coordinate> NodesOn(Coordinate a, Coordinate b, STRtree<Coordinate> nodes)
    {
        var reach = new Envelope(a, b);
        reach.ExpandBy(OnEdge);
        var (dx, dy) = (b.X - a.X, b.Y - a.Y);
        var squared = dx * dx + dy * dy;
        return [.. nodes.Query(reach)
            .Select(node => (Node: node, Along: ((node.X - a.X) * dx + (node.Y - a.Y) * dy) / squared))
            .Where(hit => hit.Along is > 0 and < 1 && Off(hit.Node) <= OnEdge && !hit.Node.Equals2D(a) && !hit.Node.Equals2D(b))
            .OrderBy(hit => hit.Along).ThenBy(hit => hit.Node)
            .Select(hit => hit.Node.Copy()).Distinct()];

        double Off(Coordinate node) => Math.Abs((node.X - a.X) * dy - (node.Y - a.Y) * dx) / Math.Sqrt(squared);
    }

    private static Coordinate[] WithoutRepeats(IEnumerable<Coordinate> ring)
    {
        var kept = new List<Coordinate>();
        foreach (var at in ring)
        {
            if (kept.Count == 0 || !kept[^1].Equals2D(at)) kept.Add(at.Copy());
        }

        return [.. kept];
    }

    private static bool IsSound(Geometry changed, Geometry before) =>
        !changed.IsEmpty && changed.IsValid && ZoneGrid.Rings(changed).Count() == ZoneGrid.Rings(before).Count();

    private static STRtree<Coordinate> Index(IEnumerable<Coordinate> nodes)
    {
        var index = new STRtree<Coordinate>();
        foreach (var node in nodes) index.Insert(new Envelope(node), node);
        index.Build();
        return index;
    }
}
