using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Import.Text;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Import.Profiles;

/// <summary>The shipped profiles, and the choice among them for a file that comes without one.</summary>
public static class ProfileCatalogue
{
    private const string Folder = "Reference/profiles/";
    private const int FileNameBonus = 100;
    private const int SignatureBonus = 10;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    private static readonly Lazy<IReadOnlyList<SourceProfile>> Loaded = new(Load);

    /// <summary>All profiles, by name.</summary>
    public static IReadOnlyList<SourceProfile> All => Loaded.Value;

    /// <summary>The profile of a name.</summary>
    /// <exception cref="GunManeException">There is none (BadInput, parameter <c>profile</c>).</exception>
    public static SourceProfile Named(string name) => All.FirstOrDefault(profile => profile.Name == name)
        ?? throw new GunManeException(Refusal.BadInput, $"取り込み方「{name}」はありません。使えるのは: {Names()}。(There is no profile {name}.)", "profile");

    /// <summary>The profile that fits a file best: its shape, all its required fields, most of its columns, its name.</summary>
    /// <exception cref="GunManeException">None fits (BadInput, parameter <c>profile</c>).</exception>
    public static SourceProfile Choose(DataFile file, IReadOnlyCollection<string> columns)
    {
        var fitting = All.Where(profile => profile.Auto && profile.Shapes.Contains(file.Shape))
            .Select(profile => (Profile: profile, Score: Score(profile, file, columns)))
            .Where(pair => pair.Score >= 0).OrderByDescending(pair => pair.Score).ThenBy(pair => pair.Profile.Name, StringComparer.Ordinal).ToList();
        return fitting.Count > 0 ? fitting[0].Profile : throw new GunManeException(Refusal.BadInput,
            $"「{file.Name}」に合う取り込み方が見つかりません(列: {string.Join("、", columns.Take(20))})。profile で選んでください: {Names()}。"
            + "(No profile fits; name one.)", "profile");
    }

    /// <summary>A column name as it is compared: NFKC, without blanks, lower case.</summary>
    public static string Plain(string column) =>
        string.Concat(column.Normalize(NormalizationForm.FormKC).Where(letter => !char.IsWhiteSpace(letter))).ToUpperInvariant();

    /// <summary>A column name as it is compared, without the unit and the tax that it states: 延長（km） is 延長.</summary>
    public static string Bare(string column) => Plain(ColumnName.Parse(column).Name);

    private static int Score(SourceProfile profile, DataFile file, IReadOnlyCollection<string> columns)
    {
        var plain = columns.SelectMany(column => new[] { Plain(column), Bare(column) }).ToHashSet();
        bool Has(string field) => profile.Fields.TryGetValue(field, out var names) && names.Any(name => plain.Contains(Plain(name)));
        var named = profile.FileNames is not null && Regex.IsMatch(file.Name, profile.FileNames, RegexOptions.CultureInvariant);
        if (!profile.Required.All(Has) && !(named && profile.Kind == ProfileKind.Municipalities)) return -1;
        if (!profile.Signature.All(column => plain.Contains(Plain(column)))) return -1;
        return profile.Fields.Keys.Count(Has) + profile.Required.Count + SignatureBonus * profile.Signature.Count + (named ? FileNameBonus : 0);
    }

    // The ones for any town; the rest is listed by GET /api/profiles.
    private static string Names() => string.Join(", ", All.Where(profile => profile.Auto && !profile.Name.StartsWith("model-", StringComparison.Ordinal)).Select(profile => profile.Name)) + " など";

    private static List<SourceProfile> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return [.. assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(name =>
            {
                using var stream = assembly.GetManifestResourceStream(name)!;
                return JsonSerializer.Deserialize<SourceProfile>(stream, Options)!;
            })];
    }
}
