using System.Globalization;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;

namespace GunMane.Spatial.Import.Loading;

/// <summary>Finds or makes the organisations that rows mention, by code first, else by name.</summary>
internal sealed class OrganisationBook
{
    private readonly Session session;
    private readonly StudyAreaId area;
    private readonly CancellationToken cancellation;
    private readonly Dictionary<string, Organisation> byCode = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Organisation> byName = new(StringComparer.Ordinal);

    private OrganisationBook(Session session, StudyAreaId area, IEnumerable<Organisation> known, CancellationToken cancellation)
    {
        (this.session, this.area, this.cancellation) = (session, area, cancellation);
        foreach (var organisation in known) Remember(organisation);
    }

    /// <summary>Reads the organisations of a study area.</summary>
    public static async Task<OrganisationBook> OpenAsync(Session session, StudyAreaId area, CancellationToken cancellation) =>
        new(session, area, await OrganisationStore.ListAsync(session, area, cancellation), cancellation);

    /// <summary>The organisation of a mention.</summary>
    public Task<Organisation> FindAsync(OrganisationMention mention) =>
        mention.Code is { } code ? ByCodeAsync(code, mention.Name, "") : ByNameAsync(mention.Name!);

    /// <summary>The organisation of a code; a name makes a record complete that was known by less.</summary>
    public async Task<Organisation> ByCodeAsync(string code, string? name, string nameEn)
    {
        var prefecture = code.EndsWith("000", StringComparison.Ordinal);
        var known = prefecture ? Prefectures.Find(code[..2]) : null;
        var (proper, english) = (known?.Name ?? (name is null ? null : OrganisationName.Parse(name).Name), nameEn.Length > 0 ? nameEn : known?.NameEn ?? "");
        var kind = prefecture ? "prefecture" : "municipality";
        if (byCode.TryGetValue(code, out var found))
            return proper is null || found.Name != Placeholder(code) ? found : await CompleteAsync(found, code, proper, english, kind);
        return proper is not null && byName.TryGetValue(proper, out var named) && named.Code is null
            ? await CompleteAsync(named, code, proper, english, kind)
            : await AddAsync(code, Free(proper ?? Placeholder(code), code), english, kind);
    }

    private async Task<Organisation> ByNameAsync(string name)
    {
        var parsed = OrganisationName.Parse(name);
        if (parsed is { Kind: "prefecture", Prefecture: { } prefecture }) return await ByCodeAsync(prefecture + "000", parsed.Name, "");
        return byName.TryGetValue(parsed.Name, out var known) ? known : await AddAsync(null, parsed.Name, "", parsed.Kind);
    }

    private async Task<Organisation> AddAsync(string? code, string name, string nameEn, string kind)
    {
        var id = await OrganisationStore.AddAsync(session, area, code, name, nameEn, kind, cancellation);
        return Remember(new Organisation(id, code, name, kind));
    }

    private async Task<Organisation> CompleteAsync(Organisation known, string code, string name, string nameEn, string kind)
    {
        if (byName.TryGetValue(name, out var other) && other.Id != known.Id)
        {
            if (other.Code is not null) return known;
            await OrganisationStore.MergeAsync(session, other.Id, known.Id, cancellation);
        }

        await OrganisationStore.CompleteAsync(session, known.Id, code, name, nameEn, kind, cancellation);
        return Remember(known with { Code = code, Name = name, Kind = kind });
    }

    private Organisation Remember(Organisation organisation)
    {
        byName[organisation.Name] = organisation;
        if (organisation.Code is not null) byCode[organisation.Code] = organisation;
        return organisation;
    }

    // Two towns of one name (森町 in 北海道 and 静岡県): the second carries its prefecture.
    private string Free(string name, string code)
    {
        if (!byName.ContainsKey(name)) return name;
        return (Prefectures.Find(code[..2])?.Name ?? code[..2].ToString(CultureInfo.InvariantCulture)) + name;
    }

    private static string Placeholder(string code) => $"団体 {code}";
}
