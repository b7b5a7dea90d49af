using System.Runtime.InteropServices;

namespace GunMane.Spatial.Affinity.Roads;

/// <summary>
/// Where assets lie on a road network: asset a has the stretches Start[a] … Start[a + 1] − 1, each of one line. A road is on the network with its
/// whole length. Of anything else the points are taken (of lines and outlines one at least every <see cref="StepM"/>), each to the
/// nearest place of the nearest line within <see cref="ReachM"/> and to every line that is not <see cref="RoadNetwork.JoinM"/> farther; neighbouring points on one line make a stretch.
/// </summary>
/// <param name="Start">Offsets per asset, one more than there are assets.</param>
/// <param name="From">Position where each stretch begins; ascending within an asset.</param>
/// <param name="To">Position where it ends.</param>
/// <param name="Low">First node at or after its beginning.</param>
/// <param name="High">First node after its end.</param>
/// <param name="Line">Its line.</param>
internal sealed record RoadAccess(int[] Start, long[] From, long[] To, int[] Low, int[] High, int[] Line)
{
    /// <summary>Assets farther from any road keep their straight distances, metres.</summary>
    public const double ReachM = 100;

    private const double StepM = 25;
    private const int AssetsPerBlock = 1 << 12;

    /// <summary>Whether an asset is on no road.</summary>
    public bool IsOff(int asset) => Start[asset] == Start[asset + 1];

    /// <summary>Finds the stretches.</summary>
    /// <param name="shapes">Geometries in metres.</param>
    /// <param name="network">The roads.</param>
    /// <param name="wanted">Whether an asset is asked about; the others come out as off the roads.</param>
    /// <param name="cancellation">Gives up.</param>
    public static RoadAccess Of(Shapes shapes, RoadNetwork network, bool[] wanted, CancellationToken cancellation)
    {
        var found = new List<(long From, long To)>[(shapes.Count + AssetsPerBlock - 1) / AssetsPerBlock];
        var start = new int[shapes.Count + 1];
        Parallel.For(0, found.Length, new ParallelOptions { CancellationToken = cancellation }, block =>
        {
            var (all, search) = (found[block] = [], new Search(shapes, network));
            for (int asset = block * AssetsPerBlock, end = Math.Min(shapes.Count, asset + AssetsPerBlock); asset < end; asset++)
            {
                var before = all.Count;
                if (wanted[asset]) search.Stretches(asset, all);
                start[asset + 1] = all.Count - before;
            }
        });
        for (var asset = 0; asset < shapes.Count; asset++) start[asset + 1] += start[asset];
        return Placed(network, start, [.. found.SelectMany(stretches => stretches)]);
    }

    private static RoadAccess Placed(RoadNetwork network, int[] start, (long From, long To)[] stretches)
    {
        var (from, to) = (Array.ConvertAll(stretches, stretch => stretch.From), Array.ConvertAll(stretches, stretch => stretch.To));
        return new RoadAccess(start, from, to, Array.ConvertAll(from, position => FirstFrom(network.Nodes, position)), Array.ConvertAll(to, position => FirstFrom(network.Nodes, position + 1)),
            Array.ConvertAll(from, network.Lines.LineAt));
    }

    private static int FirstFrom(long[] nodes, long position)
    {
        var at = Array.BinarySearch(nodes, position);
        return at < 0 ? ~at : at;
    }

    // One thread's working space.
    private sealed class Search(Shapes shapes, RoadNetwork network)
    {
        private readonly RoadLines lines = network.Lines;
        private readonly RoadGrid grid = network.Grid!;
        private readonly List<(int Line, long Position, double Squared)> near = [];
        private readonly List<(int Line, long Position)> before = [];
        private readonly List<(int Line, long Position)> now = [];
        private readonly List<(long From, long To)> stretches = [];

        public void Stretches(int asset, List<(long From, long To)> all)
        {
            if (lines.AssetStart[asset] < lines.AssetStart[asset + 1])
            {
                for (var line = lines.AssetStart[asset]; line < lines.AssetStart[asset + 1]; line++) all.Add((lines.Start(line), lines.End(line)));
                return;
            }

            stretches.Clear();
            for (var part = shapes.PartStart[asset]; part < shapes.PartStart[asset + 1]; part++) Part(shapes.PointStart[part], shapes.PointStart[part + 1]);
            stretches.Sort();
            var first = all.Count;
            foreach (var (from, to) in stretches)
            {
                // One that begins within the last one prolongs it.
                if (all.Count > first && from <= all[^1].To) all[^1] = (all[^1].From, Math.Max(all[^1].To, to));
                else all.Add((from, to));
            }
        }

        private void Part(int from, int to)
        {
            now.Clear();
            for (var at = from; at < to; at++)
            {
                if (at > from) Between(at - 1, at);
                Take(shapes.X[at], shapes.Y[at]);
            }
        }

        private void Between(int one, int two)
        {
            double dx = shapes.X[two] - shapes.X[one], dy = shapes.Y[two] - shapes.Y[one];
            var steps = (int)Math.Ceiling(Math.Sqrt(dx * dx + dy * dy) / StepM);
            for (var step = 1; step < steps; step++) Take(shapes.X[one] + dx * step / steps, shapes.Y[one] + dy * step / steps);
        }

        private void Take(double x, double y)
        {
            before.Clear();
            before.AddRange(now);
            now.Clear();
            Nearest(x, y);
            foreach (var (line, position) in now)
            {
                var last = before.FindIndex(place => place.Line == line);
                var joined = last >= 0 && Math.Abs(before[last].Position - position) <= 2 * StepM * RoadLines.Micro;
                stretches.Add(joined ? (Math.Min(position, before[last].Position), Math.Max(position, before[last].Position)) : (position, position));
            }
        }

        // Fills now with the nearest place of every line that is about as near as the nearest.
        private void Nearest(double x, double y)
        {
            near.Clear();
            var (column, row, least) = (grid.Column(x), grid.Row(y), ReachM - RoadNetwork.JoinM);
            for (var ring = 0; (ring - 1) * grid.Cell <= least + RoadNetwork.JoinM; ring++)
            {
                for (var dy = -ring; dy <= ring; dy++)
                {
                    for (var dx = -ring; dx <= ring; dx += Math.Abs(dy) == ring || ring == 0 ? 1 : 2 * ring)
                    {
                        foreach (var segment in grid.In(column + dx, row + dy)) Offer(segment, x, y, ref least);
                    }
                }
            }

            var limit = near.Count == 0 ? 0 : Math.Sqrt(near.Min(place => place.Squared));
            if (limit > ReachM) return;
            limit = Math.Min(ReachM, limit + RoadNetwork.JoinM);
            foreach (var (line, position, squared) in near)
            {
                if (squared <= limit * limit) now.Add((line, position));
            }
        }

        private void Offer(int segment, double x, double y, ref double least)
        {
            var (t, squared) = RoadJoins.Nearest(lines, segment, x, y);
            if (squared > (least + RoadNetwork.JoinM) * (least + RoadNetwork.JoinM)) return;
            least = Math.Min(least, Math.Sqrt(squared));
            var (line, position) = (lines.LineOf[segment], lines.At(segment, t));
            foreach (ref var place in CollectionsMarshal.AsSpan(near))
            {
                if (place.Line != line) continue;
                if ((squared, position).CompareTo((place.Squared, place.Position)) < 0) place = (line, position, squared);
                return;
            }

            near.Add((line, position, squared));
        }
    }
}
