using System.Numerics;
using System.Runtime.CompilerServices;
using GunMane.Spatial.Affinity;

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
/// filter is a walk over its pairs, without the database and without finding them again. One walk marks which pairs hold and counts
/// neighbours, the next joins cores (Union–Find, most pairs already point to one root and cost a comparison), a third lets border
/// assets choose. Pure; uses all cores; the result depends neither on threads nor on the order of the work.
/// </summary>
/// <param name="graph">Pairs within the largest radius that will be asked for.</param>
/// <param name="ties">What firms say of them.</param>
/// <param name="traits">What else is compared.</param>
public sealed class LiveGroups(PairGraph graph, PairTies ties, AssetTraits traits)
{
    private const int Bits = 64;
    private readonly int[] bounds = PairBlocks.Bounds(graph);

    /// <summary>The pairs that it works on.</summary>
    public PairGraph Graph => graph;

    /// <summary>Groups the assets.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The radius is larger than the graph's.</exception>
    public Grouping Density(LiveParameters parameters, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(parameters.RadiusMm, graph.RadiusMm);
        var run = new Run(graph, new PairAffinity.Rule(graph, ties, traits, parameters.Weights, parameters.RadiusMm), parameters);
        var options = new ParallelOptions { CancellationToken = cancellation };
        Parallel.For(0, bounds.Length - 1, options, () => new int[graph.Assets], (block, _, counts) => run.Mark(bounds[block], bounds[block + 1], counts), run.Add);
        run.FindCores();
        Parallel.For(0, bounds.Length - 1, options, block => run.Join(bounds[block], bounds[block + 1]));
        Parallel.For(0, bounds.Length - 1, options, () => new List<Offer>(), (block, _, offers) => run.Offers(bounds[block], bounds[block + 1], offers), run.Take);
        return Grouping.ByLowestMember(run.Roots());
    }

    // A core that a border asset may join: of highest affinity, ties the nearer, then the lower.
    private readonly record struct Offer(int Border, int Core, int Affinity, int Mm)
    {
        public bool IsBetter(Offer than) => (Affinity, -Mm, -Core).CompareTo((than.Affinity, -than.Mm, -than.Core)) > 0;
    }

    private sealed class Run(PairGraph graph, PairAffinity.Rule rule, LiveParameters parameters)
    {
        private readonly ulong[] holds = new ulong[graph.Count / Bits + 1];
        private readonly int[] neighbours = new int[graph.Assets];
        private readonly bool[] core = new bool[graph.Assets];
        private readonly UnionFind groups = new(graph.Assets);
        private readonly Dictionary<int, Offer> best = [];

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public int[] Mark(int from, int to, int[] counts)
        {
            var (other, mm, active) = (graph.Other, graph.DistanceMm, parameters.Active);
            double least = parameters.Threshold;
            for (var asset = from; asset < to; asset++)
            {
                if (active is not null && !active[asset]) continue;
                var own = 0;
                for (int at = graph.Start[asset], end = graph.Start[asset + 1]; at < end; at++)
                {
                    if (mm[at] > parameters.RadiusMm || (active is not null && !active[other[at]]) || rule.Parts(asset, at) < least) continue;
                    Hold(at, from, to);
                    own++;
                    counts[other[at]]++;
                }

                counts[asset] += own;
            }

            return counts;
        }

        // Words at the ends of a block are shared with the blocks beside it.
        private void Hold(int at, int from, int to)
        {
            var word = at / Bits;
            if (word == graph.Start[from] / Bits || word == graph.Start[to] / Bits) Interlocked.Or(ref holds[word], 1UL << at % Bits);
            else holds[word] |= 1UL << at % Bits;
        }

        public void Add(int[] counts)
        {
            lock (neighbours)
            {
                var at = 0;
                for (; at + Vector<int>.Count <= counts.Length; at += Vector<int>.Count) (new Vector<int>(neighbours, at) + new Vector<int>(counts, at)).CopyTo(neighbours, at);
                for (; at < counts.Length; at++) neighbours[at] += counts[at];
            }
        }

        public void FindCores()
        {
            for (var asset = 0; asset < core.Length; asset++)
            {
                core[asset] = neighbours[asset] + 1 >= parameters.MinPoints && (parameters.Active is null || parameters.Active[asset]);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Join(int from, int to)
        {
            var other = graph.Other;
            for (var asset = from; asset < to; asset++)
            {
                if (!core[asset]) continue;
                for (int at = graph.Start[asset], end = graph.Start[asset + 1]; at < end; at++)
                {
                    if ((holds[at / Bits] >> at % Bits & 1) == 0) continue;
                    var partner = other[at];
                    if (core[partner] && !groups.HaveOneParent(asset, partner)) groups.Union(asset, partner);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public List<Offer> Offers(int from, int to, List<Offer> offers)
        {
            var other = graph.Other;
            for (var asset = from; asset < to; asset++)
            {
                var own = core[asset];
                for (int at = graph.Start[asset], end = graph.Start[asset + 1]; at < end; at++)
                {
                    if ((holds[at / Bits] >> at % Bits & 1) == 0 || core[other[at]] == own) continue;
                    var (border, centre) = own ? (other[at], asset) : (asset, other[at]);
                    offers.Add(new Offer(border, centre, (int)Math.Floor(rule.Parts(asset, at)), graph.DistanceMm[at]));
                }
            }

            return offers;
        }

        public void Take(List<Offer> offers)
        {
            lock (best)
            {
                foreach (var offer in offers)
                {
                    if (!best.TryGetValue(offer.Border, out var known) || offer.IsBetter(known)) best[offer.Border] = offer;
                }
            }
        }

        public int[] Roots()
        {
            var root = new int[core.Length];
            Parallel.For(0, Bits, part =>
            {
                for (int asset = (int)((long)root.Length * part / Bits), end = (int)((long)root.Length * (part + 1) / Bits); asset < end; asset++) root[asset] = core[asset] ? groups.Find(asset) : -1;
            });
            foreach (var offer in best.Values) root[offer.Border] = root[offer.Core];
            return root;
        }
    }
}
