using GunMane.Spatial.Affinity;
using GunMane.Spatial.Affinity.Roads;
using GunMane.Spatial.Metrics;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Runs;

/// <summary>The input <c>distance=road</c>: from the roads of a snapshot to pairs along them, and to what has to be told of it. Pure.</summary>
internal static class RoadWays
{
    private static readonly Sector[] Sectors = [Sector.Road, Sector.Bridge, Sector.Tunnel];

    /// <summary>The roads of the whole study area; empty where none is known as a line.</summary>
    public static RoadNetwork Network(Snapshot snapshot, CancellationToken cancellation) =>
        RoadNetwork.Of(snapshot.Shapes, Array.ConvertAll(snapshot.Sectors, sector => Sectors.Contains(sector)), cancellation);

    /// <summary>The pairs with their distances along roads, whatever part of the roads is looked at.</summary>
    /// <exception cref="GunManeException">No road is known as a line (BadInput, parameter <c>distance</c>).</exception>
    public static RoadPairs Along(Snapshot snapshot, PairGraph graph, CancellationToken cancellation)
    {
        var network = Network(snapshot, cancellation);
        if (network.IsEmpty)
            throw GroupingInputs.Refused("distance", "道路の線がまだないため、道路沿いの距離を求められません。道路の台帳（線）を取り込むか、distance=straight にしてください。(There are no road lines here: import roads as lines, or use distance=straight.)");
        return RoadDistances.Of(graph, snapshot.Shapes, network, cancellation);
    }

    /// <summary>What a run tells of it; null where every asset lies on a road and no pair was parted.</summary>
    public static Sentence? Note(RoadPairs pairs)
    {
        var off = pairs.Off.Count(asset => asset);
        return off == 0 && pairs.Parted == 0 ? null : new Sentence("road_distance",
            FormattableString.Invariant($"道路沿いの距離で求めました。直線では半径の内でも道路沿いでは外になる {pairs.Parted:N0} 組は外しました。道路から {RoadAccess.ReachM:0} m より離れた施設 {off:N0} 件は直線距離のままです。"),
            FormattableString.Invariant($"Distances are along roads. {pairs.Parted:N0} pairs within the radius as the crow flies, but not along the roads, were left out. {off:N0} assets farther than {RoadAccess.ReachM:0} m from any road keep straight distances."));
    }
}
