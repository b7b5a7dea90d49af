using System.Runtime.InteropServices;
using GunMane.Spatial.Affinity;

namespace GunMane.Spatial.Clustering;

/// <summary>
/// Groups between a minimum and a maximum of yen, hours or assets, within an extent and a travel time, each connected: the max-p-regions
/// problem (Duque, Anselin, Rey 2012) with maxima, solved by contiguity-constrained agglomeration as in SKATER (Assunção,
/// Neves, Câmara, Freitas 2006), repair and local search. The problem is NP-hard; the answer is good, not the best.
/// <list type="number">
/// <item>assets alone above a maximum and islands below a minimum are set apart; islands of up to eight assets are solved in full;</item>
/// <item>parts below a minimum merge with the neighbour of highest mean affinity they fit (<see cref="BoundedAgglomeration"/>);</item>
/// <item>what is still below takes assets from neighbours, is handed out, or its region is divided anew (<see cref="BoundedRepair"/>);</item>
/// <item>groups merge while they fit together, since that brings more affinity inside;</item>
/// <item>border assets move or change places while that raises the objective (<see cref="BoundedMoves"/>).</item>
/// </list>
/// The objective is <see cref="BoundedObjective"/>: assets placed, then affinity inside groups, then compactness. Every group
/// keeps every limit, always; an asset that can't be placed is in no group and in one <see cref="BoundedConflict"/>. Pure and
/// deterministic; the order of rows changes nothing. Time near-linear in pairs, about 400 bytes an asset and 40 a pair.
/// </summary>
public static class BoundedGroups
{
    /// <summary>Groups the assets of a graph.</summary>
    /// <param name="graph">Pairs within the radius.</param>
    /// <param name="affinity">Affinity of each pair, millionths.</param>
    /// <param name="threshold">Least affinity of pairs that connect, millionths; equal is enough.</param>
    /// <param name="assets">What the assets bring with them.</param>
    /// <param name="limits">What every group has to keep.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ArgumentException">Arrays of other lengths, negative amounts, a key twice, a negative extent, points more than 2,147 km apart.</exception>
    /// <exception cref="OverflowException">The amounts add up to more than 64 bits hold.</exception>
    public static BoundedGrouping Of(PairGraph graph, int[] affinity, int threshold, BoundedAssets assets, BoundedLimits limits, CancellationToken cancellation) =>
        Of(graph, affinity, threshold, assets, limits, exact: true, cancellation);

    /// <summary>The same, with or without solving very small islands in full.</summary>
    internal static BoundedGrouping Of(PairGraph graph, int[] affinity, int threshold, BoundedAssets assets, BoundedLimits limits, bool exact, CancellationToken cancellation)
    {
        var caps = new BoundedCaps(limits, assets.Travel is not null);
        var net = new BoundedNet(graph, affinity, threshold, assets);
        var parts = new BoundedParts(net, caps);
        if (Excluded(caps, net) is { Count: > 0 } excluded) return BoundedOutcome.Of(net, parts, excluded);
        var findings = new BoundedFindings(net, parts, caps, cancellation);
        var solver = new BoundedExact(net, parts, caps);
        var settled = new bool[net.Count];
        findings.Before(island =>
        {
            if (exact && island.Count <= BoundedExact.Most) Solve(solver, island, settled);
            else Scatter(parts, island);
        });
        Improve(net, parts, caps, findings, settled, cancellation);
        return BoundedOutcome.Of(net, parts, findings.All());
    }

    private static void Improve(BoundedNet net, BoundedParts parts, BoundedCaps caps, BoundedFindings findings, bool[] settled, CancellationToken cancellation)
    {
        var paths = new BoundedPaths(net, parts);
        if (caps.HasMinimum)
        {
            new BoundedAgglomeration(net, parts, cancellation).Run(onlySmall: true);
            var repair = new BoundedRepair(net, parts, caps, paths, cancellation);
            repair.Run();
            findings.BeyondReach();
            bool Open(int asset) => !settled[asset] && findings.Possible(asset);
            repair.DivideAnew(Open);
            repair.SlideTogether(Open);
        }

        new BoundedAgglomeration(net, parts, cancellation).Run(onlySmall: false);
        new BoundedMoves(net, parts, paths, cancellation).Run();
    }

    // What is best already is left alone by what only finds something good.
    private static void Solve(BoundedExact solver, List<int> island, bool[] settled)
    {
        solver.Place(CollectionsMarshal.AsSpan(island));
        foreach (var asset in island) settled[asset] = true;
    }

    private static void Scatter(BoundedParts parts, List<int> island)
    {
        foreach (var asset in island) parts.Add(asset, parts.Open());
    }

    private static List<BoundedConflict> Excluded(BoundedCaps caps, BoundedNet net) =>
        [.. Enum.GetValues<BoundedMeasure>().Where(measure => measure is not (BoundedMeasure.Extent or BoundedMeasure.Travel) && caps.Min(measure) > caps.Max(measure))
            .Select(measure => new BoundedConflict("minimum_above_maximum", measure, caps.Max(measure), caps.Min(measure), measure, caps.Max(measure), [.. net.Input], true))];
}
