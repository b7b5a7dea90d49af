using System.Collections.Frozen;
using System.Reflection;
using System.Text;
using System.Text.Json;

namespace GunMane.Spatial.Contractors;

/// <summary>Letters, places, trades and surnames of data/reference/firm-words.json, by which firms' names are read.</summary>
public static class FirmWords
{
    private static readonly Lists Read = Load();
    private static readonly FrozenDictionary<Rune, string> Letters = Runes(Read.Letters);
    private static readonly FrozenDictionary<Rune, string> Joined = Runes(Read.Joined);
    private static readonly FrozenSet<string> Surnames = Read.Surnames.ToFrozenSet(StringComparer.Ordinal);
    private static readonly FrozenSet<string> Local = Read.Local.ToFrozenSet(StringComparer.Ordinal);
    private static readonly string[] Trades = [.. Read.Trades.OrderByDescending(word => word.Length).ThenBy(word => word, StringComparer.Ordinal)];

    /// <summary>Places after which branches are often called, the longest first.</summary>
    public static IReadOnlyList<string> Places { get; } = [.. Read.Places.OrderByDescending(word => word.Length).ThenBy(word => word, StringComparer.Ordinal)];

    /// <summary>The text with old letters and letter variants in the form in common use (髙 → 高).</summary>
    public static string Common(string text) => Replace(text, Letters);

    /// <summary>What two spellings of one name share: ヶ = ケ, 之 = ノ = の, small kana = large, no long marks, hyphens or dots.</summary>
    public static string Skeleton(string core)
    {
        var text = new StringBuilder();
        foreach (var letter in Replace(core, Joined))
        {
            if (letter is 'ー' or '-' or '―' or '‐' or '・' or '.' or ',' or '\'' or '&' or '＆') continue;
            text.Append(Large(char.ToUpperInvariant(letter)));
        }

        return text.Length == 0 ? core : text.ToString();
    }

    /// <summary>The name in two: what is its own and the trade that it ends with (見本 + 建設); the trade is empty if none is known.</summary>
    public static (string Head, string Trade) Split(string core)
    {
        foreach (var trade in Trades)
        {
            if (core.Length > trade.Length && core.EndsWith(trade, StringComparison.Ordinal)) return (core[..^trade.Length], trade);
        }

        return (core, "");
    }

    /// <summary>Whether firms of this trade mostly work near their office.</summary>
    public static bool IsLocal(string trade) => Local.Contains(trade);

    /// <summary>Whether the text is a frequent surname.</summary>
    public static bool IsSurname(string text) => Surnames.Contains(text);

    // ァィゥェォッャュョヮ stand right before their large forms.
    private static char Large(char letter) => letter is 'ァ' or 'ィ' or 'ゥ' or 'ェ' or 'ォ' or 'ッ' or 'ャ' or 'ュ' or 'ョ' or 'ヮ' ? (char)(letter + 1) : letter;

    private static string Replace(string text, FrozenDictionary<Rune, string> table)
    {
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (table.TryGetValue(rune, out var other)) result.Append(other);
            else result.Append(rune);
        }

        return result.ToString();
    }

    private static FrozenDictionary<Rune, string> Runes(Dictionary<string, string> table) =>
        table.ToFrozenDictionary(pair => Rune.GetRuneAt(pair.Key, 0), pair => pair.Value);

    private static Lists Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Reference/firm-words.json")!;
        return JsonSerializer.Deserialize<Lists>(stream, JsonSerializerOptions.Web)!;
    }

    private sealed record Lists(
        Dictionary<string, string> Letters, Dictionary<string, string> Joined, string[] Places, string[] Trades, string[] Local, string[] Surnames);
}
