using GunMane.ModelRegion.Ledger;
using GunMane.ModelRegion.Trade;

namespace GunMane.ModelRegion.Output;

/// <summary>Prints what was made.</summary>
public static class Report
{
    /// <summary>Counts by sector, firms, orders, bundles and files.</summary>
    public static void Print(Region region, Market market, Files files)
    {
        foreach (var town in region.Country.Towns)
            Console.WriteLine($"{town.Seat.Code} {town.Seat.Name} {town.Area.Area / 1e6:F1} km²");
        foreach (var (sector, _) in Book.Sectors)
            Console.WriteLine($"{sector}: {region.Book.Of(sector).Count()} ({Counted(region.Book.Of(sector).Select(a => a.Kind))})");
        Console.WriteLine($"assets: {region.Book.Assets.Count}, with builder {Share(region.Book.Assets, a => a.Builder is not null)}");
        Console.WriteLine($"firms: {market.Firms.All.Count} ({Counted(market.Firms.All.Select(f => f.Class))})");
        Console.WriteLine($"contracts: {market.Contracts.Count} ({Counted(market.Contracts.Select(c => c.Outcome))}), naming assets {Share(market.Contracts, c => c.Assets.Count > 0)}");
        Console.WriteLine($"yen: {market.Contracts.Sum(c => c.Price ?? 0):N0}; by kind: {Counted(market.Contracts.Select(c => c.Kind))}");
        foreach (var bundle in market.Bundles)
            Console.WriteLine($"bundle {bundle.Spec.Id}: {bundle.Assets.Count}, connected at {BundleReach.Radius(bundle.Assets)} m. {Reasons.Why(bundle, market.Contracts)}");
        foreach (var (name, bytes) in files.Written)
            Console.WriteLine($"{name}: {bytes:N0} bytes");
        Console.WriteLine($"in all {files.Written.Sum(f => f.Bytes):N0} bytes");
    }

    private static string Counted(IEnumerable<string> words) => string.Join(", ", words.GroupBy(w => w).OrderByDescending(g => g.Count()).Select(g => $"{g.Key} {g.Count()}"));

    private static string Share<T>(IReadOnlyCollection<T> items, Func<T, bool> holds) => $"{100.0 * items.Count(holds) / items.Count:F0} %";
}
