using GunMane.Spatial.Metrics;

namespace GunMane.Spatial.Runs;

/// <summary>A tie of an asset inside its group.</summary>
/// <param name="Asset">Public id of the other asset.</param>
/// <param name="DenseId">Its dense id.</param>
/// <param name="Affinity">0…1.</param>
/// <param name="DistanceM">Metres between the geometries.</param>
/// <param name="Words">What counted.</param>
public sealed record AssetTie(Guid Asset, int DenseId, double Affinity, double DistanceM, Sentence Words);

/// <summary>A change that would move an asset out of every group.</summary>
/// <param name="Input">Input of the process; <c>link</c> for the loss of the tie to <paramref name="Asset"/>.</param>
/// <param name="Value">Nearest value at which it is out; null for a link.</param>
/// <param name="Before">Value just before, at which it is in; null for a link.</param>
/// <param name="Asset">The other asset of a link; else null.</param>
/// <param name="Words">The same in words.</param>
public sealed record AssetExit(string Input, double? Value, double? Before, Guid? Asset, Sentence Words);

/// <summary>Why an asset is in its group, and what would move it out.</summary>
/// <param name="Run">The run.</param>
/// <param name="Asset">The asset.</param>
/// <param name="DenseId">Its dense id.</param>
/// <param name="Method">Method of the run.</param>
/// <param name="Group">Number of its group; 0 in none, −1 not looked at.</param>
/// <param name="Standing">How it stands in the group, or why it is in none; null where there is nothing to say.</param>
/// <param name="Ties">Its strongest ties inside the group, at most three.</param>
/// <param name="Exits">What would move it out, each alone; replayed by the engine.</param>
/// <param name="Notes">What else has to be said, such as that a method answers no such question.</param>
public sealed record AssetReasonsDocument(
    Guid Run, Guid Asset, int DenseId, string Method, int Group, Sentence? Standing, IReadOnlyList<AssetTie> Ties, IReadOnlyList<AssetExit> Exits, IReadOnlyList<Sentence> Notes);
