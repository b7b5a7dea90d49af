using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using GunMane.Spatial.Metrics;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Storage;

/// <summary>A municipality of a group and its assets there.</summary>
public sealed record GroupTown(string? Code, string Name, string NameEn, int Assets);

/// <summary>A sector of a group and its assets in it.</summary>
public sealed record GroupSector(string Key, int Assets);

/// <summary>A firm on several sides of a group's borders.</summary>
/// <param name="Contractor">Its public id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Assets">Assets of the group behind which it stands.</param>
/// <param name="Named">Those of which a record says so; for the others it is inferred from orderer and sector.</param>
/// <param name="Municipalities">Municipalities in which they lie.</param>
/// <param name="Owners">Owners to whom they belong.</param>
public sealed record GroupFirm(string? Contractor, string Name, int Assets, int Named, int Municipalities, int Owners);

/// <summary>Patrol together and apart: see <see cref="GroupTravel"/>.</summary>
public sealed record GroupTravelFacts(int Stops, double TogetherM, double BySideM, double BySectorM, double SavedBySide, double SavedBySector);

/// <summary>Able local firms within reach: see <see cref="Metrics.LocalFirms"/>. <paramref name="Hhi"/> is 0…1, null where no yen is known.</summary>
public sealed record GroupLocalFirms(int Firms, int ByWork, string Scarcest, int InScarcest, double? Hhi);

/// <summary>A work kind among the orders behind a group: see <see cref="TaskShare"/>; <paramref name="Contractor"/> is the public id of the firm with most of it.</summary>
public sealed record GroupTask(string Kind, int Assets, int Firms, string? Contractor, string Name);

/// <summary>Who could put a group out for all owners: see <see cref="Metrics.GroupLead"/>.</summary>
public sealed record GroupLeadFacts(string? Code, string Name, string NameEn, int Assets, int ForOthers, int Owners);

/// <summary>A sub-zone: see <see cref="SubZone"/>.</summary>
public sealed record GroupSubZone(string? Contractor, string Name, int Assets, int Own);

/// <summary>Supplier coverage: see <see cref="Metrics.GroupSupply"/>; share 0…1.</summary>
public sealed record GroupSupplyFacts(int Able, int Behind, double Share);

/// <summary>How a group could be put out: see <see cref="GroupPlan"/> and <see cref="GrowthOrder"/>.</summary>
/// <param name="Phase">Its turn when groups are put out area by area, from 1; null where there are too many groups.</param>
/// <param name="Lead">Null for one owner.</param>
/// <param name="Tasks">Work kinds of the orders behind it.</param>
/// <param name="Field">Firms and assets of field work.</param>
/// <param name="Management">Firms and assets of inspection and design.</param>
/// <param name="InBoth">Firms with both.</param>
/// <param name="Supply">Supplier coverage.</param>
/// <param name="SubZones">Sub-zones, most assets first, at most 30.</param>
/// <param name="SubZoneAssets">Assets in any sub-zone.</param>
public sealed record GroupPlanFacts(
    int? Phase, GroupLeadFacts? Lead, IReadOnlyList<GroupTask> Tasks, TaskSide Field, TaskSide Management, int InBoth,
    GroupSupplyFacts Supply, IReadOnlyList<GroupSubZone> SubZones, int SubZoneAssets)
{
    private const int MostZones = 30;

    /// <summary>The plan with resolved names.</summary>
    public static GroupPlanFacts Of(GroupPlan plan, int? phase, HoldingNames names) => new(
        phase, LeadOf(plan.Lead, names),
        [.. plan.Tasks.Kinds.Select(task => (task, firm: task.Main == 0 ? new ResolvedName(null, "", "") : names.Contractor(task.Main))).Select(pair =>
            new GroupTask(pair.task.Kind.Key(), pair.task.Assets, pair.task.Firms, pair.firm.Key, pair.firm.Name))],
        plan.Tasks.Field, plan.Tasks.Management, plan.Tasks.InBoth,
        new GroupSupplyFacts(plan.Supply.Able, plan.Supply.Behind, Math.Round(plan.Supply.Share, 4)),
        [.. plan.SubZones.Zones.Take(MostZones).Select(zone => (zone, firm: names.Contractor(zone.Contractor))).Select(pair => new GroupSubZone(pair.firm.Key, pair.firm.Name, pair.zone.Assets, pair.zone.Own))],
        plan.SubZones.Zones.Sum(zone => zone.Assets));

    private static GroupLeadFacts? LeadOf(GroupLead? lead, HoldingNames names)
    {
        if (lead is null) return null;
        var owner = names.Owner(lead.Owner);
        return new GroupLeadFacts(owner.Key, owner.Name, owner.NameEn, lead.Assets, lead.ForOthers, lead.Owners);
    }
}

/// <summary>The numbers of a group as they are stored and served.</summary>
public sealed record GroupFacts(
    HoldingDocument Holding, IReadOnlyList<GroupTown> Towns, IReadOnlyList<GroupSector> Sectors, double CrossBorder, double CrossSector,
    IReadOnlyList<GroupFirm> SharedFirms, double SharedFirmAssets, EvidenceShares Evidence, double ExtentM, double Compactness,
    double TermsTogether, DateOnly? CommonEnd)
{
    private const int MostFirms = 20;

    /// <summary>Null for a run made before it was measured.</summary>
    public GroupCondition? Condition { get; init; }

    /// <summary>Metres to 0.1; null for a run made before it was measured.</summary>
    public GroupTravelFacts? Travel { get; init; }

    /// <summary>Null for a run made before it was measured.</summary>
    public GroupLocalFirms? LocalFirms { get; init; }

    /// <summary>Null for a run made before it was worked out.</summary>
    public GroupPlanFacts? Plan { get; init; }

    /// <summary>Metrics with resolved names; shares to four decimals.</summary>
    public static GroupFacts Of(GroupMetrics metrics, HoldingNames names, (int First, int Last)? years, long dataVersion)
    {
        var holding = HoldingDocument.Of(metrics.Holding, names, years, dataVersion);
        var evidence = metrics.Evidence;
        return new GroupFacts(
            holding,
            [.. holding.ByMunicipality.OrderByDescending(row => row.Assets).Select(row => new GroupTown(row.Key, row.Name, row.NameEn, row.Assets))],
            [.. holding.BySector.OrderByDescending(row => row.Assets).Select(row => new GroupSector(row.Key!, row.Assets))],
            Share(metrics.CrossBorder), Share(metrics.CrossSector),
            [.. metrics.SharedFirms.Take(MostFirms).Select(firm => (firm, name: names.Contractor(firm.Contractor))).Select(pair =>
                new GroupFirm(pair.name.Key, pair.name.Name, pair.firm.Assets, pair.firm.Named, pair.firm.Municipalities, pair.firm.Owners))],
            Share(metrics.SharedFirmAssets),
            new EvidenceShares(Share(evidence.Coverage), Share(evidence.Asset), Share(evidence.Title), Share(evidence.Area), Share(evidence.TownSectorKind), Share(evidence.None)),
            Math.Round(metrics.ExtentM, 1), Share(metrics.Compactness), Share(metrics.TermsTogether), metrics.CommonEnd)
        {
            Condition = new GroupCondition(Share(metrics.Condition.EarlyAction), Share(metrics.Condition.Known)),
            Travel = TravelOf(metrics.Travel),
            LocalFirms = metrics.Local is { } local ? new GroupLocalFirms(local.Firms, local.ByWork, local.Scarcest.Key(), local.InScarcest, local.Hhi is { } hhi ? Share(hhi) : null) : null,
        };
    }

    private static GroupTravelFacts TravelOf(GroupTravel travel) => new(travel.Stops, Math.Round(travel.TogetherM, 1), Math.Round(travel.BySideM, 1),
        Math.Round(travel.BySectorM, 1), Share(travel.SavedBySide), Share(travel.SavedBySector));

    private static double Share(double value) => Math.Round(value, 4);
}

/// <summary>A group as served: <c>Group</c> in docs/reference/api.md.</summary>
/// <param name="Id">Public id.</param>
/// <param name="Number">1 … by falling score.</param>
/// <param name="Score">0…100.</param>
/// <param name="Assets">Assets in it.</param>
/// <param name="Bbox">West, south, east, north, degrees.</param>
/// <param name="Outline">GeoJSON geometry.</param>
/// <param name="Facts">Its numbers, served beside the other members.</param>
/// <param name="Reasons">Why it is proposed.</param>
/// <param name="Objection">What speaks against it most.</param>
public sealed record GroupDocument(
    Guid Id, int Number, double Score, int Assets, double[] Bbox, JsonElement Outline,
    [property: JsonIgnore] GroupFacts Facts, IReadOnlyList<Sentence> Reasons, Sentence Objection)
{
    /// <summary>What it holds.</summary>
    public HoldingDocument Holding => Facts.Holding;

    /// <summary>Its municipalities, most assets first.</summary>
    public IReadOnlyList<GroupTown> Towns => Facts.Towns;

    /// <summary>Its sectors, most assets first.</summary>
    public IReadOnlyList<GroupSector> Sectors => Facts.Sectors;

    /// <summary>See <see cref="GroupMetrics"/>.</summary>
    public double CrossBorder => Facts.CrossBorder;

    /// <summary>See <see cref="GroupMetrics"/>.</summary>
    public double CrossSector => Facts.CrossSector;

    /// <summary>Firms on several sides, strongest first, at most 20.</summary>
    public IReadOnlyList<GroupFirm> SharedFirms => Facts.SharedFirms;

    /// <summary>See <see cref="GroupMetrics"/>.</summary>
    public double SharedFirmAssets => Facts.SharedFirmAssets;

    /// <summary>How its firms are known.</summary>
    public EvidenceShares Evidence => Facts.Evidence;

    /// <summary>Diameter, metres.</summary>
    public double ExtentM => Facts.ExtentM;

    /// <summary>Polsby–Popper, 0…1.</summary>
    public double Compactness => Facts.Compactness;

    /// <summary>See <see cref="GroupMetrics"/>.</summary>
    public double TermsTogether => Facts.TermsTogether;

    /// <summary>Early action; null for a run made before it was measured.</summary>
    public GroupCondition? Condition => Facts.Condition;

    /// <summary>Patrol together and apart; null for a run made before it was measured.</summary>
    public GroupTravelFacts? Travel => Facts.Travel;

    /// <summary>Able local firms within reach; null for a run made before it was measured.</summary>
    public GroupLocalFirms? LocalFirms => Facts.LocalFirms;

    /// <summary>How it could be put out; null for a run made before it was worked out.</summary>
    public GroupPlanFacts? Plan => Facts.Plan;

    /// <summary>The most common end of its running contracts.</summary>
    public DateOnly? CommonEnd => Facts.CommonEnd;
}

/// <summary>A grouping run as listed.</summary>
/// <param name="Id">Public id.</param>
/// <param name="Area">Code of the study area.</param>
/// <param name="CreatedAt">When it was stored.</param>
/// <param name="Engine">kernel or postgis.</param>
/// <param name="EngineVersion">Version of the product that made it.</param>
/// <param name="Parameters">Its inputs, defaults filled in.</param>
/// <param name="Assets">Assets looked at.</param>
/// <param name="Ungrouped">Of them in no group.</param>
/// <param name="Groups">Number of groups.</param>
/// <param name="DataVersion">Data version that it was made from.</param>
/// <param name="Stale">Whether the facts have changed since.</param>
/// <param name="Notes">What has to be told about the run as a whole, such as limits that conflict.</param>
public sealed record RunSummary(
    Guid Id, string Area, DateTime CreatedAt, string Engine, string EngineVersion, JsonElement Parameters,
    int Assets, int Ungrouped, int Groups, long DataVersion, bool Stale, IReadOnlyList<Sentence> Notes);

/// <summary>A grouping run with its groups.</summary>
/// <param name="Summary">The run; its members are served beside the groups.</param>
public sealed record RunDetail(RunSummary Summary, IReadOnlyList<GroupDocument> Groups)
{
    /// <summary>One JSON object: the members of the summary, and <c>groups</c> as the list instead of the number.</summary>
    public JsonObject ToJson()
    {
        var json = JsonSerializer.SerializeToNode(Summary, JsonSerializerOptions.Web)!.AsObject();
        json["groups"] = JsonSerializer.SerializeToNode(Groups, JsonSerializerOptions.Web);
        return json;
    }
}

/// <summary>An asset in a group of a run.</summary>
public sealed record RunMember(Guid Asset, int DenseId, int Group, double Score);
