namespace GunMane.Benchmarks.Quality;

/// <summary>Draws of the planted-truth generator. A seeded <see cref="Random"/> keeps its sequence over versions of .NET.</summary>
internal sealed class PlantedRandom(int seed)
{
    private readonly Random random = new(seed);

    /// <summary>Evenly from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public double Between(double least, double most) => least + (most - least) * random.NextDouble();

    /// <summary>Evenly, a whole number from <paramref name="least"/> to <paramref name="most"/>, both included.</summary>
    public int Whole(int least, int most) => random.Next(least, most + 1);

    /// <summary>True with a probability.</summary>
    public bool Chance(double probability) => random.NextDouble() < probability;

    /// <summary>Normal with mean 0 (Box and Muller 1958).</summary>
    public double Normal(double deviation) => deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>A place among shares that sum to 1.</summary>
    public int Share(IReadOnlyList<double> shares)
    {
        var rest = random.NextDouble();
        for (var at = 0; at < shares.Count - 1; at++)
        {
            if ((rest -= shares[at]) < 0) return at;
        }

        return shares.Count - 1;
    }
}
