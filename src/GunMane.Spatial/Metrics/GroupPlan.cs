using GunMane.Spatial.Model;
using NetTopologySuite.Geometries;

namespace GunMane.Spatial.Metrics;

/// <summary>Who could put a group out for all of its owners (vertical joining, 代行・事務の委託): owner and executor then differ.</summary>
/// <param name="Owner">The prefecture where it is one of the owners, else the owner with most assets (the lowest number of equal ones).</param>
/// <param name="Assets">Its own assets in the group.</param>
/// <param name="ForOthers">Assets of others, for which it would act.</param>
/// <param name="Owners">Owners of the group's assets: those who pay.</param>
public sealed record GroupLead(int Owner, int Assets, int ForOthers, int Owners)
{
    /// <summary>Finds it; null for a group of one owner or of none that is known.</summary>
    /// <param name="assets">The group's assets.</param>
    /// <param name="isPrefecture">Whether an owner is a prefecture.</param>
    public static GroupLead? Of(IReadOnlyList<GroupedAsset> assets, Func<int, bool> isPrefecture)
    {
        var owners = assets.Select(asset => asset.Held.OwnerOrg).OfType<int>().CountBy(owner => owner)
            .OrderByDescending(owner => isPrefecture(owner.Key)).ThenByDescending(owner => owner.Value).ThenBy(owner => owner.Key).ToList();
        return owners.Count < 2 ? null : new GroupLead(owners[0].Key, owners[0].Value, owners.Skip(1).Sum(owner => owner.Value), owners.Count);
    }
}

/// <summary>How much of the area's supply stands behind a group (precedent 福島県: every local maintenance firm is in the cooperative).</summary>
/// <param name="Able">Able local firms within reach (<see cref="LocalFirms"/>).</param>
/// <param name="Behind">Of them those behind an asset of the group by ledger, order, title or area; of joint ventures and cooperatives the members.</param>
public sealed record GroupSupply(int Able, int Behind)
{
    /// <summary>0…1; 0 where there is no able local firm.</summary>
    public double Share => Able == 0 ? 0 : (double)Behind / Able;
}

/// <summary>How a group could be put out: what the precedents of the guidebook differ in, beside what it holds.</summary>
/// <param name="Lead">Who could act for all owners; null for one owner.</param>
/// <param name="Tasks">Roles by task.</param>
/// <param name="Supply">Supplier coverage.</param>
/// <param name="SubZones">Sub-zones, one for each firm.</param>
public sealed record GroupPlan(GroupLead? Lead, GroupTasks Tasks, GroupSupply Supply, SubZones SubZones)
{
    /// <summary>Works it out.</summary>
    /// <param name="assets">The group's assets.</param>
    /// <param name="work">What was ordered for each of them.</param>
    /// <param name="ties">Pairs of near assets within the group, as places in <paramref name="assets"/>.</param>
    /// <param name="outline">Outline of the group, local metres.</param>
    /// <param name="facts">What is known of the study area beside its assets.</param>
    /// <param name="isPrefecture">Whether an owner is a prefecture.</param>
    public static GroupPlan Of(
        IReadOnlyList<GroupedAsset> assets, IReadOnlyList<IReadOnlyList<WorkDone>> work, IReadOnlyList<(int One, int Other)> ties,
        Geometry outline, ScoreFacts facts, Func<int, bool> isPrefecture)
    {
        var able = LocalFirms.Contractors(facts.Firms, outline, assets.Select(asset => asset.Held.Municipality).OfType<string>().ToHashSet(), [.. assets.Select(asset => asset.Held.Sector).Distinct()]);
        var behind = assets.SelectMany(Named).SelectMany(firm => facts.MembersOf(firm.Contractor)).Distinct().Count(able.Contains);
        return new GroupPlan(GroupLead.Of(assets, isPrefecture), GroupTasks.Of(work, firm => facts.MembersOf(firm).Any(able.Contains)),
            new GroupSupply(able.Count, behind), Metrics.SubZones.Divide(MainFirms(assets), ties));
    }

    // Inferred from orderer and sector alone, a firm stands behind everything that the orderer has: that says nothing of areas or coverage.
    private static IEnumerable<FirmEvidence> Named(GroupedAsset asset) => asset.Firms.Where(firm => firm.Rung > Evidence.TownSectorKind);

    // The best evidence decides, then with how many assets of the group a firm has to do.
    private static long[] MainFirms(IReadOnlyList<GroupedAsset> assets)
    {
        var stands = assets.SelectMany(Named).CountBy(firm => firm.Contractor).ToDictionary();
        return [.. assets.Select(asset => Named(asset).OrderByDescending(firm => firm.StrengthPercent).ThenByDescending(firm => stands[firm.Contractor])
            .ThenBy(firm => firm.Contractor).Select(firm => firm.Contractor).FirstOrDefault())];
    }
}
