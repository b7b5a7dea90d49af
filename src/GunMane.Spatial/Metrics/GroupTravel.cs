namespace GunMane.Spatial.Metrics;

/// <summary>
/// Patrol of a group done together and apart (guidebook question 4: what does joining bring). Each is the length of a closed tour
/// (<see cref="PatrolTour"/>) in straight lines over the stops of its assets; ways from and to the yards and along the assets themselves are the
/// same or unknown, and left out.
/// </summary>
/// <param name="Stops">Stops of the group: assets whose middles share a cell of <see cref="StopM"/> metres are one stop.</param>
/// <param name="TogetherM">One tour over all stops, metres.</param>
/// <param name="BySideM">Sum of one tour for each side (municipality and owner), metres.</param>
/// <param name="BySectorM">Sum of one tour for each sector, metres.</param>
public sealed record GroupTravel(int Stops, double TogetherM, double BySideM, double BySectorM)
{
    /// <summary>Side of the cells that make a stop, metres; wider where a group has more than <see cref="MostStops"/> stops.</summary>
    public const double StopM = 25;

    private const int MostStops = 2000;
    private const double Coarser = 1.5;

    /// <summary>1 − together / apart by side: 0 for one side, negative where joining makes the tours longer.</summary>
    public double SavedBySide => Saved(BySideM);

    /// <summary>1 − together / apart by sector.</summary>
    public double SavedBySector => Saved(BySectorM);

    /// <summary>Works it out. The stops of all tours are the same, so that tours apart are tours over parts of the joint one.</summary>
    public static GroupTravel Of(IReadOnlyList<GroupedAsset> assets)
    {
        var stops = Stopped(assets);
        var sums = stops.GroupBy(stop => stop.Cell).ToDictionary(cell => cell.Key, cell => (X: cell.Average(stop => stop.Asset.Middle.X), Y: cell.Average(stop => stop.Asset.Middle.Y)));
        double Apart<TKey>(Func<GroupedAsset, TKey> key) => stops.GroupBy(stop => key(stop.Asset)).Sum(part => Tour(part.Select(stop => stop.Cell)));
        double Tour(IEnumerable<(long, long)> cells) => PatrolTour.LengthM([.. cells.Distinct().Select(cell => sums[cell])]);
        var together = Tour(sums.Keys);
        return new GroupTravel(sums.Count, together, Single(assets, asset => asset.Side) ? together : Apart(asset => asset.Side),
            Single(assets, asset => asset.Held.Sector) ? together : Apart(asset => asset.Held.Sector));
    }

    private double Saved(double apart) => apart == 0 ? 0 : 1 - TogetherM / apart;

    private static bool Single<TKey>(IReadOnlyList<GroupedAsset> assets, Func<GroupedAsset, TKey> key) => assets.DistinctBy(key).Take(2).Count() < 2;

    private static List<((long, long) Cell, GroupedAsset Asset)> Stopped(IReadOnlyList<GroupedAsset> assets)
    {
        for (var side = StopM; ; side *= Coarser)
        {
            var stops = assets.Select(asset => (((long)Math.Floor(asset.Middle.X / side), (long)Math.Floor(asset.Middle.Y / side)), asset)).ToList();
            if (stops.Select(stop => stop.Item1).Distinct().Count() <= MostStops) return stops;
        }
    }
}
