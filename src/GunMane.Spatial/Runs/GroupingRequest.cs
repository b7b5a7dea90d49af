using System.Text.Json;
using System.Text.Json.Serialization;
using GunMane.Spatial.Affinity;
using GunMane.Spatial.Clustering;

namespace GunMane.Spatial.Runs;

/// <summary>A checked request to group; see <see cref="GroupingInputs"/> for ranges and defaults.</summary>
/// <param name="StudyArea">Code of the study area.</param>
/// <param name="Radius">Metres.</param>
/// <param name="MinPoints">Neighbours, itself counted, that make a core.</param>
/// <param name="ContractorWeight">Weight of firms in common, 0…1.</param>
/// <param name="Threshold">Least affinity of neighbours, 0…1.</param>
/// <param name="MinAssets">Smaller groups are dropped.</param>
/// <param name="Sectors">Sectors to look at; null for all.</param>
/// <param name="Municipalities">Border codes to look at; null for all.</param>
/// <param name="Engine">kernel or postgis.</param>
public sealed record GroupingRequest(
    string StudyArea, double Radius, int MinPoints, double ContractorWeight, double Threshold, int MinAssets,
    IReadOnlyList<string>? Sectors, IReadOnlyList<string>? Municipalities, string Engine)
{
    /// <summary>correlation, density, hierarchical, community, bounded or shared-firm.</summary>
    public string Method { get; init; } = "correlation";

    /// <summary>Of correlation: how alike the firms of near assets must be on average, 0…1 (<see cref="PairAgreement"/>).</summary>
    public double Agreement { get; init; }

    /// <summary>Weight of the same or a kindred sector.</summary>
    public double SectorWeight { get; init; }

    /// <summary>Weight of contracts that end together.</summary>
    public double TermsWeight { get; init; }

    /// <summary>Weight of inspections due together.</summary>
    public double InspectionWeight { get; init; }

    /// <summary>Weight of crossing a border of municipality or owner.</summary>
    public double BorderWeight { get; init; }

    /// <summary>Days within which contracts end together.</summary>
    public int TermDays { get; init; } = 92;

    /// <summary>Weight of the same or a kindred work kind.</summary>
    public double WorkKindWeight { get; init; }

    /// <summary>How far role and recent yen weigh the firms in common, 0…1.</summary>
    public double YenWeight { get; init; }

    /// <summary>straight, or road: along the road network where that is longer.</summary>
    public string Distance { get; init; } = "straight";

    /// <summary>The preset that filled in what the request did not name (<see cref="Presets"/>); null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Preset { get; init; }

    /// <summary>Kinds of owners to look at (<see cref="SnapshotOwner.Kind"/>; an unknown owner is other); null for all.</summary>
    public IReadOnlyList<string>? Owners { get; init; }

    /// <summary>cross, or keep: pairs across a border of municipality or owner do not count.</summary>
    public string Borders { get; init; } = "cross";

    /// <summary>Groups of fewer owners are dropped.</summary>
    public int MinOwners { get; init; } = 1;

    /// <summary>Groups of fewer sectors are dropped.</summary>
    public int MinSectors { get; init; } = 1;

    /// <summary>Of communities: least affinity per pair of assets that a group needs (constant Potts model).</summary>
    public double Resolution { get; init; }

    /// <summary>Of bounded groups: least yen a year; null for no limit.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? MinYen { get; init; }

    /// <summary>Of bounded groups: most yen a year; null for no limit.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? MaxYen { get; init; }

    /// <summary>Of bounded groups: most assets; null for no limit.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? MaxAssets { get; init; }

    /// <summary>Of bounded groups: largest distance between the middles of two of its assets, metres; null for no limit.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? MaxExtent { get; init; }

    /// <summary>Of bounded groups: least direct-work hours a year (<see cref="BoundedRequest"/>); null for no limit.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? MinHours { get; init; }

    /// <summary>Of bounded groups: most direct-work hours a year; null for no limit.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? MaxHours { get; init; }

    /// <summary>Assumed direct-work hours of an asset in a year.</summary>
    public double HoursPerAsset { get; init; } = BoundedRequest.UsualHoursPerAsset;

    /// <summary>The same for sectors that differ, by key; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, double>? HoursBySector { get; init; }

    /// <summary>Assumed direct-work hours of placing one order.</summary>
    public double HoursPerOrder { get; init; } = BoundedRequest.UsualHoursPerOrder;

    /// <summary>Of bounded groups: longest travel time between any two of its assets, minutes; null for no limit.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? MaxTravelMinutes { get; init; }

    /// <summary>road: along the roads where they are loaded; straight: the straight distance times <see cref="TravelDetour"/>.</summary>
    public string TravelBy { get; init; } = "road";

    /// <summary>Speed of travel, km/h.</summary>
    public double TravelSpeed { get; init; } = BoundedRequest.UsualSpeed;

    /// <summary>The way in straight distances where no road tells it.</summary>
    public double TravelDetour { get; init; } = BoundedRequest.UsualDetour;

    /// <summary>Of shared-firm groups: within so many metres no firm need be shared; null: all need one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Near { get; init; }

    /// <summary>Of shared-firm groups: the lowest rung of evidence on which a firm counts, by key.</summary>
    public string Evidence { get; init; } = "asset";

    /// <summary>The radius as the engines compare it: whole millimetres.</summary>
    [JsonIgnore]
    public int RadiusMm => (int)Math.Floor(Radius * 1000 + 0.5);

    /// <summary>The same of <see cref="Near"/>; −1 where all need a firm in common.</summary>
    [JsonIgnore]
    public int NearMm => Near is { } near ? (int)Math.Floor(near * 1000 + 0.5) : -1;

    /// <summary>The planner's weights.</summary>
    [JsonIgnore]
    public AffinityWeights Weights => new(ContractorWeight, SectorWeight, TermsWeight, InspectionWeight, BorderWeight, TermDays, WorkKindWeight);

    /// <summary>The weight of role and recent yen as the engines take it: whole per cent.</summary>
    [JsonIgnore]
    public int YenPercent => (int)Math.Floor(YenWeight * 100 + 0.5);

    /// <summary>The threshold as the engines compare it: whole millionths.</summary>
    [JsonIgnore]
    public int Least => PairAffinity.ToMillionths(Threshold);

    /// <summary>What a resident graph is asked.</summary>
    public LiveParameters Live(bool[]? active) => new(RadiusMm, Weights, Least, MinPoints, active);

    /// <summary>The inputs as they are stored with the run.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);
}
