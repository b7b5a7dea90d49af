namespace GunMane.Spatial.Metrics;

/// <summary>A name in Japanese and in English.</summary>
public readonly record struct BothNames(string Ja, string En)
{
    /// <summary>A pair of names; English falls back to Japanese.</summary>
    public static BothNames Of(string ja, string en) => new(ja, en.Length == 0 ? ja : en);
}

/// <summary>Names for sentences about groups.</summary>
/// <param name="Town">Name of a municipality by border code.</param>
/// <param name="Owner">Name of an organisation by number.</param>
/// <param name="Firm">Name of a contractor by number.</param>
public sealed record GroupNames(Func<string, BothNames> Town, Func<int, BothNames> Owner, Func<long, BothNames> Firm);
