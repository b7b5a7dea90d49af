using GunMane.Spatial.Model;

namespace GunMane.Spatial.Contracts;

/// <summary>On what a link between an order and an asset stands, the strongest first.</summary>
public enum LinkBasis : byte
{
    /// <summary>The order states the asset's ledger number, in a column or in its title.</summary>
    Number,

    /// <summary>A planner said so.</summary>
    Planner,

    /// <summary>The title has the asset's own name.</summary>
    Name,

    /// <summary>The title has the name of the road or river that the asset belongs to.</summary>
    Line,

    /// <summary>The ledger names the same firm, year and place as builder.</summary>
    Builder,

    /// <summary>The title names a district in which the asset lies.</summary>
    Area,
}

/// <summary>Keys of <see cref="LinkBasis"/> in database and API.</summary>
public static class LinkBases
{
    private static readonly string[] KeysByValue = ["number", "planner", "name", "line", "builder", "area"];

    /// <summary>All keys, the strongest first.</summary>
    public static IReadOnlyList<string> Keys => KeysByValue;

    /// <summary>The key of a basis.</summary>
    public static string Key(this LinkBasis basis) => KeysByValue[(int)basis];

    /// <summary>Place of a key in the ladder, 0 the strongest; after all others if it is none.</summary>
    public static int Rank(string? key) => Array.IndexOf(KeysByValue, key) is >= 0 and var rank ? rank : KeysByValue.Length;
}

/// <summary>Who orders, as far as linking goes.</summary>
/// <param name="Id">The organisation.</param>
/// <param name="Name">Its name: 海辺市.</param>
/// <param name="Kind">prefecture, municipality, state, union, corporation or other.</param>
public sealed record LinkOrderer(int Id, string Name, string Kind);

/// <summary>A municipality whose border counts.</summary>
public sealed record LinkTown(string Code, string Name);

/// <summary>An asset as linking sees it.</summary>
/// <param name="DenseId">Dense id.</param>
/// <param name="Owner">Organisation that owns it, where unknown that of the town in which it lies; null if neither is known.</param>
/// <param name="Town">Border code of the municipality; null if in none.</param>
/// <param name="Sector">Its sector.</param>
/// <param name="Name">Its name; empty if none.</param>
/// <param name="Route">Road or river that it belongs to; empty if none.</param>
/// <param name="Number">Ledger number or null.</param>
/// <param name="BuiltYear">Fiscal year in which it was built, or null.</param>
/// <param name="Address">Addresses and districts as its attributes have them; empty if none.</param>
public sealed record LinkAsset(
    int DenseId, int? Owner, string? Town, Sector Sector, string Name, string Route, string? Number, int? BuiltYear, string Address);

/// <summary>An order as linking sees it.</summary>
/// <param name="Id">The contract.</param>
/// <param name="Orderer">Organisation that orders.</param>
/// <param name="Title">Its title.</param>
/// <param name="Sector">Its sector as stored; null if none.</param>
/// <param name="WorkKind">Its work kind as stored; null if none.</param>
/// <param name="Contractor">Who won it, or null.</param>
/// <param name="FiscalYear">Fiscal year, or null.</param>
/// <param name="Numbered">Its file named assets that are linked already.</param>
public sealed record LinkContract(
    long Id, int Orderer, string Title, Sector? Sector, WorkKind? WorkKind, long? Contractor, int? FiscalYear, bool Numbered);

/// <summary>All that a run of the links looks at.</summary>
/// <param name="Orderers">Organisations.</param>
/// <param name="Towns">Municipalities.</param>
/// <param name="Assets">Assets.</param>
/// <param name="Contracts">Placed orders.</param>
/// <param name="Numbers">Ledger numbers that orders state.</param>
/// <param name="Builders">Firms that ledgers name as builders.</param>
public sealed record LinkFacts(
    IReadOnlyList<LinkOrderer> Orderers, IReadOnlyList<LinkTown> Towns, IReadOnlyList<LinkAsset> Assets, IReadOnlyList<LinkContract> Contracts,
    IReadOnlyList<(long Contract, string Number)> Numbers, IReadOnlyList<(int DenseId, long Contractor)> Builders);

/// <summary>A link that the rules propose.</summary>
/// <param name="Contract">The order.</param>
/// <param name="DenseId">The asset.</param>
/// <param name="Basis">On what it stands.</param>
/// <param name="Sure">False: more than one asset may be meant, a planner decides.</param>
/// <param name="Strength">How far it is believed, 0…1.</param>
/// <param name="Mention">The words of the order that name the asset, as compared.</param>
/// <param name="Reason">Why (Japanese).</param>
/// <param name="ReasonEn">Why (English).</param>
public sealed record LinkProposal(
    long Contract, int DenseId, LinkBasis Basis, bool Sure, double Strength, string Mention, string Reason, string ReasonEn);
