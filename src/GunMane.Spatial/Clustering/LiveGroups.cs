using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.CompilerServices;
using GunMane.Spatial.Affinity;
using GunMane.Spatial.Affinity.Edits;

namespace GunMane.Spatial.Clustering;

/// <summary>What a planner changes while looking at the map.</summary>
/// <param name="RadiusMm">Radius, at most that of the resident graph; whole millimetres.</param>
/// <param name="Weights">Weights of the affinity.</param>
/// <param name="Threshold">Least affinity of neighbours, millionths; equal is enough.</param>
/// <param name="MinPoints">Neighbours, itself counted, that make a core.</param>
/// <param name="Active">Which assets take part; null for all.</param>
public sealed record LiveParameters(int RadiusMm, AffinityWeights Weights, int Threshold, int MinPoints, bool[]? Active = null);

/// <summary>
/// Density groups (<see cref="DensityGroups"/>, the same result) on a graph that stays in memory: another radius, weight, threshold or
/// filter is a walk over its pairs, without the database and without finding them again. One walk marks which pairs hold, the next
/// counts neighbours, the third joins cores (Union–Find; most pairs already point to one root and cost a comparison), the last lets
/// border assets choose. Quickest where neighbours have neighbouring numbers, as dense ids of an import have (Hilbert order).
/// Uses all cores; the result depends neither on threads nor on the order of the work. Safe for concurrent use.
/// </summary>
/// <param name="graph">Pairs within the largest radius that will be asked for.</param>
/// <param name="ties">What firms say of them.</param>
/// <param name="traits">What else is compared.</param>
public sealed class LiveGroups(PairGraph graph, PairTies ties, AssetTraits traits)
{
    private readonly int[] bounds = PairBlocks.Bounds(graph);
    private readonly ConcurrentBag<Workspace> free = [];
    private readonly Lock packing = new();
    private PairTraits? packed;

    /// <summary>The pairs that it works on.</summary>
    public PairGraph Graph => graph;

    /// <summary>What firms say of them.</summary>
    public PairTies Ties => ties;

    /// <summary>What else is compared.</summary>
    public AssetTraits Traits => traits;

    /// <summary>Groups the assets.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The radius is larger than the graph's.</exception>
    public Grouping Density(LiveParameters parameters, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(parameters.RadiusMm, graph.RadiusMm);
        if (!free.TryTake(out var space)) space = new Workspace(graph);
        try
        {
            return new Run(graph, ties, traits, parameters.Weights.HasTraits ? Packed(cancellation) : null, parameters, space).Groups(bounds, cancellation);
        }
        finally
        {
            free.Add(space);
        }
    }

    /// <summary>The same pairs under other ties of firms.</summary>
    public LiveGroups With(PairTies other) => new(graph, other, traits) { packed = packed };

    /// <summary>The same after an edit: what traits say of the pairs is taken over, if it was asked for at all.</summary>
    /// <param name="edit">The pairs, and where they stood before.</param>
    /// <param name="kept">What was left alone.</param>
    /// <param name="now">What firms say of the pairs.</param>
    /// <param name="nowTraits">What else is compared.</param>
    /// <param name="sameSides">Whether numbers of towns and owners mean the same as before.</param>
    /// <param name="cancellation">Gives up between blocks of assets.</param>
    public LiveGroups After(EditedPairs edit, KeptAssets kept, PairTies now, AssetTraits nowTraits, bool sameSides, CancellationToken cancellation)
    {
        PairTraits? known;
        lock (packing) known = packed;
        return new LiveGroups(edit.Graph, now, nowTraits) { packed = known is null || !sameSides ? null : EditedTies.Of(edit, kept, (known, traits), nowTraits, cancellation) };
    }

    // What traits say of the pairs: worked out at the first weight that asks for it, three bytes a pair.
    private PairTraits Packed(CancellationToken cancellation)
    {
        lock (packing) return packed ??= PairTraits.Of(graph, traits, cancellation);
    }

    // A core that a border asset may join: of highest affinity, ties the nearer, then the lower.
    private readonly record struct Offer(int Border, int Core, int Affinity, int Mm)
    {
        public bool IsBetter(Offer than) => (Affinity, -Mm, -Core).CompareTo((than.Affinity, -than.Mm, -than.Core)) > 0;
    }

    // Arrays that are too long to be made anew for every move of a slider.
    private sealed class Workspace(PairGraph graph)
    {
        public ulong[] Holds { get; } = new ulong[(graph.Count + PairTest.Bits - 1) / PairTest.Bits];

        public int[] Neighbours { get; } = new int[graph.Assets];

        public bool[] Core { get; } = new bool[graph.Assets];

        public UnionFind Groups { get; } = new(graph.Assets);

        public ConcurrentBag<int[]> Counts { get; } = [];

        public int[] Chosen { get; } = new int[graph.Assets];
    }

    private sealed class Run(PairGraph graph, PairTies ties, AssetTraits traits, PairTraits? packed, LiveParameters parameters, Workspace space)
    {
        private const int Bits = PairTest.Bits;
        private const int WordsPerBlock = 1 << 11;
        private readonly PairAffinity.Rule rule = new(graph, ties, traits, parameters.Weights, parameters.RadiusMm);
        private readonly ulong[] holds = space.Holds;
        private readonly bool[] core = space.Core;
        private readonly int[] other = graph.Other;
        private readonly int[] start = graph.Start;
        private readonly UnionFind groups = space.Groups;
        private readonly int[] chosen = space.Chosen;
        private readonly List<Offer> offers = [];

        public Grouping Groups(int[] bounds, CancellationToken cancellation)
        {
            var options = new ParallelOptions { CancellationToken = cancellation };
            void OverBlocks(Action<int, int> work) => Parallel.For(0, bounds.Length - 1, options, block => work(bounds[block], bounds[block + 1]));
            Parallel.For(0, (holds.Length + WordsPerBlock - 1) / WordsPerBlock, options, Mark);
            if (parameters.Active is not null) OverBlocks(Filter);
            Array.Clear(space.Neighbours);
            Parallel.For(0, bounds.Length - 1, options, () => space.Counts.TryTake(out var counts) ? counts : new int[graph.Assets], (block, _, counts) => Count(bounds[block], bounds[block + 1], counts), Add);
            FindCores();
            Parallel.For(0, bounds.Length - 1, options, () => new List<Offer>(), (block, _, made) => Join(bounds[block], bounds[block + 1], made), Take);
            return Grouping.ByLowestMember(Roots());
        }

        private void Mark(int block) => new PairTest(graph, ties, packed, parameters.Weights, parameters.RadiusMm, parameters.Threshold)
            .Fill(holds, block * WordsPerBlock, Math.Min(holds.Length, (block + 1) * WordsPerBlock));

        private void Filter(int from, int to)
        {
            var active = parameters.Active!;
            for (var asset = from; asset < to; asset++)
            {
                for (int at = start[asset], end = start[asset + 1]; at < end; at++)
                {
                    if (!active[asset] || !active[other[at]]) Interlocked.And(ref holds[at / Bits], ~(1UL << at));
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private int[] Count(int from, int to, int[] counts)
        {
            for (var asset = from; asset < to; asset++)
            {
                var own = 0;
                foreach (var at in Holding(asset))
                {
                    own++;
                    counts[other[at]]++;
                }

                counts[asset] += own;
            }

            return counts;
        }

        private void Add(int[] counts)
        {
            lock (space.Neighbours)
            {
                var (at, sum) = (0, space.Neighbours);
                for (; at + Vector<int>.Count <= counts.Length; at += Vector<int>.Count) (new Vector<int>(sum, at) + new Vector<int>(counts, at)).CopyTo(sum, at);
                for (; at < counts.Length; at++) sum[at] += counts[at];
            }

            Array.Clear(counts);
            space.Counts.Add(counts);
        }

        private void FindCores()
        {
            groups.Reset();
            for (var asset = 0; asset < core.Length; asset++) core[asset] = space.Neighbours[asset] + 1 >= parameters.MinPoints && (parameters.Active is null || parameters.Active[asset]);
        }

        // Joins cores; where one of a pair is a core, the other may want to join it.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private List<Offer> Join(int from, int to, List<Offer> made)
        {
            for (var asset = from; asset < to; asset++)
            {
                var own = core[asset];
                foreach (var at in Holding(asset))
                {
                    var partner = other[at];
                    if (own && core[partner])
                    {
                        if (!groups.HaveOneParent(asset, partner)) groups.Union(asset, partner);
                    }
                    else if (own || core[partner])
                    {
                        made.Add(new Offer(own ? partner : asset, own ? asset : partner, (int)Math.Floor(rule.Parts(asset, at)), graph.DistanceMm[at]));
                    }
                }
            }

            return made;
        }

        private HoldingPairs Holding(int asset) => new(holds, start[asset], start[asset + 1]);

        private void Take(List<Offer> made)
        {
            lock (offers) offers.AddRange(made);
        }

        private int[] Roots()
        {
            var root = new int[core.Length];
            Parallel.For(0, Bits, part =>
            {
                for (int asset = (int)((long)root.Length * part / Bits), end = (int)((long)root.Length * (part + 1) / Bits); asset < end; asset++) root[asset] = core[asset] ? groups.Find(asset) : -1;
            });
            Choose();
            foreach (var offer in offers) root[offer.Border] = root[offers[chosen[offer.Border]].Core];
            return root;
        }

        private void Choose()
        {
            foreach (var offer in offers) chosen[offer.Border] = -1;
            for (var at = 0; at < offers.Count; at++)
            {
                ref var best = ref chosen[offers[at].Border];
                if (best < 0 || offers[at].IsBetter(offers[best])) best = at;
            }
        }
    }

    // The pairs of an asset that hold.
    private ref struct HoldingPairs(ulong[] holds, int start, int end)
    {
        private const int Bits = PairTest.Bits;
        private int word = start / Bits;
        private ulong rest = start < end ? holds[start / Bits] & ulong.MaxValue << start & Below(end, start / Bits) : 0;

        public int Current { get; private set; }

        public readonly HoldingPairs GetEnumerator() => this;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool MoveNext()
        {
            while (rest == 0)
            {
                if (++word * Bits >= end) return false;
                rest = holds[word] & Below(end, word);
            }

            Current = word * Bits + BitOperations.TrailingZeroCount(rest);
            rest &= rest - 1;
            return true;
        }

        // The bits of a word before an end.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static ulong Below(int end, int word) => end - word * Bits >= Bits ? ulong.MaxValue : (1UL << end) - 1;
    }
}
