using System.Text.RegularExpressions;

namespace GunMane.Spatial.Import.Text;

/// <summary>Periods: two dates with から, ～, 至 or a hyphen between them, the second perhaps without era or year; or only an end.</summary>
public static partial class Dates
{
    private static DateReading? Period(string text, ref string fault)
    {
        var body = text.StartsWith('自') ? text[1..] : text;
        if (body.EndsWith("まで", StringComparison.Ordinal)) body = body[..^2];
        foreach (var mark in StrongMarks)
        {
            var at = body.IndexOf(mark, StringComparison.Ordinal);
            if (at >= 0) return Between(body[..at], body[(at + mark.Length)..].TrimStart('至', '~', '〜'), ref fault);
        }

        return body.Length < text.Length && Single(body, false, out fault) is { } end ? new(null, end.To, DatePrecision.Period, end.Flag) : Hyphenated(body, ref fault);
    }

    // R5.4.1-R6.3.31, 2023-04-01-2024-03-31: the hyphen on whose both sides a date stands.
    private static DateReading? Hyphenated(string text, ref string fault)
    {
        for (var at = text.IndexOf('-', StringComparison.Ordinal); at > 0; at = text.IndexOf('-', at + 1))
        {
            var ignored = "";
            if (Single(text[..at], false, out _) is { Precision: not DatePrecision.Year } && Between(text[..at], text[(at + 1)..], ref ignored) is { } found) return found;
        }

        return null;
    }

    private static DateReading? Between(string first, string second, ref string fault)
    {
        var (left, right) = (Side(first, out var leftFault), Side(second, out var rightFault));
        if (right is null && first.Length > 0) right = Side(Completed(first, second), out rightFault);
        if (left is { Precision: DatePrecision.Year } && right is { Precision: DatePrecision.FiscalYear }) left = Side(first + "年度", out leftFault) ?? left;
        fault = leftFault.Length > 0 ? leftFault : right is null ? rightFault : "";
        if (fault.Length > 0 || (left is null && right is null) || (left is null && !Unnamed().IsMatch(first)) || (right is null && second.Length > 0)) return null;
        if (left?.From > right?.To)
        {
            fault = FormattableString.Invariant($"終わり {right!.Value.To:yyyy-MM-dd} が始まり {left!.Value.From:yyyy-MM-dd} より前です (ends before it begins)");
            return null;
        }

        return new(left?.From, right?.To, DatePrecision.Period, left?.Flag ?? right?.Flag);
    }

    private static DateReading? Side(string text, out string fault)
    {
        fault = "";
        return text.Length == 0 ? null : Single(text, false, out fault);
    }

    // 令和5年4月1日～9月30日 and 令和5～7年度: the second takes what it lacks from the first.
    private static string Completed(string first, string second)
    {
        var (head, rest) = (Head().Match(first), second.StartsWith('翌') ? second[1..] : second);
        if (!head.Success) return second;
        return MonthAndDay().IsMatch(rest) ? head.Value + rest : head.Groups["era"].Value + rest;
    }

    [GeneratedRegex("^" + EraWords + YearWords + "(?:年|[./-])?")]
    private static partial Regex Head();

    [GeneratedRegex("^[0-9]{1,2}(?:月(?:[0-9]{1,2}日)?|[./-][0-9]{1,2})$")]
    private static partial Regex MonthAndDay();

    // A start that is no date: 契約締結日, 契約の翌日, 着手の日; or none at all.
    [GeneratedRegex("^(?:(?:本)?契約.*|着手.*|着工.*|議決.*|)$")]
    private static partial Regex Unnamed();
}
