using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using GunMane.Spatial.Geo;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Import.Profiles;

/// <summary>Profiles as JSON text: strictly checked when read, complete when written.</summary>
public static partial class ProfileText
{
    private const int MostColumns = 2_000;
    private const int LongestText = 2_000;
    private static readonly TimeSpan PatternTime = TimeSpan.FromMilliseconds(200);
    private static readonly string[] Roles = ["built", "repaired", "inspects", "maintains", "designed"];
    private static readonly string[] DefaultNames = ["sector", "kind", "owner", "conditionScale", "priceKind", "tax", "workKind"];

    /// <summary>How profiles are read: unknown members are refused.</summary>
    internal static JsonSerializerOptions Reading { get; } = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        RespectNullableAnnotations = true,
    };

    private static readonly JsonSerializerOptions Writing = new(Reading) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A profile as indented JSON.</summary>
    public static string Write(SourceProfile profile) => JsonSerializer.Serialize(profile, Writing);

    /// <summary>Reads and checks a profile.</summary>
    /// <param name="json">The text.</param>
    /// <param name="source">What to call it in errors: a file's name.</param>
    /// <exception cref="GunManeException">It is no JSON, has a member that there is not, or a value that means nothing (BadInput, parameter <c>profile</c>, with the place).</exception>
    public static SourceProfile Read(string json, string source)
    {
        try
        {
            var profile = JsonSerializer.Deserialize<SourceProfile>(json, Reading) ?? throw Bad(source, "", "空です。", "it is empty");
            Check(profile, source);
            return profile;
        }
        catch (JsonException e)
        {
            throw Bad(source, $"{e.Path} {(e.LineNumber is { } line ? $"{line + 1} 行目" : "")}".Trim(), "JSON として読めないか、ここには書けない項目・値です。docs/reference/import.md を見てください。", "no JSON, or a member or value that does not belong here");
        }
    }

    /// <summary>Refuses a profile whose values mean nothing.</summary>
    /// <exception cref="GunManeException">Names the place and what would be accepted.</exception>
    public static void Check(SourceProfile profile, string source)
    {
        void Fail(bool wrong, string place, string japanese, string english)
        {
            if (wrong) throw Bad(source, place, japanese, english);
        }

        Fail(!NamePattern().IsMatch(profile.Name), "name", "半角の英小文字・数字・ハイフンで 1〜63 字にしてください。", "1–63 lower-case letters, digits and hyphens");
        Fail(profile.Version < 1, "version", "1 以上の整数にしてください。", "at least 1");
        Fail(profile.Title.Trim().Length is 0 or > 200, "title", "1〜200 字にしてください。", "1–200 characters");
        Fail(profile.Shapes.Count == 0, "shapes", $"{string.Join(", ", Enum.GetNames<Readers.RowShape>())} から一つ以上書いてください。", "at least one shape");
        Fail(Texts(profile).Any(text => text.Length > LongestText), "", $"長すぎる文字列があります({LongestText} 字まで)。", "a text is too long");
        Fail(Texts(profile).Take(MostColumns + 1).Count() > MostColumns, "", $"列の名前が多すぎます({MostColumns} まで)。", "too many columns");
        CheckFields(profile, source);
        CheckDefaults(profile, source);
        CheckPattern(profile.FileNames, source);
    }

    private static void CheckFields(SourceProfile profile, string source)
    {
        var known = ColumnNames.Shipped.FieldsOf(profile.Kind).Select(field => field.Field).ToList();
        var kind = Suggestions.KindKey(profile.Kind);
        if (profile.Fields.Keys.FirstOrDefault(field => !known.Contains(field)) is { } unknown)
            throw Bad(source, $"fields.{unknown}", $"kind が {kind} のときに使える項目は: {string.Join(", ", known)}。", $"fields of {kind} are these");
        if (profile.Fields.FirstOrDefault(field => field.Value.Length == 0 || field.Value.Any(string.IsNullOrWhiteSpace)) is { Key: { } blank })
            throw Bad(source, $"fields.{blank}", "列の名前を一つ以上書いてください。", "at least one column name");
        if (profile.Required.FirstOrDefault(field => !profile.Fields.ContainsKey(field)) is { } lacking)
            throw Bad(source, "required", $"「{lacking}」が fields にありません。", $"{lacking} is not among the fields");
        foreach (var (firm, at) in profile.Firms.Select((firm, at) => (firm, at)))
        {
            if (firm.Columns.Length == 0) throw Bad(source, $"firms[{at}].columns", "列の名前を一つ以上書いてください。", "at least one column name");
            if (!Roles.Contains(firm.Role)) throw Bad(source, $"firms[{at}].role", $"{string.Join(", ", Roles)} のどれかです。", "one of these roles");
        }
    }

    private static void CheckDefaults(SourceProfile profile, string source)
    {
        foreach (var (name, value) in profile.Defaults)
        {
            if (!DefaultNames.Contains(name)) throw Bad(source, $"defaults.{name}", $"使えるのは: {string.Join(", ", DefaultNames)}。", "one of these defaults");
            if (name == "sector" && !Sectors.TryParse(value, out _)) throw Bad(source, "defaults.sector", $"分野は {string.Join(", ", Sectors.Keys)} のどれかです: {value}", "one of these sectors");
            // Codes of made-up regions lie outside 01–47; whether the code means somebody is seen where the study area is known.
            if (name == "owner" && !MunicipalityCode.TryParse(value, fictitious: true, out _, out _)) throw Bad(source, "defaults.owner", $"団体コード 5 桁か 6 桁です: {value}", "a municipality code");
        }

        foreach (var (column, words) in profile.OwnerByWord)
        {
            if (words.FirstOrDefault(word => word.Key.Length == 0 || (word.Value.Length > 0 && !MunicipalityCode.TryParse(word.Value, fictitious: true, out _, out _))) is { Value: { } wrong })
                throw Bad(source, $"ownerByWord.{column}", $"名前の始まりと団体コード 5 桁か 6 桁(分からないときは空)です: {wrong}", "beginnings of names and municipality codes");
        }

        foreach (var (column, sector) in profile.SectorByColumn)
            if (!Sectors.TryParse(sector, out _)) throw Bad(source, $"sectorByColumn.{column}", $"分野は {string.Join(", ", Sectors.Keys)} のどれかです。", "one of these sectors");
        if (profile.Crs is { } crs && Crs.FromEpsg(Crs.EpsgOf(crs)) is null) throw Bad(source, "crs", $"{Crs.AcceptedSources} のどれかです: {crs}", "unknown CRS");
    }

    private static void CheckPattern(string? pattern, string source)
    {
        if (pattern is null) return;
        try
        {
            Regex.IsMatch("", pattern, RegexOptions.CultureInvariant, PatternTime);
        }
        catch (ArgumentException e)
        {
            throw Bad(source, "fileNames", $"正規表現として読めません: {e.Message}", "no regular expression");
        }
    }

    private static IEnumerable<string> Texts(SourceProfile profile) =>
        [profile.TitleEn, profile.Description, profile.Attribution, .. profile.Fields.SelectMany(field => field.Value), .. profile.Key, .. profile.Ignore, .. profile.NotStored.Values, .. profile.Firms.SelectMany(firm => firm.Columns)];

    private static GunManeException Bad(string source, string place, string japanese, string english) =>
        new(Refusal.BadInput, $"取り込み方「{source}」{(place.Length == 0 ? "" : $"の {place}")}: {japanese}({english})", "profile");

    /// <summary>Writes a profile within other JSON as it stands in its own file.</summary>
    public sealed class Converter : JsonConverter<SourceProfile>
    {
        /// <inheritdoc/>
        public override SourceProfile? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            JsonSerializer.Deserialize<SourceProfile>(ref reader, Reading);

        /// <inheritdoc/>
        public override void Write(Utf8JsonWriter writer, SourceProfile value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, value, Reading);
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,62}$")]
    private static partial Regex NamePattern();
}
