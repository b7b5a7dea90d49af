using System.Globalization;
using System.Text;

namespace GunMane.Spatial.Filtering;

/// <summary>What a token of CQL2 text is.</summary>
internal enum CqlTokenKind
{
    End, Word, Quoted, Text, Number, Symbol,
}

/// <summary>A token. Text: its characters without quotes and escapes.</summary>
internal readonly record struct CqlToken(CqlTokenKind Kind, string Text, int Offset, double Number = 0)
{
    /// <summary>Whether it is this word (whatever its case) or this symbol.</summary>
    public bool Is(string text) => Kind is CqlTokenKind.Word or CqlTokenKind.Symbol && string.Equals(Text, text, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Cuts CQL2 text into tokens (21-065r2, annex B: a quote in a text is '' or \').</summary>
internal static class CqlLexer
{
    private const string Doubles = "<> <= >=";
    private const string Singles = "()=<>,+-*/%^";

    /// <summary>All tokens, the last of kind End.</summary>
    public static List<CqlToken> Read(string text)
    {
        if (text.Length > CqlLimits.Characters) throw CqlFault.Over("", CqlLimits.CharactersFact, $"長すぎます。{CqlLimits.Characters} 文字までです。", $"At most {CqlLimits.Characters} characters.");
        var tokens = new List<CqlToken>();
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at])) at++;
            else tokens.Add(Next(text, ref at));
        }

        tokens.Add(new CqlToken(CqlTokenKind.End, "", text.Length));
        return tokens;
    }

    /// <summary>Whether a name can stand without double quotes.</summary>
    public static bool IsPlain(string name) => name.Length > 0 && StartsWord(name[0]) && name.All(GoesOn);

    private static CqlToken Next(string text, ref int at)
    {
        var (start, first) = (at, text[at]);
        if (first == '\'') return new CqlToken(CqlTokenKind.Text, Quoted(text, ref at, '\''), start);
        if (first == '"') return new CqlToken(CqlTokenKind.Quoted, Quoted(text, ref at, '"'), start);
        if (char.IsAsciiDigit(first) || (first == '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]))) return Number(text, ref at);
        if (StartsWord(first))
        {
            while (at < text.Length && GoesOn(text[at])) at++;
            return new CqlToken(CqlTokenKind.Word, text[start..at], start);
        }

        var two = at + 1 < text.Length ? text.Substring(at, 2) : "";
        if (two.Length == 2 && !two.Contains(' ', StringComparison.Ordinal) && Doubles.Contains(two, StringComparison.Ordinal)) at += 2;
        else if (Singles.Contains(first, StringComparison.Ordinal)) at++;
        else throw CqlFault.At(CqlFault.Character(at), $"「{first}」は使えません。文字列は '…' で囲みます。", "Unexpected character; texts stand in '…'.");
        return new CqlToken(CqlTokenKind.Symbol, text[start..at], start);
    }

    private static string Quoted(string text, ref int at, char quote)
    {
        var (start, value) = (at++, new StringBuilder());
        for (; at < text.Length; at++)
        {
            var doubled = at + 1 < text.Length && text[at + 1] == quote;
            if (text[at] == quote && !doubled)
            {
                at++;
                return value.ToString();
            }

            if (doubled && (text[at] == quote || (text[at] == '\\' && quote == '\''))) at++;
            value.Append(text[at]);
        }

        throw CqlFault.At(CqlFault.Character(start), $"閉じる {quote} がありません。", "The closing quote is missing.");
    }

    private static CqlToken Number(string text, ref int at)
    {
        var start = at;
        Digits(text, ref at);
        if (at < text.Length && text[at] == '.')
        {
            at++;
            Digits(text, ref at);
        }

        if (at < text.Length && text[at] is 'e' or 'E')
        {
            at++;
            if (at < text.Length && text[at] is '+' or '-') at++;
            Digits(text, ref at);
        }

        return double.TryParse(text.AsSpan(start, at - start), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            && (at == text.Length || !GoesOn(text[at]))
            ? new CqlToken(CqlTokenKind.Number, text[start..at], start, number)
            : throw CqlFault.At(CqlFault.Character(start), "数として読めません。12、0.5、1e6 のように書きます。", "Not a number.");
    }

    private static void Digits(string text, ref int at)
    {
        while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
    }

    private static bool StartsWord(char one) => char.IsLetter(one) || one is '_' or ':';

    private static bool GoesOn(char one) => char.IsLetterOrDigit(one) || one is '_' or ':' or '.';
}
