using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace GunMane.Spatial.Import.Profiles;

/// <summary>What the values of a column have to be for a field.</summary>
public enum Expectation
{
    /// <summary>Any text.</summary>
    Text,

    /// <summary>Text of which few different ones recur.</summary>
    Category,

    /// <summary>The name of one thing.</summary>
    Name,

    /// <summary>A number, code or token that names a row.</summary>
    Identifier,

    /// <summary>Degrees within Japan's latitudes.</summary>
    Latitude,

    /// <summary>Degrees within Japan's longitudes.</summary>
    Longitude,

    /// <summary>Metres of a plane rectangular CRS.</summary>
    PlaneMetres,

    /// <summary>A geometry as well-known text.</summary>
    Wkt,

    /// <summary>A year or a date.</summary>
    Year,

    /// <summary>A date.</summary>
    Date,

    /// <summary>A positive number.</summary>
    Measure,

    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>A whole number of yen.</summary>
    Yen,

    /// <summary>全国地方公共団体コード.</summary>
    MunicipalityCode,

    /// <summary>Name of a municipality.</summary>
    Municipality,

    /// <summary>Name of a municipality, prefecture or other public body.</summary>
    Organisation,

    /// <summary>Name of a department (課, 係, 事務所 …).</summary>
    Department,

    /// <summary>法人番号 with a right check digit.</summary>
    CorporateNumber,

    /// <summary>Name of a firm.</summary>
    Firm,

    /// <summary>Title of an order.</summary>
    Title,

    /// <summary>A grade of condition (I–IV, A–D).</summary>
    Grade,

    /// <summary>A sector's name.</summary>
    Sector,

    /// <summary>A work kind's name.</summary>
    WorkKind,

    /// <summary>落札, 不調, 不落 …</summary>
    Outcome,

    /// <summary>税込, 税抜.</summary>
    Tax,

    /// <summary>A postal address.</summary>
    Address,

    /// <summary>Latin letters.</summary>
    Latin,
}

/// <summary>A field of a kind, and by what columns it is known.</summary>
/// <param name="Field">Its name in profiles.</param>
/// <param name="Ja">Its name for a planner.</param>
/// <param name="En">The same in English.</param>
/// <param name="Expects">What its values have to be.</param>
/// <param name="Alone">How far values alone prove it, 0…1.</param>
/// <param name="Tells">How much it says that a file is of this kind.</param>
/// <param name="Names">Whole headers, best first.</param>
/// <param name="Parts">Pieces of longer headers.</param>
/// <param name="Not">Pieces that rule it out.</param>
public sealed record FieldNames(
    string Field, string Ja, string En, Expectation Expects, double Alone, double Tells, string[] Names, string[] Parts, string[] Not);

/// <summary>The fields of a kind of row.</summary>
public sealed record KindNames(ProfileKind Kind, string Ja, string En, FieldNames[] Fields);

/// <summary>Words in the header of a firm's column that tell its role; no words: any.</summary>
public sealed record RoleWords(string Role, string[] Parts);

/// <summary>Headers of columns that name firms of an asset.</summary>
public sealed record FirmColumnNames(string[] Names, string[] Parts, string[] Not, RoleWords[] Roles);

/// <summary>Words in headers that tell a sector.</summary>
public sealed record SectorHeaders(string Key, string[] Words);

/// <summary>data/reference/column-names.json: the headers usual in municipal files. Suggestions are made from it.</summary>
public sealed partial record ColumnNames(
    string Description, KindNames[] Kinds, FirmColumnNames FirmColumns, string[] Counters, string[] KeyNames, SectorHeaders[] SectorHeaders, string[] NameEndings)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private static readonly Lazy<ColumnNames> Read = new(Load);

    /// <summary>The ones that come with the program.</summary>
    public static ColumnNames Shipped => Read.Value;

    /// <summary>The fields of a kind.</summary>
    public FieldNames[] FieldsOf(ProfileKind kind) => Kinds.Single(one => one.Kind == kind).Fields;

    /// <summary>A header as it is compared: NFKC, upper case, without blanks and without units in brackets at its end.</summary>
    public static string Plain(string header) => Unit().Replace(ProfileCatalogue.Plain(header.Normalize(NormalizationForm.FormKC)), "");

    /// <summary>The unit in brackets at the end of a header (延長(km)); empty if none.</summary>
    public static string UnitOf(string header) => Unit().Match(ProfileCatalogue.Plain(header)) is { Success: true } match ? match.Groups[1].Value.ToLowerInvariant() : "";

    [GeneratedRegex("[(\\[_](KM2|KM|MM|CM|M2|M\\^2|M3|M²|㎡|平方メートル|M|メートル|HA|ヘクタール|千円|百万円|円|年度|年|西暦|和暦|箇所|基|W|税込|税込み|税抜|税抜き|消費税込|消費税及び地方消費税を含む)[)\\]]?$")]
    private static partial Regex Unit();

    private static ColumnNames Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Reference/column-names.json")!;
        return JsonSerializer.Deserialize<ColumnNames>(stream, Options)!;
    }
}
