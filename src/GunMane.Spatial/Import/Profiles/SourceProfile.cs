using System.Text.Json.Serialization;
using GunMane.Spatial.Import.Readers;

namespace GunMane.Spatial.Import.Profiles;

/// <summary>What rows of a profile become.</summary>
public enum ProfileKind
{
    /// <summary>Municipal boundaries.</summary>
    Municipalities,

    /// <summary>Assets.</summary>
    Assets,

    /// <summary>Firms.</summary>
    Contractors,

    /// <summary>Contracts or awards.</summary>
    Contracts,
}

/// <summary>Columns that name a firm of an asset.</summary>
/// <param name="Columns">Accepted names of the column with the firm.</param>
/// <param name="Role">What it did: built, repaired, inspects, maintains, designed.</param>
/// <param name="Year">Accepted names of the column with the fiscal year since when.</param>
public sealed record FirmColumns(string[] Columns, string Role, string[]? Year = null);

/// <summary>How to read one kind of file; a JSON file under data/reference/profiles. See docs/reference/import.md.</summary>
public sealed record SourceProfile
{
    /// <summary>Name in options and URLs.</summary>
    public required string Name { get; init; }

    /// <summary>Raised with every change of meaning.</summary>
    public required int Version { get; init; }

    /// <summary>Japanese title.</summary>
    public required string Title { get; init; }

    /// <summary>English title.</summary>
    public required string TitleEn { get; init; }

    /// <summary>What the file is and where it comes from.</summary>
    public string Description { get; init; } = "";

    /// <summary>Attribution that the source asks for; it is shown with the study area. Empty if it asks for none.</summary>
    public string Attribution { get; init; } = "";

    /// <summary>Licence of the source; empty if it states none.</summary>
    public string Licence { get; init; } = "";

    /// <summary>What its rows become.</summary>
    public required ProfileKind Kind { get; init; }

    /// <summary>What the rows are that it reads, whatever the format of their file.</summary>
    public required IReadOnlyList<RowShape> Shapes { get; init; }

    /// <summary>Whether it may be chosen by itself; thin profiles of one town's layer are named.</summary>
    public bool Auto { get; init; } = true;

    /// <summary>Regular expression for names of files that it is made for; counts in the choice.</summary>
    public string? FileNames { get; init; }

    /// <summary>Columns by which its files are known; all of them must be there, though none need be a field's.</summary>
    public IReadOnlyList<string> Signature { get; init; } = [];

    /// <summary>Field → accepted column names, the first found is taken. Width, case and blanks of names do not matter.</summary>
    public required IReadOnlyDictionary<string, string[]> Fields { get; init; }

    /// <summary>Fields without which the profile does not fit a file.</summary>
    public IReadOnlyList<string> Required { get; init; } = [];

    /// <summary>Values for fields that the file does not bring: sector, kind, owner, conditionScale, workKind, priceKind, tax.</summary>
    public IReadOnlyDictionary<string, string> Defaults { get; init; } = new Dictionary<string, string>();

    /// <summary>Field → raw value → stored value, for codes (都市公園種別 1 → 街区公園). Compared after NFKC without blanks; a value without an entry is stored as it is. The raw value stays an attribute.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Values { get; init; } = new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>Field → unit of its numbers where neither the value nor the column's name states one: km, ha, 千円 …</summary>
    public IReadOnlyDictionary<string, string> Units { get; init; } = new Dictionary<string, string>();

    /// <summary>Column name → sector, where such a column tells the sector (公園名 → park).</summary>
    public IReadOnlyDictionary<string, string> SectorByColumn { get; init; } = new Dictionary<string, string>();

    /// <summary>Column → how a name in it begins → code of who owns such things; an empty code: somebody without one. For ledgers of several owners (市道… the town, 県道… the prefecture).</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> OwnerByWord { get; init; } = new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>Columns that together name a row for ever; empty: the row's content does.</summary>
    public IReadOnlyList<string> Key { get; init; } = [];

    /// <summary>Columns that are read but mean nothing (when somebody fetched the row …).</summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>Columns that are knowingly not stored, with the reason for the report.</summary>
    public IReadOnlyDictionary<string, string> NotStored { get; init; } = new Dictionary<string, string>();

    /// <summary>Columns that name firms of an asset.</summary>
    public IReadOnlyList<FirmColumns> Firms { get; init; } = [];

    /// <summary>CRS of files that state none, e.g. <see cref="Geo.Crs.SourceExample"/>.</summary>
    public string? Crs { get; init; }

    /// <summary>Whether lines are outlines of areas and become polygons, closed where they are open.</summary>
    public bool CloseLines { get; init; }

    /// <summary>Endings of the files that it reads.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Extensions => [.. Shapes.SelectMany(FileSet.EndingsOf).Distinct()];
}
