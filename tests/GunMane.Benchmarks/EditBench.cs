using System.Diagnostics;
using GunMane.Spatial.Affinity;
using GunMane.Spatial.Affinity.Edits;
using GunMane.Spatial.Clustering;
using GunMane.Spatial.Model;

namespace GunMane.Benchmarks;

/// <summary>
/// edit: an edit or import moves, adds and removes a third each of so many assets: the resident pairs with what firms say of them after it (edit-1, edit-100, edit-10000),
/// and the same made anew (the rival). edit-moves-10000 has moves only, which leave the weights of firms as they are. Equal: every array is the one made anew.
/// </summary>
internal sealed class EditBench(Action<string> say)
{
    private const int Rounds = 5;
    private const double RadiusOfEps = 2.05;
    private static readonly (int Assets, bool Moves)[] Edits = [(1, true), (1, false), (100, true), (100, false), (10_000, true), (10_000, false), (100_000, true)];

    /// <summary>Measures one size.</summary>
    public Task<IReadOnlyList<Measurement>> MeasureAsync(int size, CancellationToken cancellation)
    {
        var towns = PointTowns.Make(size);
        var (x, y) = PointShapes.AlongCurve(towns.X, towns.Y);
        var firms = FirmTerritories.Of(x, y);
        var radiusMm = (int)(towns.Eps * 1000 * RadiusOfEps);
        var before = State.Anew([.. Enumerable.Range(0, size)], x, y, firms, radiusMm, cancellation);
        say(FormattableString.Invariant($"{size:N0} assets, {before.Graph.Count:N0} resident pairs within {radiusMm / 1000.0} m"));
        List<Measurement> measured = [];
        foreach (var (assets, moves) in Edits.Where(edit => edit.Assets <= size / 10)) measured.Add(Measure(before, x, y, firms, assets, moves, cancellation));
        return Task.FromResult<IReadOnlyList<Measurement>>(measured);
    }

    private Measurement Measure(State before, double[] x, double[] y, int[][] firms, int assets, bool movesOnly, CancellationToken cancellation)
    {
        var (ids, nx, ny, nf) = Changed(x, y, firms, assets, movesOnly);
        List<double> ours = [], theirs = [];
        State? edited = null, anew = null;
        for (var round = 0; round < Rounds; round++)
        {
            (edited, anew) = (null, null);
            GC.Collect();
            var clock = Stopwatch.StartNew();
            edited = before.After(ids, nx, ny, nf, say: round == Rounds - 1 ? say : null, cancellation);
            ours.Add(clock.Elapsed.TotalSeconds - edited.Preparing);
            GC.Collect();
            clock.Restart();
            anew = State.Anew(ids, nx, ny, nf, before.Graph.RadiusMm, cancellation);
            theirs.Add(clock.Elapsed.TotalSeconds - anew.Preparing);
        }

        return new Measurement("engine", $"edit-{(movesOnly ? "moves-" : "")}{assets}", "s", x.Length, Measurement.Median([.. ours]), Measurement.Median([.. theirs]), "made anew", edited!.IsSame(anew!));
    }

    // Seeded: a move by some 300 m; removals; new assets beside existing ones, with the highest ids as imports give them.
    private static (int[] Ids, double[] X, double[] Y, int[][] Firms) Changed(double[] x, double[] y, int[][] firms, int assets, bool movesOnly)
    {
        var random = new Random(5);
        var (ids, nx, ny, nf) = (Enumerable.Range(0, x.Length).ToList(), x.ToList(), y.ToList(), firms.ToList());
        var gone = new HashSet<int>();
        for (var at = 0; at < assets; at++)
        {
            var asset = random.Next(x.Length);
            switch (movesOnly ? 0 : (at + 1) % 3)
            {
                case 0:
                    (nx[asset], ny[asset]) = (nx[asset] + random.Next(-300, 300), ny[asset] + random.Next(-300, 300));
                    break;
                case 1:
                    ids.Add(x.Length + at);
                    nx.Add(x[asset] + 3);
                    ny.Add(y[asset] + 4);
                    nf.Add(firms[asset]);
                    break;
                default:
                    gone.Add(asset);
                    break;
            }
        }

        var stay = Enumerable.Range(0, ids.Count).Where(at => !gone.Contains(ids[at])).ToArray();
        return (Array.ConvertAll(stay, at => ids[at]), Array.ConvertAll(stay, at => nx[at]), Array.ConvertAll(stay, at => ny[at]), Array.ConvertAll(stay, at => nf[at]));
    }

    private sealed record State(int[] Ids, Shapes Shapes, FirmSets Sets, FirmWeights Weights, PairGraph Graph, PairTies Ties, double Preparing)
    {
        public static State Anew(int[] ids, double[] x, double[] y, int[][] firms, int radiusMm, CancellationToken cancellation)
        {
            var (shapes, sets, weights, preparing) = Facts(x, y, firms);
            var graph = ProximityPairs.Find(shapes, null, radiusMm, cancellation);
            return new State(ids, shapes, sets, weights, graph, PairTies.Of(graph, sets, weights, cancellation), preparing);
        }

        public State After(int[] ids, double[] x, double[] y, int[][] firms, Action<string>? say, CancellationToken cancellation)
        {
            var (shapes, sets, weights, preparing) = Facts(x, y, firms);
            var clock = Stopwatch.StartNew();
            var kept = KeptAssets.Between(Ids, Shapes, ids, shapes);
            var compared = clock.Elapsed;
            var touched = TouchedPairs.Find(shapes, Array.ConvertAll(kept.Before, was => was < 0), Graph.RadiusMm, cancellation);
            var found = clock.Elapsed;
            var edit = EditedPairs.Of(Graph, kept, touched, cancellation)!;
            var merged = clock.Elapsed;
            var ties = EditedTies.Of(edit, kept, (Ties, Sets, Weights), (sets, weights), true, cancellation);
            say?.Invoke(FormattableString.Invariant($"  {kept.Touched:N0} touched, {kept.Lost:N0} lost: compared {compared.TotalMilliseconds:0} ms, {touched.Pairs.Count:N0} pairs among {touched.Assets.Length:N0} assets {(found - compared).TotalMilliseconds:0} ms, put together {(merged - found).TotalMilliseconds:0} ms, firms {(clock.Elapsed - merged).TotalMilliseconds:0} ms"));
            return new State(ids, shapes, sets, weights, edit.Graph, ties, preparing);
        }

        public bool IsSame(State other) => Graph.Start.AsSpan().SequenceEqual(other.Graph.Start) && Graph.Other.AsSpan().SequenceEqual(other.Graph.Other) && Graph.DistanceMm.AsSpan().SequenceEqual(other.Graph.DistanceMm)
            && Ties.Trust.AsSpan().SequenceEqual(other.Ties.Trust) && Ties.Common.AsSpan().SequenceEqual(other.Ties.Common);

        // A snapshot brings these; they are no part of what is measured.
        private static (Shapes, FirmSets, FirmWeights, double) Facts(double[] x, double[] y, int[][] firms)
        {
            var clock = Stopwatch.StartNew();
            var sets = FirmTerritories.Sets(firms);
            return (PointShapes.Of(x, y), sets, FirmWeights.Of(sets), clock.Elapsed.TotalSeconds);
        }
    }
}
