using System.Text.RegularExpressions;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Contracts;

/// <summary>
/// Which assets orders are about: a ladder of rules within the orderer's assets (docs/reference/links.md). The first rung
/// that finds anything decides; what may mean more than one asset is proposed as open and never linked by itself.
/// Pure: the same facts in any order give the same proposals. Strengths are those of the ladder's rungs.
/// </summary>
public sealed partial class ContractLinker
{
    /// <summary>A district's link is worth storing only while it says something: at most this many assets.</summary>
    public const int WidestArea = 1_000;

    /// <summary>A name that this many assets carry names none of them.</summary>
    public const int MostCandidates = 20;

    private const double NameStrength = 0.8;
    private const double LooseNameStrength = 0.7;
    private const double LineStrength = 0.6;
    private const double FaintLineStrength = 0.2;

    // An order works on a few sections of the road that it names; measured on the model region: three.
    private const int SectionsOfAnOrder = 3;
    private const double BuilderStrength = 0.7;
    private const double AreaStrength = 0.4;
    private const double OpenStrength = 0.3;

    private readonly LinkFacts facts;
    private readonly Dictionary<int, LinkOrderer> orderers;
    private readonly Dictionary<int, NameIndex> indexes;
    private readonly ILookup<string, LinkAsset> byNumber;
    private readonly ILookup<long, string> numbers;
    private readonly NameIndex townAssets;
    private readonly BuilderRule builders;

    private ContractLinker(LinkFacts facts)
    {
        this.facts = facts;
        orderers = facts.Orderers.ToDictionary(orderer => orderer.Id);
        indexes = facts.Assets.Where(asset => asset.Owner is not null).GroupBy(asset => asset.Owner!.Value)
            .ToDictionary(group => group.Key, group => new NameIndex([.. group], facts.Towns, townsArePlaces: !IsTown(group.Key)));
        byNumber = facts.Assets.Where(asset => asset.Number is not null).ToLookup(asset => asset.Number!, StringComparer.Ordinal);
        numbers = facts.Numbers.ToLookup(pair => pair.Contract, pair => pair.Number);
        townAssets = new NameIndex(
            [.. facts.Assets.Where(asset => asset.Owner is { } owner && IsTown(owner))], facts.Towns, townsArePlaces: false);
        builders = new BuilderRule(facts);
    }

    /// <summary>Proposes links for all orders.</summary>
    public static IReadOnlyList<LinkProposal> Propose(LinkFacts facts)
    {
        var linker = new ContractLinker(facts);
        var proposals = new List<LinkProposal>();
        foreach (var contract in facts.Contracts) proposals.AddRange(linker.Of(contract));
        return Once(BuilderRule.Unshared(proposals));
    }

    private bool IsTown(int organisation) => orderers.TryGetValue(organisation, out var known) && known.Kind == "municipality";

    private IEnumerable<LinkProposal> Of(LinkContract contract)
    {
        var title = TitleText.Key(TitleText.WithoutNumbers(contract.Title));
        var byNumbers = ByNumber(contract).ToList();
        if (contract.Numbered || byNumbers.Count > 0) return byNumbers;
        var sectors = SectorsOf(contract);
        var found = indexes.TryGetValue(contract.Orderer, out var index) ? index.In(title) : [];
        var named = ByName(contract, title, sectors, found).ToList();
        if (named.Count > 0) return named;
        var abroad = InTowns(contract, title, sectors).ToList();
        if (abroad.Count > 0) return abroad;
        var built = builders.Of(contract, sectors, found, BuilderStrength).ToList();
        return built.Count > 0 ? built : ByArea(contract, sectors, found);
    }

    private static HashSet<Sector> SectorsOf(LinkContract contract)
    {
        HashSet<Sector> sectors = [.. TitleVocabulary.Shipped.SectorsOf(contract.Title)];
        if (contract.Sector is not { } stated) return sectors;
        return sectors.Contains(stated) ? sectors : [stated];
    }

    // A number names an asset if only one carries it, or only one of those that the orderer owns.
    private IEnumerable<LinkProposal> ByNumber(LinkContract contract)
    {
        foreach (var number in numbers[contract.Id].Concat(InTitle(contract)).Distinct(StringComparer.Ordinal))
        {
            var all = byNumber[number].ToList();
            var own = all.Where(asset => asset.Owner == contract.Orderer).ToList();
            var meant = all.Count == 1 && (own.Count == 1 || numbers[contract.Id].Contains(number)) ? all[0] : own.Count == 1 ? own[0] : null;
            if (meant is not null)
                yield return new LinkProposal(contract.Id, meant.DenseId, LinkBasis.Number, true, 1, number, $"施設番号「{number}」を記載", $"The order states the ledger number {number}");
        }
    }

    // Only what can be nothing else: letters and figures with a hyphen, long enough.
    private static IEnumerable<string> InTitle(LinkContract contract) =>
        LedgerNumber().Matches(contract.Title.Normalize(System.Text.NormalizationForm.FormKC)).Select(match => match.Value);

    private static IEnumerable<LinkProposal> ByName(LinkContract contract, string title, HashSet<Sector> sectors, IReadOnlyList<FoundName> found)
    {
        var worked = Cause().Match(title) is { Success: true } cause ? cause.Length : 0;
        var more = More().IsMatch(title);
        var things = found.Where(name => name.Kind == NameKind.Thing && name.At >= worked).SelectMany(name => OfThing(contract, sectors, name, more)).ToList();
        if (things.Exists(proposal => proposal.Sure)) return things.Where(proposal => proposal.Basis == LinkBasis.Name);
        var lines = found.Where(name => name.Kind == NameKind.Line).SelectMany(name => OfLine(contract, sectors, name)).ToList();
        return lines.Count > 0 ? [.. lines, .. things] : things;
    }

    private static IEnumerable<LinkProposal> OfThing(LinkContract contract, HashSet<Sector> sectors, FoundName name, bool more)
    {
        var meant = name.Assets.Where(asset => sectors.Count == 0 || sectors.Contains(asset.Sector)).ToList();
        if (meant.Count == 1)
            return [new LinkProposal(contract.Id, meant[0].DenseId, LinkBasis.Name, true, more ? LooseNameStrength : NameStrength, name.Key,
                $"件名に施設名「{name.Key}」", $"The title has the asset's name {name.Key}")];
        if (meant.Count > MostCandidates) return [];
        if (meant.Count > 1)
            return meant.Select(asset => Open(contract, asset, LinkBasis.Name, name.Key,
                $"件名の「{name.Key}」に当たる施設が {meant.Count} 件", $"{meant.Count} assets are called {name.Key}"));
        var near = name.Assets.Where(asset => sectors.Any(sector => Related(sector, asset.Sector))).ToList();
        return near.Count is > 0 and <= MostCandidates
            ? near.Select(asset => Open(contract, asset, LinkBasis.Name, name.Key,
                $"件名に施設名「{name.Key}」。ただし分野が違います", $"The title has the name {name.Key}, but the sector differs"))
            : [];
    }

    private static IEnumerable<LinkProposal> OfLine(LinkContract contract, HashSet<Sector> sectors, FoundName name)
    {
        var meant = name.Assets.Where(asset => sectors.Contains(asset.Sector)).ToList();
        var lines = meant.SelectMany(asset => NameVariants.LinesOf(asset.Name, asset.Route, asset.Sector))
            .Where(line => NameVariants.OfLine(line).Contains(name.Key, StringComparer.Ordinal)).Select(TitleText.NameKey).Distinct(StringComparer.Ordinal).Count();
        if (lines == 1)
            return meant.Select(asset => new LinkProposal(contract.Id, asset.DenseId, LinkBasis.Line, true, OfSections(meant.Count), name.Key,
                $"件名に路線・河川名「{name.Key}」({meant.Count:N0} 件)", FormattableString.Invariant($"The title has the road or river {name.Key} ({meant.Count} assets)")));
        return meant.Count <= MostCandidates
            ? meant.Select(asset => Open(contract, asset, LinkBasis.Line, name.Key,
                $"「{name.Key}」に当たる路線が {lines} 本", $"{lines} roads or rivers are called {name.Key}"))
            : [];
    }

    private static double OfSections(int assets) => Math.Max(FaintLineStrength, LineStrength * Math.Min(1, (double)SectionsOfAnOrder / assets));

    // A prefecture works on what towns own, too: the name alone is no proof.
    private IEnumerable<LinkProposal> InTowns(LinkContract contract, string title, HashSet<Sector> sectors)
    {
        if (!orderers.TryGetValue(contract.Orderer, out var orderer) || orderer.Kind is not ("prefecture" or "union")) return [];
        return townAssets.In(title).Where(name => name.Kind != NameKind.Place).SelectMany(name =>
        {
            var meant = name.Assets.Where(asset => sectors.Contains(asset.Sector)).ToList();
            return meant.Count > MostCandidates ? [] : meant.Select(asset => Open(contract, asset, LinkBasis.Name, name.Key,
                $"同じ名前「{name.Key}」の施設が別の管理者にあります", $"Another owner has an asset called {name.Key}"));
        });
    }

    private static IEnumerable<LinkProposal> ByArea(LinkContract contract, HashSet<Sector> sectors, IReadOnlyList<FoundName> found)
    {
        foreach (var place in found.Where(name => name.Kind == NameKind.Place))
        {
            var meant = place.Assets.Where(asset => sectors.Contains(asset.Sector)).ToList();
            if (meant.Count > WidestArea) continue;
            foreach (var asset in meant)
                yield return new LinkProposal(contract.Id, asset.DenseId, LinkBasis.Area, true, AreaStrength, place.Key,
                    $"件名の地区「{place.Key}」にある同じ分野の施設({meant.Count:N0} 件)", FormattableString.Invariant($"An asset of the sector in the district {place.Key} ({meant.Count} assets)"));
        }
    }

    private static LinkProposal Open(LinkContract contract, LinkAsset asset, LinkBasis basis, string mention, string reason, string reasonEn) =>
        new(contract.Id, asset.DenseId, basis, false, OpenStrength, mention, reason, reasonEn);

    // A bridge stands in a road order, a toilet in a park's.
    private static bool Related(Sector ordered, Sector asset) => (ordered, asset) is
        (Sector.Road, Sector.Bridge or Sector.Tunnel or Sector.Slope or Sector.Lighting) or (Sector.Bridge, Sector.Road)
        or (Sector.Building, Sector.Park) or (Sector.Park, Sector.Building or Sector.Lighting) or (Sector.Lighting, Sector.Park or Sector.Road);

    private static List<LinkProposal> Once(IEnumerable<LinkProposal> proposals) =>
        [.. proposals.GroupBy(proposal => (proposal.Contract, proposal.DenseId))
            .Select(group => group.OrderByDescending(proposal => proposal.Sure).ThenBy(proposal => proposal.Basis).ThenBy(proposal => proposal.Mention, StringComparer.Ordinal).First())
            .OrderBy(proposal => proposal.Contract).ThenBy(proposal => proposal.DenseId)];

    [GeneratedRegex(@"(?<![0-9A-Za-z-])(?=[0-9A-Za-z-]*[0-9])(?=[0-9-]*[A-Za-z])[0-9A-Za-z]+(?:-[0-9A-Za-z]+)+(?![0-9A-Za-z-])")]
    private static partial Regex LedgerNumber();

    [GeneratedRegex("^.*(?:ニ伴ウ|に伴う|に係る)")]
    private static partial Regex Cause();

    [GeneratedRegex("ほか|他[0-9 ]|外[0-9 ]|など|等")]
    private static partial Regex More();
}
