using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Contracts;

/// <summary>
/// Which sector and which work kind the title of an order names, by the word lists of
/// data/reference/title-vocabulary.json. Titles that name none stay without: unknown is better than guessed.
/// How words are weighed is written in docs/reference/links.md; how well it does, in docs/reference/title-labels.md.
/// </summary>
public sealed partial class TitleVocabulary
{
    private const char Hidden = '\u0001';

    private static readonly Lazy<TitleVocabulary> Read = new(Load);

    private readonly IReadOnlyList<SectorWords> sectors;
    private readonly IReadOnlyList<KindWords> kinds;

    private TitleVocabulary(Lists lists)
    {
        sectors = [.. lists.Sectors.Select(list => new SectorWords(
            Sectors.TryParse(list.Key, out var sector) ? sector : throw Unknown(list.Key), Plain(list.Words), Plain(list.Context), Plain(list.Except)))];
        kinds = [.. lists.WorkKinds.Select(list => new KindWords(
            WorkKinds.TryParse(list.Key, out var kind) ? kind : throw Unknown(list.Key), Plain(list.Words), Plain(list.Except), Plain(list.Unless), list.NotFor ?? []))];
    }

    /// <summary>The vocabulary that comes with the program.</summary>
    public static TitleVocabulary Shipped => Read.Value;

    /// <summary>The sector that a title names; of several the one that names the work's object best. Null if none.</summary>
    public Sector? SectorOf(string title) => SectorsOf(title) is [var first, ..] ? first : null;

    /// <summary>
    /// All sectors that a title names, the best first. Words for things (配水管, 橋梁) go before words for places and
    /// programmes (市道, 処理区), what follows に伴う before what precedes it, long words before short ones, late before early.
    /// </summary>
    public IReadOnlyList<Sector> SectorsOf(string title)
    {
        var parts = Parts(title);
        foreach (var context in new[] { false, true })
        {
            foreach (var part in parts)
            {
                var hits = Hits(part).Where(hit => hit.Context == context).ToList();
                if (hits.Count > 0)
                    return [.. hits.OrderByDescending(hit => hit.Length).ThenByDescending(hit => hit.At).Select(hit => hit.Sector).Distinct()];
            }
        }

        return [];
    }

    /// <summary>The work kind that a title names; null if none (new construction, for one).</summary>
    /// <param name="title">The title.</param>
    /// <param name="category">工事, 委託 or 測量 as the file states it; null where it states none.</param>
    public WorkKind? WorkKindOf(string title, string? category = null)
    {
        var plain = TitleText.Plain(TitleText.WithoutNumbers(title));
        foreach (var list in kinds)
        {
            if (category is not null && list.NotFor.Contains(category)) continue;
            if (list.Unless.Any(word => plain.Contains(word, StringComparison.Ordinal))) continue;
            var shown = Hide(plain, list.Except);
            if (list.Words.Any(word => shown.Contains(word, StringComparison.Ordinal))) return list.Kind;
        }

        return category == "測量" ? WorkKind.Design : null;
    }

    // Without programme and brackets first: 道路メンテナンス事業 ○○橋補修工事(塗装工) is about a bridge.
    private static List<string> Parts(string title)
    {
        var whole = TitleText.WithoutNumbers(title);
        var worked = Programme().Replace(whole, " ");
        var parts = new List<string>();
        foreach (var text in new[] { Brackets().Replace(TitleText.Plain(worked), ""), TitleText.Plain(worked), Brackets().Replace(TitleText.Plain(whole), ""), TitleText.Plain(whole) })
        {
            var cause = Cause().Match(text);
            if (cause.Success) parts.Add(text[(cause.Index + cause.Length)..]);
            parts.Add(text);
        }

        return parts;
    }

    private List<Hit> Hits(string text)
    {
        var hits = new List<Hit>();
        foreach (var list in sectors)
        {
            var shown = Hide(text, list.Except);
            Find(shown, list.Words, false, list.Sector, hits);
            Find(shown, list.Context, true, list.Sector, hits);
        }

        // 道路 within 道路照明 is no word of its own.
        return [.. hits.Where(hit => !hits.Exists(other => other.Sector != hit.Sector && other.Length > hit.Length && other.At <= hit.At && other.End >= hit.End))];
    }

    private static void Find(string text, string[] words, bool context, Sector sector, List<Hit> hits)
    {
        foreach (var word in words)
        {
            for (var at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.Ordinal))
                hits.Add(new Hit(sector, context, at, word.Length));
        }
    }

    private static string Hide(string text, string[] words)
    {
        foreach (var word in words) text = text.Replace(word, new string(Hidden, word.Length), StringComparison.Ordinal);
        return text;
    }

    private static string[] Plain(string[]? words) => Array.ConvertAll(words ?? [], TitleText.Plain);

    private static InvalidDataException Unknown(string key) => new($"title-vocabulary.json: unknown key {key}.");

    private static TitleVocabulary Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Reference/title-vocabulary.json")!;
        return new TitleVocabulary(JsonSerializer.Deserialize<Lists>(stream, JsonSerializerOptions.Web)!);
    }

    // 社会資本整備総合交付金事業 ○○…: a programme stands before a blank, with its remarks in brackets.
    [GeneratedRegex(@"(?:^|(?<=[\s)]))[^\s]*事業(?:\([^()]*\))*(?=\s)")]
    private static partial Regex Programme();

    [GeneratedRegex(@"\([^()]*\)")]
    private static partial Regex Brackets();

    [GeneratedRegex("^.*(?:に伴う|に係る)")]
    private static partial Regex Cause();

    private sealed record SectorWords(Sector Sector, string[] Words, string[] Context, string[] Except);

    private sealed record KindWords(WorkKind Kind, string[] Words, string[] Except, string[] Unless, string[] NotFor);

    private readonly record struct Hit(Sector Sector, bool Context, int At, int Length)
    {
        public int End => At + Length;
    }

    private sealed record WordList(string Key, string[] Words, string[]? Context, string[]? Except, string[]? Unless, string[]? NotFor);

    private sealed record Lists(string Description, WordList[] Sectors, WordList[] WorkKinds);
}
