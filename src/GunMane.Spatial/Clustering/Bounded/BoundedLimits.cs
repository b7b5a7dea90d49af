using GunMane.Spatial.Affinity;

namespace GunMane.Spatial.Clustering;

/// <summary>What the assets of a bounded grouping bring with them, each array in the order of the graph.</summary>
/// <param name="Yen">Whole yen a year, 0 or more.</param>
/// <param name="Minutes">Direct-work hours a year in whole minutes, 0 or more.</param>
/// <param name="X">Easting of a representative point, metres; taken to whole millimetres.</param>
/// <param name="Y">Northing, likewise.</param>
/// <param name="Key">Dense ids, all different: they decide ties, so that the order of the rows doesn't.</param>
public sealed record BoundedAssets(long[] Yen, long[] Minutes, double[] X, double[] Y, int[] Key);

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
/// <param name="MaxTravelMinutes">Greatest travel time between two of its points; needs <paramref name="TravelKmPerHour"/>.</param>
/// <param name="TravelKmPerHour">Speed as the crow flies that turns travel time into an extent.</param>
public sealed record BoundedLimits(
    BoundedRange Yen = default, BoundedRange Minutes = default, BoundedRange Assets = default,
    double? MaxExtentM = null, double? MaxTravelMinutes = null, double? TravelKmPerHour = null)
{
    /// <summary>The tighter of extent and travel time, whole millimetres; null without either.</summary>
    /// <exception cref="ArgumentException">A negative number, or a travel time without a speed.</exception>
    public long? ExtentMm()
    {
        if (MaxTravelMinutes is not null && TravelKmPerHour is null)
            throw new ArgumentException($"{nameof(MaxTravelMinutes)} needs {nameof(TravelKmPerHour)}, km/h.");
        var travel = MaxTravelMinutes * TravelKmPerHour * 1000 / 60;
        var metres = MaxExtentM is { } extent && travel is { } time ? Math.Min(extent, time) : MaxExtentM ?? travel;
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
}

/// <summary>The limits with every absent one set to what always holds.</summary>
internal readonly struct BoundedCaps(BoundedLimits limits)
{
    public readonly long MinYen = limits.Yen.Min ?? 0, MinMinutes = limits.Minutes.Min ?? 0, MinAssets = limits.Assets.Min ?? 0;
    public readonly long MaxYen = limits.Yen.Max ?? long.MaxValue, MaxMinutes = limits.Minutes.Max ?? long.MaxValue, MaxAssets = limits.Assets.Max ?? long.MaxValue;

    /// <summary>Millimetres; −1 without a limit.</summary>
    public readonly long ExtentMm = limits.ExtentMm() ?? -1;

    public bool HasExtent => ExtentMm >= 0;

    public bool HasMinimum => MinYen > 0 || MinMinutes > 0 || MinAssets > 1;

    public long Squared => ExtentMm * ExtentMm;

    public bool Below(long yen, long minutes, long assets) => yen < MinYen || minutes < MinMinutes || assets < MinAssets;

    public bool Above(long yen, long minutes, long assets) => yen > MaxYen || minutes > MaxMinutes || assets > MaxAssets;

    public long Min(BoundedMeasure measure) => measure switch { BoundedMeasure.Yen => MinYen, BoundedMeasure.Minutes => MinMinutes, _ => MinAssets };

    public long Max(BoundedMeasure measure) => measure switch
    {
        BoundedMeasure.Yen => MaxYen, BoundedMeasure.Minutes => MaxMinutes, BoundedMeasure.Assets => MaxAssets, _ => ExtentMm,
    };
}
