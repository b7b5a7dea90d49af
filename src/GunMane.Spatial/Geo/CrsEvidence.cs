namespace GunMane.Spatial.Geo;

/// <summary>What a sample proves about the system of a file's coordinates. Pure.</summary>
public static class CrsEvidence
{
    /// <summary>Share of the sample that must lie where it is claimed to: rows of neighbours and typing errors leave some out.</summary>
    public const double Proof = 0.6;

    /// <summary>Share by which a system must be ahead of the next one.</summary>
    public const double Lead = 0.2;

    private const int FewestPoints = 3;

    /// <summary>Chance of an error at which two datums count as told apart (two-sided sign test over the points they disagree on).</summary>
    public const double Doubt = 0.01;

    /// <summary>The guesses, the likeliest first: JGD2011 before the Tokyo datum and the usual order of axes first where nothing tells them apart.</summary>
    public static IReadOnlyList<CrsGuess> Ranked(IEnumerable<CrsGuess> guesses) =>
        [.. guesses.OrderByDescending(guess => guess.Placed).ThenByDescending(guess => guess.AsClaimed)
            .ThenBy(guess => guess.Crs.Datum == Datum.Tokyo).ThenBy(guess => guess.Swapped).ThenBy(guess => guess.Crs.Srid)];

    /// <summary>Whether a guess explains the sample.</summary>
    public static bool IsProved(CrsGuess guess) => guess.AsClaimed > 0 && guess.Placed >= Proof * guess.Standing.Count;

    /// <summary>Whether a guess explains the sample so much better than another that they cannot be mistaken.</summary>
    public static bool IsAhead(CrsGuess guess, CrsGuess other) => guess.Placed - other.Placed >= Lead * guess.Standing.Count;

    /// <summary>Whether a guess is so much better than what is declared that the declaration must be wrong: never by a point or two.</summary>
    public static bool Refutes(CrsGuess guess, CrsGuess declared) => IsProved(guess) && IsAhead(guess, declared) && guess.Placed - declared.Placed >= FewestPoints
        && (!guess.IsTwin(declared) || (!SameDatum(guess, declared) && Favours(guess.Standing, declared.Standing) < 0));

    // JGD2011, JGD2000 and WGS 84 count as one.
    private static bool SameDatum(CrsGuess guess, CrsGuess other) => guess.Crs.Datum == Datum.Tokyo == (other.Crs.Datum == Datum.Tokyo);

    /// <summary>
    /// Which of two datums the sample speaks for: −1 the first, 1 the second, 0 neither. Only points count that lie as claimed
    /// in one and elsewhere in the other; points off the coast say nothing.
    /// </summary>
    public static int Favours(IReadOnlyList<Standing> first, IReadOnlyList<Standing> second)
    {
        var (forFirst, forSecond) = (0, 0);
        for (var at = 0; at < first.Count; at++)
        {
            if (first[at] == Standing.AsClaimed && second[at] == Standing.Elsewhere) forFirst++;
            if (second[at] == Standing.AsClaimed && first[at] == Standing.Elsewhere) forSecond++;
        }

        return ChanceOf(Math.Min(forFirst, forSecond), forFirst + forSecond) < Doubt ? (forFirst > forSecond ? -1 : 1) : 0;
    }

    // Two-sided binomial: so few of so many, or fewer, on one side if both were as likely.
    private static double ChanceOf(int few, int all)
    {
        if (all == 0) return 1;
        double term = Math.Pow(0.5, Math.Min(all, 1000)), sum = 0;
        if (all > 1000) return Math.Abs(all - 2.0 * few) > 4 * Math.Sqrt(all) ? 0 : 1;
        for (var at = 0; at <= few; at++)
        {
            sum += term;
            term *= (double)(all - at) / (at + 1);
        }

        return Math.Min(1, 2 * sum);
    }
}
