using GunMane.ModelRegion.Ledger;
using GunMane.ModelRegion.Support;

namespace GunMane.ModelRegion.Trade;

/// <summary>Firms, bundles and orders on top of a region.</summary>
public sealed class Market
{
    /// <summary>Opens the market.</summary>
    public Market(Region region, Rng rng)
    {
        Firms = new Firms(region.Places, rng.Fork("firms"));
        var districts = new Districts(region.Places, region.Book, rng.Fork("districts"));
        var planter = new BundlePlanter(region.Book, Firms);
        Bundles = [.. BundleSpec.All.Select(planter.Plant)];
        new Builders(districts, Firms, rng.Fork("builders")).Fill(region.Book, Bundles);
        Contracts = new Contracts(region.Book, districts, Firms, rng.Fork("contracts")).Make(Bundles);
    }

    /// <summary>All firms.</summary>
    public Firms Firms { get; }

    /// <summary>The planted bundles.</summary>
    public List<Bundle> Bundles { get; }

    /// <summary>All orders by day of opening.</summary>
    public List<Contract> Contracts { get; }
}
