using System.Runtime.CompilerServices;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Affinity;

/// <summary>What of each asset is compared with its neighbours beside place and firms.</summary>
/// <param name="sectors">Sector of each.</param>
/// <param name="town">Number of the municipality whose border counts; −1 where it lies in none.</param>
/// <param name="owner">Number of the owner; −1 where unknown.</param>
/// <param name="termEnd">Day (DateOnly.DayNumber) on which its last contract ends; 0 where none is known.</param>
/// <param name="inspectionDue">Year of the next inspection; 0 where unknown.</param>
/// <param name="workKinds">Work kinds of the orders behind it, as bits by <see cref="WorkKind"/>; 0 where none is known; null where none is known of any.</param>
public sealed class AssetTraits(Sector[] sectors, int[] town, int[] owner, int[] termEnd, short[] inspectionDue, short[]? workKinds = null)
{
    private const int SectorRow = 16;

    // One crew's rounds, and one process (プロセス連携): kinds of the same family complete each other.
    private const int Upkeep = 1 << (int)WorkKind.Patrol | 1 << (int)WorkKind.Cleaning | 1 << (int)WorkKind.Mowing | 1 << (int)WorkKind.SnowRemoval | 1 << (int)WorkKind.PavementRepair | 1 << (int)WorkKind.SmallRepair;
    private const int Works = 1 << (int)WorkKind.Inspection | 1 << (int)WorkKind.Design | 1 << (int)WorkKind.RepairWorks;

    // Crews and machines that serve the one serve the other: pavement, drains and slopes along roads; water and sewers in the same trench;
    // greenery. (Guidebook, 多分野連携: 道路・橋梁・河川・公園 …)
    private static readonly byte[] Kinship = KinshipOf(
        (Sector.Road, Sector.Bridge), (Sector.Road, Sector.Tunnel), (Sector.Road, Sector.Slope), (Sector.Road, Sector.Lighting), (Sector.Road, Sector.River), (Sector.Bridge, Sector.Tunnel),
        (Sector.River, Sector.Slope), (Sector.River, Sector.Harbour), (Sector.Sewer, Sector.Water), (Sector.Sewer, Sector.Road), (Sector.Park, Sector.Building), (Sector.Park, Sector.Road), (Sector.Park, Sector.Lighting));

    private readonly Trait[] traits = [.. Enumerable.Range(0, sectors.Length).Select(at => new Trait(town[at], owner[at], termEnd[at], inspectionDue[at], sectors[at], workKinds?[at] ?? 0))];

    // What is compared of one asset lies together.
    private readonly record struct Trait(int Town, int Owner, int TermEnd, short Due, Sector Sector, short Kinds);

    /// <summary>Whether nothing that is compared differs between an asset and one of other traits, whose towns and owners have the same numbers.</summary>
    internal bool IsSame(int asset, AssetTraits other, int otherAsset) => traits[asset] == other.traits[otherAsset];

    /// <summary>Whether crews and machines of one sector serve another.</summary>
    public static bool AreKindred(Sector one, Sector other) => Kinship[(int)one * SectorRow + (int)other] > 0;

    /// <summary>How alike two sets of work kinds are, in halves: 2 with one in common, 1 where both have one of daily upkeep or both one of inspection, design and repair works, else 0.</summary>
    public static int WorkKinship(int one, int other) =>
        (one & other) != 0 ? 2 : ((one & Upkeep) != 0 && (other & Upkeep) != 0) || ((one & Works) != 0 && (other & Works) != 0) ? 1 : 0;

    /// <summary>Σ w·e and Σ w·e·s of a pair over everything but nearness and firms (<see cref="PairAffinity"/>).</summary>
    public (double Known, double Speaks) Of(int one, int other, AffinityWeights weights) => new TraitTable(weights).Of(Code(one, other), DaysApart(one, other));

    /// <summary>What everything but the ends of contracts says of a pair, without weights; see <see cref="PairTraits"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal byte Code(int one, int other)
    {
        ref readonly var a = ref traits[one];
        ref readonly var b = ref traits[other];
        var code = (int)Kinship[(int)a.Sector * SectorRow + (int)b.Sector];
        if (a.Due != 0 && b.Due != 0) code |= (3 - Math.Min(2, Math.Abs(a.Due - b.Due))) << PairTraits.Inspection;
        var (towns, owners) = (a.Town >= 0 && b.Town >= 0, a.Owner >= 0 && b.Owner >= 0);
        if ((towns && a.Town != b.Town) || (owners && a.Owner != b.Owner)) code |= 2 << PairTraits.Border;
        else if (towns || owners) code |= 1 << PairTraits.Border;
        if (a.Kinds != 0 && b.Kinds != 0) code |= (1 + WorkKinship(a.Kinds, b.Kinds)) << PairTraits.WorkKinds;
        return (byte)code;
    }

    /// <summary>Days between the ends of the last contracts of a pair; <see cref="PairTraits.UnknownDays"/> where one is not known.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ushort DaysApart(int one, int other)
    {
        var (a, b) = (traits[one].TermEnd, traits[other].TermEnd);
        return a == 0 || b == 0 ? PairTraits.UnknownDays : (ushort)Math.Min(PairTraits.UnknownDays - 1, Math.Abs(a - b));
    }

    // In halves: 2 the same, 1 kindred.
    private static byte[] KinshipOf(params (Sector One, Sector Other)[] pairs)
    {
        var kinship = new byte[SectorRow * SectorRow];
        foreach (var sector in Enum.GetValues<Sector>()) kinship[(int)sector * SectorRow + (int)sector] = 2;
        foreach (var (one, other) in pairs) kinship[(int)one * SectorRow + (int)other] = kinship[(int)other * SectorRow + (int)one] = 1;
        return kinship;
    }
}
