using GunMane.ModelRegion.Ledger;
using GunMane.ModelRegion.Support;

namespace GunMane.ModelRegion.Trade;

/// <summary>Fills 施工業者: in a bundle its firms, elsewhere the firm at home in the district, with noise and many unknowns.</summary>
public sealed class Builders(Districts districts, Firms firms, Rng rng)
{
    private const double KnownInBundle = 0.85, Known = 0.53, Noise = 0.13, Stray = 0.012;

    /// <summary>Fills all assets.</summary>
    public void Fill(Book book, IReadOnlyList<Bundle> bundles)
    {
        var byId = bundles.ToDictionary(b => b.Spec.Id);
        foreach (var asset in book.Assets)
        {
            if (!rng.Chance(asset.Bundle is null ? Known : KnownInBundle))
                continue;
            var firm = asset.Bundle is null ? Ordinary(asset) : rng.Pick(Building(byId[asset.Bundle]));
            asset.Builder = Spellings.Of(firm, rng);
        }
    }

    /// <summary>Joint ventures and consultants maintain; their members and colleagues built.</summary>
    private static List<Firm> Building(Bundle bundle) =>
        [.. bundle.Firms.Where(f => f.Class == "会社" && (f.Trades is not ["consultant"]))];

    private Firm Ordinary(Asset asset)
    {
        var trade = Work.TradeOf(asset.Sector);
        if (rng.Chance(Stray) && firms.StrayNear(asset.Middle, trade) is { Count: > 0 } strays)
            return rng.Pick(strays);
        return rng.Chance(Noise) ? rng.Pick(firms.Near(asset.Middle, trade)) : districts.Home(asset.District, trade, firms, rng);
    }
}
