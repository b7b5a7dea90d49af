using GunMane.Spatial.Model;

namespace GunMane.Spatial.Affinity;

/// <summary>
/// Which firms stand behind each asset. Assets with the same firms share a set (the weakest rung gives every asset of a
/// town and sector the same one), so a million assets need few sets.
/// </summary>
/// <param name="SetOf">Set of each asset; −1 where no firm is known.</param>
/// <param name="Start">Offsets of each set into the links, one more than there are sets.</param>
/// <param name="Firm">Index of the firm; ascending within a set, each firm once.</param>
/// <param name="Strength">How far the link is believed, per cent (1…100).</param>
/// <param name="Rung">Rung of the evidence ladder of the link.</param>
/// <param name="Importance">What role and recent yen leave of the link where the planner has them count, per cent (1…100).</param>
/// <param name="Firms">Number of firms.</param>
public sealed record FirmSets(int[] SetOf, int[] Start, int[] Firm, byte[] Strength, Evidence[] Rung, byte[] Importance, int Firms)
{
    /// <summary>Number of sets.</summary>
    public int Count => Start.Length - 1;

    /// <summary>No firm is known of any of <paramref name="assets"/> assets.</summary>
    public static FirmSets None(int assets)
    {
        var sets = new int[assets];
        Array.Fill(sets, -1);
        return new FirmSets(sets, [0], [], [], [], [], 0);
    }

    /// <summary>The best rung on which an asset stands.</summary>
    public Evidence BestRung(int asset)
    {
        var best = Evidence.None;
        if (SetOf[asset] < 0) return best;
        for (var at = Start[SetOf[asset]]; at < Start[SetOf[asset] + 1]; at++) best = Rung[at] > best ? Rung[at] : best;
        return best;
    }
}
