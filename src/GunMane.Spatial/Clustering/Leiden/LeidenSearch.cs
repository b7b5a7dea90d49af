using System.Numerics;

namespace GunMane.Spatial.Clustering;

/// <summary>
/// Passes of Leiden (Traag, Waltman, van Eck 2019, algorithm A.2) over one connected component. A pass moves nodes, refines the
/// groups, makes the parts the nodes of the next level, and so on until each group is one node: a part that a refinement
/// made, therefore connected. The next pass starts from the groups found.
/// <para>
/// A pass that betters nothing settles a start. The best partition so far is kept and the search starts anew from another one:
/// small components, which settle at once, are then nearly always solved to the optimum.
/// </para>
/// </summary>
internal sealed class LeidenSearch
{
    private const int MostStarts = 24;
    private const int FewestPasses = 4;
    private const int MostVisits = 400_000;
    private readonly LeidenLevel<int> assets;
    private readonly LeidenGain gain;
    private readonly ulong seed;
    private readonly LeidenScratch scratch;
    private readonly int[] node;
    private int[] group;
    private double score = double.NegativeInfinity;
    private double bestScore = double.NegativeInfinity;
    private int starts;

    /// <summary>Every asset alone.</summary>
    /// <param name="assets">A connected graph.</param>
    /// <param name="gain">What joining gains.</param>
    /// <param name="seed">Which way is searched.</param>
    /// <param name="scratch">Working arrays, of this thread.</param>
    public LeidenSearch(LeidenLevel<int> assets, LeidenGain gain, int seed, LeidenScratch scratch)
    {
        (this.assets, this.gain, this.seed, this.scratch) = (assets, gain, (ulong)(uint)seed << 32, scratch);
        (node, group, Best) = (new int[assets.Nodes], new int[assets.Nodes], new int[assets.Nodes]);
        Number(group);
    }

    /// <summary>Group of each asset in the best partition so far, named by its lowest asset.</summary>
    public int[] Best { get; private set; }

    /// <summary>Passes made.</summary>
    public int Passes { get; private set; }

    /// <summary>A pass from the best partition bettered nothing.</summary>
    public bool Settled { get; private set; }

    /// <summary>Searches, but not on when passes × assets exceeds 400,000 and four passes are made.</summary>
    /// <param name="mostPasses">Passes after which it ends.</param>
    /// <param name="cancellation">Gives up.</param>
    public void Run(int mostPasses, CancellationToken cancellation)
    {
        if (assets.Nodes == 1) (starts, Settled) = (MostStarts, true);
        var most = Math.Min(mostPasses, Math.Max(FewestPasses, MostVisits / assets.Nodes));
        while (Passes < most && starts < MostStarts) Pass(cancellation);
    }

    private void Pass(CancellationToken cancellation)
    {
        Number(node);
        // Every sixth start goes straight on from node to node, which suits chains and rings, of which roads are made.
        var straight = starts % 6 == 3;
        var (way, greedy) = (LeidenWalk.Hash(seed + (ulong)Passes), straight || Passes == 0);
        var up = Step(assets, group, straight ? LeidenWalk.Straight : way, greedy, out var above, cancellation);
        for (ulong depth = 1; up is not null; depth++) up = Step(up, above, straight ? LeidenWalk.Straight : LeidenWalk.Hash(way + depth), greedy, out above, cancellation);
        NameByLowest(above);
        Passes++;
        Judge();
    }

    private LeidenLevel<long>? Step<TWeight>(LeidenLevel<TWeight> level, int[] of, ulong way, bool greedy, out int[] above, CancellationToken cancellation)
        where TWeight : struct, IBinaryInteger<TWeight>
    {
        new LeidenMoving<TWeight>(level, of, gain, scratch, way).Run(cancellation);
        above = of;
        if (scratch.Renumber(of) == level.Nodes) return null;
        var part = new LeidenRefining<TWeight>(level, of, gain, scratch, way, greedy).Run();
        var parts = scratch.Renumber(part);
        above = new int[parts];
        for (var at = 0; at < part.Length; at++) above[part[at]] = of[at];
        for (var asset = 0; asset < node.Length; asset++) node[asset] = part[node[asset]];
        if (parts < level.Nodes) return level.Aggregate(part, parts, scratch);
        Number(above); // nothing was refined, which rounding alone could bring about: parts are connected, groups might not be
        return null;
    }

    private void NameByLowest(int[] above)
    {
        var lowest = scratch.Free.AsSpan(0, group.Length);
        lowest.Fill(-1);
        var named = new int[group.Length];
        for (var asset = 0; asset < named.Length; asset++)
        {
            ref var known = ref lowest[above[node[asset]]];
            if (known < 0) known = asset;
            named[asset] = known;
        }

        group = named;
    }

    /// <summary>Keeps what is better than the best; starts anew where this pass made nothing better.</summary>
    private void Judge()
    {
        var now = Score();
        if (now > bestScore + gain.Tolerance) (bestScore, Best, Settled) = (now, (int[])group.Clone(), false);
        if (now > score + gain.Tolerance)
        {
            score = now;
            return;
        }

        Settled |= score >= bestScore;
        starts++;
        score = double.NegativeInfinity;
        for (var asset = 0; asset < group.Length; asset++) group[asset] = Start(asset);
    }

    /// <summary>Where an asset begins: with one of its neighbours, as hashed; all together; or alone, in turn.</summary>
    private int Start(int asset)
    {
        if (starts % 3 == 2) return 0;
        if (starts % 3 == 0) return asset;
        var neighbours = assets.Other.AsSpan(assets.Start[asset]..assets.Start[asset + 1]);
        return neighbours[(int)(LeidenWalk.Hash(seed + ((ulong)starts << 32) + (ulong)asset) % (ulong)neighbours.Length)];
    }

    /// <summary>Quality of the groups, but for what is the same in every partition.</summary>
    private double Score()
    {
        long inside = 0;
        Array.Clear(scratch.Total, 0, group.Length);
        for (var asset = 0; asset < group.Length; asset++)
        {
            scratch.Total[group[asset]] += assets.Size[asset];
            for (var at = assets.Start[asset]; at < assets.Start[asset + 1]; at++)
            {
                if (group[assets.Other[at]] == group[asset]) inside += assets.Weight[at];
            }
        }

        var squares = 0.0;
        for (var asset = 0; asset < group.Length; asset++) squares += (double)scratch.Total[asset] * scratch.Total[asset];
        return (inside - gain.Price * squares) / 2;
    }

    private static void Number(int[] of)
    {
        for (var at = 0; at < of.Length; at++) of[at] = at;
    }
}
