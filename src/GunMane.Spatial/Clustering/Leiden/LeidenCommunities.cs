using GunMane.Spatial.Affinity;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Clustering;

/// <summary>
/// Communities of an affinity graph by the Leiden algorithm (Traag, Waltman, van Eck 2019, "From Louvain to Leiden: guaranteeing
/// well-connected communities", Scientific Reports 9:5233): groups of assets that hold together more closely than the resolution
/// asks, none larger than its assets carry. Unlike density groups they do not run on along a chain of near assets, and no
/// radius has to fit town and country alike.
/// <para>
/// Edges are the pairs with affinity ≥ threshold, weighed by it; a pair without affinity is none. Every group is connected by its edges.
/// A group need not be the best there is (finding that is NP-hard), but no single asset is better off elsewhere once the search has settled.
/// </para>
/// <para>
/// Pure and deterministic: whole numbers are summed, ties go to the lowest number, and where the paper draws at random, integers are hashed.
/// Assets are taken in the order of a canonical key, so the order of the rows changes nothing.
/// </para>
/// </summary>
public static class LeidenCommunities
{
    /// <summary>Groups the assets of a graph, whose order is the canonical one (ascending dense id).</summary>
    /// <param name="graph">Pairs within the radius.</param>
    /// <param name="affinity">Affinity of each pair, millionths.</param>
    /// <param name="threshold">Least affinity of an edge, millionths; equal is enough.</param>
    /// <param name="options">What is sought, and how long.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="GunManeException">An option is out of range (BadInput, its name).</exception>
    public static Grouping Of(PairGraph graph, int[] affinity, int threshold, LeidenOptions options, CancellationToken cancellation) =>
        Find(graph, affinity, threshold, options, null, cancellation).Grouping;

    /// <summary>The same, with its quality, and for assets in any order.</summary>
    /// <param name="graph">Pairs within the radius.</param>
    /// <param name="affinity">Affinity of each pair, millionths.</param>
    /// <param name="threshold">Least affinity of an edge, millionths; equal is enough.</param>
    /// <param name="options">What is sought, and how long.</param>
    /// <param name="order">Key of each asset (its dense id), each once: assets are taken in its ascending order; null where they stand in it.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="GunManeException">An option is out of range (BadInput, its name).</exception>
    /// <exception cref="ArgumentException">There is not one key for each asset, or two are equal.</exception>
    public static LeidenResult Find(PairGraph graph, int[] affinity, int threshold, LeidenOptions options, long[]? order, CancellationToken cancellation)
    {
        Check(options);
        var place = Places(order, graph.Assets);
        var level = LeidenGraph.Of(graph, affinity, Math.Max(1, threshold), place, options.Quality);
        var search = new LeidenComponents(level, options);
        search.Run(cancellation);
        var group = search.Group;
        var label = place is null ? group : Array.ConvertAll(place, at => group[at]);
        return new LeidenResult(Kept(label, options.SmallestGroup), Quality(graph, affinity, threshold, label, options), search.Passes, search.Settled);
    }

    private static int[]? Places(long[]? order, int assets)
    {
        if (order is null) return null;
        if (order.Length != assets) throw new ArgumentException($"{order.Length} keys for {assets} assets.", nameof(order));
        var (keys, rows) = ((long[])order.Clone(), new int[assets]);
        for (var at = 0; at < assets; at++) rows[at] = at;
        Array.Sort(keys, rows);
        for (var at = 1; at < assets; at++)
        {
            if (keys[at] == keys[at - 1]) throw new ArgumentException($"Two assets have the key {keys[at]}.", nameof(order));
        }

        return Inverse(rows);
    }

    private static int[] Inverse(int[] rows)
    {
        var place = new int[rows.Length];
        for (var at = 0; at < rows.Length; at++) place[rows[at]] = at;
        return place;
    }

    private static Grouping Kept(int[] label, int smallest)
    {
        var members = new int[label.Length];
        foreach (var of in label) members[of]++;
        var lowest = new int[label.Length];
        Array.Fill(lowest, -1);
        for (var at = 0; at < label.Length; at++)
        {
            var of = label[at];
            if (lowest[of] < 0) lowest[of] = at;
            label[at] = members[of] < smallest ? -1 : lowest[of];
        }

        return Grouping.ByLowestMember(label);
    }

    /// <summary>Quality of any partition.</summary>
    /// <param name="graph">Pairs.</param>
    /// <param name="affinity">Affinity of each pair, millionths.</param>
    /// <param name="threshold">Least affinity of an edge, millionths.</param>
    /// <param name="label">Group of each asset, 0 … n − 1; negative: alone.</param>
    /// <param name="options">Which quality at which resolution.</param>
    /// <returns>
    /// Constant Potts Model: Σ (affinity inside − γ · n (n − 1) / 2), in affinity. Modularity: −½ … 1 at γ = 1. See <see cref="CommunityQuality"/>.
    /// </returns>
    public static double Quality(PairGraph graph, int[] affinity, int threshold, int[] label, LeidenOptions options)
    {
        var potts = options.Quality == CommunityQuality.ConstantPotts;
        var (size, inside, twice) = Weigh(graph, affinity, Math.Max(1, threshold), label);
        if (potts) Array.Fill(size, 1);
        var squares = Squares(label, size);
        if (potts) return (double)(inside - (Int128)PairAffinity.ToMillionths(options.Resolution) * ((squares - label.Length) / 2)) / PairAffinity.One;
        return twice == 0 ? 0 : 2.0 * inside / twice - options.Resolution * ((double)squares / ((double)twice * twice));
    }

    private static (long[] AtAsset, long Inside, long Twice) Weigh(PairGraph graph, int[] affinity, int least, int[] label)
    {
        var atAsset = new long[graph.Assets];
        long inside = 0, twice = 0;
        for (var asset = 0; asset < graph.Assets; asset++)
        {
            for (var at = graph.Start[asset]; at < graph.Start[asset + 1]; at++)
            {
                if (affinity[at] < least) continue;
                atAsset[asset] += affinity[at];
                atAsset[graph.Other[at]] += affinity[at];
                twice += 2L * affinity[at];
                if (label[asset] >= 0 && label[asset] == label[graph.Other[at]]) inside += affinity[at];
            }
        }

        return (atAsset, inside, twice);
    }

    /// <summary>Σ of the squared sizes of groups.</summary>
    private static Int128 Squares(int[] label, long[] size)
    {
        var total = new long[label.Length];
        Int128 squares = 0;
        for (var asset = 0; asset < label.Length; asset++)
        {
            if (label[asset] < 0) squares += (Int128)size[asset] * size[asset];
            else total[label[asset]] += size[asset];
        }

        foreach (var sum in total) squares += (Int128)sum * sum;
        return squares;
    }

    private static void Check(LeidenOptions options)
    {
        if (!(options.Resolution >= 0 && options.Resolution <= 1000)) throw Bad("resolution", "0…1000", options.Resolution);
        if (options.SmallestGroup < 1) throw Bad("smallestGroup", "1…", options.SmallestGroup);
        if (options.MostPasses < 1) throw Bad("mostPasses", "1…", options.MostPasses);
    }

    private static GunManeException Bad(string parameter, string range, double value) => new(Refusal.BadInput,
        FormattableString.Invariant($"{parameter} は {range} の値にしてください（{value}）。({parameter} must be in {range}.)"), parameter);
}
