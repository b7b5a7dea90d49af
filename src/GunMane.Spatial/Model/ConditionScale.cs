using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace GunMane.Spatial.Model;

/// <summary>A grade of a scale.</summary>
/// <param name="Grade">As it is compared: I–IV, A–D.</param>
/// <param name="Name">What the guideline calls it.</param>
/// <param name="Spellings">Other ways to write it.</param>
/// <param name="EarlyAction">Whether the guideline asks for measures before the next inspection is due (about five years).</param>
public sealed record ConditionGrade(string Grade, string Name, string[] Spellings, bool EarlyAction);

/// <summary>
/// A scale of condition grades (健全性, 緊急度, 健全度): data/reference/condition-scales.json. Scales are kept apart, in some
/// of them I is the best and in others the worst; all they share is <see cref="ConditionGrade.EarlyAction"/>.
/// </summary>
/// <param name="Key">The guideline, as it is stored.</param>
/// <param name="Source">The guideline with its publisher.</param>
/// <param name="Grades">Its grades.</param>
public sealed partial record ConditionScale(string Key, string Source, IReadOnlyList<ConditionGrade> Grades)
{
    private static readonly Lazy<IReadOnlyList<(Entry Entry, ConditionScale Scale)>> Read = new(Load);

    /// <summary>All scales.</summary>
    public static IReadOnlyList<ConditionScale> All => [.. Read.Value.Select(pair => pair.Scale)];

    /// <summary>The scale of a guideline's name or of a kind of structure; null if none is meant.</summary>
    public static ConditionScale? Find(string? name)
    {
        if (name is null) return null;
        var plain = Tight(name);
        foreach (var (entry, scale) in Read.Value)
        {
            if (Tight(scale.Key) == plain || entry.Names.Any(other => Tight(other) == plain)) return scale;
        }

        var found = Read.Value.Where(pair => pair.Entry.Words.Any(word => plain.Contains(word, StringComparison.Ordinal))).Select(pair => pair.Scale).Distinct().ToList();
        return found.Count == 1 ? found[0] : null;
    }

    /// <summary>The scale usual in a sector; null where there is none.</summary>
    public static ConditionScale? Usual(Sector sector) =>
        Read.Value.Where(pair => pair.Entry.Sectors.Contains(sector.Key())).Select(pair => pair.Scale).FirstOrDefault();

    /// <summary>The grade that a text means in this scale: III, Ⅲ, ３, 健全性Ⅲ, 判定区分III, 早期措置段階; null if none.</summary>
    public ConditionGrade? Of(string? raw)
    {
        if (raw is null) return null;
        var (whole, bare) = (Tight(raw), Bare().Replace(Tight(raw), ""));
        return Grades.FirstOrDefault(grade => Means(grade, whole)) ?? Grades.FirstOrDefault(grade => Means(grade, bare));
    }

    /// <summary>Which share of some assets need early action.</summary>
    /// <param name="conditions">Scale and raw grade of each; nulls are allowed.</param>
    /// <returns>The share among those whose grade is known, and how many these are; 0 of 0 if none is.</returns>
    public static (double Share, int Known) EarlyActionShare(IEnumerable<(string? Scale, string? Raw)> conditions)
    {
        var (known, early) = (0, 0);
        foreach (var (scale, raw) in conditions)
        {
            if (Find(scale)?.Of(raw) is not { } grade) continue;
            known++;
            if (grade.EarlyAction) early++;
        }

        return (known == 0 ? 0 : (double)early / known, known);
    }

    private static bool Means(ConditionGrade grade, string text) =>
        string.Equals(grade.Grade, text, StringComparison.OrdinalIgnoreCase) || string.Equals(grade.Name, text, StringComparison.Ordinal)
        || grade.Spellings.Contains(text, StringComparer.OrdinalIgnoreCase);

    private static string Tight(string text) => string.Concat(text.Normalize(NormalizationForm.FormKC).Where(letter => !char.IsWhiteSpace(letter)));

    private static List<(Entry, ConditionScale)> Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Reference/condition-scales.json")!;
        var file = JsonSerializer.Deserialize<File>(stream, JsonSerializerOptions.Web)!;
        return [.. file.Scales.Select(entry => (entry, new ConditionScale(entry.Key, entry.Source,
            entry.Grades ?? file.Scales.Single(other => other.Key == entry.Like).Grades!)))];
    }

    [GeneratedRegex("^(?:健全性|健全度|判定区分|判定結果|判定|区分|診断|緊急度|ランク|評価|レベル|の|:)+|(?:判定|段階|ランク|評価|区分)$")]
    private static partial Regex Bare();

    private sealed record Entry(string Key, string[] Sectors, string[] Names, string[] Words, string Source, string? Like, ConditionGrade[]? Grades);

    private sealed record File(string Description, Entry[] Scales);
}
