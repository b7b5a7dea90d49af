using GunMane.Spatial.Affinity;
using GunMane.Spatial.Clustering;
using GunMane.Spatial.Metrics;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;
using NetTopologySuite.Geometries;

namespace GunMane.Spatial.Runs;

/// <summary>A group with its measures.</summary>
/// <param name="Members">Its assets by their place in the snapshot, ascending.</param>
/// <param name="Metrics">Its numbers.</param>
/// <param name="Score">Its score.</param>
/// <param name="Words">Its reasons and the objection.</param>
/// <param name="Outline">Its outline, metres.</param>
internal sealed record MeasuredGroup(int[] Members, GroupMetrics Metrics, GroupScore Score, GroupReasons Words, GroupOutline Outline)
{
    /// <summary>How it could be put out.</summary>
    public required GroupPlan Plan { get; init; }

    public NewGroup ToStore(GroupFacts facts, int? phase, HoldingNames names) =>
        new(Score.Score, facts with { Plan = GroupPlanFacts.Of(Plan, phase, names) }, Words, Outline.Shape.AsBinary());
}

/// <summary>From labels to measured groups in the order of their numbers.</summary>
internal static class GroupAssembly
{
    /// <summary>Measures the groups that are proposed: by falling score, then lowest dense id.</summary>
    public static List<MeasuredGroup> Measure(
        Snapshot snapshot, ScoreFacts facts, Grouping grouping, PairGraph graph, GroupingRequest request, GroupNames names, CancellationToken cancellation)
    {
        var (kept, all) = (KeptGroups.Of(snapshot, grouping, request), Members(grouping));
        var place = new int[snapshot.Count];
        foreach (var members in all)
        {
            for (var at = 0; at < members.Length; at++) place[members[at]] = at;
        }

        return [.. all.Where((_, group) => kept[group])
            .AsParallel().AsOrdered().WithCancellation(cancellation)
            .Select(members => Measure(snapshot, facts, members, Ties(graph, grouping, members, place), request.Radius, names))
            .AsSequential().OrderByDescending(group => group.Score.Score).ThenBy(group => group.Members[0])];
    }

    /// <summary>The turn of each group when they are put out area by area; null where there are too many.</summary>
    public static int[]? Phases(IReadOnlyList<MeasuredGroup> groups) => GrowthOrder.Of([.. groups.Select(group => group.Outline.Shape.EnvelopeInternal)]);

    // Pairs within a group, as places in it.
    private static List<(int One, int Other)> Ties(PairGraph graph, Grouping grouping, int[] members, int[] place)
    {
        var ties = new List<(int, int)>();
        foreach (var one in members)
        {
            for (var at = graph.Start[one]; at < graph.Start[one + 1]; at++)
            {
                if (grouping.Label[graph.Other[at]] == grouping.Label[one]) ties.Add((place[one], place[graph.Other[at]]));
            }
        }

        return ties;
    }

    /// <summary>Per dense id: number of the group, 0 in none, −1 not looked at.</summary>
    public static int[] Labels(Snapshot snapshot, bool[]? active, List<MeasuredGroup> groups)
    {
        var labels = new int[snapshot.NextDenseId];
        Array.Fill(labels, -1);
        for (var at = 0; at < snapshot.Count; at++)
        {
            if (active is null || active[at]) labels[snapshot.DenseIds[at]] = 0;
        }

        for (var number = 1; number <= groups.Count; number++)
        {
            foreach (var at in groups[number - 1].Members) labels[snapshot.DenseIds[at]] = number;
        }

        return labels;
    }

    /// <summary>Names for sentences.</summary>
    public static GroupNames Names(Snapshot snapshot)
    {
        var towns = snapshot.Towns.ToDictionary(town => town.Code, town => BothNames.Of(town.Name, town.NameEn));
        var owners = snapshot.Owners.ToDictionary(owner => owner.Id, owner => BothNames.Of(owner.Name, owner.NameEn));
        var firms = snapshot.FirmNames.ToDictionary(firm => firm.Id, firm => BothNames.Of(firm.Name, firm.NameEn));
        return new GroupNames(code => towns[code], id => owners[id], id => firms[id]);
    }

    private static int[][] Members(Grouping grouping)
    {
        var size = new int[grouping.Groups];
        foreach (var label in grouping.Label)
        {
            if (label >= 0) size[label]++;
        }

        var members = Array.ConvertAll(size, count => new int[count]);
        Array.Clear(size);
        for (var at = 0; at < grouping.Label.Length; at++)
        {
            if (grouping.Label[at] is >= 0 and var label) members[label][size[label]++] = at;
        }

        return members;
    }

    private static MeasuredGroup Measure(Snapshot snapshot, ScoreFacts facts, int[] members, List<(int One, int Other)> ties, double radius, GroupNames names)
    {
        var outline = GroupOutline.Of(Points(snapshot.Shapes, members, radius / 2), radius);
        var assets = Array.ConvertAll(members, at => Asset(snapshot, facts, at));
        var metrics = GroupMetrics.Of(assets, outline, facts);
        var score = GroupScore.Of(metrics);
        var plan = GroupPlan.Of(assets, Array.ConvertAll(members, facts.WorkOf), ties, outline.Shape, facts, owner => snapshot.Owners.Any(one => one.Id == owner && one.Kind == "prefecture"));
        return new MeasuredGroup(members, metrics, score, GroupReasons.Of(metrics, score, radius, names), outline) { Plan = plan };
    }

    private static GroupedAsset Asset(Snapshot snapshot, ScoreFacts facts, int at)
    {
        var yen = snapshot.Yen;
        var parts = Range(yen.Start, at).Select(row => new FirmPart(yen.Contractor[row], yen.Yen[row])).ToArray();
        var held = new HeldAsset(snapshot.DenseIds[at], true, 1,
            snapshot.Town[at] < 0 ? null : snapshot.Towns[snapshot.Town[at]].Code,
            snapshot.Owner[at] < 0 ? null : snapshot.Owners[snapshot.Owner[at]].Id,
            snapshot.Sectors[at], snapshot.LengthM[at], snapshot.AreaM2[at], parts);
        return new GroupedAsset(held, Firms(snapshot, at), LastTerm(snapshot.Terms, at))
        {
            Condition = facts.Condition[at], Middle = snapshot.Shapes.Middle(at),
            OwnTown = snapshot.Owner[at] >= 0 && snapshot.Owners[snapshot.Owner[at]] is { Kind: "municipality" } owner ? owner.Code : null,
        };
    }

    private static FirmEvidence[] Firms(Snapshot snapshot, int at)
    {
        var (sets, set) = (snapshot.Firms, snapshot.Firms.SetOf[at]);
        return set < 0 ? [] : [.. Range(sets.Start, set).Select(link => new FirmEvidence(snapshot.FirmNames[sets.Firm[link]].Id, sets.Rung[link], sets.Strength[link]))];
    }

    private static TermEnd? LastTerm(Terms terms, int at)
    {
        TermEnd? last = null;
        foreach (var row in Range(terms.Start, at))
        {
            if (last is null || terms.EndDay[row] > last.Value.EndDay) last = new TermEnd(terms.Contract[row], terms.EndDay[row]);
        }

        return last;
    }

    private static IEnumerable<int> Range(int[] start, int at) => Enumerable.Range(start[at], start[at + 1] - start[at]);

    /// <summary>The points of assets, and points along their lines no further apart than <paramref name="step"/> metres.</summary>
    private static List<Coordinate> Points(Shapes shapes, int[] members, double step)
    {
        var points = new List<Coordinate>();
        foreach (var asset in members)
        {
            for (var part = shapes.PartStart[asset]; part < shapes.PartStart[asset + 1]; part++)
            {
                for (var at = shapes.PointStart[part]; at < shapes.PointStart[part + 1]; at++)
                {
                    if (at > shapes.PointStart[part]) Along(shapes, at - 1, step, points);
                    points.Add(new Coordinate(shapes.X[at], shapes.Y[at]));
                }
            }
        }

        return points;
    }

    private static void Along(Shapes shapes, int from, double step, List<Coordinate> points)
    {
        double dx = shapes.X[from + 1] - shapes.X[from], dy = shapes.Y[from + 1] - shapes.Y[from];
        var pieces = (int)Math.Ceiling(Math.Sqrt(dx * dx + dy * dy) / step);
        for (var piece = 1; piece < pieces; piece++)
        {
            points.Add(new Coordinate(shapes.X[from] + dx * piece / pieces, shapes.Y[from] + dy * piece / pieces));
        }
    }
}
