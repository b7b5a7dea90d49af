using GunMane.Spatial.Affinity;
using GunMane.Spatial.Clustering;
using GunMane.Spatial.Metrics;

namespace GunMane.Spatial.Runs;

/// <summary>Groups of a request, and what has to be told about them as a whole.</summary>
/// <param name="Grouping">The groups.</param>
/// <param name="Notes">Sentences for the planner, such as limits that conflict.</param>
internal sealed record MadeGroups(Grouping Grouping, IReadOnlyList<Sentence> Notes)
{
    /// <summary>The pairs that they were made of.</summary>
    public PairGraph? Graph { get; init; }
}

/// <summary>From a request's method to the kernel that answers it. Pure.</summary>
internal static class GroupingMethods
{
    /// <summary>Groups the assets of a graph.</summary>
    /// <param name="snapshot">The assets.</param>
    /// <param name="graph">Pairs within the radius.</param>
    /// <param name="ties">What firms say of them.</param>
    /// <param name="active">Which assets are looked at, the only ones with pairs; null for all.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="years">Years that the orders of the study area cover, at least 1.</param>
    /// <param name="cancellation">Gives up.</param>
    public static MadeGroups Make(
        Snapshot snapshot, PairGraph graph, PairTies ties, bool[]? active, GroupingRequest request, double years, CancellationToken cancellation)
    {
        if (request.Method == "correlation") return new(CorrelationGroups.Of(graph, Agreement(snapshot, graph, ties, active, request), cancellation), []);
        var affinity = PairAffinity.Of(graph, ties, request.Weights.HasTraits ? snapshot.Traits() : null, request.Weights, request.RadiusMm, cancellation);
        return request.Method switch
        {
            "hierarchical" => new(HierarchicalGroups.Of(graph, affinity, new HierarchicalOptions(request.MinPoints, Math.Max(2, request.MinAssets)), cancellation).Grouping, []),
            "community" => new(LeidenCommunities.Of(graph, affinity, request.Least, new LeidenOptions { Resolution = request.Resolution, SmallestGroup = Math.Max(2, request.MinAssets) }, cancellation), []),
            "bounded" => Bounded(snapshot, graph, affinity, active, request, years, cancellation),
            _ => new(DensityGroups.Of(graph, affinity, request.Least, request.MinPoints), []),
        };
    }

    /// <summary>Signed weights of the pairs of a graph, for the method correlation.</summary>
    public static int[] Agreement(Snapshot snapshot, PairGraph graph, PairTies ties, bool[]? active, GroupingRequest request) => PairAgreement.Of(
        graph, ties, PairAgreement.TrustOf(snapshot.Firms, snapshot.WeightsOf(request.YenPercent)), request.Weights.HasTraits ? snapshot.Traits() : null, request.Weights, request.Agreement, request.RadiusMm, active);

    /// <summary>The same, pair by pair and for other bars.</summary>
    public static PairAgreement.Rule AgreementRule(Snapshot snapshot, PairGraph graph, PairTies ties, bool[]? active, GroupingRequest request) => new(
        graph, ties, PairAgreement.TrustOf(snapshot.Firms, snapshot.WeightsOf(request.YenPercent)), request.Weights.HasTraits ? snapshot.Traits() : null, request.Weights, request.RadiusMm, active);

    /// <summary>What firms say of the pairs of a graph.</summary>
    public static PairTies Ties(Snapshot snapshot, PairGraph graph, GroupingRequest request, CancellationToken cancellation) =>
        request.ContractorWeight == 0 ? PairTies.None(graph.Count) : PairTies.Of(graph, snapshot.Firms, snapshot.WeightsOf(request.YenPercent), cancellation);

    private static MadeGroups Bounded(
        Snapshot snapshot, PairGraph graph, int[] affinity, bool[]? active, GroupingRequest request, double years, CancellationToken cancellation)
    {
        var limits = new BoundedLimits(Yen: new BoundedRange(request.MinYen, request.MaxYen), Assets: new BoundedRange(request.MinAssets, request.MaxAssets), MaxExtentM: request.MaxExtent);
        var made = BoundedGroups.Of(graph, affinity, request.Least, Amounts(snapshot, years), limits, cancellation);
        // Assets that are not looked at have no pairs: each is alone, in a group of its own or in a conflict that is nobody's.
        bool Looked(int asset) => active is null || active[asset];
        return new(Only(made.Grouping, active), BoundedSentences.Summary([.. made.Conflicts.Where(conflict => conflict.Members.Any(Looked))], limits));
    }

    private static Grouping Only(Grouping grouping, bool[]? active)
    {
        if (active is null) return grouping;
        var (root, first) = (new int[grouping.Label.Length], new int[grouping.Groups]);
        Array.Fill(first, -1);
        for (var asset = 0; asset < root.Length; asset++)
        {
            var label = active[asset] ? grouping.Label[asset] : -1;
            if (label >= 0 && first[label] < 0) first[label] = asset;
            root[asset] = label < 0 ? -1 : first[label];
        }

        return Grouping.ByLowestMember(root);
    }

    // Yen a year of each asset, and the middle of its bounding box.
    private static BoundedAssets Amounts(Snapshot snapshot, double years)
    {
        var (yen, x, y) = (new long[snapshot.Count], new double[snapshot.Count], new double[snapshot.Count]);
        for (var asset = 0; asset < snapshot.Count; asset++)
        {
            var sum = 0.0;
            for (var at = snapshot.Yen.Start[asset]; at < snapshot.Yen.Start[asset + 1]; at++) sum += snapshot.Yen.Yen[at];
            yen[asset] = (long)Math.Round(sum / Math.Max(1, years));
            var points = snapshot.Shapes.FirstPoint(asset)..snapshot.Shapes.EndPoint(asset);
            (x[asset], y[asset]) = (Middle(snapshot.Shapes.X.AsSpan(points)), Middle(snapshot.Shapes.Y.AsSpan(points)));
        }

        return new BoundedAssets(yen, new long[snapshot.Count], x, y, snapshot.DenseIds);
    }

    private static double Middle(ReadOnlySpan<double> ordinates)
    {
        var (least, most) = (ordinates[0], ordinates[0]);
        foreach (var ordinate in ordinates) (least, most) = (Math.Min(least, ordinate), Math.Max(most, ordinate));
        return (least + most) / 2;
    }
}
