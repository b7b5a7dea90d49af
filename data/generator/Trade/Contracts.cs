using GunMane.ModelRegion.Ledger;
using GunMane.ModelRegion.Support;

namespace GunMane.ModelRegion.Trade;

/// <summary>All orders of five fiscal years: those of the bundles, and the ordinary ones by district.</summary>
public sealed class Contracts(Book book, Districts districts, Firms firms, Rng rng)
{
    private const int Wanted = 1120, FirstYear = 2021, Years = 5;
    private readonly ContractMaker maker = new(rng.Fork("maker"));
    private readonly List<Contract> all = [];

    /// <summary>Makes and numbers all orders.</summary>
    public List<Contract> Make(IReadOnlyList<Bundle> bundles)
    {
        foreach (var bundle in bundles)
            OfBundle(bundle);
        var pools = Pools();
        while (all.Count < Wanted)
            Ordinary(pools);
        return Numbered();
    }

    /// <summary>Every asset of a bundle is named in an order of its firms that ends with the others; earlier years went to them too.</summary>
    private void OfBundle(Bundle bundle)
    {
        foreach (var group in bundle.Assets.GroupBy(a => (a.Owner, a.Sector)))
        {
            foreach (var chunk in group.Chunk(70))
            {
                var kinds = Kinds(bundle, group.Key.Sector);
                foreach (var kind in kinds)
                    Add(bundle, chunk, kind, Term.Common(bundle.Spec.TermEnds, rng), true);
                for (var year = FirstYear; year < FirstYear + 3; year++)
                {
                    if (rng.Chance(0.5))
                        Add(bundle, chunk, rng.Pick(kinds), Term.Year(year, rng), rng.Chance(0.7));
                }
            }
        }
    }

    private List<string> Kinds(Bundle bundle, string sector)
    {
        var kinds = Work.Of(sector).Select(k => k.Kind).ToList();
        if (bundle.Spec.Kind == "process" && sector == "bridge")
            return ["inspection", "design", "repair_works"];
        var running = kinds.Where(k => !Work.IsWorks(k)).ToList();
        return [.. rng.Shuffled(running).Take(sector == "road" ? 2 : 1)];
    }

    private void Add(Bundle bundle, Asset[] assets, string kind, Term term, bool named)
    {
        var able = bundle.Signing.Where(f => f.Trades.Contains(Work.Trade(assets[0].Sector, kind))).ToList();
        var firm = rng.Pick(able.Count > 0 ? able : bundle.Signing);
        all.Add(maker.Make(assets, kind, term, districts.Name(assets[0].District), firm, named));
    }

    private List<(List<Asset> Pool, double Weight)> Pools() =>
        [.. book.Assets.Where(a => a.Bundle is null).GroupBy(a => (a.Owner, a.Sector, a.District)).Select(g => (g.ToList(), Math.Sqrt(g.Count()) * Share(g.Key.Sector)))];

    /// <summary>Roads and bridges are ordered more often than pipes and lamps, which come by the thousand.</summary>
    private static double Share(string sector) => sector switch
    {
        "bridge" or "tunnel" => 3.5,
        "road" => 2.2,
        "park" or "slope" => 1.6,
        _ => 0.8,
    };

    private void Ordinary(List<(List<Asset> Pool, double Weight)> pools)
    {
        var pool = rng.Weighted(pools);
        var (sector, district) = (pool[0].Sector, pool[0].District);
        var kind = rng.Weighted(Work.Of(sector));
        var works = Work.IsWorks(kind);
        var heart = rng.Pick(pool).Middle;
        var assets = pool.OrderBy(a => a.Middle.Distance(heart)).Take(works ? rng.Whole(1, 6) : rng.Whole(4, 45)).ToList();
        var trade = Work.Trade(sector, kind);
        var home = rng.Chance(0.78) ? districts.Home(district, trade, firms, rng) : rng.Pick(firms.Near(heart, trade));
        var joint = trade == "civil" && rng.Chance(0.12) ? firms.JointNear(heart) : [];
        home = joint.Count > 0 ? rng.Pick(joint) : home;
        if (rng.Chance(0.03) && firms.StrayNear(heart, trade) is { Count: > 0 } strays)
            home = rng.Pick(strays);
        var failed = rng.Chance(0.14);
        all.Add(maker.Make(assets, kind, Term.Ordinary(FirstYear + rng.Below(Years), works, rng), districts.Name(district), failed ? null : home, rng.Chance(0.74)));
    }

    private List<Contract> Numbered()
    {
        var ordered = all.OrderBy(c => c.FiscalYear).ThenBy(c => c.Opened).ThenBy(c => c.Orderer, StringComparer.Ordinal).ThenBy(c => c.Title, StringComparer.Ordinal).ToList();
        var counts = new Dictionary<(string, int), int>();
        foreach (var contract in ordered)
        {
            var key = (contract.Orderer, contract.FiscalYear);
            counts[key] = counts.GetValueOrDefault(key) + 1;
            contract.Number = $"{contract.Orderer}-{contract.FiscalYear}-{counts[key]:0000}";
        }
        return ordered;
    }
}
