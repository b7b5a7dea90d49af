using System.Text;

namespace GunMane.Spatial.Import.Text;

/// <summary>
/// Japanese text as it is compared and parsed, never as it is stored: full-width letters and half-width kana folded
/// (NFKC, Unicode Annex 15), every dash a minus, blanks of all widths one blank, none at the ends.
/// </summary>
public static class Plain
{
    // Dashes that stand for a minus or a hyphen. ー, the long vowel, is a letter: numbers and degrees take it for a dash themselves.
    private const string Dashes = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500\u2501\uFE58\uFE63\uFF0D";
    private const string Invisible = "\u200B\u200C\u200D\u2060\uFEFF\u00AD";

    /// <summary>Folds a text; ASCII that is trimmed already comes back as it is.</summary>
    public static string Fold(string text)
    {
        if (IsPlain(text)) return text;
        var folded = new StringBuilder(text.Length);
        foreach (var letter in Kept(text).Normalize(NormalizationForm.FormKC)) Append(folded, letter);
        return folded.ToString().Trim();
    }

    /// <summary>Folds a text and drops all blanks: 「令和 5 年」 and 「令和5年」 are one.</summary>
    public static string Tight(string text)
    {
        var folded = Fold(text);
        return folded.AsSpan().IndexOfAny(' ', '\n', '\t') < 0 ? folded : string.Concat(folded.Where(letter => !char.IsWhiteSpace(letter)));
    }

    /// <summary>Whether a text says that there is no value: blank, a dash, 不明, 未定, なし …</summary>
    public static bool IsNothing(string? text) => text is null || Fold(text) is
        "" or "-" or "--" or "---" or "*" or "…" or "不明" or "未定" or "未詳" or "なし" or "無し" or "無" or "該当なし" or "未設定" or "未入力" or "未記入" or "N/A" or "NULL" or "null" or "nan" or "NaN" or "?";

    private static bool IsPlain(string text)
    {
        foreach (var letter in text)
        {
            if (letter is < ' ' or > '~') return false;
        }

        return text.Length == 0 || (text[0] != ' ' && text[^1] != ' ');
    }

    // Lone surrogates cannot be normalised; they are no letters of any number or date.
    private static string Kept(string text)
    {
        var kept = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (char.IsSurrogatePair(text, at) && at + 1 < text.Length) kept.Append(text[at++]).Append(text[at]);
            else kept.Append(char.IsSurrogate(text[at]) ? '\uFFFD' : text[at]);
        }

        return kept.ToString();
    }

    private static void Append(StringBuilder folded, char letter)
    {
        if (Invisible.Contains(letter, StringComparison.Ordinal)) return;
        if (Dashes.Contains(letter, StringComparison.Ordinal)) folded.Append('-');
        else if (char.IsWhiteSpace(letter)) folded.Append(folded.Length > 0 && folded[^1] == ' ' ? "" : " ");
        else folded.Append(letter);
    }
}
