namespace GunMane.Spatial.Affinity.Edits;

/// <summary>
/// A graph after an edit: pairs between assets that were left alone are taken over in whole stretches, those of lost assets are dropped, those
/// of touched ones (<see cref="TouchedPairs"/>) put between in order. The same arrays as a graph found anew, and what was worked out for each
/// pair can be taken over along the same stretches. Pure; uses all cores.
/// </summary>
public sealed class EditedPairs
{
    private const int Parts = 64;
    private readonly Stretch[] stretches;

    private EditedPairs(PairGraph graph, Stretch[] stretches) => (Graph, this.stretches) = (graph, stretches);

    // So many pairs that stood at From stand at To.
    private readonly record struct Stretch(int To, int From, int Length);

    /// <summary>The pairs.</summary>
    public PairGraph Graph { get; }

    /// <summary>Puts the pairs together.</summary>
    /// <param name="before">The pairs before.</param>
    /// <param name="kept">What was left alone.</param>
    /// <param name="touched">The pairs of what was not.</param>
    /// <param name="cancellation">Gives up between blocks of assets.</param>
    /// <returns>Null where there would be more than <see cref="ProximityPairs.MostPairs"/> pairs.</returns>
    public static EditedPairs? Of(PairGraph before, KeptAssets kept, TouchedPairs touched, CancellationToken cancellation)
    {
        var start = Starts(before, kept, touched, cancellation);
        if (start is null) return null;
        var graph = new PairGraph(start, new int[start[^1]], new int[start[^1]], before.RadiusMm);
        var bounds = PairBlocks.Bounds(graph);
        var found = new List<Stretch>[bounds.Length - 1];
        Parallel.For(0, found.Length, new ParallelOptions { CancellationToken = cancellation }, block =>
        {
            found[block] = new Merge(before, kept, touched, graph).Fill(bounds[block], bounds[block + 1]);
            foreach (var stretch in found[block]) Copy(before.DistanceMm, graph.DistanceMm, stretch);
        });
        return new EditedPairs(graph, [.. found.SelectMany(stretch => stretch)]);
    }

    /// <summary>What was known of each pair before, at its place now; 0 for the pairs of touched assets.</summary>
    /// <param name="before">One value for each pair before.</param>
    public T[] Carried<T>(T[] before)
        where T : struct
    {
        var now = new T[Graph.Count];
        Parallel.For(0, Parts, part =>
        {
            for (int at = Share(part), end = Share(part + 1); at < end; at++) Copy(before, now, stretches[at]);
        });
        return now;
    }

    private int Share(int part) => (int)((long)stretches.Length * part / Parts);

    private static void Copy<T>(T[] before, T[] now, Stretch stretch) => before.AsSpan(stretch.From, stretch.Length).CopyTo(now.AsSpan(stretch.To));

    private static int[]? Starts(PairGraph before, KeptAssets kept, TouchedPairs touched, CancellationToken cancellation)
    {
        var start = new int[kept.Before.Length + 1];
        Parallel.For(0, Parts, new ParallelOptions { CancellationToken = cancellation }, part =>
        {
            for (int asset = (int)((long)kept.Before.Length * part / Parts), end = (int)((long)kept.Before.Length * (part + 1) / Parts); asset < end; asset++)
                start[asset + 1] = Staying(before, kept, kept.Before[asset]);
        });
        for (var at = 0; at < touched.Assets.Length; at++) start[touched.Assets[at] + 1] += touched.Pairs.Start[at + 1] - touched.Pairs.Start[at];
        long total = 0;
        for (var asset = 1; asset < start.Length; asset++)
        {
            if ((total += start[asset]) > ProximityPairs.MostPairs) return null;
            start[asset] = (int)total;
        }

        return start;
    }

    private static int Staying(PairGraph before, KeptAssets kept, int was)
    {
        if (was < 0) return 0;
        var partners = before.Other.AsSpan(before.Start[was]..before.Start[was + 1]);
        if (kept.Lost == 0) return partners.Length;
        var staying = 0;
        foreach (var partner in partners) staying += kept.Now[partner] >= 0 ? 1 : 0;
        return staying;
    }

    /// <summary>Merges the partners of one asset after the other: those kept, and those of touched pairs; both ascend.</summary>
    private sealed class Merge(PairGraph before, KeptAssets kept, TouchedPairs touched, PairGraph graph)
    {
        private readonly List<Stretch> stretches = [];
        private Stretch open;

        public List<Stretch> Fill(int from, int to)
        {
            var near = Array.BinarySearch(touched.Assets, from);
            if (near < 0) near = ~near;
            for (var asset = from; asset < to; asset++)
            {
                var (fresh, end) = near < touched.Assets.Length && touched.Assets[near] == asset ? (touched.Pairs.Start[near], touched.Pairs.Start[++near]) : (0, 0);
                Asset(asset, kept.Before[asset], fresh, end);
            }

            Close(default);
            return stretches;
        }

        private void Asset(int asset, int was, int fresh, int end)
        {
            var at = graph.Start[asset];
            if (was >= 0)
            {
                for (int old = before.Start[was], last = before.Start[was + 1]; old < last; old++)
                {
                    var partner = kept.Now[before.Other[old]];
                    if (partner < 0) continue;
                    while (fresh < end && touched.Assets[touched.Pairs.Other[fresh]] < partner) Put(at++, fresh++);
                    graph.Other[at] = partner;
                    Keep(at++, old);
                }
            }

            while (fresh < end) Put(at++, fresh++);
        }

        private void Put(int at, int fresh) => (graph.Other[at], graph.DistanceMm[at]) = (touched.Assets[touched.Pairs.Other[fresh]], touched.Pairs.DistanceMm[fresh]);

        private void Keep(int at, int old)
        {
            if (open.To + open.Length == at && open.From + open.Length == old) open = open with { Length = open.Length + 1 };
            else Close(new Stretch(at, old, 1));
        }

        private void Close(Stretch next)
        {
            if (open.Length > 0) stretches.Add(open);
            open = next;
        }
    }
}
