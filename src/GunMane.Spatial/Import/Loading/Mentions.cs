using GunMane.Spatial.Contractors;

namespace GunMane.Spatial.Import.Loading;

/// <summary>An organisation as a row names it.</summary>
/// <param name="Code">5-digit code, or null.</param>
/// <param name="Name">Its name, or null.</param>
internal readonly record struct OrganisationMention(string? Code, string? Name);

/// <summary>Numbers the different things that rows mention, so that each is looked up once.</summary>
internal sealed class Mentions<T> where T : notnull
{
    private readonly Dictionary<T, int> numbers = [];
    private readonly List<T> all = [];

    /// <summary>All, by number.</summary>
    public IReadOnlyList<T> All => all;

    /// <summary>The number of a mention.</summary>
    public int Number(T mention)
    {
        if (numbers.TryGetValue(mention, out var number)) return number;
        numbers.Add(mention, all.Count);
        all.Add(mention);
        return all.Count - 1;
    }
}

/// <summary>The firms that rows mention; a name is taken apart once.</summary>
internal sealed class FirmMentions
{
    private readonly Dictionary<(string Raw, string? Number, string? Source, string Place), int> numbers = [];
    private readonly List<FirmMention> all = [];

    /// <summary>All, by number.</summary>
    public IReadOnlyList<FirmMention> All => all;

    /// <summary>The number of a mention; −1 where the text names no firm.</summary>
    public int Number(string? raw, string? corporateNumber, string? sourceNumber, string place)
    {
        var key = (raw ?? "", corporateNumber, sourceNumber, place);
        if (numbers.TryGetValue(key, out var number)) return number;
        var name = FirmName.Normalise(raw);
        number = name is null ? -1 : all.Count;
        if (name is not null) all.Add(new FirmMention(name, corporateNumber, sourceNumber, place));
        numbers.Add(key, number);
        return number;
    }
}
