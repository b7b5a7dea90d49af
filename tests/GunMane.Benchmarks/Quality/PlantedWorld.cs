namespace GunMane.Benchmarks.Quality;

/// <summary>A bundle as the generator plants it.</summary>
/// <param name="Weight">Assets that are expected.</param>
/// <param name="Pieces">Where they lie.</param>
/// <param name="Firms">Firms of its territory.</param>
/// <param name="FirmShares">How often a link names each of them.</param>
/// <param name="Place">Number of the road or town that it lies on: bundles of one place touch.</param>
internal sealed record PlantedBundle(double Weight, IReadOnlyList<PlantedPiece> Pieces, int[] Firms, double[] FirmShares, int Place);

/// <summary>
/// The true parameters of one made-up region: towns, bundles, noise. Roads lead from town to town over the borders; along each lie bundles
/// without a gap between them, in the middle of each town others that overlap at their edges. All that is drawn of assets afterwards
/// is independent, asset by asset, given this.
/// </summary>
internal sealed class PlantedWorld
{
    private const double Margin = 4_000;
    private const double RoadAcross = 25;
    private readonly PlantedRandom random;
    private readonly List<PlantedBundle> bundles = [];
    private readonly List<(int[] Firms, double[] Shares)> second = [];
    private readonly List<PlantedPiece> roads = [];

    private PlantedWorld(PlantedParameters parameters, PlantedRandom random)
    {
        (Parameters, this.random) = (parameters, random);
        var (columns, rows) = parameters.Towns;
        Towns = [.. Enumerable.Range(0, columns * rows).Select(at => (
            Margin + (at % columns + random.Between(-0.15, 0.15)) * parameters.TownSpacing,
            Margin + (at / columns + random.Between(-0.15, 0.15)) * parameters.TownSpacing))];
        var place = 0;
        for (; place < Towns.Length; place++) InTown(place);
        foreach (var (from, to) in Neighbours(columns, rows)) AlongRoad(from, to, place++);
        Bundles = [.. bundles];
        Noise = NoisePieces(columns, rows);
    }

    /// <summary>What it was made with.</summary>
    public PlantedParameters Parameters { get; }

    /// <summary>Middles of the towns, metres; the nearest middle is the town of a place.</summary>
    public (double X, double Y)[] Towns { get; }

    /// <summary>The truth.</summary>
    public PlantedBundle[] Bundles { get; }

    /// <summary>Where assets in no bundle lie.</summary>
    public IReadOnlyList<PlantedPiece> Noise { get; }

    /// <summary>Firms with a territory, numbered from 0; those that work everywhere come after.</summary>
    public int LocalFirms { get; private set; }

    /// <summary>Makes the parameters of a region; <paramref name="random"/> goes on with its assets.</summary>
    public static PlantedWorld Make(PlantedParameters parameters, PlantedRandom random) => new(parameters, random);

    /// <summary>Firms of other bundles on the same road or in the same town, ascending.</summary>
    public int[] FirmsBeside(int bundle) =>
        [.. Bundles.Where((other, at) => at != bundle && other.Place == Bundles[bundle].Place).SelectMany(other => other.Firms).Distinct().Order()];

    private static IEnumerable<(int From, int To)> Neighbours(int columns, int rows)
    {
        for (var at = 0; at < columns * rows; at++)
        {
            if (at % columns < columns - 1) yield return (at, at + 1);
            if (at / columns < rows - 1) yield return (at, at + columns);
        }
    }

    // A territory's firms: new ones, or those of a territory that has a bundle elsewhere.
    private (int[] Firms, double[] Shares) Territory()
    {
        if (second.Count > 0 && random.Chance(0.5))
        {
            var known = second[0];
            second.RemoveAt(0);
            return known;
        }

        var count = random.Whole(Parameters.TerritoryFirms.Least, Parameters.TerritoryFirms.Most);
        double[] shares = count == 1 ? [1] : count == 2 ? [0.65, 0.35] : [0.5, 0.3, 0.2];
        var made = (Enumerable.Range(LocalFirms, count).ToArray(), shares);
        LocalFirms += count;
        return made;
    }

    private void Add(double weight, IReadOnlyList<PlantedPiece> pieces, int place, (int[] Firms, double[] Shares) territory)
    {
        bundles.Add(new PlantedBundle(weight, pieces, territory.Firms, territory.Shares, place));
        if (random.Chance(Parameters.SecondBundle)) waiting.Add(territory);
    }

    // Territories that may get their second bundle from the next place on: never two in one place.
    private readonly List<(int[] Firms, double[] Shares)> waiting = [];

    private void NextPlace()
    {
        second.AddRange(waiting);
        waiting.Clear();
    }

    private double Weight() => random.Whole(Parameters.BundleAssets.Least, Parameters.BundleAssets.Most);

    private void InTown(int town)
    {
        var (count, turn) = (random.Whole(Parameters.TownBundles.Least, Parameters.TownBundles.Most), random.Between(0, 2 * Math.PI));
        for (var at = 0; at < count; at++)
        {
            var clusters = random.Whole(2, 4);
            var pieces = new List<PlantedPiece>();
            for (var of = 0; of < clusters; of++)
            {
                var (angle, away) = (turn + 2 * Math.PI * (at + random.Between(0.2, 0.8)) / count, random.Between(120, 420));
                pieces.Add(new PlantedCluster(1.0 / clusters, Towns[town].X + away * Math.Cos(angle), Towns[town].Y + away * Math.Sin(angle), random.Between(80, 140)));
            }

            Add(Weight(), pieces, town, Territory());
        }

        NextPlace();
    }

    // Bundle after bundle along a bending road, from a random point on as far as they reach.
    private void AlongRoad(int from, int to, int place)
    {
        var road = Bent(Towns[from], Towns[to]);
        var length = road.Zip(road.Skip(1)).Sum(pair => Length(pair.First, pair.Second));
        var planned = Enumerable.Range(0, random.Whole(Parameters.RoadBundles.Least, Parameters.RoadBundles.Most))
            .Select(_ => (Weight: Weight(), PerAsset: random.Between(Parameters.RoadPerAsset.Least, Parameters.RoadPerAsset.Most))).ToArray();
        var room = length - 2 * 1_500;
        var scale = Math.Min(1, room / planned.Sum(bundle => bundle.Weight * bundle.PerAsset));
        var at = 1_500 + random.Between(0, 1) * (room - scale * planned.Sum(bundle => bundle.Weight * bundle.PerAsset));
        foreach (var (weight, perAsset) in planned)
        {
            var end = at + weight * perAsset * scale;
            var into = Parameters.Overlap * (end - at);
            Add(weight, RoadPieces(road, at - into, end + into), place, Territory());
            at = end;
        }

        roads.AddRange(Stretches(road, 0, length, 1));
        NextPlace();
    }

    private List<PlantedPiece> RoadPieces((double X, double Y)[] road, double from, double to)
    {
        const double clustered = 0.3;
        var pieces = Stretches(road, from, to, 1 - clustered).ToList();
        var clusters = random.Whole(1, 2);
        for (var of = 0; of < clusters; of++)
        {
            var (x, y) = On(road, random.Between(from + 0.15 * (to - from), to - 0.15 * (to - from)));
            pieces.Add(new PlantedCluster(clustered / clusters, x + random.Between(-120, 120), y + random.Between(-120, 120), random.Between(50, 90)));
        }

        return pieces;
    }

    private (double X, double Y)[] Bent((double X, double Y) from, (double X, double Y) to)
    {
        const int parts = 5;
        var length = Length(from, to);
        return [.. Enumerable.Range(0, parts + 1).Select(at =>
        {
            var bend = at is 0 or parts ? 0 : random.Normal(0.04 * length);
            var (dx, dy) = (to.X - from.X, to.Y - from.Y);
            return (from.X + dx * at / parts - dy / length * bend, from.Y + dy * at / parts + dx / length * bend);
        })];
    }

    // The straight stretches of a road between two distances along it.
    private static IEnumerable<PlantedPiece> Stretches((double X, double Y)[] road, double from, double to, double share)
    {
        var begin = 0.0;
        for (var at = 0; at + 1 < road.Length; at++)
        {
            var length = Length(road[at], road[at + 1]);
            var (low, high) = (Math.Max(from, begin), Math.Min(to, begin + length));
            if (low < high)
            {
                var (a, b) = (On(road, low), On(road, high));
                yield return new PlantedStretch(share * (high - low) / (to - from), a.X, a.Y, b.X, b.Y, RoadAcross);
            }

            begin += length;
        }
    }

    private static (double X, double Y) On((double X, double Y)[] road, double distance)
    {
        for (var at = 0; ; at++)
        {
            var length = Length(road[at], road[at + 1]);
            if (distance > length && at + 2 < road.Length)
            {
                distance -= length;
                continue;
            }

            var along = distance / length;
            return (road[at].X + (road[at + 1].X - road[at].X) * along, road[at].Y + (road[at + 1].Y - road[at].Y) * along);
        }
    }

    private static double Length((double X, double Y) from, (double X, double Y) to) => Math.Sqrt((to.X - from.X) * (to.X - from.X) + (to.Y - from.Y) * (to.Y - from.Y));

    // Half of the noise anywhere, a third along roads, the rest in towns.
    private PlantedPiece[] NoisePieces(int columns, int rows)
    {
        const double anywhere = 0.5, alongRoads = 1.0 / 3, inTowns = 1 - anywhere - alongRoads;
        var field = new PlantedField(anywhere, 2 * Margin + (columns - 1) * Parameters.TownSpacing, 2 * Margin + (rows - 1) * Parameters.TownSpacing);
        var share = alongRoads / roads.Sum(piece => piece.Share);
        return [field, .. roads.Select(piece => piece with { Share = piece.Share * share }),
            .. Towns.Select(town => new PlantedCluster(inTowns / Towns.Length, town.X, town.Y, 400))];
    }
}
