using System.Runtime.CompilerServices;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Affinity;

/// <summary>What of each asset is compared with its neighbours beside place and firms.</summary>
/// <param name="sectors">Sector of each.</param>
/// <param name="town">Number of the municipality whose border counts; −1 where it lies in none.</param>
/// <param name="owner">Number of the owner; −1 where unknown.</param>
/// <param name="termEnd">Day (DateOnly.DayNumber) on which its last contract ends; 0 where none is known.</param>
/// <param name="inspectionDue">Year of the next inspection; 0 where unknown.</param>
public sealed class AssetTraits(Sector[] sectors, int[] town, int[] owner, int[] termEnd, short[] inspectionDue)
{
    private const double Beside = 0.5;
    private const int SectorRow = 16;

    // Crews and machines that serve the one serve the other: pavement, drains and slopes along roads; water and sewers in the same trench;
    // greenery. (Guidebook, 多分野連携: 道路・橋梁・河川・公園 …)
    private static readonly double[] Kinship = KinshipOf(
        (Sector.Road, Sector.Bridge), (Sector.Road, Sector.Tunnel), (Sector.Road, Sector.Slope), (Sector.Road, Sector.Lighting), (Sector.Road, Sector.River), (Sector.Bridge, Sector.Tunnel),
        (Sector.River, Sector.Slope), (Sector.River, Sector.Harbour), (Sector.Sewer, Sector.Water), (Sector.Sewer, Sector.Road), (Sector.Park, Sector.Building), (Sector.Park, Sector.Road), (Sector.Park, Sector.Lighting));

    private readonly Trait[] traits = [.. Enumerable.Range(0, sectors.Length).Select(at => new Trait(town[at], owner[at], termEnd[at], inspectionDue[at], sectors[at]))];

    // What is compared of one asset lies together.
    private readonly record struct Trait(int Town, int Owner, int TermEnd, short Due, Sector Sector);

    /// <summary>Whether crews and machines of one sector serve another.</summary>
    public static bool AreKindred(Sector one, Sector other) => Kinship[(int)one * SectorRow + (int)other] > 0;

    /// <summary>Σ w·e and Σ w·e·s of a pair over everything but nearness and firms (<see cref="PairAffinity"/>).</summary>
    public (double Known, double Speaks) Of(int one, int other, AffinityWeights weights) => new Weighed(this, weights).Of(one, other);

    /// <summary>Traits under the planner's weights.</summary>
    internal readonly struct Weighed(AssetTraits of, AffinityWeights weights)
    {
        private readonly Trait[] traits = of.traits;
        private readonly double[] kinship = Kinship;
        private readonly double sector = weights.Sector;
        private readonly double terms = weights.Terms;
        private readonly double inspection = weights.Inspection;
        private readonly double border = weights.Border;
        private readonly int termDays = weights.TermDays;

        /// <summary>Σ w·e and Σ w·e·s.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public (double Known, double Speaks) Of(int one, int other)
        {
            ref readonly var a = ref traits[one];
            ref readonly var b = ref traits[other];
            var (known, speaks) = (sector, sector * kinship[(int)a.Sector * SectorRow + (int)b.Sector]);
            if (a.TermEnd != 0 && b.TermEnd != 0)
            {
                known += terms;
                if (Math.Abs(a.TermEnd - b.TermEnd) <= termDays) speaks += terms;
            }

            if (a.Due != 0 && b.Due != 0)
            {
                known += inspection;
                var apart = Math.Abs(a.Due - b.Due);
                speaks += apart == 0 ? inspection : apart == 1 ? inspection * Beside : 0;
            }

            var (towns, owners) = (a.Town >= 0 && b.Town >= 0, a.Owner >= 0 && b.Owner >= 0);
            if (towns || owners) known += border;
            if ((towns && a.Town != b.Town) || (owners && a.Owner != b.Owner)) speaks += border;
            return (known, speaks);
        }
    }

    private static double[] KinshipOf(params (Sector One, Sector Other)[] pairs)
    {
        var kinship = new double[SectorRow * SectorRow];
        foreach (var sector in Enum.GetValues<Sector>()) kinship[(int)sector * SectorRow + (int)sector] = 1;
        foreach (var (one, other) in pairs) kinship[(int)one * SectorRow + (int)other] = kinship[(int)other * SectorRow + (int)one] = Beside;
        return kinship;
    }
}
