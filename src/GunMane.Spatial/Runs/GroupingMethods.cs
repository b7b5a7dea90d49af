using GunMane.Spatial.Affinity;
using GunMane.Spatial.Clustering;
using GunMane.Spatial.Metrics;

namespace GunMane.Spatial.Runs;

/// <summary>Groups of a request, and what has to be told about them as a whole.</summary>
/// <param name="Grouping">The groups.</param>
/// <param name="Notes">Sentences for the planner, such as limits that conflict.</param>
internal sealed record MadeGroups(Grouping Grouping, IReadOnlyList<Sentence> Notes);

/// <summary>From a request's method to the kernel that answers it. Pure.</summary>
internal static class GroupingMethods
{
    /// <summary>Groups the assets of a graph.</summary>
    /// <param name="snapshot">The assets.</param>
    /// <param name="graph">Pairs within the radius.</param>
    /// <param name="affinity">Their affinities, millionths.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="years">Years that the orders of the study area cover, at least 1.</param>
    /// <param name="cancellation">Gives up.</param>
    public static MadeGroups Make(Snapshot snapshot, PairGraph graph, int[] affinity, GroupingRequest request, double years, CancellationToken cancellation) => request.Method switch
    {
        "hierarchical" => new(HierarchicalGroups.Of(graph, affinity, new HierarchicalOptions(request.MinPoints, Math.Max(2, request.MinAssets)), cancellation).Grouping, []),
        "community" => new(LeidenCommunities.Of(graph, affinity, request.Least, new LeidenOptions { Resolution = request.Resolution, SmallestGroup = Math.Max(2, request.MinAssets) }, cancellation), []),
        "bounded" => Bounded(snapshot, graph, affinity, request, years, cancellation),
        _ => new(DensityGroups.Of(graph, affinity, request.Least, request.MinPoints), []),
    };

    private static MadeGroups Bounded(Snapshot snapshot, PairGraph graph, int[] affinity, GroupingRequest request, double years, CancellationToken cancellation)
    {
        var limits = new BoundedLimits(Yen: new BoundedRange(request.MinYen, request.MaxYen), Assets: new BoundedRange(request.MinAssets, request.MaxAssets), MaxExtentM: request.MaxExtent);
        var made = BoundedGroups.Of(graph, affinity, request.Least, Amounts(snapshot, years), limits, cancellation);
        return new(made.Grouping, BoundedSentences.Summary(made.Conflicts, limits));
    }

    // Yen a year of each asset, and its first point.
    private static BoundedAssets Amounts(Snapshot snapshot, double years)
    {
        var (yen, x, y) = (new long[snapshot.Count], new double[snapshot.Count], new double[snapshot.Count]);
        for (var asset = 0; asset < snapshot.Count; asset++)
        {
            var sum = 0.0;
            for (var at = snapshot.Yen.Start[asset]; at < snapshot.Yen.Start[asset + 1]; at++) sum += snapshot.Yen.Yen[at];
            yen[asset] = (long)Math.Round(sum / Math.Max(1, years));
            (x[asset], y[asset]) = (snapshot.Shapes.X[snapshot.Shapes.FirstPoint(asset)], snapshot.Shapes.Y[snapshot.Shapes.FirstPoint(asset)]);
        }

        return new BoundedAssets(yen, new long[snapshot.Count], x, y, snapshot.DenseIds);
    }
}
