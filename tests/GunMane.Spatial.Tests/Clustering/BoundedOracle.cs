using GunMane.Spatial.Clustering;

namespace GunMane.Spatial.Tests.Clustering;

/// <summary>A set of assets, and what the limits say of it.</summary>
internal sealed record BoundedSet(int Bits, List<int> Members, bool Connected, bool WithinMaxima, bool Allowed, long Affinity);

/// <summary>Limits word for word, over every set of the assets of a very small town.</summary>
internal static class BoundedOracle
{
    /// <summary>Every set but the empty one.</summary>
    public static List<BoundedSet> Sets(BoundedTown town) => [.. Enumerable.Range(1, (1 << town.Count) - 1).Select(bits => Judged(town, bits))];

    /// <summary>Most assets in disjoint allowed sets, and most affinity with as many.</summary>
    public static (int Placed, long Affinity) Best(BoundedTown town)
    {
        var allowed = Sets(town).Where(set => set.Allowed).ToList();
        var best = new (int Placed, long Affinity)[1 << town.Count];
        for (var bits = 1; bits < best.Length; bits++)
        {
            var lowest = bits & -bits;
            best[bits] = best[bits ^ lowest];
            foreach (var set in allowed.Where(set => (set.Bits & ~bits) == 0 && (set.Bits & lowest) != 0))
            {
                var rest = best[bits ^ set.Bits];
                var offer = (rest.Placed + set.Members.Count, rest.Affinity + set.Affinity);
                if (offer.CompareTo(best[bits]) > 0) best[bits] = offer;
            }
        }

        return best[^1];
    }

    /// <summary>Checks what a conflict says against every set.</summary>
    public static void Check(BoundedTown town, BoundedConflict conflict)
    {
        var range = Range(town.Limits, conflict.Measure);
        Assert.Equal(conflict.Key == "asset_above_maximum" ? range.Max : range.Min, conflict.Limit);
        var withinMaxima = Sets(town).Where(set => set.Connected && set.WithinMaxima && set.Members.Intersect(conflict.Members).Any()).ToList();
        var most = withinMaxima.Select(set => Amount(town, set.Members, conflict.Measure)).DefaultIfEmpty(0).Max();
        switch (conflict.Key)
        {
            case "minimum_above_maximum":
                Assert.Equal(range.Max, conflict.Reached);
                break;
            case "asset_above_maximum":
                Assert.Equal(Amount(town, conflict.Members, conflict.Measure), conflict.Reached);
                Assert.True(conflict.Reached > conflict.Limit);
                break;
            case "island_below_minimum":
                Assert.Equal(Amount(town, conflict.Members, conflict.Measure), conflict.Reached);
                Assert.True(conflict.Reached < conflict.Limit && town.Connected(conflict.Members));
                break;
            case "extent_below_minimum":
                Assert.True(most <= conflict.Reached && conflict.Reached < conflict.Limit);
                break;
            case "limits_conflict":
                Assert.Equal(most, conflict.Reached);
                if (conflict.Against is { } against) Assert.All(conflict.Members, member => Assert.True(Without(town, against, member)));
                break;
            default:
                Assert.Equal(Amount(town, conflict.Members, conflict.Measure), conflict.Reached);
                break;
        }
    }

    private static bool Without(BoundedTown town, BoundedMeasure against, int member)
    {
        var limits = against switch
        {
            BoundedMeasure.Yen => town.Limits with { Yen = town.Limits.Yen with { Max = null } },
            BoundedMeasure.Minutes => town.Limits with { Minutes = town.Limits.Minutes with { Max = null } },
            BoundedMeasure.Assets => town.Limits with { Assets = town.Limits.Assets with { Max = null } },
            BoundedMeasure.Travel => town.Limits with { MaxTravelMinutes = null },
            _ => town.Limits with { MaxExtentM = null },
        };
        var assets = against == BoundedMeasure.Travel ? town.Assets with { Travel = null } : town.Assets;
        return Sets(town with { Limits = limits, Assets = assets }).Any(set => set.Allowed && set.Members.Contains(member));
    }

    private static BoundedSet Judged(BoundedTown town, int bits)
    {
        var members = Enumerable.Range(0, town.Count).Where(at => (bits >> at & 1) == 1).ToList();
        var (yen, minutes) = (Amount(town, members, BoundedMeasure.Yen), Amount(town, members, BoundedMeasure.Minutes));
        var limits = town.Limits;
        var maxima = !(yen > limits.Yen.Max) && !(minutes > limits.Minutes.Max) && !(members.Count > limits.Assets.Max) && !(town.Extent(members) > limits.MaxExtentM) && town.Travels(members);
        var minima = !(yen < limits.Yen.Min) && !(minutes < limits.Minutes.Min) && !(members.Count < limits.Assets.Min);
        var connected = town.Connected(members);
        return new BoundedSet(bits, members, connected, maxima, connected && maxima && minima, town.Affinity(members));
    }

    private static BoundedRange Range(BoundedLimits limits, BoundedMeasure measure) =>
        measure switch { BoundedMeasure.Yen => limits.Yen, BoundedMeasure.Minutes => limits.Minutes, _ => limits.Assets };

    private static long Amount(BoundedTown town, IReadOnlyCollection<int> members, BoundedMeasure measure) => measure switch
    {
        BoundedMeasure.Yen => members.Sum(at => town.Assets.Yen[at]),
        BoundedMeasure.Minutes => members.Sum(at => town.Assets.Minutes[at]),
        _ => members.Count,
    };
}
