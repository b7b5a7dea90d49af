using System.Runtime.CompilerServices;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Affinity;

/// <summary>
/// All pairs of assets whose geometries lie within a radius of each other: points, lines and polygons with holes, in the
/// local metres of the study area; 0 where they touch or one contains the other (as ST_Distance of OGC simple features).
/// <para>
/// Distances are rounded to whole millimetres before they are compared. No ledger is surveyed more finely, and two
/// engines that compute the same length in another order then agree: "exactly at the radius" is inside in both. The cut
/// lies at 1 − 1/π of a millimetre, not at a half: surveyed coordinates have short decimals, whose distances often end
/// in exactly half a millimetre, and there the last bit would decide.
/// </para>
/// <para>The hot loops are compiled at full optimisation at once: the first run of a service is as quick as the later ones.</para>
/// <para>Pure; uses all cores; the result depends neither on threads nor on the order of the work.</para>
/// </summary>
public static class ProximityPairs
{
    /// <summary>More pairs than this are refused: about 1 GB with their affinities.</summary>
    public const int MostPairs = 60_000_000;

    private const double OneMillimetre = 0.001;
    private const double Cut = 0.3183;
    private const int BlocksPerThread = 16;

    /// <summary>Finds the pairs.</summary>
    /// <param name="shapes">Geometries in metres.</param>
    /// <param name="active">Which assets take part; null for all.</param>
    /// <param name="radiusMm">Radius, whole millimetres.</param>
    /// <param name="cancellation">Gives up between blocks of assets.</param>
    /// <exception cref="GunManeException">There are more than <see cref="MostPairs"/> pairs (BadInput, parameter <c>radius</c>).</exception>
    public static PairGraph Find(Shapes shapes, bool[]? active, int radiusMm, CancellationToken cancellation) => Find(shapes, active, null, radiusMm, cancellation);

    /// <summary>The same; only pairs of which at least one asset is among those <paramref name="wanted"/>, if not null.</summary>
    internal static PairGraph Find(Shapes shapes, bool[]? active, bool[]? wanted, int radiusMm, CancellationToken cancellation)
    {
        var reach = radiusMm / 1000.0 + OneMillimetre;
        var grid = new SegmentGrid(shapes, active, reach);
        var contained = ContainedPairs.Find(shapes, active, reach);
        var blocks = Blocks(shapes.Count);
        var found = new (List<int> Other, List<int> Mm)[blocks.Length - 1];
        var count = new int[shapes.Count + 1];
        long total = 0;
        Parallel.For(0, found.Length, new ParallelOptions { CancellationToken = cancellation },
            () => new Scratch(shapes, grid, contained, reach, radiusMm, wanted),
            (block, state, scratch) =>
            {
                found[block] = scratch.Search(blocks[block], blocks[block + 1], count);
                if (Interlocked.Add(ref total, found[block].Other.Count) > MostPairs) state.Stop();
                return scratch;
            },
            _ => { });
        if (total > MostPairs) throw TooMany();
        return Joined(found, count, radiusMm);
    }

    private static int[] Blocks(int assets)
    {
        var blocks = Math.Clamp(assets / 64, 1, BlocksPerThread * Environment.ProcessorCount);
        return [.. Enumerable.Range(0, blocks + 1).Select(block => (int)((long)assets * block / blocks))];
    }

    private static PairGraph Joined((List<int> Other, List<int> Mm)[] found, int[] start, int radiusMm)
    {
        for (var asset = 1; asset < start.Length; asset++) start[asset] += start[asset - 1];
        int[] other = new int[start[^1]], mm = new int[start[^1]];
        var at = 0;
        foreach (var block in found)
        {
            block.Other.CopyTo(other, at);
            block.Mm.CopyTo(mm, at);
            at += block.Other.Count;
        }

        return new PairGraph(start, other, mm, radiusMm);
    }

    private static GunManeException TooMany() => new(Refusal.BadInput,
        $"半径が大きすぎます。近い施設の組が {MostPairs / 10_000:N0} 万を超えます。半径を小さくするか、分野・市区町村を絞ってください。"
        + $"(The radius gives more than {MostPairs:N0} pairs: use a smaller one, or fewer sectors or municipalities.)", "radius");

    /// <summary>One thread's working space: the least squared distance found so far from the present asset to each other.</summary>
    private sealed class Scratch
    {
        private readonly Shapes shapes;
        private readonly SegmentGrid grid;
        private readonly List<int>?[] contained;
        private readonly double limit;
        private readonly int radiusMm;
        private readonly bool[]? wanted;
        private readonly double[] best;
        private readonly List<int> touched = [];

        public Scratch(Shapes shapes, SegmentGrid grid, List<int>?[] contained, double reach, int radiusMm, bool[]? wanted)
        {
            (this.shapes, this.grid, this.contained, this.radiusMm, this.wanted) = (shapes, grid, contained, radiusMm, wanted);
            limit = reach * reach;
            best = new double[shapes.Count];
            Array.Fill(best, limit);
        }

        public (List<int> Other, List<int> Mm) Search(int from, int to, int[] count)
        {
            List<int> other = [], mm = [];
            for (var asset = from; asset < to; asset++)
            {
                foreach (var inside in contained[asset] ?? [])
                {
                    if (wanted is null || wanted[asset] || wanted[inside]) Better(inside, 0);
                }

                for (var at = grid.AssetStart[asset]; at < grid.AssetStart[asset + 1]; at++) Around(asset, grid.AssetChunks[at]);
                count[asset + 1] = Collect(other, mm);
            }

            return (other, mm);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Around(int asset, int chunk)
        {
            var only = wanted is null || wanted[asset] ? null : wanted;
            for (var range = 3 * chunk; range < 3 * chunk + 3; range++)
            {
                for (int near = grid.RangeStart[range], end = grid.RangeEnd[range]; near < end; near++)
                {
                    var partner = grid.ChunkAsset[near];
                    if (partner <= asset || (only is not null && !only[partner]) || BoxDistance(chunk, near) >= best[partner]) continue;
                    var least = Least(chunk, near, best[partner]);
                    if (least < best[partner]) Better(partner, least);
                }
            }
        }

        private void Better(int partner, double squared)
        {
            if (best[partner] >= limit) touched.Add(partner);
            best[partner] = squared;
        }

        private int Collect(List<int> other, List<int> mm)
        {
            touched.Sort();
            var before = other.Count;
            foreach (var partner in touched)
            {
                var rounded = (int)Math.Floor(Math.Sqrt(best[partner]) * 1000 + Cut);
                best[partner] = limit;
                if (rounded > radiusMm) continue;
                other.Add(partner);
                mm.Add(rounded);
            }

            touched.Clear();
            return other.Count - before;
        }

        private double BoxDistance(int one, int two)
        {
            var a = grid.Boxes.AsSpan(4 * one, 4);
            var b = grid.Boxes.AsSpan(4 * two, 4);
            var dx = Math.Max(0, Math.Max(b[0] - a[2], a[0] - b[2]));
            var dy = Math.Max(0, Math.Max(b[1] - a[3], a[1] - b[3]));
            return dx * dx + dy * dy;
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private double Least(int one, int two, double least)
        {
            for (int at = grid.ChunkStart[one], end = grid.ChunkStart[one + 1]; at < end && least > 0; at++)
            {
                var segment = grid.SegmentOf[at];
                var (a, b) = segment < 0 ? (~segment, ~segment) : (segment, segment + 1);
                for (int to = grid.ChunkStart[two], last = grid.ChunkStart[two + 1]; to < last; to++)
                {
                    least = Math.Min(least, Distance(a, b, grid.SegmentOf[to], least));
                }
            }

            return least;
        }

        private double Distance(int a, int b, int segment, double enough)
        {
            var (c, d) = segment < 0 ? (~segment, ~segment) : (segment, segment + 1);
            var (x, y) = (shapes.X, shapes.Y);
            if (a == b) return PointTo(a, c, d);
            if (c == d) return PointTo(c, a, b);
            var dx = Math.Max(0, Math.Max(Math.Min(x[c], x[d]) - Math.Max(x[a], x[b]), Math.Min(x[a], x[b]) - Math.Max(x[c], x[d])));
            var dy = Math.Max(0, Math.Max(Math.Min(y[c], y[d]) - Math.Max(y[a], y[b]), Math.Min(y[a], y[b]) - Math.Max(y[c], y[d])));
            if (dx * dx + dy * dy >= enough) return enough;
            return Plane.SegmentToSegment(x[a], y[a], x[b], y[b], x[c], y[c], x[d], y[d]);
        }

        private double PointTo(int point, int from, int to) => Plane.PointToSegment(
            shapes.X[point], shapes.Y[point], shapes.X[from], shapes.Y[from], shapes.X[to], shapes.Y[to]);
    }
}
