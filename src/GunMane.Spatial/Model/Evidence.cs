namespace GunMane.Spatial.Model;

/// <summary>
/// Rung of the evidence ladder on which a link between an asset and a firm stands. Unknown is neutral, not zero:
/// an asset without any link is judged by nearness alone.
/// </summary>
public enum Evidence : byte
{
    /// <summary>No firm is known.</summary>
    None,

    /// <summary>Derived: the firm won orders of the asset's orderer in the same sector.</summary>
    TownSectorKind,

    /// <summary>The area of an order covers the asset.</summary>
    Area,

    /// <summary>The title of an order names it.</summary>
    Title,

    /// <summary>A ledger or an order names the asset itself.</summary>
    Asset,
}

/// <summary>Keys and strengths of the rungs.</summary>
public static class Evidences
{
    private static readonly string[] KeysByValue = ["none", "town_sector_kind", "area", "title", "asset"];
    private static readonly byte[] StrengthByValue = [0, 30, 60, 80, 100];

    /// <summary>The key that the database uses.</summary>
    public static string Key(this Evidence evidence) => KeysByValue[(int)evidence];

    /// <summary>How far a link of this rung is believed, per cent.</summary>
    public static byte StrengthPercent(this Evidence evidence) => StrengthByValue[(int)evidence];
}
