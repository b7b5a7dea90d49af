namespace GunMane.Benchmarks;

/// <summary>
/// Made-up assets as points, in metres: towns with streets, road corridors between them, and a few anywhere. Seeded: the same
/// size gives the same points. <see cref="Eps"/> is calibrated to a mean of twelve neighbours.
/// </summary>
internal sealed class PointTowns
{
    private const double Width = 140_000;
    private const double Height = 240_000;
    private const int Towns = 160;
    private const int Neighbours = 12;
    private const int Sample = 4000;
    private static readonly int[] Around = [-1, 0, 1];
    private readonly Random random;
    private readonly double people;

    private PointTowns(int size, int seed)
    {
        random = new Random(seed);
        (X, Y) = (new double[size], new double[size]);
        var towns = Enumerable.Range(0, Towns).Select(at => (X: random.NextDouble() * Width, Y: random.NextDouble() * Height, People: 1 / Math.Pow(at + 1, 0.8))).ToArray();
        people = towns.Sum(town => town.People);
        var corridors = Corridors(towns);
        for (var at = 0; at < size; at++)
        {
            var kind = random.NextDouble();
            (X[at], Y[at]) = kind < 0.62 ? InTown(towns) : kind < 0.95 ? OnRoad(corridors) : (random.NextDouble() * Width, random.NextDouble() * Height);
            (X[at], Y[at]) = (Math.Round(X[at], 3), Math.Round(Y[at], 3));
        }

        Eps = Calibrated();
    }

    /// <summary>Eastings.</summary>
    public double[] X { get; }

    /// <summary>Northings.</summary>
    public double[] Y { get; }

    /// <summary>Radius with a mean of twelve neighbours.</summary>
    public double Eps { get; }

    /// <summary>Makes points.</summary>
    public static PointTowns Make(int size, int seed = 20260401) => new(size, seed);

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private T Weighted<T>(T[] items, Func<T, double> weight, double sum)
    {
        var rest = random.NextDouble() * sum;
        foreach (var item in items)
        {
            if ((rest -= weight(item)) <= 0) return item;
        }

        return items[^1];
    }

    private (double, double) InTown((double X, double Y, double People)[] towns)
    {
        var sum = people;
        var town = Weighted(towns, at => at.People, sum);
        var spread = 600 + 9000 * Math.Sqrt(town.People / sum);
        double x = town.X + Normal() * spread, y = town.Y + Normal() * spread;
        if (random.NextDouble() > 0.6) return (x, y);
        const double street = 120;
        return random.Next(2) == 0 ? (Math.Round(x / street) * street + Normal() * 4, y) : (x, Math.Round(y / street) * street + Normal() * 4);
    }

    private (double X0, double Y0, double X1, double Y1, double Length)[] Corridors((double X, double Y, double People)[] towns)
    {
        var roads = new List<(double, double, double, double, double)>();
        for (var from = 0; from < towns.Length; from++)
        {
            var near = Enumerable.Range(0, towns.Length).Where(to => to != from).OrderBy(to => Length(towns[from], towns[to])).Take(3);
            foreach (var to in near.Where(to => to > from))
            {
                var (before, length) = ((towns[from].X, towns[from].Y), Length(towns[from], towns[to]));
                for (var piece = 1; piece <= 5; piece++)
                {
                    var bend = piece == 5 ? 0 : Normal() * 0.06 * length;
                    double dx = towns[to].X - towns[from].X, dy = towns[to].Y - towns[from].Y;
                    var next = (X: towns[from].X + dx * piece / 5 - dy / length * bend, Y: towns[from].Y + dy * piece / 5 + dx / length * bend);
                    roads.Add((before.X, before.Y, next.X, next.Y, Math.Sqrt(Math.Pow(next.X - before.X, 2) + Math.Pow(next.Y - before.Y, 2))));
                    before = next;
                }
            }
        }

        return [.. roads];
    }

    private static double Length((double X, double Y, double) from, (double X, double Y, double) to) =>
        Math.Sqrt(Math.Pow(to.X - from.X, 2) + Math.Pow(to.Y - from.Y, 2));

    private (double, double) OnRoad((double X0, double Y0, double X1, double Y1, double Length)[] roads)
    {
        roadLength = roadLength > 0 ? roadLength : roads.Sum(road => road.Length);
        var road = Weighted(roads, at => at.Length, roadLength);
        var along = random.NextDouble();
        return (road.X0 + (road.X1 - road.X0) * along + Normal() * 15, road.Y0 + (road.Y1 - road.Y0) * along + Normal() * 15);
    }

    private double roadLength;

    // Distances from a sample of points to all others nearby: the mean number of neighbours is twelve where so many of them are nearer.
    private double Calibrated()
    {
        var step = Math.Max(1, X.Length / Sample);
        var sample = Enumerable.Range(0, X.Length / step).Select(at => at * step).ToArray();
        for (var reach = 150 * Math.Sqrt(1e6 / X.Length); ; reach *= 2)
        {
            var near = Distances(sample, reach);
            if (near.Length > Neighbours * sample.Length) return Math.Round(near[Neighbours * sample.Length], 1);
        }
    }

    // Ascending, the points themselves left out.
    private double[] Distances(int[] sample, double reach)
    {
        (int, int) Cell(int point) => ((int)(X[point] / reach + 2), (int)(Y[point] / reach + 2));
        var cells = sample.SelectMany(point => from dx in Around from dy in Around let cell = Cell(point) select (Cell: (cell.Item1 + dx, cell.Item2 + dy), Point: point)).ToLookup(entry => entry.Cell, entry => entry.Point);
        var found = new List<double>();
        for (var point = 0; point < X.Length; point++)
        {
            foreach (var from in cells[Cell(point)])
            {
                var distance = Math.Sqrt(Math.Pow(X[point] - X[from], 2) + Math.Pow(Y[point] - Y[from], 2));
                if (from != point && distance <= reach) found.Add(distance);
            }
        }

        found.Sort();
        return [.. found];
    }
}
