using GunMane.Spatial.Model;

namespace GunMane.Spatial.Metrics;

/// <summary>Shares (0…1, summing to 1 without <paramref name="Coverage"/>) of a group's assets by the best rung on which their firms are known.</summary>
/// <param name="Coverage">Assets of which any firm is known: 1 − <paramref name="None"/>.</param>
/// <param name="Asset">Named by a ledger or an order.</param>
/// <param name="Title">Named by the title of an order.</param>
/// <param name="Area">Covered by the area of an order.</param>
/// <param name="TownSectorKind">Only: the firm has orders of the same orderer in the same sector.</param>
/// <param name="None">Unknown. Neutral, not zero: these assets were judged by nearness alone.</param>
public sealed record EvidenceShares(double Coverage, double Asset, double Title, double Area, double TownSectorKind, double None);

/// <summary>A firm behind assets of at least two municipalities, or of at least two owners, of a group.</summary>
/// <param name="Contractor">The firm.</param>
/// <param name="Assets">Assets of the group behind which it stands.</param>
/// <param name="Named">Those of which a ledger, a title or an area says so; for the others it is inferred from orderer and sector.</param>
/// <param name="Municipalities">Municipalities on whose side they stand (<see cref="GroupedAsset.Side"/>).</param>
/// <param name="Owners">Owners to whom they belong.</param>
/// <param name="Strength">Sum of the strengths of its links (1 = one asset named in a ledger).</param>
public sealed record SharedFirm(long Contractor, int Assets, int Named, int Municipalities, int Owners, double Strength);

/// <summary>
/// What a candidate group is, in numbers (guidebook questions 2 and 3: with whom to join, what to bundle).
/// </summary>
/// <param name="Holding">What it holds.</param>
/// <param name="CrossBorder">Share of its assets outside the side (municipality and owner) with the most assets: 0 for one side, 0.5 for two equal ones.</param>
/// <param name="CrossSector">Share of its assets outside its largest sector.</param>
/// <param name="SharedFirms">Firms on several sides, strongest first.</param>
/// <param name="SharedFirmAssets">Share, of the assets with known firms, behind which a shared firm stands; 0 where no firm is known.</param>
/// <param name="Evidence">How the firms are known.</param>
/// <param name="Belief">Mean strength of the best link of its assets, 0…1; unknown counts 0.</param>
/// <param name="ExtentM">Diameter of its outline, metres.</param>
/// <param name="Compactness">Polsby–Popper 4πA/P² of its outline (1991), 0…1.</param>
/// <param name="TermsTogether">Share of its running contracts (those that end last for some asset) ending within 92 days of their most common end; 0 where no end is known.</param>
/// <param name="TermsKnown">Share of its assets named by an order with an end.</param>
/// <param name="CommonEnd">The most common end (the earlier of two equal ones); null where none is known.</param>
public sealed record GroupMetrics(
    Holding Holding, double CrossBorder, double CrossSector, IReadOnlyList<SharedFirm> SharedFirms, double SharedFirmAssets,
    EvidenceShares Evidence, double Belief, double ExtentM, double Compactness, double TermsTogether, double TermsKnown, DateOnly? CommonEnd)
{
    /// <summary>Ends this close to each other count as together: a quarter of a year.</summary>
    public const int TogetherDays = 92;

    private const double LeastOfATrade = 0.05;

    /// <summary>Its yen over the fiscal years that the orders of the study area span; 0 if none has a year.</summary>
    public long YenPerYear { get; init; }

    /// <summary>Share of its assets that have a length: where few have, their sum says nothing of the group.</summary>
    public double WithLength { get; init; }

    /// <summary>How many of its assets need early action.</summary>
    public required GroupCondition Condition { get; init; }

    /// <summary>Patrol together and apart.</summary>
    public required GroupTravel Travel { get; init; }

    /// <summary>Able local firms within reach; null where the firms of the study area were not read.</summary>
    public LocalFirms? Local { get; init; }

    /// <summary>Measures a group.</summary>
    /// <param name="assets">Its assets, at least one.</param>
    /// <param name="outline">Its outline.</param>
    /// <param name="facts">What is known of the study area beside its assets; null: neither firms within reach nor yen a year are told.</param>
    public static GroupMetrics Of(IReadOnlyList<GroupedAsset> assets, GroupOutline outline, ScoreFacts? facts = null)
    {
        var shared = Shared(assets);
        var (together, end) = TermsOf(assets);
        return new GroupMetrics(
            Holding.Of([.. assets.Select(asset => asset.Held)]),
            OutsideLargest(assets, asset => asset.Side), OutsideLargest(assets, asset => asset.Held.Sector),
            shared, SharedShare(assets, shared), EvidenceOf(assets),
            assets.Average(asset => asset.Firms.Count == 0 ? 0 : asset.Firms.Max(firm => firm.StrengthPercent) / 100.0),
            outline.ExtentM, outline.Compactness, together, Share(assets, asset => asset.LastTerm is not null), end)
        {
            Condition = GroupCondition.Of(assets), Travel = GroupTravel.Of(assets), Local = facts is null ? null : LocalOf(assets, outline, facts),
            WithLength = Share(assets, asset => asset.Held.LengthM > 0),
        }.InYears(facts?.Years ?? 0);
    }

    private GroupMetrics InYears(int years) => this with { YenPerYear = years == 0 ? 0 : (long)Math.Round((decimal)Holding.Yen / years, MidpointRounding.AwayFromZero) };

    private static LocalFirms LocalOf(IReadOnlyList<GroupedAsset> assets, GroupOutline outline, ScoreFacts facts) => LocalFirms.Of(
        facts.Firms, outline.Shape, assets.Select(asset => asset.Held.Municipality).OfType<string>().ToHashSet(), [.. assets.Select(asset => asset.Held.Sector).Distinct()],
        Trades(assets));

    // Where a firm must be found: no few assets beside the work, and no "other", which is no trade.
    private static List<Sector> Trades(IReadOnlyList<GroupedAsset> assets)
    {
        var counts = assets.CountBy(asset => asset.Held.Sector).ToList();
        var trades = counts.Where(sector => sector.Key != Sector.Other && sector.Value >= LeastOfATrade * assets.Count).Select(sector => sector.Key).ToList();
        return trades.Count > 0 ? trades : [counts.OrderByDescending(sector => sector.Value).ThenBy(sector => sector.Key).First().Key];
    }

    private static double Share(IReadOnlyCollection<GroupedAsset> assets, Func<GroupedAsset, bool> which) =>
        assets.Count == 0 ? 0 : (double)assets.Count(which) / assets.Count;

    private static double OutsideLargest<TKey>(IReadOnlyCollection<GroupedAsset> assets, Func<GroupedAsset, TKey> key) =>
        1 - (double)assets.GroupBy(key).Max(part => part.Count()) / assets.Count;

    private static List<SharedFirm> Shared(IReadOnlyList<GroupedAsset> assets) =>
        [.. assets.SelectMany(asset => asset.Firms.Select(firm => (asset, firm))).GroupBy(link => link.firm.Contractor)
            .Select(links => new SharedFirm(links.Key, links.Count(), links.Count(link => link.firm.Rung > Model.Evidence.TownSectorKind),
                links.Select(link => link.asset.Side.Town).OfType<string>().Distinct().Count(),
                links.Select(link => link.asset.Held.OwnerOrg).OfType<int>().Distinct().Count(),
                links.Sum(link => link.firm.StrengthPercent) / 100.0))
            .Where(firm => firm.Municipalities > 1 || firm.Owners > 1)
            .OrderByDescending(firm => firm.Strength).ThenByDescending(firm => firm.Assets).ThenBy(firm => firm.Contractor)];

    private static double SharedShare(IReadOnlyList<GroupedAsset> assets, List<SharedFirm> shared)
    {
        var firms = shared.Select(firm => firm.Contractor).ToHashSet();
        var known = assets.Where(asset => asset.Firms.Count > 0).ToList();
        return Share(known, asset => asset.Firms.Any(firm => firms.Contains(firm.Contractor)));
    }

    private static EvidenceShares EvidenceOf(IReadOnlyList<GroupedAsset> assets)
    {
        var counts = assets.CountBy(asset => asset.Rung).ToDictionary();
        double On(Evidence rung) => (double)counts.GetValueOrDefault(rung) / assets.Count;
        return new EvidenceShares(1 - On(Model.Evidence.None), On(Model.Evidence.Asset), On(Model.Evidence.Title),
            On(Model.Evidence.Area), On(Model.Evidence.TownSectorKind), On(Model.Evidence.None));
    }

    private static (double Together, DateOnly? End) TermsOf(IReadOnlyList<GroupedAsset> assets)
    {
        var ends = assets.Select(asset => asset.LastTerm).OfType<TermEnd>().Distinct().Select(term => term.EndDay).ToList();
        if (ends.Count == 0) return (0, null);
        var common = ends.CountBy(day => day).OrderByDescending(day => day.Value).ThenBy(day => day.Key).First().Key;
        return ((double)ends.Count(day => Math.Abs(day - common) <= TogetherDays) / ends.Count, DateOnly.FromDayNumber(common));
    }
}
