using GunMane.Spatial.Model;

namespace GunMane.Spatial.Metrics;

/// <summary>A firm behind an asset, on the best rung of the evidence ladder.</summary>
public readonly record struct FirmEvidence(long Contractor, Evidence Rung, byte StrengthPercent);

/// <summary>The end of an order that names an asset.</summary>
/// <param name="Contract">The order.</param>
/// <param name="EndDay">Day on which it ends (DateOnly.DayNumber).</param>
public readonly record struct TermEnd(long Contract, int EndDay);

/// <summary>One asset of a group, with everything that its metrics ask for.</summary>
/// <param name="Held">What the group holds of it: the whole.</param>
/// <param name="Firms">Firms behind it, on every rung.</param>
/// <param name="LastTerm">The order that ends last of those that name it; null where none has an end.</param>
public sealed record GroupedAsset(HeldAsset Held, IReadOnlyList<FirmEvidence> Firms, TermEnd? LastTerm)
{
    /// <summary>What its condition asks for.</summary>
    public ConditionState Condition { get; init; }

    /// <summary>Middle of its bounding box, local metres.</summary>
    public (double X, double Y) Middle { get; init; }

    /// <summary>The best rung on which its firms are known.</summary>
    public Evidence Rung => Firms.Count == 0 ? Evidence.None : Firms.Max(firm => firm.Rung);

    /// <summary>Code of the municipality that owns it; null where another body does, or nobody is known to.</summary>
    public string? OwnTown { get; init; }

    /// <summary>
    /// The side of a border on which it stands: municipality and owner together. What a municipality owns is on its side, wherever it lies:
    /// the end of a town's road beyond the border is no reason to join with the neighbour.
    /// </summary>
    public (string? Town, int? Owner) Side => (OwnTown ?? Held.Municipality, Held.OwnerOrg);
}
