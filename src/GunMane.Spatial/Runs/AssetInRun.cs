using GunMane.Spatial.Affinity;
using GunMane.Spatial.Clustering;
using GunMane.Spatial.Metrics;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;

namespace GunMane.Spatial.Runs;

/// <summary>What was found out of one asset, before assets have names. Assets are named by their place in the snapshot.</summary>
internal sealed record FoundReasons(
    int Asset, int Group, string Method, Sentence? Standing, IReadOnlyList<AssetLink> Links, IReadOnlyList<(DensityExit Exit, double Own)> Exits,
    IReadOnlyList<int> Vital, IReadOnlyList<Sentence> Notes)
{
    /// <summary>All assets that sentences name.</summary>
    public IEnumerable<int> Mentioned => Links.Select(link => link.Partner).Concat(Vital).Distinct();

    /// <summary>The document, once names are known.</summary>
    public AssetReasonsDocument Document(Guid run, Guid asset, Snapshot snapshot, Func<int, AssetName?> named)
    {
        var sentences = new AssetSentences(at => Called(named(at)), at => snapshot.Sectors[at], at => BothNames.Of(snapshot.FirmNames[at].Name, snapshot.FirmNames[at].NameEn));
        Guid Id(int at) => named(at)?.Id ?? Guid.Empty;
        return new AssetReasonsDocument(run, asset, snapshot.DenseIds[Asset], Method, Group, Standing,
            [.. Links.Select(link => new AssetTie(Id(link.Partner), snapshot.DenseIds[link.Partner], Math.Round((double)link.Affinity / PairAffinity.One, 6), link.DistanceMm / 1000.0, sentences.Link(link)))],
            [
                .. Exits.Select(pair => new AssetExit(pair.Exit.Input, pair.Exit.Value, pair.Exit.Before, null, AssetSentences.Exit(pair.Exit, pair.Own))),
                .. Vital.Select(partner => new AssetExit("link", null, null, Id(partner), sentences.Vital(partner))),
            ], Notes);
    }

    private static BothNames Called(AssetName? name) => name switch
    {
        { Name.Length: > 0 } => new($"「{name.Name}」", name.Name),
        { LedgerNumber.Length: > 0 } => new($"台帳番号 {name.LedgerNumber} の施設", $"the asset with ledger number {name.LedgerNumber}"),
        _ => new("名前のない施設", "an asset without a name"),
    };
}

/// <summary>Why one asset is in its group of a run. Pure.</summary>
/// <param name="snapshot">The facts of the run.</param>
/// <param name="live">The resident graph, at least as wide as the run's radius.</param>
/// <param name="pairs">The same from both ends.</param>
/// <param name="request">The run's request.</param>
/// <param name="labels">Its labels by dense id.</param>
internal sealed class AssetInRun(Snapshot snapshot, LiveGroups live, PairsOfAssets pairs, GroupingRequest request, int[] labels)
{
    private const int Told = 3;

    // Said of these, where they count, when no value of theirs moves the asset out.
    private static readonly string[] Settings = ["radius", "threshold", "contractorWeight", "sectorWeight", "termsWeight", "inspectionWeight", "borderWeight", "workKindWeight", "yenWeight"];
    private readonly DensityAround around = new(pairs, live.Ties, live.Traits);
    private readonly LiveParameters parameters = request.Live(GroupingRun.Active(snapshot, request));

    /// <summary>Answers; null where the engine no longer makes the group that the run stored.</summary>
    public FoundReasons? Of(int denseId, CancellationToken cancellation)
    {
        var asset = Array.BinarySearch(snapshot.DenseIds, denseId);
        var group = denseId < labels.Length ? labels[denseId] : -1;
        if (group < 0) return new FoundReasons(asset, group, request.Method, NotLookedAt, [], [], [], []);
        if (request.Method == "shared-firm") return SharedFirm(new FoundReasons(asset, group, request.Method, null, [], [], [], []));
        if (request.Method == "correlation") return Correlation(new FoundReasons(asset, group, request.Method, null, [], [], [], []));
        var all = request.Method == "hierarchical" ? parameters with { Threshold = 0 } : parameters;
        var neighbours = around.Neighbours(asset, all);
        var links = neighbours.Where(neighbour => group > 0 && Label(neighbour.End.Partner) == group).Take(Told)
            .Select(neighbour => AssetLink.Of(snapshot, asset, neighbour.End.Partner, neighbour.Affinity, pairs.Graph.DistanceMm[neighbour.End.Pair], request.Weights)).ToList();
        var found = new FoundReasons(asset, group, request.Method, null, links, [], [], []);
        return request.Method switch
        {
            "density" => Density(found, neighbours.Count, cancellation),
            _ when group == 0 => found with { Standing = InNoGroup },
            "community" => found with { Notes = [Community(asset, neighbours)] },
            "hierarchical" => found with { Notes = [Hierarchical(asset, group, all)] },
            _ => found with { Notes = [Bounded(group)] },
        };
    }

    private static Sentence NotLookedAt { get; } = new("not_looked_at", "この計算では対象にしていない施設です（分野・市区町村・管理者の条件の外）。", "This run did not look at the asset (outside of its sectors, municipalities and owners).");

    private static Sentence NotMixed { get; } = new("not_mixed",
        "まわりの施設とはまとまりますが、管理者または分野の数が条件に足りないため、群候補になっていません。", "It does form a group with what is around, but one of too few owners or sectors to be proposed.");

    private static Sentence MixtureUntold { get; } = new("mixture",
        "この計算は管理者または分野の数でも群を選んでいるため、どの値でこの施設が外れるかは求めていません。", "This run also picks groups by the number of owners or sectors, so no value is given at which the asset leaves.");

    private static Sentence InNoGroup { get; } = new("outside", "どの群にも入っていません。", "It is in no group.");

    private int Label(int asset) => labels[snapshot.DenseIds[asset]];

    private int SizeOf(int group) => labels.Count(label => label == group);

    private FoundReasons? Density(FoundReasons found, int neighbours, CancellationToken cancellation)
    {
        var mixed = KeptGroups.AsksForMixture(request);
        var isIn = around.IsIn(found.Asset, parameters, request.MinAssets);
        if (mixed ? found.Group > 0 && !isIn : isIn != found.Group > 0) return null;
        if (found.Group == 0 && isIn) return found with { Standing = NotMixed };
        if (found.Group == 0) return found with { Standing = AssetSentences.Outside(neighbours, request.Threshold) };
        if (mixed) return found with { Standing = AssetSentences.Standing(neighbours, request.MinPoints, request.Threshold), Notes = [MixtureUntold] };
        var exits = new DensityExits(around, parameters, request.MinAssets, request.Threshold, request.Radius) { YenWeight = request.YenWeight, ByYen = ByYen };
        var (size, vital) = (SizeOf(found.Group), exits.Vital(found.Asset));
        var moving = exits.Of(found.Asset, cancellation);
        var unmoved = Settings.Where(input => moving.All(exit => exit.Input != input) && (input is "radius" or "threshold" || Own(input) > 0)).ToList();
        return found with
        {
            Standing = AssetSentences.Standing(neighbours, request.MinPoints, request.Threshold),
            Exits = [.. moving.Append(new DensityExit("minAssets", size + 1, size)).Select(exit => (exit, Own(exit.Input)))],
            Vital = [.. vital.Select(end => end.Partner)],
            Notes = [.. unmoved.Count > 0 ? [AssetSentences.Unmoved(unmoved)] : Array.Empty<Sentence>(), .. vital.Count == 0 ? [AssetSentences.Steady] : Array.Empty<Sentence>()],
        };
    }

    private DensityAround ByYen(int percent)
    {
        var weights = snapshot.Weights.With(snapshot.Firms, percent);
        return around.With((one, other) => PairTies.CommonOf(snapshot.Firms, weights, one, other));
    }

    private FoundReasons Correlation(FoundReasons found)
    {
        if (found.Group == 0) return found with { Standing = InNoGroup };
        var rule = GroupingMethods.AgreementRule(snapshot, live.Graph, live.Ties, parameters.Active, request);
        var hold = CorrelationHold.Of(rule, pairs, found.Asset, Label, request.Agreement);
        var links = CorrelationHold.Links(rule, pairs, found.Asset, Label, request.Agreement).Take(Told)
            .Select(link => AssetLink.Of(snapshot, found.Asset, link.End.Partner, link.Weight, pairs.Graph.DistanceMm[link.End.Pair], request.Weights));
        return found with
        {
            Standing = AssetSentences.Held(hold),
            Links = [.. links],
            Exits = hold.Exit is { } exit ? [(exit, request.Agreement)] : [],
            Vital = hold.Vital,
            Notes = [.. hold.Exit is null ? [AssetSentences.Unmoved(["agreement"])] : Array.Empty<Sentence>(), .. hold.Vital.Count == 0 ? [AssetSentences.Steady] : Array.Empty<Sentence>()],
        };
    }

    private double Own(string input) => input switch
    {
        "radius" => request.Radius,
        "threshold" => request.Threshold,
        "minPoints" => request.MinPoints,
        "minAssets" => request.MinAssets,
        "contractorWeight" => request.ContractorWeight,
        "sectorWeight" => request.SectorWeight,
        "termsWeight" => request.TermsWeight,
        "inspectionWeight" => request.InspectionWeight,
        "workKindWeight" => request.WorkKindWeight,
        "yenWeight" => request.YenWeight,
        _ => request.BorderWeight,
    };

    private Sentence Community(int asset, IReadOnlyList<(PairEnd End, int Affinity)> neighbours)
    {
        var sizes = labels.Where(label => label > 0).CountBy(label => label).ToDictionary();
        var hold = CommunityHold.Of(neighbours.Select(neighbour => (neighbour.End.Partner, neighbour.Affinity)), Label, sizes, asset, request.Resolution);
        var (own, margin) = ((double)hold.Own / PairAffinity.One, (double)hold.Margin / PairAffinity.One);
        return new Sentence("community",
            AssetSentences.Text($"いまの群との結びつきは、群の大きさの分を引いて {own:0.00} です。{(hold.OtherGroup > 0 ? $"群 {hold.OtherGroup} との" : "ほかの施設との")}結びつきが {margin:0.00} より多く強まる{(hold.OtherGroup > 0 ? "" : "か、いまの群との結びつきがそれだけ弱まる")}と、この施設だけを移すほうがよくなります。群全体の組み直しは計算していません。"),
            AssetSentences.Text($"Its ties to the group, less the price of the group's size, are {own:0.00}. {(hold.OtherGroup > 0 ? $"Once its ties to group {hold.OtherGroup} grow" : "Once its ties to others grow, or those to the group shrink,")} by more than {margin:0.00}, moving this asset alone is better. A new search over all groups was not made."));
    }

    private Sentence Hierarchical(int asset, int group, LiveParameters all)
    {
        var level = HierarchicalHold.Of(asset, of => [.. around.Neighbours(of, all).Select(neighbour => (neighbour.End.Partner, neighbour.Affinity))], of => Label(of) == group, request.MinPoints);
        var tie = (double)level / PairAffinity.One;
        return new Sentence("hierarchical",
            AssetSentences.Text($"群の仲間とは、結びつきの強さ {tie:0.000} までつながっています。これより強い結びつきだけを見ると、この施設はひとりになります。この方法のしきい値は群ごとに決まるため、条件をどこまで変えると外れるかは求めていません。"),
            AssetSentences.Text($"It hangs together with its group up to an affinity of {tie:0.000}; among stronger ties only it stands alone. This method sets a threshold for each group by itself, so no value of a setting is given at which the asset leaves."));
    }

    private Sentence Bounded(int group)
    {
        var (size, limits) = (SizeOf(group), BoundedRequest.Limits(request));
        return new Sentence("bounded",
            AssetSentences.Text($"この群は {size} 件です（条件: {string.Join("、", limits.Select(limit => limit.Ja))}）。上限・下限を変えると群全体を組み直すため、どの値でこの施設が外れるかは求めていません。"),
            AssetSentences.Text($"The group has {size} assets (limits: {string.Join(", ", limits.Select(limit => limit.En))}). Other limits make all groups anew, so no value is given at which this asset leaves."));
    }

    // Its pairs in the group: nearer ones first.
    private FoundReasons SharedFirm(FoundReasons found)
    {
        if (found.Group == 0) return found with { Standing = InNoGroup };
        var rule = GroupingMethods.SharedFirm(request, parameters.Active);
        var joined = pairs.Of(found.Asset).Where(end => SharedFirmPairs.Joins(pairs.Graph, snapshot.Firms, rule, end.Lower, end.Pair))
            .OrderBy(end => pairs.Graph.DistanceMm[end.Pair]).ThenBy(end => end.Partner).ToList();
        var sharing = joined.Count(end => SharedFirmPairs.Share(snapshot.Firms, found.Asset, end.Partner, rule.Least));
        var weights = request.Weights with { Firms = 1 };
        return found with
        {
            Links = [.. joined.Take(Told).Select(end => AssetLink.Of(snapshot, found.Asset, end.Partner, PairAffinity.One, pairs.Graph.DistanceMm[end.Pair], weights))],
            Notes = [new Sentence("shared_firm",
                AssetSentences.Text($"半径 {request.Radius:0.###} m の内で結ばれた施設は {joined.Count} 件、うち事業者が共通なものは {sharing} 件です。群は続く限り広がるため、どの値でこの施設が外れるかは求めていません。"),
                AssetSentences.Text($"It is joined with {joined.Count} assets within {request.Radius:0.###} m; {sharing} of them share a firm with it. Groups go on as far as such pairs do, so no value is given at which the asset leaves."))],
        };
    }
}
