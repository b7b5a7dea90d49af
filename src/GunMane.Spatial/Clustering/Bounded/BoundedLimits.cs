using GunMane.Spatial.Affinity.Roads;

namespace GunMane.Spatial.Clustering;

/// <summary>What the assets of a bounded grouping bring with them, each array in the order of the graph.</summary>
/// <param name="Yen">Whole yen a year, 0 or more.</param>
/// <param name="Minutes">Direct-work hours a year in whole minutes, 0 or more.</param>
/// <param name="X">Easting of a representative point, metres; taken to whole millimetres.</param>
/// <param name="Y">Northing, likewise.</param>
/// <param name="Key">Dense ids, all different: they decide ties, so that the order of the rows doesn't.</param>
public sealed record BoundedAssets(long[] Yen, long[] Minutes, double[] X, double[] Y, int[] Key)
{
    /// <summary>Which assets the limit of travel time lets be in one group; null: told from the straight distance of their points.</summary>
    public TravelStops? Travel { get; init; }
}

/// <summary>A least and a greatest amount, each optional and each inside when equal.</summary>
/// <param name="Min">Least amount; null: any.</param>
/// <param name="Max">Greatest amount; null: any.</param>
public readonly record struct BoundedRange(long? Min = null, long? Max = null)
{
    /// <summary>Whether an amount lies inside.</summary>
    public bool Holds(long amount) => !(amount < Min) && !(amount > Max);
}

/// <summary>What every group has to keep: a contract worth a tender, yet small enough for local firms and a day of patrol.</summary>
/// <param name="Yen">Yen a year.</param>
/// <param name="Minutes">Direct-work minutes a year.</param>
/// <param name="Assets">Number of assets.</param>
/// <param name="MaxExtentM">Greatest distance of two representative points of a group, metres (to the millimetre; equal is inside).</param>
/// <param name="MaxTravelMinutes">Greatest travel time between any two of its points, end to end; needs <paramref name="TravelKmPerHour"/> or <see cref="BoundedAssets.Travel"/>.</param>
/// <param name="TravelKmPerHour">Speed on the way.</param>
/// <param name="TravelDetour">The way in straight distances, 1 or more; counts only without <see cref="BoundedAssets.Travel"/>.</param>
public sealed record BoundedLimits(
    BoundedRange Yen = default, BoundedRange Minutes = default, BoundedRange Assets = default,
    double? MaxExtentM = null, double? MaxTravelMinutes = null, double? TravelKmPerHour = null, double TravelDetour = 1)
{
    /// <summary>The extent, whole millimetres; null without.</summary>
    /// <exception cref="ArgumentException">A negative number.</exception>
    public long? ExtentMm() => Millimetres(MaxExtentM);

    /// <summary>The straight distance that the travel time allows, whole millimetres; null without.</summary>
    /// <exception cref="ArgumentException">A negative number, a detour below 1, or a travel time without a speed.</exception>
    public long? TravelMm()
    {
        if (MaxTravelMinutes is not null && TravelKmPerHour is null)
            throw new ArgumentException($"{nameof(MaxTravelMinutes)} needs {nameof(TravelKmPerHour)}, km/h.");
        if (!(TravelDetour >= 1)) throw new ArgumentException($"{nameof(TravelDetour)} has to be 1 or more.");
        return Millimetres(MaxTravelMinutes * TravelKmPerHour * 1000 / 60 / TravelDetour);
    }

    private static long? Millimetres(double? metres)
    {
        if (metres is { } m && !(m >= 0)) throw new ArgumentException("Extent, travel time and speed have to be 0 or more.");
        return metres is { } given ? (long)Math.Floor(Math.Min(given * 1000, BoundedNet.WidestMm) + 0.5) : null;
    }
}

/// <summary>Measures of a group.</summary>
public enum BoundedMeasure
{
    /// <summary>Yen a year.</summary>
    Yen,

    /// <summary>Direct-work minutes a year.</summary>
    Minutes,

    /// <summary>Number of assets.</summary>
    Assets,

    /// <summary>Extent, millimetres.</summary>
    Extent,

    /// <summary>Travel time, seconds.</summary>
    Travel,
}

/// <summary>The limits with every absent one set to what always holds.</summary>
/// <param name="limits">The limits.</param>
/// <param name="byStops">Whether travel time is told by stops on the roads, not by straight distance.</param>
internal readonly struct BoundedCaps(BoundedLimits limits, bool byStops)
{
    public readonly long MinYen = limits.Yen.Min ?? 0, MinMinutes = limits.Minutes.Min ?? 0, MinAssets = limits.Assets.Min ?? 0;
    public readonly long MaxYen = limits.Yen.Max ?? long.MaxValue, MaxMinutes = limits.Minutes.Max ?? long.MaxValue, MaxAssets = limits.Assets.Max ?? long.MaxValue;

    /// <summary>The tighter of what extent and travel time allow in a straight line, millimetres; −1 without a limit.</summary>
    public readonly long ExtentMm = Tighter(limits.ExtentMm(), byStops ? null : limits.TravelMm());

    private readonly long ownMm = limits.ExtentMm() ?? -1;
    private readonly long travelMm = byStops ? -1 : limits.TravelMm() ?? -1;
    private readonly long seconds = limits.MaxTravelMinutes is { } minutes ? (long)Math.Floor(minutes * 60 + 0.5) : -1;

    public bool HasExtent => ExtentMm >= 0;

    /// <summary>Whether there is a limit of extent, or of travel time.</summary>
    public bool Has(BoundedMeasure measure) => measure == BoundedMeasure.Travel ? seconds >= 0 : measure != BoundedMeasure.Extent || ownMm >= 0;

    /// <summary>Whether the extent, or the travel time, keeps two assets from being in one group.</summary>
    public bool KeepsApart(BoundedNet net, int one, int two, BoundedMeasure measure)
    {
        if (measure != BoundedMeasure.Travel) return ownMm >= 0 && net.Squared(one, two) > ownMm * ownMm;
        return travelMm >= 0 && net.Squared(one, two) > travelMm * travelMm || !net.Travels(one, two);
    }

    public bool HasMinimum => MinYen > 0 || MinMinutes > 0 || MinAssets > 1;

    public long Squared => ExtentMm * ExtentMm;

    public bool Below(long yen, long minutes, long assets) => yen < MinYen || minutes < MinMinutes || assets < MinAssets;

    public bool Above(long yen, long minutes, long assets) => yen > MaxYen || minutes > MaxMinutes || assets > MaxAssets;

    public long Min(BoundedMeasure measure) => measure switch { BoundedMeasure.Yen => MinYen, BoundedMeasure.Minutes => MinMinutes, _ => MinAssets };

    public long Max(BoundedMeasure measure) => measure switch
    {
        BoundedMeasure.Yen => MaxYen, BoundedMeasure.Minutes => MaxMinutes, BoundedMeasure.Assets => MaxAssets, BoundedMeasure.Travel => seconds, _ => ownMm,
    };

    private static long Tighter(long? one, long? two) => one is { } a && two is { } b ? Math.Min(a, b) : one ?? two ?? -1;
}
