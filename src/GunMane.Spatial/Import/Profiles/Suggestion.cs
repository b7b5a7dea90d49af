using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;

namespace GunMane.Spatial.Import.Profiles;

/// <summary>What is proposed for one column.</summary>
/// <param name="Name">Its header.</param>
/// <param name="Field">The field; null where it becomes an attribute, names a firm, or is left out.</param>
/// <param name="Role">Role of the firm that it names; null if it names none.</param>
/// <param name="Confidence">0…1; 0 where nothing is proposed.</param>
/// <param name="Word">The same in a word.</param>
/// <param name="Reasons">The evidence in words.</param>
/// <param name="Examples">Up to three different values.</param>
/// <param name="Filled">Rows in which it is not blank.</param>
/// <param name="Key">Whether it is part of the key.</param>
public sealed record ColumnSuggestion(
    string Name, string? Field, string? Role, double Confidence, Bilingual Word, IReadOnlyList<Bilingual> Reasons, IReadOnlyList<string> Examples, long Filled, bool Key);

/// <summary>Something about the file that is found rather than stated, with its evidence.</summary>
/// <param name="Value">What is proposed; null if nothing could be told.</param>
/// <param name="Confidence">0…1.</param>
/// <param name="Reasons">The evidence in words.</param>
public sealed record Found(string? Value, double Confidence, IReadOnlyList<Bilingual> Reasons)
{
    /// <summary>How sure it is, in a word.</summary>
    public Bilingual Word => FieldMatch.Word(Confidence);
}

/// <summary>A question that the file leaves to a person.</summary>
/// <param name="About">sector, owner, place, crs, header, title or name.</param>
/// <param name="Required">Nothing can be imported before it is answered.</param>
/// <param name="Ja">The question.</param>
/// <param name="En">The same in English.</param>
public sealed record OpenQuestion(string About, bool Required, string Ja, string En);

/// <summary>A proposed profile for an unknown file, with the evidence for each of its parts.</summary>
/// <param name="Profile">The profile, complete: it can be imported with as it is, as far as no required question is open.</param>
/// <param name="Kind">What the rows are.</param>
/// <param name="Sector">Their sector, where it is one for all.</param>
/// <param name="Owner">Code of their owner, where it is one for all.</param>
/// <param name="Columns">Every column of the file.</param>
/// <param name="Missing">What a person must answer, required ones first.</param>
/// <param name="Notes">What else is worth knowing.</param>
public sealed record Suggestion(
    SourceProfile Profile, Found Kind, Found Sector, Found Owner, IReadOnlyList<ColumnSuggestion> Columns, IReadOnlyList<OpenQuestion> Missing, IReadOnlyList<Bilingual> Notes);

/// <summary>A municipality of the study area, known to whoever suggests.</summary>
public sealed record KnownMunicipality(string Code, string Name);

/// <summary>Proposes a profile for a file of a kind never seen. Pure: the same table always gives the same suggestion.</summary>
public static class Suggestions
{
    private const string FirstName = "own-";
    private static readonly string[] Degrees = ["latitude", "longitude"];
    private static readonly string[] PlaneAxes = ["x", "y"];

    /// <summary>Proposes a profile.</summary>
    /// <param name="table">The file's columns, sample and statistics.</param>
    /// <param name="known">Municipalities of the study area; may be empty.</param>
    /// <param name="names">The headers to go by.</param>
    public static Suggestion Propose(TableSample table, IReadOnlyList<KnownMunicipality> known, ColumnNames names) =>
        Propose(table, known, names, BestKind(table, names));

    /// <summary>Proposes a profile for a kind that a person has chosen.</summary>
    public static Suggestion Propose(TableSample table, IReadOnlyList<KnownMunicipality> known, ColumnNames names, ProfileKind kind) =>
        Propose(table, known, names, KindCandidate.Of(table, names.Kinds.Single(one => one.Kind == kind), names)
            with { Reasons = [new("選ばれた種類", "the kind that was chosen")], Confidence = 1 });

    private static KindCandidate BestKind(TableSample table, ColumnNames names) => names.Kinds
        .Select(kind => KindCandidate.Of(table, kind, names)).OrderByDescending(candidate => candidate.Score).First();

    private static Suggestion Propose(TableSample table, IReadOnlyList<KnownMunicipality> known, ColumnNames names, KindCandidate best)
    {
        var assets = best.Kind == ProfileKind.Assets;
        var firms = assets ? FirmColumnGuess.Of(table, best.Fields, names) : [];
        var key = KeyGuess.Of(table, best, names);
        var sector = assets && !best.Fields.ContainsKey("sector") ? SectorGuess.Of(table, best, names) : new Found(null, 0, []);
        var owner = OwnerGuess.Of(table, best, known);
        var profile = new SourceProfile
        {
            Name = FirstName + Slug(table.File), Version = 1, Title = $"{TitleOf(table.File)}（提案）", TitleEn = $"Suggested for {TitleOf(table.File)}", Kind = best.Kind,
            Description = "列の名前と値から提案した取り込み方。", Shapes = [table.Shape], Auto = false,
            Fields = best.Fields.ToDictionary(pair => pair.Key, pair => new[] { table.Columns[pair.Value.Column].Name }),
            Required = [.. best.Fields.Where(pair => NeededFields(best.Kind).Contains(pair.Key)).Select(pair => pair.Key)],
            Defaults = Defaults(sector, owner), Key = key.Columns, Firms = [.. firms.Select(firm => firm.Columns)], Crs = CrsOf(best, table),
        };
        return new Suggestion(profile, new Found(KindKey(best.Kind), best.Confidence, best.Reasons), sector, owner,
            [.. table.Columns.Select((column, at) => Column(column, at, best, firms, key))], Missing.Of(table, best, sector, owner, profile), [.. key.Notes, .. best.Ties]);
    }

    /// <summary>Key of a kind in documents.</summary>
    public static string KindKey(ProfileKind kind) => kind switch
    {
        ProfileKind.Municipalities => "municipalities",
        ProfileKind.Assets => "assets",
        ProfileKind.Contractors => "contractors",
        _ => "contracts",
    };

    /// <summary>Fields without which no row of a kind can be stored; of assets any that says a place, unless geometry does.</summary>
    public static IReadOnlyList<string> NeededFields(ProfileKind kind) => kind switch
    {
        ProfileKind.Municipalities => ["code"],
        ProfileKind.Contractors => ["name"],
        ProfileKind.Contracts => ["title"],
        _ => ["latitude", "longitude", "x", "y", "wkt"],
    };

    /// <summary>Whether the fields of assets say a place: degrees, plane metres or text.</summary>
    public static bool SaysPlace(IEnumerable<string> fields)
    {
        var found = fields.ToHashSet(StringComparer.Ordinal);
        return found.IsSupersetOf(Degrees) || found.IsSupersetOf(PlaneAxes) || found.Contains("wkt");
    }

    // Columns of degrees are taken as the present datum unless their header says the old one; the report proves it where it can.
    private static string? CrsOf(KindCandidate best, TableSample table) =>
        table.Geometry.Rows == 0 && best.Fields.TryGetValue("latitude", out var latitude) && !table.Columns[latitude.Column].Name.Contains("日本測地", StringComparison.Ordinal)
            ? Geo.Crs.StorageSource.Name : null;

    private static Dictionary<string, string> Defaults(Found sector, Found owner)
    {
        var defaults = new Dictionary<string, string>();
        if (sector.Value is { } key) defaults["sector"] = key;
        if (owner.Value is { } code) defaults["owner"] = code;
        return defaults;
    }

    private static ColumnSuggestion Column(ColumnFacts column, int at, KindCandidate best, IReadOnlyList<FirmColumnGuess> firms, KeyGuess key)
    {
        var isKey = key.Columns.Contains(column.Name);
        IReadOnlyList<Bilingual> more = isKey ? key.Reasons : [];
        if (best.Fields.FirstOrDefault(pair => pair.Value.Column == at) is { Key: not null } field)
            return new(column.Name, field.Key, null, field.Value.Match.Score, FieldMatch.Word(field.Value.Match.Score), [.. field.Value.Match.Reasons, .. more], column.Examples, column.Filled, isKey);
        if (firms.FirstOrDefault(firm => firm.At == at) is { } named)
            return new(column.Name, null, named.Columns.Role, named.Score, FieldMatch.Word(named.Score), [.. named.Reasons, .. more], column.Examples, column.Filled, isKey);
        return new(column.Name, null, null, 0, FieldMatch.Word(0), [.. more, .. best.Hints.GetValueOrDefault(at) ?? [], Rest(column)], column.Examples, column.Filled, isKey);
    }

    private static Bilingual Rest(ColumnFacts column) => column.Filled == 0
        ? new("値がありません", "no values")
        : column.Constant ? new("すべての行で同じ値。属性として残します", "the same in every row; kept as an attribute") : new("属性として残します", "kept as an attribute");

    // Latin letters, digits and hyphens; a Japanese name leaves its digest.
    private static string Slug(string file)
    {
        var plain = string.Concat(TitleOf(file).ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')).Trim('-');
        while (plain.Contains("--", StringComparison.Ordinal)) plain = plain.Replace("--", "-", StringComparison.Ordinal);
        var digest = Loading.RowIdentity.Uuid(file).ToString("N")[..6];
        return plain.Length == 0 ? digest : plain.Length < TitleOf(file).Length ? $"{plain[..Math.Min(plain.Length, 40)]}-{digest}" : plain[..Math.Min(plain.Length, 40)];
    }

    private static string TitleOf(string file)
    {
        var name = file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? file[..^3] : file;
        return Path.GetFileNameWithoutExtension(name);
    }
}
