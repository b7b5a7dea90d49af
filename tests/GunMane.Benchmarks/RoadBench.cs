using System.Diagnostics;
using GunMane.Spatial.Affinity;
using GunMane.Spatial.Affinity.Roads;

namespace GunMane.Benchmarks;

/// <summary>
/// road-distance: distances of all pairs within 100 m along a street network of blocks of 100 m, of which every tenth street is missing; a
/// quarter of the assets are streets, the others lie beside them. The network and the distances; the pairs themselves are found before.
/// </summary>
internal sealed class RoadBench(Action<string> say)
{
    private const double Block = 100;
    private const int RadiusMm = 100_000;
    private const int Rounds = 3;

    /// <summary>Measures one size.</summary>
    public Task<IReadOnlyList<Measurement>> MeasureAsync(int size, CancellationToken cancellation)
    {
        var (shapes, roads) = Town(size);
        var straight = ProximityPairs.Find(shapes, null, RadiusMm, cancellation);
        List<double> network = [], distances = [];
        for (var round = 0; round < Rounds; round++)
        {
            GC.Collect();
            var clock = Stopwatch.StartNew();
            var built = RoadNetwork.Of(shapes, roads, cancellation);
            network.Add(clock.Elapsed.TotalSeconds);
            clock.Restart();
            var along = RoadDistances.Of(straight, shapes, built, cancellation);
            distances.Add(clock.Elapsed.TotalSeconds);
            if (round == 0) say(FormattableString.Invariant($"{size:N0} assets, {straight.Count:N0} pairs within {RadiusMm / 1000} m, {built.Junctions:N0} junctions; {along.Parted:N0} pairs parted, {along.Off.Count(off => off):N0} assets off the roads"));
        }

        say(FormattableString.Invariant($"  network {Measurement.Median(network):0.00} s, distances {Measurement.Median(distances):0.00} s"));
        return Task.FromResult<IReadOnlyList<Measurement>>([new("engine", "road-distance", "s", size, Measurement.Median(network.Zip(distances, (one, two) => one + two)), null, null, null)]);
    }

    // Block by block, so that neighbours have neighbouring numbers: of each the street south or west of it, and three things beside a street.
    private static (Shapes Shapes, bool[] Roads) Town(int size)
    {
        var random = new Random(11);
        var side = (int)Math.Ceiling(Math.Sqrt(size / 8.0));
        List<int> partStart = [0], pointStart = [0];
        List<PartKind> kinds = [];
        List<double> x = [], y = [];
        var roads = new bool[size];
        for (var at = 0; at < size; at++)
        {
            var (block, east) = (at / 8, at / 4 % 2 == 0);
            var (west, south) = (Block * (block % side), Block * (block / side));
            roads[at] = at % 4 == 0 && random.Next(10) != 0;
            var along = random.NextDouble() * Block;
            var beside = (random.NextDouble() - 0.5) * 30;
            Add(roads[at] ? (west, south) : east ? (west + along, south + beside) : (west + beside, south + along));
            if (roads[at]) Add(east ? (west + Block, south) : (west, south + Block));
            kinds.Add(roads[at] ? PartKind.Line : PartKind.Point);
            partStart.Add(kinds.Count);
            pointStart.Add(x.Count);
        }

        return (new Shapes([.. partStart], [.. kinds], [.. pointStart], [.. x], [.. y]), roads);

        void Add((double X, double Y) place)
        {
            x.Add(place.X);
            y.Add(place.Y);
        }
    }
}
