using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using GunMane.Spatial.Affinity;
using GunMane.Spatial.Clustering;
using GunMane.Spatial.Geo;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;

namespace GunMane.Spatial.Runs;

/// <summary>Groups without scores, as a moving slider wants them.</summary>
/// <param name="Labels">Per dense id: number of the group by lowest dense id, 0 in none, −1 not looked at.</param>
/// <param name="Groups">Number of groups that are large and mixed enough.</param>
/// <param name="Grouped">Assets in groups.</param>
/// <param name="DataVersion">Data version that they were made from.</param>
public sealed record LiveLabels(int[] Labels, int Groups, int Grouped, long DataVersion);

/// <summary>Outlines of groups without scores, for a map that doesn't show single assets.</summary>
/// <param name="Rings">Rings round the groups' cells of the window.</param>
/// <param name="Groups">Number of groups that are large and mixed enough.</param>
/// <param name="Grouped">Assets in groups.</param>
/// <param name="DataVersion">Data version that they were made from.</param>
public sealed record LiveOutlines(IReadOnlyList<CellRing> Rings, int Groups, int Grouped, long DataVersion);

/// <summary>
/// Groups by correlation, density or shared firms of another radius, weight, threshold or filter, from a snapshot and a graph that stay in memory: one of each study area,
/// access scope, kind of distance and way with borders, kept while its data version is the present one; what firms say of its pairs is worked out anew when role and recent yen weigh otherwise. The graph reaches somewhat beyond the radius asked for, so that
/// the next moves of a slider need no new one. Safe for concurrent use.
/// </summary>
public sealed class LiveGrouping(SnapshotCache snapshots)
{
    private const double Ahead = 1.5;
    private const int LargestMm = 5_000_000;
    private const int MostResident = 20_000_000;
    private readonly ConcurrentDictionary<(StudyAreaId Area, string Scope, string Distance, string Borders), Place> places = new();
    private readonly ConditionalWeakTable<Shapes, Shapes> onMap = [];

    /// <summary>Groups the assets of a study area.</summary>
    /// <param name="request">How.</param>
    /// <param name="database">What is not in memory is read through it, by the limits of this caller.</param>
    /// <param name="scope">For whom.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <exception cref="GunManeException">The study area is gone (NotFound), or the request cannot be answered live (BadInput).</exception>
    public async Task<LiveLabels> LabelsAsync(GroupingRequest request, Database database, AccessScope scope, CancellationToken cancellation)
    {
        var (_, snapshot, groups) = await GroupsAsync(request, database, scope, cancellation);
        return ByDenseId(snapshot, groups);
    }

    /// <summary>The same groups as outlines in a window of the web map (Web Mercator): numbers are those of the labels.</summary>
    /// <exception cref="GunManeException">The study area is gone (NotFound), or the request cannot be answered live (BadInput).</exception>
    public async Task<LiveOutlines> OutlinesAsync(GroupingRequest request, CellWindow window, Database database, AccessScope scope, CancellationToken cancellation)
    {
        var (area, snapshot, groups) = await GroupsAsync(request, database, scope, cancellation);
        // Without assets there are no metres.
        var rings = area.MetresProj is null ? [] : CellOutlines.Of(OnMap(snapshot.Shapes, area.MetresProj), groups.Number, window, cancellation);
        return new LiveOutlines(rings, groups.Groups, groups.Grouped, snapshot.DataVersion);
    }

    // By place in the snapshot: number of the group, 0 in none, −1 not looked at.
    private readonly record struct NumberedGroups(int[] Number, int Groups, int Grouped);

    private async Task<(StudyArea Area, Snapshot Snapshot, NumberedGroups Groups)> GroupsAsync(GroupingRequest request, Database database, AccessScope scope, CancellationToken cancellation)
    {
        if (request is not { Method: "density" or "correlation" or "shared-firm", Engine: "kernel" })
            throw GroupingInputs.Refused("method", "その場で塗り分けられるのは method=correlation、density、shared-firm で engine=kernel のときだけです。(Live groups: method=correlation, density or shared-firm, and engine=kernel, only.)");
        var area = await database.ReadAsync(scope, session => AreaStore.FindAsync(session, request.StudyArea, cancellation), cancellation);
        var snapshot = await snapshots.GetAsync(database, area.Id, scope, cancellation);
        var live = await ResidentAsync(snapshot, scope, request, cancellation);
        var active = GroupingRun.Active(snapshot, request);
        var grouping = request.Method switch
        {
            "density" => live.Density(request.Live(active), cancellation),
            "shared-firm" => SharedFirmPairs.Groups(live.Graph, snapshot.Firms, GroupingMethods.SharedFirm(request, active)),
            _ => CorrelationGroups.Of(live.Graph, GroupingMethods.Agreement(snapshot, live.Graph, live.Ties, active, request), cancellation),
        };
        return (area, snapshot, Numbered(grouping, active, KeptGroups.Of(snapshot, grouping, request)));
    }

    // Projected once for each snapshot, with the way there and back of a million points in a fraction of a second.
    private Shapes OnMap(Shapes shapes, string metres) => onMap.GetValue(shapes, local =>
    {
        var (plane, x, y) = (LocalMetres.Of(metres), new double[local.X.Length], new double[local.Y.Length]);
        Parallel.For(0, x.Length, at => (x[at], y[at]) = plane.ToMap(local.X[at], local.Y[at]));
        return local with { X = x, Y = y };
    });

    /// <summary>The graph of a snapshot that stays in memory, with what is compared along its pairs; it reaches at least as far as asked for.</summary>
    internal async Task<LiveGroups> ResidentAsync(Snapshot snapshot, AccessScope scope, GroupingRequest request, CancellationToken cancellation)
    {
        var place = places.GetOrAdd((snapshot.Area, scope.Key, request.Distance, request.Borders), _ => new Place());
        await place.Gate.WaitAsync(cancellation);
        try
        {
            if (!ReferenceEquals(place.Snapshot, snapshot) || place.Groups!.Graph.RadiusMm < request.RadiusMm)
                (place.Snapshot, place.Groups, place.YenPercent) = (snapshot, await Task.Run(() => Resident(snapshot, request, place, cancellation), cancellation), request.YenPercent);
            if (place.YenPercent != request.YenPercent)
                (place.Groups, place.YenPercent) = (await Task.Run(() => place.Groups.With(Ties(snapshot, place.Groups.Graph, request, cancellation)), cancellation), request.YenPercent);
            return place.Groups;
        }
        finally
        {
            place.Gate.Release();
        }
    }

    private static LiveGroups Resident(Snapshot snapshot, GroupingRequest request, Place place, CancellationToken cancellation)
    {
        if (Kept(snapshot, request, place) is { } kept) return new LiveGroups(kept, Ties(snapshot, kept, request, cancellation), snapshot.Traits());
        if (Edited(snapshot, request, place, cancellation) is { } edited) return edited;
        var graph = Found(snapshot, request, cancellation);
        return new LiveGroups(graph, Ties(snapshot, graph, request, cancellation), snapshot.Traits());
    }

    // Roads are one net: an edit of one may lengthen ways anywhere. Along straight lines only what lies around the touched assets changes.
    private static LiveGroups? Edited(Snapshot snapshot, GroupingRequest request, Place place, CancellationToken cancellation) =>
        place is { Snapshot: { } before, Groups: { } groups } && groups.Graph.RadiusMm >= request.RadiusMm && request.Distance != "road"
            ? GraphEdit.Of(before, groups, place.YenPercent, snapshot, request, MostResident, cancellation) : null;

    // Orders, firms and links that change leave every asset where it is: the pairs stay, only what is said of them is new.
    private static PairGraph? Kept(Snapshot snapshot, GroupingRequest request, Place place)
    {
        if (place is not { Snapshot: { } before, Groups.Graph: { } graph } || graph.RadiusMm < request.RadiusMm || !before.Shapes.AreSame(snapshot.Shapes)) return null;
        var (roads, sides) = (before.Sectors.AsSpan().SequenceEqual(snapshot.Sectors), before.Town.AsSpan().SequenceEqual(snapshot.Town) && before.Owner.AsSpan().SequenceEqual(snapshot.Owner));
        return (roads || request.Distance != "road") && (sides || request.Borders != "keep") ? graph : null;
    }

    private static PairGraph Found(Snapshot snapshot, GroupingRequest request, CancellationToken cancellation)
    {
        var graph = Wider(snapshot, request.RadiusMm, cancellation) ?? ProximityPairs.Find(snapshot.Shapes, null, request.RadiusMm, cancellation);
        if (request.Distance == "road") graph = RoadWays.Along(snapshot, graph, cancellation).Graph;
        return request.Borders == "keep" ? BorderPairs.Inside(graph, snapshot.Town, snapshot.Owner) : graph;
    }

    private static PairTies Ties(Snapshot snapshot, PairGraph graph, GroupingRequest request, CancellationToken cancellation) =>
        PairTies.Of(graph, snapshot.Firms, snapshot.WeightsOf(request.YenPercent), cancellation);

    // A graph that reaches beyond the radius; null where it would be too large to keep.
    private static PairGraph? Wider(Snapshot snapshot, int radiusMm, CancellationToken cancellation)
    {
        try
        {
            var graph = ProximityPairs.Find(snapshot.Shapes, null, (int)Math.Min(LargestMm, radiusMm * Ahead), cancellation);
            return graph.Count <= MostResident ? graph : null;
        }
        catch (GunManeException e) when (e.Refusal == Refusal.BadInput)
        {
            return null;
        }
    }

    private static NumberedGroups Numbered(Grouping grouping, bool[]? active, bool[] kept)
    {
        var (number, groups, grouped, numbers) = (new int[grouping.Groups], 0, 0, new int[grouping.Label.Length]);
        for (var group = 0; group < number.Length; group++)
        {
            if (kept[group]) number[group] = ++groups;
        }

        for (var at = 0; at < numbers.Length; at++)
        {
            numbers[at] = active is not null && !active[at] ? -1 : grouping.Label[at] < 0 ? 0 : number[grouping.Label[at]];
            if (numbers[at] > 0) grouped++;
        }

        return new NumberedGroups(numbers, groups, grouped);
    }

    private static LiveLabels ByDenseId(Snapshot snapshot, NumberedGroups groups)
    {
        var labels = groups.Number;
        if (snapshot.NextDenseId != snapshot.Count)
        {
            labels = new int[snapshot.NextDenseId];
            Array.Fill(labels, -1);
            for (var at = 0; at < snapshot.Count; at++) labels[snapshot.DenseIds[at]] = groups.Number[at];
        }

        return new LiveLabels(labels, groups.Groups, groups.Grouped, snapshot.DataVersion);
    }

    private sealed class Place
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public Snapshot? Snapshot { get; set; }

        public LiveGroups? Groups { get; set; }

        public int YenPercent { get; set; }
    }
}
