using GunMane.Spatial.Affinity;
using GunMane.Spatial.Metrics;

namespace GunMane.Spatial.Runs;

/// <summary>What to say where a grouping finds nothing: whether neighbours are missing, or agreement. Pure.</summary>
internal static class NoGroups
{
    /// <summary>The sentence.</summary>
    /// <param name="graph">Pairs within the radius; those of assets that are not looked at do not count.</param>
    /// <param name="active">Which assets are looked at; null for all.</param>
    /// <param name="request">What was asked.</param>
    public static Sentence Note(PairGraph graph, bool[]? active, GroupingRequest request)
    {
        var (looked, near) = (active?.Count(one => one) ?? graph.Assets, Near(graph, active).Count(one => one));
        if (looked == 0) return new Sentence("no_assets", "選んだ分野・市区町村・管理者の施設がありません。", "There is no asset of the chosen sectors, municipalities and owners.");
        return near * 2 < looked
            ? new Sentence("no_neighbours",
                $"対象の施設 {looked:N0} 件のうち、{request.Radius:N0} m 以内に隣の施設があるのは {near:N0} 件だけです。半径を広げてください。",
                $"Of {looked:N0} assets only {near:N0} have another within {request.Radius:N0} m: widen the radius.")
            : new Sentence("no_agreement",
                $"{near:N0} 件の施設には {request.Radius:N0} m 以内に隣がありますが、{request.MinAssets:N0} 件以上のまとまりになりませんでした。最小の施設数や事業者の重みを下げるか、半径を広げてください。",
                $"{near:N0} assets have another within {request.Radius:N0} m, but none come together to {request.MinAssets:N0}: lower the least number of assets or the weight of firms, or widen the radius.");
    }

    private static bool[] Near(PairGraph graph, bool[]? active)
    {
        var near = new bool[graph.Assets];
        for (var asset = 0; asset < graph.Assets; asset++)
        {
            if (active?[asset] == false) continue;
            for (var at = graph.Start[asset]; at < graph.Start[asset + 1]; at++)
            {
                if (active?[graph.Other[at]] != false) near[asset] = near[graph.Other[at]] = true;
            }
        }

        return near;
    }
}
