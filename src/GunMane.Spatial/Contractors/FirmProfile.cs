namespace GunMane.Spatial.Contractors;

/// <summary>A firm's work at one place.</summary>
/// <param name="Place">Who orders there: a town, or an office of a prefecture (静岡県 ＋ 土木事務所).</param>
/// <param name="Rows">Orders (or assets of a ledger) there.</param>
/// <param name="Yen">Sum of the orders' yen.</param>
/// <param name="LogYen">Decimal logarithm of the orders' median yen; NaN where no amount is known.</param>
/// <param name="Works">Share of works (工事) among the orders, 0…1; NaN where unknown.</param>
/// <param name="FirstYear">First fiscal year; 0 if unknown.</param>
/// <param name="LastYear">Last fiscal year; 0 if unknown.</param>
/// <param name="Words">Runs of three letters in the orders' titles that may be place names.</param>
public sealed record FirmWork(string Place, int Rows, long Yen, double LogYen, double Works, int FirstYear, int LastYear, IReadOnlySet<string> Words);

/// <summary>A firm as imported, with what is known of it besides its name. The unit that the matcher joins and never splits.</summary>
/// <param name="Key">Identity key; the order of keys decides wherever an order is needed.</param>
/// <param name="Name">Its name, taken apart.</param>
/// <param name="Number">A valid 法人番号, or null.</param>
/// <param name="Works">Its work by place; empty if none is known.</param>
public sealed record FirmProfile(string Key, FirmName Name, string? Number, IReadOnlyList<FirmWork> Works)
{
    /// <summary>Address as a register states it; empty if unknown.</summary>
    public string Address { get; init; } = "";

    /// <summary>Number in a register of the area; null if none. Two numbers of one register are two firms.</summary>
    public string? RegisterNumber { get; init; }

    /// <summary>Yen of all its orders.</summary>
    public long Yen => Works.Sum(work => work.Yen);
}

/// <summary>One order (or one asset's builder) as the matcher sees it.</summary>
/// <param name="Firm">Index of the profile.</param>
/// <param name="Place">Who orders there.</param>
/// <param name="Title">Title; empty if none.</param>
/// <param name="Yen">Yen; 0 if unknown.</param>
/// <param name="Year">Fiscal year; 0 if unknown.</param>
/// <param name="Count">How many such.</param>
public readonly record struct FirmOrder(int Firm, string Place, string Title, long Yen, int Year, int Count);
