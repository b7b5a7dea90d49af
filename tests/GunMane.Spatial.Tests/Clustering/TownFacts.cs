using GunMane.Spatial.Affinity;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Tests.Clustering;

/// <summary>What is known of the assets of small random towns: firms and traits.</summary>
internal static class TownFacts
{
    /// <summary>A firm of each asset on record, 4 standing for none known, and of every third one more that a title names; role and recent yen leave more or less of them.</summary>
    public static FirmSets Firms(int assets, int[] firms)
    {
        var builder = new FirmSetsBuilder(assets, 6);
        for (var asset = 0; asset < assets; asset++)
        {
            // 4 stands for an asset of which nothing is known.
            if (firms[asset] == 4) continue;
            builder.Link(asset, firms[asset], Evidence.Asset, Evidence.Asset.StrengthPercent(), (byte)(asset % 2 == 0 ? 100 : 25));
            if (asset % 3 == 0) builder.Link(asset, 5, Evidence.Title, Evidence.Title.StrengthPercent(), (byte)(asset % 2 == 0 ? 30 : 100));
        }

        return builder.Build(new int[assets], new Sector[assets]);
    }

    /// <summary>Sectors, sides, ends of terms, years of inspection and work kinds from a number of each asset.</summary>
    public static AssetTraits Traits(int assets, int[] traits) => new(
        [.. Enumerable.Range(0, assets).Select(at => (Sector)(traits[at] * 2 % 5))], [.. Enumerable.Range(0, assets).Select(at => traits[at] - 1)], [.. Enumerable.Range(0, assets).Select(at => at % 3 - 1)],
        [.. Enumerable.Range(0, assets).Select(at => at % 4 == 0 ? 0 : 739_000 + at * 17 % 500)], [.. Enumerable.Range(0, assets).Select(at => (short)(at % 5 == 0 ? 0 : 2025 + at % 4))],
        [.. Enumerable.Range(0, assets).Select(at => (short)(at % 6 == 0 ? 0 : 1 << at % 9 | 1 << traits[at]))]);
}
