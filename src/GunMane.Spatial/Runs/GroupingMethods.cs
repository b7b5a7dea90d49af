using GunMane.Spatial.Affinity;
using GunMane.Spatial.Clustering;
using GunMane.Spatial.Metrics;
using GunMane.Spatial.Model;

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
        if (request.Method == "shared-firm") return new(SharedFirmPairs.Groups(graph, snapshot.Firms, SharedFirm(request, active)), []);
        var affinity = PairAffinity.Of(graph, ties, request.Weights.HasTraits ? snapshot.Traits() : null, request.Weights, request.RadiusMm, cancellation);
        return request.Method switch
        {
            "hierarchical" => new(HierarchicalGroups.Of(graph, affinity, new HierarchicalOptions(request.MinPoints, Math.Max(2, request.MinAssets)), cancellation).Grouping, []),
            "community" => new(LeidenCommunities.Of(graph, affinity, request.Least, new LeidenOptions { Resolution = request.Resolution, SmallestGroup = Math.Max(2, request.MinAssets) }, cancellation), []),
            "bounded" => BoundedRequest.Make(snapshot, graph, affinity, active, request, years, cancellation),
            _ => new(DensityGroups.Of(graph, affinity, request.Least, request.MinPoints), []),
        };
    }

    /// <summary>What a pair of near assets needs by the method shared-firm.</summary>
    public static SharedFirmRule SharedFirm(GroupingRequest request, bool[]? active) =>
        new(request.RadiusMm, request.NearMm, Enum.GetValues<Evidence>().First(rung => rung.Key() == request.Evidence), active);

    /// <summary>Signed weights of the pairs of a graph, for the method correlation.</summary>
    public static int[] Agreement(Snapshot snapshot, PairGraph graph, PairTies ties, bool[]? active, GroupingRequest request) => PairAgreement.Of(
        graph, ties, PairAgreement.TrustOf(snapshot.Firms, snapshot.WeightsOf(request.YenPercent)), request.Weights.HasTraits ? snapshot.Traits() : null, request.Weights, request.Agreement, request.RadiusMm, active);

    /// <summary>The same, pair by pair and for other bars.</summary>
    public static PairAgreement.Rule AgreementRule(Snapshot snapshot, PairGraph graph, PairTies ties, bool[]? active, GroupingRequest request) => new(
        graph, ties, PairAgreement.TrustOf(snapshot.Firms, snapshot.WeightsOf(request.YenPercent)), request.Weights.HasTraits ? snapshot.Traits() : null, request.Weights, request.RadiusMm, active);

    /// <summary>What firms say of the pairs of a graph.</summary>
    public static PairTies Ties(Snapshot snapshot, PairGraph graph, GroupingRequest request, CancellationToken cancellation) =>
        request.ContractorWeight == 0 ? PairTies.None(graph.Count) : PairTies.Of(graph, snapshot.Firms, snapshot.WeightsOf(request.YenPercent), cancellation);
}
