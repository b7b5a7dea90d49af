using GunMane.ModelRegion.Land;
using GunMane.ModelRegion.Ledger;
using GunMane.ModelRegion.Support;

namespace GunMane.ModelRegion.Trade;

/// <summary>Makes one order out of its assets: price, bidders, outcome, title.</summary>
public sealed class ContractMaker(Rng rng)
{
    /// <summary>An order; a missing firm means that nobody won. Unnamed orders leave their assets out.</summary>
    public Contract Make(IReadOnlyList<Asset> assets, string kind, Term term, string area, Firm? firm, bool named)
    {
        var (first, works) = (assets[0], Work.IsWorks(kind));
        var ceiling = Ceiling(assets, kind, works ? 1 : term.Years);
        var direct = firm is not null && ceiling < 2_500_000 && rng.Chance(0.55);
        var failure = rng.Chance(0.6) ? "不調" : "不落";
        return new Contract
        {
            Orderer = first.Owner,
            Department = first.Department,
            Title = Title(first, kind, term, area),
            Sector = first.Sector,
            Kind = kind,
            Method = direct ? "随意契約" : rng.Chance(ceiling > 20_000_000 ? 0.8 : 0.3) ? "一般競争入札" : "指名競争入札",
            Bidders = direct ? 1 : firm is not null ? rng.Whole(1, 7) : failure == "不調" ? 0 : rng.Whole(1, 3),
            Outcome = firm is null ? failure : "落札",
            Price = firm is null ? null : (long)(ceiling * (direct ? rng.Between(0.96, 1) : rng.Between(0.86, 0.99)) / 1100) * 1100,
            Ceiling = ceiling,
            Opened = term.Opened,
            Starts = term.Starts,
            Ends = term.Ends,
            Firm = firm,
            FirmName = firm is null ? null : Spellings.Of(firm, rng),
            FirmNumbered = firm is not null && (firm.Class == "共同企業体" || rng.Chance(0.6)),
            Assets = named ? assets : [],
        };
    }

    /// <summary>Yen with 10 % tax, in steps of 1,100.</summary>
    private long Ceiling(IReadOnlyList<Asset> assets, string kind, double years)
    {
        var yen = (Work.Price(assets[0].Sector, kind) * assets.Count * years * rng.Between(0.7, 1.35)) + rng.Between(150_000, 600_000);
        return (long)(Math.Min(yen, 280_000_000) / 1000) * 1100;
    }

    private string Title(Asset first, string kind, Term term, string area)
    {
        var era = $"令和{(term.Starts.Month >= 4 ? term.Starts.Year : term.Starts.Year - 1) - 2018}年度";
        var who = first.Owner == Skeleton.PrefectureOrganisation ? "" : Skeleton.Seat(first.Owner).Name;
        var where = first.Route is not null && rng.Chance(0.4) ? first.Route : area + "地区";
        var many = term.Years > 1.5 ? $"（{Math.Ceiling(term.Years):0}か年）" : "";
        return $"{era} {who}{where}{Work.Title(first.Sector, kind)}{many}";
    }
}
