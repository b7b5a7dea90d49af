using GunMane.Spatial.Model;

namespace GunMane.Spatial.Affinity;

/// <summary>
/// Puts the rungs of the evidence ladder together: links on the upper rungs asset by asset, and for assets without any,
/// the firms with orders of the asset's orderer in its sector, one shared set per orderer and sector.
/// The same rule as <c>gunmane.asset_firms</c>. Not thread-safe.
/// </summary>
/// <param name="assets">Number of assets.</param>
/// <param name="firms">Number of firms.</param>
public sealed class FirmSetsBuilder(int assets, int firms)
{
    private const byte Whole = 100;
    private readonly int[] setOf = Unknown(assets);
    private readonly List<int> start = [0];
    private readonly List<int> firm = [];
    private readonly List<byte> strength = [];
    private readonly List<Evidence> rung = [];
    private readonly List<byte> importance = [];
    private readonly Dictionary<(int Orderer, Sector Sector), int> orderSets = [];

    /// <summary>Adds a link on an upper rung. Links of an asset come together, firms ascending, each once.</summary>
    /// <param name="asset">The asset.</param>
    /// <param name="toFirm">The firm.</param>
    /// <param name="evidence">Rung of the ladder.</param>
    /// <param name="percent">How far the link is believed, per cent.</param>
    /// <param name="weighs">What role and recent yen leave of it, per cent (<c>gunmane.asset_links</c>).</param>
    public void Link(int asset, int toFirm, Evidence evidence, byte percent, byte weighs = Whole)
    {
        if (setOf[asset] < 0)
        {
            setOf[asset] = start.Count - 1;
            start.Add(firm.Count);
        }

        Add(toFirm, evidence, percent, weighs);
    }

    /// <summary>Adds the firms with orders of an orderer in a sector, ascending, each once.</summary>
    public void Orders(int orderer, Sector sector, ReadOnlySpan<int> winners) => Orders(orderer, sector, [.. winners.ToArray().Select(winner => (winner, Whole))]);

    /// <summary>The same, with what role and recent yen leave of each, per cent (<c>gunmane.order_firms</c>).</summary>
    public void Orders(int orderer, Sector sector, IEnumerable<(int Firm, byte Weighs)> winners)
    {
        orderSets.Add((orderer, sector), start.Count - 1);
        start.Add(firm.Count);
        foreach (var (winner, weighs) in winners) Add(winner, Evidence.TownSectorKind, Evidence.TownSectorKind.StrengthPercent(), weighs);
    }

    /// <summary>The sets of all assets.</summary>
    /// <param name="orderer">Organisation that orders for each asset (its owner, else its town); −1 where unknown.</param>
    /// <param name="sectors">Sector of each asset.</param>
    public FirmSets Build(int[] orderer, Sector[] sectors)
    {
        for (var asset = 0; asset < setOf.Length; asset++)
        {
            if (setOf[asset] < 0) setOf[asset] = orderSets.GetValueOrDefault((orderer[asset], sectors[asset]), -1);
        }

        return new FirmSets(setOf, [.. start], [.. firm], [.. strength], [.. rung], [.. importance], firms);
    }

    private static int[] Unknown(int assets)
    {
        var sets = new int[assets];
        Array.Fill(sets, -1);
        return sets;
    }

    private void Add(int toFirm, Evidence evidence, byte percent, byte weighs)
    {
        firm.Add(toFirm);
        strength.Add(percent);
        rung.Add(evidence);
        importance.Add(weighs);
        start[^1] = firm.Count;
    }
}
