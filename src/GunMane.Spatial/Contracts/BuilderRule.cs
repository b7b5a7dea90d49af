using GunMane.Spatial.Model;

namespace GunMane.Spatial.Contracts;

/// <summary>
/// The rung of the builders: a ledger says which firm built an asset and when; an order of the owner to that firm in that
/// fiscal year for that sector, whose title names the district of the asset, is the order that built it.
/// </summary>
internal sealed class BuilderRule
{
    private readonly Dictionary<(long Contractor, int Owner, Sector Sector, int Year), List<LinkAsset>> built;

    /// <summary>The rule over what ledgers say.</summary>
    public BuilderRule(LinkFacts facts)
    {
        var byId = facts.Assets.ToDictionary(asset => asset.DenseId);
        built = [];
        foreach (var (denseId, contractor) in facts.Builders)
        {
            if (!byId.TryGetValue(denseId, out var asset) || asset is not { Owner: { } owner, BuiltYear: { } year }) continue;
            var key = (contractor, owner, asset.Sector, year);
            if (!built.TryGetValue(key, out var assets)) built.Add(key, assets = []);
            assets.Add(asset);
        }
    }

    /// <summary>The assets that an order built; none for maintenance, design and inspection.</summary>
    /// <param name="contract">The order.</param>
    /// <param name="sectors">Sectors that it is about.</param>
    /// <param name="found">Names in its title.</param>
    /// <param name="strength">Strength of the rung.</param>
    public IEnumerable<LinkProposal> Of(LinkContract contract, HashSet<Sector> sectors, IReadOnlyList<FoundName> found, double strength)
    {
        if (contract is not { Contractor: { } firm, FiscalYear: { } year } || contract.WorkKind is not (null or WorkKind.RepairWorks)) yield break;
        foreach (var place in found.Where(name => name.Kind == NameKind.Place))
        {
            var there = place.Assets.Select(asset => asset.DenseId).ToHashSet();
            foreach (var sector in sectors)
            {
                foreach (var asset in built.GetValueOrDefault((firm, contract.Orderer, sector, year), []).Where(asset => there.Contains(asset.DenseId)))
                    yield return new LinkProposal(contract.Id, asset.DenseId, LinkBasis.Builder, true, strength, place.Key,
                        $"台帳の施工業者と施工年度({year}年度)が一致し、件名の地区「{place.Key}」にあります",
                        FormattableString.Invariant($"The ledger names the same firm as builder in {year}, in the district {place.Key}"));
            }
        }
    }

    /// <summary>An asset is built once: where two orders claim it, both stay open.</summary>
    public static IEnumerable<LinkProposal> Unshared(IReadOnlyList<LinkProposal> proposals)
    {
        var claims = proposals.Where(proposal => proposal.Basis == LinkBasis.Builder)
            .GroupBy(proposal => proposal.DenseId).Where(group => group.Select(proposal => proposal.Contract).Distinct().Count() > 1).Select(group => group.Key).ToHashSet();
        return proposals.Select(proposal => proposal.Basis == LinkBasis.Builder && claims.Contains(proposal.DenseId) ? proposal with { Sure = false } : proposal);
    }
}
