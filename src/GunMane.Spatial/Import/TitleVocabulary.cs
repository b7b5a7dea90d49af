using System.Reflection;
using System.Text;
using System.Text.Json;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Import;

/// <summary>
/// Which sector and which work kind a contract's title names: word lists in data/reference/title-vocabulary.json, the
/// first list with a word in the title decides. Titles that name none stay without: unknown is better than guessed.
/// </summary>
public sealed class TitleVocabulary
{
    private static readonly Lazy<TitleVocabulary> Read = new(Load);

    private readonly IReadOnlyList<(Sector Sector, string[] Words)> sectors;
    private readonly IReadOnlyList<(WorkKind Kind, string[] Words)> kinds;

    private TitleVocabulary(Lists lists)
    {
        sectors = [.. lists.Sectors.Select(list => (Sectors.TryParse(list.Key, out var sector) ? sector : throw Unknown(list.Key), Plain(list.Words)))];
        kinds = [.. lists.WorkKinds.Select(list => (WorkKinds.TryParse(list.Key, out var kind) ? kind : throw Unknown(list.Key), Plain(list.Words)))];
    }

    /// <summary>The vocabulary that comes with the program.</summary>
    public static TitleVocabulary Shipped => Read.Value;

    /// <summary>The sector that a title names; null if none.</summary>
    public Sector? SectorOf(string title)
    {
        var plain = Plain(title);
        foreach (var (sector, words) in sectors)
        {
            if (words.Any(word => plain.Contains(word, StringComparison.Ordinal))) return sector;
        }

        return null;
    }

    /// <summary>The work kind that a title names; null if none (new construction, for one).</summary>
    public WorkKind? WorkKindOf(string title)
    {
        var plain = Plain(title);
        foreach (var (kind, words) in kinds)
        {
            if (words.Any(word => plain.Contains(word, StringComparison.Ordinal))) return kind;
        }

        return null;
    }

    private static string[] Plain(string[] words) => Array.ConvertAll(words, Plain);

    private static string Plain(string text) => string.Concat(text.Normalize(NormalizationForm.FormKC).Where(letter => !char.IsWhiteSpace(letter)));

    private static InvalidDataException Unknown(string key) => new($"title-vocabulary.json: unknown key {key}.");

    private static TitleVocabulary Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Reference/title-vocabulary.json")!;
        return new TitleVocabulary(JsonSerializer.Deserialize<Lists>(stream, JsonSerializerOptions.Web)!);
    }

    private sealed record WordList(string Key, string[] Words);

    private sealed record Lists(string Description, WordList[] Sectors, WordList[] WorkKinds);
}
