using GunMane.Spatial.Model;

namespace GunMane.Spatial.Affinity;

/// <summary>What of each asset is compared with its neighbours beside place and firms.</summary>
/// <param name="Sectors">Sector of each.</param>
/// <param name="Town">Number of the municipality whose border counts; −1 where it lies in none.</param>
/// <param name="Owner">Number of the owner; −1 where unknown.</param>
/// <param name="TermEnd">Day (DateOnly.DayNumber) on which its last contract ends; 0 where none is known.</param>
/// <param name="InspectionDue">Year of the next inspection; 0 where unknown.</param>
public sealed record AssetTraits(Sector[] Sectors, int[] Town, int[] Owner, int[] TermEnd, short[] InspectionDue)
{
    private const double Beside = 0.5;

    // Crews and machines that serve the one serve the other: pavement, drains and slopes along roads; water and sewers in the same trench;
    // greenery. (Guidebook, 多分野連携: 道路・橋梁・河川・公園 …)
    private static readonly bool[,] Kindred = KindredPairs(
        (Sector.Road, Sector.Bridge), (Sector.Road, Sector.Tunnel), (Sector.Road, Sector.Slope), (Sector.Road, Sector.Lighting), (Sector.Road, Sector.River), (Sector.Bridge, Sector.Tunnel),
        (Sector.River, Sector.Slope), (Sector.River, Sector.Harbour), (Sector.Sewer, Sector.Water), (Sector.Sewer, Sector.Road), (Sector.Park, Sector.Building), (Sector.Park, Sector.Road), (Sector.Park, Sector.Lighting));

    /// <summary>Whether crews and machines of one sector serve another.</summary>
    public static bool AreKindred(Sector one, Sector other) => Kindred[(int)one, (int)other];

    /// <summary>Σ w·e and Σ w·e·s of a pair over everything but nearness and firms (<see cref="PairAffinity"/>).</summary>
    public (double Known, double Speaks) Of(int one, int other, AffinityWeights weights)
    {
        var (known, speaks) = (0.0, 0.0);
        if (weights.Sector > 0) Add(weights.Sector, Sectors[one] == Sectors[other] ? 1 : AreKindred(Sectors[one], Sectors[other]) ? Beside : 0);
        if (weights.Terms > 0 && TermEnd[one] != 0 && TermEnd[other] != 0) Add(weights.Terms, Math.Abs(TermEnd[one] - TermEnd[other]) <= weights.TermDays ? 1 : 0);
        if (weights.Inspection > 0 && InspectionDue[one] != 0 && InspectionDue[other] != 0) Add(weights.Inspection, Math.Abs(InspectionDue[one] - InspectionDue[other]) switch { 0 => 1, 1 => Beside, _ => 0 });
        if (weights.Border > 0 && (AreApart(Town[one], Town[other]) || AreApart(Owner[one], Owner[other]) || (Town[one] >= 0 && Town[other] >= 0) || (Owner[one] >= 0 && Owner[other] >= 0)))
            Add(weights.Border, AreApart(Town[one], Town[other]) || AreApart(Owner[one], Owner[other]) ? 1 : 0);
        return (known, speaks);

        void Add(double weight, double value)
        {
            known += weight;
            speaks += weight * value;
        }
    }

    private static bool AreApart(int one, int other) => one >= 0 && other >= 0 && one != other;

    private static bool[,] KindredPairs(params (Sector One, Sector Other)[] pairs)
    {
        var kindred = new bool[Enum.GetValues<Sector>().Length, Enum.GetValues<Sector>().Length];
        foreach (var (one, other) in pairs) (kindred[(int)one, (int)other], kindred[(int)other, (int)one]) = (true, true);
        return kindred;
    }
}
