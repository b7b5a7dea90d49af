using System.Text.Json;

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
    /// <summary>The radius as the engines compare it: whole millimetres.</summary>
    public int RadiusMm => (int)Math.Floor(Radius * 1000 + 0.5);

    /// <summary>The inputs as they are stored with the run.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);
}
