namespace GunMane.Benchmarks.Quality;

/// <summary>Adjusted Rand indices of one series at one missing share, a figure per seed.</summary>
/// <param name="Series">floor, ceiling or a method of <see cref="EngineMethods"/>.</param>
/// <param name="Missing">Share of assets of which no firm is known.</param>
/// <param name="Scores">One per seed, in the order of the seeds.</param>
internal sealed record QualityScores(string Series, double Missing, double[] Scores)
{
    /// <summary>Mean over the seeds.</summary>
    public double Mean => Scores.Average();

    /// <summary>Standard deviation over the seeds (n − 1).</summary>
    public double Spread => Scores.Length < 2 ? 0 : Math.Sqrt(Scores.Sum(score => (score - Mean) * (score - Mean)) / (Scores.Length - 1));
}

/// <summary>Measures floor, ceiling and the engine's methods on regions with a planted truth.</summary>
internal static class QualityBench
{
    /// <summary>Location alone.</summary>
    public const string Floor = "floor";

    /// <summary>The Bayes classifier.</summary>
    public const string Ceiling = "ceiling";

    /// <summary>Seeds on which defaults were tuned.</summary>
    public static IReadOnlyList<int> Tuned { get; } = [.. Enumerable.Range(1, 10)];

    /// <summary>Seeds that are reported.</summary>
    public static IReadOnlyList<int> Reported { get; } = [.. Enumerable.Range(11, 10)];

    /// <summary>Missing shares that are reported.</summary>
    public static IReadOnlyList<double> Shares { get; } = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6];

    /// <summary>Series in the order of the table.</summary>
    public static IReadOnlyList<string> Series { get; } = [Floor, .. EngineMethods.All, Ceiling];

    /// <summary>Measures all series on some seeds, two of them at a time.</summary>
    public static IReadOnlyList<QualityScores> Measure(IReadOnlyList<int> seeds, IReadOnlyList<double> shares, Action<string> say)
    {
        var scores = new double[seeds.Count][][];
        Parallel.For(0, seeds.Count, new ParallelOptions { MaxDegreeOfParallelism = 2 }, at =>
        {
            var region = PlantedRegion.Make(new PlantedParameters(), seeds[at]);
            var floor = LocationFloor.Best(region);
            scores[at] = [.. shares.Select(share => OfShare(region, share, floor))];
            say(FormattableString.Invariant($"seed {seeds[at]}: {region.Count:N0} assets, {region.World.Bundles.Length} bundles, {Crossing(region)} of them over a border, {region.World.LocalFirms} firms; location alone best at {floor.Radius:0} m, {floor.MinPoints} points"));
        });
        return [.. shares.SelectMany((share, of) => Series.Select((name, series) => new QualityScores(name, share, [.. scores.Select(seed => seed[of][series])])))];
    }

    private static double[] OfShare(PlantedRegion region, double share, LocationFloor floor)
    {
        var seen = region.Seen(share);
        return [floor.AdjustedRand, .. EngineMethods.All.Select(method => Agreement.Of(region.Bundle, EngineMethods.Label(seen, method))),
            Agreement.Of(region.Bundle, BayesCeiling.Label(region, share))];
    }

    // Bundles with at least five assets on another side of a border than most.
    private static int Crossing(PlantedRegion region)
    {
        const int enough = 5;
        return Enumerable.Range(0, region.Count).Where(asset => region.Bundle[asset] >= 0).GroupBy(asset => region.Bundle[asset])
            .Count(bundle => bundle.CountBy(asset => region.Town[asset]).Count(town => town.Value >= enough) > 1);
    }
}
