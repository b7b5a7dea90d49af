namespace GunMane.Spatial.Affinity.Roads;

/// <summary>Pairs by their distance along roads.</summary>
/// <param name="Graph">The pairs that remain.</param>
/// <param name="Off">Which of the assets with pairs lie on no road: their distances stay straight.</param>
/// <param name="Parted">Pairs that were near as the crow flies, and are farther than the radius along the roads.</param>
public sealed record RoadPairs(PairGraph Graph, bool[] Off, int Parted);

/// <summary>
/// Distances of pairs along a road network, where they are longer than the straight ones: max(straight, along the roads), so that a river
/// or a bay between two assets counts. Along the roads is the shortest way between the places of both on the network (<c>RoadAccess</c>; the
/// steps from asset to road are not counted). A pair that is farther than the radius along the roads leaves the graph. Unknown is neutral: a pair of
/// which one lies on no road within 100 m keeps its straight distance, and so do assets that touch (0 m).
/// <para>Dijkstra's algorithm (1959) from each asset that needs it, stopped at the radius; an asset whose partners stand along the same
/// line no farther than as the crow flies needs none. Ways are whole micrometres: the same from either end. Pure; uses all cores; the
/// result does not depend on threads.</para>
/// </summary>
public static class RoadDistances
{
    private const long Cut = 318;
    private const int PerMillimetre = 1_000;

    /// <summary>The pairs with their distances along roads.</summary>
    /// <param name="graph">Pairs by straight distance.</param>
    /// <param name="shapes">Geometries in metres.</param>
    /// <param name="network">The roads; not empty.</param>
    /// <param name="cancellation">Gives up between blocks of assets.</param>
    public static RoadPairs Of(PairGraph graph, Shapes shapes, RoadNetwork network, CancellationToken cancellation)
    {
        var paired = Paired(graph);
        var access = RoadAccess.Of(shapes, network, paired, cancellation);
        var mm = new int[graph.Count];
        var bounds = PairBlocks.Bounds(graph);
        Parallel.For(0, bounds.Length - 1, new ParallelOptions { CancellationToken = cancellation }, () => new RoadSearch(network, access, (graph.RadiusMm + 1L) * PerMillimetre), (block, _, search) =>
        {
            for (var asset = bounds[block]; asset < bounds[block + 1]; asset++) Measure(graph, access, search, asset, mm);
            return search;
        }, _ => { });
        var within = Within(graph, mm);
        return new RoadPairs(within, [.. paired.Select((has, asset) => has && access.IsOff(asset))], graph.Count - within.Count);
    }

    private static void Measure(PairGraph graph, RoadAccess access, RoadSearch search, int asset, int[] mm)
    {
        var begun = false;
        for (var at = graph.Start[asset]; at < graph.Start[asset + 1]; at++)
        {
            var (other, straight) = (graph.Other[at], graph.DistanceMm[at]);
            mm[at] = straight;
            if (straight == 0 || access.IsOff(asset) || access.IsOff(other)) continue;
            var along = search.OnOneLine(asset, other);
            if (Millimetres(along) <= straight) continue;
            if (!begun) search.Begin(asset);
            begun = true;
            mm[at] = (int)Math.Max(straight, Math.Min(int.MaxValue, Millimetres(Math.Min(along, search.To(other)))));
        }
    }

    // Whole millimetres, cut where straight distances are cut.
    private static long Millimetres(long micrometres) => micrometres == long.MaxValue ? long.MaxValue : (micrometres + Cut) / PerMillimetre;

    private static bool[] Paired(PairGraph graph)
    {
        var paired = new bool[graph.Assets];
        for (var asset = 0; asset < graph.Assets; asset++)
        {
            paired[asset] |= graph.Start[asset] < graph.Start[asset + 1];
            for (var at = graph.Start[asset]; at < graph.Start[asset + 1]; at++) paired[graph.Other[at]] = true;
        }

        return paired;
    }

    private static PairGraph Within(PairGraph graph, int[] mm)
    {
        var count = mm.Count(distance => distance <= graph.RadiusMm);
        int[] start = new int[graph.Start.Length], other = new int[count], distances = new int[count];
        var kept = 0;
        for (var asset = 0; asset < graph.Assets; asset++)
        {
            for (var at = graph.Start[asset]; at < graph.Start[asset + 1]; at++)
            {
                if (mm[at] <= graph.RadiusMm) (other[kept], distances[kept++]) = (graph.Other[at], mm[at]);
            }

            start[asset + 1] = kept;
        }

        return new PairGraph(start, other, distances, graph.RadiusMm);
    }
}
