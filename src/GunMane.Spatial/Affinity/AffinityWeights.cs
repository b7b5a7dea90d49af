namespace GunMane.Spatial.Affinity;

/// <summary>
/// What makes two near assets belong together, as the planner weighs it. The weights are shares: what they leave of 1 is nearness, and
/// so is the weight of whatever is not known of a pair (unknown is neutral).
/// </summary>
/// <param name="Firms">Firms in common (guidebook: 事業者の共通性).</param>
/// <param name="Sector">The same sector, or half of it for one that the same crews and machines serve.</param>
/// <param name="Terms">Contracts that end within <paramref name="TermDays"/> of each other.</param>
/// <param name="Inspection">The next inspection due in the same year; half for the year beside it.</param>
/// <param name="Border">The pair crosses a municipal border, or two organisations own it (広域連携).</param>
/// <param name="TermDays">Window of <paramref name="Terms"/>, days.</param>
/// <param name="WorkKind">The same work kind among the orders behind both, or half of it for kinds that one crew or one process serves.</param>
public sealed record AffinityWeights(double Firms, double Sector = 0, double Terms = 0, double Inspection = 0, double Border = 0, int TermDays = 92, double WorkKind = 0)
{
    /// <summary>Nearness alone.</summary>
    public static AffinityWeights Nearness { get; } = new(0);

    // Tenths do not add up exactly: 0.3 + 0.25 + 0.15 + 0.2 + 0.1 is a last bit over 1.
    private const double Rounding = 1e-9;

    /// <summary>Whether anything but nearness and firms counts.</summary>
    public bool HasTraits => Sector > 0 || Terms > 0 || Inspection > 0 || Border > 0 || WorkKind > 0;

    /// <summary>Whether each is a share and all together are not more than 1.</summary>
    public bool IsValid => new[] { Firms, Sector, Terms, Inspection, Border, WorkKind }.All(weight => weight is >= 0 and <= 1)
        && Firms + Sector + Terms + Inspection + Border + WorkKind <= 1 + Rounding && TermDays is >= 0 and < PairTraits.UnknownDays;
}
