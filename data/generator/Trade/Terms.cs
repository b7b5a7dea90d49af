using GunMane.ModelRegion.Support;

namespace GunMane.ModelRegion.Trade;

/// <summary>When an order is opened, starts and ends.</summary>
public sealed record Term(DateOnly Opened, DateOnly Starts, DateOnly Ends)
{
    private static readonly (int Month, int Day)[] UsualEnds = [(3, 31), (3, 31), (3, 20), (3, 15), (2, 27), (1, 29), (12, 20), (11, 30), (10, 31), (9, 30), (8, 31)];

    /// <summary>An ordinary order of a fiscal year; one in eight runs on for two or three years.</summary>
    public static Term Ordinary(int fiscalYear, bool works, Rng rng)
    {
        var opened = Weekday(new DateOnly(fiscalYear, 4, 5).AddDays(rng.Below(works ? 250 : 190)));
        var starts = opened.AddDays(rng.Whole(7, 21));
        var (month, day) = rng.Pick(UsualEnds);
        var ends = new DateOnly(month < 4 ? fiscalYear + 1 : fiscalYear, month, day).AddDays(-rng.Below(12));
        if (ends < starts.AddDays(45))
            ends = starts.AddDays(rng.Whole(60, 160));
        return new Term(opened, starts, rng.Chance(0.12) ? ends.AddYears(rng.Whole(1, 2)) : ends);
    }

    /// <summary>A whole fiscal year.</summary>
    public static Term Year(int fiscalYear, Rng rng) =>
        new(Weekday(new DateOnly(fiscalYear, 3, 8).AddDays(rng.Below(18))), new DateOnly(fiscalYear, 4, 1), new DateOnly(fiscalYear + 1, 3, 31));

    /// <summary>The last orders of a bundle: begun in fiscal 2023–2025, ended together (within 25 days before the common date).</summary>
    public static Term Common(DateOnly termEnds, Rng rng)
    {
        var opened = Weekday(new DateOnly(rng.Whole(2023, 2024), rng.Whole(4, 11), rng.Whole(1, 28)));
        return new Term(opened, opened.AddDays(rng.Whole(7, 21)), termEnds.AddDays(-rng.Below(25)));
    }

    /// <summary>Length in years, at least a third.</summary>
    public double Years => Math.Max(0.33, (Ends.DayNumber - Starts.DayNumber) / 365.0);

    private static DateOnly Weekday(DateOnly day) => day.DayOfWeek switch
    {
        DayOfWeek.Saturday => day.AddDays(2),
        DayOfWeek.Sunday => day.AddDays(1),
        _ => day,
    };
}
